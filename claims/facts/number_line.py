"""A line of text as tokens, the numbers found in it, and the value of digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.facts.number_tables import Lexicon, NumberWords
from claims.facts.number_tokens import Token, TokenKind, cut_tokens

# A longer run of digits and signs is an id or noise, and no float holds it.
MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as tokens, with the lexicon to read them by."""

    tokens: Sequence[Token]
    words: Sequence[str]
    lexicon: Lexicon

    def is_glued(self, place: int) -> bool:
        """True if no space stands between this token and the one before it."""
        return 0 < place < len(self.tokens) and self.tokens[place].glued

    def word(self, place: int) -> str:
        """The token at `place`, lower case, "" outside of the line."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def is_word(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place].kind == TokenKind.WORD

    def is_number(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place].kind == TokenKind.NUMBER


def cut_line(text: str, lexicon: Lexicon) -> Line:
    """Return the tokens of one line of text."""
    tokens = tuple(cut_tokens(text, lexicon.numbers.space_groups, lexicon.is_split))
    return Line(tokens, [token.lower for token in tokens], lexicon)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the tokens `first` to `last` (half-open).

    `factors` are the multipliers at its end, which a range shares ("17-22 ribu": 1000), greatest first.
    `digits` is the text of a number that is nothing but digits.  `problem` says why it is none.
    """

    first: int
    last: int
    low: float
    high: float
    factors: tuple[float, ...] = ()
    digits: str = ""
    approximate: bool = False
    ordinal: bool = False
    fraction: bool = False
    vague: bool = False
    problem: str = ""
    decimal_alternative: float | None = None

    @property
    def is_whole(self) -> bool:
        return self.low == self.high and self.low == int(self.low)


def read_digits(text: str, numbers: NumberWords) -> tuple[float, float | None] | None:
    """Return the value of digits with separators, and a second reading if there is one; None if no number.

    >>> from claims.facts.number_tables import read_lexicon
    >>> [read_digits(t, read_lexicon("id").numbers) for t in ("2.500", "2,5", "12.345,67", "10.01.2022")]
    [(2500.0, None), (2.5, None), (12345.67, None), None]

    Three digits after the decimal sign are a fraction in a measure ("2,500 kg") and a slip for the grouping
    sign in a count ("2,500 warga"): the second reading is for the caller, who sees what follows.

    >>> read_digits("2,500", read_lexicon("id").numbers)
    (2.5, 2500.0)
    """
    bare = "".join(text.split())
    signs = [c for c in bare if c in ".,"]
    if not signs:
        return float(bare), None
    groups = bare.replace(",", ".").split(".")
    if len(set(signs)) == 2:
        return _read_two_signs(bare, groups, signs)
    grouped = _is_grouped(groups)
    if len(signs) > 1:
        return (float("".join(groups)), None) if grouped else None
    decimal = float(".".join(groups))
    whole = float("".join(groups))
    if signs[0] == numbers.decimal:
        return decimal, whole if grouped else None
    return (whole, None) if grouped else (decimal, None)


def _is_grouped(groups: Sequence[str]) -> bool:
    """True if the groups are those of a number with a sign at each thousand."""
    head, *rest = groups
    return 1 <= len(head) <= 3 and head[0] != "0" and all(len(group) == 3 for group in rest)


def _read_two_signs(
    bare: str, groups: Sequence[str], signs: Sequence[str]
) -> tuple[float, float | None] | None:
    """Read "12.345,67" or "12,345.67": the last sign is the decimal one, in any language."""
    if signs.count(signs[-1]) != 1 or not _is_grouped(groups[:-1]):
        return None
    return float("".join(groups[:-1]) + "." + groups[-1]), None


def multiply(value: float, factor: float) -> float:
    """Return the product as it would be written: 2,3 juta is 2300000, not 2299999.9999999995.

    >>> multiply(2.3, 1e6)
    2300000.0
    """
    return float(f"{value * factor:.15g}")
