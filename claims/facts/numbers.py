"""Find the quantities of a text: how much, how many, of what.

    line -> tokens -> numbers -> units, ranges, modifiers (measured) -> not quantities -> what is counted

A value stays in the unit in which it is written ("5 miles" is 5 mi), under one symbol for each unit;
`claims.facts.units` brings two of them to a common one.  Each line of the text is read on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claims.facts.counted import find_counted, find_noun_before
from claims.facts.measured import LOOK_BACK, Measured, has_change_verb, measure_numbers
from claims.facts.modifiers import apply_modifiers
from claims.facts.not_quantities import find_problem
from claims.facts.number_line import Line, cut_line
from claims.facts.number_tables import Lexicon, read_lexicon
from claims.facts.number_tokens import fold
from claims.facts.ranges import join_ranges
from claims.facts.units import FRACTION, TIME_UNITS, may_be_rate
from claims.models import Quantity, Span

_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")


def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of `text` in order, with spans into it.

    >>> for q in find_quantities("Lebih dari 2,5 ribu warga berjalan 17-22 km", "id"):
    ...     print(q.low, q.high, q.unit or q.what)
    2500.0 None warga
    17.0 22.0 km

    Years, dates, clock times, codes, scores and labels are no quantities.

    >>> find_quantities("Pada 10 Januari 2022 pukul 09.30, pesawat F-16 ...", "id")
    ()
    """
    lexicon = read_lexicon(language)
    return tuple(found for start, line in _cut_lines(text) for found in _find_in_line(line, start, lexicon))


def _cut_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def _find_in_line(text: str, offset: int, lexicon: Lexicon) -> Iterator[Quantity]:
    if not _may_hold_quantity(text, lexicon):
        return
    line = cut_line(text, lexicon)
    found: list[Quantity] = []
    follower: tuple[int, Quantity] | None = None
    ranges = join_ranges(line, measure_numbers(line))
    for measured in reversed([apply_modifiers(line, item) for item in ranges]):
        quantity = _finish(line, measured, text)
        if quantity:
            quantity = _share_noun(line, measured, quantity, follower)
            found.append(replace(quantity, span=quantity.span.shift(offset)))
        follower = (measured.first, quantity) if quantity else None
    yield from reversed(found)


def _may_hold_quantity(text: str, lexicon: Lexicon) -> bool:
    """False for a line in which nothing can be found: most lines, at a tenth of the cost of reading them."""
    return bool(_DIGIT.search(text)) or not lexicon.triggers.isdisjoint(_LETTERS.findall(fold(text)))


def _share_noun(
    line: Line, measured: Measured, quantity: Quantity, follower: tuple[int, Quantity] | None
) -> Quantity:
    """Give the first of "6,3 dan 6,5 persen", "dari 3 menjadi 5 persen" and "tiga dari lima siswa" what
    the second has: its unit and its noun, or the noun alone where the second is the whole."""
    if not follower or quantity.unit or quantity.what or quantity.ordinal or follower[1].ordinal:
        return quantity
    around, (start, other) = line.lexicon.around, follower
    link = " ".join(line.words[measured.last : start]) if start - measured.last <= 2 else ""
    is_target = link in around.change_to and has_change_verb(line, measured.first)
    if link in around.list_words or is_target:
        return replace(quantity, unit=other.unit, what=other.what)
    return replace(quantity, what=other.what) if link in around.part_of and not other.unit else quantity


def _finish(line: Line, measured: Measured, text: str) -> Quantity | None:
    """Return the quantity with what it counts, or None if it is none."""
    if measured.head.ordinal:
        return _finish_ordinal(line, measured, text)
    if _find_problem(line, measured) or _is_offset(line, measured):
        return None
    unit = FRACTION if measured.head.fraction and not measured.unit else measured.unit
    start, end = find_counted(line, measured.last, unit=unit)
    what = _text_of(line, start, end, text)
    if not (what or unit) and _needs_noun(measured):
        return None
    if line.words[measured.head.first] in line.lexicon.around.one_units and not _may_stand_alone(
        line, measured
    ):
        return None
    if unit == FRACTION and not what:
        return None
    unit = _add_rate(line, unit, end if what else measured.last)
    low, high = measured.low, measured.high
    again = measured.head.decimal_alternative
    if again is not None and not unit and what and not measured.is_range:
        low, high = (again if low is not None else None), (again if high is not None else None)
    return Quantity(low, high, _span_of(line, measured), unit, what, measured.approximate)


