"""Which articles are about one story: what they speak of is alike, and they are near in time.

Everything is sparse: articles of different stories, most of all pairs, take no memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction import DictVectorizer
from sklearn.preprocessing import normalize

from claims.models import Precision, Reading

BLOCK = 512  # articles whose similarities to all others are held at once
FINE = (Precision.MINUTE, Precision.DAY)

Profile = Mapping[str, float]


@dataclass(frozen=True)
class Stories:
    """The similarity (cosine in 0..1) of each two articles of one story, and the component of each article.

    Two articles of one component need not be about one story themselves: A and C that both meet B.
    """

    similarity: Mapping[tuple[int, int], float]
    component: NDArray[np.int32]

    def share(self, left: int, right: int) -> bool:
        """True if two articles, by their place, are about one story."""
        return left == right or (min(left, right), max(left, right)) in self.similarity

    def likeness(self, left: int, right: int) -> float:
        """The similarity of two articles, 1 of one to itself, 0 across stories."""
        return 1.0 if left == right else self.similarity.get((min(left, right), max(left, right)), 0.0)


def find_stories(
    readings: Sequence[Reading],
    profiles: Sequence[Profile],
    across: Sequence[Profile],
    least: float,
    most_days: int,
) -> Stories:
    """Return which of the articles are about one story.

    Args:
        readings: the articles.
        profiles: what each speaks of, compared within one language.
        across: the same without what is bound to a language, compared across languages.
        least: least similarity (cosine in 0..1) of two articles of one story.
        most_days: days between two articles from which they tell of two stories.
    """
    if not readings:
        return Stories({}, np.zeros(0, dtype=np.int32))
    languages = np.array([r.document.language.value for r in readings], dtype=str)
    days = np.array([_ordinal(_reported_day(reading)) for reading in readings])
    stated = np.array([bool(_published(reading)) for reading in readings])
    by_all, by_fact = _vectorise(profiles), _vectorise(across)
    found: dict[tuple[int, int], float] = {}
    for start in range(0, len(readings), BLOCK):
        rows = slice(start, start + BLOCK)
        same = languages[rows, None] == languages[None, :]
        alike = np.where(same, _cosines(by_all, rows), _cosines(by_fact, rows))
        apart = days[rows, None] - days[None, :]  # nan where a day is unknown: not apart
        # an article that states no day appeared on the last day that it tells of, or later
        near = ~((apart > most_days) & stated[None, :]) & ~((apart < -most_days) & stated[rows, None])
        for one, other in zip(*np.nonzero((alike >= least) & near), strict=True):
            if start + one < other:
                found[start + int(one), int(other)] = float(alike[one, other])
    return Stories(found, _components(len(readings), list(found)))


def _vectorise(profiles: Sequence[Profile]) -> Any:
    return normalize(DictVectorizer().fit_transform([dict(profile) or {"": 0.0} for profile in profiles]))


def _cosines(vectors: Any, rows: slice) -> NDArray[np.float64]:
    return np.asarray((vectors[rows] @ vectors.T).todense(), dtype=np.float64)


def _components(n: int, links: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
    ends = tuple(zip(*links, strict=True)) if links else ([], [])
    graph = csr_matrix((np.ones(len(links)), ends), shape=(n, n))
    labels: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return labels


def _ordinal(day: date | None) -> float:
    return float("nan") if day is None else float(day.toordinal())


def _reported_day(reading: Reading) -> date | None:
    """The day of publication, or where it is unknown the last day that the article tells of."""
    if published := _published(reading):
        return published
    days = [t.end for claim in reading.claims for t in claim.times if t.end and t.precision in FINE]
    return max(days, default=None)


def _published(reading: Reading) -> date | None:
    """The stated day of publication; "2022-01" is taken for its first day: story_days forgives a month."""
    published = reading.document.published.value[:10]
    if published:
        with suppress(ValueError):  # a page may state what is no date
            return date.fromisoformat((published + "-01-01")[:10])
    return None
