"""Why it happened: two causes named for one effect, or one cause named and denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claims.facts.concepts import WORD, find_concepts
from claims.facts.negations import Negation, NegationKind, find_negations
from claims.languages import load_table
from claims.models import Claim, ConflictKind, RelationType, Span
from claims.speech_words import load_lexicon as load_speech
from compare.relate.finding import Finding, because
from compare.relate.negation import content_words

if TYPE_CHECKING:
    from compare.relate.traits import Traits

OTHER_EFFECT = 0.25  # anchors of a cause that is denied, where the effects are put in other words
SAME_CAUSE = 0.34  # least share of the shorter cause's words in the other for both to be one cause


@dataclass(frozen=True, slots=True)
class Cause:
    """What a claim names as cause and as effect; `is_denied` under a negation ("bukan karena")."""

    cue: Span
    cause: Span
    words: frozenset[str]
    concepts: frozenset[str]
    effect_words: frozenset[str]
    effect_concepts: frozenset[str]
    is_denied: bool
    is_partial: bool = False  # "not only because of"


@cache
def _cues(language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    table = load_table(language, "cause")
    both = sorted([*table["after"], *table["before"]], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, both)) + r")\b", re.IGNORECASE), frozenset(
        table["before"]
    )


def read_causes(claim: Claim, language: str, denied: Sequence[Span] = ()) -> tuple[Cause, ...]:
    """Return the causes that a claim names: "because of X, not because of Y" names two.

    The clause on one side of the cue is the cause, the other the effect; a cue at the start of a claim
    ("Karena ...,") is read up to the comma.  A cause reaches to the next cue.

    Args:
        claim: the claim.
        language: of the claim.
        denied: stretches of the document that the claim denies ("disputes that ...").
    """
    pattern, before = _cues(language)
    cues = list(pattern.finditer(claim.quote))
    negations = find_negations(claim.quote, language)
    found = []
    for number, cue in enumerate(cues):
        following = [c for c in cues[number + 1 :] if c.group().lower() not in before]
        limit = following[0].start() if following else len(claim.quote)
        found.append(_read(claim, language, cue, limit, negations, denied))
    return tuple(found)


def _read(
    claim: Claim,
    language: str,
    cue: re.Match[str],
    limit: int,
    negations: Sequence[Negation],
    denied: Sequence[Span],
) -> Cause:
    left, right = Span(0, cue.start()), Span(cue.end(), max(limit, cue.end()))
    if not claim.quote[: cue.start()].strip() and "," in claim.quote[cue.end() :]:
        comma = claim.quote.index(",", cue.end())
        if claim.quote[cue.end() : comma].strip():
            left, right = Span(comma, len(claim.quote)), Span(cue.end(), comma)
        elif (end := claim.quote.find(",", comma + 1)) >= 0:  # "The cause, said the prosecutor, was the rain"
            left, right = Span(0, cue.start()), Span(end + 1, len(claim.quote))
    word = cue.group().lower()
    cause, effect = (left, right) if word in _cues(language)[1] else (right, left)
    cause, effect = _split_blame(claim, language, word, cause, effect)
    here, start = Span(*cue.span()), claim.span.start
    over = [n for n in negations if _reaches(n, cause, here)]
    is_partial = any(n.kind is NegationKind.NOT_ONLY for n in over)
    is_denied = any(n.kind is not NegationKind.NOT_ONLY for n in over) or any(
        span.contains(here.shift(start)) for span in denied
    )
    return Cause(
        here.shift(start),
        cause.shift(start),
        _words(cause, claim, language),
        _concepts(cause, claim, language),
        _words(effect, claim, language),
        _concepts(effect, claim, language),
        is_denied and not is_partial,
        is_partial,
    )


def _reaches(negation: Negation, cause: Span, cue: Span) -> bool:
    return negation.scope.contains(cause) or negation.scope.contains(cue) or negation.cue.end == cue.start - 1


def _split_blame(claim: Claim, language: str, cue: str, cause: Span, effect: Span) -> tuple[Span, Span]:
    """ "Blamed the rain for the delay" names the cause and then the effect."""
    table = load_table(language, "cause")
    if cue not in table["blames"]:
        return cause, effect
    effect = Span(effect.start, effect.start)  # who blames stands before it
    link = re.search(r"\b(?:" + "|".join(table["blamed_for"]) + r")\b", cause.of(claim.quote), re.IGNORECASE)
    if link is None:
        return cause, effect
    return Span(cause.start, cause.start + link.start()), Span(cause.start + link.end(), cause.end)


def _words(span: Span, claim: Claim, language: str) -> frozenset[str]:
    """The words of a clause, without the names of who says it and the verb that says so."""
    spoken = {word for link in claim.attribution for word in WORD.findall(f"{link.name} {link.role}")}
    said = load_speech(language).words["verbs"] | load_speech(language).words["stances"]
    words = (w for w in WORD.findall(span.of(claim.quote)) if w not in spoken and w.lower() not in said)
    return content_words(" ".join(words), language)


def _concepts(span: Span, claim: Claim, language: str) -> frozenset[str]:
    return frozenset(concept.id for concept in find_concepts(span.of(claim.quote), language))


def compare_causes(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what the causes that two claims name for one effect are to each other.

    Where one of them is named by both, others that only one names are no conflict.
    """
    if _is_of_a_share(left, right):
        return
    found = [
        finding
        for cause_l in left.causes
        for cause_r in right.causes
        if (finding := _compare(left, right, cause_l, cause_r)) is not None
    ]
    shared = [finding for finding in found if finding.reason.key != "other_cause"]
    yield from shared or found


