"""What a single line gives away: labels, icons, credits, bylines and notices around an article.

Every rule sees one line and no context; `boilerplate.py` adds what only the lines around it can tell.
The words are in the language tables.  A rule that is not sure says nothing: a claim is never lost to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from claims.datelines import is_only_date, read_dateline
from claims.languages import FALLBACK, load_table
from claims.lines import Line

LONGEST_CREDIT = 10  # words behind "Foto:" in a caption
LONGEST_BUTTON = 3  # words: "Salin Tautan", "Add to favourites"
LONGEST_LABEL = 25  # words; "Baca juga:" and two headlines have 20, a paragraph with a colon has more
LONGEST_NAME = 14  # words behind "Editor:" or "Sumber:"; three names with titles have 12
LONGEST_LINE = 400  # characters; no label or notice seen was longer, and every line costs the same then

# Names of icons as they fall out of a page: "sosmed-whatsapp-white", "zoom-in-whitePerbesar".
_ICON = re.compile(r"(?:ic(?:on)?[-_])?[a-z0-9]+(?:[-_][a-z0-9]+)+(?:[A-Z][a-z]+)?")
_REDUPLICATED = re.compile(r"([a-z]+)-\1\w*")  # "anak-anak" is a word, not an icon
_NO_LETTERS = re.compile(r"[^\w]*(?:[\d.,/:]*[^\w]*){0,6}")
_HASHTAGS = re.compile(r"(?:#\w+[\s,]*)+")
# "Beranda > Ekonomi > Pasar"; » is also a Russian closing quote, so a space must be before it.
_BREADCRUMB = re.compile(
    r"(?:[\w&’ -]{2,30}\s/\s){1,5}[\w&’ -]{2,40}|(?:[^>»«›]{2,40}\s[>»›]\s){1,6}[^>»«›]{1,120}"
)
_INITIALS = re.compile(r"\(\w{2,6}(?:[/\s-]{1,3}\w{2,6}){0,3}\)|\[\w{2,6}(?:/\w{2,6}){0,3}\]")
# "Luis Prado / The Easton Herald", alone on its line.
_PERSON_SLASH_OUTLET = re.compile(
    r"[A-ZА-ЯЁ][\w.’'-]+(?:\s[A-ZА-ЯЁ][\w.’'-]+){1,2}\s/\s[A-ZА-ЯЁ«][\w.’'« »-]{2,40}"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SLASH_CREDIT = re.compile(r"\(([^()]{2,60})\)\.?$")
# "REUTERS/Ines Duarte", "KOMPAS.com/RANGGA PUTRA", alone or behind a sentence, perhaps with what a shop adds.
_OUTLET_SLASH_NAME = re.compile(
    r"(?:^|[.)\]]\s*\(?|\s\(|\s[-–—]\s(?=[A-Z]))(?:[A-Z]\w+|[A-Z]{2,}(?:\s[A-Z]{2,}){0,2}|\w+\.(?:com|co\.id|id|net))"
    r"/[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){1,3}\)?(?:/[\w ]{3,30})?(?:\s(?P<rest>[^.]{0,60}))?$"
)
# "... di depan kantor Bank Sagara. /Kabar-Himawan L Nugraha"
_SLASH_TAIL = re.compile(r"\s/\s?[A-Z]\w+[-–/ ][A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]*){0,3}$")
# A full name, two words at least; in "(PCR/Antigen)" there is none.
_PERSON = re.compile(r"(?:[A-ZА-ЯЁ][\w.’'-]*\s){1,3}[A-ZА-ЯЁ][\w.’'-]+")
# A stop that ends a sentence, not "Dok." or "Ist." before the name of who gave the picture.
_NEW_SENTENCE = re.compile(r"(?<!\bdok)(?<!\bist)(?<!\bdoc)[.!?]\s+\w", re.IGNORECASE)
_PLAIN_EDGES = " \t\xa0.,:;!?…·•|-–—>»«<*_#{}\"'“”"  # without brackets: "(c)" and "(sw/am)" mean something
_EDGES = " \t\xa0.,:;!?…·•|-–—>»«<*_#[](){}\"'“”"


@dataclass(frozen=True, slots=True)
class Furniture:
    """The tables of a language and of English, made ready to be asked."""

    lines: Mapping[str, str]  # whole line -> reason
    labels: Mapping[str, str]  # what stands before a colon -> reason
    patterns: re.Pattern[str]  # one alternative a pattern, its group named reason_number
    max_words: int
    credit: re.Pattern[str]
    agencies: frozenset[str]
    photo_words: frozenset[str]
    read_also: re.Pattern[str]
    function_words: frozenset[str]
    has_title_case: bool  # headlines are Written Like This
    pictures: frozenset[str]  # lines under which a caption stands: "Lihat Foto"
    tag_labels: frozenset[str]  # lines under which single words and names stand


@cache
def load_furniture(language: str) -> Furniture:
    """Return the tables of `language` with the English ones behind them."""
    tables = [load_table(code, "boilerplate") for code in dict.fromkeys((language, FALLBACK))]
    caption = [table["caption"] for table in tables]
    photo = _alternatives(word for part in caption for word in part["markers"])
    other = _alternatives(word for part in caption for word in part["name_markers"])
    also = _alternatives(word for table in tables for word in table["labels"]["read_also"] if " " in word)
    return Furniture(
        lines=_by_word(tables, "lines"),
        labels=_by_word(tables, "labels"),
        patterns=_join_patterns(tables),
        max_words=min(table["patterns"]["max_words"] for table in tables),
        credit=re.compile(
            r"(?:^|[.!?)\]”\"»]\s*|[(|/©]\s*|\s[-–—]\s)"
            rf"(?:(?P<photo>{photo})|(?:{other}))\s?\.?\s?[:/]\s*(?=\S)",
            re.IGNORECASE,
        ),
        agencies=frozenset(word for part in caption for word in part["agencies"]),
        photo_words=frozenset(word for part in caption for word in part["photo_words"]),
        read_also=re.compile(rf"[(\[]?\b(?:{also})\s?:\s?$", re.IGNORECASE),
        has_title_case=tables[0]["headlines"]["title_case"],
        function_words=frozenset(word for table in tables for word in table["function_words"]["words"]),
        pictures=frozenset(word for part in caption for word in part["above"]),
        tag_labels=frozenset(word for table in tables for word in table["labels_of_lists"]["tags"]),
    )


def _by_word(tables: list[dict[str, Any]], part: str) -> dict[str, str]:
    """Later tables do not overrule earlier ones: the text's own language is first."""
    return {
        word: reason for table in reversed(tables) for reason, words in table[part].items() for word in words
    }


