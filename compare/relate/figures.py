"""What the figures of a claim count: outcome, population, part, holder.

What a figure counts is read from the claim: the *outcome* (dead, injured, detained...) that stands nearest,
and the *population* (troops, police, workers...) of the counted noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from claims.facts.concepts import WORD, find_concepts, lemmatise
from claims.facts.negations import find_negations
from claims.languages import load_table
from claims.models import ActorKind, Claim, Quantity, Span

OUTCOMES = frozenset(
    [
        "dead",
        "injured",
        "missing",
        "detained",
        "displaced",
        "rescued",
        "infected",
        "layoff",
        "vote",
        "turnout",
        "margin",
        "damage",
        "profit",
        "loss_money",
        "revenue",
        "debt",
        "budget",
        "invest",
        "price",
        "wage",
        "tax",
        "subsidy",
        "control",
        "attend",
    ]
)
MEASURES = frozenset(("turnout", "margin"))  # said before the figure, they say what of the votes it is
POPULATIONS = frozenset(
    ["troops", "police", "protester", "worker", "passenger", "civilian", "student", "house", "village"]
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of a claim with what it counts."""

    quantity: Quantity
    outcome: str  # "" if no outcome stands near
    population: str  # a concept, else the lemma of the counted noun, "" for people in general
    part_of: str  # the country whose part it is ("tentara Rusia"), "" if none is named
    is_total: bool
    is_share: bool  # the first of "two of nine"
    holders: frozenset[str]  # people and organisations that the claim names

    @property
    def text(self) -> Span:
        return self.quantity.span


def read_figures(claim: Claim, language: str, antecedent: Claim | None = None) -> tuple[Figure, ...]:
    """Return the figures of `claim` that count something comparable; ordinals do not.

    "Police put the number at 43" counts what the claim before it (`antecedent`) spoke of.
    """
    quantities = [
        _turn_bound(q, claim, language)
        for q in sorted((q for q in claim.quantities if not q.ordinal), key=lambda q: q.span)
    ]
    figures = tuple(_read(claim, quantities, k, language) for k in range(len(quantities)))
    if antecedent is None or any(figure.outcome for figure in figures):
        return figures
    pointed = _pointer(language).search(claim.quote)
    outcomes = {c.id for c in antecedent.concepts} & OUTCOMES
    if pointed is None or len(outcomes) != 1:
        return figures
    start = claim.span.start + pointed.start()
    counts = (k for k, f in enumerate(figures) if not f.quantity.unit and f.text.start > start)
    place = next(counts, -1)  # the figures behind it may count parts of it
    outcome = next(iter(outcomes))
    return tuple(replace(f, outcome=outcome) if k == place else f for k, f in enumerate(figures))


def _turn_bound(quantity: Quantity, claim: Claim, language: str) -> Quantity:
    """ "Never above 1.5" is at most 1.5, "tidak pernah di bawah 10" at least 10."""
    if (quantity.low is None) == (quantity.high is None):
        return quantity
    inside = quantity.span.shift(-claim.span.start)
    turned = any(
        negation.turns and negation.scope.contains(inside) and not negation.cue.overlaps(inside)
        for negation in find_negations(claim.quote, language)
    )
    return replace(quantity, low=quantity.high, high=quantity.low) if turned else quantity


@cache
def _pointer(language: str) -> re.Pattern[str]:
    words = load_table(language, "lists")["the_number"]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


def _read(claim: Claim, quantities: list[Quantity], k: int, language: str) -> Figure:
    quantity = quantities[k]
    ends = [q.span.start for q in quantities[k + 1 :]] + [claim.span.end]
    previous = quantities[k - 1].span.end if k else claim.span.start
    before = Span(min(previous, quantity.span.start), quantity.span.end)
    outcome = _nearest(claim, before, MEASURES, last=True)
    for end in (
        ends if not outcome else ()
    ):  # "17 A dan 26 B tewas": the outcome may stand behind a later figure of the same list
        outcome = _nearest(claim, Span(quantity.span.start, max(end, quantity.span.end)), OUTCOMES)
        if outcome:
            break
    if not outcome:
        outcome = _nearest(claim, before, OUTCOMES, last=True)
    population = _population(quantity, language)
    return Figure(
        quantity,
        outcome,
        population,
        _part(claim, quantity, population),
        _is_total(claim),
        _is_share(claim, quantities, k, language),
        _holders(claim),
    )


def _is_share(claim: Claim, quantities: list[Quantity], k: int, language: str) -> bool:
    """True for the first number of "two of nine"."""
    if k + 1 == len(quantities):
        return False
    between = claim.words_at(
        Span(quantities[k].span.end, max(quantities[k].span.end, quantities[k + 1].span.start))
    )
    return between.strip().casefold() in load_table(language, "lists")["out_of"]


def _holders(claim: Claim) -> frozenset[str]:
    named = (ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.OTHER)
    spoke = {word for speaker in claim.attribution for word in speaker.name.split()}
    return frozenset(a.id for a in claim.actors if a.kind in named and not spoke.intersection(a.name.split()))


def _nearest(claim: Claim, window: Span, wanted: frozenset[str], last: bool = False) -> str:
    found = [c.id for c in claim.concepts if c.id in wanted and window.contains(c.span)]
    return (found[-1] if last else found[0]) if found else ""


def _population(quantity: Quantity, language: str) -> str:
    concepts = [c.id for c in find_concepts(quantity.what, language) if c.id in POPULATIONS]
    if concepts:
        return concepts[0] if concepts[0] != "civilian" else ""
    words = [lemmatise(w, language) for w in WORD.findall(quantity.what)]
    if not words or any(
        c.id in ("person", "victim", *OUTCOMES) for c in find_concepts(quantity.what, language)
    ):
        return ""
    return words[0]


def _part(claim: Claim, quantity: Quantity, population: str) -> str:
    """The country that narrows a counted group of people ("2,000 Russian soldiers"), "" if none does."""
    if not population:
        return ""
    near = Span(quantity.span.start, quantity.span.end + len(quantity.what) + 2)
    inside = [
        a
        for a in claim.actors
        if a.kind == ActorKind.COUNTRY and near.overlaps(a.span) and a.name in quantity.what
    ]
    return inside[0].id if inside else ""


def _is_total(claim: Claim) -> bool:
    return any(concept.id == "total" for concept in claim.concepts)
