"""Datelines: a line that holds only a date, and the "CITY, Outlet -" in front of an opening paragraph.

Both are marked as boilerplate and both are where metadata is stated, so they are read in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

from claims.languages import FALLBACK, load_table

_NUMERIC_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)\b")
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)(?:T|\b)")
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])[.:]([0-5]\d)(?:[.:][0-5]\d)?\s*(a\.?m\.?|p\.?m\.?)?(?!\w)", re.IGNORECASE
)
_OFFSET = re.compile(r"\(?(?:GMT|UTC)\s*([+-−])\s*(\d{1,2})(?::?(\d\d))?\)?", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]{2,30}\)")
_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,6}|[A-Z]{2,6})")
_DASH = re.compile(r"(?:\s+[-–—]{1,3}\s+|\s*(?:—|--)\s*|:\s+(?=[-–—]\s))")
# "МОСКВА, 5 мая. /ТАСС/. " and "МОСКВА, 5 мая — РИА Новости. ": the agency after the date, then a stop.
_AGENCY_AFTER = re.compile(
    r"^([^.—–]{3,40})(?:\.\s*/([^/]{2,30})/\.?|\s?[—–-]\s([^.,:;—–]{2,30})\.|,\s([^.,:;—–\d]{2,30})\.)\s+(?=\S)"
)
PREFIX_LIMIT = 90  # characters; "Liputan Khusus.com, Kabupaten Kepulauan Sangihe, Kamis (12/3/2026) -" has 70
LINE_LIMIT = 120  # characters of a line that holds only a date and a place


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a line with a date says: ISO 8601 at the precision given, and what stands beside the date."""

    published: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The opening "CITY, Outlet -": where the article itself starts, who it names, how plainly."""

    end: int
    outlet: str = ""
    is_plain: bool = False  # a domain, or a name beside a city: not just a word in capitals


@cache
def _names(language: str) -> tuple[dict[str, int], frozenset[str]]:
    """Month names to numbers, and day names, in every width CLDR has; English ones are read everywhere."""
    months: dict[str, int] = {}
    days: set[str] = set()
    for code in (FALLBACK, language):
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                months |= {n.casefold().rstrip("."): k for k, n in locale.months[context][width].items()}
                days |= {n.casefold().rstrip(".") for n in locale.days[context][width].values()}
    return months, frozenset(days)


@cache
def _written_date(language: str) -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, _names(language)[0]), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{months})\b\.?,?\s+(?P<y>(?:19|20)\d\d)\b"
        rf"|\b(?P<m2>{months})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )


@cache
def _small_words(language: str) -> frozenset[str]:
    tables = [load_table(code, "boilerplate")["datelines"] for code in (FALLBACK, language)]
    return frozenset(word for table in tables for word in table["words"])


@cache
def _reading_time(language: str) -> re.Pattern[str]:
    tables = [load_table(code, "boilerplate")["datelines"] for code in (FALLBACK, language)]
    phrases = "|".join(re.escape(phrase) for table in tables for phrase in table["reading_time"])
    return re.compile(rf"\b\d{{1,3}}[\s-]+(?:{phrases})\b", re.IGNORECASE)


@cache
def _cities(language: str) -> frozenset[str]:
    tables = [load_table(code, "boilerplate")["datelines"] for code in (FALLBACK, language)]
    return frozenset(city for table in tables for city in table["cities"])


@cache
def _zones(language: str) -> dict[str, str]:
    zones: dict[str, str] = {}
    for code in (FALLBACK, language):
        zones |= load_table(code, "metadata")["zones"]
    return zones


def read_dateline(line: str, language: str) -> Dateline | None:
    """Return the date of a line that holds nothing else, or None.

    >>> read_dateline("Senin, 10 Januari 2022 18:27 WIB", "id")
    Dateline(published='2022-01-10T18:27+07:00', beside='')
    >>> read_dateline("Kabar.com - 03/02/2024, 07.15 WIB", "id")
    Dateline(published='2024-02-03T07:15+07:00', beside='Kabar.com')
    >>> read_dateline("March 3, 2024, 6:45 p.m. | Updated 8:10 p.m.", "en").published
    '2024-03-03T18:45'
    >>> read_dateline("Minggu, 3 Maret 2024 · 6 menit baca", "id").published
    '2024-03-03'
    >>> read_dateline("Banjir itu terjadi pada 10 Januari 2022.", "id") is None
    True
    """
    if len(line) > LINE_LIMIT:
        return None
    day, rest = _take_date(line, language)
    if rest is None:
        return None
    clock, rest = _take_clock(rest, _zones(language))
    rest = _reading_time(language).sub(" ", _CLOCK.sub(" ", rest))  # "| Updated 8:10 p.m.", "6 menit baca"
    days = _names(language)[1]
    left = [w for w in _WORD.findall(rest) if w.casefold().strip(".") not in days | _small_words(language)]
    if any(not _is_name_word(word) for word in left) or len(left) > 4:
        return None
    return Dateline(f"{day}{clock}" if day else "", " ".join(left))


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or bool(_DOMAIN.fullmatch(word))


def _take_date(line: str, language: str) -> tuple[str, str | None]:
    """The ISO day and the line without it; rest None if there is no date, day "" if it reads two ways."""
    if found := _ISO_DATE.search(line):
        year, month, day = (int(part) for part in found.groups())
    elif found := _written_date(language).search(line):
        groups = found.groupdict()
        month = _names(language)[0][(groups["m"] or groups["m2"]).casefold()]
        day, year = int(groups["d"] or groups["d2"]), int(groups["y"] or groups["y2"])
    elif found := _NUMERIC_DATE.search(line):
        day, month, year = (int(part) for part in found.groups())
        if language == FALLBACK and day <= 12 and month <= 12 and day != month:
            return "", line[: found.start()] + " " + line[
                found.end() :
            ]  # 3/2 is March here and February there
        if month > 12:
            day, month = month, day
    else:
        return "", None
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return "", None
    return iso, line[: found.start()] + " " + line[found.end() :]


def find_full_date(text: str, language: str) -> str:
    """Return the ISO day of the first full date; "" if there is none or it reads two ways.

    >>> find_full_date("JAKARTA, 5 Maret 2024 - ", "id"), find_full_date("LONDON, 3/2/2024", "en")
    ('2024-03-05', '')
    """
    return _take_date(text, language)[0]


def _take_clock(rest: str, zones: Mapping[str, str]) -> tuple[str, str]:
    found = _CLOCK.search(rest)
    if not found:
        return "", rest
    hour, minute, half = int(found[1]), found[2], (found[3] or "").lower().replace(".", "")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    rest = rest[: found.start()] + " " + rest[found.end() :]
    if offset := _OFFSET.search(rest):
        sign = "+" if offset[1] == "+" else "-"
        return f"T{hour:02}:{minute}{sign}{int(offset[2]):02}:{offset[3] or '00'}", rest.replace(
            offset[0], " "
        )
    for word in _WORD.findall(rest):
        if word.casefold() in zones:
            return f"T{hour:02}:{minute}{zones[word.casefold()]}", rest.replace(word, " ")
    return f"T{hour:02}:{minute}", rest


def find_prefix(line: str, language: str) -> Prefix | None:
    """Return the dateline in front of an opening paragraph, or None.

    >>> line = "JAKARTA, KABAR.com - Harga beras naik."
    >>> prefix = find_prefix(line, "id")
    >>> prefix.outlet, line[prefix.end:]
    ('KABAR.com', 'Harga beras naik.')
    >>> find_prefix("Sungai itu - yang meluap kemarin - surut.", "id") is None
    True
    """
    head = line[: PREFIX_LIMIT + 40]
    if found := _AGENCY_AFTER.match(head):
        place, agency = found[1], found[2] or found[3] or found[4]
        if _has_city_or_date(place, language):
            return Prefix(found.end(), agency.strip(), True)
    dash = _DASH.search(head)
    if not dash or dash.start() > PREFIX_LIMIT or not _starts_sentence(line[dash.end() : dash.end() + 2]):
        return None
    return _judge_prefix(head[: dash.start()], dash.end(), language)


def _starts_sentence(rest: str) -> bool:
    first = rest[:1]
    return first.isupper() or first.isdigit() or first in "\"“«'‘"


def _has_city_or_date(place: str, language: str) -> bool:
    parts = [part.strip() for part in place.split(",")]
    return parts[0].casefold() in _cities(language) or (len(parts) > 1 and parts[0].isupper())


def _judge_prefix(head: str, end: int, language: str) -> Prefix | None:
    """Every part of the head must be a place, a date, a name in brackets, a domain or a word in capitals."""
    names: list[str] = []
    in_brackets = re.findall(r"\(([^()\d/]{2,30})\)", head)
    bare = re.sub(r"\([^()]{1,40}\)", " ", head)
    has_city = False
    for part in (p.strip(" ./") for p in re.split(r"[,|]|\.\s", bare)):
        if not part or _is_date_part(part, language):
            continue
        if part.casefold() in _cities(language):
            has_city = True
        elif not _looks_like_name(part):
            return None
        else:
            names.append(part)
    domain = next((name for name in names if _DOMAIN.search(name)), "")
    if domain or in_brackets:
        return Prefix(end, domain or in_brackets[0].strip(), True)
    capitals = [name for name in names if name.split()[0].isupper() and len(name) > 2]
    if not (has_city or capitals) or len(names) > 2:
        return None
    if len(names) == 2 and names[0].isupper() and not names[1].isupper():
        return Prefix(end)  # "OXFORD, Ohio -": a place and its region, no outlet
    outlet = names[-1] if has_city and names else (capitals[-1] if capitals else "")
    # "SLEMAN, KABAR -": of two names in capitals the first is the place
    return Prefix(end, outlet, bool(outlet) and (has_city or len(names) > 1))


def is_only_date(line: str, language: str) -> bool:
    """True for a line of nothing but a day or a clock, without a year too: "Вчера, 18:40", "3 hours ago".

    >>> is_only_date("12 Maret, 14.20 WIB", "id"), is_only_date("Maret lalu banjir", "id")
    (True, False)
    """
    if len(line) > LINE_LIMIT:
        return False
    known = (
        _names(language)[0].keys() | _names(language)[1] | _small_words(language) | _zones(language).keys()
    )
    bare = _BRACKETED.sub(" ", line)  # "(Kabar Wire) - May 9, 2025 6:02 PM - Updated May 10"
    words = [word.casefold().strip(".") for word in _WORD.findall(bare)]
    named = [word for word in words if not word[0].isdigit()]
    numbered = len(named) < len(words)
    return numbered and bool(named) and all(word in known for word in named)


def _is_date_part(part: str, language: str) -> bool:
    months, days = _names(language)
    words = [word.casefold() for word in _WORD.findall(part)]
    return bool(words) and all(
        w.isdigit() or w in months or w in days or w in _small_words(language) for w in words
    )


def _looks_like_name(part: str) -> bool:
    words = part.split()
    return len(words) <= 4 and all(w[0].isupper() or _DOMAIN.fullmatch(w) for w in words)
