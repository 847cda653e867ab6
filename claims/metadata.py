"""What a text says of itself: language, outlet, title and day, each with how it is known.

    outlet     a reuse notice, a dateline, the name before the dash of the opening, "dikutip X dari"
    title      the first line if it is written as one, or a line that comes twice
    published  a line with nothing but a date, or the full date of a dateline

Nothing is guessed: what the text does not say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from claims.boilerplate import mark_boilerplate
from claims.datelines import Prefix, find_full_date, find_prefix, read_dateline
from claims.furniture import LONGEST_LINE
from claims.languages import FALLBACK, list_languages, load_table
from claims.lines import Line, list_lines
from claims.models import UNKNOWN, Basis, Boilerplate, Known

# Letters below which a language is not told: "Breaking news" is as good as Dutch to the identifier.
FEWEST_LETTERS = 40
# The identifier reads this much; an article's language shows in its first paragraphs.
SAMPLE = 5_000
# Its own probability (0..1).  Articles of two hundred letters get 1.0; what is below this is a list of names.
LEAST_CONFIDENCE = 0.8
# Spoken varieties that the identifier tells apart and news does not: it is written in the one language.
_VARIETIES = {"ary": "ar", "arz": "ar"}
LONGEST_TITLE = 25  # words
SHORTEST_PARAGRAPH = 40  # characters: a first line is a title only if an article follows
OPENING_LINES = 6  # the lines, boilerplate apart, in which an opening paragraph with a dateline is looked for

# Words with a capital, or a domain; a full stop only inside ("Kabar.com"), not that of the sentence.
_WORD = r"[\w&’'-]*(?:\.[\w&’'-]+)*"
_NAME = (
    rf"(?-i:(?:[A-ZА-ЯЁ]|\d+[A-Z]){_WORD}(?:\s(?:[A-ZА-ЯЁ]{_WORD}|&)){{0,3}}"
    r"|[\w-]+\.(?:com|co\.id|id|org|net|ru|info)\b)"
)
_DOMAIN_END = re.compile(r"\.[a-z]{2,6}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who published an article, under which title and when, as the text itself says it."""

    outlet: Known = UNKNOWN
    title: Known = UNKNOWN
    published: Known = UNKNOWN


