"""Weigh what the comparators found against how surely two claims answer one question, and decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.models import Claim, ConflictKind, Level, Modality, RelationType
from compare.relate.axes import compare_poles
from compare.relate.cause import compare_causes
from compare.relate.extent import compare_extents
from compare.relate.finding import Finding, because
from compare.relate.first import compare_firsts
from compare.relate.membership import compare_lists
from compare.relate.negation import compare_negations
from compare.relate.numbers import compare_figures
from compare.relate.times import compare_times
from compare.relate.traits import Traits
from compare.settings import Settings

Comparator = Callable[[Traits, Traits], Iterable[Finding]]

COMPARATORS: Sequence[Comparator] = (
    compare_figures,
    compare_lists,
    compare_causes,
    compare_negations,
    compare_times,
    compare_firsts,
    compare_poles,
    compare_extents,
)
TIMELESS = (ConflictKind.MEMBERSHIP, ConflictKind.CAUSE)  # a difference of dates does not excuse these
SAME_WORDS = 0.5  # share of their content words from which two claims without other findings agree


@dataclass(frozen=True, slots=True)
class Decision:
    """What two claims are to each other: the finding that decided, its score, and the odds of one
    question.
    """

    finding: Finding
    score: float
    same: float

    @property
    def closeness(self) -> float:
        """How surely the two answer one question, by the evidence or by what a comparator saw."""
        return max(self.same, self.finding.anchors, self.score if self.finding.relation.is_flagged else 0)


def decide(left: Traits, right: Traits, same: float, settings: Settings) -> Decision | None:
    """Return what two claims are to each other, None if nothing says that they meet.

    The strongest conflict wins over every agreement; a difference of event time turns a conflict into a
    difference of scope; a conflict too weak to be flagged is `unclear`.

    Args:
        left: one claim.
        right: the other; exchanged sides give the same decision.
        same: the probability that both answer one question.
        settings: thresholds.
    """
    findings = list(_compare(left, right))
    conflicts = [f for f in findings if f.relation.is_flagged and not _is_excused(f, findings)]
    best = max(conflicts, key=lambda f: _score(f, same), default=None)
    if best is not None and _is_one_voice(left.claim, right.claim):
        best = replace(best, relation=RelationType.COMPATIBLE, reason=because("one_voice"))
    elif best is not None:
        score = _score(best, same) * _discount(left.claim, right.claim, best)
        if score >= settings.flag:
            return Decision(_harden(best, left.claim, right.claim, same, settings), score, same)
    others = [f for f in findings if not f.relation.is_flagged]
    near = max(others, key=lambda f: f.strength * max(same, f.anchors), default=None)
    if near is not None and max(same, near.anchors) >= settings.same_question:
        return Decision(near, near.strength, same)
    if same < settings.same_question:
        return None
    return Decision(_without_comparator(best, left, right), same, same)


def _compare(left: Traits, right: Traits) -> Iterator[Finding]:
    for compare in COMPARATORS:
        yield from compare(left, right)


def _is_excused(conflict: Finding, findings: Sequence[Finding]) -> bool:
    """Another time, or another counted thing, says why two claims differ."""
    scoped = [f for f in findings if f.relation in (RelationType.DIFFERENT_SCOPE, RelationType.UPDATE)]
    if conflict.kind in TIMELESS:
        scoped = [f for f in scoped if f.kind is conflict.kind]
    return any(f.kind in (ConflictKind.DATE, conflict.kind) for f in scoped)


# Two outlets in their own voice, or one statement reported two ways, is what a desk can act on today; that
# two speakers disagree is often the news itself, and one article seldom contradicts itself unawares.
DESERT = {
    Level.OUTLETS: 1.0,
    Level.REPORTING: 1.0,
    Level.ASSERTED_VS_REPORTED: 0.95,
    Level.SPEAKERS: 0.95,
    Level.SELF: 0.8,
}
HYPOTHETICAL = (
    0.7  # what holds only "if" hardly conflicts with what is so; rules ("if attacked, ...") are meant to
)


def _discount(left: Claim, right: Claim, finding: Finding) -> float:
    """How much less a conflict deserves a reviewer's minute for who disagrees and how the claims are put."""
    conditional = (left.modality is Modality.CONDITIONAL) != (right.modality is Modality.CONDITIONAL)
    hypothetical = HYPOTHETICAL if conditional and finding.kind is not ConflictKind.LEGAL else 1.0
    return DESERT[level_of(left, right)] * hypothetical


def _harden(conflict: Finding, left: Claim, right: Claim, same: float, settings: Settings) -> Finding:
    """A contradiction only where both cannot be true, both are put as facts and it is surely one question."""
    facts = (Modality.ASSERTED, Modality.REPORTED)
    if (
        conflict.excludes
        and same >= settings.contradiction
        and left.modality in facts
        and right.modality in facts
    ):
        return replace(conflict, relation=RelationType.CONTRADICTION)
    return conflict


def _is_one_voice(left: Claim, right: Claim) -> bool:
    """One article, one speaker, and no headline: who writes both has seen both."""
    if left.document != right.document or left.is_headline or right.is_headline:
        return False
    return left.speaker == right.speaker or (
        bool(left.speaker and right.speaker) and _is_one_speaker(left.speaker, right.speaker)
    )


def _score(finding: Finding, same: float) -> float:
    """How clearly they differ, times how surely it is one question (by the evidence or the comparator's own
    anchors).
    """
    return finding.strength * (1 - (1 - same) * (1 - finding.anchors))


def _without_comparator(weak: Finding | None, left: Traits, right: Traits) -> Finding:
    if weak is not None and not weak.relation.is_flagged:
        return weak
    if weak is not None:
        return Finding(RelationType.UNCLEAR, weak.kind, 0.3, weak.reason, weak.evidence_l, weak.evidence_r)
    if len(left.words & right.words) >= SAME_WORDS * len(left.words | right.words):
        return Finding(RelationType.AGREEMENT, ConflictKind.OTHER, 0.6, because("same_words"))
    return Finding(RelationType.COMPATIBLE, ConflictKind.OTHER, 0.4, because("same_topic"))


def level_of(left: Claim, right: Claim) -> Level:
    """Return who disagrees with whom in two claims."""
    if left.document == right.document:
        return Level.SELF
    if left.speaker and right.speaker:
        return Level.REPORTING if _is_one_speaker(left.speaker, right.speaker) else Level.SPEAKERS
    return Level.ASSERTED_VS_REPORTED if left.speaker or right.speaker else Level.OUTLETS


def _is_one_speaker(left: str, right: str) -> bool:
    """Equal last names, as news articles shorten them."""
    return left.split()[-1].casefold() == right.split()[-1].casefold()
