"""The queues of a reviewer: what waits for whom and what comes next; no Streamlit here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from claims.log import ReviewLog
from claims.models import Verdict
from claims.passes import adjudication_of, verdicts_on
from ui.filters import Item


class Line(StrEnum):
    """Which part of the list a reviewer goes through."""

    OPEN = "open"  # what I have not judged
    SECOND = "second"  # what one other has judged: mine would be the second word
    DISPUTED = "disputed"  # what reviewers judged differently: somebody has to have the last word
    SKIPPED = "skipped"  # what I set aside for later and have not judged since
    MINE = "mine"  # what I have judged, to look at again
    OVERRULED = "overruled"  # what I judged and the last word was another


def own_verdict(item: Item, log: ReviewLog, reviewer: str) -> Verdict | None:
    """Return the reviewer's standing verdict on an item."""
    return verdicts_on(log, item.case).get(reviewer)


def find_lines(item: Item, log: ReviewLog, reviewer: str) -> frozenset[Line]:
    """Return the queues that an item stands in for a reviewer."""
    case = item.case
    # most cases are one relation: what stands on it is at hand, nothing has to be sorted
    given = log.verdicts.get(case[0], {}) if len(case) == 1 else verdicts_on(log, case)
    last_word = adjudication_of(log, case)
    lines = set()
    mine = given.get(reviewer)
    if mine:
        lines.add(Line.MINE)
        if last_word and last_word.verdict is not mine.verdict:
            lines.add(Line.OVERRULED)
    elif not last_word:
        lines |= {Line.OPEN, Line.SECOND} if len(given) == 1 else {Line.OPEN}
        if any((target, reviewer) in log.skips for target in case):
            lines.add(Line.SKIPPED)
    if not last_word and len({verdict.verdict for verdict in given.values()}) > 1:
        lines.add(Line.DISPUTED)
    return frozenset(lines)


def find_current(items: Sequence[Item], wanted: str, waiting: Sequence[Item]) -> Item | None:
    """Return the item that an address names, else the first that waits; any relation of it will do."""
    for item in items:
        if wanted in item.case:
            return item
    return waiting[0] if waiting else None


def find_next(
    items: Sequence[Item], here: Item, waiting: Sequence[Item], aside: Collection[str] = ()
) -> Item | None:
    """Return what waits after an item, from the top again at the end; None if nothing else waits.

    `aside` are the ids of items that come only when nothing else is left.
    """
    place = {item.id: number for number, item in enumerate(items)}
    others = [item for item in waiting if item.id != here.id and item.id not in aside]
    after = (item for item in others if place[item.id] > place.get(here.id, -1))
    found = next(after, others[0] if others else None)
    return found if found or not aside else find_next(items, here, waiting)


def find_before(items: Sequence[Item], here: Item) -> Item | None:
    """Return the item before one in the list."""
    before = None
    for item in items:
        if item.id == here.id:
            return before
        before = item
    return None
