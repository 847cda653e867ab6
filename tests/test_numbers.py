"""Quantities: tables of our own sentences, oracles for number words, invariants."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from claims.facts.number_line import Line, cut_line
from claims.facts.number_tables import read_lexicon
from claims.facts.number_tokens import TokenKind, cut_tokens
from claims.facts.number_words import read_number
from claims.facts.numbers import find_quantities
from claims.facts.units import compared_unit, convert_quantity, is_currency
from claims.languages import list_languages, load_table
from claims.models import Quantity

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("id", "en", "ru")
UNHURRIED = settings(deadline=None)  # a busy machine is no failure


def load_cases(language: str) -> dict[str, Any]:
    """Return the tables of a language as one: the news add sentences, mostly, and failures of their own."""
    first, *rest = (
        tomllib.loads(path.read_text("utf-8")) for path in sorted(CASES.glob(f"numbers_{language}*.toml"))
    )
    for table in rest:
        first["cases"] |= table["cases"]
        first["known_failures"] |= table.get("known_failures", {})
    return first


def gather_cases() -> list[Any]:
    """Every sentence of the tables with what is expected; known failures are marked."""
    params = []
    for language in LANGUAGES:
        table = load_cases(language)
        params += [pytest.param(language, text, want, id=text) for text, want in table["cases"].items()]
        params += [pytest.param(language, text, [], id=text) for text in table["none"]["sentences"]]
        for text, failure in table["known_failures"].items():
            mark = pytest.mark.xfail(reason=failure["reason"], strict=True)
            params.append(pytest.param(language, text, failure["expect"], marks=mark, id=text))
    return params


def describe(quantity: Quantity) -> str:
    """Write a quantity as the tables do: "~20..99 [km] jalan"."""
    low, high = ("" if v is None else f"{v:.16g}" for v in (quantity.low, quantity.high))
    value = low if quantity.low == quantity.high else f"{low}..{high}"
    sign = "~" if quantity.approximate else "#" if quantity.ordinal else ""
    unit = f"[{quantity.unit}]" if quantity.unit else ""
    return " ".join(part for part in (sign + value, unit, quantity.what) if part)


@pytest.mark.parametrize(("language", "text", "want"), gather_cases())
def test_sentence(language: str, text: str, want: list[str]) -> None:
    assert [describe(q) for q in find_quantities(text, language)] == want


def test_tables_are_large_enough() -> None:
    sizes = {}
    for language in LANGUAGES:
        table = load_cases(language)
        sizes[language] = len(table["cases"]) + len(table["none"]["sentences"]) + len(table["known_failures"])
    assert sum(sizes.values()) >= 200
    assert min(sizes.values()) >= 70


# --- number words against num2words ----------------------------------------------------------------


def sample_numbers() -> list[int]:
    """All small numbers, then a spread over the magnitudes with zeros and ones in awkward places."""
    spread = [step * 7919 % 10**power for power in range(3, 13) for step in range(1, 60)]
    edges = [10**power + add for power in range(2, 13) for add in (-1, 0, 1, 11, 100)]
    return sorted({n for n in (*range(2, 1200), *spread, *edges) if n > 1})


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_agree_with_num2words(language: str) -> None:
    lexicon = read_lexicon(language)
    wrong = []
    for value in sample_numbers():
        words = num2words(value, lang=language).replace(",", "")
        line = cut_line(words, lexicon)
        number = read_number(line, 0)
        if number is None or number.low != value or number.last != len(line.tokens):
            wrong.append((value, words, number))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_words_are_found_in_a_sentence(language: str) -> None:
    noun = {"id": "kursi", "en": "chairs", "ru": "стульев"}[language]
    for value in range(2, 400, 7):
        words = num2words(value, lang=language)
        (found,) = find_quantities(f"({words} {noun})", language)
        assert (found.low, found.high, found.what) == (value, value, noun)


# --- invariants ------------------------------------------------------------------------------------


def write_number(value: float, decimal: str, group: str) -> str:
    """Write a number with the signs of a language, the way a newspaper does."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


SIGNS = {"id": (",", "."), "en": (".", ","), "ru": (",", " ")}
UNIT = {"id": "km", "en": "km", "ru": "км"}


@UNHURRIED
@given(st.sampled_from(LANGUAGES), st.integers(0, 10**12).map(lambda cents: cents / 100))
def test_written_numbers_come_back(language: str, value: float) -> None:
    text = f"({write_number(value, *SIGNS[language])} {UNIT[language]})"
    (found,) = find_quantities(text, language)
    assert found.low == found.high == pytest.approx(value)
    assert found.unit == "km"
    assert found.span.of(text) == text[1:-1]


@UNHURRIED
@given(st.sampled_from(("id", "ru")), st.integers(1, 99_999).map(lambda n: n / 10))
def test_millions_are_written_without_the_noise_of_floats(language: str, value: float) -> None:
    million = {"id": "juta", "ru": "млн"}[language]
    (found,) = find_quantities(
        f"({write_number(value, *SIGNS[language])} {million} {UNIT[language]})", language
    )
    assert found.low == round(value * 10) * 100_000


@UNHURRIED
@given(st.sampled_from(LANGUAGES), st.integers(1, 999), st.integers(1, 999))
def test_a_range_shares_its_multiplier(language: str, low: int, more: int) -> None:
    thousand, noun = {"id": ("ribu", "kursi"), "en": ("thousand", "chairs"), "ru": ("тысяч", "стульев")}[
        language
    ]
    (found,) = find_quantities(f"{low}-{low + more} {thousand} {noun}", language)
    assert (found.low, found.high) == (low * 1000, (low + more) * 1000)


