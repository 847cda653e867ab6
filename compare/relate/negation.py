"""One says it, the other denies it: the same predicate with and without a negation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.facts.concepts import WORD, lemmatise
from claims.facts.negations import Negation, NegationKind, find_negations, names_rank
from claims.models import Claim, ConflictKind, Polarity, Quantity, RelationType, Span
from compare.relate.finding import Finding, because
from compare.relate.things import THINGS
from compare.relate.times import publication_order

if TYPE_CHECKING:
    from compare.relate.traits import Traits

SAME_EVENT = 0.3  # anchors of a denied event that the other claim tells of, in whatever words
WHOLE = 0.75  # share of the denied words from which the other claim says just what is denied
UNTIL_NOW = 0.7  # "never" and "not yet" speak of the time before: what happens now need not break them
PASSING = frozenset({NegationKind.NEVER, NegationKind.NOT_YET, NegationKind.UNFULFILLED})
DENYING, LEAST_DENIED = "truth:denied", 2  # "membantah", "denies", and how many words must follow
ONE_EVENT = 0.6  # strength where one event is all that the two share
SHARED = 0.5  # least share of the denied words that the other claim says, for it to be denied


@dataclass(frozen=True, slots=True)
class Denial:
    """What a claim denies: the cue, the words under it, and whether it denies a first time or all times."""

    cue: Span
    scope: Span
    words: frozenset[str]
    concepts: frozenset[str]
    kind: NegationKind
    names_rank: bool = False  # "no goal in the first half"


def read_denials(claim: Claim, language: str) -> tuple[Denial, ...]:
    """Return what `claim` denies; "not only" denies nothing."""
    figures = [quantity.span.shift(-claim.span.start) for quantity in claim.quantities]
    said = tuple(_read_denying_words(claim, language))
    found = (n for n in find_negations(claim.quote, language) if n.kind is not NegationKind.NOT_ONLY)
    # "not more than 300" is a bound, no denial
    plain = tuple(
        _read(n, claim, language) for n in found if not any(span.overlaps(n.cue) for span in figures)
    )
    return plain or said


def _read_denying_words(claim: Claim, language: str) -> Iterator[Denial]:
    """ "The mayor denies that the gates were opened" denies what follows the verb."""
    for cue in claim.concepts:
        rest = Span(cue.span.end, claim.span.end)
        if cue.id != DENYING or cue.is_negated:
            continue
        words = content_words(claim.words_at(rest), language)
        if len(words) >= LEAST_DENIED:
            concepts = frozenset(c.id for c in claim.concepts if rest.contains(c.span) and ":" not in c.id)
            yield Denial(cue.span, rest, words, concepts, NegationKind.PLAIN)
            return


def _read(negation: Negation, claim: Claim, language: str) -> Denial:
    scope = negation.scope.shift(claim.span.start)
    concepts = frozenset(c.id for c in claim.concepts if scope.contains(c.span) and ":" not in c.id)
    words = content_words(negation.scope.of(claim.quote), language) - content_words(
        negation.cue.of(claim.quote), language
    )
    is_ranked = names_rank(negation.scope.of(claim.quote), language)
    return Denial(negation.cue.shift(claim.span.start), scope, words, concepts, negation.kind, is_ranked)


def content_words(text: str, language: str) -> frozenset[str]:
    """Return the lemmas of the words that are longer than a function word usually is (three letters)."""
    return frozenset(lemmatise(word, language) for word in WORD.findall(text) if len(word) > 3)


def first_time(claim: Claim) -> Quantity | None:
    """The ordinal "first" of a claim, if it has one."""
    return next((q for q in claim.quantities if q.ordinal and q.low == 1), None)


def compare_negations(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield a finding where one claim denies what the other says."""
    yield from _compare(left, right)
    yield from (finding.mirror() for finding in _compare(right, left))


def _compare(denier: Traits, other: Traits) -> Iterator[Finding]:
    words, about = _asserted(other)
    for denial in denier.denials:
        share = len(denial.words & words) / max(1, len(denial.words))
        events = (denial.concepts & about) - THINGS
        if share < SHARED and (not events or other.claim.polarity is Polarity.NEGATIVE):
            continue  # two negative statements that share an event alone seldom deny each other
        if _means_the_same(denial, denier, other):
            continue
        is_clear = share >= SHARED or len(events) > 1 or bool(denier.words & other.words)
        values = {"cue": denier.claim.words_at(denial.cue), "scope": denier.claim.words_at(denial.scope)}
        evidence = ((denial.cue, denial.scope), (other.claim.span,))
        first = first_time(other.claim)
        if denial.kind in (NegationKind.NEVER, NegationKind.NOT_YET) and first:
            reason = because("first_is_never_before", **values)
            yield Finding(RelationType.AGREEMENT, ConflictKind.NEGATION, 0.7, reason, *evidence, 0.5)
        elif denial.kind is NegationKind.NOT_YET and publication_order(other.published, denier.published) > 0:
            yield Finding(
                RelationType.UPDATE, ConflictKind.NEGATION, 0.7, because("not_yet", **values), *evidence, 0.3
            )
        elif not _is_of_one_rank(denial, other):
            continue
        else:
            strength = 0.55 + 0.35 * max(share, 0.5 if events else 0) if is_clear else ONE_EVENT
            strength *= UNTIL_NOW if denial.kind in PASSING else 1
            yield Finding(
                RelationType.TENSION,
                ConflictKind.NEGATION,
                strength,
                because("denied", **values),
                *evidence,
                max(0.6 * share, SAME_EVENT if events and is_clear else 0),
                excludes=share >= WHOLE and denial.kind is NegationKind.PLAIN,
            )


def _is_of_one_rank(denial: Denial, other: Traits) -> bool:
    """ "Not the first" answers only "the first", "no goal in the first half" only what that half saw."""
    if denial.names_rank and denial.kind is not NegationKind.NOT_FIRST:
        return other.names_rank
    return (denial.kind is NegationKind.NOT_FIRST) == bool(first_time(other.claim))


def _asserted(traits: Traits) -> tuple[frozenset[str], frozenset[str]]:
    """The words and concepts of a claim that it does not deny itself.

    A single denied word is a predicate ("the dumping is not proven"): then what it is said of is denied, too.
    """
    words, about = traits.words, traits.about
    for denial in traits.denials:
        if denial.kind is NegationKind.PLAIN and len(denial.words) <= 1:
            return frozenset(), frozenset()
        words, about = words - denial.words, about - denial.concepts
    return words, about


def _means_the_same(denial: Denial, denier: Traits, other: Traits) -> bool:
    """True of "no shortage" beside "the needs are met": the denied pole is what the other says."""
    poles = denier.poles.items()
    turned = (pole for pole, at in poles if at.is_negated and denial.scope.contains(at.span))
    return any(pole in other.poles for pole in turned)
