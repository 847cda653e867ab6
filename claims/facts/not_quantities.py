"""Tell the numbers that are no quantities: years, dates, clock times, codes, labels, phone numbers."""

from __future__ import annotations

from collections.abc import Callable

from claims.facts.counted import find_counted
from claims.facts.measured import find_unit_before
from claims.facts.number_line import Line, Number

_STOPS = frozenset('.!?:;"”»“«')
_OPENERS = frozenset("([{")
_CLOSERS = frozenset(")]}.")
# Marks that may touch a number on its left without making a code of it.
_LEFT_MARKS = frozenset("([{\"'“”‘’«»„-–—−+~±≈<>≤≥/*•·…,.;:!?|=" + "$€£¥₽₩₹₴₸")

# Marks that touch a number on its right in addresses, file names and coordinates.
_RIGHT_CODE_MARKS = frozenset("_=@\\′″")


def find_problem(line: Line, number: Number, has_measure: bool) -> str:
    """Return why `number` is no quantity ("year", "date", "score", ...), "" if it is one.

    `has_measure` says that a unit or a currency was found: then only what is surely no quantity is refused.
    """
    if number.problem:
        return number.problem
    if not _is_share(number) and _is_in_phrase(line, number):
        return "phrase"
    checks = _CHECKS if number.digits else _WORD_CHECKS
    for reason, is_it in checks:
        if is_it(line, number) and not (has_measure and reason in _YIELDS_TO_MEASURE):
            return reason
    return ""


def is_yearlike(number: Number) -> bool:
    """True for four digits that a year could be written with."""
    return len(number.digits) == 4 and number.digits.isdigit() and 1000 <= number.low < 2200


def has_year_cue(line: Line, number: Number) -> bool:
    """True if the word before or after says that the number is a year."""
    sets, months = line.lexicon.nots.sets, line.lexicon.nots.months
    before, after = line.word(number.first - 1), line.word(number.last)
    is_date = before in months or (
        before in ",.'’" and before != "" and line.word(number.first - 2) in months
    )
    return before in sets["year_before"] or after in sets["year_after"] or is_date


def _is_share(number: Number) -> bool:
    """True for "один из каждых пяти", which begins as "один из", the phrase, does."""
    return number.fraction and number.last - number.first > 2


def _is_in_phrase(line: Line, number: Number) -> bool:
    """True inside a phrase such as "salah satu", in which the number word does not count."""
    for phrase, place in line.lexicon.nots.phrases.get(line.words[number.first], ()):
        start = number.first - place
        if start >= 0 and " ".join(line.words[start : start + phrase.count(" ") + 1]) == phrase:
            return True
    return False


def _is_code(line: Line, number: Number) -> bool:
    """True for digits that touch letters or a path: F-16, A320, v1.2, #4."""
    before = number.first - 1
    if line.is_glued(number.first):
        mark = line.words[before]
        money = line.lexicon.around.money_before.before(line.words, number.first)
        if line.is_word(before) and not money and not find_unit_before(line, number):
            return True
        if not line.is_word(before) and mark not in _LEFT_MARKS:
            return True
        if mark in "-–/" and line.is_glued(before) and line.is_word(before - 1):
            return True
    after = number.last
    if line.word(after) in {"-", "–"} and line.is_glued(after) and line.is_glued(after + 1):
        return line.is_word(after + 1) and line.tokens[after + 1].is_capital
    if line.word(after) == "." and line.is_glued(after) and line.is_glued(after + 1):
        return line.is_word(after + 1)
    return line.word(after) in _RIGHT_CODE_MARKS and line.is_glued(after)


def _is_name(line: Line, number: Number) -> bool:
    """True for a number word with a capital after a word without one: "kota Lima", "the Second World War"."""
    before = number.first - 1
    if number.last - number.first != 1 or before < 0 or not line.is_word(before):
        return False
    return line.tokens[number.first].is_capital and not line.tokens[before].is_capital