def _add_rate(line: Line, unit: str, place: int) -> str:
    """Return "t/day" for "3.000 ton beras per hari"; "a day later" is a time, not a rate."""
    found = line.lexicon.around.rates.at(line.words, place) if may_be_rate(unit) else None
    if found is None or line.lexicon.nots.offset_after.at(line.words, found[1]) is not None:
        return unit
    return f"{unit}/{found[0]}"


def _finish_ordinal(line: Line, measured: Measured, text: str) -> Quantity | None:
    """Return "insiden kedua" as an ordinal, "kedua negara" as a count of two."""
    number, counted = measured.head, line.lexicon.counted
    if find_problem(line, number, has_measure=False):
        return None
    after = find_counted(line, measured.last)
    before = find_noun_before(line, measured.first) if counted.noun_before_ordinal else (0, 0)
    following = line.word(measured.last)
    is_head = following in counted.collective_heads
    is_count = line.words[number.first] in counted.collective and following not in counted.times
    is_count = is_count and (is_head or (before[0] == before[1] and after[0] < after[1]))
    start, end = after if is_count or before[0] == before[1] or following in counted.times else before
    what = _text_of(line, start, end, text) or ("" if following not in counted.times else following)
    return Quantity(number.low, number.high, _span_of(line, measured), "", what, ordinal=not is_count)


def _find_problem(line: Line, measured: Measured) -> str:
    """Return why a measured number or range is no quantity, "" if it is one."""
    if not measured.is_range:
        return find_problem(line, measured.head, has_measure=measured.unit != "")
    if measured.unit == "" and measured.is_dashed and _is_score(line, measured):
        return "score"
    for number in measured.numbers:
        problem = find_problem(line, number, has_measure=measured.unit != "" or bool(measured.modifiers))
        if problem:
            return problem
    return ""


def _is_score(line: Line, measured: Measured) -> bool:
    """True for "menang 1-2", and for a bare "1-2" that counts nothing."""
    words = line.lexicon.nots.sets["score_words"]
    is_played = any(word in words for word in line.words[max(0, measured.first - LOOK_BACK) : measured.first])
    start, end = find_counted(line, measured.last)
    if is_played and measured.high is not None and measured.high < (10 if start < end else 200):
        return True
    return start == end and not measured.modifiers and not any(n.factors for n in measured.numbers)


def _is_offset(line: Line, measured: Measured) -> bool:
    """True for "dua hari lalu" and "15 часов дня": a time, not a quantity."""
    if measured.unit not in TIME_UNITS:
        return False
    nots = line.lexicon.nots
    if measured.unit == "hour" and line.word(measured.last) in nots.sets["hours_of"]:
        return True
    is_before = line.word(measured.first - 1) in nots.sets["offset_before"]
    return is_before or nots.offset_after.at(line.words, measured.last) is not None


def _may_stand_alone(line: Line, measured: Measured) -> bool:
    return bool(measured.modifiers) or not line.lexicon.nots.one_units_need_modifier


def _needs_noun(measured: Measured) -> bool:
    """True for the word "one", which without a noun is a pronoun."""
    number = measured.head
    return not measured.is_range and number.low == 1 and not number.digits


def _span_of(line: Line, measured: Measured) -> Span:
    return Span(line.tokens[measured.first].start, line.tokens[measured.last - 1].end)


def _text_of(line: Line, start: int, end: int, text: str) -> str:
    return text[line.tokens[start].start : line.tokens[end - 1].end] if start < end else ""
