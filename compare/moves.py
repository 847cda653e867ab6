"""What people did to the questions, done to what the machine grouped.

Moves name claims by their keys, so they hold after every new analysis; one whose claims are gone changes
nothing.  The analysis in the store is the machine's: moves are applied when it is loaded, so a move or its
undo is seen at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.events import Move, MoveKind
from claims.models import Analysis, Position, Question, Relation, RelationType
from compare.writing import shorten

OVERRULED_SCORE = 0.5  # least score of what a person flagged: above what the machine is unsure of
LABEL = 80  # characters of a title or label made of a claim's words


def apply_moves(analysis: Analysis, moves: Sequence[Move]) -> Analysis:
    """Return `analysis` with its questions split, merged and moved and its near-misses overruled.

    A relation goes to a question that holds both of its claims; where people parted them there is none, and
    the relation goes too: its verdicts stay in the log and come back with an undo.

    Args:
        analysis: as the machine made it.
        moves: those that stand, in the order in which they were made (`ReviewLog.moves`).
    """
    if not moves:
        return analysis
    table = _Table(analysis)
    for move in moves:
        table.apply(move)
    questions, relations = table.finish(analysis.relations)
    overruled = {m.target: m.relation for m in moves if m.move is MoveKind.OVERRULE and m.relation}
    return replace(
        analysis, questions=questions, relations=_order(_overrule(r, overruled) for r in relations)
    )


def find_idle(analysis: Analysis, moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return the moves that change nothing here, because their claims or relation are gone."""
    keys = {claim.key for reading in analysis.readings for claim in reading.claims}
    relations = {relation.id for relation in analysis.relations}
    return tuple(
        move
        for move in moves
        if (
            move.target not in relations
            if move.move is MoveKind.OVERRULE
            else not (keys & set(move.claims) and keys & set(move.others))
        )
    )


@dataclass
class _Open:
    """A question that is being rebuilt."""

    title: str
    claims: dict[str, None]  # ids, in order
    positions: list[Position]
    was: str = ""  # the id that its relations name

    def finish(self) -> Question:
        return Question(self.title, tuple(self.claims), tuple(p for p in self.positions if p.claims))

    def drop(self, ids: set[str]) -> None:
        self.claims = {claim: None for claim in self.claims if claim not in ids}
        self.positions = [
            replace(p, claims=tuple(c for c in p.claims if c not in ids)) for p in self.positions
        ]


class _Table:
    """All questions, by the claims in them."""

    def __init__(self, analysis: Analysis) -> None:
        self.questions = [
            _Open(q.title, dict.fromkeys(q.claims), list(q.positions), q.id) for q in analysis.questions
        ]
        self.claims = {claim.id: claim for r in analysis.readings for claim in r.claims}
        self.ids: dict[str, list[str]] = defaultdict(list)
        for claim in self.claims.values():
            self.ids[claim.key].append(claim.id)

    def apply(self, move: Move) -> None:
        """Do one move; with its claims gone it does nothing."""
        if move.move is MoveKind.OVERRULE:
            return
        claims, others = self._find(move.claims), self._find(move.others)
        source = self._best(claims, others, move.move is MoveKind.SPLIT)
        goal = self._best(others, claims, False)
        if not claims or source is None:
            return
        if move.move is MoveKind.SPLIT:
            self._split(source, claims & source.claims.keys())
        elif goal is not None and move.move is MoveKind.MERGE:
            self._merge(goal, source)
        elif goal is not None and goal is not source:
            moved = claims & source.claims.keys()
            source.drop(moved)
            self._add(goal, moved)

    def finish(self, relations: Iterable[Relation]) -> tuple[tuple[Question, ...], tuple[Relation, ...]]:
        """The questions as they are now, and each relation in one that holds both claims, its own first."""
        made = [(question, question.finish()) for question in self.questions if question.claims]
        homes: dict[str, list[tuple[_Open, Question]]] = defaultdict(list)
        for pair in made:
            for claim in pair[0].claims:
                homes[claim].append(pair)
        kept = []
        for relation in relations:
            both = [pair for pair in homes[relation.claim_l] if relation.claim_r in pair[0].claims]
            if both:
                home = next((new for old, new in both if old.was == relation.question), both[0][1])
                kept.append(relation if home.id == relation.question else replace(relation, question=home.id))
        return tuple(new for _, new in made), tuple(kept)

    def _find(self, keys: Iterable[str]) -> set[str]:
        return {claim for key in keys for claim in self.ids.get(key, ())}

    def _best(self, claims: set[str], others: set[str], together: bool) -> _Open | None:
        """The question most like what the reviewer saw: with `claims`, and with or without `others`."""

        def likeness(question: _Open) -> tuple[int, int, int]:
            held = question.claims.keys()
            met = len(held & others)
            return len(held & claims), met if together else -met, -len(held)

        found = [question for question in self.questions if question.claims.keys() & claims]
        return max(found, key=likeness, default=None)

    def _split(self, source: _Open, leaving: set[str]) -> None:
        if not leaving or leaving == source.claims.keys():
            return
        first = next(self.claims[claim] for claim in source.claims if claim in leaving)
        positions = [replace(p, claims=tuple(c for c in p.claims if c in leaving)) for p in source.positions]
        made = _Open(shorten(first.quote, LABEL), {c: None for c in source.claims if c in leaving}, positions)
        source.drop(leaving)
        self.questions.insert(self.questions.index(source) + 1, made)

    def _merge(self, goal: _Open, source: _Open) -> None:
        if goal is source:
            return
        if len(source.claims) > len(goal.claims):
            goal, source = source, goal
        coming = set(source.claims) - goal.claims.keys()
        goal.claims |= source.claims
        goal.positions += [
            replace(p, claims=tuple(c for c in p.claims if c in coming)) for p in source.positions
        ]
        source.drop(set(source.claims))

    def _add(self, question: _Open, coming: set[str]) -> None:
        new = sorted(coming - question.claims.keys())
        question.claims |= dict.fromkeys(new)
        question.positions += [Position(shorten(self.claims[claim].quote, LABEL), (claim,)) for claim in new]


def _overrule(relation: Relation, overruled: Mapping[str, RelationType]) -> Relation:
    wanted = overruled.get(relation.id, relation.relation)
    if wanted is relation.relation:
        return relation
    score = max(relation.score, OVERRULED_SCORE) if wanted.is_flagged else relation.score
    return replace(relation, relation=wanted, score=score)


def _order(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Flagged first, by falling score, as the engine leaves them."""
    return tuple(sorted(relations, key=lambda r: (not r.relation.is_flagged, -r.score, r.id)))
