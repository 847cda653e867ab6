"""The first time ever, beside an earlier time of the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.models import ConflictKind, RelationType, Time
from compare.relate.finding import Finding, because
from compare.relate.negation import first_time

if TYPE_CHECKING:
    from compare.relate.traits import Traits


def compare_firsts(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield a tension where one claim says "the first" and the other tells of the same at an earlier time."""
    yield from _compare(left, right)
    yield from (finding.mirror() for finding in _compare(right, left))


def _compare(claimant: Traits, other: Traits) -> Iterator[Finding]:
    first = first_time(claimant.claim)
    if first is None or first_time(other.claim) or other.denials or not claimant.about & other.about:
        return
    for time in other.times:
        if _is_before(time, claimant.published):
            values = {"first": claimant.claim.words_at(first.span), "time": other.claim.words_at(time.span)}
            reason = because("not_the_first", **values)
            yield Finding(
                RelationType.TENSION, ConflictKind.DATE, 0.75, reason, (first.span,), (time.span,), 0.35
            )
            return


def _is_before(time: Time, published: str) -> bool:
    """True for a time whose year is before the year in which the first time is reported."""
    return published[:4].isdecimal() and time.end is not None and time.end.year < int(published[:4])
