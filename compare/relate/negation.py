"""One says it, the other denies it: the same predicate with and without a negation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claims.facts.concepts import WORD
from claims.facts.negations import Negation, NegationKind, find_negations, names_rank
from claims.facts.senses import find_sense
from claims.languages import load_table
from claims.models import ActorKind, Claim, ConflictKind, Modality, Polarity, Quantity, RelationType, Span
from compare.relate.finding import Finding, because
from compare.relate.things import THINGS
from compare.relate.times import FINE, publication_order

if TYPE_CHECKING:
    from compare.relate.traits import Traits

SAME_EVENT = 0.3  # anchors of a denied event that the other claim tells of, in whatever words
WHOLE = 0.75  # share of the denied words from which the other claim says just what is denied
UNTIL_NOW = 0.7  # "never" and "not yet" speak of the time before: what happens now need not break them
PASSING = frozenset({NegationKind.NEVER, NegationKind.NOT_YET, NegationKind.UNFULFILLED})
DENYING, LEAST_DENIED = "truth:denied", 2  # "membantah", "denies", and how many words must follow
LONE = 0.85  # of its strength keeps a denial of which one word alone meets the other claim
LEAST_MET = 2  # words of a denial that the other claim says, from which nothing else need meet
AHEAD = (Modality.PREDICTED, Modality.PROMISED, Modality.CONDITIONAL, Modality.NORMATIVE)
DAY_LONG = len("2024-01-31")
LEAST_CORE = 2  # words of a conjunct that is denied by itself
FOUND_IN_CORE = 0.8  # what it counts that only the core of a denial, or one of its conjuncts, is met
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
    parts: tuple[frozenset[str], ...] = ()  # what is denied each by itself: "neither A nor B", or the core
    told: str = ""  # the words that are denied, where they stand in the claim before
    names_rank: bool = False  # "no goal in the first half"

    def share_in(self, words: frozenset[str]) -> float:
        """How much of what is denied stands among `words`, in 0..1."""
        whole = len(self.words & words) / max(1, len(self.words))
        part = max((len(part & words) / len(part) for part in self.parts), default=0.0)
        return max(whole, FOUND_IN_CORE * part)


def read_denials(claim: Claim, language: str, antecedent: Claim | None = None) -> tuple[Denial, ...]:
    """Return what `claim` denies; "not only" denies nothing.

    Args:
        claim: the claim.
        language: of the claim.
        antecedent: the claim before it in its article, which a bare "the company denies this" denies.
    """
    figures = [
        quantity.span.shift(-claim.span.start) for quantity in claim.quantities if not quantity.ordinal
    ]
    said = tuple(_read_denying_words(claim, language, antecedent))
    found = (n for n in find_negations(claim.quote, language) if n.kind is not NegationKind.NOT_ONLY)
    # "not more than 300" is a bound, no denial
    plain = tuple(
        _read(n, claim, language) for n in found if not any(span.overlaps(n.cue) for span in figures)
    )
    return plain or said


def _read_denying_words(claim: Claim, language: str, antecedent: Claim | None) -> Iterator[Denial]:
    """ "The mayor denies that the gates were opened" denies what follows the verb, "The mayor denies the
    allegation" what was said before.
    """
    pointing = frozenset(load_table(language, "lists")["allegations"])
    for cue in claim.concepts:
        rest = Span(cue.span.end, claim.span.end)
        if cue.id != DENYING or cue.is_negated:
            continue
        words = content_words(claim.words_at(rest), language)
        if len(words - pointing) >= LEAST_DENIED:
            concepts = frozenset(c.id for c in claim.concepts if rest.contains(c.span) and ":" not in c.id)
            parts = _parts(claim.words_at(rest), language)
            yield Denial(cue.span, rest, words, concepts, NegationKind.PLAIN, parts)
            return
        if antecedent is not None and antecedent.document == claim.document:
            words = content_words(antecedent.quote, language)
            concepts = frozenset(c.id for c in antecedent.concepts if ":" not in c.id)
            parts = _parts(antecedent.quote, language)
            yield Denial(cue.span, cue.span, words, concepts, NegationKind.PLAIN, parts, antecedent.quote)
            return


def _read(negation: Negation, claim: Claim, language: str) -> Denial:
    scope = negation.scope.shift(claim.span.start)
    concepts = frozenset(c.id for c in claim.concepts if scope.contains(c.span) and ":" not in c.id)
    words = content_words(negation.scope.of(claim.quote), language) - content_words(
        negation.cue.of(claim.quote), language
    )
    denied = negation.scope.of(claim.quote)
    cue, is_ranked = negation.cue.shift(claim.span.start), names_rank(denied, language)
    return Denial(cue, scope, words, concepts, negation.kind, _parts(denied, language), "", is_ranked)


def content_words(text: str, language: str) -> frozenset[str]:
    """Return the senses of the words that carry content: no function words, none of up to three letters.

    A word without a sense is its lemma.

    >>> content_words("the siren", "en") == content_words("sirene itu", "id") == content_words("сирена", "ru")
    True
    """
    empty = _empty_words(language)
    words = (word for word in WORD.findall(text) if len(word) > 3 and word.lower() not in empty)
    return frozenset(find_sense(word, language) for word in words)


@cache
def _empty_words(language: str) -> frozenset[str]:
    return frozenset(load_table(language, "function_words")["words"])


def _parts(scope: str, language: str) -> tuple[frozenset[str], ...]:
    """What a denial denies by itself: each conjunct, and the core before its circumstances.

    "No tear gas nor rubber bullets were used" denies both; "no stones were seen before that from where we
    stood" denies stones, wherever one stood.
    """
    table = load_table(language, "lists")
    core = _stops(language).split(scope, maxsplit=1)[0]
    seen = frozenset(table["perceived"])
    conjuncts = [content_words(part, language) - seen for part in _joints(language).split(core)]
    parts = [part for part in conjuncts if len(part) >= LEAST_CORE]
    whole = content_words(core, language) - seen
    found = dict.fromkeys([*parts, whole] if whole else parts)
    return tuple(part for part in found if part)


@cache
def _stops(language: str) -> re.Pattern[str]:
    words = load_table(language, "lists")["circumstances"]
    return re.compile(r"(?<=\w)\s+(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


@cache
def _joints(language: str) -> re.Pattern[str]:
    words = [*load_table(language, "lists")["and"], *load_table(language, "lists")["nor"]]
    return re.compile(r",|\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


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
        share = denial.share_in(words)
        events = (denial.concepts & about) - THINGS
        if share < SHARED and (not events or other.claim.polarity is Polarity.NEGATIVE):
            continue  # two negative statements that share an event alone seldom deny each other
        if _means_the_same(denial, denier, other):
            continue
        is_clear = share >= SHARED or len(events) > 1 or bool(denier.words & other.words)
        said = denial.told or denier.claim.words_at(denial.scope)
        values = {"cue": denier.claim.words_at(denial.cue), "scope": said}
        evidence = ((denial.cue, denial.scope), (other.claim.span,))
        first = first_time(other.claim)
        is_later = _is_later(denier, other)
        if denial.kind in (NegationKind.NEVER, NegationKind.NOT_YET) and first and not is_later:
            reason = because("first_is_never_before", **values)
            yield Finding(RelationType.AGREEMENT, ConflictKind.NEGATION, 0.7, reason, *evidence, 0.5)
        elif is_later or (
            denial.kind is NegationKind.NOT_YET and publication_order(other.published, denier.published) > 0
        ):
            yield Finding(
                RelationType.UPDATE, ConflictKind.NEGATION, 0.7, because("not_yet", **values), *evidence, 0.3
            )
        elif not _is_of_one_rank(denial, other):
            continue
        else:
            strength = 0.55 + 0.35 * max(share, 0.5 if events else 0) if is_clear else ONE_EVENT
            strength *= UNTIL_NOW if denial.kind in PASSING else 1
            strength *= 1 if _are_of_one_thing(denial, denier, other, words) else LONE
            yield Finding(
                RelationType.TENSION,
                ConflictKind.NEGATION,
                strength,
                because("denied", **values),
                *evidence,
                max(0.6 * share, SAME_EVENT if events and is_clear else 0),
                excludes=_says_all(denial, words) and denial.kind is NegationKind.PLAIN,
            )


def _are_of_one_thing(denial: Denial, denier: Traits, other: Traits, words: frozenset[str]) -> bool:
    """True if an event or more than one word meets: "not proven" denies what else the two claims speak of.

    "The bribe is not proven" answers "the bribe is proven", not "the theft is proven".
    """
    met = denial.words & words
    if len(met) >= LEAST_MET or (denial.concepts & other.about) - THINGS:
        return True
    if (denier.words - denial.words - met) & (other.words - met):
        return True
    ours, theirs = (
        {a.id for a in t.claim.actors if a.kind is not ActorKind.COUNTRY} for t in (denier, other)
    )
    return bool(ours & theirs)


def _is_later(denier: Traits, other: Traits) -> bool:
    """True of "he was not detained", said on Friday, beside "he was detained on Saturday"."""
    if not other.times or not denier.as_of or denier.claim.modality in AHEAD:
        return False
    fine = [time for time in other.times if time.precision in FINE and time.start is not None]
    return (
        len(fine) == len(other.times)
        and all(time.start is not None and time.start.isoformat() > denier.as_of[:10] for time in fine)
        and len(denier.as_of) >= DAY_LONG
    )


def _is_of_one_rank(denial: Denial, other: Traits) -> bool:
    """ "Not the first" answers only "the first", "no goal in the first half" only what that half saw."""
    if denial.names_rank and denial.kind is not NegationKind.NOT_FIRST:
        return other.names_rank
    return (denial.kind is NegationKind.NOT_FIRST) == bool(first_time(other.claim))


def _says_all(denial: Denial, words: frozenset[str]) -> bool:
    return len(denial.words & words) >= WHOLE * max(1, len(denial.words))


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
