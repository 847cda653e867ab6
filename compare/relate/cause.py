"""Why it happened: two causes named for one effect, or one cause named and denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claims.facts.concepts import WORD, find_concepts, lemmatise
from claims.facts.negations import find_negations
from claims.languages import load_table
from claims.models import Claim, ConflictKind, RelationType, Span
from compare.relate.finding import Finding, because

if TYPE_CHECKING:
    from compare.relate.traits import Traits

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


@cache
def _cues(language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    table = load_table(language, "cause")
    both = sorted([*table["after"], *table["before"]], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, both)) + r")\b", re.IGNORECASE), frozenset(
        table["before"]
    )


def read_cause(claim: Claim, language: str) -> Cause | None:
    """Return the first cause that a claim names.

    The clause on one side of the cue is the cause, the other the effect; a cue at the start of a claim
    ("Karena ...,") is read up to the comma.
    """
    pattern, before = _cues(language)
    cue = pattern.search(claim.quote)
    if cue is None:
        return None
    left, right = Span(0, cue.start()), Span(cue.end(), len(claim.quote))
    if not claim.quote[: cue.start()].strip() and "," in claim.quote[cue.end() :]:
        comma = claim.quote.index(",", cue.end())
        left, right = Span(comma, len(claim.quote)), Span(cue.end(), comma)
    cause, effect = (left, right) if cue.group().lower() in before else (right, left)
    cause, effect = _split_blame(claim, language, cue.group().lower(), cause, effect)
    negated = any(
        n.scope.contains(cause) or n.scope.contains(Span(*cue.span())) or n.cue.end == cue.start() - 1
        for n in find_negations(claim.quote, language)
    )
    start = claim.span.start
    return Cause(
        Span(*cue.span()).shift(start),
        cause.shift(start),
        _words(cause, claim, language),
        _concepts(cause, claim, language),
        _words(effect, claim, language),
        _concepts(effect, claim, language),
        negated,
    )


def _split_blame(claim: Claim, language: str, cue: str, cause: Span, effect: Span) -> tuple[Span, Span]:
    """ "Blamed the rain for the delay" names the cause and then the effect."""
    table = load_table(language, "cause")
    if cue not in table["blames"]:
        return cause, effect
    link = re.search(r"\b(?:" + "|".join(table["blamed_for"]) + r")\b", cause.of(claim.quote), re.IGNORECASE)
    if link is None:
        return cause, effect
    return Span(cause.start, cause.start + link.start()), Span(cause.start + link.end(), cause.end)


def _words(span: Span, claim: Claim, language: str) -> frozenset[str]:
    return frozenset(lemmatise(w, language) for w in WORD.findall(span.of(claim.quote)) if len(w) > 3)


def _concepts(span: Span, claim: Claim, language: str) -> frozenset[str]:
    return frozenset(concept.id for concept in find_concepts(span.of(claim.quote), language))


def compare_causes(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what two named causes of one effect are to each other."""
    cause_l, cause_r = left.cause, right.cause
    if cause_l is None or cause_r is None or _is_of_a_share(left, right):
        return
    unsaid = not (cause_l.effect_words and cause_r.effect_words)  # "the mayor blamed the rain": for what?
    if not unsaid and not _share_effect(cause_l, cause_r):
        return
    evidence = ((cause_l.cause,), (cause_r.cause,))
    values = {
        "aspect": "cause",
        "left": left.claim.words_at(cause_l.cause).strip(),
        "right": right.claim.words_at(cause_r.cause).strip(),
    }
    same = _is_same_cause(cause_l, cause_r)
    if same and cause_l.is_denied != cause_r.is_denied:
        yield Finding(
            RelationType.TENSION, ConflictKind.CAUSE, 0.9, because("cause_denied", **values), *evidence, 0.6
        )
    elif same:
        yield Finding(
            RelationType.AGREEMENT, ConflictKind.CAUSE, 0.6, because("same_cause", **values), *evidence, 0.4
        )
    elif not cause_l.is_denied and not cause_r.is_denied:
        strength, anchors = (0.55, 0.1) if unsaid else (0.65, 0.4)
        reason = because("other_cause", **values)
        yield Finding(RelationType.TENSION, ConflictKind.CAUSE, strength, reason, *evidence, anchors)


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
