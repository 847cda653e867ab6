"""Vectors inside a story: what all share goes, neighbours speak with a claim."""

from __future__ import annotations

import numpy as np

from claims.models import Claim, Span
from compare.vectors import add_neighbours, centre_by_story


def test_what_a_story_shares_says_nothing() -> None:
    chance = np.random.default_rng(0)
    shared = np.full(16, 5.0)
    vectors = (shared + chance.normal(size=(60, 16))).astype(np.float32)
    centred = centre_by_story(vectors, np.zeros(60, dtype=np.int32), weight=0, directions=0)
    assert abs(float(centred.mean())) < 0.05


def test_stories_do_not_change_each_other() -> None:
    chance = np.random.default_rng(1)
    one, other = (chance.normal(size=(30, 8)).astype(np.float32) for _ in range(2))
    story = np.repeat([0, 1], 30).astype(np.int32)
    together = centre_by_story(np.concatenate([one, other]), story, weight=20, directions=1)
    alone = centre_by_story(one, story[:30], weight=20, directions=1)
    assert np.allclose(together[:30], alone, atol=1e-5)


def test_a_claim_comes_nearer_to_what_its_neighbour_speaks_of() -> None:
    claims = [Claim("d1", Span(k, k + 1), str(k), Span(k, k + 1)) for k in range(2)]
    claims.append(Claim("d2", Span(0, 1), "x", Span(0, 1)))
    vectors = np.eye(3, dtype=np.float32)
    around = add_neighbours(vectors, claims, weight=0.5, reach=2)
    assert around[0] @ vectors[1] > 0.3
    assert around[2] @ vectors[0] == 0


def test_few_claims_and_none_are_no_error() -> None:
    assert centre_by_story(np.zeros((0, 4), np.float32), np.zeros(0, np.int32), 20, 3).shape == (0, 4)
    assert add_neighbours(np.zeros((0, 4), np.float32), [], 0.5, 2).shape == (0, 4)
