"""What a comparator says of two claims, before it is weighed against the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claims.models import ConflictKind, Reason, RelationType, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparator's word on two claims.

    `strength` in 0..1 is how clearly the two sides differ *if* they answer one question; whether they do is
    weighed apart.  `anchors` in 0..1 is how much the comparator itself saw that they do (a shared counted
    thing, a shared list).
    """

    relation: RelationType
    kind: ConflictKind
    strength: float
    reason: Reason
    evidence_l: tuple[Span, ...] = ()
    evidence_r: tuple[Span, ...] = ()
    anchors: float = 0.0
    excludes: bool = False  # of one event, both cannot be true

    def mirror(self) -> Finding:
        """The same finding with its sides exchanged."""
        return replace(self, evidence_l=self.evidence_r, evidence_r=self.evidence_l)


def because(key: str, **values: object) -> Reason:
    """Return a reason with its values as text, in a fixed order."""
    return Reason(key, tuple(sorted((name, str(value)) for name, value in values.items())))
