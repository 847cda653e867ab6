"""Ask the relation model about the pairs of one question that the comparators leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claims.models import Reason
from compare.relate.features import Opinion
from compare.relate.join import Decision, decide, is_left_open
from compare.relate.model import LABELS, RelationModel
from compare.relate.traits import Traits
from compare.settings import Settings

Rows = tuple[int, int]


def decide_open_pairs(
    model: RelationModel, traits: Sequence[Traits], decisions: Mapping[Rows, Decision], settings: Settings
) -> dict[Rows, Decision]:
    """Return new decisions for the pairs that are left open; what the comparators decided stays.

    Args:
        model: asked once about all of them, so that it can sort them by length.
        traits: what is read from each claim, by row.
        decisions: what the comparators say of each pair of rows.
        settings: thresholds.
    """
    rows = [pair for pair, d in decisions.items() if is_left_open(d, *_sides(traits, pair), settings)]
    sides = [_sides(traits, pair) for pair in rows]
    scores = model.predict([(left.claim.quote, right.claim.quote) for left, right in sides])
    found = {}
    for pair, (left, right), row in zip(rows, sides, scores, strict=True):
        opinion: Opinion = dict(zip(LABELS, map(float, row), strict=True))
        decision = decide(left, right, decisions[pair].same, settings, opinion)
        if decision is not None:
            found[pair] = _sign(decision, model.name)
    return found


def _sides(traits: Sequence[Traits], pair: Rows) -> tuple[Traits, Traits]:
    return traits[pair[0]], traits[pair[1]]


def _sign(decision: Decision, name: str) -> Decision:
    """A reason that rests on the model names the model."""
    reason = decision.finding.reason
    if reason.key != "model":
        return decision
    signed = Reason(reason.key, tuple(sorted((*reason.values, ("model", name)))))
    return replace(decision, finding=replace(decision.finding, reason=signed))
