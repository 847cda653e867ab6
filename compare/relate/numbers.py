"""How many: two figures for one counted thing.

What a figure counts is read from the claim: the *outcome* (dead, injured, detained...) that stands nearest,
and the *population* (troops, police, workers...) of the counted noun.  Two figures meet only in the same
unit, outcome and population; a figure for a part is compared with the whole only to see whether the part can
fit into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claims.facts.concepts import WORD, find_concepts, lemmatise
from claims.languages import load_table
from claims.models import ActorKind, Claim, ConflictKind, Modality, Quantity, RelationType, Span
from compare.relate.finding import Finding, because
from compare.relate.quantities import QuantityRelation, compare_quantities, is_comparable
from compare.relate.times import publication_order

if TYPE_CHECKING:
    from compare.relate.traits import Traits

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
    ]
)
MEASURES = frozenset(("turnout", "margin"))  # said before the figure, they say what of the votes it is
CASUALTIES = frozenset(["dead", "injured", "missing", "detained", "displaced", "rescued", "infected"])
# Whose votes, whose profit: figures of these meet only for one holder; a death toll has none.
HELD = frozenset(
    [
        "vote",
        "margin",
        "profit",
        "loss_money",
        "revenue",
        "debt",
        "budget",
        "invest",
        "price",
        "wage",
        "tax",
        "layoff",
    ]
)
POPULATIONS = frozenset(
    ["troops", "police", "protester", "worker", "passenger", "civilian", "student", "house", "village"]
)
CUMULATIVE = frozenset(
    ["dead", "injured", "missing", "detained", "displaced", "rescued", "infected", "damage", "control"]
)
MOVING = frozenset(["missing", "displaced", "detained"])  # counts that also fall from day to day
FAR = 4.0  # times; set on the development sets
FAR_STRENGTH = 0.4  # of such figures
DURATIONS = frozenset(("year", "month", "week", "day", "hour", "minute", "second"))


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


def read_figures(claim: Claim, language: str) -> tuple[Figure, ...]:
    """Return the figures of `claim` that count something comparable; ordinals do not."""
    quantities = sorted((q for q in claim.quantities if not q.ordinal), key=lambda q: q.span)
    return tuple(_read(claim, quantities, k, language) for k in range(len(quantities)))


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


def compare_figures(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what each two figures of one counted thing are to each other."""
    for figure_l in left.figures:
        for figure_r in right.figures:
            finding = _compare(figure_l, figure_r)
            if finding is not None:
                finding = _as_update(finding, left, right, figure_l, figure_r)
                texts = (left.claim.words_at(figure_l.text), right.claim.words_at(figure_r.text))
                if finding.reason.key == "later_figure" and _is_later(left, right, figure_l, figure_r):
                    texts = texts[::-1]  # told in the order of time
                counted = figure_l.outcome or figure_l.population or figure_r.population
                values = (("left", texts[0]), ("right", texts[1]), ("aspect", counted))
                yield replace(
                    finding, reason=replace(finding.reason, values=(*values, *finding.reason.values))
                )


def _as_update(finding: Finding, left: Traits, right: Traits, figure_l: Figure, figure_r: Figure) -> Finding:
    """A count that grows from the earlier to the later report is news, not a conflict.

    Which is earlier is said by the days of publication, or in one of the claims itself ("previously", "two
    days later").
    """
    if not finding.relation.is_flagged:
        return finding
    if _is_estimate_before_count(left, right) and figure_l.outcome:
        return replace(finding, relation=RelationType.UPDATE, reason=because("later_figure"))
    if figure_l.outcome not in CUMULATIVE:
        return finding
    is_sequence = "sequence" in left.about | right.about
    later = _later_figure(left, right, figure_l, figure_r)
    grows = later is not None and _most(later) >= max(_most(figure_l), _most(figure_r))
    another_day = left.published[:10] != right.published[:10]
    moves = later is not None and another_day and figure_l.outcome in MOVING
    if grows or moves or (is_sequence and later is None):
        return replace(finding, relation=RelationType.UPDATE, reason=because("later_figure"))
    return finding


def _is_later(left: Traits, right: Traits, figure_l: Figure, figure_r: Figure) -> bool:
    """True if the left figure is the newer one; where nothing says so, a count that grew is the newer one."""
    later = _later_figure(left, right, figure_l, figure_r)
    return later is figure_l if later is not None else _most(figure_l) > _most(figure_r)


