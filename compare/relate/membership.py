"""Who is listed: two lists of members of one thing, or a list beside a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.languages import load_table
from claims.models import Actor, ActorKind, Claim, ConflictKind, Quantity, RelationType, Span
from compare.relate.finding import Finding, because

if TYPE_CHECKING:
    from compare.relate.traits import Traits

LEAST = 3  # names that make a list; two joined names are too often just two actors of a sentence
SHARED = 0.5  # of the shorter list that must stand in the other for both to list one thing


@dataclass(frozen=True, slots=True)
class Listing:
    """The names that a claim lists, whether the list is open ("such as"), and the count that it gives."""

    names: tuple[Actor, ...]
    is_open: bool
    count: Quantity | None

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(actor.id for actor in self.names)

    @property
    def span(self) -> Span:
        return Span(self.names[0].span.start, self.names[-1].span.end)


def read_listing(claim: Claim, language: str) -> Listing | None:
    """Return the longest run of names of one kind that only commas and "and" part, if it is a list."""
    run: list[Actor] = []
    best: list[Actor] = []
    joiners = _joiners(language)
    for actor in claim.actors:
        joined = (
            bool(run)
            and run[-1].kind == actor.kind
            and joiners.fullmatch(
                claim.words_at(Span(run[-1].span.end, max(run[-1].span.end, actor.span.start)))
            )
        )
        run = [*run, actor] if joined else [actor]
        best = max(best, run, key=len)
    if len({actor.id for actor in best}) < LEAST or best[0].kind == ActorKind.PERSON:
        return None
    before = claim.quote[: best[0].span.start - claim.span.start]
    return Listing(tuple(best), bool(_openers(language).search(before[-40:])), _count(claim, best))


def _joiners(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_table(language, "lists")["and"]))
    return re.compile(rf"\s*(?:,|;|(?:,\s*)?\b(?:{words})\b)\s*", re.IGNORECASE)


def _openers(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_table(language, "lists")["such_as"]))
    return re.compile(rf"\b(?:{words})\b\W*(?:\w+\W+){{0,2}}$", re.IGNORECASE)


def _count(claim: Claim, names: list[Actor]) -> Quantity | None:
    """The whole number that stands closest before the list ("enam negara: ...")."""
    before = [
        q for q in claim.quantities if q.span.end <= names[0].span.start and not q.unit and not q.ordinal
    ]
    exact = [q for q in before if q.low is not None and q.low == q.high and 2 <= q.low <= 50]
    return exact[-1] if exact else None


def compare_lists(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what two lists of members are to each other."""
    list_l, list_r = left.listing, right.listing
    if list_l is None or list_r is None:
        return
    shared = list_l.ids & list_r.ids
    if len(shared) < SHARED * min(len(list_l.ids), len(list_r.ids)) or len(shared) < 2:
        return
    evidence = ((list_l.span,), (list_r.span,))
    extra_l, extra_r = _only(list_l, list_r), _only(list_r, list_l)
    values = {
        "aspect": "list",
        "n_left": len(list_l.ids),
        "n_right": len(list_r.ids),
        "extra": ", ".join(extra_l + extra_r),
    }
    if not extra_l and not extra_r:
        yield Finding(
            RelationType.AGREEMENT, ConflictKind.MEMBERSHIP, 0.9, because("same_list", **values), *evidence, 1
        )
        return
    if not _list_one_thing(left, right):
        reason = because("other_list", **values)
        yield Finding(RelationType.DIFFERENT_SCOPE, ConflictKind.MEMBERSHIP, 0.6, reason, *evidence, 0.5)
        return
    is_open = list_l.is_open or list_r.is_open
    key = "open_list_differs" if is_open else "list_differs"
    strength = 0.75 if is_open else 0.9
    yield Finding(
        RelationType.TENSION, ConflictKind.MEMBERSHIP, strength, because(key, **values), *evidence, 0.8
    )


def _only(one: Listing, other: Listing) -> list[str]:
    return list(dict.fromkeys(actor.name for actor in one.names if actor.id not in other.ids))


def _list_one_thing(left: Traits, right: Traits) -> bool:
    """Both speak of who belongs to a group, and not one of them of what the members sent."""
    return all(_lists_members(traits) for traits in (left, right))


def _lists_members(traits: Traits) -> bool:
    return bool(traits.about & {"member", "alliance"}) and "unit" not in traits.about
