"""One question: its answers, near-misses, what is put right by hand, and the verdicts."""

from __future__ import annotations

import pytest
from app_driving import PAYLOAD, check, judge, name_reviewer, open_page, open_question, press, read
from streamlit.testing.v1 import AppTest

from claims.models import Judgement, Question
from claims.store import open_store
from compare.result import load_result
from ui.desk import Desk
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


# --- a question ----------------------------------------------------------------------------------


def test_a_question_shows_every_position_with_its_provenance(flood: Desk) -> None:
    page = read(open_question(flood.cards[1]))
    for words in ("12 orang", "15 orang", "4 orang (2019)", "Kabar Wening", "Harian Tirta"):
        assert words in page
    assert 'href="https://kabar.example/banjir"' in page
    assert all(reading.document.sha256 in page for reading in flood.analysis.readings)


def test_near_misses_stand_below_with_their_reason(flood: Desk) -> None:
    at = open_question(flood.cards[1])
    assert [fold.label for fold in at.expander] == [
        tell("id", "question.other_positions", n=1),
        tell("id", "question.near", n=1),
        tell("id", "arrange.title"),
    ]
    assert "beda cakupan" in read(at)


def test_an_unknown_question_says_where_to_look(flood: Desk) -> None:
    assert tell("id", "question.none.title") in read(open_page("question", q="q-gone"))
    assert tell("id", "question.none.title") in read(open_page("question"))


def test_an_old_link_arrives_by_its_relation(flood: Desk) -> None:
    card = flood.cards[0]
    assert card.question.title in read(open_page("question", q="q-gone", r=card.lead.lead.id))


# --- questions put right by hand -----------------------------------------------------------------


def test_a_near_miss_is_overruled_and_the_step_taken_back(url: str, flood: Desk) -> None:
    houses = next(q for q in flood.quiet if "rumah" in q.title)
    at = name_reviewer(open_page("question", q=houses.id))
    check(next(b for b in at.button if str(b.key).endswith("-tension")).click().run())
    with open_store(url) as store:
        (move,) = store.log().moves
    assert (move.move, move.reviewer, move.relation) == ("overrule", "Sari", "tension")
    assert "Berapa rumah terendam?" in read(open_page())
    at = name_reviewer(open_page("question", q=houses.id))
    assert tell("id", "history.overrule", relation="ketegangan") in read(at)
    check(next(b for b in at.button if str(b.key) == f"undo-{move.id}").click().run())
    with open_store(url) as store:
        assert store.log().moves == ()


def arrange(at: AppTest, question: str, claims: list[str], move: str, goal: str = "") -> AppTest:
    if claims:
        at.multiselect(key=f"arrange-claims-{question}").set_value(claims)
    if goal:
        at.selectbox(key=f"arrange-goal-{question}").set_value(goal)
    check(at.run())
    return press(at, f"arrange-{move}")


def titled(desk: Desk, words: str) -> Question:
    return next(question for question in desk.questions.values() if words in question.title)


def test_a_claim_is_split_off_and_another_moved_where_it_belongs(url: str, flood: Desk) -> None:
    dead, houses = titled(flood, "tewas"), titled(flood, "rumah")
    old = next(claim for claim in dead.claims if "2019" in flood.claims[claim].quote)
    arrange(name_reviewer(open_page("question", q=dead.id)), dead.id, [old], "split")
    page = read(open_page("question", q=dead.id, r=flood.cards[1].lead.lead.id))
    assert "4 orang (2019)" not in page
    with open_store(url) as store:
        now = titled(Desk(load_result(store)), "tewas")  # another question now, and so another id
    goal = now.title
    arrange(name_reviewer(open_page("question", q=houses.id)), houses.id, [houses.claims[0]], "move", goal)
    with open_store(url) as store:
        assert [move.move for move in store.log().moves] == ["split", "move"]


def test_two_questions_are_merged(url: str, flood: Desk) -> None:
    gate, cause = titled(flood, "Bendungan"), titled(flood, "penyebab")
    arrange(name_reviewer(open_page("question", q=gate.id)), gate.id, [], "merge", cause.title)
    page = read(open_page("question", r=flood.cards[0].lead.lead.id))
    assert "Hujan lebat selama tiga hari" in page
    assert "tidak pernah dibuka" in page


def test_a_question_without_a_conflict_has_a_page_of_its_own(flood: Desk) -> None:
    page = read(open_page("question", q=titled(flood, "mengungsi").id))
    assert tell("id", "question.quiet") in page
    assert tell("id", "timeline.title") not in page  # only one of the two figures has a day


