"""Copies and versions into an analysis: what they changed becomes findings of its own, what they share counts
once.

Runs after the comparison: `compare/engine.py` sees only the newest version of each article, and knows nothing
of copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.models import (
    Analysis,
    ConflictKind,
    CopyGroup,
    Level,
    Position,
    Question,
    Reading,
    Reason,
    Relation,
    RelationType,
    RevisionChain,
)
from compare.drift import Drift, find_drift, match_sentences
from compare.title import LABEL
from compare.wording import pick_language, say
from compare.writing import shorten

# How much of a reviewer's minute a changed fact deserves.  High: the two sentences are one, so it is surely
# one question; a changed name is sometimes only a better spelling.
SCORES = {
    ConflictKind.NEGATION: 0.97,
    ConflictKind.NUMBER: 0.95,
    ConflictKind.DATE: 0.93,
    ConflictKind.ACTOR: 0.85,
}


@dataclass(frozen=True, slots=True)
class _Change:
    drift: Drift
    level: Level


def add_kinship(
    analysis: Analysis,
    readings: Sequence[Reading],
    copies: Sequence[CopyGroup],
    revisions: Sequence[RevisionChain],
) -> Analysis:
    """Return the analysis with all versions, the groups of copies and what was changed between them.

    Args:
        analysis: of the newest versions.
        readings: all articles, old versions too.
        copies: from `compare.copies`.
        revisions: from `compare.revisions`.
    """
    if not copies and not revisions:
        return analysis
    by_id = {reading.document.id: reading for reading in readings}
    relations = list(_agree_where_copied(analysis.relations, by_id, copies))
    questions = list(analysis.questions)
    for change in _find_changes(by_id, copies, revisions):
        _add_change(change, questions, relations, by_id)
    relations.sort(key=lambda r: (not r.relation.is_flagged, -r.score, r.id))
    return replace(
        analysis,
        readings=tuple(readings),
        questions=tuple(questions),
        relations=tuple(relations),
        copies=tuple(copies),
        revisions=tuple(revisions),
    )


def _agree_where_copied(
    relations: Iterable[Relation], by_id: Mapping[str, Reading], copies: Iterable[CopyGroup]
) -> Iterator[Relation]:
    """The same sentence in two copies says the same, even if "yesterday" was counted from two days."""
    same: set[frozenset[str]] = set()
    for group in copies:
        members = [by_id[name] for name in group.documents]
        for place, left in enumerate(members):
            for right in members[place + 1 :]:
                same |= {frozenset(pair) for pair in match_sentences(left, right).items()}
    for relation in relations:
        is_same = frozenset((relation.claim_l, relation.claim_r)) in same
        if is_same and relation.relation is not RelationType.AGREEMENT:
            relation = replace(
                relation,
                relation=RelationType.AGREEMENT,
                reason=Reason("same_words"),
                evidence_l=(),
                evidence_r=(),
            )
        yield relation


def _find_changes(
    by_id: Mapping[str, Reading], copies: Iterable[CopyGroup], revisions: Iterable[RevisionChain]
) -> Iterator[_Change]:
    """Changes of copies against their origin, and of each version against the one before."""
    for group in copies:
        for copy in group.copies:
            drifts = find_drift(by_id[group.origin], by_id[copy])
            yield from (_Change(drift, Level.COPY) for drift in drifts)
    for chain in revisions:
        for earlier, later in zip(chain.documents, chain.documents[1:], strict=False):
            drifts = find_drift(by_id[earlier], by_id[later])
            yield from (_Change(drift, Level.SELF) for drift in drifts)


def _add_change(
    change: _Change, questions: list[Question], relations: list[Relation], by_id: Mapping[str, Reading]
) -> None:
    """Put a change in the place of what the comparison said of the two claims, else into a question of its
    own.
    """
    drift = change.drift
    pair = {drift.left.id, drift.right.id}
    for place, relation in enumerate(relations):
        if {relation.claim_l, relation.claim_r} == pair:
            relations[place] = _relate(change, relation.question)
            return
    home = next((question for question in questions if pair <= set(question.claims)), None)
    if home is None:
        language = by_id[drift.left.document].document.language.value
        home = _make_question(drift, language)
        questions.append(home)
    relations.append(_relate(change, home.id))


def _make_question(drift: Drift, language: str) -> Question:
    title = say(
        pick_language(language),
        "title.with_values",
        topic=shorten(drift.left.quote, LABEL),
        left=drift.words_l,
        right=drift.words_r,
    )
    positions = (
        Position(shorten(drift.words_l, LABEL), (drift.left.id,)),
        Position(shorten(drift.words_r, LABEL), (drift.right.id,)),
    )
    return Question(title, (drift.left.id, drift.right.id), positions)


def _relate(change: _Change, question: str) -> Relation:
    drift = change.drift
    sides = [(drift.left, drift.evidence_l), (drift.right, drift.evidence_r)]
    (claim_l, evidence_l), (claim_r, evidence_r) = sorted(sides, key=lambda side: side[0].id)
    key = "changed_in_copy" if change.level is Level.COPY else "changed_later"
    values = (("left", drift.words_l), ("right", drift.words_r))
    return Relation(
        question=question,
        claim_l=claim_l.id,
        claim_r=claim_r.id,
        key_l=claim_l.key,
        key_r=claim_r.key,
        relation=RelationType.CONTRADICTION,
        kind=drift.kind,
        level=change.level,
        score=SCORES[drift.kind],
        reason=Reason(key, values),
        evidence_l=(evidence_l,),
        evidence_r=(evidence_r,),
    )
