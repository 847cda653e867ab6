"""When it happened: one event, two times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from claims.models import Claim, ConflictKind, Precision, RelationType, Time
from compare.relate.finding import Finding, because
from compare.relate.things import THINGS

if TYPE_CHECKING:
    from compare.relate.traits import Traits

PUNCTUAL, ROUGHLY = 5, 30  # minutes that two times of day of one event may lie apart
FINE = (Precision.MINUTE, Precision.DAY)


def event_times(claim: Claim) -> tuple[Time, ...]:
    """The times of what happened that could be placed on the calendar; times of speaking are left out."""
    return tuple(time for time in claim.times if time.is_placed and not time.is_report)


def are_apart(left: Time, right: Time) -> bool:
    """True if two times share no day; an open end reaches on."""
    earliest, latest = date.min, date.max
    return (left.end or latest) < (right.start or earliest) or (right.end or latest) < (
        left.start or earliest
    )


def days_apart(left: Time, right: Time) -> int:
    """Days between two times that are apart, at their nearest ends."""
    first, second = sorted((left, right), key=lambda t: t.start or date.min)
    return ((second.start or date.max) - (first.end or date.max)) // timedelta(days=1)


def compare_times(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what the times of two claims on one event are to each other.

    Two days far apart are two events, not two reports of one: that is a difference of scope, and it also
    tells every other comparator that what differs need not be a conflict.
    """
    pairs = [(a, b) for a in left.times for b in right.times]
    if not pairs or any(not are_apart(a, b) for a, b in pairs):
        return
    near_l, near_r = min(pairs, key=lambda pair: days_apart(*pair))
    values = {"left": left.claim.words_at(near_l.span), "right": right.claim.words_at(near_r.span)}
    evidence = ((near_l.span,), (near_r.span,))
    one_event = left.about & right.about and _actors(left) & _actors(right)
    is_fine = near_l.precision in FINE and near_r.precision in FINE
    if is_fine and one_event and days_apart(near_l, near_r) <= 7:
        yield Finding(
            RelationType.TENSION, ConflictKind.DATE, 0.6, because("other_date", **values), *evidence, 0.2
        )
    else:
        reason = because("other_time", **values)
        yield Finding(RelationType.DIFFERENT_SCOPE, ConflictKind.DATE, 0.8, reason, *evidence, 0.3)


def compare_clocks(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield a finding where two claims put one event at two times of day.

    Each must name a single one: "from 8 to 10" tells of two.
    """
    if len(left.clocks) != 1 or len(right.clocks) != 1:
        return
    if any(are_apart(a, b) for a in left.times for b in right.times):
        return
    clock_l, clock_r = left.clocks[0], right.clocks[0]
    evidence = (
        (clock_l.span.shift(left.claim.span.start),),
        (clock_r.span.shift(right.claim.span.start),),
    )
    texts = (left.claim.words_at(evidence[0][0]), right.claim.words_at(evidence[1][0]))
    values = {"left": texts[0].strip(), "right": texts[1].strip()}
    distance = clock_l.apart(clock_r)
    if distance < (ROUGHLY if clock_l.approximate or clock_r.approximate else PUNCTUAL):
        reason = because("same_figure", **values)
        yield Finding(RelationType.AGREEMENT, ConflictKind.DATE, 0.6, reason, *evidence, 0.3)
    elif left.about & right.about - THINGS or left.poles.keys() & right.poles.keys():
        reason = because("other_clock", **values)
        yield Finding(RelationType.TENSION, ConflictKind.DATE, 0.75, reason, *evidence, 0.25)


def _actors(traits: Traits) -> frozenset[str]:
    return frozenset(actor.id for actor in traits.claim.actors)


def publication_order(left: str, right: str) -> int:
    """Return 1 if `left` (ISO 8601, at any precision) is later than `right`, -1 if earlier, 0 if that is not
    known.

    >>> publication_order("2022-01-10T18:27+07:00", "2022-01-10"), publication_order("2022-02", "2022-01-10")
    (0, 1)
    """
    shared = min(len(left), len(right))
    if left and right and left[:10] == right[:10] and shared >= 16:
        with suppress(ValueError):  # a page may state what is no date
            one, other = datetime.fromisoformat(left), datetime.fromisoformat(right)
            if (one.tzinfo is None) == (other.tzinfo is None):
                return (one > other) - (one < other)
    one_day, other_day = left[: min(shared, 10)], right[: min(shared, 10)]
    return (one_day > other_day) - (one_day < other_day)
