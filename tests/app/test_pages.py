"""Every page of the app, through Streamlit's own test driver, on a real database."""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from app_driving import APP, ROOT, check, fill, open_page, read
from factories import make_flood, make_hostile
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from claims.models import Analysis, Judgement, Question, Verdict
from claims.originals import Original
from claims.store import open_store
from compare.report import FORMATS
from compare.result import load_result
from ui.access import NEEDED, find_login_problem
from ui.desk import Card, Desk
from ui.search import hash_words
from ui.session import PAGES
from ui.words import tell

PAYLOAD = "<script>alert(1)</script> **b** $\\alpha$ :red[x] :material/bolt:"

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


def open_question(card: Card, **query: str) -> AppTest:
    return open_page("question", q=card.question.id, **query)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def name_reviewer(at: AppTest, name: str = "Sari") -> AppTest:
    return check(at.text_input(key="reviewer_side").input(name).run())


def judge(at: AppTest, choice: Judgement, note: str = "") -> AppTest:
    next(box for box in at.text_input if str(box.key).startswith("note-")).input(note)
    return check(at.button(key=f"judge-1-{choice.value}").click().run())


# --- who may look --------------------------------------------------------------------------------


def test_an_app_that_others_reach_refuses_without_a_login(
    flood: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.session.bound_address", lambda: "0.0.0.0")
    monkeypatch.setattr("ui.session.find_login_problem", lambda: ("incomplete", "client_id"))
    at = check(AppTest.from_file(str(APP), default_timeout=60).run())
    page = read(at)
    assert tell("id", "login.refused") in page
    assert "client_id" in page
    assert flood.cards[0].question.title not in page


def test_an_app_that_others_reach_asks_to_sign_in(flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.session.bound_address", lambda: "")
    monkeypatch.setattr("ui.session.find_login_problem", lambda: ("", ""))
    at = check(AppTest.from_file(str(APP), default_timeout=60).run())
    assert [button.label for button in at.button] == [tell("id", "login.button")]
    assert flood.cards[0].question.title not in read(at)


FULL = "\n".join(f'{name} = "x"' for name in NEEDED)


@pytest.mark.parametrize(
    ("secrets", "problem"),
    [
        (None, "not_set_up"),
        ("", "not_set_up"),
        ("[auth]\nredirect_uri = 'x'", "incomplete"),
        ("[auth", "damaged"),
        (f"[auth]\n{FULL}", ""),
        ('[auth]\nredirect_uri = "x"\ncookie_secret = "x"\n[auth.desk]\n' + FULL, ""),
    ],
)
def test_what_a_login_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: str | None, problem: str
) -> None:
    monkeypatch.setattr("ui.access.find_spec", lambda name: object())
    file = tmp_path / "secrets.toml"
    if secrets is not None:
        file.write_text(secrets, "utf-8")
    assert find_login_problem([file])[0] == problem
    monkeypatch.setattr("ui.access.find_spec", lambda name: None)
    assert find_login_problem([file])[0] == "no_library"


# --- every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_without_an_analysis_every_page_says_what_to_do(url: str, page: str, lang: str) -> None:
    page_text = read(open_page(page, lang=lang))
    assert tell(lang, "empty.analysis.title") in page_text
    assert "ceksilang analyse seeds/" in page_text


@pytest.mark.parametrize("page", PAGES)
def test_a_damaged_database_is_one_clear_message(tmp_path: Path, url: str, page: str) -> None:
    file = tmp_path / "a folder" / "test.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"this is no database" * 100)
    page_text = read(open_page(page))
    assert tell("id", "empty.damaged.title") in page_text
    assert "test.sqlite" in page_text


@pytest.mark.parametrize("page", PAGES)
def test_hostile_text_is_escaped_on_every_page(url: str, page: str) -> None:
    desk = fill(url, make_hostile(PAYLOAD))
    card, document = desk.cards[0], next(iter(desk.readings))
    with open_store(url) as store:
        store.add_verdict(Verdict(card.lead.lead.id, f"Bima {PAYLOAD}", Judgement.UNSURE, PAYLOAD))
    at = open_page(page, q=card.question.id, d=document)
    assert "<script" not in read(at)
    if page not in ("report", "about"):
        assert "&lt;script&gt;" in read(at)
    # what Streamlit would read as Markdown: only our own words may stand there
    markdown = [*(m.value for m in at.markdown), *labels(at), *(x.proto.label for x in at.get("page_link"))]
    assert not any("alert" in words for words in markdown)


def test_a_message_is_in_both_languages(flood: Desk) -> None:
    assert tell("en", "list.title") in read(open_page(lang="en"))
    assert tell("id", "list.title") in read(open_page())
    assert tell("id", "list.title") in read(open_page(lang="tlh"))


def test_the_command_line_chooses_the_usual_language(flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEKSILANG_LANG", "en")
    assert tell("en", "list.title") in read(open_page())


def test_the_language_is_chosen_in_the_app_and_kept_in_the_address(flood: Desk) -> None:
    at = open_page()
    check(at.segmented_control(key="language").set_value("en").run())
    assert tell("en", "list.title") in read(at)
    assert at.query_params["lang"] == "en"


# --- the list ------------------------------------------------------------------------------------


def test_the_list_shows_what_is_most_worth_a_minute_first(flood: Desk) -> None:
    page = read(open_page())
    places = [page.index(card.question.title) for card in flood.cards]
    assert places == sorted(places)
    assert "<mark>12</mark>" in page
    assert "2 dari 3 sudah diperiksa" in page


def test_filters_are_read_from_the_address_and_written_to_it(flood: Desk) -> None:
    at = open_page(kind="number")
    assert "Berapa orang tewas" in read(at)
    assert "Apa penyebab banjir" not in read(at)
    check(at.multiselect(key="filter_kind").set_value(["cause"]).run())
    assert "Apa penyebab banjir" in read(at)
    assert "Berapa orang tewas" not in read(at)
    assert at.query_params["kind"] == "cause"


def test_a_filter_that_leaves_nothing_says_how_to_go_on(flood: Desk) -> None:
    at = open_page(kind="number", status="checked")
    assert tell("id", "list.none.title") in read(at)
    check(next(b for b in at.button if b.label == tell("id", "list.clear")).click().run())
    assert "Apa penyebab banjir" in read(at)
    assert "kind" not in at.query_params


@pytest.mark.parametrize(
    ("name", "value"), [("page", "-3"), ("page", "99999999999"), ("page", "x"), ("kind", "<b>")]
)
def test_a_mistyped_address_shows_the_list(flood: Desk, name: str, value: str) -> None:
    assert "Berapa orang tewas" in read(open_page(**{name: value}))


def test_an_analysis_without_a_disagreement_says_so(url: str) -> None:
    flood = make_flood()
    fill(url, Analysis(flood.run, flood.readings, flood.questions, ()))
    assert tell("id", "list.calm.title") in read(open_page())


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("table", '<th scope="row"><a class="cs-go"'),
        ("matrix", 'title="15 orang">B</span>'),
        ("heat", "Harian Tirta dan Kabar Wening berbeda dalam 3 hal"),
        ("nonsense", "cs-pair"),
    ],
)
def test_the_list_has_four_shapes(flood: Desk, view: str, shown: str) -> None:
    assert shown in read(open_page(view=view))


