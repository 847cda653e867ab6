"""Find the parts of an analysis by their ids, and the verdicts that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from claims.models import Analysis, Claim, Document, Question, Relation, RelationType, Verdict
from claims.review import standing_verdicts
from compare.wording import tell_reason

NEAR_MISSES = (RelationType.UPDATE, RelationType.DIFFERENT_SCOPE, RelationType.COMPATIBLE)


class Review(StrEnum):
    """What the reviewers' standing verdicts on one thing add up to."""

    OPEN = "open"  # nobody has judged it, or all were taken back
    CONFLICT = "conflict"
    NO_CONFLICT = "no_conflict"
    UNSURE = "unsure"
    DISPUTED = "disputed"  # reviewers say different things


@dataclass(frozen=True)
class Lookup:
    """The parts of one analysis by id."""

    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    questions: Mapping[str, Question]
    verdicts: Mapping[str, tuple[Verdict, ...]]

    def document_of(self, claim: Claim) -> Document:
        """Return the article that a claim stands in."""
        return self.documents[claim.document]

    def review_of(self, relation: Relation) -> Review:
        """Return what the reviewers say of a relation."""
        return sum_up(self.verdicts.get(relation.id, ()))


def look_up(analysis: Analysis) -> Lookup:
    """Return an analysis's parts by their ids."""
    return Lookup(
        documents={reading.document.id: reading.document for reading in analysis.readings},
        claims={claim.id: claim for reading in analysis.readings for claim in reading.claims},
        questions={question.id: question for question in analysis.questions},
        verdicts=keep_standing(analysis.verdicts),
    )


def keep_standing(log: Iterable[Verdict]) -> dict[str, tuple[Verdict, ...]]:
    """Return each target's verdicts that stand, a reviewer one, in the order of the reviewers' names.

    >>> from claims.models import Judgement
    >>> given = Verdict("r-1", "Ayu", Judgement.CONFLICT, at="1")
    >>> keep_standing([given, Verdict("r-1", "Ayu", Judgement.WITHDRAWN, at="2")])
    {}
    """
    by_target = standing_verdicts(sorted(log, key=lambda verdict: (verdict.at, verdict.id)))
    return {target: tuple(given[name] for name in sorted(given)) for target, given in by_target.items()}


def sum_up(verdicts: Iterable[Verdict]) -> Review:
    """Return what standing verdicts add up to; different words are a dispute, never a majority.

    >>> from claims.models import Judgement
    >>> sum_up([Verdict("r-1", "Ayu", Judgement.CONFLICT), Verdict("r-1", "Bima", Judgement.UNSURE)])
    <Review.DISPUTED: 'disputed'>
    """
    words = {verdict.verdict for verdict in verdicts}
    if not words:
        return Review.OPEN
    return Review(words.pop()) if len(words) == 1 else Review.DISPUTED


def tell_relation(relation: Relation, lang: str) -> str:
    """Return a relation's reason in words."""
    return tell_reason(relation.reason, lang)


def rank_relations(relations: Iterable[Relation]) -> list[Relation]:
    """Return relations with the flagged ones first, then by falling score; ids break ties."""
    return sorted(relations, key=lambda r: (not r.relation.is_flagged, -r.score, r.id, r.claim_l, r.claim_r))
