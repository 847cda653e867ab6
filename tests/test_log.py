"""The review log: what stands after undo, what lines say of a claim, old databases, two writers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, create_engine

from claims.codec import encode
from claims.events import (
    EVENT_KINDS,
    Adjudication,
    Annotation,
    Aspect,
    Correction,
    Event,
    Mark,
    Move,
    MoveKind,
    SavedView,
    Skip,
    Teaching,
    Withdrawal,
    kind_of,
)
from claims.log import ReviewLog, find_standing, make_undo
from claims.models import Judgement, Quantity, Relation, RelationType, Span, Verdict
from claims.schema import EVENT, STATE
from claims.store import open_store

LINES: tuple[Event, ...] = (
    Verdict("r-1", "Ayu", Judgement.CONFLICT, "jelas", confidence=3, run="n-1"),
    Annotation("k-1", "Ayu", Mark.LABEL, "penting"),
    Annotation("k-1", "Bima", Mark.NOTE, "tanya redaksi"),
    Correction("k-1", "Ayu", Aspect.SPEAKER, "Bupati Sari", "bupati"),
    Correction("k-1", "Ayu", Aspect.QUANTITY, place=(0, 2), quantity=Quantity(12, 15, Span(0, 2))),
    Move("", "Ayu", MoveKind.SPLIT, ("k-2", "k-1"), ("k-3",)),
    Move("r-2", "Ayu", MoveKind.OVERRULE, relation=RelationType.TENSION),
    SavedView("Angka", "Ayu", (("kind", ("number",)),)),
    Adjudication("r-1", "Citra", Judgement.NO_CONFLICT, settles=("v-1",)),
    Teaching("Ayu", (("score", 1.5),), (("before", 0.7),)),
    Skip("r-3", "Ayu"),
)


def test_there_is_a_line_of_each_kind() -> None:
    assert {kind_of(line) for line in LINES} == EVENT_KINDS.keys() - {"withdrawal"}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_line_comes_back_as_it_was_and_can_be_taken_back(url: str, line: Event) -> None:
    with open_store(url) as store:
        kept = store.add_event(line)
        assert kept.at
        assert store.log().events == (kept,)
        assert store.log().last_by(line.reviewer) == kept
        store.undo([kept], line.reviewer)
        assert store.log().last_by(line.reviewer) is None
        assert len(store.log().events) == 2  # nothing leaves the log
        log = store.log()
        assert not log.verdicts and not log.adjudications and not log.annotations and not log.corrections
        assert not log.moves and not log.views and log.teaching is None


def test_a_bulk_action_is_undone_as_one(url: str) -> None:
    with open_store(url) as store:
        kept = store.add_events(Annotation(f"k-{n}", "Ayu", Mark.TAG, "korban") for n in range(50))
        assert len({line.at for line in kept}) == 50
        store.undo(kept[:20], "Ayu")
        assert len(store.log().annotations) == 30
        assert (
            store.log().history("k-1")[1].target == kept[1].id
        )  # the undo belongs to the story of the claim


def test_a_log_that_did_not_grow_is_the_same_object(url: str) -> None:
    with open_store(url) as store, open_store(url) as other:
        store.add_event(LINES[0])
        seen = store.log()
        assert store.log() is seen
        other.add_event(LINES[1])
        assert len(store.log().events) == 2
        assert store.log() == replace(other.log())


WITHDRAWN = [
    # who undoes what of Ayu's, and does it stand then
    (LINES[1], "Ayu", False),
    (LINES[1], "Bima", True),  # a label is an opinion
    (LINES[3], "Bima", False),  # a correction is the desk's
    (LINES[5], "Bima", False),
    (LINES[7], "Bima", True),
    (LINES[8], "Ayu", True),
]


@pytest.mark.parametrize(("line", "who", "stands"), WITHDRAWN)
def test_who_may_take_back_what(line: Event, who: str, stands: bool) -> None:
    dated = replace(line, at="1")
    assert bool(find_standing([dated, Withdrawal(dated.id, who, at="2")])) is stands


def test_redo_and_what_cannot_be_undone() -> None:
    tag = replace(LINES[1], at="2")
    undo = Withdrawal(tag.id, "Ayu", at="3")
    redo = Withdrawal(undo.id, "Ayu", at="4")
    assert find_standing([tag, undo, redo]) == (tag,)
    assert find_standing([tag, undo, redo, Withdrawal(redo.id, "Ayu", at="5")]) == ()
    assert find_standing([tag, Withdrawal(tag.id, "Ayu", at="1")]) == (tag,)  # before it was said
    assert find_standing([tag, Withdrawal("a-unknown", "Ayu", at="3")]) == (tag,)


def test_the_last_correction_of_a_part_counts() -> None:
    first = Correction("k-1", "Ayu", Aspect.SPEAKER, "Sari", at="1")
    other = Correction("k-1", "Bima", Aspect.SPEAKER, "Dani", at="2")
    assert ReviewLog((first, other)).corrections == {"k-1": (other,)}
    undone = ReviewLog((first, other, Withdrawal(other.id, "Bima", at="3")))
    assert undone.corrections == {"k-1": (first,)}


OLD = Table(
    "verdict",  # as version 1 made it
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    *(Column(name, Text, nullable=False) for name in ("target", "reviewer", "verdict", "at", "body")),
)


def test_a_verdict_of_old_is_a_line_of_the_log(url: str) -> None:
    """A database of version 1 opens, and its verdicts are in the one log, in their order."""
    open_store(url).close()
    given = [
        Verdict("r-1", "Ayu", judgement, at=f"2026-03-0{day}T00:00:00.000000+00:00")
        for day, judgement in enumerate(Judgement, 1)
    ]
    engine = create_engine(url)
    with engine.begin() as connection:
        EVENT.drop(connection)
        OLD.create(connection)
        for v in given:
            row = {"target": v.target, "reviewer": v.reviewer, "verdict": v.verdict.value, "at": v.at}
            connection.execute(OLD.insert(), {"id": v.id, "body": encode(v), **row})
        connection.execute(STATE.update().where(STATE.c.name == "schema").values(value="1"))
    engine.dispose()
    for _ in range(2):
        with open_store(url) as store:
            assert store.verdicts() == tuple(given)
            assert store.current_verdicts()["r-1"]["Ayu"] == given[1]  # the third was withdrawn by the fourth
            assert make_undo(store.verdicts()[0], "Ayu").target == "r-1"


def test_relations_and_claims_are_named_by_their_words() -> None:
    """The ids that lines hang on do not depend on the run, the document or the question."""
    one, two = (
        Relation(q, f"c-{q}", "c-9", "k-1", "k-2", RelationType.TENSION, "number", "self", 0.5, None)  # type: ignore[arg-type]
        for q in ("q-1", "q-2")
    )
    assert one.id == two.id
