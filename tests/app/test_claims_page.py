"""Claims: found by words and meaning, marked one or many at once."""

from __future__ import annotations

import pytest
import streamlit as st
from app_driving import (
    check,
    name_reviewer,
    open_page,
    read,
)
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from claims.store import open_store
from ui.desk import Desk
from ui.search import hash_words
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


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