def _join_patterns(tables: list[dict[str, Any]]) -> re.Pattern[str]:
    """All patterns in one, the text's own language first: a line is looked at once."""
    listed = [
        (reason, pattern)
        for table in tables
        for reason, patterns in table["patterns"].items()
        if reason != "max_words"
        for pattern in patterns
    ]
    named = (f"(?P<{reason}_{number}>{pattern})" for number, (reason, pattern) in enumerate(listed))
    return re.compile("|".join(named), re.IGNORECASE)


def _alternatives(words: Any) -> str:
    return "|".join(sorted({re.escape(word) for word in words}, key=len, reverse=True))


def name_furniture(line: Line, language: str) -> str:
    """Return why a line is not the article, or "" if nothing in it says so.

    >>> from claims.models import Span
    >>> lines = ("ADVERTISEMENT", "Baca juga: Beras Naik", "Warga pergi. Foto: Ani/Kabar", "Harga naik.")
    >>> for text in lines:
    ...     name_furniture(Line(Span(0, len(text)), text, 0, True), "id")
    'advertisement'
    'read_also'
    'caption'
    ''
    """
    text = line.text
    if len(text) > LONGEST_LINE:
        return ""
    tables = load_furniture(language)
    bare = " ".join(text.strip(_EDGES).split()).casefold()
    return (
        tables.lines.get(bare, "")
        or _name_buttons(bare, tables)
        or _name_symbols(text)
        or _name_label(line, tables)
        or ("dateline" if read_dateline(text, language) or is_only_date(text, language) else "")
        or _name_pattern(line, tables)
        or _name_credit(line, tables)
    )


def is_signature(text: str) -> bool:
    """True for the initials with which a newsroom closes an article: "(rdn/fas)"."""
    return bool(_INITIALS.fullmatch(text)) and "/" in text


def _name_buttons(bare: str, tables: Furniture) -> str:
    """ "Facebook Twitter WhatsApp Salin Tautan": nothing but names of buttons, of one word or several."""
    words = bare.split()
    if not 1 < len(words) <= LONGEST_CREDIT:
        return ""
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + LONGEST_BUTTON), at, -1)
        fitting = (end for end in ends if tables.lines.get(" ".join(words[at:end])) == "share_widget")
        at = next(fitting, len(words) + 1)
    return "share_widget" if at == len(words) else ""


