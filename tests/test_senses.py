"""The senses of words: one a word, one name in all languages, no opposites under one name."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from claims.facts.senses import MARK, find_sense
from claims.languages import list_languages, load_table
from compare.corpus import rarity

LANGUAGES = ("id", "en", "ru")

# (sense shared by all of these, as (language, word))
ALIKE = [
    [("id", "sirene"), ("en", "sirens"), ("ru", "сирены")],
    [("id", "lisensi"), ("en", "licence"), ("ru", "лицензию")],
    [("id", "ledakan"), ("en", "blast"), ("ru", "взрыва")],
    [("id", "disita"), ("id", "menyita"), ("en", "seized"), ("ru", "изъяты")],
    [("id", "dihadiri"), ("id", "menghadiri"), ("en", "attended")],
    [("id", "longsor"), ("id", "runtuh"), ("en", "collapsed"), ("ru", "рухнула")],
    [("id", "rumahnya"), ("en", "houses"), ("ru", "дома")],
]
APART = [
    ("id", "naik", "turun"),
    ("id", "menang", "kalah"),
    ("id", "hakim", "jaksa"),
    ("id", "pertemuan", "temuan"),
    ("id", "meninggal", "meninggalkan"),
    ("en", "open", "closed"),
    ("en", "confirmed", "denied"),
    ("en", "judge", "prosecutor"),
    ("ru", "открыт", "закрыт"),
    ("ru", "рост", "падение"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_one_sense(language: str) -> None:
    words = Counter(chain.from_iterable(load_table(language, "senses")["sense"].values()))
    assert [word for word, count in words.items() if count > 1] == []
    assert not any(" " in word or word != word.lower() for word in words)


def test_most_senses_are_named_in_every_language() -> None:
    assert set(LANGUAGES) <= set(list_languages())
    named = [set(load_table(language, "senses")["sense"]) for language in LANGUAGES]
    assert len(set.intersection(*named)) > 0.7 * len(set.union(*named))


@pytest.mark.parametrize("words", ALIKE, ids=lambda words: words[0][1])
def test_words_of_one_sense_meet(words: list[tuple[str, str]]) -> None:
    senses = {find_sense(word, language) for language, word in words}
    assert len(senses) == 1 and next(iter(senses)).startswith(MARK), senses


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_words_of_two_senses_do_not(language: str, one: str, other: str) -> None:
    assert find_sense(one, language) != find_sense(other, language)


def test_a_name_is_itself_and_a_sense_is_as_rare_as_its_name() -> None:
    assert find_sense("Bintang-Jaya", "id") == "bintang-jaya"
    assert rarity(find_sense("sirene", "id"), "id") == rarity("siren", "en") > 0
