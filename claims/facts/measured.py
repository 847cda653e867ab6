"""Put a number together with its unit or currency: 5 + kilometer, Rp + 2,5 triliun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.facts.number_line import Line, Number
from claims.facts.number_words import read_number

# How far back a change verb ("naik dari 5 menjadi 7") or a score word is looked for, in tokens.
LOOK_BACK = 6
# "One in five": of so many at most; "four in ten" of these only, else they may be four of the ten.
MOST_SHARES = 1000
ROUND_SHARES = (10.0, 100.0, 1000.0)
MAGNITUDE_LETTER = "m"
# "M 6,2": no earthquake is stronger.
STRONGEST = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """A quantity under construction: tokens `first` to `last`, bounds, unit, and its one or two numbers."""

    first: int
    last: int
    low: float | None
    high: float | None
    numbers: tuple[Number, ...]
    unit: str = ""
    approximate: bool = False
    modifiers: tuple[str, ...] = ()
    is_dashed: bool = False
    is_target: bool = False  # the second value of "from 5 to 7", which no "to" limits

    @property
    def head(self) -> Number:
        return self.numbers[0]

    @property
    def is_range(self) -> bool:
        return len(self.numbers) > 1


def measure_numbers(line: Line) -> Sequence[Measured]:
    """Return the numbers of a line, each with its unit or currency."""
    return [_measure(line, number) for number in _read_numbers(line)]


def has_change_verb(line: Line, end: int) -> bool:
    """True if a verb of change ("naik", "fell") stands a few words before the token `end`."""
    verbs = line.lexicon.around.change_verbs
    return any(word in verbs for word in line.words[max(0, end - LOOK_BACK) : end])


def _read_numbers(line: Line) -> Iterator[Number]:
    place, one_units = 0, line.lexicon.around.one_units
    while place < len(line.words):
        number = _read_slashed_fraction(line, place) or read_number(line, place)
        if number is None and line.words[place] in one_units:
            value = one_units[line.words[place]][0]
            number = Number(place, place + 1, value, value)
        if number is None:
            place += 1
            continue
        number = _read_share(line, _skip_repetition(line, number))
        yield number
        place = max(number.last, place + 1)


def _read_slashed_fraction(line: Line, place: int) -> Number | None:
    """Read "2/3" before a noun; in brackets or alone it is a date."""
    if not line.is_number(place) or line.word(place + 1) != "/" or not line.is_number(place + 2):
        return None
    if not (line.is_glued(place + 1) and line.is_glued(place + 2)) or line.word(place - 1) in {"(", "/"}:
        return None
    top, bottom = line.words[place], line.words[place + 2]
    if (
        len(top) > 1
        or len(bottom) > 1
        or not 0 < int(top) < int(bottom)
        or line.word(place + 3) in {"", "/", ")"}
    ):
        return None
    value = int(top) / int(bottom)
    return Number(place, place + 3, value, value, fraction=True)


def _read_share(line: Line, number: Number) -> Number:
    """Read "one in five children", "satu dari setiap lima anak" and "каждый пятый ребёнок" as fractions.

    "Three of five suspects" are three people, and "one in ten days" is a time.
    """
    around, start = line.lexicon.around, number.first - 1
    if number.ordinal:
        is_share = line.word(start) in around.each and 2 <= number.low <= MOST_SHARES
        if not is_share or around.units.at(line.words, number.last):
            return number
        return Number(start, number.last, 1 / number.low, 1 / number.low, fraction=True)
    link = around.share_of.at(line.words, number.last) or around.round_share_of.at(line.words, number.last)
    whole = read_number(line, link[1]) if link else None
    if link is None or whole is None or not (number.is_whole and whole.is_whole and not whole.ordinal):
        return number
    is_round = number.low == 1 or whole.low in ROUND_SHARES
    is_plain = around.share_of.at(line.words, number.last) is not None
    if not 0 < number.low < whole.low <= MOST_SHARES or not (is_round or is_plain):
        return number
    if around.units.at(line.words, whole.last):
        return number
    value = number.low / whole.low
    return Number(number.first, whole.last, value, value, fraction=True)


def _skip_repetition(line: Line, number: Number) -> Number:
    """Take in the words in "5 (lima) orang", which say the same again."""
    if line.word(number.last) != "(" or number.last + 1 >= len(line.words):
        return number
    again = read_number(line, number.last + 1)
    if again and again.low == number.low and again.high == number.high and line.word(again.last) == ")":
        return replace(number, last=again.last + 1)
    return number


def _measure(line: Line, number: Number) -> Measured:
    """Return `number` with the unit or currency that stands before or after it."""
    around, words = line.lexicon.around, line.words
    first, last, unit = number.first, number.last, ""
    before = around.money_before.before(words, first) or find_unit_before(line, number)
    one_unit = around.one_units.get(words[first])
    if one_unit:
        unit = one_unit[1]
    elif before and not number.ordinal:
        unit, first = before
    elif not number.ordinal:
        unit, last = _find_unit_after(line, number)
    measured = Measured(first, last, number.low, number.high, (number,), unit, number.approximate)
    return _apply_sign(line, measured)


def find_unit_before(line: Line, number: Number) -> tuple[str, int] | None:
    """Return the unit before a number and where it begins; the "M" of "M 6,2" is one before such a figure."""
    found = line.lexicon.around.units_before.before(line.words, number.first)
    if found is None or line.words[found[1]] != MAGNITUDE_LETTER:
        return found
    is_figure = not number.digits.isdigit() and bool(number.digits) and number.low < STRONGEST
    return found if is_figure and line.tokens[found[1]].is_capital else None


def _find_unit_after(line: Line, number: Number) -> tuple[str, int]:
    """Return the unit after a number and the end; a hyphen, or an article after a fraction, may intervene."""
    place = number.last
    if line.word(place) == "-" and line.is_glued(place) and line.is_glued(place + 1):
        place += 1
    elif number.fraction:
        articles, of = line.lexicon.numbers.builders["article"], line.lexicon.numbers.of
        while line.word(place) in articles or (line.word(place) in of and line.word(place + 1) in articles):
            place += 1
    elif number.vague and line.word(place) in line.lexicon.numbers.of:
        place += 1
    else:
        place = _skip_after_modifier(line, place)
    found = line.lexicon.around.units.at(line.words, place) or _find_compound_unit(line, place)
    return found or ("", number.last)


def _find_compound_unit(line: Line, place: int) -> tuple[str, int] | None:
    """Return the unit in the "year-old" of "21-year-old"."""
    word = line.word(place)
    unit = line.lexicon.around.units.meanings.get(word.split("-")[0]) if "-" in word else None
    return (unit, place + 1) if unit else None


def _skip_after_modifier(line: Line, place: int) -> int:
    """Step over the "lebih" of "5 ribu lebih kilometer" if a unit follows."""
    found = line.lexicon.around.after.at(line.words, place)
    return found[1] if found and line.lexicon.around.units.at(line.words, found[1]) else place


def _apply_sign(line: Line, measured: Measured) -> Measured:
    """Read a minus before a measured number: "-5 derajat", "minus 2 persen"."""
    before, first = line.word(measured.first - 1), measured.first
    is_word = before in line.lexicon.numbers.builders["minus"]
    is_mark = (
        before in {"-", "−"}
        and line.is_glued(first)
        and not line.is_glued(first - 1)
        and not line.is_number(first - 2)
        and measured.unit != ""
    )
    if not (is_word or is_mark) or measured.low is None or measured.high is None:
        return measured
    return replace(measured, first=first - 1, low=-measured.high, high=-measured.low)
