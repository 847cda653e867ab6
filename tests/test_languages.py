"""A fourth language is a folder of tables: a little Dutch, made of the English tables by changing words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import claims.languages as languages
from claims.languages import list_languages, load_table
from claims.models import Basis, Document, Known, Polarity, Reading
from claims.read import read_document

LANGUAGES = Path(languages.__file__).parent
# Words of the English tables and what stands in their place; enough for one article.
WORDS = {
    "said": "zei",
    "told": "vertelde",
    "according to": "volgens",
    "more than": "meer dan",
    "thousand": "duizend",
    "people": "mensen",
    "not": "niet",
    "in": "in",
    "on": "op",
    "the": "de",
    "minister": "minister",
    "spokesman": "woordvoerder",
    "read also": "lees ook",
    "yesterday": "gisteren",
    "police": "politie",
    "that": "dat",
    "is": "is",
    "are": "zijn",
    "was": "werd",
    "were": "werden",
    "has": "heeft",
    "will": "zal",
}
ARTICLE = """Brug bij Zutveld ingestort

De brug stortte op 10 maart 2024 in. Meer dan 2.500 mensen zijn niet thuis, zei minister Anna Kuiper.
Lees ook: Nieuwe veerpont vaart
Volgens de politie werden drie auto's beschadigd.
"We zullen de brug dit jaar herstellen en beter maken," zei Kuiper.
"""


@pytest.fixture
def dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder of languages with one more, made without a line of code."""
    for folder in LANGUAGES.iterdir():
        if folder.is_dir() and len(folder.name) == 2:
            shutil.copytree(folder, tmp_path / folder.name)
    shutil.copytree(LANGUAGES / "en", tmp_path / "nl")
    for table in (tmp_path / "nl").glob("*.toml"):
        words = "|".join(map(re.escape, WORDS))
        text = re.sub(rf'"({words})"', lambda m: f'"{WORDS[m[1]]}"', table.read_text("utf-8"))
        table.write_text(text.replace('cldr = "en"', 'cldr = "nl"'), "utf-8")
    monkeypatch.setattr(languages, "files", lambda name: tmp_path)
    for cached in (list_languages, load_table):
        cached.cache_clear()
    yield "nl"
    monkeypatch.undo()
    for cached in (list_languages, load_table):
        cached.cache_clear()


def read(text: str, language: str) -> Reading:
    return read_document(Document(text, language=Known(language, Basis.STATED)))


def test_a_folder_of_tables_is_a_language(dutch: str) -> None:
    assert "nl" in list_languages()
    reading = read(ARTICLE, dutch)
    claims = {claim.quote: claim for claim in reading.claims}
    away = next(claim for quote, claim in claims.items() if "2.500" in quote)
    assert away.speaker == "Anna Kuiper"
    assert away.polarity is Polarity.NEGATIVE
    assert [time.start for claim in reading.claims for time in claim.times] == [date(2024, 3, 10)]
    assert next(c for q, c in claims.items() if "beschadigd" in q).speaker == "politie"
    assert next(c for q, c in claims.items() if "herstellen" in q).speaker == "Anna Kuiper"
    assert [mark.reason for mark in reading.boilerplate] == ["read_also"]


def test_a_language_without_a_folder_is_read_all_the_same() -> None:
    reading = read("Brug bij Zutveld ingestort op 10 maart 2024. Drie auto's beschadigd.", "sv")
    assert all(sentence.span.of(reading.document.text).strip() for sentence in reading.sentences)


def test_every_language_has_the_same_tables() -> None:
    names = {code: {p.name for p in (LANGUAGES / code).glob("*.toml")} for code in list_languages()}
    assert len(set(map(frozenset, names.values()))) == 1, names


@pytest.mark.parametrize("step", sorted(p.stem for p in (LANGUAGES / "en").glob("*.toml")))
def test_no_table_lacks_what_the_english_one_has(step: str) -> None:
    optional = {
        "genitive",
        "case_endings",
        "suffix_pronoun",
        "comma_introduces",
        "titles_come_last",
        "inflection",
    }
    english = set(load_table("en", step)) - optional
    for code in list_languages():
        assert english <= set(load_table(code, step)), (code, step)