def detect_language(text: str) -> Known:
    """Return the ISO 639-1 code of a text's language; unknown where there is too little to tell.

    >>> detect_language("Banjir bandang melanda tiga desa setelah hujan lebat sejak Senin malam.").value
    'id'
    >>> detect_language("Pemilu 2024") == UNKNOWN
    True
    """
    sample = text[: SAMPLE * 2].strip()[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < FEWEST_LETTERS:
        return UNKNOWN
    shares: dict[str, float] = {}
    for code, share in _load_identifier().rank(sample):
        name = _VARIETIES.get(str(code), str(code))
        shares[name] = shares.get(name, 0.0) + float(share)
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    code, confidence = _settle_close_language(ranked, sample)
    if confidence < LEAST_CONFIDENCE:
        return UNKNOWN
    return Known(code, Basis.INFERRED, f"py3langid, {confidence:.2f} on {letters} letters")


@cache
def _load_identifier():  # type: ignore[no-untyped-def]
    # Imported when first asked: it unpacks its model, and `--help` must not wait for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _settle_close_language(ranked: Sequence[tuple[str, float]], sample: str) -> tuple[str, float]:
    """Neighbours share their probability; which of them it is, the words tell that only one of them uses."""
    code, confidence = ranked[0]
    for language in list_languages():
        close = load_table(language, "metadata").get("close", {})
        family = {language, *close.get("mistaken_for", [])}
        if code not in family or len(family) == 1:
            continue
        confidence = sum(share for other, share in ranked if other in family)
        words = set(re.findall(r"\w+", sample.casefold()))
        ours, theirs = len(words & set(close["own_words"])), len(words & set(close["their_words"]))
        return (language if ours > theirs else code), confidence
    return code, confidence


def infer_metadata(text: str, language: str) -> Metadata:
    """Return what the text says of its outlet, title and day.

    >>> text = "Harga Beras Naik\\n\\nKABAR.com - Harga beras naik lagi. Warga mengeluh."
    >>> found = infer_metadata(text, "id")
    >>> found.outlet.value, found.outlet.basis.value, found.title.value, found.published.value
    ('KABAR.com', 'stated', 'Harga Beras Naik', '')
    """
    lines = list_lines(text)
    marks = mark_boilerplate(text, language)
    whole = {mark.span.start: mark.reason for mark in marks if mark.reason != "dateline_prefix"}
    article = [line for line in lines if line.span.start not in whole]
    return Metadata(
        outlet=_find_outlet(lines, article, whole, language),
        title=_find_title(text, lines, article, marks),
        published=_find_published(lines, article, whole, language),
    )


def _find_outlet(
    lines: Sequence[Line], article: Sequence[Line], whole: dict[int, str], language: str
) -> Known:
    notices = [line for line in lines if whole.get(line.span.start) == "reuse_notice"]
    for line in notices:
        if name := _first_name(line.text, language, "reuse"):
            return Known(name, Basis.STATED, f"reuse notice: {line.text}")
    for line in lines:
        if whole.get(line.span.start) == "dateline":
            found = read_dateline(line.text, language)
            if found and _DOMAIN_END.search(found.beside):
                return Known(found.beside, Basis.STATED, f"dateline: {line.text}")
    for line in article[:OPENING_LINES]:
        if prefix := find_prefix(line.text, language):
            return _judge_outlet(prefix, line, article, language)
    for line in article:
        if name := _first_name(line.text[:5_000], language, "self"):
            return Known(name, Basis.INFERRED, f"names itself: {line.text[:200]}")
    return UNKNOWN


@cache
def _outlet_patterns(language: str, part: str) -> tuple[re.Pattern[str], ...]:
    tables = [load_table(code, "metadata")["outlet"] for code in dict.fromkeys((language, FALLBACK))]
    patterns = [pattern.replace("{NAME}", _NAME) for table in tables for pattern in table.get(part, [])]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _first_name(line: str, language: str, part: str) -> str:
    for pattern in _outlet_patterns(language, part):
        if found := pattern.search(line):
            return found["name"].rstrip(".,'’")
    return ""


def _judge_outlet(prefix: Prefix, line: Line, article: Sequence[Line], language: str) -> Known:
    """A name in capitals before a dash may be a town; then it also stands in the text as a town does."""
    shown = line.text[: prefix.end].strip()
    if not prefix.outlet:
        return UNKNOWN
    if prefix.is_plain:
        return Known(prefix.outlet, Basis.STATED, f"dateline: {shown}")
    name = re.escape(prefix.outlet)
    cues = "|".join(map(re.escape, load_table(language, "metadata")["outlet"]["self_naming"]))
    rest = [line.text[prefix.end :], *(other.text for other in article if other is not line)]
    if any(re.search(rf"\b(?i:{cues})\s{name}\b", text) for text in rest):
        return Known(prefix.outlet, Basis.STATED, f"dateline: {shown}; the text names itself so again")
    as_town = prefix.outlet.title()
    if any(as_town in text for text in rest):
        return UNKNOWN
    return Known(prefix.outlet, Basis.INFERRED, f"stands before the dash of the opening line: {shown}")


def _find_title(
    text: str, lines: Sequence[Line], article: Sequence[Line], marks: Sequence[Boilerplate]
) -> Known:
    for mark in marks:
        if mark.reason == "repeated_title" and lines and _same_words(mark.span.of(text), lines[0].text):
            return Known(_bare(mark.span.of(text)), Basis.STATED, "stands twice at the head of the text")
    if len(article) < 2:
        return UNKNOWN
    first = article[0]
    bare = _bare(first.text)
    ends_open = not first.has_stop or bare.endswith(("?", "!"))
    if len(bare) > LONGEST_LINE or not ends_open or bare[:1].islower():
        return UNKNOWN
    if not 2 <= len(first.words) <= LONGEST_TITLE:
        return UNKNOWN
    longer = any(line.has_stop and len(line.text) >= SHORTEST_PARAGRAPH for line in article[1:])
    return Known(bare, Basis.STATED, "first line of the text") if longer else UNKNOWN


def _same_words(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _bare(line: str) -> str:
    return line.lstrip("#* ").rstrip("* ")


def _find_published(
    lines: Sequence[Line], article: Sequence[Line], whole: dict[int, str], language: str
) -> Known:
    datelines = [line for line in lines if whole.get(line.span.start) == "dateline"]
    for line in datelines:
        found = read_dateline(line.text, language)
        if found and found.published:
            return Known(found.published, Basis.STATED, f"dateline: {line.text}")
    for line, head in _prefixes(article, language):
        if day := find_full_date(head, language):
            return Known(day, Basis.STATED, f"dateline: {line.text[: len(head)].strip()}")
    return UNKNOWN


def _prefixes(article: Sequence[Line], language: str) -> Iterator[tuple[Line, str]]:
    for line in article[:OPENING_LINES]:
        if prefix := find_prefix(line.text, language):
            yield line, line.text[: prefix.end]