FRAGMENTS = """
2.500 2,5 17-22 ribu juta puluh lebih dari antara dan persen Rp % $ ( ) / : . , - – 10/1 ke-
two hundred and a half dozen of one first двадцать тысяч до с половиной 2 000 F-16 №
"""
PIECES = st.lists(
    st.one_of(
        st.sampled_from(FRAGMENTS.split()),
        st.text(max_size=8),
    ),
    max_size=30,
)


@UNHURRIED
@given(st.sampled_from((*LANGUAGES, "fr")), PIECES, st.sampled_from((" ", "", "\n", "\u00a0")))
def test_any_text_is_read(language: str, pieces: list[str], glue: str) -> None:
    """Nothing fails, spans slice back out, in order and apart, and the bounds are in order."""
    text = glue.join(pieces)
    found = find_quantities(text, language)
    for one, two in pairwise(found):
        assert one.span.end <= two.span.start
    for quantity in found:
        assert quantity.span.of(text).strip() == quantity.span.of(text) != ""
        assert quantity.what in text
        assert quantity.low is not None or quantity.high is not None


@UNHURRIED
@given(st.sampled_from(LANGUAGES), PIECES)
def test_lines_are_read_on_their_own(language: str, pieces: list[str]) -> None:
    text = " ".join(" ".join(pieces).split())
    once = find_quantities(text, language)
    twice = find_quantities(f"{text}\n{text}", language)
    assert [describe(q) for q in twice] == [describe(q) for q in (*once, *once)]


class CountingWords(list[str]):
    """A list that counts how often it is looked into."""

    looks = 0

    def __getitem__(self, key: Any) -> Any:
        CountingWords.looks += 1
        return super().__getitem__(key)


@pytest.mark.parametrize(
    "sentence",
    [
        "lebih dari 2.500 warga dan 17-22 ribu orang di 3 desa, ",
        "dua ",
        "1-",
        "1, ",
        "antara 5 dan ",
        "lebih dari sekitar ",
        "1/2/",
        "(",
        "6 dan 7 dan ",
        "satu setengah juta ",
        "puluhan ribu juta ",
    ],
)
def test_work_grows_with_the_length(sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text, twice the looks at its words: counted, so that a busy machine cannot fail it."""

    def cut_counting(text: str, lexicon: Any) -> Any:
        line = cut_line(text, lexicon)
        return Line(line.tokens, CountingWords(line.words), lexicon)

    monkeypatch.setattr("claims.facts.numbers.cut_line", cut_counting)

    def count(repeats: int) -> int:
        CountingWords.looks = 0
        find_quantities(sentence * repeats, "id")
        return CountingWords.looks

    assert count(800) <= 2.2 * count(400) + 50


def test_a_line_of_a_hundred_thousand_characters_is_read() -> None:
    text = "Sebanyak 2.500 warga mengungsi, " * 3200
    assert len(text) > 100_000
    assert len(find_quantities(text, "id")) == 3200


@UNHURRIED
@given(PIECES)
def test_tokens_cover_the_line(pieces: list[str]) -> None:
    line = " ".join(pieces)
    tokens = list(cut_tokens(line, True, read_lexicon("en").is_split))
    covered = "".join(line[t.start : t.end] for t in tokens)
    assert covered == re.sub(r"\s", "", line) or any(t.kind == TokenKind.NUMBER for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


# --- tables and units ------------------------------------------------------------------------------


def test_tables_have_the_same_shape() -> None:
    shapes = {language: set(load_table(language, "numbers")) for language in LANGUAGES}
    assert shapes["en"] == shapes["id"] == shapes["ru"]
    for section in ("builders", "modifiers", "ranges", "not", "what", "ordinal_forms"):
        keys = {
            language: set(load_table(language, "numbers")[section]) - {"endings", "endings_by_stem"}
            for language in LANGUAGES
        }
        assert keys["en"] == keys["id"] == keys["ru"], section


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_is_known(language: str) -> None:
    table = load_table(language, "numbers")
    for unit in (*table["units"], *table["units_before"], *(u for _, u in table["one_units"].values())):
        assert compared_unit(unit)
        alone = {"percent", "magnitude", "degree", "percentage point", "basis point", "mg/L"}
        assert (
            unit in alone
            or compared_unit(unit) != unit
            or unit in {"km", "km^2", "m^3", "kg", "day", "km/h", "degC", "kW", "kWh"}
        )
    assert all(is_currency(code) for code in (*table["money_before"], *table["money_after"]))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("5 miles", "km", 8.04672),
        ("100 hectares", "km^2", 1.0),
        ("2 tonnes", "kg", 2000.0),
        ("2 pounds", "kg", 0.90718474),
        ("2 weeks", "day", 14.0),
        ("50 degrees Fahrenheit", "degC", 10.0),
        ("half of voters", "percent", 50.0),
        ("5 euros", "EUR", 5.0),
        ("30 people", "", 30.0),
        ("3 megawatts", "kW", 3000.0),
    ],
)
def test_units_convert(text: str, unit: str, value: float) -> None:
    converted = convert_quantity(find_quantities(text, "en")[0])
    assert converted.unit == unit
    assert converted.low == pytest.approx(value)


def test_other_languages_read_the_english_table() -> None:
    assert "fr" not in list_languages()
    assert find_quantities("12 km", "fr") == find_quantities("12 km", "en")
