"""Do two claims answer the same question?  Similarity of vectors, words, names and events, joined by a
logistic model.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import exp

from compare.corpus import Corpus, weighted_overlap


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one question, cosines in -1..1, the others in 0..1."""

    cosine: float  # of the centred vectors
    around: float  # of the same with the neighbours' vectors
    words: float  # weighted Jaccard of lemmas
    actors: float  # weighted Jaccard of actors
    concepts: float  # weighted Jaccard of event concepts
    concepts_around: float  # the same with the concepts of the claims before and after
    axes: float  # weighted Jaccard of the axes on which both take a side
    figures: float  # 1 if both give a figure


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the logistic model, in the order of `Evidence`, and its bias.

    Set on the development sets in tests/gold (banjir, pilkada, company); `ceksilang evaluate` prints the
    figures.
    """

    bias: float = -1.9
    cosine: float = 3.0
    around: float = 2.0
    words: float = 1.5
    actors: float = 0.0
    concepts: float = 4.5
    concepts_around: float = 2.0
    axes: float = 4.0
    figures: float = 0.0


def gather_evidence(corpus: Corpus, left: int, right: int) -> Evidence:
    """Return the evidence for two claims, by row."""
    return Evidence(
        cosine=float(corpus.centred[left] @ corpus.centred[right]),
        around=float(corpus.around[left] @ corpus.around[right]),
        words=weighted_overlap(corpus.lemmas[left], corpus.lemmas[right], corpus.word_weight),
        actors=weighted_overlap(corpus.actors[left], corpus.actors[right], corpus.actor_weight),
        concepts=weighted_overlap(corpus.concepts[left], corpus.concepts[right], corpus.concept_weight),
        concepts_around=weighted_overlap(
            corpus.concepts_around[left], corpus.concepts_around[right], corpus.concept_weight
        ),
        axes=weighted_overlap(corpus.axes[left], corpus.axes[right], corpus.axis_weight),
        figures=float(bool(corpus.claims[left].quantities) and bool(corpus.claims[right].quantities)),
    )


def same_question(evidence: Evidence, weights: Weights | None = None) -> float:
    """Return the probability that two claims answer one question.

    >>> round(same_question(Evidence(0.6, 0.5, 0.5, 1.0, 1.0, 1.0, 0.0, 0.0)), 2) > 0.9
    True
    """
    weights = weights or Weights()
    bias, *slopes = astuple(weights)
    total = bias + sum(w * x for w, x in zip(slopes, astuple(evidence), strict=True))
    return float(1 / (1 + exp(-total)))
