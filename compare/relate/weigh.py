"""The joining model: logistic regressions whose weights can be read, and what each feature contributed.

`joining.toml` holds them.  `python -m compare.train.joining` fits them on our own training stories and the
development sets; nothing is learned while the program runs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp

from claims.models import Contribution

LEAST_VALUE = 0.005  # a feature nearer to 0 says nothing; kept values have two decimals


@dataclass(frozen=True, slots=True)
class Logistic:
    """One logistic regression: log odds = bias + sum of weight x value."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the probability in 0..1; a value without a weight says nothing.

        >>> Logistic(0.0, {"same": 2.0}).probability({"same": 0.0, "other": 9.0})
        0.5
        """
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in values.items())
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))

    def contributions(self, values: Mapping[str, float], prefix: str = "") -> tuple[Contribution, ...]:
        """Return what each value adds to the log odds, the largest first.

        A feature without a weight is kept: a later model may give it one.

        >>> found = Logistic(0.0, {"same": 2.0, "denied": -1.0}).contributions({"same": 1.0, "denied": 3.0})
        >>> [(one.feature, one.amount) for one in found]
        [('denied', -3.0), ('same', 2.0)]
        """
        found = (
            _contribute(prefix + name, round(value, 2), round(self.weights.get(name, 0.0), 4))
            for name, value in values.items()
            if abs(value) >= LEAST_VALUE
        )
        return tuple(sorted(found, key=lambda one: (-abs(one.amount), one.feature)))


@dataclass(frozen=True, slots=True)
class Platt:
    """A correction of told probabilities: log odds = slope x told log odds + shift (Platt 1999).

    A slope above 0 keeps every order.
    """

    slope: float = 1.0
    shift: float = 0.0

    def correct(self, probability: float) -> float:
        """Return the corrected probability; 0 stays 0, since nothing was weighed, and so does 1.

        >>> Platt(1.0, 1.0).correct(0.5) > 0.7, Platt(2.0, 1.0).correct(0.0)
        (True, 0.0)
        """
        above: float = exp(self.shift) * probability**self.slope
        below: float = (1 - probability) ** self.slope
        return above / (above + below)


@lru_cache(maxsize=65_536)
def _contribute(feature: str, value: float, weight: float) -> Contribution:
    """One object for equal ones: millions of pairs say "one is a headline", and few say anything new."""
    return Contribution(feature, value, weight)


@cache
def load_joining(part: str) -> Logistic:
    """Return one of the models of joining.toml.

    Args:
        part: "same_question", "conflict" (by the comparators alone) or "conflict_with_model" (with the
            relation model's word on the pairs that they leave open).

    Raises:
        KeyError: joining.toml has no such model.
    """
    table = tomllib.loads((files("compare.relate") / "joining.toml").read_text("utf-8"))[part]
    return Logistic(table["bias"], table["weights"])


@cache
def load_calibration() -> Platt:
    """Return the correction of the model "conflict" in joining.toml; none where it was fitted anew since."""
    table = tomllib.loads((files("compare.relate") / "joining.toml").read_text("utf-8")).get(
        "calibration", {}
    )
    return Platt(table.get("slope", 1.0), table.get("shift", 0.0))
