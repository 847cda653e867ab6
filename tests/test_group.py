"""Questions and positions: the same groups whatever the order, never two conflicting claims in one
position.
"""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.models import ConflictKind, RelationType
from compare.group import group_claims, group_positions, pairs_by_group
from compare.relate.finding import Finding, because
from compare.relate.join import Decision

Pairs = dict[tuple[int, int], Decision]


def decision(relation: RelationType, same: float = 0.9, score: float = 0.8) -> Decision:
    return Decision(Finding(relation, ConflictKind.OTHER, 0.8, because("same_topic")), score, same)


AGREE, CONFLICT = decision(RelationType.AGREEMENT), decision(RelationType.TENSION)


def group(n: int, decisions: Pairs) -> tuple[frozenset[int], ...]:
    closeness = {pair: decision.closeness for pair, decision in decisions.items()}
    return group_claims(closeness, decisions, [frozenset()] * n, 0.5)


def positions(rows: frozenset[int], decisions: Pairs) -> tuple[tuple[int, ...], ...]:
    return group_positions(rows, pairs_by_group([rows], decisions)[rows])


def test_linked_claims_are_one_question() -> None:
    decisions = {(0, 1): AGREE, (1, 2): AGREE, (0, 2): AGREE, (3, 4): CONFLICT}
    assert group(6, decisions) == (frozenset({0, 1, 2}), frozenset({3, 4}))


def test_a_weak_chain_does_not_join_two_questions() -> None:
    clique = {(a, b): AGREE for a in range(4) for b in range(a + 1, 4)}
    other = {(a + 4, b + 4): d for (a, b), d in clique.items()}
    bridge = {(3, 4): decision(RelationType.COMPATIBLE, same=0.55, score=0.2)}
    assert group(8, clique | other | bridge) == (frozenset(range(4)), frozenset(range(4, 8)))


def test_claims_of_one_aspect_are_one_question_though_they_are_not_alike() -> None:
    closeness = {(0, 1): 0.35, (0, 2): 0.35, (1, 2): 0.35, (2, 3): 0.35}
    aspects = [frozenset({"request"})] * 3 + [frozenset({"price"})]
    assert group_claims(closeness, {}, aspects, 0.5) == (frozenset({0, 1, 2}),)


def test_a_conflict_is_never_lost_between_two_questions() -> None:
    clique = {(a, b): AGREE for a in range(4) for b in range(a + 1, 4)}
    other = {(a + 4, b + 4): d for (a, b), d in clique.items()}
    groups = group(8, clique | other | {(3, 4): CONFLICT})
    assert any({3, 4} <= rows for rows in groups)


def test_agreement_never_hides_a_conflict() -> None:
    decisions = {(0, 1): AGREE, (1, 2): AGREE, (0, 2): CONFLICT}
    found = positions(frozenset({0, 1, 2}), decisions)
    assert not any({0, 2} <= set(position) for position in found)
    assert sorted(row for position in found for row in position) == [0, 1, 2]


@settings(deadline=None)  # what it takes on a busy machine is no matter of order
@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.booleans(), max_size=20), st.randoms()
)
def test_the_order_of_pairs_does_not_matter(
    drawn: dict[tuple[int, int], bool], shuffler: random.Random
) -> None:
    decisions = {(a, b): CONFLICT if conflict else AGREE for (a, b), conflict in drawn.items() if a < b}
    shuffled = list(decisions.items())
    shuffler.shuffle(shuffled)
    assert group(10, decisions) == group(10, dict(shuffled))
    for rows in group(10, decisions):
        assert positions(rows, decisions) == positions(rows, dict(shuffled))


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.booleans(), max_size=20))
def test_no_position_holds_a_conflict(drawn: dict[tuple[int, int], bool]) -> None:
    decisions: Pairs = {
        (a, b): CONFLICT if conflict else AGREE for (a, b), conflict in drawn.items() if a < b
    }
    for rows in group(10, decisions):
        for position in positions(rows, decisions):
            assert not any(
                d.finding.relation.is_flagged for pair, d in decisions.items() if set(pair) <= set(position)
            )
