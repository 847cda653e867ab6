"""How far the probability of a conflict can be believed: of the pairs told 70 %, are seven in ten conflicts?

Looked at are the pairs that a reader judged.  A pair that the program never compares, or in which no
comparator finds anything at odds, has the probability 0; so has one that a single voice says in one article.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from claims.models import Document
from claims.store import Store
from compare.encoder import Encoder
from compare.evaluate.gold import Gold
from compare.relate.features import log_odds
from compare.relate.join import decide
from compare.relate.weigh import Platt, load_joining
from compare.sameness import RAISED
from compare.settings import Settings
from compare.train.pairs import Example, gather_examples

BINS = 10  # of equal width
THRESHOLDS = (0.2, 0.25, 0.3, 0.34, 0.4, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Told:
    """A judged pair: the probability of a conflict that the program tells, and what the reader said."""

    probability: float  # 0 where nothing at odds was found
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The pairs told a probability between two bounds."""

    low: float
    high: float
    pairs: int
    told: float  # mean probability
    found: float  # share of conflicts


@dataclass(frozen=True, slots=True)
class Abstention:
    """What a threshold leaves `unclear`: suspected conflicts that are less likely than it.

    `right` is the share of these that are none; `kept` and `kept_right` are the pairs above it, and the share
    of them that are conflicts.
    """

    threshold: float
    unclear: int
    right: float
    kept: int
    kept_right: float


def tell_judged(
    documents: Sequence[Document], gold: Gold, encoder: Encoder, store: Store, settings: Settings
) -> list[Told]:
    """Return what the program tells of each judged pair; the likeliest where several claims cover it."""
    likeliest: dict[str, Told] = {}
    for example in gather_examples(documents, gold, encoder, store, 0.0):
        if example.judged is not None:
            name = f"{example.judged['a']} {example.judged['b']}"
            told = Told(_probability(example, settings), example.is_conflict)
            likeliest[name] = max(likeliest.get(name, told), told, key=lambda one: one.probability)
    return [likeliest[name] for name in sorted(likeliest)]


def _probability(example: Example, settings: Settings) -> float:
    """With a threshold of 0 every suspected conflict is flagged, and its score is its probability."""
    if not example.is_candidate:
        return 0.0
    same = load_joining("same_question").probability({**example.evidence, "raised": RAISED})
    decision = decide(example.left, example.right, same, replace(settings, flag=0.0))
    return decision.score if decision is not None and decision.finding.relation.is_flagged else 0.0


def brier_score(told: Sequence[Told]) -> float:
    """Return the mean squared distance of the told probability from 1 for a conflict, 0 for none."""
    return float(np.mean([(one.probability - one.is_conflict) ** 2 for one in told]))


def base_score(told: Sequence[Told]) -> float:
    """Return the Brier score of somebody who tells every pair the share of conflicts."""
    share = float(np.mean([one.is_conflict for one in told]))
    return share * (1 - share)


def calibration_error(told: Sequence[Told]) -> float:
    """Return the expected calibration error: how far told is from found, the mean over the pairs of the bins.

    >>> calibration_error([Told(0.75, True), Told(0.75, False)])
    0.25
    """
    return sum(part.pairs * abs(part.told - part.found) for part in split_bins(told)) / len(told)


def split_bins(told: Sequence[Told]) -> list[Bin]:
    """Return the reliability table; bins without a pair are left out."""
    found = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [one for one in told if min(int(one.probability * BINS), BINS - 1) == number]
        if inside:
            mean = float(np.mean([one.probability for one in inside]))
            share = float(np.mean([one.is_conflict for one in inside]))
            found.append(Bin(low, high, len(inside), mean, share))
    return found


def count_abstentions(told: Sequence[Told], thresholds: Iterable[float] = THRESHOLDS) -> Iterator[Abstention]:
    """Yield what each threshold leaves unclear, of the pairs in which something at odds was found."""
    suspected = weighed_only(told)
    for threshold in thresholds:
        below = [not one.is_conflict for one in suspected if one.probability < threshold]
        above = [one.is_conflict for one in suspected if one.probability >= threshold]
        yield Abstention(threshold, len(below), _share(below), len(above), _share(above))


def _share(said: Sequence[bool]) -> float:
    return sum(said) / len(said) if said else math.nan


def fit_platt(told: Sequence[Told]) -> Platt:
    """Return the correction fitted to the pairs in which something was weighed."""
    from sklearn.linear_model import LogisticRegression

    weighed = weighed_only(told)
    answers = [one.is_conflict for one in weighed]
    if len(set(answers)) < 2:
        return Platt(1.0, 0.0)
    odds = np.array([[log_odds(one.probability)] for one in weighed])
    model = LogisticRegression(C=10.0).fit(odds, answers)
    return Platt(float(model.coef_[0][0]), float(model.intercept_[0]))


def weighed_only(told: Sequence[Told]) -> list[Told]:
    """Return the pairs in which something at odds was found, so that a probability was weighed."""
    return [one for one in told if one.probability > 0]


def correct_all(told: Sequence[Told], platt: Platt) -> list[Told]:
    """Return the pairs with corrected probabilities."""
    return [replace(one, probability=platt.correct(one.probability)) for one in told]


def leave_one_out(sets: Sequence[Sequence[Told]]) -> list[Told]:
    """Return all pairs with the probabilities that a correction fitted to the other sets gives them."""
    found = []
    for place, own in enumerate(sets):
        others = [one for k, told in enumerate(sets) if k != place for one in told]
        found += correct_all(own, fit_platt(others))
    return found
