"""What stands around every page: who may look, the language, what is missing, what is hostile."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_driving import (
    APP,
    PAYLOAD,
    ROOT,
    check,
    fill,
    labels,
    open_page,
    read,
)
from factories import make_hostile
from streamlit.testing.v1 import AppTest

from claims.models import Judgement, Verdict
from claims.store import open_store
from ui.access import NEEDED, find_login_problem
from ui.desk import Desk
from ui.session import PAGES
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


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
    at = open_page(page, lang=lang)
    page_text = read(at)
    assert tell(lang, "empty.analysis.title") in page_text
    ways = [link.proto.label for link in at.get("page_link")]
    assert (tell(lang, "empty.analysis.add") in ways) is (page != "sources")  # there it can be done at once
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
