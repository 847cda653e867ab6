"""The algebra of two quantities: can both be the answer to one question?

Both sides are brought to one unit, "about" is given its width, and what is left are two intervals with
closed or open ends.  The truth table (F a figure, R a range, L "at least", M "at most"); rows and columns can
change places without changing the answer, and the comparison says that they did (`mirrored`):

    |   | F               | R                      | L                  | M                     |
    |---|-----------------|------------------------|--------------------|-----------------------|
    | F | equal, disjoint | contained, disjoint    | bound met, broken  | bound met, broken     |
    | R |                 | equal, contained,      | bound met, broken, | bound met, broken,    |
    |   |                 | overlapping, disjoint  | overlapping        | overlapping           |
    | L |                 |                        | equal, contained   | overlapping, disjoint |
    | M |                 |                        |                    | equal, contained      |

A bound is met when all of the other side lies within it, broken when none of it does, and overlapping when
a part does.  An "at least" that is contained in another is the stricter one.  "About 8,000" is the range
7,500..8,500 and follows row R, but two quantities with the same bounds are always equal.

Not comparable are different dimensions (km and kg), currencies, a count and a share, a count and an ordinal,
and what has no bound at all.  What is counted is not compared here: that the two answer one question is for
the caller to know.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from claims.facts.units import compared_unit, convert_quantity
from claims.models import Quantity


class QuantityRelation(StrEnum):
    """What two quantities are to each other; the table is in the docstring of the module."""

    EQUAL = "equal"
    DISJOINT = "disjoint"
    OVERLAPPING = "overlapping"
    CONTAINED = "contained"
    BOUND_MET = "bound_met"
    BOUND_BROKEN = "bound_broken"
    NOT_COMPARABLE = "not_comparable"

    @property
    def can_both_hold(self) -> bool:
        """False where one quantity rules the other out."""
        return self not in (QuantityRelation.DISJOINT, QuantityRelation.BOUND_BROKEN)


@dataclass(frozen=True, slots=True)
class QuantitySettings:
    """How wide "about" is.

    A writer who says "about 8,000" has rounded: the hearer takes the figure on the coarsest scale on which it
    is round (Krifka 2007, "Approximate interpretation of number words"; Jansen and Pollmann 2001, "On round
    numbers", find the scales 10^k and 5*10^k the ones that approximators choose).  So "about" reaches half a
    step of that scale to either side: 8,000 is 7,500..8,500, 2,500 is 2,250..2,750, 21 is 20.5..21.5.

    `about_share` caps that for a figure of one digit, where half a step would be half of the figure: "about
    100" is 75..125, not 50..150.  Both are reasoned, not yet measured on annotated pairs.
    """

    about_steps: float = 0.5
    about_share: float = 0.25


DEFAULT_SETTINGS = QuantitySettings()
# Two values closer than this are the same number after arithmetic on floats.
_SAME = 1e-12
# The share of its width by which a rounded interval keeps away from its ends.
_INSET = 1e-6


@dataclass(frozen=True, slots=True)
class QuantityComparison:
    """The relation and its sides: `mirrored` if the right is contained, or the left holds the bound."""

    relation: QuantityRelation
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class _Interval:
    low: float
    high: float

    @property
    def is_bound(self) -> bool:
        return math.isinf(self.low) or math.isinf(self.high)

    def is_same(self, other: _Interval) -> bool:
        return _is_close(self.low, other.low) and _is_close(self.high, other.high)

    def is_within(self, other: _Interval) -> bool:
        low_fits = self.low >= other.low or _is_close(self.low, other.low)
        return low_fits and (self.high <= other.high or _is_close(self.high, other.high))

    def is_apart(self, other: _Interval) -> bool:
        return max(self.low, other.low) > min(self.high, other.high) and not (
            _is_close(self.high, other.low) or _is_close(other.high, self.low)
        )

    def faces(self, other: _Interval) -> bool:
        """True for an "at least" against an "at most"."""
        return self.is_bound and other.is_bound and math.isinf(self.low) != math.isinf(other.low)


def compare_quantities(
    left: Quantity, right: Quantity, settings: QuantitySettings = DEFAULT_SETTINGS
) -> QuantityComparison:
    """Return what two quantities that answer one question are to each other.

    >>> from claims.models import Span
    >>> more_than = Quantity(2500, None, Span(0, 1))
    >>> compare_quantities(Quantity(2500, 3000, Span(0, 1)), more_than).relation
    <QuantityRelation.BOUND_MET: 'bound_met'>
    >>> compare_quantities(more_than, Quantity(1800, 1800, Span(0, 1)))
    QuantityComparison(relation=<QuantityRelation.BOUND_BROKEN: 'bound_broken'>, mirrored=True)
    """
    if not is_comparable(left, right):
        return QuantityComparison(QuantityRelation.NOT_COMPARABLE)
    # A figure that stands in another unit was rounded when it was converted: 5 miles is "8 km".
    is_converted = left.unit != right.unit
    if _interval(convert_quantity(left)).is_same(_interval(convert_quantity(right))):
        return QuantityComparison(QuantityRelation.EQUAL)
    return _relate(_widen(left, settings, is_converted), _widen(right, settings, is_converted))


def is_comparable(left: Quantity, right: Quantity) -> bool:
    """True for two quantities of one dimension, both cardinal or both ordinal.

    >>> from claims.models import Span
    >>> is_comparable(Quantity(5, 5, Span(0, 1), unit="km"), Quantity(5, 5, Span(0, 1), unit="mi"))
    True
    """
    if left.ordinal != right.ordinal:
        return False
    has_bounds = all(q.low is not None or q.high is not None for q in (left, right))
    return has_bounds and compared_unit(left.unit) == compared_unit(right.unit)


def widen_about(quantity: Quantity, settings: QuantitySettings = DEFAULT_SETTINGS) -> Quantity:
    """Return the quantity with the width that "about" gives it; ranges and exact figures stay.

    >>> from claims.models import Span
    >>> wide = widen_about(Quantity(8000, 8000, Span(0, 1), approximate=True))
    >>> wide.low, wide.high
    (7500.0, 8500.0)
    """
    is_range = quantity.low is not None and quantity.high is not None and quantity.low != quantity.high
    if not quantity.approximate or is_range:
        return quantity
    low = None if quantity.low is None else quantity.low - _about(quantity.low, settings)
    high = None if quantity.high is None else quantity.high + _about(quantity.high, settings)
    return replace(quantity, low=low, high=high)


def _about(value: float, settings: QuantitySettings) -> float:
    return min(settings.about_steps * rounding_step(value), settings.about_share * abs(value))


def rounding_step(value: float) -> float:
    """Return the step of the coarsest scale 10^k or 5*10^k on which `value` is round.

    >>> [rounding_step(v) for v in (8000, 2500, 21, 8.5, 120)]
    [1000.0, 500.0, 1.0, 0.5, 10.0]
    """
    if value == 0 or not math.isfinite(value):
        return 0.0
    # Fifteen digits are what a float keeps of a written number.
    digits, exponent = f"{abs(value):.14e}".split("e")
    kept = digits.replace(".", "").rstrip("0")
    step = float(f"1e{int(exponent) - len(kept) + 1}")
    return 5 * step if len(kept) > 1 and kept[-1] == "5" else step


def _widen(quantity: Quantity, settings: QuantitySettings, is_converted: bool) -> _Interval:
    """Return the interval to compare; "about" is widened in the unit it was written in."""
    seen = replace(quantity, approximate=True) if is_converted else quantity
    widened = widen_about(seen, settings)
    interval = _interval(convert_quantity(widened))
    if (widened.low, widened.high) == (quantity.low, quantity.high):
        return interval
    # Rounding does not reach the middle between two steps: "about 8,000" and "about 9,000" do not meet.
    width = interval.high - interval.low
    inset = width * _INSET if math.isfinite(width) else 0.0
    return _Interval(interval.low + inset, interval.high - inset)


def _interval(quantity: Quantity) -> _Interval:
    return _Interval(
        -math.inf if quantity.low is None else quantity.low,
        math.inf if quantity.high is None else quantity.high,
    )


def _is_close(a: float, b: float) -> bool:
    return a == b or math.isclose(a, b, rel_tol=_SAME, abs_tol=_SAME)


def _relate(left: _Interval, right: _Interval) -> QuantityComparison:
    """Relate two intervals that are not the same as written."""
    if left.is_same(right):
        return QuantityComparison(QuantityRelation.EQUAL)
    one_bound = left.is_bound != right.is_bound
    # With one bound, the other side is the subject and the bound what it is held against.
    mirrored = left.is_bound if one_bound else right.is_within(left)
    if left.is_apart(right):
        return QuantityComparison(QuantityRelation.BOUND_BROKEN, mirrored) if one_bound else _DISJOINT
    is_inside = right.is_within(left) if mirrored else left.is_within(right)
    if is_inside and not left.faces(right):
        return QuantityComparison(
            QuantityRelation.BOUND_MET if one_bound else QuantityRelation.CONTAINED, mirrored
        )
    return QuantityComparison(QuantityRelation.OVERLAPPING)


_DISJOINT = QuantityComparison(QuantityRelation.DISJOINT)
