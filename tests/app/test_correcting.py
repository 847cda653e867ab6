"""What a person corrects in a claim: speaker, number, date, words, kind."""

from __future__ import annotations

from datetime import date

import pytest
from app_driving import (
    check,
    name_reviewer,
    open_page,
    read,
)
from streamlit.testing.v1 import AppTest

from claims.store import open_store
from ui.desk import Desk
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


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
