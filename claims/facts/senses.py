"""One name for the words that mean one thing, in one language and across languages.

Two outlets seldom use the same word, two languages never do: "lisensi", "izin", "licence" and "лицензия" are
one sense.  `languages/*/senses.toml` lists them; what they list is no event to ask about, as a concept is,
only a word that another word stands for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from claims.facts.concepts import lemmatise
from claims.languages import load_table

MARK = "sense:"


@lru_cache(maxsize=200_000)
def find_sense(word: str, language: str) -> str:
    """Return the sense of a word, marked as one; a word without a sense is its lemma.

    >>> find_sense("Sirenenya", "id") == find_sense("sirens", "en") == find_sense("сирены", "ru")
    True
    >>> find_sense("Tanggulangin", "id")
    'tanggulangin'
    """
    forms, lemmas = _load(language)
    low = word.lower()
    if low in forms:
        return forms[low]
    for other in _variants(low, language):
        if other in forms:
            return forms[other]
    lemma = lemmatise(low, language)
    return lemmas.get(lemma, lemma)


def _variants(word: str, language: str) -> Iterator[str]:
    """Other forms of a word: by its ending, by its beginning, by both."""
    table = load_table(language, "senses")
    ended = [word.removesuffix(end) + other for end, other in table["endings"] if word.endswith(end)]
    yield from ended
    for form in (word, *ended):
        yield from (
            other + form.removeprefix(first) for first, other in table["beginnings"] if form.startswith(first)
        )


@cache
def _load(language: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The senses by form as written, and by lemma where all listed forms of the lemma have one sense."""
    listed: Mapping[str, list[str]] = load_table(language, "senses")["sense"]
    forms = {word: MARK + sense for sense, words in listed.items() for word in words}
    by_lemma: dict[str, set[str]] = defaultdict(set)
    for word, sense in forms.items():
        by_lemma[lemmatise(word, language)].add(sense)
    return forms, {lemma: next(iter(senses)) for lemma, senses in by_lemma.items() if len(senses) == 1}