def _is_clock(line: Line, number: Number) -> bool:
    """True for 18:27, "pukul 09.30", "9 pm"."""
    sets = line.lexicon.nots.sets
    before, after = line.word(number.first - 1), line.word(number.last)
    if after == ":" and line.is_glued(number.last) and line.is_number(number.last + 1):
        return line.is_glued(number.last + 1)
    if before == ":" and line.is_glued(number.first) and line.is_number(number.first - 2):
        return line.is_glued(number.first - 1)
    is_hour = number.low < 25 or (number.digits[:2].isdigit() and len(number.digits) >= 4)
    if before in sets["clock_before"]:
        return is_hour
    if line.words[number.last - 1] in sets["clock_after"] or after in sets["clock_after"]:
        return is_hour and number.low < 25
    return before in {"-", "–", "dan"} and _is_clock_after_range(line, number)


def _is_clock_after_range(line: Line, number: Number) -> bool:
    """True for the second time of "pukul 09.00-10.30"."""
    sets = line.lexicon.nots.sets
    return line.is_number(number.first - 2) and line.word(number.first - 3) in sets["clock_before"]


def _is_day(line: Line, number: Number) -> bool:
    """True for the day of a date: "10 Januari", "6 dan 7 Januari", "January 10"."""
    if not 1 <= number.low <= 31 or not number.is_whole:
        return False
    nots = line.lexicon.nots
    if _is_month(line, number.first - 1) and line.lexicon.nots.month_case:
        return True
    place = number.last
    for _ in range(6):  # a list of more days than that has not been seen
        if _is_month(line, place) or (line.word(place) == "of" and _is_month(line, place + 1)):
            return True
        if line.word(place) not in nots.day_joins or not line.is_number(place + 1):
            return False
        place += 2
    return False


def _is_named_day(line: Line, number: Number) -> bool:
    """True for "tanggal 9"."""
    return line.word(number.first - 1) in line.lexicon.nots.sets["day_before"] and number.low <= 31


def _is_month(line: Line, place: int) -> bool:
    nots = line.lexicon.nots
    if not line.is_word(place) or line.words[place] not in nots.months:
        return False
    return line.tokens[place].is_capital or not nots.month_case


def _is_slashed(line: Line, number: Number) -> bool:
    """True for 10/1, 10/1/2022 and 24/7; a fraction has been read before it comes here."""
    before, after = number.first - 1, number.last
    left = line.word(before) == "/" and line.is_glued(number.first) and line.is_number(before - 1)
    right = line.word(after) == "/" and line.is_glued(after) and line.is_number(after + 1)
    return left or right


def _is_chain(line: Line, number: Number) -> bool:
    """True for three or more numbers on a string: 0812-3456-789, 2022-01-10."""
    return _count_chain(line, number.first, -1) + _count_chain(line, number.last - 1, 1) >= 2


def _count_chain(line: Line, place: int, step: int) -> int:
    """Count (up to 2) the numbers that hang on the one at `place` by a touching hyphen."""
    count = 0
    while count < 2:
        mark, other = place + step, place + 2 * step
        touches = line.is_glued(max(place, mark)) and line.is_glued(max(mark, other))
        if line.word(mark) not in {"-", "–", ".", "/"} or not touches or not line.is_number(other):
            break
        count, place = count + 1, other
    return count


def _is_id(line: Line, number: Number) -> bool:
    """True for digits that nobody counts with: a leading zero, eleven and more, a dialled plus."""
    digits = number.digits
    plain = digits.isdigit()
    if plain and len(digits) > 1 and digits[0] == "0":
        return True
    is_dialled = line.word(number.first - 1) == "+" and line.is_glued(number.first) and len(digits) >= 2
    return (plain and len(digits) >= 11) or (
        is_dialled and not line.lexicon.around.units.at(line.words, number.last)
    )


