"""Do two claims answer the same question?  Similarity of vectors, words, names and events, joined by a
logistic model.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from claims.models import Contribution
from compare.corpus import Corpus, weighted_overlap
from compare.relate.weigh import load_joining

# Of the pairs that judges of the development sets looked at eight in ten answer one question, of any two
# claims of a story one in fifteen.  Candidates lie between; with this the odds are even for what deserves a
# question.
RAISED = 1.4


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

    def values(self) -> dict[str, float]:
        """The evidence by name."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(field.name for field in fields(Evidence))


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


def same_question(evidence: Evidence) -> float:
    """Return the probability that two claims answer one question.

    It is meant for pairs that something has brought together: the odds that the model gives for any two
    claims of a story are raised by `RAISED`.

    >>> same_question(Evidence(0.6, 0.5, 0.5, 1.0, 1.0, 1.0, 0.0, 0.0)) > 0.9
    True
    """
    return load_joining("same_question").probability(evidence.values() | {"raised": RAISED})


def weigh_question(evidence: Evidence) -> tuple[Contribution, ...]:
    """Return what speaks for one question and against it, each feature named "question.<evidence>"."""
    return load_joining("same_question").contributions(evidence.values(), "question.")
