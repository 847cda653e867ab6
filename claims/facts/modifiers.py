"""Give a number the bounds that the words around it say: "lebih dari", "up to", "около", "or more"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claims.facts.measured import Measured, has_change_verb
from claims.facts.number_line import Line

MOST_MODIFIERS = 3  # "setidaknya lebih dari sekitar ..."


def apply_modifiers(line: Line, measured: Measured) -> Measured:
    """Return the quantity with the bounds that the words around it give it."""
    if measured.head.ordinal or measured.head.problem:
        return measured
    measured = _read_one_after_modifier(line, measured)
    names, first = _find_modifiers_before(line, measured)
    last = measured.last
    after = _find_after_modifier(line, measured)
    if after:
        names.append(after[0])
        last = after[1]
    return replace(_bound(measured, names), first=first, last=last, modifiers=tuple(names))


def _find_modifiers_before(line: Line, measured: Measured) -> tuple[list[str], int]:
    """Return the names of the modifiers before a quantity, and where the first that changes it begins."""
    around, names = line.lexicon.around, list[str]()
    place = first = measured.first
    while len(names) < MOST_MODIFIERS:
        found = around.before.before(line.words, place)
        if not found:
            break
        name, start = found
        # "rose to 40": the word that elsewhere means "up to" names the target.
        is_target = start + 1 == place and line.words[start] in around.change_to
        if is_target and (measured.is_target or has_change_verb(line, start)):
            break
        names.append(name)
        place = start
        first = first if name == "exact" else start
    return names, first


def _bound(measured: Measured, names: Sequence[str]) -> Measured:
    approximate = measured.approximate or "about" in names
    if "at_least" in names:
        return replace(measured, high=None, approximate=approximate)
    if "at_most" in names:
        return replace(measured, low=None, approximate=approximate)
    return replace(measured, approximate=approximate)


def _find_after_modifier(line: Line, measured: Measured) -> tuple[str, int] | None:
    """Return the modifier after a quantity ("2 juta lebih", "or more"), unless it belongs to what follows."""
    around, words = line.lexicon.around, line.words
    for place in {measured.last, measured.numbers[-1].last}:
        found = around.after.at(words, place)
        if not found:
            continue
        name, end = found
        rival = around.before.at(words, place)
        if rival and rival[1] > end:
            continue
        if end - place == 1 and measured.unit and place == measured.last and _is_compared(line, end):
            continue
        return name, max(end, measured.last)
    return None


def _is_compared(line: Line, place: int) -> bool:
    """True before the adjective of "5 persen lebih tinggi", where "lebih" is no bound."""
    counted = line.lexicon.counted
    return line.is_word(place) and line.words[place] not in counted.stop | counted.counters


def _read_one_after_modifier(line: Line, measured: Measured) -> Measured:
    """Read the genitive in "более тысячи" as one thousand, not as thousands."""
    number = measured.head
    value = line.lexicon.numbers.one_after_modifier.get(line.words[number.first])
    if value is None or not number.vague or not line.lexicon.around.before.before(line.words, measured.first):
        return measured
    if number.last != number.first + 1:
        return measured
    one = replace(number, low=value, high=value, vague=False)
    return replace(measured, low=value, high=value, approximate=False, numbers=(one, *measured.numbers[1:]))
