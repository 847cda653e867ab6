"""How far reviewers agree: Cohen's kappa for two, Krippendorff's alpha for all, with an interval.

Only what was said before the reviewers could see each other counts; "unsure" is a judgement like the others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import krippendorff
import numpy as np
from numpy.typing import NDArray

from claims.log import ReviewLog
from claims.models import Judgement, Verdict
from claims.passes import NEEDED, Case

Ratings = Mapping[Case, Mapping[str, Judgement]]  # what each reviewer said of a case, blind
WORDS = (Judgement.CONFLICT, Judgement.NO_CONFLICT, Judgement.UNSURE)
DRAWS = 1000  # of the bootstrap
INTERVAL = (2.5, 97.5)  # percentiles
SEED = 20260101
UNDEFINED = math.nan  # nobody could have disagreed: too few cases, or only one word was ever used


@dataclass(frozen=True)
class Kappa:
    """Two reviewers on the cases that both judged."""

    reviewers: tuple[str, str]
    cases: int
    agreed: int
    kappa: float  # -1..1, nan where it is not defined


@dataclass(frozen=True)
class Alpha:
    """All reviewers on the cases that at least two judged; `low` and `high` bound 95 % of the bootstrap."""

    cases: int
    alpha: float  # at most 1, nan where it is not defined
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """The agreement of a review: over all, by kind of conflict and by pair of reviewers."""

    overall: Alpha
    by_kind: Mapping[str, Alpha]
    by_pair: tuple[Kappa, ...]


def measure_agreement(log: ReviewLog, kinds: Mapping[Case, str], draws: int = DRAWS) -> Agreement:
    """Return how far the reviewers agree on some cases.

    Args:
        log: the review log.
        kinds: the cases with the kind of conflict of each.
        draws: of the bootstrap.
    """
    ratings = collect_ratings(log, kinds)
    by_kind: dict[str, dict[Case, Mapping[str, Judgement]]] = defaultdict(dict)
    for case, given in ratings.items():
        by_kind[kinds[case]][case] = given
    return Agreement(
        measure_alpha(ratings, draws),
        {kind: measure_alpha(by_kind[kind], draws) for kind in sorted(by_kind)},
        measure_kappas(ratings),
    )


def collect_ratings(log: ReviewLog, cases: Iterable[Case]) -> dict[Case, dict[str, Judgement]]:
    """Return what reviewers said of each case before they could see each other.

    That is what stood when the second one had judged; who judged later has seen it, and what was changed
    later was changed in the light of it.

    >>> from claims.models import Verdict
    >>> words = (("Ayu", "conflict"), ("Bima", "unsure"), ("Ayu", "unsure"), ("Citra", "unsure"))
    >>> lines = (Verdict("r-1", who, Judgement(word), at=str(n)) for n, (who, word) in enumerate(words))
    >>> said = collect_ratings(ReviewLog(tuple(lines)), [("r-1",)])[("r-1",)]
    >>> {who: word.value for who, word in said.items()}
    {'Ayu': 'conflict', 'Bima': 'unsure'}
    """
    lines: dict[str, list[Verdict]] = defaultdict(list)
    for line in log.standing:
        if isinstance(line, Verdict):
            lines[line.target].append(line)
    found = {case: _first_words(line for target in case for line in lines.get(target, ())) for case in cases}
    return {case: given for case, given in found.items() if len(given) >= NEEDED}


def measure_kappas(ratings: Ratings) -> tuple[Kappa, ...]:
    """Return Cohen's kappa for each two reviewers who judged a case in common, by name."""
    pairs: dict[tuple[str, str], list[tuple[Judgement, Judgement]]] = defaultdict(list)
    for given in ratings.values():
        for left, right in combinations(sorted(given), 2):
            pairs[left, right].append((given[left], given[right]))
    return tuple(
        Kappa(names, len(said), sum(a is b for a, b in said), cohen_kappa(said))
        for names, said in sorted(pairs.items())
    )


def cohen_kappa(pairs: Sequence[tuple[Judgement, Judgement]]) -> float:
    """Return Cohen's kappa (1960): agreement beyond chance, which is how often each says each word.

    >>> yes, no = Judgement.CONFLICT, Judgement.NO_CONFLICT
    >>> cohen_kappa([(yes, yes), (no, no), (yes, no), (no, no)])
    0.5
    """
    if not pairs:
        return UNDEFINED
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a is b for a, b in pairs) / len(pairs)
    chance = sum(left[word] * right[word] for word in WORDS) / len(pairs) ** 2
    return (observed - chance) / (1 - chance) if chance < 1 else UNDEFINED


def measure_alpha(ratings: Ratings, draws: int = DRAWS) -> Alpha:
    """Return Krippendorff's alpha for nominal data; the bootstrap draws whole cases and is seeded."""
    counts = np.array([[list(given.values()).count(word) for word in WORDS] for given in ratings.values()])
    if not len(counts):
        return Alpha(0, UNDEFINED, UNDEFINED, UNDEFINED)
    alpha = UNDEFINED
    if (counts.sum(axis=0) > 0).sum() > 1:  # the library refuses what is not defined
        alpha = float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
    patterns, often = np.unique(counts, axis=0, return_counts=True)  # few, so thousands of cases cost no more
    times = np.random.default_rng(SEED).multinomial(len(counts), often / len(counts), size=draws)
    drawn = resample_alpha(patterns, times)
    defined = drawn[~np.isnan(drawn)]
    low, high = np.percentile(defined, INTERVAL) if len(defined) else (UNDEFINED, UNDEFINED)
    return Alpha(len(counts), alpha, float(low), float(high))


def resample_alpha(counts: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the alpha of many samples of cases at once; the library takes a millisecond for each.

    Args:
        counts: how often each word was said of each case, shape (cases, words); at least two words a case.
        times: how often each sample holds each case, shape (samples, cases).

    Returns:
        Shape (samples,); nan where only one word is left.
    """
    said = counts.sum(axis=1)
    apart = (said**2 - (counts**2).sum(axis=1)) / (said - 1)  # ordered pairs that differ, each case once
    totals = times @ counts
    words = totals.sum(axis=1)
    chance = (words**2 - (totals**2).sum(axis=1)) / (words - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(chance > 0, 1 - (times @ apart) / chance, UNDEFINED), dtype=np.float64)


def _first_words(lines: Iterable[Verdict]) -> dict[str, Judgement]:
    """What stood of these verdicts when the second reviewer had judged."""
    said: dict[str, list[Judgement]] = defaultdict(list)
    for line in sorted(lines, key=lambda v: (v.at, v.id)):
        if line.verdict is not Judgement.WITHDRAWN:
            said[line.reviewer].append(line.verdict)
        elif said[line.reviewer]:
            said[line.reviewer].pop()
        standing = {name: words[-1] for name, words in said.items() if words}
        if len(standing) >= NEEDED:
            return standing
    return {}
