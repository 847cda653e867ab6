"""The items of a sentence: its tokens, each quotation in it as one, and without what stands in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from claims.models import Span
from claims.phrase_bounds import QUOTE
from claims.quotations import Quotation
from claims.tokens import Token, find_tokens, fold


def list_items(text: str, sentence: Span, quotations: Sequence[Quotation]) -> tuple[list[Token], list[int]]:
    """Return the tokens of a sentence with each quotation as one token, and the places of the statements.

    Words in brackets are left out: "(45)", "(KPK)" never change who speaks.
    """
    items: list[Token] = []
    places: list[int] = []
    at = sentence.start
    for number, quotation in enumerate(quotations):
        outer, inner = quotation.outer, quotation.inner
        if not outer.overlaps(sentence) or (not quotation.is_statement and not sentence.contains(outer)):
            continue
        begin, end = max(outer.start, sentence.start), min(outer.end, sentence.end)
        items.extend(find_tokens(text, at, begin))
        if quotation.is_statement:
            items.append(Token(QUOTE, QUOTE, begin, end))
            places.append(number)
        elif len(inner):  # a name or a word held with tongs is one word
            words = inner.of(text)
            items.append(Token(words, fold(words), inner.start, inner.end, is_quoted=True))
        at = end
    items.extend(find_tokens(text, at, sentence.end))
    return _without_brackets([item for item in items if item.text not in '“”„«»"']), places


def _without_brackets(items: list[Token]) -> list[Token]:
    if not any(item.text == "(" for item in items):
        return items
    kept: list[Token] = []
    opened: int | None = None
    for item in items:
        if item.text == "(" and opened is None:
            opened = len(kept)
        kept.append(item)
        if item.text == ")" and opened is not None:
            if all(token.text != QUOTE for token in kept[opened:]):
                del kept[opened:]
            opened = None
    return kept
