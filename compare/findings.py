"""Pairs of claims to findings: what a person judges once, however many pairs of claims say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.models import Question, Relation, Verdict


@dataclass(frozen=True)
class Finding:
    """Two positions that disagree in one way; `lead` is the best pair, `others` those that say the same."""

    lead: Relation
    others: tuple[Relation, ...] = ()

    @property
    def relations(self) -> tuple[Relation, ...]:
        return (self.lead, *self.others)

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims on either side, the lead's first."""
        return tuple(dict.fromkeys(claim for r in self.relations for claim in (r.claim_l, r.claim_r)))

    def verdicts(self, standing: Mapping[str, Sequence[Verdict]]) -> tuple[Verdict, ...]:
        """Return each reviewer's last standing verdict on any of its pairs, oldest first."""
        found = sorted(
            (v for r in self.relations for v in standing.get(r.id, ())), key=lambda v: (v.at, v.id)
        )
        last = {verdict.reviewer: verdict for verdict in found}
        return tuple(sorted(last.values(), key=lambda v: (v.at, v.id)))


def group_findings(ranked: Iterable[Relation], question: Question) -> tuple[Finding, ...]:
    """Return relations as findings: the same two positions, the same relation and kind are one.

    Args:
        ranked: relations of one question, the best first.
        question: whose positions count; a claim that holds none stands for itself.
    """
    place = {claim: number for number, position in enumerate(question.positions) for claim in position.claims}
    groups: dict[tuple[object, ...], list[Relation]] = {}
    for relation in ranked:
        ends = frozenset(place.get(claim, claim) for claim in (relation.claim_l, relation.claim_r))
        groups.setdefault((ends, relation.relation, relation.kind), []).append(relation)
    return tuple(Finding(found[0], tuple(found[1:])) for found in groups.values())
