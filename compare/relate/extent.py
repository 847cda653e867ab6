"""All or some: "every gate was shut" beside "two of the five", "unanimously" beside "two voted against"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claims.languages import load_table
from claims.models import Claim, ConflictKind, RelationType, Span
from compare.relate.finding import Finding, because

if TYPE_CHECKING:
    from compare.relate.traits import Traits


@dataclass(frozen=True, slots=True)
class Extent:
    """The words by which a claim speaks of all, or of some only; spans in the document."""

    whole: Span | None
    part: Span | None


def read_extent(claim: Claim, language: str, share: Span | None = None) -> Extent:
    """Return the first words for all and for some; `share` is where a figure is a part of another."""
    whole, part = (_find(claim, language, name) for name in ("all", "some"))
    return Extent(whole, share or part)


def _find(claim: Claim, language: str, name: str) -> Span | None:
    found = _pattern(language, name).search(claim.quote)
    return Span(*found.span()).shift(claim.span.start) if found else None


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    words = sorted(load_table(language, "lists")[name], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


def compare_extents(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield a tension where one speaks of all and the other of some of one thing."""
    yield from _compare(left, right)
    yield from (finding.mirror() for finding in _compare(right, left))


def _compare(one: Traits, other: Traits) -> Iterator[Finding]:
    whole, part = one.extent.whole, other.extent.part
    if whole is None or part is None or one.extent.part or other.extent.whole:
        return
    if not (one.about & other.about or len(one.words & other.words) > 1):
        return
    values = {"whole": one.claim.words_at(whole), "part": other.claim.words_at(part)}
    reason = because("all_or_some", **values)
    yield Finding(RelationType.TENSION, ConflictKind.SCOPE, 0.6, reason, (whole,), (part,), 0.15)
