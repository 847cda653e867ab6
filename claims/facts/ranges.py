"""Join two neighbouring numbers that make one range: "17-22 ribu", "antara 5 dan 10 persen"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.facts.measured import Measured, has_change_verb
from claims.facts.number_line import Line, multiply
from claims.facts.phrases import Phrases


def join_ranges(line: Line, measured: Sequence[Measured]) -> Iterator[Measured]:
    """Yield the measured numbers; two that make one range are joined."""
    place = 0
    while place < len(measured):
        left = measured[place]
        right = measured[place + 1] if place + 1 < len(measured) else None
        joined = _join(line, left, right) if right else None
        if right and joined:
            yield from joined
            place += 2
        else:
            yield left
            place += 1


def _join(line: Line, left: Measured, right: Measured) -> tuple[Measured, ...] | None:
    """Return the range that two neighbours make, or both apart with what their relation says of them."""
    if left.head.ordinal or right.head.ordinal or left.head.problem or right.head.problem:
        return None
    if right.first - left.last > 4:
        return None
    around = line.lexicon.around
    between_start = _find_before(around.between, line, left.first)
    changed = _find_before(around.change_from, line, left.first) is not None and has_change_verb(
        line, left.first
    )
    link = _find_link(line, left, right, between_start is not None)
    if link is None:
        return None
    if changed or _is_step(line, left, right, link):
        return left, replace(right, is_target=True)
    if left.unit and right.unit and left.unit != right.unit:
        return None
    low, high = _share_factor(left, right), right.high
    if left.low is None or low is None or high is None or low >= high:
        return _refuse(line, left, right, link)
    if link == "next" and not (left.head.is_whole and right.head.is_whole and _are_neighbours(low, high)):
        return None
    first = between_start if between_start is not None else left.first
    numbers = (*left.numbers, *right.numbers)
    unit, approximate = left.unit or right.unit, left.approximate or right.approximate
    return (Measured(first, right.last, low, high, numbers, unit, approximate, is_dashed=link == "dash"),)


def _is_step(line: Line, left: Measured, right: Measured, link: str) -> bool:
    """True for "jumped 18% to 1,023": a step with its unit, and the figure that it led to."""
    has_unit = left.unit != "" and right.unit == ""
    return link == "word" and has_unit and has_change_verb(line, left.first)


def _find_before(phrases: Phrases[bool], line: Line, end: int) -> int | None:
    """Return where a phrase begins that stands before `end`, a modifier between them allowed."""
    found = phrases.before(line.words, end)
    if not found:
        modifier = line.lexicon.around.before.before(line.words, end)
        found = phrases.before(line.words, modifier[1]) if modifier else None
    return found[1] if found else None


def _find_link(line: Line, left: Measured, right: Measured, is_between: bool) -> str | None:
    """Return how two neighbours are linked: "dash", "word", "next" (two or three), or None."""
    around, words = line.lexicon.around, line.words
    candidates = [("word", around.joins), ("next", around.next_joins)]
    if is_between:
        candidates.insert(0, ("word", around.between_and))
    for name, phrases in candidates:
        found = phrases.at(words, left.last)
        if found and found[1] == right.first:
            is_dash = not words[left.last][0].isalpha()
            return "dash" if is_dash and name == "word" else name
    return None


def _share_factor(left: Measured, right: Measured) -> float | None:
    """Return the left bound with the multiplier that it shares with the right one ("17-22 ribu": 17000)."""
    low, high, factors = left.low, right.low, right.head.factors
    if low is None or high is None or left.head.factors or left.head.vague:
        return low
    for factor in factors:
        if low < high / factor:
            return multiply(low, factor)
    return low


def _are_neighbours(low: float, high: float) -> bool:
    """True for "two or three", "20 or 30", "dua atau tiga ribu": one step of the last digit apart."""
    step = high - low
    return step > 0 and (low % step == 0 and low / step < 10)


def _refuse(line: Line, left: Measured, right: Measured, link: str) -> tuple[Measured, ...] | None:
    """Return two numbers that a touching dash makes a score ("2-1"), else None: they stand apart."""
    is_touching = link == "dash" and line.is_glued(left.last) and line.is_glued(right.first)
    if not is_touching or left.unit or right.unit:
        return None
    score = replace(left.head, problem="score")
    return (replace(left, numbers=(score,)), replace(right, numbers=(replace(right.head, problem="score"),)))
