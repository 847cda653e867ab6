"""A text cut into words, numbers and signs, with where each stands and what is before it."""

from __future__ import annotations

import re
from enum import IntEnum

# A word, a number or one sign. "Jum'at" is one word, "Monday's" is not: the genitive is no part of the day.
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*|[^\w\s]|_")
_MAX_GAP = 3  # blanks between two tokens of one time; more is a table's column


class Gap(IntEnum):
    """What stands before a token."""

    NOTHING = 0
    BLANK = 1
    BREAK = 2  # a new line, a wide gap or the start of the text


class Tokens:
    """A text cut into words, numbers and signs; parallel lists, because documents are long.

    >>> tokens = Tokens("Senin (10/1)")
    >>> tokens.lower
    ['senin', '(', '10', '/', '1', ')']
    >>> [gap.name for gap in tokens.gaps[:3]]
    ['BREAK', 'BLANK', 'NOTHING']
    """

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end] for start, end in spans]
        self.lower = [word.lower() for word in self.words]
        between = [text[end:start] for end, start in zip(self.ends, self.starts[1:], strict=False)]
        self.gaps = [Gap.BREAK, *map(_name_gap, between)] if spans else []

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, index: int) -> bool:
        """True for "May" and "MAY", not for "may"."""
        return self.words[index][:1].isupper()

    def opens_sentence(self, index: int) -> bool:
        """True where a capital says nothing: at a line's start, after a stop or an opening quote."""
        while index and self.gaps[index] is not Gap.BREAK and self.words[index - 1] in "\"'“«„‘([":
            index -= 1
        return index == 0 or self.gaps[index] is Gap.BREAK or self.words[index - 1] in ".!?…:•—–"

    def is_cut_out(self, first: int, last: int, *, hyphen_parts: bool = False) -> bool:
        """True if the tokens first..last are not torn out of a longer word or number.

        Args:
            first, last: the tokens, both inclusive.
            hyphen_parts: whether a part of a hyphened word stands for itself ("pro-Rusia").

        >>> Tokens("BMD-2009").is_cut_out(2, 2), Tokens("2.009 orang").is_cut_out(2, 2)
        (False, False)
        """
        if hyphen_parts and first and self.words[first - 1] == "-":
            return not self._is_torn_after(last)
        return not (self._is_torn(first, first - 1, first - 2) or self._is_torn_after(last))

    def _is_torn(self, first: int, before: int, further: int) -> bool:
        if before < 0 or self.gaps[first] is not Gap.NOTHING:
            return False
        sign = self.words[before]
        if sign[0].isalnum():
            return True
        if sign in "-–—/.,:_" and further >= 0 and self.gaps[before] is Gap.NOTHING:
            neighbour = self.words[further]
            if self.words[first].isdigit():
                return neighbour[0].isdigit() or (sign in "-/_" and neighbour[0].isalnum())
            return sign in "-_" and neighbour[0].isalpha()
        return sign in "-#$€£₽№" and self.words[first].isdigit()

    def _is_torn_after(self, last: int) -> bool:
        after = last + 1
        if after >= len(self.words) or self.gaps[after] is not Gap.NOTHING:
            return False
        sign = self.words[after]
        if sign[0].isalnum():
            return True
        if not self.words[last].isdigit():
            return False
        beyond = after + 1
        has_more = beyond < len(self.words) and self.gaps[beyond] is Gap.NOTHING
        return sign in "%°‰" or (sign in ".,/:_" and has_more and self.words[beyond][0].isdigit())


def _name_gap(between: str) -> Gap:
    if between == " ":
        return Gap.BLANK
    if not between:
        return Gap.NOTHING
    return Gap.BREAK if len(between) > _MAX_GAP or "\n" in between or "\r" in between else Gap.BLANK
