"""The algebra of two quantities: its truth table, what "about" covers, and its laws."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.facts.numbers import find_quantities
from claims.models import Quantity, Span
from compare.relate.quantities import (
    QuantityRelation,
    QuantitySettings,
    compare_quantities,
    rounding_step,
    widen_about,
)

SPAN = Span(0, 1)
UNHURRIED = settings(deadline=None)  # a busy machine is no failure
EQUAL, DISJOINT, OVERLAPPING = QuantityRelation.EQUAL, QuantityRelation.DISJOINT, QuantityRelation.OVERLAPPING
CONTAINED, MET, BROKEN = QuantityRelation.CONTAINED, QuantityRelation.BOUND_MET, QuantityRelation.BOUND_BROKEN
NOT_COMPARABLE = QuantityRelation.NOT_COMPARABLE
ASYMMETRIC = {CONTAINED, MET, BROKEN}


def make(text: str, unit: str = "") -> Quantity:
    """Build a quantity from "5", "5..9", "5..", "..9", with "~" for about and "#" for an ordinal."""
    bounds = text.lstrip("~#")
    low, _, high = bounds.partition("..") if ".." in bounds else (bounds, "", bounds)
    return Quantity(
        float(low) if low else None,
        float(high) if high else None,
        SPAN,
        unit=unit,
        approximate=text.startswith("~"),
        ordinal=text.startswith("#"),
    )


TRUTH_TABLE = [
    # left, right, relation, mirrored
    ("5", "5", EQUAL, False),
    ("5", "6", DISJOINT, False),
    ("5", "4..6", CONTAINED, False),
    ("5", "5..6", CONTAINED, False),
    ("5", "6..8", DISJOINT, False),
    ("4..6", "5", CONTAINED, True),
    ("5", "5..", MET, False),
    ("5", "4..", MET, False),
    ("5", "6..", BROKEN, False),
    ("6..", "5", BROKEN, True),
    ("5", "..5", MET, False),
    ("5", "..4", BROKEN, False),
    ("4..6", "4..6", EQUAL, False),
    ("4..5", "3..9", CONTAINED, False),
    ("3..9", "4..5", CONTAINED, True),
    ("3..5", "4..6", OVERLAPPING, False),
    ("3..5", "5..6", OVERLAPPING, False),
    ("3..5", "6..8", DISJOINT, False),
    ("3..5", "2..", MET, False),
    ("3..5", "4..", OVERLAPPING, False),
    ("3..5", "6..", BROKEN, False),
    ("3..5", "..9", MET, False),
    ("3..5", "..4", OVERLAPPING, False),
    ("3..5", "..2", BROKEN, False),
    ("..9", "3..5", MET, True),
    ("5..", "5..", EQUAL, False),
    ("6..", "5..", CONTAINED, False),
    ("5..", "6..", CONTAINED, True),
    ("..5", "..6", CONTAINED, False),
    ("5..", "..9", OVERLAPPING, False),
    ("9..", "..5", DISJOINT, False),
    ("#3", "#3", EQUAL, False),
    ("#3", "#2", DISJOINT, False),
    ("#3", "3", NOT_COMPARABLE, False),
    ("..", "3", NOT_COMPARABLE, False),
    # about
    ("~8000", "8000", EQUAL, False),
    ("~8000", "~8000", EQUAL, False),
    ("8200", "~8000", CONTAINED, False),
    ("7400", "~8000", DISJOINT, False),
    ("~8000", "~9000", DISJOINT, False),
    ("~8400", "~8000", CONTAINED, False),
    ("~100", "120", CONTAINED, True),
    ("~100", "140", DISJOINT, False),
    ("~8000", "7800..", OVERLAPPING, False),
    ("~8000", "7000..", MET, False),
    ("~20..99", "30", CONTAINED, True),
    ("~20..99", "17", DISJOINT, False),
    ("~20..99", "26", CONTAINED, True),
    ("~2000..", "1900", MET, True),
]


@pytest.mark.parametrize(("left", "right", "relation", "mirrored"), TRUTH_TABLE)
def test_truth_table(left: str, right: str, relation: QuantityRelation, mirrored: bool) -> None:
    found = compare_quantities(make(left), make(right))
    assert (found.relation, found.mirrored) == (relation, mirrored)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (("5", "mi"), ("8", "km"), CONTAINED),
        (("5", "mi"), ("8.04672", "km"), EQUAL),
        (("5", "mi"), ("9", "km"), OVERLAPPING),
        (("5", "mi"), ("13", "km"), DISJOINT),
        (("100", "ha"), ("1", "km^2"), EQUAL),
        (("2", "t"), ("2000", "kg"), EQUAL),
        (("2", "week"), ("14", "day"), EQUAL),
        (("18", "month"), ("1.5", "year"), EQUAL),
        (("32", "degF"), ("0", "degC"), EQUAL),
        (("0.5", "fraction"), ("50", "percent"), EQUAL),
        (("0.333333333333", "fraction"), ("33", "percent"), CONTAINED),
        (("5", "km"), ("5", "kg"), NOT_COMPARABLE),
        (("5", "USD"), ("5", "EUR"), NOT_COMPARABLE),
        (("5", "percent"), ("5", ""), NOT_COMPARABLE),
        (("5", "percent"), ("5", "percentage point"), NOT_COMPARABLE),
        (("5.6", "magnitude"), ("5.6", ""), NOT_COMPARABLE),
        (("5..", "km"), ("2", "mi"), BROKEN),
    ],
)
def test_units(left: tuple[str, str], right: tuple[str, str], relation: QuantityRelation) -> None:
    assert compare_quantities(make(*left), make(*right)).relation == relation


@pytest.mark.parametrize(
    ("language", "left", "right", "relation"),
    [
        ("id", "Lebih dari 2.500 kursi", "2.500-3.000 kursi", MET),
        ("id", "puluhan perahu", "17 perahu", DISJOINT),
        ("id", "belasan perahu", "17 perahu", CONTAINED),
        ("id", "sekitar 8.000 pemilih", "8.200 pemilih", CONTAINED),
        ("id", "maksimal 30 tamu", "45 tamu", BROKEN),
        ("en", "dozens of boats", "26 boats", CONTAINED),
        ("en", "at least 40 boats", "35 boats", BROKEN),
        ("en", "5 miles", "8 km", CONTAINED),
        ("ru", "до 40 лодок", "35 лодок", MET),
        ("ru", "около двух с половиной тысяч лодок", "2600 лодок", CONTAINED),
    ],
)
def test_as_read_from_text(language: str, left: str, right: str, relation: QuantityRelation) -> None:
    (one,), (two,) = find_quantities(left, language), find_quantities(right, language)
    assert compare_quantities(one, two).relation == relation


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (8000, 7500, 8500),
        (2500, 2250, 2750),
        (100, 75, 125),
        (21, 20.5, 21.5),
        (15, 12.5, 17.5),
        (1.2, 1.15, 1.25),
    ],
)
def test_about_is_half_a_step(value: float, low: float, high: float) -> None:
    wide = widen_about(make(f"~{value}"))
    assert (wide.low, wide.high) == (pytest.approx(low), pytest.approx(high))


def test_about_can_be_switched_off() -> None:
    exact = QuantitySettings(about_steps=0)
    assert compare_quantities(make("~8000"), make("8001"), exact).relation == DISJOINT


def test_zero_has_no_step() -> None:
    assert rounding_step(0) == 0


# --- laws ------------------------------------------------------------------------------------------

values = st.one_of(st.none(), st.integers(0, 10_000).map(float), st.integers(0, 10_000).map(lambda n: n / 4))
quantities = st.builds(
    Quantity,
    values,
    values,
    st.just(SPAN),
    approximate=st.booleans(),
    ordinal=st.booleans(),
    unit=st.sampled_from(("", "km", "mi")),
)
exact_quantities = st.builds(Quantity, values, values, st.just(SPAN))


@UNHURRIED
@given(quantities, quantities)
def test_the_order_of_the_sides_only_mirrors(left: Quantity, right: Quantity) -> None:
    there, back = compare_quantities(left, right), compare_quantities(right, left)
    assert there.relation == back.relation
    assert there.mirrored != back.mirrored or there.relation not in ASYMMETRIC
    assert not there.mirrored or there.relation in ASYMMETRIC


@UNHURRIED
@given(quantities)
def test_a_quantity_equals_itself(quantity: Quantity) -> None:
    is_unknown = quantity.low is None and quantity.high is None
    assert compare_quantities(quantity, quantity).relation == (NOT_COMPARABLE if is_unknown else EQUAL)


def scale(quantity: Quantity, factor: float) -> Quantity:
    low, high = (None if v is None else v * factor for v in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high)


@UNHURRIED
@given(exact_quantities, exact_quantities, st.floats(1e-6, 1e6))
def test_the_scale_does_not_matter(left: Quantity, right: Quantity, factor: float) -> None:
    assert compare_quantities(scale(left, factor), scale(right, factor)) == compare_quantities(left, right)


@UNHURRIED
@given(quantities, quantities, st.sampled_from((10.0, 1000.0, 1e6)))
def test_powers_of_ten_do_not_matter_to_about(left: Quantity, right: Quantity, factor: float) -> None:
    assert compare_quantities(scale(left, factor), scale(right, factor)) == compare_quantities(left, right)


@UNHURRIED
@given(exact_quantities, exact_quantities)
def test_the_relation_is_what_the_intervals_say(left: Quantity, right: Quantity) -> None:
    """An independent reading of the table, by the common part of the two intervals."""
    if any(q.low is None and q.high is None for q in (left, right)):
        return
    ends = [
        (-math.inf if q.low is None else q.low, math.inf if q.high is None else q.high) for q in (left, right)
    ]
    common = max(e[0] for e in ends), min(e[1] for e in ends)
    relation = compare_quantities(left, right).relation
    assert (common[0] > common[1]) == (relation in {DISJOINT, BROKEN})
    assert (ends[0] == ends[1]) == (relation == EQUAL)
    one_bound = left.is_open != right.is_open
    assert relation not in {MET, BROKEN} or one_bound
    assert relation != CONTAINED or common in ends


@UNHURRIED
@given(st.integers(1, 10**9))
def test_about_reaches_neither_neighbour_step(value: int) -> None:
    step = rounding_step(value)
    assert value % step == 0
    assert compare_quantities(make(f"~{value}"), make(f"~{value + step}")).relation in {
        DISJOINT,
        CONTAINED,
        OVERLAPPING,
    }
    assert compare_quantities(make(f"~{value}"), make(f"{value + step}")).relation == DISJOINT