def _is_label(line: Line, number: Number) -> bool:
    """True for "Pasal 27", "No. 12", "halaman 7"."""
    sets, before = line.lexicon.nots.sets, line.word(number.first - 1)
    if before in {"#", "№", "§"}:
        return True
    if before == ".":
        return line.word(number.first - 2) in sets["label_abbreviations"]
    return before in sets["labels"] and not _has_count_word(line, number)


def _has_count_word(line: Line, number: Number) -> bool:
    return line.word(number.last) in line.lexicon.counted.counters


def _is_list_number(line: Line, number: Number) -> bool:
    """True for the "1." or "2)" that opens a line, for a lone number and for a footnote."""
    after, before = line.word(number.last), line.word(number.first - 1)
    if number.first == 0 and (number.last == len(line.words) or after in {".", ")"}):
        return True
    return before in _OPENERS and after in _CLOSERS


def _is_year(line: Line, number: Number) -> bool:
    """True for a bare year; "lebih dari 2000 orang" and "1500 rumah" are quantities."""
    if not is_yearlike(number) or _has_count_word(line, number):
        return False
    if has_year_cue(line, number):
        return True
    if line.lexicon.around.before.before(line.words, number.first):
        return False
    start, end = find_counted(line, number.last)
    return start == end or 1900 <= number.low < 2100


def _is_year_phrase(line: Line, number: Number) -> bool:
    """True for "2009 года", where the word after could be read as a unit."""
    return is_yearlike(number) and line.word(number.last) in line.lexicon.nots.sets["year_after"]


def _is_century(line: Line, number: Number) -> bool:
    words = line.lexicon.nots.sets["century_words"]
    if line.word(number.first - 1) in words or line.word(number.first - 2) in words:
        return True
    is_plain = not number.ordinal and line.lexicon.around.units.at(line.words, number.last) is not None
    return line.word(number.last) in words and not is_plain


def _is_era(line: Line, number: Number) -> bool:
    """True for "664 BC" and "664 M"; "25 m" is a length."""
    era = line.word(number.last)
    is_era = era in line.lexicon.nots.sets["eras"]
    return is_era and (len(era) > 1 or line.tokens[number.last].is_capital)


def _is_enumerator(line: Line, number: Number) -> bool:
    """True for the "Pertama," or "Second:" that opens a line or sentence."""
    opens = number.first == 0 or line.word(number.first - 1) in _STOPS
    return number.ordinal and opens and line.word(number.last) in {".", ",", ":", ";"}


def _is_name_number(line: Line, number: Number) -> bool:
    """True for the number of a name: "Boeing 737 jatuh", "Liga 1", where no counted noun follows."""
    before = number.first - 1
    if (
        before < 1
        or not line.is_word(before)
        or not line.tokens[before].is_capital
        or not number.digits.isdigit()
    ):
        return False
    if line.is_glued(number.first) or line.lexicon.around.before.before(line.words, number.first):
        return False
    if not line.is_word(before - 1) and line.word(before - 1) not in {",", "-", "–"}:
        return False
    start, end = find_counted(line, number.last)
    return start == end or line.tokens[start].is_capital


Check = Callable[[Line, Number], bool]

_CHECKS: tuple[tuple[str, Check], ...] = (
    ("code", _is_code),
    ("day", _is_named_day),
    ("clock", _is_clock),
    ("date", _is_day),
    ("date", _is_slashed),
    ("chain", _is_chain),
    ("id", _is_id),
    ("label", _is_label),
    ("list number", _is_list_number),
    ("century", _is_century),
    ("era", _is_era),
    ("year phrase", _is_year_phrase),
    ("year", _is_year),
    ("name", _is_name_number),
)
_WORD_CHECKS: tuple[tuple[str, Check], ...] = (
    ("name", _is_name),
    ("date", _is_day),
    ("label", _is_label),
    ("century", _is_century),
    ("enumerator", _is_enumerator),
)
_YIELDS_TO_MEASURE = frozenset({"label", "list number", "name", "date", "year", "clock"})
