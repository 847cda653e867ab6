"""How good the machine and the reviewers are, and the report."""

from __future__ import annotations

from base64 import b64decode

import pytest
from app_driving import check, open_page, open_review, press, read

from compare.report import FORMATS
from ui.desk import Desk
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


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
