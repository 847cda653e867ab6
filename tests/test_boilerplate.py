"""Boilerplate: the cases of `cases/boilerplate.toml`, what is always true of it, that no claim is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.boilerplate import mark_boilerplate
from claims.datelines import find_prefix, read_dateline
from claims.languages import list_languages, load_table

CASES = tomllib.loads((Path(__file__).parent / "cases" / "boilerplate.toml").read_text("utf-8"))["case"]

REASONS = {
    "advertisement",
    "share_widget",
    "navigation",
    "caption",
    "credit",
    "read_also",
    "related_headline",
    "repeated_title",
    "dateline",
    "dateline_prefix",
    "byline",
    "newsletter",
    "reuse_notice",
    "pagination",
}


def make_param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, id=f"{case['language']}: {case['about']}", marks=marks)


@pytest.mark.parametrize("case", [make_param(case) for case in CASES])
def test_what_is_not_the_article(case: dict[str, Any]) -> None:
    found = [
        [mark.span.of(case["text"]), mark.reason] for mark in mark_boilerplate(case["text"], case["language"])
    ]
    assert found == case["marks"]


SENTENCES = [case["text"] for case in CASES if not case["marks"]]


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize(
    "furniture", ["ADVERTISEMENT", "Baca juga: Stok Beras Aman", "Foto: Amir/Kabar", "Halaman Selanjutnya"]
)
def test_furniture_around_a_claim_does_not_take_the_claim(text: str, furniture: str) -> None:
    whole = f"{furniture}\n{text}\n{furniture}"
    marked = [mark.span.of(whole) for mark in mark_boilerplate(whole, "id")]
    assert marked == [furniture, furniture]


LINES = st.lists(
    st.sampled_from(
        [line for case in CASES for line in case["text"].splitlines()]
        + ["", " ", "\ufeff", "“", "Foto:", "Baca juga:"]
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(
    lines=LINES,
    ends=st.sampled_from(["\n", "\r\n", "\n\n"]),
    language=st.sampled_from(["id", "en", "ru", "xx", ""]),
)
def test_marks_are_sorted_disjoint_and_have_a_known_reason(
    lines: list[str], ends: str, language: str
) -> None:
    text = ends.join(lines)
    last = 0
    for mark in mark_boilerplate(text, language):
        assert last <= mark.span.start < mark.span.end <= len(text)
        assert mark.reason in REASONS
        last = mark.span.end


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    for language in ("id", "en", "ru"):
        mark_boilerplate(text, language)


@pytest.mark.parametrize(
    ("line", "language", "published"),
    [
        ("4 Maret 2024", "id", "2024-03-04"),
        ("Senin, 4 Maret 2024 - 07:15 WITA", "id", "2024-03-04T07:15+08:00"),
        ("Selasa (05/03/2024) pukul 19.30 WIB", "id", "2024-03-05T19:30+07:00"),
        ("Terbit: 4 Mar 2024, 07.15 WIT", "id", "2024-03-04T07:15+09:00"),
        ("March 4, 2024 7:15 pm EST", "en", "2024-03-04T19:15-05:00"),
        ("Updated 4th March 2024 at 12:05 am", "en", "2024-03-04T00:05"),
        ("2024-03-04 07:15 GMT+7", "en", "2024-03-04T07:15+07:00"),
        ("25/03/2024", "en", "2024-03-25"),
        ("03/04/2024", "en", ""),  # March or April: not told
        ("4 марта 2024 года, 12:30 МСК", "ru", "2024-03-04T12:30+03:00"),
        ("04.03.2024 12:30", "ru", "2024-03-04T12:30"),
    ],
)
def test_dates_on_a_line_of_their_own(line: str, language: str, published: str) -> None:
    found = read_dateline(line, language)
    assert found is not None
    assert found.published == published


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Jembatan itu roboh pada 4 Maret 2024.", "id"),
        ("31 Februari 2024", "id"),
        ("4 Maret", "id"),
        ("pemilu 4 Maret 2024 diundur", "id"),
        ("He was born on 4 March 2024", "en"),
        ("12 человек погибли 4 марта 2024", "ru"),
    ],
)
def test_a_date_in_a_statement_is_no_dateline(line: str, language: str) -> None:
    assert read_dateline(line, language) is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Bupati – yang baru dilantik – menolak.", "id"),
        ("Harga beras - Rp 15.000 per kilogram - memberatkan.", "id"),
        ("Indonesia-Malaysia sepakat.", "id"),
        ("The mayor - a former judge - declined.", "en"),
        ("Two things matter - Money and time.", "en"),
        ("Мэр — бывший судья.", "ru"),
    ],
)
def test_a_dash_is_not_always_a_dateline(line: str, language: str) -> None:
    assert find_prefix(line, language) is None


def test_every_language_has_the_same_parts() -> None:
    parts = {language: set(load_table(language, "boilerplate")) for language in list_languages()}
    assert len(set(map(frozenset, parts.values()))) == 1
    for language in list_languages():
        for part in ("lines", "labels", "patterns"):
            assert set(load_table(language, "boilerplate")[part]) - {"max_words"} <= REASONS
