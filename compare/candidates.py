"""Which claims are compared: near neighbours of the vectors, and claims that meet in the index of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from compare.corpus import Corpus
from compare.relate.traits import Traits, index_keys

Pair = tuple[int, int]
TIMELESS = ("list",)  # who belongs to what is compared across stories: the list outlives them


def find_candidates(corpus: Corpus, traits: Sequence[Traits]) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs of rows to compare, sorted, and how many were left out by `max_pairs_per_claim`.

    Only claims of one story meet, lists apart; a pair that meets in the index of facts is kept before a mere
    neighbour.
    """
    indexed = set(_pairs_by_fact(corpus, traits))
    near = set(_pairs_by_vector(corpus)) - indexed
    ordered = sorted(indexed, key=lambda p: _rank(corpus, p)) + sorted(near, key=lambda p: _rank(corpus, p))
    kept, left_out = _limit(ordered, corpus.settings.max_pairs_per_claim)
    return tuple(sorted(kept)), left_out


def _pairs_by_fact(corpus: Corpus, traits: Sequence[Traits]) -> Iterator[Pair]:
    buckets: dict[str, list[int]] = defaultdict(list)
    for row, trait in enumerate(traits):
        for key in {*index_keys(trait)}:
            buckets[key].append(row)
    for key, rows in buckets.items():
        yield from (pair for pair in combinations(rows, 2) if key in TIMELESS or corpus.share_story(*pair))


def _pairs_by_vector(corpus: Corpus) -> Iterator[Pair]:
    if len(corpus.claims) < 2:
        return
    count = min(corpus.settings.neighbours + 1, len(corpus.claims))
    search = NearestNeighbors(n_neighbors=count, metric="cosine", algorithm="brute").fit(corpus.centred)
    rows: NDArray[np.int64] = search.kneighbors(corpus.centred, return_distance=False)
    for row, others in enumerate(rows):
        for other in map(int, others):
            if row != other and corpus.share_story(row, other):
                yield min(row, other), max(row, other)


def _rank(corpus: Corpus, pair: Pair) -> tuple[float, Pair]:
    return -round(float(corpus.centred[pair[0]] @ corpus.centred[pair[1]]), 4), pair


def _limit(ordered: Sequence[Pair], most: int) -> tuple[list[Pair], int]:
    used: dict[int, int] = defaultdict(int)
    kept = []
    for left, right in ordered:
        if used[left] < most and used[right] < most:
            used[left] += 1
            used[right] += 1
            kept.append((left, right))
    return kept, len(ordered) - len(kept)