def _compare(left: Traits, right: Traits, cause_l: Cause, cause_r: Cause) -> Finding | None:
    evidence = ((cause_l.cause,), (cause_r.cause,))
    values = {
        "aspect": "cause",
        "left": left.claim.words_at(cause_l.cause).strip(),
        "right": right.claim.words_at(cause_r.cause).strip(),
    }

    def find(relation: RelationType, strength: float, key: str, anchors: float) -> Finding:
        return Finding(relation, ConflictKind.CAUSE, strength, because(key, **values), *evidence, anchors)

    unsaid = not (cause_l.effect_words and cause_r.effect_words)  # "the mayor blamed the rain": for what?
    one_effect = unsaid or _share_effect(cause_l, cause_r)
    if _is_same_cause(cause_l, cause_r):
        if cause_l.is_denied != cause_r.is_denied:
            # who denies a cause answers who named it, in whatever words both speak of the effect
            return find(RelationType.TENSION, 0.9, "cause_denied", 0.6 if one_effect else OTHER_EFFECT)
        if cause_l.is_partial != cause_r.is_partial and not cause_l.is_denied:
            return find(RelationType.TENSION, 0.75, "cause_not_alone", 0.5 if one_effect else OTHER_EFFECT)
        return find(RelationType.AGREEMENT, 0.6, "same_cause", 0.4) if one_effect else None
    sole = not any(cause.is_denied or cause.is_partial for cause in (cause_l, cause_r))
    if one_effect and sole:  # "not the weather alone" leaves room for another cause
        strength, anchors = (0.55, 0.1) if unsaid else (0.65, 0.4)
        return find(RelationType.TENSION, strength, "other_cause", anchors)
    return None


def _is_of_a_share(left: Traits, right: Traits) -> bool:
    """ "Two of the nine died of ..." names the cause of two."""
    return any(figure.is_share for traits in (left, right) for figure in traits.figures)


def _share_effect(left: Cause, right: Cause) -> bool:
    if left.effect_concepts & right.effect_concepts:
        return True
    return _share(left.effect_words, right.effect_words) >= SAME_CAUSE


def _is_same_cause(left: Cause, right: Cause) -> bool:
    return bool(left.concepts & right.concepts) or _share(left.words, right.words) >= SAME_CAUSE


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(1, min(len(left), len(right)))
