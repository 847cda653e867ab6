"""Vectors that tell the claims of one story apart, and a claim's vector with those of its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.models import Claim

Vectors = NDArray[np.float32]


def centre_by_story(vectors: Vectors, story: NDArray[np.int32], weight: int, directions: int) -> Vectors:
    """Return the vectors without what all claims of their story share, unit length again.

    E5 cosines live between 0.75 and 0.98; what all claims of a story share says nothing of one claim.  After
    the centre the strongest directions go too ("All-but-the-Top", Mu and Viswanath 2018): in news they part
    quotes from reports and one language from another, not one question from another.

    Args:
        vectors: shape (n, dim).
        story: the story of each claim, shape (n,).
        weight: how many claims' worth of "no common topic" the centre is mixed with.
        directions: how many directions are left out of a story of 25 claims or more a direction; fewer of
            smaller ones.
    """
    moved = np.array(vectors, dtype=np.float32)
    order = np.argsort(story, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(story[order])) + 1):
        moved[rows] = _centre(moved[rows], weight, directions)
    return moved


def _centre(part: Vectors, weight: int, directions: int) -> Vectors:
    n = len(part)
    if n == 0:
        return part
    part = _unit(part - part.mean(axis=0) * np.float32(n / (n + weight)))
    count = min(directions, n // 25)
    if count:
        scatter = part.T.astype(np.float64) @ part  # (dim, dim), however many claims
        top = np.linalg.eigh(scatter)[1][:, -count:].astype(np.float32)
        part = _unit(part - (part @ top) @ top.T)
    return part


def add_neighbours(vectors: Vectors, claims: Sequence[Claim], weight: float, reach: int) -> Vectors:
    """Return each claim's vector with those around it in its article, unit length.

    "Two of the five gates were opened." / "Nobody told us." - what the second is about stands in the first.
    A neighbour at distance d counts `weight` / d.
    """
    order = sorted(range(len(claims)), key=lambda row: (claims[row].document, claims[row].span))
    documents = np.array([claims[row].document for row in order])
    placed = vectors[order]
    total = placed.copy()
    for distance in range(1, min(reach, len(order) - 1) + 1):
        same = (documents[distance:] == documents[:-distance])[:, None] * np.float32(weight / distance)
        total[distance:] += same * placed[:-distance]
        total[:-distance] += same * placed[distance:]
    found = np.empty_like(total)
    found[order] = _unit(total)
    return found


def _unit(vectors: NDArray[Any]) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
