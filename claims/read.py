"""One document in, everything that was understood of it out: the flow of `claims/`, a line a step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from claims.attribute import attribute_claims
from claims.boilerplate import mark_boilerplate
from claims.detect import detect_claims
from claims.facts.actors import find_actors
from claims.facts.concepts import find_concepts
from claims.facts.numbers import find_quantities
from claims.facts.times import find_times
from claims.models import Actor, Claim, Document, Quantity, Reading, Span, Time
from claims.namesakes import separate_namesakes
from claims.sentences import split_sentences

READING_VERSION = "10"  # raise it when a step reads differently: stored readings are then made anew

Fact = TypeVar("Fact", Quantity, Time, Actor)


def read_document(document: Document) -> Reading:
    """Return everything that was understood of `document`.

    Times and actors are read from the whole text, because a date or a short name leans on what stands
    elsewhere; quantities only from the claims.
    """
    text, language = document.text, document.language.value
    boilerplate = mark_boilerplate(text, language)
    sentences = split_sentences(text, language, boilerplate)
    claims, rejected = detect_claims(document, sentences)
    actors = find_actors(text, language)
    claims = attribute_claims(document, sentences, boilerplate, claims, actors)
    times = find_times(text, language, document.published_on)
    claims = tuple(_with_facts(claim, language, times, actors) for claim in claims)
    return separate_namesakes((Reading(document, boilerplate, sentences, claims, rejected),))[0]


def reread_facts(document: Document, claim: Claim) -> Claim:
    """Return a claim whose boundaries a person changed, with the facts that lie in them now."""
    text, language = document.text, document.language.value
    times = find_times(text, language, document.published_on)
    return _with_facts(claim, language, times, find_actors(text, language))


def _with_facts(claim: Claim, language: str, times: Sequence[Time], actors: Sequence[Actor]) -> Claim:
    quantities = tuple(
        replace(found, span=found.span.shift(claim.span.start))
        for found in find_quantities(claim.quote, language)
    )
    concepts = tuple(
        replace(found, span=found.span.shift(claim.span.start))
        for found in find_concepts(claim.quote, language)
    )
    return replace(
        claim,
        quantities=quantities,
        times=_within(claim.span, times),
        actors=_within(claim.span, actors),
        concepts=concepts,
    )


def _within(span: Span, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts inside `span`; `facts` are sorted, so a long article costs no more than its length."""
    first = bisect_left(facts, span.start, key=lambda fact: fact.span.start)
    last = bisect_left(facts, span.end, key=lambda fact: fact.span.start)
    return tuple(fact for fact in facts[first:last] if span.contains(fact.span))
