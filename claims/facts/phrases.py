"""Look up phrases of several tokens, forwards from a place or backwards to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more tokens with what they mean; the longest match wins.

    >>> phrases = Phrases({"lebih": 1, "lebih dari": 2})
    >>> phrases.at(["lebih", "dari", "lima"], 0), phrases.before(["lebih", "dari", "lima"], 2)
    ((2, 2), (2, 0))
    """

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self.meanings = dict(meanings)
        self._firsts = _longest_by(meanings, 0)
        self._lasts = _longest_by(meanings, -1)

    def at(self, words: Sequence[str], start: int) -> tuple[T, int] | None:
        """Return the meaning and the end of the longest phrase that begins at `start`."""
        if start < 0 or start >= len(words):
            return None
        for size in range(min(self._firsts.get(words[start], 0), len(words) - start), 0, -1):
            meaning = self.meanings.get(" ".join(words[start : start + size]))
            if meaning is not None:
                return meaning, start + size
        return None

    def before(self, words: Sequence[str], end: int) -> tuple[T, int] | None:
        """Return the meaning and the start of the longest phrase that ends before `end`."""
        if end <= 0 or end > len(words):
            return None
        for size in range(min(self._lasts.get(words[end - 1], 0), end), 0, -1):
            meaning = self.meanings.get(" ".join(words[end - size : end]))
            if meaning is not None:
                return meaning, end - size
        return None

    @property
    def firsts(self) -> Iterable[str]:
        """The words that begin a phrase."""
        return self._firsts.keys()


def _longest_by(phrases: Iterable[str], place: int) -> dict[str, int]:
    """Return for each first (or last) word the length of the longest phrase, in tokens."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split()
        longest[words[place]] = max(longest.get(words[place], 0), len(words))
    return longest
