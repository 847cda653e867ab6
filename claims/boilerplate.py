"""Which stretches of a raw text are not the article, each with its reason.

    one line   labels, icons, credits, bylines, notices, dates       claims/furniture.py
    its place  links after a label, repeated titles, captions over a credit, headlines of other articles
    inside     the dateline in front of the opening, links within a paragraph    claims/insets.py

Nothing is removed: spans are marked.  In doubt a line is the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from claims.edges import is_paragraph, name_head, name_tail
from claims.furniture import LONGEST_LINE, Furniture, load_furniture, name_furniture
from claims.insets import mark_agency, mark_inline, mark_prefix
from claims.lines import Line, is_title_case, list_lines
from claims.models import Boilerplate

# Headlines of other articles, dropped between two paragraphs.  A section heading of the article itself looks
# the same, but it is short and shares its words with the text; a dropped headline is a whole sentence about
# something else.  By the words of the line: the share of its telling words that the rest of the article
# has, below which it is foreign.  In the samples the dropped headlines (12 and 13 words) share 0 to 0.17, the
# section heading in title case (5 words) 0.5; tests/cases/boilerplate.toml holds more of both.
LONG_HEADLINE, LONG_SHARE = 9, 0.34
MIDDLE_HEADLINE, MIDDLE_SHARE = 6, 0.2
SHORT_HEADLINE = 4  # of 4 or 5 words, none may be shared; below that a line is always kept

LINKS, LINK_WORDS = (
    4,
    range(4, 21),
)  # lines under "Baca juga", and their words, in whatever case they are written
CLOSING_REASONS = ("byline", "newsletter", "reuse_notice")
LATEST_TAIL, TAIL_LINES = 0.6, 8  # the share of a page before its tail, and the sentences looked at in it
LONGEST_MORE = 5  # words of a label over links: "More from Nation", "Berita lain di Lampung"
LONGEST_TAG = 4  # words of a tag or topic
ENCLOSED = 7  # lines of a box between its title and its button; six were seen

_SHOUTED = re.compile(r"[A-Z]{4,}(?:\s[A-Z]{2,}){0,2}\s[-–—]\s")
_ITEM = re.compile(r"[•·▪●◦*–—-]|\d{1,2}[.)]\s")
_WORDS = re.compile(r"\w+(?:['’`\-]\w+)*")
_SUFFIX = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,60}$")


def mark_boilerplate(text: str, language: str) -> tuple[Boilerplate, ...]:
    """Return the stretches that are not the article, sorted and disjoint.

    >>> text = "Banjir Demak\\nADVERTISEMENT\\nKabar.com - Air naik sejak pagi.\\nEditor: Ani"
    >>> [(mark.span.of(text), mark.reason) for mark in mark_boilerplate(text, "id")]
    [('ADVERTISEMENT', 'advertisement'), ('Kabar.com - ', 'dateline_prefix'), ('Editor: Ani', 'byline')]
    """
    lines = list_lines(text)
    tables = load_furniture(language)
    reasons = [name_furniture(line, language) for line in lines]
    _name_after_labels(lines, reasons, tables)
    _name_around_credits(lines, reasons)
    _name_captions(lines, reasons, tables)
    _name_repeats(lines, reasons)
    _name_enclosed(lines, reasons)
    _name_dated(lines, reasons)
    name_head(lines, reasons)
    name_tail(lines, reasons)
    _name_related(lines, reasons, tables)
    _name_foreign_tail(lines, reasons, tables)
    marks = [Boilerplate(line.span, reason) for line, reason in zip(lines, reasons, strict=True) if reason]
    article = [line for line, reason in zip(lines, reasons, strict=True) if not reason]
    marks += mark_prefix(article, lines, language)
    marks += [mark for line in article for mark in mark_inline(line, tables)]
    marks += [mark for line in article for mark in mark_agency(line, tables)]
    return _make_disjoint(marks)


def _looks_like_link(line: Line, tables: Furniture) -> bool:
    """A headline without a stop, in title case where the language writes headlines so."""
    if (
        line.has_stop
        or len(line.text) > LONGEST_LINE
        or line.text.endswith((",", "-"))
        or line.has_inner_stop
    ):
        return False
    return not tables.has_title_case or is_title_case(line.words, tables.function_words)


def _is_listed(line: Line, tables: Furniture) -> bool:
    """A headline in a list of links: it may be a question, and may have a bullet."""
    if line.text.endswith(("?", "!")) and len(line.text) <= LONGEST_LINE // 2:
        return bool(_ITEM.match(line.text)) or is_title_case(line.words, tables.function_words)
    return _looks_like_link(line, tables)


def _name_after_labels(lines: Sequence[Line], reasons: list[str], tables: Furniture) -> None:
    """After a lone "Baca juga" its headlines go too; after "Penulis" the name, after "Tag" the words."""
    for k, line in enumerate(lines[:-1]):
        label = line.text.rstrip(":. …»>").casefold()
        short = len(line.words) <= LONGEST_MORE and not line.has_stop and ":" not in line.text
        more = reasons[k] == "read_also" and short
        if reasons[k + 1] or not (label in tables.lines or more):
            continue
        if reasons[k] == "read_also":
            for j in range(k + 1, len(lines)):
                near = j - k <= LINKS and not lines[j].has_stop and len(lines[j].words) in LINK_WORDS
                if reasons[j] or not (near or _is_listed(lines[j], tables)):
                    break
                reasons[j] = "read_also"
        elif label in tables.tag_labels:
            for j in range(k + 1, len(lines)):
                listed = lines[j].text.count(",") >= len(lines[j].words) // LONGEST_TAG
                if reasons[j] or lines[j].has_stop or (len(lines[j].words) > LONGEST_TAG and not listed):
                    break
                reasons[j] = "share_widget"
        elif (
            reasons[k] == "byline" and len(lines[k + 1].words) <= 4 and _looks_like_link(lines[k + 1], tables)
        ):
            reasons[k + 1] = "byline"


def _name_captions(lines: Sequence[Line], reasons: list[str], tables: Furniture) -> None:
    """Under "Lihat Foto" or "Image caption," stands a caption, if it is no paragraph."""
    for k, line in enumerate(lines[:-1]):
        if line.text.rstrip(":, ").casefold() in tables.pictures and not reasons[k + 1]:
            if not is_paragraph(lines[k + 1]):
                reasons[k + 1] = "caption"
        elif reasons[k] == "credit" and _is_shouted_caption(lines, k + 1):
            reasons[k + 1] = "caption"


def _is_shouted_caption(lines: Sequence[Line], k: int) -> bool:
    """ "MENGADU - Puluhan guru ..." under "KABAR/Wulan Sari"; not "KABAR - Warga ... Mereka ...", an opening.

    A caption is one sentence, and the word that it shouts stands nowhere else as an outlet's name does.
    """
    found = _SHOUTED.match(lines[k].text)
    if not found or lines[k].has_inner_stop:
        return False
    shouted = found.group().split()[0].strip(" -–—")
    return not any(shouted in line.text for j, line in enumerate(lines) if j != k)


def _name_enclosed(lines: Sequence[Line], reasons: list[str]) -> None:
    """What stands between two lines of one newsletter box is of the box."""
    last = -ENCLOSED - 1
    for k, reason in enumerate(reasons):
        if reason != "newsletter":
            continue
        if k - last <= ENCLOSED:
            for j in range(last + 1, k):
                reasons[j] = reasons[j] or "newsletter"
        last = k


def _name_dated(lines: Sequence[Line], reasons: list[str]) -> None:
    """A headline with a date of its own under it, behind a paragraph, leads to another article."""
    body = next((k for k, line in enumerate(lines) if not reasons[k] and is_paragraph(line)), len(lines))
    for k in range(body + 1, len(lines) - 1):
        if reasons[k + 1] == "dateline" and not reasons[k] and not lines[k].has_stop:
            reasons[k] = "related_headline"


def _name_around_credits(lines: Sequence[Line], reasons: list[str]) -> None:
    """ "Sumber :" on a line of its own: the source is on the next line, the caption on the one before."""
    for k, line in enumerate(lines):
        if reasons[k] != "credit" or not line.text.endswith(":"):
            continue
        if k + 1 < len(lines) and not lines[k + 1].has_stop and len(lines[k + 1].words) <= 12:
            reasons[k + 1] = reasons[k + 1] or "credit"
        # not the first line: that is the title
        if k > 1 and not reasons[k - 1] and not lines[k - 1].has_stop and not line.after_blank:
            reasons[k - 1] = "caption"


def _name_repeats(lines: Sequence[Line], reasons: list[str]) -> None:
    """A headline that comes twice is kept once; a repeated full sentence may be the article's own doing."""
    first: dict[str, int] = {}
    for k, line in enumerate(lines):
        if reasons[k] or len(line.text) > LONGEST_LINE or line.has_full_stop:
            continue
        key = " ".join(line.words).casefold()
        before = " ".join(
            _WORDS.findall(_SUFFIX.sub("", line.text))
        ).casefold()  # "Title - Outlet, 05.09.2023"
        if key and (first.setdefault(key, k) != k or first.get(before, k) != k):
            reasons[k] = "repeated_title"


