"""How many: two figures for one counted thing.

Two figures meet only in the same unit, outcome and population (`compare.relate.figures`); a figure for a part
is compared with the whole only to see whether the part can fit into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claims.models import ConflictKind, Modality, RelationType, Span
from compare.relate.figures import Figure
from compare.relate.finding import Finding, because
from compare.relate.quantities import QuantityRelation, compare_quantities, is_comparable
from compare.relate.times import publication_order

if TYPE_CHECKING:
    from compare.relate.traits import Traits

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
CUMULATIVE = frozenset(
    ["dead", "injured", "missing", "detained", "displaced", "rescued", "infected", "damage", "control"]
)
MOVING = frozenset(["missing", "displaced", "detained"])  # counts that also fall from day to day
FAR = 4.0  # times; set on the development sets
ALIKE, LEAST_DIGITS = 1.15, 3  # times, and digits, of two exact amounts that are likely one
FAR_STRENGTH = 0.4  # of such figures
DURATIONS = frozenset(("year", "month", "week", "day", "hour", "minute", "second"))


def compare_figures(left: Traits, right: Traits) -> Iterator[Finding]:
    """Yield what each two figures of one counted thing are to each other."""
    for figure_l in left.figures:
        for figure_r in right.figures:
            finding = _compare(figure_l, figure_r)
            if finding is not None and finding.reason.key == "unnamed_apart" and _meet(left, right, figure_l):
                finding = None  # another figure of theirs is the same
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
    if _is_estimate_before_count(left, right) and figure_l.outcome and figure_r.outcome:
        return replace(finding, relation=RelationType.UPDATE, reason=because("later_figure"))
    if figure_l.outcome != figure_r.outcome or figure_l.outcome not in CUMULATIVE:
        return finding
    is_sequence = "sequence" in left.about | right.about
    later = _later_figure(left, right, figure_l, figure_r)
    grows = later is not None and _most(later) >= max(_most(figure_l), _most(figure_r))
    another_day = left.as_of[:10] != right.as_of[:10]
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
    order = publication_order(left.as_of, right.as_of)
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
        if left.outcome and right.outcome:
            return find(RelationType.DIFFERENT_SCOPE, 0.6, "other_outcome", 0.2)
        return _compare_unnamed(left, right, outcome, find)
    if not left.outcome and not (left.population or right.population):
        return _compare_unnamed(left, right, outcome, find)
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
        if left.outcome in CASUALTIES
        or left.outcome == "attend"
        or (left.population and left.population == right.population)
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
    near = left.outcome == "attend" or _are_near(left, right)  # of a crowd, estimates lie far apart
    apart = find(RelationType.TENSION, 0.95 if near else FAR_STRENGTH, "figures_apart", sure)
    is_exact = not left.quantity.approximate and not right.quantity.approximate
    return replace(apart, excludes=near and is_exact and left.outcome in CASUALTIES)


def _compare_unnamed(
    left: Figure,
    right: Figure,
    outcome: QuantityRelation,
    find: Callable[[RelationType, float, str, float], Finding],
) -> Finding | None:
    """Two amounts in one unit of which neither claim says what they measure in a word that we know.

    "The judges put it at 187 billion" beside "178 billion vanished": amounts so alike oftener are one amount
    told two ways than two; of other amounts nothing can be said but that one breaks the bound of the other.
    """
    if not left.quantity.unit:
        return None
    if outcome is QuantityRelation.EQUAL:
        return find(RelationType.AGREEMENT, 0.8, "same_figure", 0.4)
    if outcome in (QuantityRelation.CONTAINED, QuantityRelation.BOUND_MET):
        return find(RelationType.COMPATIBLE, 0.5, "figure_fits", 0.2)
    is_misread = outcome is QuantityRelation.DISJOINT and _look_alike(left, right)
    if not (is_misread or (outcome is QuantityRelation.BOUND_BROKEN and _are_near(left, right))):
        return None
    return find(RelationType.TENSION, 0.7, "unnamed_apart", 0.0)


def _look_alike(left: Figure, right: Figure) -> bool:
    """True of 187.3 and 178.3: close, and neither a round number."""
    small, large = sorted((_most(left), _most(right)))
    digits = [f"{value:g}".rstrip("0").replace(".", "") for value in (small, large)]
    return large <= ALIKE * small and all(len(number) >= LEAST_DIGITS for number in digits)


def _meet(left: Traits, right: Traits, figure: Figure) -> bool:
    """True if two figures in the unit of `figure` are equal in both claims."""
    unit = figure.quantity.unit
    ours, theirs = ([f for f in traits.figures if f.quantity.unit == unit] for traits in (left, right))
    return any(
        compare_quantities(a.quantity, b.quantity).relation is QuantityRelation.EQUAL
        for a in ours
        for b in theirs
    )


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
            RelationType.TENSION, ConflictKind.NUMBER, 0.9, because("part_as_large_as_whole"), *evidence, 0.8
        )
    return Finding(
        RelationType.COMPATIBLE, ConflictKind.NUMBER, 0.6, because("part_fits_whole"), *evidence, 0.5
    )
