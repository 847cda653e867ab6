"""Which pairs are compared: the fast way with arrays finds what the plain way finds, and in little memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

import compare.candidates
from compare.candidates import Pair, find_candidates
from compare.context import find_announcements
from compare.corpus import Corpus
from compare.engine import read_all_traits
from compare.evaluate.scaling import make_corpus
from compare.relate.traits import Traits, index_keys
from compare.settings import Settings


def find_plainly(corpus: Corpus, traits: tuple[Traits, ...], most: int) -> tuple[set[Pair], int]:
    """All pairs of a key and the nearest of each claim, the most alike first; no key here has a crowd."""
    rows = range(len(corpus.claims))
    keys = [{*index_keys(trait)} for trait in traits]
    indexed = {
        pair for pair in combinations(rows, 2) if keys[pair[0]] & keys[pair[1]] and corpus.share_story(*pair)
    }
    likeness = corpus.centred @ corpus.centred.T
    near = set()
    for row in rows:
        others = sorted(
            (-likeness[row, other], other) for other in rows if corpus.story[other] == corpus.story[row]
        )
        for _, other in others[: corpus.settings.neighbours + 1]:
            if other != row and corpus.share_story(row, other):
                near.add((min(row, other), max(row, other)))
    used: dict[int, int] = defaultdict(int)
    kept = set()
    for pairs in (indexed, near - indexed):
        for pair in sorted(pairs, key=lambda p: (-np.round(likeness[p], 4), p)):
            if max(used[pair[0]], used[pair[1]]) < most:
                kept.add(pair)
                used[pair[0]] += 1
                used[pair[1]] += 1
    return kept, len(indexed | near) - len(kept)


@pytest.mark.parametrize("most", [200, 22])
def test_the_plain_way_finds_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare.candidates, "MOST_HELD", 2_000)  # several blocks
    corpus = replace(make_corpus(300)[0], settings=Settings(max_pairs_per_claim=most))
    traits = read_all_traits(corpus, find_announcements(corpus))
    pairs, left_out = find_candidates(corpus, traits)
    assert list(pairs) == sorted(set(pairs))
    assert (set(pairs), left_out) == find_plainly(corpus, traits, most)
    assert (left_out > 0) == (most < 200)


def test_no_claims_give_no_pairs() -> None:
    corpus = make_corpus(10)[0]
    empty = Corpus((), (), corpus.vectors[:0], corpus.settings)
    assert find_candidates(empty, ()) == ((), 0)
