"""Which claims are compared: near neighbours of the vectors, and claims that meet in the index of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from compare.corpus import Corpus
from compare.relate.traits import Traits, index_keys

Pair = tuple[int, int]
CROWD = 300  # claims under one key, above which each meets only its nearest
BLOCK = 1024  # rows whose likeness to the others is held at once
ANYWHERE = -1
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
    buckets: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, trait in enumerate(traits):
        for key in {*index_keys(trait)}:
            buckets[key, ANYWHERE if key in TIMELESS else int(corpus.story[row])].append(row)
    for (key, _), rows in buckets.items():
        met = combinations(rows, 2) if len(rows) <= CROWD else _nearest_of(corpus, rows)
        yield from (pair for pair in met if key in TIMELESS or corpus.share_story(*pair))


def _pairs_by_vector(corpus: Corpus) -> Iterator[Pair]:
    """The nearest neighbours of each claim among those of its story."""
    stories: dict[int, list[int]] = defaultdict(list)
    for row, story in enumerate(corpus.story):
        stories[int(story)].append(row)
    for rows in stories.values():
        yield from (pair for pair in _nearest_of(corpus, rows) if corpus.share_story(*pair))


def _nearest_of(corpus: Corpus, rows: Sequence[int]) -> Iterator[Pair]:
    """The nearest neighbours of each of `rows` among them, in blocks: no matrix of all by all is held."""
    if len(rows) < 2:
        return
    count = min(corpus.settings.neighbours + 1, len(rows))
    vectors = corpus.centred[rows]
    for start in range(0, len(rows), BLOCK):
        likeness = vectors[start : start + BLOCK] @ vectors.T
        nearest = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        for one, others in enumerate(nearest, start):
            for other in map(int, others):
                if one != other:
                    yield min(rows[one], rows[other]), max(rows[one], rows[other])


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
