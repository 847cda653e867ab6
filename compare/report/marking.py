"""Mark in a quote what sets it apart from what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from claims.languages import load_table
from claims.models import Claim, Span

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")

# Above this share nothing is shared but the topic, and marking nearly all words marks none: then only
# figures and negations are marked ("Banjir menewaskan 15 orang" beside "Korban jiwa menjadi 12").
MOST_WORDS = 0.6


def mark_evidence(
    claim: Claim, language: str, evidence: Iterable[Span], beside: Sequence[str]
) -> tuple[Span, ...]:
    """Return the spans of the document to mark in a claim: the evidence in it, else the words that differ.

    Args:
        claim: the claim that is shown.
        language: of the claim.
        evidence: what the relations on it point at, in the document.
        beside: the quotes that it is shown beside.
    """
    inside = [
        Span(max(s.start, claim.span.start), min(s.end, claim.span.end))
        for s in evidence
        if s.overlaps(claim.span)
    ]
    if inside or not beside:
        return merge_spans(inside)
    words = find_different_words((claim.quote, language), (" ".join(beside), language))
    return tuple(s.shift(claim.span.start) for s in join_neighbours(words, claim.quote))


def find_different_words(one: tuple[str, str], other: tuple[str, str]) -> tuple[Span, ...]:
    """Return the content words of one (text, language) that the other does not have.

    >>> text = "Sebanyak 12 orang tewas di Wening"
    >>> [s.of(text) for s in find_different_words((text, "id"), ("Di Wening sebanyak 15 orang tewas", "id"))]
    ['12']
    """
    text, language = one
    known = {word.casefold() for word in _WORD.findall(other[0])}
    plain, telling = _function_words(language), _negations(language)
    content = [m for m in _WORD.finditer(text) if m.group().casefold() not in plain]
    different = [m for m in content if m.group().casefold() not in known]
    if len(different) > MOST_WORDS * len(content):
        different = [m for m in different if m.group()[0].isdigit() or m.group().casefold() in telling]
    return tuple(Span(*m.span()) for m in different)


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(load_table(language, "function_words")["words"])


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(load_table(language, "function_words")["negations"])


def join_neighbours(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return sorted spans with those joined that only white space parts.

    >>> join_neighbours([Span(0, 5), Span(6, 12), Span(14, 16)], "bukan karena, di")
    (Span(start=0, end=12), Span(start=14, end=16))
    """
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans sorted, with those that touch or overlap joined.

    >>> merge_spans([Span(5, 9), Span(0, 3), Span(2, 6)])
    (Span(start=0, end=9),)
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif len(span):
            merged.append(span)
    return tuple(merged)


def cut_pieces(text: str, frame: Span, marks: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """Return the text of `frame` cut where marks begin and end, each piece with whether it is marked.

    >>> cut_pieces("12 orang tewas", Span(0, 8), [Span(0, 2)])
    (('12', True), (' orang', False))
    """
    pieces: list[tuple[str, bool]] = []
    at = frame.start
    for mark in marks:
        pieces += [(text[at : mark.start], False), (mark.of(text), True)]
        at = mark.end
    pieces.append((text[at : frame.end], False))
    return tuple(piece for piece in pieces if piece[0])
