"""What is known of two claims, as numbers that a logistic model can weigh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from claims.models import Claim, ConflictKind, Modality, RelationType
from compare.relate.finding import Finding
from compare.relate.traits import Traits

TIMELESS = (ConflictKind.MEMBERSHIP, ConflictKind.CAUSE)  # a difference of dates does not excuse these
FACTS = (Modality.ASSERTED, Modality.REPORTED, Modality.DENIED)
SHORT = 40  # characters: of a quote of a few words the claim alone tells little
NO_CERTAINTY = 1e-4  # odds are kept finite

Features = dict[str, float]
Opinion = Mapping[str, float]  # the probabilities of the relation model, by label


def read_features(
    left: Traits, right: Traits, same: float, findings: Sequence[Finding], opinion: Opinion | None = None
) -> Features:
    """Return the features of a pair by name; what is left out is 0, exchanged sides give the same.

    Args:
        left: one claim.
        right: the other.
        same: the probability that both answer one question.
        findings: what the comparators say of the two.
        opinion: what the relation model says of them, None without one.
    """
    found = {"same": log_odds(same)} | _manner(left.claim, right.claim)
    for finding in findings:
        is_out = finding.relation.is_flagged and is_excused(finding, findings)
        name = "finding.excused" if is_out else f"finding.{finding.reason.key}"
        found[name] = max(found.get(name, 0.0), finding.strength)
    if conflicts := open_conflicts(findings):
        found["conflict.score"] = max(score_conflict(finding, same) for finding in conflicts)
        found["conflict.anchors"] = max(finding.anchors for finding in conflicts)
        found["conflict.kinds"] = float(len({finding.kind for finding in conflicts}) - 1)
    if opinion is not None:
        # Never the likeliest label: the model hardly tells a contradiction from a tension or an update.
        found["model.conflict"] = log_odds(opinion["contradiction"] + opinion["tension"])
    return found


def open_conflicts(findings: Sequence[Finding]) -> list[Finding]:
    """Return the conflicts that nothing else found excuses."""
    return [f for f in findings if f.relation.is_flagged and not is_excused(f, findings)]


def is_excused(conflict: Finding, findings: Sequence[Finding]) -> bool:
    """Another time, or another counted thing, says why two claims differ."""
    if conflict.reason.key == "not_the_first":  # that the other time was earlier is what speaks against it
        return False
    scoped = [f for f in findings if f.relation in (RelationType.DIFFERENT_SCOPE, RelationType.UPDATE)]
    if conflict.kind in TIMELESS:
        scoped = [f for f in scoped if f.kind is conflict.kind]
    return any(f.kind in (ConflictKind.DATE, conflict.kind) for f in scoped)


def score_conflict(finding: Finding, same: float) -> float:
    """How clearly they differ, times how surely it is one question (by the evidence or the comparator's own
    anchors).
    """
    return finding.strength * (1 - (1 - same) * (1 - finding.anchors))


def _manner(left: Claim, right: Claim) -> Features:
    """How the two claims are put, and where."""
    conditional = [claim.modality is Modality.CONDITIONAL for claim in (left, right)]
    told = {
        "manner.polarity": left.polarity != right.polarity,
        "manner.conditional": conditional[0] != conditional[1],
        "manner.no_fact": left.modality not in FACTS and right.modality not in FACTS,
        "manner.one_article": left.document == right.document,
        "manner.headline": left.is_headline or right.is_headline,
        "manner.two_speakers": bool(left.speaker and right.speaker and left.speaker != right.speaker),
        "manner.short": min(len(left.quote), len(right.quote)) < SHORT,
    }
    return {name: 1.0 for name, holds in told.items() if holds}


def log_odds(share: float) -> float:
    """Return log(p / (1 - p)) of a probability, kept finite.

    >>> log_odds(0.5)
    0.0
    """
    share = min(max(share, NO_CERTAINTY), 1 - NO_CERTAINTY)
    return log(share / (1 - share))