def _is_estimate_before_count(left: Traits, right: Traits) -> bool:
    """The earlier report estimates or foretells what the later one has counted."""
    order = publication_order(left.published, right.published)
    earlier, later = (right, left) if order > 0 else (left, right)
    estimates = (Modality.PREDICTED, Modality.HEDGED)
    return order != 0 and earlier.claim.modality in estimates and later.claim.modality not in estimates


def _later_figure(left: Traits, right: Traits, figure_l: Figure, figure_r: Figure) -> Figure | None:
    order = publication_order(left.published, right.published)
    return None if order == 0 else figure_l if order > 0 else figure_r


def _most(figure: Figure) -> float:
    quantity = figure.quantity
    known = quantity.high if quantity.high is not None else quantity.low
    return known if known is not None else 0.0


def _compare(left: Figure, right: Figure) -> Finding | None:
    if not is_comparable(left.quantity, right.quantity) or left.quantity.unit in DURATIONS:
        return None
    evidence = ((left.text,), (right.text,))
    outcome = compare_quantities(left.quantity, right.quantity).relation

    def find(relation: RelationType, strength: float, key: str, anchors: float) -> Finding:
        return Finding(relation, ConflictKind.NUMBER, strength, because(key), *evidence, anchors)

    if left.is_share != right.is_share:
        return find(RelationType.DIFFERENT_SCOPE, 0.6, "share_of_all", 0.3)
    if left.outcome != right.outcome:
        return (
            find(RelationType.DIFFERENT_SCOPE, 0.6, "other_outcome", 0.2)
            if left.outcome and right.outcome
            else None
        )
    if not left.outcome and not (left.population or right.population):
        return None
    if left.outcome in HELD and left.holders and right.holders and not left.holders & right.holders:
        return find(RelationType.DIFFERENT_SCOPE, 0.5, "other_holder", 0.2)
    if left.population and right.population and left.population != right.population:
        return find(RelationType.DIFFERENT_SCOPE, 0.5, "other_population", 0.2)
    if left.part_of and right.part_of and left.part_of != right.part_of:
        return find(RelationType.DIFFERENT_SCOPE, 0.6, "other_part", 0.3)
    if bool(left.part_of) != bool(right.part_of) and outcome is not QuantityRelation.EQUAL:
        return _part_and_whole(left, right, evidence)
    if left.outcome and bool(left.population) != bool(right.population):
        return find(RelationType.COMPATIBLE, 0.6, "part_of_all", 0.4)
    sure = (
        0.6
        if left.outcome in CASUALTIES or (left.population and left.population == right.population)
        else 0.25
    )
    if outcome is QuantityRelation.NOT_COMPARABLE:
        return None
    if outcome is QuantityRelation.EQUAL:
        return find(RelationType.AGREEMENT, 0.9, "same_figure", 0.8)
    if outcome in (QuantityRelation.CONTAINED, QuantityRelation.BOUND_MET):
        return find(RelationType.COMPATIBLE, 0.7, "figure_fits", 0.7)
    if outcome is QuantityRelation.OVERLAPPING:
        return find(RelationType.TENSION, 0.6, "figures_overlap", sure)
    near = _are_near(left, right)
    apart = find(RelationType.TENSION, 0.95 if near else FAR_STRENGTH, "figures_apart", sure)
    is_exact = not left.quantity.approximate and not right.quantity.approximate
    return replace(apart, excludes=near and is_exact and left.outcome in CASUALTIES)


def _are_near(left: Figure, right: Figure) -> bool:
    """Figures of one size: a difference of many times is oftener another scope than a conflict."""
    small, large = sorted((_most(left), _most(right)))
    return large <= FAR * max(small, 1.0)


def _part_and_whole(
    left: Figure, right: Figure, evidence: tuple[tuple[Span, ...], tuple[Span, ...]]
) -> Finding:
    """A part that is as large as what is said of the whole is worth a look, though both can be true."""
    part, whole = (left.quantity, right.quantity) if left.part_of else (right.quantity, left.quantity)
    part_most = part.high if part.high is not None else part.low
    whole_least = whole.low if whole.low is not None else whole.high
    reaches = part_most is not None and whole_least is not None and part_most >= whole_least
    if reaches:
        return Finding(
            RelationType.TENSION, ConflictKind.NUMBER, 0.8, because("part_as_large_as_whole"), *evidence, 0.7
        )
    return Finding(
        RelationType.COMPATIBLE, ConflictKind.NUMBER, 0.6, because("part_fits_whole"), *evidence, 0.5
    )