def _name_symbols(text: str) -> str:
    """Icons, lone counters and bullets, addresses, hashtags, breadcrumbs, initials of the newsroom."""
    if _INITIALS.fullmatch(text):
        return "byline"
    if _ADDRESS.fullmatch(text):
        return "share_widget"
    if _PERSON_SLASH_OUTLET.fullmatch(text):
        return "credit"
    if _HASHTAGS.fullmatch(text) or _BREADCRUMB.fullmatch(text):
        return "share_widget"
    if len(text) <= 20 and not any(char.isalpha() for char in text):
        return "share_widget"
    is_icon = len(text) <= 50 and _ICON.fullmatch(text) and not _REDUPLICATED.fullmatch(text)
    return "share_widget" if is_icon else ""


def _name_label(line: Line, tables: Furniture) -> str:
    """ "Editor: ...", "Baca juga: ...": a known label, a colon, and no more than a headline or a name."""
    label, colon, rest = line.text.partition(":")
    reason = tables.labels.get(label.strip(_EDGES).casefold(), "") if colon else ""
    if not reason:  # "Keterangan gambar, Abu menutupi atap rumah."
        label, comma, rest = line.text.partition(",")
        reason = tables.labels.get(label.strip(_EDGES).casefold(), "") if comma else ""
        reason = reason if reason in ("caption", "credit", "byline") else ""
    if not reason or len(line.text.split()) > LONGEST_LABEL:
        return ""
    if reason in ("read_also", "caption"):
        return reason
    if reason in ("share_widget", "dateline"):
        return reason if len(rest.split()) <= LONGEST_NAME else ""
    is_nick = reason == "byline" and len(line.text.split()) <= 2 and bool(rest.strip())  # "Editor: huaxia"
    return reason if is_nick or _is_name(rest, tables) else ""


def _is_name(rest: str, tables: Furniture) -> bool:
    """Names, not a sentence: what stands behind "Sumber:" may be somebody's statement.

    "Sari Wulan, Amir", "Kementerian Kesehatan", but not "polisi menahan dua orang".
    """
    words = rest.split()
    first = rest.strip().lstrip("\"'“«•- ")[:1]
    if not words or len(words) > LONGEST_NAME or not first.isupper():
        return False
    telling = [word for word in words if word.strip(_EDGES).casefold() not in tables.function_words]
    capital = sum(word.lstrip("\"'“«(•-")[:1].isupper() or not word[0].isalnum() for word in telling)
    return len(words) <= 2 or capital >= 0.7 * len(telling)


def _name_credit(line: Line, tables: Furniture) -> str:
    """A caption is a line that closes with who made the picture."""
    text = line.text
    for found in tables.credit.finditer(text):
        maker = text[found.end() :]
        if len(maker.split()) > LONGEST_CREDIT or _NEW_SENTENCE.search(maker):
            continue
        if found["photo"] or _is_name(maker.rstrip(")]."), tables):
            return "caption"
    if text[:1] == "©" and len(text.split()) <= LONGEST_CREDIT:
        return "credit"
    if "/" in text and (named := _OUTLET_SLASH_NAME.search(text)):
        return "caption" if named.start() else "credit"
    if _SLASH_TAIL.search(text):
        return "caption"
    closing = _SLASH_CREDIT.search(text)
    if closing and (_is_credit(closing[1], tables) or _is_photographer(closing[1])):
        return "caption"
    for tail in (text, re.split(r"[.!?]\s+|\s[-–—|]\s", text)[-1]):
        if "/" in tail and len(tail) <= 60 and _is_credit(tail.rstrip("."), tables):
            return "caption"
    return ""


def _is_credit(inside: str, tables: Furniture) -> bool:
    """ "Agency/Name", "Dok. Humas", "Name via Agency"; never "10/1" or "laki-laki/perempuan"."""
    if any(char.isdigit() for char in inside):
        return False
    parts = [part.strip().casefold() for part in re.split(r"[/|,]| via | melalui ", inside)]
    known = tables.agencies | tables.photo_words
    if any(part in known for part in parts):
        return len(inside.split()) <= 8
    first = inside.split()[0].casefold().rstrip(".") if inside.split() else ""
    return first in tables.photo_words and len(inside.split()) <= 6


def _is_photographer(inside: str) -> bool:
    """ "KABAR/Sari Wulan": an outlet in capitals, a slash, a full name."""
    left, slash, right = inside.partition("/")
    return bool(slash and _PERSON.fullmatch(right.strip()) and left.strip().isupper())


def _name_pattern(line: Line, tables: Furniture) -> str:
    if len(line.text.split()) > tables.max_words:
        return ""
    found = tables.patterns.fullmatch(line.text.strip(_PLAIN_EDGES)) or tables.patterns.fullmatch(line.text)
    return found.lastgroup.rpartition("_")[0] if found and found.lastgroup else ""
