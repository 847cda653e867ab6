"""The joining model: logistic regressions whose weights can be read, and what each feature contributed.

`joining.toml` holds them.  `python -m compare.train.joining` fits them on our own training stories and the
development sets; nothing is learned while the program runs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

Contributions = tuple[tuple[str, float], ...]

LEAST_SHOWN = 0.05  # of the log odds: smaller contributions are not kept


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

    def contributions(self, values: Mapping[str, float]) -> Contributions:
        """Return what each value adds to the log odds, the largest first.

        >>> Logistic(0.0, {"same": 2.0, "denied": -1.0}).contributions({"same": 1.0, "denied": 3.0})
        (('denied', -3.0), ('same', 2.0))
        """
        found = ((name, round(self.weights.get(name, 0.0) * value, 2)) for name, value in values.items())
        telling = [(name, value) for name, value in found if abs(value) >= LEAST_SHOWN]
        return tuple(sorted(telling, key=lambda item: (-abs(item[1]), item[0])))


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
