"""Sentences: the cases of `cases/sentences_*.toml`, what is always true of them, and hostile sizes."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.boilerplate import mark_boilerplate
from claims.models import Boilerplate, Span
from claims.sentences import split_sentences

CASES = Path(__file__).parent / "cases"


def read_cases() -> list[Any]:
    params = []
    for path in sorted(CASES.glob("sentences_*.toml")):
        language = path.stem.removeprefix("sentences_")
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            params.append(pytest.param(language, case, id=f"{language}: {case['about']}", marks=marks))
    return params


@pytest.mark.parametrize(("language", "case"), read_cases())
def test_sentences_end_where_the_table_says(language: str, case: dict[str, Any]) -> None:
    found = [one.span.of(case["text"]) for one in split_sentences(case["text"], language)]
    assert found == case["sentences"]


def test_there_are_enough_cases_in_every_language() -> None:
    counts = {
        language: sum(param.values[0] == language for param in read_cases())
        for language in ("id", "en", "ru")
    }
    assert sum(counts.values()) >= 100
    assert min(counts.values()) >= 30


# Pieces out of which hypothesis builds hostile texts: what real ones hold, in orders that no one writes.
WORDS = "Banjir dr. K.H. U.S. г. т.е. naik Rp. 2.500 İ 😀 • — 1. . ! ? … ... , « » “ ” \" ' ` ( ) [ ]"
PIECES = st.sampled_from([*WORDS.split(), " ", "  ", "\n", "\n\n", "\r\n", "\u2028", "\u00a0"])
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=60).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["id", "en", "ru", "de", "ja", "xx", ""]))
def test_spans_are_ascending_disjoint_and_trimmed(text: str, language: str) -> None:
    marks = mark_boilerplate(text, language)
    sentences = split_sentences(text, language, marks)
    last, paragraph = 0, 0
    for one in sentences:
        piece = one.span.of(text)
        assert one.span.start >= last
        assert piece
        assert piece == piece.strip()
        assert one.paragraph >= paragraph
        assert not any(mark.span.overlaps(one.span) for mark in marks)
        last, paragraph = one.span.end, one.paragraph


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_no_word_is_lost(text: str) -> None:
    """What is between sentences holds no letter and no digit."""
    sentences = split_sentences(text, "id")
    starts = [0, *(one.span.end for one in sentences)]
    ends = [*(one.span.start for one in sentences), len(text)]
    assert not any(
        char.isalnum() for start, end in zip(starts, ends, strict=True) for char in text[start:end]
    )


def test_boilerplate_is_cut_out_of_a_sentence() -> None:
    text = "KABAR.com - Air naik (baca juga: Harga Beras Naik) sejak pagi."
    marks = (Boilerplate(Span(0, 12), "dateline_prefix"), Boilerplate(Span(21, 50), "read_also"))
    found = [one.span.of(text) for one in split_sentences(text, "id", marks)]
    assert found == ["Air naik", "sejak pagi."]


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        ("Jembatan Roboh\n\nJembatan itu roboh.", [True, False]),
        ("Mengapa Jembatan Roboh?\n\nJembatan itu roboh.", [True, False]),
        ("Jembatan itu roboh.\n\nPolisi Turun Tangan\n\nPolisi datang.", [False, True, False]),
        ("Jembatan itu roboh.\n\nApakah aman?\n\nTidak.", [False, False, False]),
        ("Jembatan itu roboh.\nTuntutan warga:\nGanti rugi.", [False, False, False]),
    ],
)
def test_headlines_are_lines_without_a_stop(text: str, headlines: list[bool]) -> None:
    assert [one.is_headline for one in split_sentences(text, "id")] == headlines


def test_paragraphs_count_the_lines_that_hold_something() -> None:
    text = "Satu.\n\n\nDua. Tiga.\nEmpat."
    assert [one.paragraph for one in split_sentences(text, "id")] == [0, 1, 1, 2]


def test_a_language_without_tables_is_split_all_the_same() -> None:
    text = "Der Fluss steigt seit z. B. Montag. Die Schule bleibt zu."
    assert [one.span.of(text) for one in split_sentences(text, "de")][-1] == "Die Schule bleibt zu."


HOSTILE = {
    "long text": "Air naik lagi di kota. " * 40_000,
    "long sentence": "kata " * 20_000 + ".",
    "open quotes": "“Air naik. " * 10_000,
    "nested quotes": "“" * 10_000 + "Air naik." + "”" * 10_000,
    "quote marks": '"' * 100_000,
    "brackets": "(" * 100_000,
    "dots in words": "a." * 50_000,
    "initials": "K. " * 30_000,
    "enumeration": "a, 1. B " * 20_000,
    "dots": "." * 100_000,
    "links": "Air naik. Baca juga: A. " * 5_000,
    "dashes": "—" * 50_000 + "\n" + "- " * 30_000,
    "lines": "x\n" * 50_000,
    "credits": "Foto: (a/b) " * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_sizes_take_linear_time(text: str) -> None:
    """A tenth of the text sets the pace; a quadratic step would take a hundred times as long."""

    def measure(part: str) -> float:
        start = time.perf_counter()
        split_sentences(part, "id", mark_boilerplate(part, "id"))
        return time.perf_counter() - start

    measure("Air naik.")  # tables are read once
    small = measure(text[: len(text) // 10])
    assert measure(text) < max(40 * small, 2.0)
