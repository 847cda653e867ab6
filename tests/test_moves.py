"""What people do to questions: claims change places, nothing is lost on the way, an undo gives all back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from factories import make_claims, make_documents, make_flood
from hypothesis import given
from hypothesis import strategies as st

from claims.events import Move, MoveKind
from claims.models import Analysis, RelationType
from claims.store import open_store
from compare.moves import apply_moves, find_idle
from compare.result import find_revision, load_result

FLOOD = make_flood()
CLAIMS = make_claims(*make_documents())


def keys(*names: str) -> tuple[str, ...]:
    return tuple(CLAIMS[name].key for name in names)


def groups(analysis: Analysis) -> set[frozenset[str]]:
    """The questions, by the short names of their claims."""
    names = {claim.id: name for name, claim in CLAIMS.items()}
    return {frozenset(names[claim] for claim in question.claims) for question in analysis.questions}


def move(kind: str, claims: Sequence[str], others: Sequence[str]) -> Move:
    return Move("", "Ayu", MoveKind(kind), keys(*claims), keys(*others))


def test_split() -> None:
    after = apply_moves(FLOOD, [move("split", ["dead_2019"], ["dead_12", "dead_15"])])
    assert groups(after) == groups(FLOOD) - {frozenset({"dead_12", "dead_15", "dead_2019"})} | {
        frozenset({"dead_12", "dead_15"}),
        frozenset({"dead_2019"}),
    }
    assert len(after.relations) == len(FLOOD.relations) - 1  # the near-miss of 2019 has no question any more
    question = next(q for q in after.questions if CLAIMS["dead_12"].id in q.claims)
    deaths = next(r for r in after.relations if CLAIMS["dead_12"].id in (r.claim_l, r.claim_r))
    assert deaths.question == question.id
    assert {claim for p in question.positions for claim in p.claims} == set(question.claims)


def test_merge() -> None:
    after = apply_moves(FLOOD, [move("merge", ["cause_rain", "cause_dam"], ["gate_shut", "gate_open"])])
    assert frozenset({"cause_rain", "cause_dam", "gate_shut", "gate_open"}) in groups(after)
    assert len(after.questions) == len(FLOOD.questions) - 1
    assert {r.id for r in after.relations} == {r.id for r in FLOOD.relations}
    question = next(q for q in after.questions if len(q.claims) == 4)
    assert len(question.positions) == 4
    assert sum(r.question == question.id for r in after.relations) == 2


def test_move_a_claim() -> None:
    after = apply_moves(FLOOD, [move("move", ["dead_2019"], ["evacuees_300", "evacuees_1250"])])
    assert {"evacuees_300", "evacuees_1250", "dead_2019"} in groups(after)
    assert {"dead_12", "dead_15"} in groups(after)


def test_overrule_a_near_miss() -> None:
    near = next(r for r in FLOOD.relations if r.relation is RelationType.UPDATE)
    line = Move(near.id, "Ayu", MoveKind.OVERRULE, relation=RelationType.CONTRADICTION)
    after = apply_moves(FLOOD, [line])
    found = next(r for r in after.relations if r.id == near.id)
    assert found.relation is RelationType.CONTRADICTION and found.score >= 0.5
    assert (found.reason, found.kind) == (near.reason, near.kind)
    assert groups(after) == groups(FLOOD)


def test_moves_follow_each_other() -> None:
    apart = move("split", ["dead_2019"], ["dead_12", "dead_15"])
    together = move("merge", ["dead_2019"], ["dead_12", "dead_15"])
    assert groups(apply_moves(FLOOD, [apart, together])) == groups(FLOOD)


def test_what_is_gone_changes_nothing() -> None:
    lines = [
        Move("", "Ayu", MoveKind.SPLIT, ("k-gone",), keys("dead_12")),
        Move("", "Ayu", MoveKind.MERGE, keys("dead_12"), ("k-gone",)),
        Move("r-gone", "Ayu", MoveKind.OVERRULE, relation=RelationType.TENSION),
    ]
    after = apply_moves(FLOOD, lines)
    assert groups(after) == groups(FLOOD)
    assert after.relations == tuple(
        sorted(FLOOD.relations, key=lambda r: (not r.relation.is_flagged, -r.score))
    )
    assert find_idle(FLOOD, lines) == tuple(lines)


def test_without_moves_it_is_the_machines() -> None:
    assert apply_moves(FLOOD, []) is FLOOD


NAMES = st.lists(st.sampled_from(sorted(CLAIMS)), min_size=1, max_size=4, unique=True)
MOVES = st.lists(st.builds(move, st.sampled_from(["split", "merge", "move"]), NAMES, NAMES), max_size=6)


@given(MOVES)
def test_no_claim_is_lost_and_every_relation_has_its_question(moves: list[Move]) -> None:
    after = apply_moves(FLOOD, moves)
    assert {c for q in after.questions for c in q.claims} == {c for q in FLOOD.questions for c in q.claims}
    held = {question.id: set(question.claims) for question in after.questions}
    for relation in after.relations:
        assert {relation.claim_l, relation.claim_r} <= held[relation.question]
    for question in after.questions:
        placed = [claim for position in question.positions for claim in position.claims]
        assert set(placed) <= set(question.claims) and len(placed) == len(set(placed))


def test_a_move_is_seen_at_once_and_so_is_its_undo(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/a.db") as store:
        assert load_result(store) is None
        store.save_analysis(FLOOD)
        seen = [find_revision(store)]
        kept = store.add_event(move("merge", ["cause_rain", "cause_dam"], ["gate_shut"]))
        seen.append(find_revision(store))
        result = load_result(store)
        assert result is not None and len(result.questions) == len(FLOOD.questions) - 1
        store.undo([kept], "Bima")
        result = load_result(store)
        assert result is not None and result.questions == FLOOD.questions
        assert find_revision(store) == seen[0] != seen[1]
