"""Weigh what the comparators found against how surely two claims answer one question, and decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.models import Claim, ConflictKind, Contribution, Level, Modality, RelationType
from compare.relate.axes import compare_poles
from compare.relate.cause import compare_causes
from compare.relate.extent import compare_extents
from compare.relate.features import Opinion, open_conflicts, read_features, score_conflict
from compare.relate.finding import Finding, because
from compare.relate.first import compare_firsts
from compare.relate.membership import compare_lists
from compare.relate.negation import compare_negations
from compare.relate.numbers import compare_figures
from compare.relate.times import compare_clocks, compare_times
from compare.relate.traits import Traits
from compare.relate.weigh import load_joining
from compare.settings import Settings

Comparator = Callable[[Traits, Traits], Iterable[Finding]]

COMPARATORS: Sequence[Comparator] = (
    compare_figures,
    compare_lists,
    compare_causes,
    compare_negations,
    compare_times,
    compare_clocks,
    compare_firsts,
    compare_poles,
    compare_extents,
)
EXACT = (ConflictKind.NUMBER, ConflictKind.MEMBERSHIP, ConflictKind.CAUSE, ConflictKind.NEGATION)
HYPOTHETICAL = 0.4  # share of its probability that a conflict with an "if" keeps
LEAST_SUSPICION = 0.3  # of the relation model, below which it gives no reason of its own
LEGAL = frozenset(["rule", "verdict", "licence", "validity", "lawsuit", "contract", "sanction"])
UNDECIDED = ("same_words", "same_topic")  # reasons that stand where no comparator spoke
SAME_WORDS = 0.5  # share of their content words from which two claims without other findings agree


@dataclass(frozen=True, slots=True)
class Decision:
    """What two claims are to each other: the finding that decided, its score, and the odds of one
    question.
    """

    finding: Finding
    score: float
    same: float
    contributions: tuple[Contribution, ...] = ()  # none where no conflict was weighed

    @property
    def closeness(self) -> float:
        """How surely the two answer one question, by the evidence or by what a comparator saw."""
        return max(self.same, self.finding.anchors, self.score if self.finding.relation.is_flagged else 0)


def decide(
    left: Traits, right: Traits, same: float, settings: Settings, opinion: Opinion | None = None
) -> Decision | None:
    """Return what two claims are to each other, None if nothing says that they meet.

    A conflict that the joining model finds likely wins over every agreement; a difference of event time turns
    a conflict into a difference of scope; a conflict too unlikely to be flagged is `unclear`.

    Args:
        left: one claim.
        right: the other; exchanged sides give the same decision.
        same: the probability that both answer one question.
        settings: thresholds.
        opinion: what the relation model says of the two, None if it was not asked.
    """
    findings = list(compare(left, right))
    best = max(open_conflicts(findings), key=lambda f: (score_conflict(f, same), _tie(f)), default=None)
    best = best or suspect(left, right, opinion)
    weighed: tuple[Contribution, ...] = ()
    if best is not None and _is_one_voice(left.claim, right.claim):
        best = replace(best, relation=RelationType.COMPATIBLE, reason=because("one_voice"))
    elif best is not None:
        values = read_features(left, right, same, findings, opinion)
        model = load_joining("conflict" if opinion is None else "conflict_with_model")
        weighed = model.contributions(values)
        likely = model.probability(values) * _discount(left.claim, right.claim, best)
        if likely >= settings.flag:
            hardened = _harden(best, left.claim, right.claim, same, settings)
            return Decision(hardened, likely, same, weighed)
    near = max(
        (f for f in findings if not f.relation.is_flagged),
        key=lambda f: (f.strength * max(same, f.anchors), _tie(f)),
        default=None,
    )
    if near is not None and max(same, near.anchors) >= settings.same_question:
        return Decision(near, near.strength, same, weighed)
    if same < settings.same_question:
        return None
    return Decision(_without_comparator(best, left, right), same, same, weighed)


def _tie(finding: Finding) -> tuple[object, ...]:
    """What decides between equally strong findings, whichever side comes first: the more exact kind, then
    where they stand.
    """
    rank = EXACT.index(finding.kind) if finding.kind in EXACT else len(EXACT)
    return -rank, finding.reason.key, sorted((finding.evidence_l, finding.evidence_r))


def is_left_open(decision: Decision | None, left: Traits, right: Traits, settings: Settings) -> bool:
    """True for two claims of one question of which no comparator says what they are to each other."""
    if decision is None or decision.same < settings.same_question or _is_one_voice(left.claim, right.claim):
        return False
    finding = decision.finding
    return finding.relation is RelationType.UNCLEAR or finding.reason.key in UNDECIDED


def compare(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what each comparator says of two claims."""
    for comparator in COMPARATORS:
        yield from comparator(left, right)


def suspect(left: Traits, right: Traits, opinion: Opinion | None) -> Finding | None:
    """Return the relation model's own suspicion of a conflict that no comparator sees, None without one."""
    if opinion is None:
        return None
    share = opinion["contradiction"] + opinion["tension"]
    if share < LEAST_SUSPICION:
        return None
    reason = because("model", share=f"{share:.2f}")
    kind = guess_kind(left, right)
    evidence = (left.claim.span,), (right.claim.span,)
    return Finding(RelationType.TENSION, kind, share, reason, *evidence)


def guess_kind(left: Traits, right: Traits) -> ConflictKind:
    """Return what two claims at odds most likely differ in, by what both of them give."""
    if left.cause and right.cause:
        return ConflictKind.CAUSE
    if bool(left.denials) != bool(right.denials):
        return ConflictKind.NEGATION
    if {c.id for c in left.claim.concepts} & LEGAL and {c.id for c in right.claim.concepts} & LEGAL:
        return ConflictKind.LEGAL
    if left.figures and right.figures:
        return ConflictKind.NUMBER
    return ConflictKind.FRAMING


def _discount(left: Claim, right: Claim, conflict: Finding) -> float:
    """What holds only "if" hardly conflicts with what is so; rules ("if attacked, ...") are meant to."""
    conditional = (left.modality is Modality.CONDITIONAL) != (right.modality is Modality.CONDITIONAL)
    return HYPOTHETICAL if conditional and conflict.kind is not ConflictKind.LEGAL else 1.0


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