def test_another_filter_keeps_the_shape_of_the_list(flood: Desk) -> None:
    at = open_page(view="table")
    check(at.multiselect(key="filter_kind").set_value(["cause"]).run())
    assert (at.query_params["view"], at.query_params["kind"]) == ("table", "cause")
    assert '<th scope="row"><a class="cs-go"' in read(at)
    assert "Berapa orang tewas" not in read(at)


def test_a_number_of_the_heat_map_leads_to_what_it_counts(flood: Desk) -> None:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.query_params["between"] = ["Harian Tirta", "Kabar Wening"]
    assert "3 dari 3 pertanyaan lolos saringan" in read(check(at.run()))
    check(next(b for b in at.button if b.label == tell("id", "list.clear")).click().run())
    assert "between" not in at.query_params


def test_a_filter_is_saved_under_a_name_opened_and_removed(url: str, flood: Desk) -> None:
    at = name_reviewer(open_page(kind="number", status="new"))
    at.text_input(key="view_name").input("Angka [baru](x)")
    check(next(b for b in at.button if b.label == tell("id", "saved.save")).click().run())
    with open_store(url) as store:
        (view,) = store.log().views
    assert (view.name, view.filters) == ("Angka [baru](x)", (("kind", ("number",)), ("status", ("new",))))
    assert 'href="./?kind=number&amp;status=new"' in read(at)
    check(next(b for b in at.button if b.label == tell("id", "saved.drop")).click().run())
    with open_store(url) as store:
        assert store.log().views == ()


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


# --- the queue -----------------------------------------------------------------------------------


def open_review(reviewer: str = "Sari", **query: str) -> AppTest:
    at = open_page("review", **query)
    return name_reviewer(at, reviewer) if reviewer else at


def press(at: AppTest, key: str) -> AppTest:
    return check(at.button(key=key).click().run())


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


