"""The queue of a reviewer: what waits for whom and what comes next; no Streamlit here."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from claims.models import Judgement, Verdict
from ui.desk import Standing
from ui.filters import Item


class Line(StrEnum):
    """Which part of the list a reviewer goes through."""

    OPEN = "open"  # what I have not judged
    SECOND = "second"  # what one other has judged: mine would be the second word
    MINE = "mine"  # what I have judged, to look at again


def own_verdict(item: Item, standing: Standing, reviewer: str) -> Verdict | None:
    """Return the reviewer's standing verdict on an item."""
    return next((v for v in item.finding.verdicts(standing) if v.reviewer == reviewer), None)


def stands_in(line: Line, item: Item, standing: Standing, reviewer: str) -> bool:
    """Tell whether an item is in a reviewer's queue."""
    reviewers = {verdict.reviewer for verdict in item.finding.verdicts(standing)}
    if line is Line.MINE:
        return reviewer in reviewers
    return reviewer not in reviewers and (line is Line.OPEN or len(reviewers) == 1)


def find_current(items: Sequence[Item], wanted: str, waiting: Sequence[Item]) -> Item | None:
    """Return the item that an address names, else the first that waits; a verdict's own id is enough."""
    for item in items:
        if any(relation.id == wanted for relation in item.finding.relations):
            return item
    return waiting[0] if waiting else None


def find_next(items: Sequence[Item], here: Item, waiting: Sequence[Item]) -> Item | None:
    """Return what waits after an item, from the top again at the end; None if nothing else waits."""
    place = {item.id: number for number, item in enumerate(items)}
    others = [item for item in waiting if item.id != here.id]
    after = (item for item in others if place[item.id] > place.get(here.id, -1))
    return next(after, others[0] if others else None)


def find_before(items: Sequence[Item], here: Item) -> Item | None:
    """Return the item before one in the list."""
    before = None
    for item in items:
        if item.id == here.id:
            return before
        before = item
    return None


def find_last_word(log: Sequence[Verdict], standing: Standing, reviewer: str) -> Verdict | None:
    """Return the reviewer's last verdict that still stands: what undo takes back."""
    mine = {v.id for given in standing.values() for v in given if v.reviewer == reviewer}
    given = (v for v in reversed(log) if v.id in mine and v.verdict is not Judgement.WITHDRAWN)
    return next(given, None)
