"""Mark in a quote what sets it apart from what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from claims.models import Claim, Span

WORD = re.compile(r"\w+(?:[.,:]\w+)*")

# More than this part of a quote's words differing means that it is simply another sentence: with
# everything marked ("Banjir surut." beside "Kereta berhenti di Wening.") nothing is.
MOST_WORDS = 0.6


def mark_evidence(claim: Claim, evidence: Iterable[Span], beside: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans of the document to mark in a claim: the evidence in it, else the words that differ.

    Args:
        claim: the claim that is shown.
        evidence: what the relations on it point at, in the document.
        beside: the quotes that it is shown beside.
    """
    inside = [
        Span(max(s.start, claim.span.start), min(s.end, claim.span.end))
        for s in evidence
        if s.overlaps(claim.span)
    ]
    if not inside:
        inside = [span.shift(claim.span.start) for span in find_differing_words(claim.quote, beside)]
    return merge_spans(inside)


def find_differing_words(quote: str, beside: Sequence[str]) -> tuple[Span, ...]:
    """Return the words of a quote that no quote beside it has, neighbours joined.

    >>> quote = "Sebanyak 12 orang tewas"
    >>> [span.of(quote) for span in find_differing_words(quote, ["Sebanyak 15 orang tewas"])]
    ['12']
    """
    known = {word.casefold() for other in beside for word in WORD.findall(other)}
    words = list(WORD.finditer(quote))
    new = [Span(*match.span()) for match in words if match.group().casefold() not in known]
    if not beside or len(new) > MOST_WORDS * len(words):
        return ()
    joined: list[Span] = []
    for span in new:
        if joined and not quote[joined[-1].end : span.start].strip():
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
