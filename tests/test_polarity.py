"""Negation, polarity and modality: the tables in tests/cases, and what holds for every text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.facts.negations import NegationKind, find_negations
from claims.facts.polarity import read_modality, read_polarity
from claims.models import Modality, Polarity

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("id", "en", "ru")
# Words that stress the rules, in any order.
WORDS = st.sampled_from(
    [
        "tidak",
        "pernah",
        "bukan",
        "hanya",
        "yang",
        "pertama",
        "dan",
        ",",
        ".",
        "jika",
        "untuk",
        "not",
        "only",
        "no",
        "without",
        "никогда",
        "не",
        "только",
        "(",
        ")",
        "“",
        "”",
        '"',
        "?",
    ]
)


def load_cases(key: str) -> list[Any]:
    """Return the cases that have a key, a known failure with its reason."""
    params = []
    for language in LANGUAGES:
        paths = sorted(CASES.glob(f"polarity_{language}*.toml"))
        for case in (one for path in paths for one in tomllib.loads(path.read_text("utf-8"))["case"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            if key in case:
                params.append(pytest.param(language, case, marks=marks, id=f"{language}: {case['quote']}"))
    return params


@pytest.mark.parametrize(("language", "case"), load_cases("polarity"))
def test_polarity_is_that_of_the_main_clause(language: str, case: dict[str, Any]) -> None:
    assert read_polarity(case["quote"], language) is Polarity(case["polarity"])


@pytest.mark.parametrize(("language", "case"), load_cases("modality"))
def test_modality(language: str, case: dict[str, Any]) -> None:
    assert read_modality(case["quote"], language) is Modality(case["modality"])


@pytest.mark.parametrize(("language", "case"), load_cases("negations"))
def test_negations_with_cue_kind_and_scope(language: str, case: dict[str, Any]) -> None:
    quote = case["quote"]
    found = find_negations(quote, language)
    assert [(n.cue.of(quote), n.kind) for n in found] == [
        (cue, NegationKind(kind)) for cue, kind, _ in case["negations"]
    ]
    for negation, (_, _, scope) in zip(found, case["negations"], strict=True):
        assert negation.scope.of(quote).startswith(scope)


@given(
    st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join)), st.sampled_from(LANGUAGES)
)
def test_any_text_is_read_and_spans_stay_inside_it(quote: str, language: str) -> None:
    assert isinstance(read_polarity(quote, language), Polarity)
    assert isinstance(read_modality(quote, language), Modality)
    end = 0
    for negation in find_negations(quote, language):
        assert end <= negation.cue.start < negation.cue.end <= len(quote)
        assert negation.cue.end <= negation.scope.start or len(negation.scope) == 0
        assert negation.scope.end <= len(quote)
        end = negation.cue.end


def test_an_unknown_language_reads_the_english_tables() -> None:
    assert read_polarity("The bridge was not closed.", "fr") is Polarity.NEGATIVE


def test_the_scope_of_a_negation_ends_where_another_subject_begins() -> None:
    quote = "Harga tidak turun, tetapi pedagang tetap ramai."
    (negation,) = find_negations(quote, "id")
    assert negation.scope.of(quote) == "turun"
