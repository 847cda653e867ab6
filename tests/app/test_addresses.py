"""The address of a page: what it keeps, and that nothing that stands in it breaks a page."""

from __future__ import annotations

import random

import pytest
from app_driving import check, fill, open_page, read

from claims.models import Analysis, Judgement, Verdict
from claims.store import open_store
from compare.evaluate.generate import Size, make_analysis
from ui.desk import Desk
from ui.session import PAGES
from ui.words import tell

NAMES = [
    "q",
    "r",
    "d",
    "c",
    "s",
    "by",
    "view",
    "line",
    "which",
    "pick",
    "page",
    "lang",
    "status",
    "since",
    "until",
    "between",
    "outlet",
    "kind",
    "level",
    "relation",
    "language",
    "reviewer",
    "mark",
]
ODD = [
    *("", " ", "0", "-1", "1", "9" * 20, "1e9", "٣", "²", "NaN", "null", "true", "../../etc/passwd"),
    *("q-0000000000000000", "r-", "d-x", "<script>alert(1)</script>", "'; DROP TABLE event;--", "\x00"),
    *("2026-02-30", "0000-00-00", "9999-12-31", "2026-13-01", "meaning", "mine", "picked", "heat", "ru"),
    *("日本語", "x" * 5_000, "%%%", "&q=1", "true&", "🙂"),
]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_in_an_address_breaks_a_page(flood: Desk, page: str) -> None:
    dice = random.Random(page)
    question, relation = flood.cards[0].question.id, flood.cards[0].lead.lead.id
    claim = next(iter(flood.claims.values()))
    real = [question, relation, claim.id, claim.document]
    for _ in range(8):
        chosen = dice.sample(NAMES, dice.randint(1, 6))
        query = {name: dice.choice([*ODD, *real]) for name in chosen}
        if query.get("by") == "meaning":
            query.pop("s", None)  # the real encoder is another test's
        assert read(open_page(page, **query)), query


@pytest.mark.parametrize("name", NAMES)
def test_every_odd_value_of_a_parameter_is_passed_over(flood: Desk, name: str) -> None:
    page = "question" if name in "qr" else "article" if name in "dc" else "disagreements"
    for value in random.Random(name).sample(ODD, 4):
        assert read(open_page(page, **{name: value})), value


def test_a_verdict_on_what_is_gone_is_shown_and_can_be_taken_back(url: str, flood: Desk) -> None:
    with open_store(url) as store:
        store.add_verdict(Verdict("r-gone", "Sari", Judgement.CONFLICT, "Dulu ada.", seen="12 | 15"))
    at = open_page("about")
    assert tell("id", "lost.title") in read(at)
    assert "Dulu ada." in read(at)
    at = check(at.text_input(key="reviewer_side").input("Sari").run())
    check(at.button(key="drop-lost-0").click().run())
    assert tell("id", "lost.title") not in read(open_page("about"))


def test_the_questions_picked_for_a_report_are_in_the_address(flood: Desk) -> None:
    wanted = flood.cards[1].question
    at = open_page("report", which="picked", pick=wanted.id)
    assert at.multiselect(key="choose_pick").value == [wanted.id]
    check(at.multiselect(key="choose_pick").set_value([]).run())
    assert "pick" not in at.query_params


def test_an_analysis_that_is_replaced_while_the_app_runs_is_shown_at_the_next_click(
    url: str, flood: Desk
) -> None:
    at = open_page()
    assert flood.cards[0].question.title in read(at)
    other = fill(url, make_other())
    check(at.run())
    assert other.cards[0].question.title in read(at)
    assert flood.cards[0].question.title not in read(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_open_while_another_analysis_comes_in_stays_usable(
    url: str, flood: Desk, page: str
) -> None:
    question, claim = flood.cards[0].question, next(iter(flood.claims.values()))
    address = {"q": question.id, "d": claim.document, "c": claim.id, "kind": "number", "pick": question.id}
    at = open_page(page, **address)
    fill(url, make_other())
    for key in [button.key for button in at.button if button.key and not button.disabled]:
        if key in [button.key for button in at.button]:
            check(at.button(key=key).click().run())
    check(at.run())


def make_other() -> Analysis:
    """Another story altogether: other articles, other outlets, other questions."""
    return make_analysis(Size(articles=4, claims=20, questions=5, lines=0))
