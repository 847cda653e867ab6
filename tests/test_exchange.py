"""The log as a file: the same log comes back, the same file twice adds nothing, bad lines are named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.events import (
    Adjudication,
    Annotation,
    Aspect,
    Correction,
    Event,
    Mark,
    Move,
    MoveKind,
    SavedView,
    Withdrawal,
)
from claims.exchange import Imported, Problem, export_log, import_log, write_lines
from claims.log import ReviewLog, sort_log
from claims.models import Judgement, Verdict
from claims.store import Store, open_store
from tests.test_log import LINES

SURELY = "2026-01-01T00:00:00.000000+00:00"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def test_the_log_goes_out_and_comes_in(store: Store, tmp_path: Path) -> None:
    kept = store.add_events(LINES)
    store.undo(kept[1:3], "Ayu")
    with open_store(f"sqlite:///{tmp_path}/b.db") as other:
        assert import_log(other, export_log(store)) == Imported(len(LINES) + 2, 0, ())
        assert other.log().events == store.log().events
        assert other.log().standing == store.log().standing
        assert export_log(other) == export_log(store)
        assert import_log(other, export_log(store)) == Imported(0, len(LINES) + 2, ())


WORDS = st.text(min_size=1, max_size=12).filter(lambda text: text.strip())
NAMES = st.one_of(st.sampled_from(["Ayu", "r-1"]), WORDS)  # so that lines meet
MINUTES = st.integers(0, 59).map(lambda minute: f"2026-01-01T00:{minute:02}:00.000000+00:00")
EVENTS = st.one_of(
    st.builds(Verdict, NAMES, NAMES, st.sampled_from(Judgement), WORDS, MINUTES, WORDS, st.integers(0, 3)),
    st.builds(Annotation, WORDS, WORDS, st.sampled_from(Mark), WORDS, MINUTES),
    st.builds(Correction, WORDS, WORDS, st.sampled_from(Aspect), WORDS, at=MINUTES),
    st.builds(Move, WORDS, WORDS, st.sampled_from(MoveKind), st.tuples(WORDS), at=MINUTES),
    st.builds(SavedView, WORDS, WORDS, at=MINUTES),
    st.builds(Adjudication, WORDS, WORDS, st.sampled_from(Judgement), at=MINUTES),
    st.builds(Withdrawal, WORDS, WORDS, at=MINUTES),
)


@given(st.lists(EVENTS, max_size=12, unique_by=lambda event: event.id))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_import_of_export_is_the_same_log(events: list[Event]) -> None:
    with open_store("sqlite://") as one, open_store("sqlite://") as other:
        one.add_events(events)
        assert import_log(other, export_log(one)).problems == ()
        assert other.log().events == one.log().events


ASKED = ("standing", "by_id", "verdicts", "adjudications", "annotations", "corrections", "moves", "views")
ASKED += ("teaching", "reviewers", "_mentions")


@given(st.lists(EVENTS, max_size=12, unique_by=lambda event: event.id), st.data())
@settings(max_examples=80, deadline=None)
def test_a_log_that_grows_says_what_the_whole_log_says(events: list[Event], data: st.DataObject) -> None:
    """Whatever was asked in between, and in whatever order the lines come in."""
    log = ReviewLog()
    for number, event in enumerate(events, 1):
        for name in data.draw(st.sets(st.sampled_from(ASKED))):
            getattr(log, name)
        log = log.extend([event], number)
    whole = ReviewLog(sort_log(events), len(events))
    assert log == whole
    for name in ASKED:
        assert getattr(log, name) == getattr(whole, name), name


@given(st.lists(EVENTS, max_size=8, unique_by=lambda event: event.id), EVENTS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_undo_after_do_changes_nothing(events: list[Event], done: Event) -> None:
    """For a line of any kind: what stood before it stands after its undo."""
    if isinstance(done, Withdrawal) or getattr(done, "verdict", None) is Judgement.WITHDRAWN:
        return
    with open_store("sqlite://") as store:
        store.add_events(events)
        before = {e for e in store.log().standing if not isinstance(e, Verdict)}, store.log().verdicts
        kept = store.add_event(type(done)(**{**_fields(done), "at": ""}))
        store.undo([kept], done.reviewer)
        standing = {e for e in store.log().standing if not isinstance(e, Verdict)}
        assert (standing, store.log().verdicts) == before


def _fields(event: Event) -> dict[str, Any]:
    return {part.name: getattr(event, part.name) for part in fields(event) if part.init}


def test_two_desks_come_together_without_overwriting(store: Store, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/b.db") as other:
        ours = store.add_verdict(Verdict("r-1", "Ayu", Judgement.CONFLICT))
        theirs = other.add_verdict(Verdict("r-1", "Ayu", Judgement.NO_CONFLICT))
        import_log(store, export_log(other))
        import_log(other, export_log(store))
        assert store.log().events == other.log().events == (ours, theirs)
        assert store.current_verdicts()["r-1"]["Ayu"] == theirs  # the later one
        other.undo([theirs], "Ayu")
        import_log(store, export_log(other))
        assert store.current_verdicts()["r-1"]["Ayu"] == ours


GOOD = next(write_lines([Verdict("r-1", "Ayu", Judgement.CONFLICT, "catatan", SURELY)]))


def change(**other: object) -> bytes:
    return json.dumps({**json.loads(GOOD), **other}).encode()


BAD = [
    (b"not json", "no_json"),
    (b"\xff\xfe", "no_json"),
    (b"[" * 100_000, "no_json"),
    (b"[1, 2]", "format"),
    (change(format="ceksilang-log/9"), "format"),
    (change(kind="rumour"), "kind"),
    (change(kind=None), "kind"),
    (change(verdict="guilty"), "fields"),
    (change(confidence="high"), "fields"),
    (change(confidence=4, id="x"), "confidence"),
    (change(reviewer=" "), "nobody"),
    (change(at="yesterday"), "time"),
    (change(at="2026-02-31T00:00:00.000000+00:00"), "time"),
    (change(at="2999-01-01T00:00:00.000000+00:00"), "time"),
    (change(at="2026-01-01T00:00:00.000000+07:00"), "time"),
    (change(note="changed on the way"), "id"),
]


@pytest.mark.parametrize(("line", "key"), BAD, ids=lambda value: str(value)[:24])
def test_a_bad_line_is_named_and_the_others_are_taken(store: Store, line: bytes, key: str) -> None:
    result = import_log(store, b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\n" + line + b"\n")
    assert (result.added, result.known) == (1, 0)
    assert [(problem.line, problem.key) for problem in result.problems] == [(3, key)]


def test_a_line_that_says_something_else_overwrites_nothing(store: Store) -> None:
    import_log(store, GOOD.encode())
    result = import_log(store, change(seen="something else was on the screen"))
    assert result == Imported(0, 0, (Problem(1, "differs", json.loads(GOOD)["id"]),))
    assert store.verdicts()[0].seen == ""


def test_every_problem_has_its_words_in_both_languages() -> None:
    from ui.commands.call import tell

    for _, key in [*BAD, (b"", "differs")]:
        assert len({tell(f"verdicts.problem.{key}", lang, value="x") for lang in ("id", "en")}) == 2