def _name_related(lines: Sequence[Line], reasons: list[str], tables: Furniture) -> None:
    """Headlines of other articles between two paragraphs (see the constants above)."""
    article = [k for k, reason in enumerate(reasons) if not reason]
    candidates = _find_link_lines([lines[k] for k in article], tables)
    if not candidates:
        return
    vocabulary = Counter(
        stem
        for k in article
        if lines[k].number not in candidates
        for stem in _telling_stems(lines[k], tables)
    )
    for k in candidates:
        if _is_foreign(lines[k], vocabulary, tables):
            reasons[k] = "related_headline"


def _name_foreign_tail(lines: Sequence[Line], reasons: list[str], tables: Furniture) -> None:
    """A sentence under the article's signature that shares no words with the text."""
    article = [k for k, reason in enumerate(reasons) if not reason]
    for last, k in reversed(list(pairwise(article[-TAIL_LINES:]))):
        late = lines[k].span.start > LATEST_TAIL * lines[-1].span.end
        closed = late and any(reason in CLOSING_REASONS for reason in reasons[last + 1 : k])
        if not closed or len(lines[k].words) < LONG_HEADLINE:
            return
        before = Counter(stem for j in article if j < k for stem in _telling_stems(lines[j], tables))
        if not _is_foreign(lines[k], before, tables):
            return
        reasons[k] = "newsletter"