def test_a_figure_that_moves_stands_in_the_order_of_time(flood: Desk) -> None:
    page = read(open_question(flood.cards[1]))
    assert tell("id", "timeline.title") in page
    order = [page.index(f"<strong>{words}") for words in ("4 orang tewas", "15 orang", "12 orang tewas")]
    assert order == sorted(order)  # 2019, 3 March, 4 March


def test_the_history_keeps_what_was_taken_back_and_hides_what_is_blind(flood: Desk) -> None:
    at = name_reviewer(open_question(flood.cards[2]), "Cici")  # Ayu took hers back; Bima's is blind
    assert "Dua sebab." not in read(at)
    at = judge(at, Judgement.CONFLICT)
    assert "Dua sebab." in read(at)
    assert f"<s>{tell('id', 'history.verdict', verdict=tell('id', 'verdict.conflict'))}</s>" in read(at)


# --- verdicts ------------------------------------------------------------------------------------


def test_nobody_judges_without_a_name(flood: Desk) -> None:
    at = open_question(flood.cards[1])
    assert tell("id", "verdict.needs_name") in read(at)
    assert all(b.disabled for b in at.button if str(b.key).startswith("judge-"))


@pytest.mark.parametrize("choice", [Judgement.CONFLICT, Judgement.NO_CONFLICT, Judgement.UNSURE])
def test_a_verdict_is_saved_with_who_when_and_what_was_seen(url: str, flood: Desk, choice: Judgement) -> None:
    card = flood.cards[1]
    at = judge(name_reviewer(open_question(card)), choice, "  Tanya BPBD.  ")
    assert "Sari," in read(at)
    assert "Tanya BPBD." in read(at)
    with open_store(url) as store:
        verdict = store.verdicts()[-1]
    assert (verdict.target, verdict.reviewer, verdict.verdict, verdict.note) == (
        card.lead.lead.id,
        "Sari",
        choice,
        "Tanya BPBD.",
    )
    assert verdict.at
    assert "Sebanyak 12 orang tewas" in verdict.seen
    assert tell("id", "status.checked") in read(open_question(card))


def test_undo_takes_the_verdict_back_and_keeps_the_log(url: str, flood: Desk) -> None:
    card = flood.cards[1]
    at = judge(name_reviewer(open_question(card)), Judgement.CONFLICT, "Sementara.")
    check(at.button(key="undo-1").click().run())
    assert 'class="cs-verdict"' not in read(at)
    assert "<s>menilai: Memang berbeda</s>" in read(at)  # the history keeps it
    assert any(str(b.key).startswith("judge-") for b in at.button)
    with open_store(url) as store:
        assert [v.verdict for v in store.verdicts()][-2:] == [Judgement.CONFLICT, Judgement.WITHDRAWN]
        assert card.lead.lead.id not in store.current_verdicts()


def test_one_reviewer_does_not_undo_another(url: str, flood: Desk) -> None:
    at = name_reviewer(open_question(flood.cards[0]), "Bima")  # Ayu has judged it
    assert "undo-1" not in [b.key for b in at.button]
    judge(at, Judgement.UNSURE)
    with open_store(url) as store:
        assert set(store.current_verdicts()[flood.cards[0].lead.lead.id]) == {"Ayu", "Bima"}


def test_what_another_said_stays_hidden_until_both_have_judged(flood: Desk) -> None:
    at = name_reviewer(open_question(flood.cards[0]), "Bima")
    assert "Rekaman wawancara diminta." not in read(at)
    assert tell("id", "question.hidden", n=1) in read(at)
    assert "Rekaman wawancara diminta." in read(judge(at, Judgement.UNSURE))


def test_a_verdict_that_cannot_be_saved_is_said(flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from claims.errors import StoreError
    from claims.store import Store

    def refuse(self: Store, events: object) -> None:
        raise StoreError("test.sqlite: the disk is full. Make room.")

    at = name_reviewer(open_question(flood.cards[1]))
    monkeypatch.setattr(Store, "add_events", refuse)
    judge(at, Judgement.CONFLICT)
    assert "the disk is full" in read(at)
    assert "undo-1" not in [b.key for b in at.button]


def test_a_note_may_hold_anything(flood: Desk) -> None:
    at = judge(name_reviewer(open_question(flood.cards[1]), PAYLOAD[:60]), Judgement.CONFLICT, PAYLOAD)
    assert "<script" not in read(at)
    assert "&lt;script&gt;" in read(at)
