"""Times: tables of cases in three languages, and what must hold of any text."""

from __future__ import annotations

import time as clock
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.facts.times import find_times
from claims.models import Time

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("id", "en", "ru")


def load_table(language: str) -> list[dict[str, Any]]:
    paths = sorted(CASES.glob(f"times_{language}*.toml"))
    return [case for path in paths for case in tomllib.loads(path.read_text("utf-8"))["case"]]


def load_cases() -> list[pytest.param]:
    params = []
    for language in LANGUAGES:
        for n, case in enumerate(load_table(language)):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            params.append(pytest.param(language, case, id=f"{language}-{n}", marks=marks))
    return params


def describe(time: Time, text: str) -> str:
    """Write a time as the tables do."""
    start, end = (day.isoformat() if day else "" for day in (time.start, time.end))
    days = "?" if not time.is_placed else start if start == end else f"{start}..{end}"
    flags = [name for name, is_set in (("anchored", time.anchored), ("report", time.is_report)) if is_set]
    return " ".join([f"{time.span.of(text)} -> {days} {time.precision}", *flags])


@pytest.mark.parametrize(("language", "case"), load_cases())
def test_case(language: str, case: dict[str, Any]) -> None:
    text, published = case["text"], case.get("published")
    assert [describe(time, text) for time in find_times(text, language, published)] == case["times"]


def test_the_tables_are_large_enough() -> None:
    counts = [len(load_table(language)) for language in LANGUAGES]
    assert min(counts) >= 40
    assert sum(counts) >= 120


def test_a_language_without_tables_reads_the_english_ones() -> None:
    assert [time.start for time in find_times("2022-01-10", "pt", None)] == [date(2022, 1, 10)]


SIGNS = "10 31 2022 1999 12 / - . , ( ) ? 's s an {day} | < >"
WORDS = (
    "Januari May мая года tahun in pada в last lalu dua two Monday Senin early awal начале summer musim panas"
)
MORE = "ago later kemudian спустя неделю antara between and dan hingga to century abad"
PIECES = st.lists(st.sampled_from([*SIGNS.split(), *WORDS.split(), *MORE.split(), "\n"]), max_size=30)
TEXTS = PIECES.map(" ".join) | PIECES.map("".join) | st.text(max_size=80)


@given(TEXTS, st.sampled_from(LANGUAGES), st.none() | st.dates())
@settings(deadline=None, max_examples=400)
def test_any_text(text: str, language: str, published: date | None) -> None:
    times = find_times(text, language, published)
    for found in times:
        assert found.span.of(text).strip() == found.span.of(text) != ""
        assert found.start is None or found.end is None or found.start <= found.end
        assert found.is_placed or not found.anchored
    spans = [found.span for found in times]
    assert spans == sorted(spans)
    assert not any(left.overlaps(right) for left, right in pairwise(spans))


@pytest.mark.parametrize("piece", ["10 Januari ", "(10/", "1992-", "pada Senin, ", "in 1999 ", "x", "2 dan "])
def test_time_is_linear(piece: str) -> None:
    """Eight times the text takes about eight times as long: the square would be sixty-four."""

    def measure(count: int) -> float:
        start = clock.process_time()
        for language in LANGUAGES:
            find_times(piece * count, language, date(2022, 1, 10))
        return clock.process_time() - start

    measure(1)  # the tables are read
    assert measure(8_000) < 24 * measure(1_000) + 0.5
