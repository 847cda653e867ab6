"""Which claims are compared: near neighbours of the vectors, and claims that meet in the index of facts.

While they are gathered, pairs of rows are held as numbers (left x claims + right) in arrays: tens of millions
of them are met by 50,000 claims, and as tuples they would take more memory than all the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from compare.corpus import Corpus
from compare.relate.traits import Traits, index_keys

Pair = tuple[int, int]
Codes = NDArray[np.int64]
CROWD = 300  # claims under one key, above which each meets only its nearest
BLOCK = 1024  # rows whose likeness to the others is held at once ...
MOST_HELD = 16_000_000  # ... and fewer where that would be more numbers than this, 64 MB
ANYWHERE = -1
TIMELESS = ("list",)  # who belongs to what is compared across stories: the list outlives them


def find_candidates(corpus: Corpus, traits: Sequence[Traits]) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs of rows to compare, sorted, and how many were left out by `max_pairs_per_claim`.

    Only claims of one story meet, lists apart; a pair that meets in the index of facts is kept before a mere
    neighbour.
    """
    claims = len(corpus.claims)
    indexed = _gather(_pairs_by_fact(corpus, traits))
    near = np.setdiff1d(_gather(_pairs_by_vector(corpus)), indexed, assume_unique=True)
    ordered = np.concatenate([_by_likeness(corpus, indexed), _by_likeness(corpus, near)])
    kept = np.sort(_limit(ordered, claims, corpus.settings.max_pairs_per_claim))
    lefts, rights = np.divmod(kept, max(claims, 1))
    return tuple(zip(lefts.tolist(), rights.tolist(), strict=True)), len(ordered) - len(kept)


def _gather(found: Iterable[Codes]) -> Codes:
    """Each code once, sorted."""
    known, waiting, held = np.zeros(0, dtype=np.int64), [], 0
    for codes in found:
        waiting.append(codes)
        held += len(codes)
        if held * 8 > MOST_HELD:
            known, waiting, held = np.unique(np.concatenate([known, *waiting])), [], 0
    return np.unique(np.concatenate([known, *waiting]))


def _pairs_by_fact(corpus: Corpus, traits: Sequence[Traits]) -> Iterator[Codes]:
    buckets: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, trait in enumerate(traits):
        for key in {*index_keys(trait)}:
            buckets[key, ANYWHERE if key in TIMELESS else int(corpus.story[row])].append(row)
    for (key, _), rows in buckets.items():
        for codes in _all_of(corpus, rows) if len(rows) <= CROWD else _nearest_of(corpus, rows):
            yield codes if key in TIMELESS else _of_one_story(corpus, codes)


def _pairs_by_vector(corpus: Corpus) -> Iterator[Codes]:
    """The nearest neighbours of each claim among those of its story."""
    stories: dict[int, list[int]] = defaultdict(list)
    for row, story in enumerate(corpus.story):
        stories[int(story)].append(row)
    for rows in stories.values():
        yield from (_of_one_story(corpus, codes) for codes in _nearest_of(corpus, rows))


def _all_of(corpus: Corpus, rows: Sequence[int]) -> Iterator[Codes]:
    places = np.asarray(rows, dtype=np.int64)
    left, right = np.triu_indices(len(rows), 1)
    yield places[left] * len(corpus.claims) + places[right]


def _nearest_of(corpus: Corpus, rows: Sequence[int]) -> Iterator[Codes]:
    """The nearest neighbours of each of `rows` among them, in blocks: no matrix of all by all is held."""
    if len(rows) < 2:
        return
    count = min(corpus.settings.neighbours + 1, len(rows))
    places = np.asarray(rows, dtype=np.int64)
    vectors = corpus.centred[rows]
    block = max(1, min(BLOCK, MOST_HELD // len(rows)))
    for start in range(0, len(rows), block):
        likeness = vectors[start : start + block] @ vectors.T
        nearest = places[np.argpartition(-likeness, count - 1, axis=1)[:, :count]].ravel()
        own = np.repeat(places[start : start + block], count)
        codes = np.minimum(own, nearest) * len(corpus.claims) + np.maximum(own, nearest)
        yield codes[own != nearest]


def _of_one_story(corpus: Corpus, codes: Codes) -> Codes:
    """Those whose articles are about one story."""
    pairs = zip(*(side.tolist() for side in np.divmod(codes, len(corpus.claims))), strict=True)
    shared = (corpus.share_story(*pair) for pair in pairs)
    return np.asarray(codes[np.fromiter(shared, dtype=bool, count=len(codes))])


def _by_likeness(corpus: Corpus, codes: Codes) -> Codes:
    """The most alike first, equally alike ones in the order of their rows."""
    if not len(codes):
        return codes
    alike = np.empty(len(codes), dtype=np.float32)
    for start in range(0, len(codes), BLOCK):
        left, right = np.divmod(codes[start : start + BLOCK], len(corpus.claims))
        alike[start : start + BLOCK] = np.einsum("ij,ij->i", corpus.centred[left], corpus.centred[right])
    return np.asarray(codes[np.lexsort((codes, -np.round(alike, 4)))])


def _limit(ordered: Codes, claims: int, most: int) -> Codes:
    """The first of them that no claim has too many of."""
    lefts, rights = np.divmod(ordered, max(claims, 1))
    if (np.bincount(lefts, minlength=claims) + np.bincount(rights, minlength=claims)).max(initial=0) <= most:
        return ordered
    used = [0] * claims
    keep = np.zeros(len(ordered), dtype=bool)
    for start in range(0, len(ordered), BLOCK):
        end = start + BLOCK
        sides = zip(lefts[start:end].tolist(), rights[start:end].tolist(), strict=True)
        for place, (left, right) in enumerate(sides, start):
            if used[left] < most and used[right] < most:
                used[left] += 1
                used[right] += 1
                keep[place] = True
    return np.asarray(ordered[keep])
