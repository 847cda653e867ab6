"""Do two claims answer the same question?  Similarity of vectors, words, actors and events, joined by a
logistic model.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import exp

from compare.corpus import Corpus, weighted_overlap


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one question, each in -1..1 or 0..1."""

    cosine: float  # of the centred vectors
    words: float  # weighted Jaccard of lemmas
    actors: float  # weighted Jaccard of actors
    concepts: float  # weighted Jaccard of event concepts
    story: float  # similarity of the two articles' profiles; 1 within one article


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the logistic model, in the order of `Evidence`, and its bias.

    Set on the development sets in tests/gold (banjir, pilkada, company); `ceksilang evaluate` prints the
    figures.
    """

    bias: float = -1.6
    cosine: float = 3.0
    words: float = 5.0
    actors: float = 1.0
    concepts: float = 1.5
    story: float = 0.5


def gather_evidence(corpus: Corpus, left: int, right: int) -> Evidence:
    """Return the evidence for two claims, by row."""
    doc_l, doc_r = corpus.place[corpus.claims[left].document], corpus.place[corpus.claims[right].document]
    return Evidence(
        cosine=float(corpus.centred[left] @ corpus.centred[right]),
        words=weighted_overlap(corpus.lemmas[left], corpus.lemmas[right], corpus.word_weight),
        actors=weighted_overlap(corpus.actors[left], corpus.actors[right], corpus.actor_weight),
        concepts=weighted_overlap(corpus.concepts[left], corpus.concepts[right], corpus.concept_weight),
        story=float(corpus.profile_similarity[doc_l, doc_r]),
    )


def same_question(evidence: Evidence, weights: Weights | None = None) -> float:
    """Return the probability that two claims answer one question.

    >>> round(same_question(Evidence(0.6, 0.5, 1.0, 1.0, 1.0)), 2) > 0.9
    True
    """
    weights = weights or Weights()
    bias, *slopes = astuple(weights)
    total = bias + sum(w * x for w, x in zip(slopes, astuple(evidence), strict=True))
    return float(1 / (1 + exp(-total)))
