"""Cut a line into the tokens in which numbers are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple


class TokenKind(IntEnum):
    """What a token is; the values are the numbers of the groups in the pattern."""

    LINK = 1
    NUMBER = 2
    WORD = 3
    MARK = 4


class Token(NamedTuple):
    """A piece of a line; `lower` is what is looked up, `glued` means no space stands before it."""

    kind: TokenKind
    lower: str
    start: int
    end: int
    glued: bool
    is_capital: bool


# Spaces that join the groups of one number everywhere; the common space does so in some languages only.
_THIN_SPACES = "\u00a0\u202f\u2009"


@cache
def _compile_pattern(space_groups: bool) -> re.Pattern[str]:
    spaces = f"[{_THIN_SPACES}{' ' if space_groups else ''}]"
    return re.compile(
        r"((?:https?://|www\.)\S+|[@#]\w[\w.@-]*)"
        rf"|(\d{{1,3}}(?:{spaces}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
        r"|([^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*)"
        r"|([^\w\s]|_)"
    )


_FOLDED = str.maketrans({"ё": "е", "‑": "-", "‐": "-", "’": "'"})


def fold(word: str) -> str:
    """Return the form in which words are looked up: lower case, "ё" as "е", one kind of hyphen.

    >>> fold("Трёх")
    'трех'
    """
    lower = word.lower()
    return lower if lower.isascii() else lower.translate(_FOLDED)


def cut_tokens(line: str, space_groups: bool, is_split: Callable[[list[str]], bool]) -> Iterator[Token]:
    """Yield the tokens of `line`, in order; `is_split` says which hyphenated words are several.

    >>> [t.lower for t in cut_tokens("Rp2,5 juta, BTR-82A", False, lambda parts: False)]
    ['rp', '2,5', 'juta', ',', 'btr', '-', '82', 'a']
    """
    end = -1
    for match in _compile_pattern(space_groups).finditer(line):
        start, kind = match.start(), match.lastindex or 0
        glued = start == end
        end = match.end()
        text = match.group()
        if kind == TokenKind.WORD:
            lower = fold(text)
            if "-" in lower and is_split(lower.split("-")):
                yield from _split_word(text, start, glued)
            else:
                yield Token(TokenKind.WORD, lower, start, end, glued, text[0].isupper())
        else:
            yield Token(TokenKind(kind), text.lower(), start, end, glued, False)


def _split_word(text: str, start: int, glued: bool) -> Iterator[Token]:
    """Yield the parts of "twenty-one" and the hyphens between them."""
    for piece in re.finditer(r"[^-‐‑]+|[-‐‑]", text):
        word = fold(piece.group())
        kind = TokenKind.MARK if word == "-" else TokenKind.WORD
        at = start + piece.start()
        yield Token(kind, word, at, at + len(word), glued, text[0].isupper())
        glued = True


def cut_words(phrase: str, is_split: Callable[[list[str]], bool]) -> str:
    """Return a phrase of the tables as its tokens with single spaces, the form that is looked up.

    >>> cut_words("US$", lambda parts: False)
    'us $'
    """
    return " ".join(token.lower for token in cut_tokens(phrase, False, is_split))
