"""Times of day: "pukul 19.00 WIB", "at 6:30 a.m.", "в пять часов утра"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from claims.languages import load_table
from claims.models import Span

NOON = 12 * 60
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight, and whether it is known which half of the day is meant."""

    minute: int
    span: Span
    is_sure: bool = True
    approximate: bool = False

    def apart(self, other: Clock) -> int:
        """Minutes between two times of day at their nearest: 11 p.m. and 1 a.m. are two hours apart."""
        step = DAY if self.is_sure and other.is_sure else NOON
        distance = abs(self.minute - other.minute) % step
        return min(distance, step - distance)


def find_clocks(text: str, language: str) -> tuple[Clock, ...]:
    """Return the times of day of `text`, in order.

    A number with minutes needs a word before it or a colon in it; a bare hour needs a word on both sides.

    >>> [clock.minute for clock in find_clocks("Sirene berbunyi pukul 05.52 WIB, bukan jam 6 pagi.", "id")]
    [352, 360]
    >>> [(c.minute, c.is_sure) for c in find_clocks("The gates opened at 6:30, police came at 7 p.m.", "en")]
    [(390, False), (1140, True)]
    >>> find_clocks("Harga naik 5.30 persen.", "id"), find_clocks("Skor 3:15.", "id")
    ((), ())
    """
    return tuple(_find(text, language))


def _find(text: str, language: str) -> Iterator[Clock]:
    table = load_table(language, "clock")
    about = frozenset(table["about"])
    for found in _pattern(language).finditer(text):
        hour = _hour(found["hour"], language)
        half = _half(found["half"], language)
        if hour is None or (found["minute"] is None and not (found["cue"] and half)):
            continue
        if found["minute"] is not None and not found["cue"] and not half:
            continue
        if found["minute"] is not None and ":" not in found[0] and not half and not table["point"]:
            continue
        minute = hour * 60 + int(found["minute"] or 0)
        if half and hour <= 12:
            minute = minute % NOON + (NOON if half == "pm" or (half == "night" and hour >= 6) else 0)
            minute = minute % DAY
        words = text[: found.start("hour")].lower().split()[-2:]
        is_sure = bool(half) or hour > 12 or found["hour"].startswith("0") or not table["halves_needed"]
        yield Clock(minute, Span(*found.span()), is_sure, not about.isdisjoint(words))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    table = load_table(language, "clock")
    cues = "|".join(map(re.escape, table["cues"]))
    halves = [word for half in ("am", "pm", "night") for word in table[half]]
    after = "|".join(map(re.escape, sorted(halves, key=len, reverse=True)))
    hours = "|".join(map(re.escape, sorted(table["hours"], key=len, reverse=True)))
    oclock = "|".join(map(re.escape, table["oclock"]))
    return re.compile(
        rf"(?:\b(?P<cue>{cues})\s+)?(?<![\d.,:])\b(?P<hour>[01]?\d|2[0-3]|{hours})"
        rf"(?:[.:](?P<minute>[0-5]\d)(?![\d%]|[.,]\d)|\b)(?:\s+(?:{oclock})\b)?(?:\s*(?P<half>{after})(?!\w))?",
        re.IGNORECASE,
    )


def _hour(written: str, language: str) -> int | None:
    if written.isdigit():
        return int(written)
    hours: dict[str, int] = load_table(language, "clock")["hours"]
    return hours.get(written.lower())


def _half(written: str | None, language: str) -> str:
    if not written:
        return ""
    table = load_table(language, "clock")
    low = written.lower()
    return next(half for half in ("am", "pm", "night") if low in table[half])
