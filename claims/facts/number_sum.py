"""Add up the words of one number: dua + puluh + satu = 21."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from claims.facts.number_line import Line, multiply, read_digits


@dataclass(slots=True)
class NumberSum:
    """A number under construction: what was added up, and what may still come.

    `small` is the part below the next scale word; `room` is what the next word must stay under
    (after "dua puluh" a digit, after a digit nothing); `ceiling` is the last scale, the limit of the next.
    """

    total: float = 0
    small: float | None = None
    room: float = math.inf
    ceiling: float = math.inf
    factors: tuple[float, ...] = field(default=())

    @property
    def value(self) -> float:
        return self.total + (self.small or 0)

    def add(self, value: float) -> bool:
        """Add the next cardinal; False if it begins another number."""
        if self.small is not None and value >= self.room:
            return False
        if self.small is None and value >= self.ceiling:
            return False
        self.small = (self.small or 0) + value
        self.room = _room_after(value)
        self.factors = ()
        return True

    def times_ten(self) -> bool:
        """Turn a last digit into tens: dua puluh."""
        if self.small is None or not 1 <= self.small % 10 <= 9 or self.room != 0:
            return False
        digit = self.small % 10
        self.small += 9 * digit
        self.room = 10
        return True

    def plus_ten(self) -> bool:
        """Turn a last digit into a teen: dua belas."""
        if self.small is None or not 1 <= self.small % 10 <= 9 or self.room != 0:
            return False
        self.small += 10
        return True

    def times_hundred(self) -> bool:
        """Turn what is there into hundreds: dua ratus, twenty-five hundred."""
        if self.small is None or not 0 < self.small < 100:
            return False
        self.small *= 100
        self.room = 100
        self.factors = () if self.total else (100.0,)
        return True

    def scale(self, scale: float) -> bool:
        """Close the part below a scale word: dua ribu; or scale all: dua ratus ribu triliun."""
        if self.small is not None and scale < self.ceiling:
            self.factors = _times(self.factors, scale) if self.total == 0 else ()
            self.total += multiply(self.small, scale)
        elif self.small is None and self.total and self.factors and scale > self.ceiling:
            self.total = multiply(self.total, scale)
            self.factors = _times(self.factors, scale)
        else:
            return False
        self.small, self.room, self.ceiling = None, math.inf, scale
        return True


def _times(factors: tuple[float, ...], scale: float) -> tuple[float, ...]:
    return (*(factor * scale for factor in factors), scale)


def _room_after(value: float) -> float:
    """Return what a word added after `value` must stay under.

    >>> [_room_after(v) for v in (200, 20, 12, 7)]
    [100, 10, 0, 0]
    """
    if value >= 100 and value % 100 == 0:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 0


def add_words(line: Line, start: int, number: NumberSum) -> int:
    """Add the words from `start` on to `number` as long as they continue it; return the end."""
    place = start
    while place < len(line.words):
        step = _add_word(line, place, number)
        if not step:
            break
        place += step
    return place


def _add_word(line: Line, place: int, number: NumberSum) -> int:
    """Add the word at `place`; return how many tokens were taken, 0 if the number ends before it."""
    numbers, word = line.lexicon.numbers, line.words[place]
    builders = numbers.builders
    if word in numbers.cardinals:
        return int(number.add(numbers.cardinals[word]))
    if word in numbers.scales and number.scale(numbers.scales[word]):
        return 1 + skip_abbreviation_point(line, place)
    if word in numbers.one_scales and number.small is None and numbers.one_scales[word] < number.ceiling:
        number.small = 1
        return int(number.scale(numbers.one_scales[word]))
    if word in builders["times_ten"]:
        return int(number.times_ten())
    if word in builders["plus_ten"]:
        return int(number.plus_ten())
    if word in builders["hundred"]:
        return int(number.times_hundred())
    return _add_link(line, place, number)


def _add_link(line: Line, place: int, number: NumberSum) -> int:
    """Add what stands between the words of a number: "and", a hyphen, "koma", "and a half", more digits."""
    numbers, word = line.lexicon.numbers, line.words[place]
    half = numbers.half_after.at(line.words, place)
    if half and number.small is not None:
        number.small += 0.5
        number.room = 0
        return half[1] - place
    if word in numbers.builders["and"] and (number.room == 100 or (number.small is None and number.total)):
        following = numbers.cardinals.get(line.word(place + 1))
        return 2 if following is not None and following < 100 and number.add(following) else 0
    if word == "-" and line.is_glued(place) and line.is_glued(place + 1) and line.is_word(place + 1):
        step = _add_word(line, place + 1, number)
        return step + 1 if step else 0
    if word in numbers.builders["point"] and number.small is not None:
        return _add_decimals(line, place, number)
    if line.is_number(place) and number.small is None and number.total:
        return _add_digits(line, place, number)
    return 0


def _add_decimals(line: Line, place: int, number: NumberSum) -> int:
    """Add the digits after "koma": dua koma lima = 2.5."""
    numbers, weight, end = line.lexicon.numbers, 0.1, place + 1
    while end < len(line.words) and numbers.cardinals.get(line.words[end], 10) < 10:
        number.small = round((number.small or 0) + weight * numbers.cardinals[line.words[end]], 12)
        weight /= 10
        end += 1
    number.room = 0
    return end - place if end > place + 1 else 0


def _add_digits(line: Line, place: int, number: NumberSum) -> int:
    """Add the "200" of "1 juta 200 ribu"; digits without a scale of their own begin another number."""
    numbers = line.lexicon.numbers
    values = read_digits(line.words[place], numbers)
    scale = numbers.scales.get(line.word(place + 1), math.inf)
    if values is None or scale >= number.ceiling or values[0] * scale >= number.ceiling:
        return 0
    number.small = values[0]
    number.scale(scale)
    return 2


def skip_abbreviation_point(line: Line, place: int) -> int:
    """Return 1 if the point after a scale word is that of an abbreviation ("тыс. человек")."""
    is_short = len(line.words[place]) <= 4
    if not is_short or line.word(place + 1) != "." or not line.is_glued(place + 1):
        return 0
    return int(line.is_word(place + 2) and not line.tokens[place + 2].is_capital)
