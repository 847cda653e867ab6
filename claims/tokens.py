"""Words and marks with their offsets, and tables of phrases that are looked up in them.

Everything that reads language by rules works on these tokens, so that a rule sees words and never
has to be a long regular expression: one pass over the text, then dictionary look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.models import Span

# A number keeps its points and slashes ("2.500", "10/1"), a word its hyphens, apostrophes and inner
# points ("Trend.az", "didn't"); anything else is a token of one character.
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:[-'’.&][^\W_]+)*|[^\w\s]|_")

OPENING = "“„«‘‹"
CLOSING = "”»’›"
DASHES = "—–-"


class Token(NamedTuple):
    """A word, a number or a mark; `low` is what the tables are asked for."""

    text: str
    low: str
    start: int
    end: int
    is_quoted: bool = False  # words in quotation marks that stand for one word: a name, a term

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """Return a word as the tables spell it.

    >>> fold("Didn’t"), fold("Ещё")
    ("didn't", 'еще')
    """
    low = word.lower()
    return low if low.isascii() else low.replace("’", "'").replace("ё", "е")


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a stretch with offsets into the whole text.

    >>> [t.text for t in find_tokens("Sekitar 2.500 orang, katanya.")]
    ['Sekitar', '2.500', 'orang', ',', 'katanya', '.']
    """
    stop = len(text) if end is None else end
    found = ((m.group(), *m.span()) for m in _TOKEN.finditer(text, start, stop))
    # past the class's own constructor, which takes keywords: this is where a long text spends its time
    return [_make(Token, (word, fold(word), first, last, False)) for word, first, last in found]


_make = tuple.__new__


def span_of(tokens: Sequence[Token]) -> Span:
    """Return the stretch from the first token to the last."""
    return Span(tokens[0].start, tokens[-1].end)


class Match(NamedTuple):
    """Tokens `first` to `last` (half-open) are a phrase of the table, filed there under `key`."""

    first: int
    last: int
    key: str


class PhraseTable:
    """Phrases of one or more words, each filed under a key; the longest match wins.

    A word that ends in "*" stands for every word that begins so, and "*" alone for any one word.

    >>> table = PhraseTable({"plain": ["tidak"], "never": ["tidak pernah", "никогда не"]})
    >>> [match.key for match in table.find(find_tokens("Ia tidak pernah datang, tidak juga pergi"))]
    ['never', 'plain']
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for key, entries in phrases.items():
            for entry in entries:
                words = tuple(token for token in fold(entry).split())
                home = self._stems if words[0].endswith("*") else self._exact
                home.setdefault(words[0].rstrip("*"), []).append((words, key))
        for home in (self._exact, self._stems):
            for entry_list in home.values():
                entry_list.sort(key=lambda item: -len(item[0]))
        # Stems are few and short: the lengths that occur are all that has to be tried.
        self._stem_lengths = sorted({len(stem) for stem in self._stems}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._exact or self._stems)

    def match(self, tokens: Sequence[Token], at: int) -> Match | None:
        """Return the longest phrase that begins at token `at`."""
        low = tokens[at].low
        if low not in self._exact and not self._stems:
            return None
        found: tuple[int, str] | None = None
        for words, key in self._candidates(low):
            if found and len(words) <= found[0]:
                continue
            if _fits(words, tokens, at):
                found = (len(words), key)
        return Match(at, at + found[0], found[1]) if found else None

    def _candidates(self, low: str) -> Iterator[tuple[tuple[str, ...], str]]:
        yield from self._exact.get(low, ())
        for length in self._stem_lengths:
            if length <= len(low):
                yield from self._stems.get(low[:length], ())

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return all matches from left to right, none inside another."""
        matches, at = [], 0
        while at < len(tokens):
            match = self.match(tokens, at)
            if match:
                matches.append(match)
            at = match.last if match else at + 1
        return matches


def _fits(words: tuple[str, ...], tokens: Sequence[Token], at: int) -> bool:
    if at + len(words) > len(tokens):
        return False
    for offset, word in enumerate(words):
        low = tokens[at + offset].low
        if not (low == word or (word.endswith("*") and low.startswith(word[:-1]))):
            return False
    return True
