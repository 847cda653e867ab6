"""Sentences of a raw text, as spans into it.

    paragraphs   a line is a paragraph; hard-wrapped lines are joined; boilerplate is cut out
    ends         every stop is judged in claims/stops.py

What a span holds, always the same: the opening quote mark belongs to the sentence that it opens, the closing
one to the sentence that it closes; each sentence of a long quote stands alone (the first with the opening
mark, the last with the closing one and the words of attribution after it); bullets, dialogue dashes and the
marks of Markdown headings in front are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claims.lines import Line, list_lines
from claims.models import Boilerplate, Sentence, Span
from claims.stops import find_ends

# Hard-wrapped text breaks within this width; an article's paragraph is longer or a heading.
WRAP_NARROWEST, WRAP_WIDEST = 40, 100
# A heading has at most this many words.
LONGEST_HEADING = 20

_LEAD = re.compile(r"\s*(?:[•·▪●◦]+\s*|[*–—>-]+\s+|#{1,6}\s+)*")
_ITEM = re.compile(r"[•·▪●◦]|[*–—-]+\s|\d{1,2}[.)]\s")


def split_sentences(
    text: str, language: str, boilerplate: Sequence[Boilerplate] = ()
) -> tuple[Sentence, ...]:
    """Return the sentences, ascending and disjoint, without boilerplate and without white space around them.

    >>> text = 'Banjir Demak\\n"Air naik lagi. Kami pergi ke balai desa," kata K.H. Amir. Rp. 5.000 dibayar.'
    >>> for sentence in split_sentences(text, "id"):
    ...     print(sentence.span.of(text), sentence.is_headline)
    Banjir Demak True
    "Air naik lagi. False
    Kami pergi ke balai desa," kata K.H. Amir. False
    Rp. 5.000 dibayar. False
    """
    paragraphs = _join_wrapped(list_lines(text))
    sentences: list[Sentence] = []
    for number, span in enumerate(paragraphs):
        pieces = list(_cut_out(span, boilerplate))
        found = [part for piece in pieces for part in _split_piece(text, piece, language)]
        is_heading = len(found) == 1 and _is_heading(found[0].of(text), bool(sentences))
        sentences += [Sentence(part, number, is_heading) for part in found]
    return tuple(sentences)


def _join_wrapped(lines: Sequence[Line]) -> list[Span]:
    """Paragraphs: a line each, but lines that were broken at a fixed width are one."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.after_blank or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    paragraphs: list[Span] = []
    for block in blocks:
        if _is_wrapped(block):
            paragraphs.append(Span(block[0].span.start, block[-1].span.end))
        else:
            paragraphs += [line.span for line in block]
    return paragraphs


def _is_wrapped(block: Sequence[Line]) -> bool:
    """True if no first word of a line would have fitted on the line before, and one goes on in lower case."""
    width = max(len(line.text) for line in block)
    if len(block) < 2 or not WRAP_NARROWEST <= width <= WRAP_WIDEST:
        return False
    goes_on = False
    for line, following in pairwise(block):
        first = following.text.split(maxsplit=1)[0]
        if len(line.text) + 1 + len(first) <= width or _ITEM.match(following.text):
            return False
        goes_on = goes_on or (first[0].islower() and not line.has_stop)
    return goes_on


def _cut_out(span: Span, boilerplate: Sequence[Boilerplate]) -> Iterator[Span]:
    """The parts of a paragraph between its boilerplate."""
    first = max(0, bisect_right(boilerplate, span.start, key=lambda mark: mark.span.start) - 1)
    start = span.start
    for k in range(first, len(boilerplate)):
        mark = boilerplate[k]
        if mark.span.start >= span.end:
            break
        if mark.span.end <= start:
            continue
        if mark.span.start > start:
            yield Span(start, mark.span.start)
        start = mark.span.end
    if start < span.end:
        yield Span(start, span.end)


def _split_piece(text: str, piece: Span, language: str) -> Iterator[Span]:
    part = piece.of(text)
    start = 0
    for end in [*find_ends(part, language), len(part)]:
        lead = _LEAD.match(part, start, end)
        first = lead.end() if lead else start
        stripped = part[first:end].rstrip()
        if any(char.isalnum() for char in stripped):
            yield Span(piece.start + first, piece.start + first + len(stripped))
        start = end


def _is_heading(sentence: str, is_first_done: bool) -> bool:
    """A line of one sentence without a stop, or the first line even with a question mark."""
    bare = sentence.rstrip("\"'”’»)")
    if len(sentence.split()) > LONGEST_HEADING or bare.endswith((".", ":", ";", ",", "…")):
        return False
    return not is_first_done or not bare.endswith(("!", "?"))
