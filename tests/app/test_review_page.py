"""The queue: one after the other, undo, skip, blind second look, the last word."""

from __future__ import annotations

import pytest
from app_driving import (
    open_page,
    open_review,
    press,
    read,
)

from claims.models import Judgement, Verdict
from claims.store import open_store
from ui.desk import Desk
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


def test_the_queue_goes_on_by_itself_and_ends(url: str, flood: Desk) -> None:
    at = open_review()
    seen = []
    for choice in (Judgement.CONFLICT, Judgement.NO_CONFLICT, Judgement.UNSURE):
        seen.append(at.query_params["r"])
        press(at, f"judge-{choice.value}")
    assert seen == [card.lead.lead.id for card in flood.cards]
    assert tell("id", "review.done.open") in read(at)
    with open_store(url) as store:
        mine = [v for v in store.verdicts() if v.reviewer == "Sari"]
    assert [v.target for v in mine] == seen
    assert "Sebanyak 12 orang tewas" in mine[1].seen


def test_keys_stand_on_the_buttons(flood: Desk) -> None:
    at = open_review()
    keys = {str(b.key): b.proto.shortcut for b in at.button if b.proto.shortcut}
    assert keys == {
        "judge-conflict": "1",
        "judge-no_conflict": "2",
        "judge-unsure": "3",
        "sure-1": "q",
        "sure-2": "w",
        "sure-3": "e",
        "step-back": "left",
        "step-skip": "s",
        "undo": "u",
    }


def test_undo_goes_back_to_what_was_judged_and_gives_the_note_back(url: str, flood: Desk) -> None:
    at = open_review()
    first = at.query_params["r"]
    at.text_input(key="judge_note").input("Terlalu cepat.")
    press(at, "judge-conflict")
    assert at.query_params["r"] != first
    assert at.text_input(key="judge_note").value == ""
    press(at, "undo")
    assert at.query_params["r"] == first
    assert at.text_input(key="judge_note").value == "Terlalu cepat."
    with open_store(url) as store:
        assert "Sari" not in store.current_verdicts().get(first, {})
    press(at, "undo")
    with open_store(url) as store:
        assert [v.reviewer for v in store.verdicts()].count("Sari") == 2  # nothing was left to take back


def test_skipping_leaves_no_word_and_comes_round(url: str, flood: Desk) -> None:
    at = open_review()
    first = at.query_params["r"]
    for _ in flood.cards:
        press(at, "step-skip")
    assert at.query_params["r"] == first
    with open_store(url) as store:
        assert "Sari" not in {v.reviewer for v in store.verdicts()}


def test_what_was_skipped_is_remembered_and_comes_last(
    url: str, flood: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.session.read_cookie", lambda: "Sari")
    at = open_page("review")
    first = at.query_params["r"]
    press(at, "step-skip")
    assert open_page("review").query_params["r"] != first  # another day, the same reviewer
    monkeypatch.setattr("ui.session.read_cookie", lambda: "Bima")
    assert open_page("review").query_params["r"] == first
    monkeypatch.setattr("ui.session.read_cookie", lambda: "Sari")
    at = open_page("review", line="skipped")
    assert at.query_params["r"] == first
    press(at, "judge-conflict")
    assert tell("id", "review.done.skipped") in read(at)
    with open_store(url) as store:
        assert [v.target for v in store.verdicts() if v.reviewer == "Sari"] == [first]


def test_a_skip_is_taken_back_like_anything_else(flood: Desk) -> None:
    at = open_review()
    first = at.query_params["r"]
    press(press(at, "step-skip"), "undo")
    assert at.query_params["r"] == first
    assert open_review().query_params["r"] == first


def test_what_others_said_is_hidden_in_the_queue_until_one_has_judged(flood: Desk) -> None:
    gate = flood.cards[0].lead.lead.id  # Ayu has judged it, with a note
    at = open_review(r=gate)
    assert "Rekaman wawancara diminta." not in read(at)
    press(at, "judge-conflict")
    at = open_review(r=gate)
    assert "Rekaman wawancara diminta." in read(at)


def test_confidence_is_saved_with_the_next_verdict_only(url: str, flood: Desk) -> None:
    at = press(press(open_review(), "sure-3"), "judge-conflict")
    press(at, "judge-conflict")
    with open_store(url) as store:
        assert [v.confidence for v in store.verdicts() if v.reviewer == "Sari"] == [3, 0]


def test_a_third_has_the_last_word_where_two_differ(url: str, flood: Desk) -> None:
    gate = flood.cards[0].lead.lead.id  # Ayu: a conflict
    press(open_review("Bima", r=gate), "judge-no_conflict")
    at = open_review("Cici", line="disputed")
    assert at.query_params["r"] == gate
    assert "Rekaman wawancara diminta." in read(at)
    at.text_input(key="judge_note").input("Rekaman membuktikannya.")
    press(at, "judge-conflict")
    assert tell("id", "review.done.disputed") in read(at)
    with open_store(url) as store:
        log = store.log()
    last_word = log.adjudications[gate]
    assert (last_word.reviewer, last_word.note) == ("Cici", "Rekaman membuktikannya.")
    assert set(last_word.settles) == {v.id for v in log.verdicts[gate].values()}
    at = open_review("Bima", line="overruled")
    assert at.query_params["r"] == gate
    assert "Rekaman membuktikannya." in read(at)
    press(open_review("Cici", line="disputed"), "undo")
    assert open_review("Cici", line="disputed").query_params["r"] == gate


def test_a_second_reviewer_gets_what_the_first_has_judged(flood: Desk) -> None:
    at = open_review("Cici", line="second")
    assert at.query_params["r"] == flood.cards[0].lead.lead.id
    press(at, "judge-conflict")
    assert at.query_params["r"] == flood.cards[2].lead.lead.id  # Bima's; the second card is nobody's


def test_the_queue_is_what_the_filters_leave(flood: Desk) -> None:
    at = open_review(kind="cause")
    assert "Apa penyebab banjir" in read(at)
    press(at, "judge-conflict")
    assert tell("id", "review.done.open") in read(at)


def test_nobody_judges_in_the_queue_without_a_name(flood: Desk) -> None:
    at = open_review("")
    assert tell("id", "verdict.needs_name") in read(at)
    assert all(b.disabled for b in at.button if str(b.key).startswith("judge-"))


def test_what_lost_its_claim_is_pointed_to_with_the_number_and_the_way(url: str, flood: Desk) -> None:
    assert tell("id", "lost.see") not in [link.proto.label for link in open_review().get("page_link")]
    with open_store(url) as store:
        store.add_events([Verdict("r-gone", name, Judgement.CONFLICT) for name in ("Sari", "Bima")])
    at = open_review()
    assert tell("id", "lost.pointer", n=2) in read(at)
    assert tell("id", "lost.see") in [link.proto.label for link in at.get("page_link")]
