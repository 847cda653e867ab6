"""Actors: tables of cases in three languages, spellings that meet, and what must hold of any text."""

from __future__ import annotations

import time as clock
import tomllib
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.facts.actors import find_actors
from claims.facts.spelling import fold_name, fold_words

known_failure = partial(pytest.mark.xfail, strict=True)
TABLE = tomllib.loads((Path(__file__).parent / "cases" / "actors.toml").read_text("utf-8"))
LANGUAGES = ("id", "en", "ru")


def load_cases() -> list[pytest.param]:
    params = []
    for language in LANGUAGES:
        for n, case in enumerate(TABLE[language]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            params.append(pytest.param(language, case, id=f"{language}-{n}", marks=marks))
    return params


@pytest.mark.parametrize(("language", "case"), load_cases())
def test_case(language: str, case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [f"{actor.span.of(text)} -> {actor.id}" for actor in find_actors(text, language)] == case["actors"]


def test_the_table_is_large_enough() -> None:
    assert sum(len(TABLE[language]) for language in LANGUAGES) >= 80


@pytest.mark.parametrize(
    "spellings",
    [
        "Tokaev Tokayev Токаев Токаева Токаевым",
        "Zelensky Zelenskyy Zelenskiy Зеленский Зеленского",
        "Sarkissian Sarkisian Sarkisyan Саркисян",
        "Yeltsin Eltsin Ельцин Ельцина",
        "Aliyev Aliev Алиев",
        "Shoigu Shoygu Шойгу",
        "Macron Макрон",
        "Soeharto Suharto",
        "Gorbachev Gorbachyov Горбачев Горбачёв",
        "Zakharova Захарова Захаровой",
        "Lukashenko Лукашенко",
        "Pashinyan Pashinian Пашинян",
        "Kholodov Holodov Холодов",
        pytest.param("Mirziyoyev Мирзиёев", marks=known_failure(reason="three vowels written seven ways")),
        pytest.param("Biden Байден", marks=known_failure(reason="written by sound, not by letter")),
        pytest.param("Kharkov Kharkiv", marks=known_failure(reason="two names of one city")),
    ],
)
def test_spellings_meet(spellings: str) -> None:
    assert len({fold_name(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names", ["Lestari Lestarina", "Brandt Brand", "Orlov Orlando", "Kim Kimura", "Wijaya Wibawa"]
)
def test_other_names_stay_apart(names: str) -> None:
    assert len({fold_name(name) for name in names.split()}) == 2


def test_one_person_has_one_id_in_every_language() -> None:
    ids = {
        find_actors("Presiden Askar Tulegenov tiba.", "id")[0].id,
        find_actors("President Askar Tulegenov arrived.", "en")[0].id,
        find_actors("Прибыл президент Аскар Тулегенов.", "ru")[0].id,
    }
    assert ids == {"person:tulegenov"}


WORDS = "Presiden Maria Lestari ( ) , atau KPS - . AS Rusia российский Российско- in di “ ” van 3 's МИД"
PIECES = st.sampled_from([*WORDS.split(), "\n"])


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=400)
def test_any_text(text: str, language: str) -> None:
    actors = find_actors(text, language)
    for actor in actors:
        assert actor.name == actor.span.of(text) == actor.name.strip() != ""
        assert actor.id.startswith(f"{actor.kind}:")
        assert len(actor.id) > len(actor.kind) + 1
    spans = [actor.span for actor in actors]
    assert spans == sorted(spans)
    assert not any(left.overlaps(right) for left, right in pairwise(spans))


@given(st.text(max_size=40))
def test_a_key_needs_no_escaping(words: str) -> None:
    assert all(letter.isalnum() or letter == "-" for letter in fold_words(words))


@pytest.mark.parametrize(
    "piece", ["Aaa ", "A. ", "A-", "KPS (", "Presiden Rusia, ", "Maria dan ", "(", "Папуа — Новая "]
)
def test_time_is_linear(piece: str) -> None:
    """Eight times the text takes about eight times as long: the square would be sixty-four."""

    def measure(count: int) -> float:
        start = clock.process_time()
        for language in LANGUAGES:
            find_actors(piece * count, language)
        return clock.process_time() - start

    measure(1)  # the tables are read
    assert measure(8_000) < 24 * measure(1_000) + 0.5
