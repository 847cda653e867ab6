"""Find claims, by their words or by what they mean; no Streamlit here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.events import Annotation
from claims.models import Claim, content_id
from ui.desk import Desk

Vectors = NDArray[np.float32]
MOST_ALIKE = 200  # claims by meaning: all of them are alike to some degree, the tail helps nobody


@dataclass(frozen=True)
class Wanted:
    """What a search asks for; what is empty lets everything through."""

    words: str = ""
    outlets: Collection[str] = ()
    kinds: Collection[str] = ()
    marks: Collection[str] = ()  # labels and tags, any of them

    def matches(self, claim: Claim, desk: Desk, marks: Iterable[Annotation]) -> bool:
        """Tell whether a claim passes everything but the words."""
        if self.outlets and desk.outlet_of(claim.id) not in self.outlets:
            return False
        if self.kinds and claim.kind.value not in self.kinds:
            return False
        return not self.marks or any(mark.value in self.marks for mark in marks)


def find_claims(wanted: Wanted, desk: Desk, annotations: Mapping[str, Sequence[Annotation]]) -> list[Claim]:
    """Return the claims that hold every word, in the quote or the speaker's name, by outlet and place."""
    words = wanted.words.casefold().split()
    return [
        claim
        for claim, folded in desk.claim_words
        if all(word in folded for word in words)
        and wanted.matches(claim, desk, annotations.get(claim.key, ()))
    ]


@dataclass(frozen=True)
class Meanings:
    """The vectors of an analysis's claims, centred: shape (claims, dimension), rows of length 1."""

    claims: tuple[Claim, ...]
    vectors: Vectors
    middle: Vectors

    def rank(self, vector: Vectors) -> Iterator[tuple[Claim, float]]:
        """Yield the claims by falling likeness (cosine, 1 is the same) to a text's vector."""
        likeness = self.vectors @ _level(vector - self.middle)
        order = np.argsort(-likeness, kind="stable")
        for number in order:
            yield self.claims[number], float(likeness[number])


def hash_words(text: str) -> str:
    """Return the name under which the store keeps the vector of a text."""
    return content_id("t", text)


def gather_meanings(desk: Desk, stored: Mapping[str, Vectors]) -> Meanings | None:
    """Return the vectors of the claims that have one, None if none has.

    The encoder's vectors all point nearly the same way; without the middle of the corpus, what is left tells
    claims apart.
    """
    known = [claim for claim in desk.claims.values() if hash_words(claim.quote) in stored]
    if not known:
        return None
    vectors = np.stack([stored[hash_words(claim.quote)] for claim in known])
    middle = vectors.mean(axis=0)
    return Meanings(tuple(known), _level(vectors - middle), middle)


def _level(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    levelled: Vectors = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return levelled
