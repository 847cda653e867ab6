"""What is known of two claims, as numbers that a logistic model can weigh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from claims.models import Claim, ConflictKind, Modality, RelationType
from compare.relate.finding import Finding
from compare.relate.traits import Traits

TIMELESS = (ConflictKind.MEMBERSHIP, ConflictKind.CAUSE)  # a difference of dates does not excuse these
FACTS = (Modality.ASSERTED, Modality.REPORTED, Modality.DENIED)
NO_CERTAINTY = 1e-4  # odds are kept finite

Features = Mapping[str, float]


def read_features(
    left: Traits, right: Traits, same: float, findings: Sequence[Finding], opinion: Mapping[str, float] | None
) -> Features:
    """Return the features of a pair by name; absent ones are 0, exchanged sides give the same.

    Args:
        left: one claim.
        right: the other.
        same: the probability that both answer one question.
        findings: what the comparators say of the two.
        opinion: the probabilities of the relation model by label, None without one.
    """
    found = {"same": log_odds(same)}
    for finding in findings:
        name = f"finding.{finding.reason.key}"
        if finding.relation.is_flagged and is_excused(finding, findings):
            name = "finding.excused"
        found[name] = max(found.get(name, 0.0), finding.strength)
    conflicts = [f for f in findings if f.relation.is_flagged and not is_excused(f, findings)]
    if conflicts:
        found["conflict.anchors"] = max(f.anchors for f in conflicts)
        found["conflict.same"] = log_odds(same)
        found["conflict.kinds"] = float(len({f.kind for f in conflicts}) - 1)
    found |= _manner(left.claim, right.claim)
    if opinion is not None:
        found |= {f"model.{label}": log_odds(share) for label, share in opinion.items()}
    return found


def _manner(left: Claim, right: Claim) -> dict[str, float]:
    """How the two claims are put, and where."""
    told = [
        ("manner.polarity", left.polarity != right.polarity),
        ("manner.conditional", (left.modality is Modality.CONDITIONAL) != (right.modality is Modality.CONDITIONAL)),
        ("manner.open", left.modality not in FACTS and right.modality not in FACTS),
        ("manner.one_article", left.document == right.document),
        ("manner.headline", left.is_headline or right.is_headline),
        ("manner.two_speakers", bool(left.speaker and right.speaker and left.speaker != right.speaker)),
        ("manner.short", min(len(left.quote), len(right.quote)) < 40),
    ]
    return {name: 1.0 for name, holds in told if holds}


def is_excused(conflict: Finding, findings: Sequence[Finding]) -> bool:
    """Another time, or another counted thing, says why two claims differ."""
    scoped = [f for f in findings if f.relation in (RelationType.DIFFERENT_SCOPE, RelationType.UPDATE)]
    if conflict.kind in TIMELESS:
        scoped = [f for f in scoped if f.kind is conflict.kind]
    return any(f.kind in (ConflictKind.DATE, conflict.kind) for f in scoped)


def log_odds(share: float) -> float:
    """Return log(p / (1 - p)) of a probability, kept finite.

    >>> log_odds(0.5)
    0.0
    """
    share = min(max(share, NO_CERTAINTY), 1 - NO_CERTAINTY)
    return log(share / (1 - share))