def _find_link_lines(article: Sequence[Line], tables: Furniture) -> frozenset[int]:
    """Numbers of the lines that look like a headline and stand behind a paragraph; no item of a list."""
    found: set[int] = set()
    is_body = is_list = False
    for line in article:
        if line.has_stop:
            is_body, is_list = is_body or line.has_full_stop, line.text.endswith(":")
        elif is_body and not is_list and not _ITEM.match(line.text) and _looks_like_link(line, tables):
            found.add(line.number)
    return frozenset(found)


def _telling_stems(line: Line, tables: Furniture) -> list[str]:
    """The first letters of the words that carry a topic, so that inflected forms meet."""
    return [
        w.casefold()[:6]
        for w in line.iter_words()
        if w.casefold() not in tables.function_words and len(w) > 1
    ]


def _is_foreign(line: Line, vocabulary: Counter[str], tables: Furniture) -> bool:
    stems = _telling_stems(line, tables)
    if not stems:
        return False
    share = sum(stem in vocabulary for stem in stems) / len(stems)
    count = len(line.words)
    if count >= LONG_HEADLINE:
        return share < LONG_SHARE
    if count >= MIDDLE_HEADLINE:
        return share < MIDDLE_SHARE
    return count >= SHORT_HEADLINE and share == 0


def _make_disjoint(marks: list[Boilerplate]) -> tuple[Boilerplate, ...]:
    kept: list[Boilerplate] = []
    for mark in sorted(marks, key=lambda mark: mark.span):
        if len(mark.span) and (not kept or mark.span.start >= kept[-1].span.end):
            kept.append(mark)
    return tuple(kept)
