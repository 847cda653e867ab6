"""Opposite poles of one axis: "only for a short time" beside "with no end date"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from claims.languages import load_table
from claims.models import Claim, Concept, ConflictKind, RelationType, Span
from compare.relate.finding import Finding, because

if TYPE_CHECKING:
    from compare.relate.traits import Traits


LIKE = 0.3  # that both say "laid off" is little agreement: their figures and dates say more


@dataclass(frozen=True, slots=True)
class Axis:
    """What opposite poles of an axis mean; see axes.toml."""

    kind: ConflictKind
    strength: float
    anchors: float
    about: frozenset[str] = frozenset()
    shared: int = 0
    flips: bool = True


@cache
def load_axes() -> Mapping[str, Axis]:
    """Return the axes by name."""
    table = tomllib.loads((files("compare.relate") / "axes.toml").read_text("utf-8"))
    return {
        name: Axis(
            ConflictKind(row["kind"]),
            row["strength"],
            row["anchors"],
            frozenset(row.get("about", ())),
            row.get("shared", 0),
            row.get("flips", True),
        )
        for name, row in table.items()
    }


@cache
def _opposite(pole: str) -> str:
    """The other pole of an axis; every language names the same poles, which a test checks."""
    axis, name = pole.split(":")
    return next(f"{axis}:{other}" for other in load_table("en", "concepts")["axis"][axis] if other != name)


def read_poles(claim: Claim, denied: Sequence[Span] = ()) -> Mapping[str, Concept]:
    """Return the poles that a claim speaks for; an axis with both poles in one claim says neither.

    A pole that lies in one of the `denied` stretches, too far from the negation to be turned by it, is not
    what the claim says either.
    """
    poles: dict[str, Concept] = {}
    for concept in claim.concepts:
        is_far = not concept.is_negated and any(span.contains(concept.span) for span in denied)
        if ":" not in concept.id or is_far:
            continue
        if not concept.is_negated:
            poles.setdefault(concept.id, concept)
        elif load_axes()[concept.id.split(":")[0]].flips:
            poles.setdefault(_opposite(concept.id), concept)
    return {pole: concept for pole, concept in poles.items() if _opposite(pole) not in poles}


def about(claim: Claim) -> frozenset[str]:
    """The concepts of a claim that are not poles."""
    return frozenset(concept.id for concept in claim.concepts if ":" not in concept.id)


def compare_poles(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield a finding for each axis on which both claims stand: opposite poles, or the same one."""
    for pole, concept in left.poles.items():
        axis = load_axes()[pole.split(":")[0]]
        opposite, same = right.poles.get(_opposite(pole)), right.poles.get(pole)
        if opposite and _is_about_one_thing(axis, left, right):
            yield _find(RelationType.TENSION, "poles", axis, (left.claim, concept), (right.claim, opposite))
        elif same:
            yield _find(
                RelationType.AGREEMENT,
                "same_pole",
                replace(axis, strength=LIKE),
                (left.claim, concept),
                (right.claim, same),
            )


def _find(
    relation: RelationType, key: str, axis: Axis, left: tuple[Claim, Concept], right: tuple[Claim, Concept]
) -> Finding:
    (claim_l, pole_l), (claim_r, pole_r) = left, right
    name = pole_l.id.split(":")[0]
    words = (claim_l.words_at(pole_l.span), claim_r.words_at(pole_r.span))
    reason = because(key, left=words[0], right=words[1], aspect=f"axis.{name}")
    return Finding(relation, axis.kind, axis.strength, reason, (pole_l.span,), (pole_r.span,), axis.anchors)


def _is_about_one_thing(axis: Axis, left: Traits, right: Traits) -> bool:
    if axis.about and not (axis.about & left.context and axis.about & right.context):
        return False
    if axis.kind is ConflictKind.NEGATION and _deny_one_thing(left, right):
        return False
    return len(left.context & right.context) >= axis.shared


DENIED_ALIKE = 2  # content words under one side's negation that the other side, denying too, also has


def _deny_one_thing(left: Traits, right: Traits) -> bool:
    """ "They assure that no shells were fired" and "firing shells is not proven" both speak against it."""
    if not (left.denials and right.denials):
        return False
    under_left, under_right = (
        frozenset().union(*(denial.words for denial in side.denials)) for side in (left, right)
    )
    return max(len(under_left & right.words), len(under_right & left.words)) >= DENIED_ALIKE
