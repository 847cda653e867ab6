"""The reviewer's queue: one of each issue first, the same whatever the order."""

from __future__ import annotations

import random

from claims.models import ConflictKind, Level, Reason, Relation, RelationType
from compare.rank import rank_relations


def relation(question: str, left: str, right: str, score: float, level: Level = Level.OUTLETS) -> Relation:
    return Relation(
        question,
        left,
        right,
        left,
        right,
        RelationType.TENSION,
        ConflictKind.CAUSE,
        level,
        score,
        Reason("poles"),
    )


QUEUE = [
    relation("q1", "a", "b", 0.9),
    relation("q1", "a", "c", 0.88),
    relation("q1", "d", "b", 0.86),
    relation("q2", "e", "f", 0.6),
    relation("q3", "g", "h", 0.7, Level.SELF),
]


def test_the_first_of_each_question_comes_before_the_second_of_one() -> None:
    assert [r.question for r in rank_relations(QUEUE)][:2] == ["q1", "q2"]


def test_scores_fall_along_the_queue_and_none_is_lost() -> None:
    queue = rank_relations(QUEUE)
    assert [r.score for r in queue] == sorted((r.score for r in queue), reverse=True)
    assert {r.id for r in queue} == {r.id for r in QUEUE}


def test_the_order_of_the_input_does_not_matter() -> None:
    shuffled = random.Random(1).sample(QUEUE, len(QUEUE))
    assert rank_relations(shuffled) == rank_relations(QUEUE)


def test_an_article_against_itself_waits_for_two_outlets() -> None:
    own, outlets = relation("q1", "a", "b", 0.7, Level.SELF), relation("q2", "c", "d", 0.6)
    assert rank_relations([own, outlets])[0].question == "q2"
