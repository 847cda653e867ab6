"""Articles and sources: what is shown of them, and the ways in."""

from __future__ import annotations

import pytest
import streamlit as st
from app_driving import PAYLOAD, check, open_page, press, read
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from claims.originals import Original
from claims.store import open_store
from ui.desk import Desk
from ui.words import tell

# Streamlit's own code, of which we can change nothing
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:streamlit.*")


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
