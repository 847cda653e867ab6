"""Edits of figures and dates: another number, a bound, a range, another day."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from claims.facts.numbers import find_quantities
from claims.facts.times import find_times
from claims.models import Quantity
from compare.train.edits import CONFLICT, COVERED, LANGUAGE, OTHER_DAY, OTHER_EVENT, Edit, Verdict

_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DAY = re.compile(r"\b(?:[12]?\d|3[01])\b(?= (?:" + "|".join(_MONTHS) + r")\b)")


def edit_numbers(text: str, rng: random.Random) -> Iterator[Edit]:
    """Change a plain number, or put a bound or a range in its place.

    >>> edits = list(edit_numbers("Sebanyak 48 orang tewas.", random.Random(1)))
    >>> [edit.verdict is CONFLICT for edit in edits]
    [True, False, True, False, True]
    """
    for quantity in find_quantities(text, LANGUAGE)[:2]:
        digits = _DIGITS.search(text, quantity.span.start, quantity.span.end)
        if digits is None or quantity.low is None or quantity.low != quantity.high or quantity.ordinal:
            continue
        written = _read_number(digits.group())
        if written is None or written <= 1 or quantity.approximate:
            continue
        for value, words, verdict in _draw_answers(written, rng):
            number = [_write_number(one, digits.group()) for one in value]
            # Rounding can make the old number of a new one, or one number of both ends of a range.
            if digits.group() not in number and len(set(number)) == len(number):
                yield Edit(_put(text, quantity, digits.span(), words, number), verdict)


def _draw_answers(value: float, rng: random.Random) -> Iterator[tuple[tuple[float, ...], str, Verdict]]:
    """Yield (numbers, words before them, verdict) for another number, two bounds and two ranges."""
    less, more = value * rng.uniform(0.4, 0.93), value * rng.uniform(1.07, 2.2)
    yield (rng.choice((less, more, value * 10)),), "", CONFLICT
    above = rng.choice(("lebih dari", "setidaknya", "sedikitnya", "di atas"))
    below = rng.choice(("kurang dari", "paling banyak", "tidak sampai", "di bawah"))
    yield rng.choice((((less,), above, COVERED), ((more,), below, COVERED)))
    yield rng.choice((((more,), above, CONFLICT), ((less,), below, CONFLICT)))
    yield (less, more), "antara", COVERED
    yield (more, more * 1.3), "antara", CONFLICT


def _put(text: str, quantity: Quantity, place: tuple[int, int], words: str, numbers: Sequence[str]) -> str:
    """Return the text with the numbers in the old one's place; words go before the unit's sign ("Rp")."""
    start, end = place
    before, after = text[quantity.span.start : start], text[end : quantity.span.end]
    said = " dan ".join(before + number + (after if len(numbers) == 1 else "") for number in numbers)
    said += after if len(numbers) > 1 else ""
    return text[: quantity.span.start] + (f"{words} " if words else "") + said + text[quantity.span.end :]


def _read_number(text: str) -> float | None:
    """Read digits as Indonesian writes them: "2.500,5" is 2500.5."""
    try:
        return float(text.replace(".", "").replace(",", "."))
    except ValueError:
        return None


def _write_number(value: float, like: str) -> str:
    """Write a number in the manner of another one.

    >>> _write_number(3172.4, "2.500"), _write_number(0.21, "0,15"), _write_number(1999.2, "1304")
    ('3.200', '0,21', '1999')
    """
    if "," in like:
        places = len(like.rsplit(",", 1)[1])
        return f"{value:.{places}f}".replace(".", ",")
    if value >= 1000 and like.endswith("00"):
        value = round(value, -2)
    return f"{round(value):,}".replace(",", ".") if "." in like else str(round(value))


def edit_dates(text: str, rng: random.Random) -> Iterator[Edit]:
    """Move the date of a sentence; with a new number as well it tells of another time.

    >>> [edit.text for edit in edit_dates("Gempa terjadi pada Maret.", random.Random(1))]
    ['Gempa terjadi pada November.']
    """
    if not find_times(text, LANGUAGE, None):
        return
    changes = (
        (_YEAR, lambda match: str(int(match.group()) + rng.choice((-3, -2, -1, 1, 2, 3)))),
        (_MONTH, lambda match: rng.choice([month for month in _MONTHS if month != match.group()])),
        (_DAY, lambda match: str((int(match.group()) + rng.randint(2, 12)) % 28 + 1)),
    )
    possible = [(pattern, change) for pattern, change in changes if pattern.search(text)]
    if not possible:
        return
    pattern, change = rng.choice(possible)
    moved = pattern.sub(change, text, count=1)
    if moved != text:
        yield Edit(moved, OTHER_DAY)
    for edit in edit_numbers(moved, rng):
        yield Edit(edit.text, OTHER_EVENT)
        return
