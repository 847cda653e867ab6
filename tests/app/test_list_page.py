"""The list of disagreements: its order, filters, shapes and saved views."""

from __future__ import annotations

import pytest
from app_driving import (
    APP,
    check,
    fill,
    name_reviewer,
    open_page,
    read,
)
from factories import make_flood
from streamlit.testing.v1 import AppTest

from claims.models import Analysis
from claims.store import open_store
from ui.desk import Desk
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


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