# --- claims --------------------------------------------------------------------------------------


def rows(at: AppTest) -> int:
    return read(at).count('class="cs-row"')


def test_claims_are_found_by_words_and_speaker(flood: Desk) -> None:
    assert rows(open_page("claims")) == len(flood.claims)
    at = open_page("claims", s="prakoso HUJAN")
    assert rows(at) == 1
    assert "Hujan lebat selama tiga hari" in read(at)
    check(at.text_input(key="claims_words").input("mengungsi").run())
    assert rows(at) == 2
    assert at.query_params["s"] == "mengungsi"
    check(at.multiselect(key="choose_outlet").set_value(["Harian Tirta"]).run())
    assert rows(at) == 1
    assert at.query_params["outlet"] == "Harian Tirta"
    assert tell("id", "claims.none.title") in read(open_page("claims", s="gempa"))


def test_claims_are_found_by_meaning(url: str, flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page("claims", s="korban jiwa", by="meaning")
    assert tell("id", "claims.no_vectors") in read(at)
    with open_store(url) as store:
        encoder = FakeEncoder()
        quotes = [claim.quote for claim in flood.claims.values()]
        vectors = dict(zip(map(hash_words, quotes), encoder.encode(quotes), strict=True))
        store.save_vectors("fake-encoder", vectors)
    monkeypatch.setattr("compare.encoder.load_encoder", lambda name: encoder)
    st.cache_resource.clear()
    page = read(open_page("claims", s="Pintu Bendungan Tirta tidak pernah dibuka", by="meaning"))
    assert page.index("Pintu Bendungan Tirta tidak pernah dibuka") < page.index(
        "pintu Bendungan Tirta dibuka"
    )
    assert page.index("pintu Bendungan Tirta dibuka") < page.index("Lebih dari 2.000 rumah")


def test_many_claims_are_marked_at_once_and_the_marks_come_off_again(url: str, flood: Desk) -> None:
    at = name_reviewer(open_page("claims", s="tewas"))
    check(next(b for b in at.button if b.label == tell("id", "claims.choose_all")).click().run())
    at.selectbox(key="mark_label").set_value("to_check")
    at.text_input(key="mark_tag").input("korban [x](y)")
    check(next(b for b in at.button if b.label == tell("id", "claims.add")).click().run())
    with open_store(url) as store:
        lines = [line for given in store.log().annotations.values() for line in given]
    assert {(a.target, a.value) for a in lines} == {
        (claim.key, value)
        for claim in flood.claims.values()
        if "tewas" in claim.quote
        for value in ("to_check", "korban [x](y)")
    }
    assert tell("id", "label.to_check") in read(at)
    tag = next(b for b in at.button if "korban" in b.label)
    assert "[x](y)" not in tag.label  # no link
    check(tag.click().run())
    with open_store(url) as store:
        values = {line.value for given in store.log().annotations.values() for line in given}
    assert values == {"to_check"}
    assert rows(open_page("claims", mark="to_check")) == 2


def test_a_claim_is_chosen_by_its_box(flood: Desk) -> None:
    at = open_page("claims", s="terendam")
    check(at.checkbox[1].check().run())
    assert tell("id", "claims.chosen", n=1) in read(at)
    check(at.checkbox[1].uncheck().run())
    assert tell("id", "claims.chosen", n=1) not in read(at)


# --- article, sources, report --------------------------------------------------------------------


def test_an_article_shows_its_claims_by_what_became_of_them(flood: Desk) -> None:
    reading = flood.analysis.readings[0]
    claim = reading.claims[0]
    page = read(open_page("article", d=reading.document.id, c=claim.id))
    assert "cs-hot-contradiction" in page
    assert 'class="cs-boiler"' in page
    assert "cs-here" in page
    assert tell("id", "article.disagreements") in page


@pytest.mark.parametrize("document", ["", "d-gone"])
def test_an_unknown_article_leads_to_the_sources(flood: Desk, document: str) -> None:
    assert tell("id", "article.none.title") in read(open_page("article", d=document))


def test_sources_say_what_is_known_and_how(flood: Desk) -> None:
    page = read(open_page("sources"))
    assert "disimpulkan dari: Rabu (4/3)" in page
    assert "tidak diketahui" in page


def test_an_article_is_pasted_and_analysed(url: str, flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compare.encoder.load_encoder", lambda name=None, on_progress=None: FakeEncoder())
    st.cache_resource.clear()
    at = open_page("sources")
    at.text_area(key="pasted-0").input("Banjir di Wening menewaskan 14 orang pada Selasa, 3 Maret 2026.")
    at.text_input(key="pasted-outlet-0").input("Suara Wening")
    check(submit(at, 1))
    assert tell("id", "add.taken", new="1 artikel", known=0) in read(at)
    assert tell("id", "add.waiting", articles="1 artikel") in read(at)
    assert at.text_area(key="pasted-1").value == ""
    at = press(at, "analyse")
    assert "Suara Wening" in read(at)
    with open_store(url) as store:
        analysis = store.load_analysis()
    assert analysis is not None
    assert {r.document.outlet.value for r in analysis.readings} >= {"Suara Wening", "Kabar Wening"}


def press_labelled(at: AppTest, key: str) -> AppTest:
    return next(b for b in at.button if b.label == tell("id", key)).click().run()


def submit(at: AppTest, number: int) -> AppTest:
    """Press a form's button by its place among those that take articles in."""
    return [b for b in at.button if b.label == tell("id", "add.take")][number].click().run()


def test_an_article_without_a_word_is_refused_with_the_reason(flood: Desk) -> None:
    at = open_page("sources")
    at.text_area(key="pasted-0").input("   ")
    page = read(check(submit(at, 1)))
    assert 'class="cs-refused"' in page
    assert "hanya berisi spasi" in page
    at = open_page("sources")
    at.text_area(key="pasted-0").input("Ada isinya.")
    at.text_input(key="pasted-published-0").input("besok")
    assert "besok" in read(check(submit(at, 1)))


def test_an_address_of_an_inner_network_is_refused_in_the_reader_s_language(flood: Desk) -> None:
    at = open_page("sources")
    at.text_area(key="web-0").input("http://127.0.0.1:80/rahasia ftp://example.org/x")
    page = read(check(press_labelled(at, "add.fetch")))
    assert page.count('class="cs-refused"') == 2
    assert "Yang diambil hanya halaman web publik" in page
    assert "Awali dengan https:// atau http://" in page


def test_an_article_comes_in_by_its_address(url: str, flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "<html><body><article><p>" + "Banjir di Wening menewaskan 14 orang pada 3 Maret 2026. " * 9
    original = Original("https://kabar.example/a", words.encode(), "https://kabar.example/a", "", "text/html")
    monkeypatch.setattr("claims.fetch.client.Fetcher.fetch", lambda self, url: original)
    at = open_page("sources")
    at.text_area(key="web-0").input("https://kabar.example/a")
    page = read(check(press_labelled(at, "add.fetch")))
    assert tell("id", "add.waiting", articles="1 artikel") in page
    with open_store(url) as store:
        assert "https://kabar.example/a" in {document.url for document in store.documents()}


def test_an_upload_says_what_came_in_and_what_was_refused(url: str, flood: Desk) -> None:
    at = open_page("sources")
    files = [("baru.txt", PAYLOAD.encode(), "text/plain"), ("gambar.exe", b"MZ", "application/x")]
    for file in files:
        at.file_uploader(key="files-0").upload(*file)
    page = read(check(submit(at, 0)))
    assert tell("id", "add.taken", new="1 artikel", known=0) in page
    assert "gambar.exe" in page


# --- corrections ---------------------------------------------------------------------------------


def open_claim(desk: Desk, words: str) -> AppTest:
    claim = next(claim for claim in desk.claims.values() if words in claim.quote)
    return name_reviewer(open_page("article", d=claim.document, c=claim.id))


def choose_part(at: AppTest, part: str) -> AppTest:
    box = next(box for box in at.selectbox if str(box.key).startswith("correct-"))
    return check(box.set_value(part).run())


def save_form(at: AppTest) -> AppTest:
    return check(next(b for b in at.button if b.label == tell("id", "correct.save")).click().run())


def field(at: AppTest, kind: str, name: str) -> object:
    return next(box for box in getattr(at, kind) if str(box.key).startswith(f"fix-{name}"))


def test_a_number_is_corrected_and_the_correction_taken_back(url: str, flood: Desk) -> None:
    at = choose_part(open_claim(flood, "Sebanyak 12 orang"), "quantity")
    field(at, "number_input", "high").set_value(13.0)  # type: ignore[attr-defined]
    save_form(at)
    assert "12–13 orang tewas" in read(at)
    assert tell("id", "article.behind") in read(at)
    with open_store(url) as store:
        (lines,) = store.log().corrections.values()
    assert (lines[0].quantity.low, lines[0].quantity.high, lines[0].reviewer) == (12, 13, "Sari")
    assert lines[0].seen == "Sebanyak 12 orang tewas akibat banjir itu."
    check(next(b for b in at.button if str(b.key).startswith("uncorrect-")).click().run())
    assert "12–13" not in read(at)
    with open_store(url) as store:
        assert store.log().corrections == {}


def test_speaker_time_words_and_kind_are_corrected(url: str, flood: Desk) -> None:
    at = choose_part(open_claim(flood, "menewaskan 15 orang"), "speaker")
    field(at, "text_input", "name").input("Sari Wulandari")  # type: ignore[attr-defined]
    save_form(at)
    assert "Sari Wulandari" in read(at)
    choose_part(at, "time")
    field(at, "date_input", "end").set_value(date(2026, 3, 4))  # type: ignore[attr-defined]
    save_form(at)
    assert "3 Mar 2026 – 4 Mar 2026" in read(at)
    choose_part(at, "span")
    field(at, "text_area", "quote").input("menewaskan 15 orang")  # type: ignore[attr-defined]
    save_form(at)
    choose_part(at, "kind")
    field(at, "selectbox", "kind").set_value("event")  # type: ignore[attr-defined]
    save_form(at)
    with open_store(url) as store:
        (lines,) = store.log().corrections.values()
    assert {line.aspect.value for line in lines} == {"speaker", "time", "span", "kind"}


@pytest.mark.parametrize("words", ["kata yang tidak ada di sana", ""])
def test_words_that_are_not_in_the_article_are_refused(url: str, flood: Desk, words: str) -> None:
    at = choose_part(open_claim(flood, "menewaskan 15 orang"), "span")
    field(at, "text_area", "quote").input(words)  # type: ignore[attr-defined]
    save_form(at)
    assert tell("id", "correct.not_in_article") in read(at)
    with open_store(url) as store:
        assert store.log().corrections == {}


def test_nobody_corrects_without_a_name(flood: Desk) -> None:
    claim = next(iter(flood.claims.values()))
    at = open_page("article", d=claim.document, c=claim.id)
    assert tell("id", "claims.needs_name") in read(at)
    assert not [box for box in at.selectbox if str(box.key).startswith("correct-")]


# --- how good the machine and the reviewers are --------------------------------------------------


def test_agreement_is_counted_where_two_have_judged(flood: Desk) -> None:
    assert tell("id", "agreement.none.title") in read(open_page("agreement"))
    press(open_review("Bima", r=flood.cards[0].lead.lead.id), "judge-no_conflict")
    press(open_review("Ayu", r=flood.cards[2].lead.lead.id), "judge-no_conflict")
    page = read(open_page("agreement"))
    assert "Ayu – Bima" in page
    assert tell("id", "agreement.same", n=1, total=2) in page


def test_about_says_how_often_the_machine_was_right_and_of_how_many(flood: Desk) -> None:
    page = read(open_page("about"))
    assert flood.analysis.run.id in page
    assert "fake-encoder" in page
    assert tell("id", "figures.of", right=1, judged=2) in page  # Ayu: a conflict, Bima: none
    assert "50 %" in page


def test_the_report_comes_in_every_format(flood: Desk) -> None:
    at = open_page("report")
    assert len(at.get("download_button")) == len(FORMATS) == 7
    assert flood.analysis.run.id in read(at)


def test_a_report_on_chosen_questions_is_previewed(flood: Desk) -> None:
    at = open_page("report", which="picked")
    assert tell("id", "report.none.title") in read(at)
    dead = flood.cards[1].question
    check(at.multiselect(key="choose_pick").set_value([dead.id]).run())
    assert "1 perbedaan" in read(at)
    check(at.toggle(key="report_preview").set_value(True).run())
    (shown,) = at.get("iframe")
    head, _, page = shown.proto.src.partition(";base64,")
    assert head == "data:text/html;charset=utf-8"
    assert dead.title in b64decode(page).decode("utf-8")
    assert flood.cards[0].question.title not in b64decode(page).decode("utf-8")


def test_a_report_on_what_people_confirmed(flood: Desk) -> None:
    assert "1 perbedaan" in read(open_page("report", which="confirmed"))  # Ayu's


def test_the_app_asks_nothing_of_the_network_and_hides_tracebacks() -> None:
    config = (ROOT / "ui" / ".streamlit" / "config.toml").read_text("utf-8")
    assert "gatherUsageStats = false" in config
    assert 'showErrorDetails = "none"' in config
    assert "http" not in config


@pytest.mark.parametrize("first, second", [("app_id", "app_en"), ("app_en", "app_id")])
def test_both_languages_have_the_same_messages_and_gaps(first: str, second: str) -> None:
    import re

    from compare.wording import load_messages

    one, other = load_messages("ui", first), load_messages("ui", second)
    assert one.keys() == other.keys()
    for key, words in one.items():
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", other[key])), key
