"""The units in which quantities are given and how two of them are compared.

A quantity keeps the unit it was written in.  To compare, both sides are brought to the unit of their
dimension below, which a reader recognises; the factors come from pint.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from claims.models import Quantity

if TYPE_CHECKING:
    import pint

PERCENT = "percent"
FRACTION = "fraction"
PERMILLE = "permille"
TIME_UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})

# The unit in which each dimension is compared.  Years and hours are compared in days.
COMPARED_IN = ("km", "km^2", "m^3", "kg", "day", "km/h", "degC", "kW", "kWh", PERCENT)
# Symbols of ours for what pint calls otherwise.
_PINT_NAMES = {
    "quintal": "(100 kilogram)",
    "bbl": "oil_bbl",
    "km/h": "kilometer/hour",
    "mph": "mile/hour",
    "nmi": "nautical_mile",
    "m/s": "meter/second",
}
# Units that only compare with themselves.
_ALONE = frozenset({"magnitude", "degree", "percentage point", "basis point"})
# What has no rate: a time, and what is one already or grows by the year as a matter of course.
_NO_RATE = (
    TIME_UNITS | _ALONE | {"", PERCENT, PERMILLE, FRACTION, "km/h", "mph", "knot", "m/s", "degC", "degF"}
)


@cache
def _load_registry() -> pint.UnitRegistry[Any]:
    # Imported here: building the registry takes half a second that reading a text does not need.
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


def compared_unit(unit: str) -> str:
    """Return the unit in which quantities in `unit` are compared.

    >>> compared_unit("mi"), compared_unit("ha"), compared_unit("week"), compared_unit("IDR")
    ('km', 'km^2', 'day', 'IDR')
    """
    return _find_conversion(unit)[0]


def convert_quantity(quantity: Quantity) -> Quantity:
    """Return the quantity in the unit of its dimension.

    >>> from claims.models import Span
    >>> convert_quantity(Quantity(100, None, Span(0, 1), unit="ha")).low
    1.0
    """
    unit, factor, offset = _find_conversion(quantity.unit)
    if unit == quantity.unit:
        return quantity
    low, high = (None if v is None else v * factor + offset for v in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high, unit=unit)


@cache
def _find_conversion(unit: str) -> tuple[str, float, float]:
    """Return the unit to compare in, the factor and the offset."""
    if unit == FRACTION:
        return PERCENT, 100.0, 0.0
    if unit == PERMILLE:
        return PERCENT, 0.1, 0.0
    amount, _, time = unit.rpartition("/")
    if time in TIME_UNITS and amount:
        known, factor, offset = _find_conversion(amount)
        return f"{known}/{time}", factor, offset
    if not unit or unit == PERCENT or unit in _ALONE or is_currency(unit):
        return unit, 1.0, 0.0
    registry = _load_registry()
    source = _PINT_NAMES.get(unit, unit)
    for target in COMPARED_IN:
        if registry.is_compatible_with(source, _PINT_NAMES.get(target, target)):
            return target, *_line_through(registry, source, target)
    return unit, 1.0, 0.0


def _line_through(registry: pint.UnitRegistry[Any], source: str, target: str) -> tuple[float, float]:
    """Return factor and offset of the conversion; temperatures have an offset."""
    name = _PINT_NAMES.get(target, target)
    if target == "degC":
        zero, one = (registry.Quantity(v, source).to(name).magnitude for v in (0.0, 1.0))
        return float(one - zero), float(zero)
    return float(registry.parse_expression(source).to(name).magnitude), 0.0


def may_be_rate(unit: str) -> bool:
    """Return whether an amount in `unit` is another thing when it comes by the day ("t", not "percent").

    >>> [may_be_rate(unit) for unit in ("t", "IDR", "percent", "year")]
    [True, True, False, False]
    """
    return unit not in _NO_RATE


def is_currency(unit: str) -> bool:
    """True for an ISO 4217 code."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()
