"""The concept tables: every language names the same things, and every axis is known to the comparison."""

from __future__ import annotations

import pytest

from claims.facts.concepts import find_concepts
from claims.languages import list_languages, load_table
from compare.relate.axes import load_axes
from compare.wording import LANGUAGES, has_message

LANGUAGE_PAIRS = [language for language in list_languages() if language != "en"]


@pytest.mark.parametrize("language", LANGUAGE_PAIRS)
def test_languages_have_the_same_concepts_axes_and_poles(language: str) -> None:
    own, english = load_table(language, "concepts"), load_table("en", "concepts")
    assert set(own["concept"]) == set(english["concept"])
    assert {axis: set(poles) for axis, poles in own["axis"].items()} == {
        axis: set(poles) for axis, poles in english["axis"].items()
    }


def test_every_axis_has_two_poles_and_a_meaning() -> None:
    axes = load_table("en", "concepts")["axis"]
    assert all(len(poles) == 2 for poles in axes.values())
    assert set(axes) == set(load_axes())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_can_be_titled_by_every_axis(lang: str) -> None:
    assert not [axis for axis in load_axes() if not has_message(lang, f"aspect.axis.{axis}")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Relawan dikirim kemarin", {"deploy"}),
        ("id", "Pengiriman relawan dimulai", {"deploy", "begin"}),
        ("id", "Warga meminta bantuan", {"civilian", "request", "help", "need:needed"}),
        ("id", "Kekuatan ekonomi desa", {"village"}),  # not "menguat"
        ("en", "The ferry was overloaded and sank", {"sink", "ship", "safety:unsafe"}),
        ("ru", "Погибли 12 пассажиров", {"dead", "passenger"}),
    ],
)
def test_words_evoke_concepts(language: str, text: str, expected: set[str]) -> None:
    assert {concept.id for concept in find_concepts(text, language)} == expected


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("id", "Petugas tidak ditarik dari pulau itu", "withdraw"),
        ("en", "The crew did not withdraw", "withdraw"),
        ("ru", "Войска не были выведены", "withdraw"),
    ],
)
def test_a_concept_under_a_negation_is_negated(language: str, text: str, concept: str) -> None:
    assert [found.is_negated for found in find_concepts(text, language) if found.id == concept] == [True]


def test_spans_slice_back() -> None:
    text = "Sekolah ditutup; jembatan itu ambrol."
    words = [(found.id, found.span.of(text)) for found in find_concepts(text, "id")]
    assert ("collapse", "ambrol") in words


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Mereka tidak bersenjata.", None),  # an entry of its own
        ("Massa itu tidak terlihat bersenjata.", True),
        ("Mereka tidak berencana menyerang kelompok warga yang bersenjata.", False),
    ],
)
def test_a_pole_is_turned_only_by_a_negation_beside_it(text: str, denied: bool | None) -> None:
    found = {concept.id: concept.is_negated for concept in find_concepts(text, "id") if ":" in concept.id}
    assert found.get("arms:armed") == denied, found
