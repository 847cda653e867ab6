"""Which words make the difference between two claims.

What the comparison left as evidence comes first.  Where it left none, the content words that the
other side does not have are taken; a word that only moved is no difference, so no alignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from claims.languages import load_table
from claims.models import Claim, Relation, Span
from compare.report.marking import merge_spans
from ui.desk import Desk, Finding, sides

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")

# Above this share nothing is shared but the topic, and marking nearly all words marks none: then only
# figures and negations are marked ("Banjir menewaskan 15 orang" beside "Korban jiwa menjadi 12").
MOST_WORDS = 0.6

# Evidence that covers more of a claim than this is the whole claim: it says where to look, not which words.
MOST_OF_CLAIM = 0.8


def find_evidence(finding: Finding, desk: Desk) -> dict[str, tuple[Span, ...]]:
    """Return, for the two claims of a finding's best pair, the spans to mark in their documents."""
    return _mark_pair(finding.lead, desk)


def find_all_evidence(findings: Iterable[Finding], desk: Desk) -> Mapping[str, tuple[Span, ...]]:
    """Return the spans to mark in every claim that the findings speak of."""
    found: dict[str, set[Span]] = {}
    for finding in findings:
        for relation in finding.relations:
            for claim, spans in _mark_pair(relation, desk).items():
                found.setdefault(claim, set()).update(spans)
    return {claim: merge_spans(spans) for claim, spans in found.items()}


def _mark_pair(relation: Relation, desk: Desk) -> dict[str, tuple[Span, ...]]:
    left, right = (desk.claims[claim] for claim in sides(relation))
    marks = {
        left.id: _clip(relation.evidence_l, left, desk),
        right.id: _clip(relation.evidence_r, right, desk),
    }
    for one, other in ((left, right), (right, left)):
        if not marks[one.id]:
            marks[one.id] = _mark_words(one, other, desk)
    return marks


def _clip(spans: Iterable[Span], claim: Claim, desk: Desk) -> tuple[Span, ...]:
    """The part of the evidence that is in the claim, if it is a part."""
    text, frame = desk.document_of(claim).text, claim.span
    inside = (Span(max(s.start, frame.start), min(s.end, frame.end)) for s in spans if s.overlaps(frame))
    clipped = join_neighbours(merge_spans(trim_span(span, text) for span in inside), text)
    return clipped if sum(map(len, clipped)) <= MOST_OF_CLAIM * len(frame) else ()


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


def trim_span(span: Span, text: str) -> Span:
    """Return a span without the white space at its ends.

    >>> trim_span(Span(2, 8), "ab  cd  ef")
    Span(start=4, end=6)
    """
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _mark_words(one: Claim, other: Claim, desk: Desk) -> tuple[Span, ...]:
    texts = []
    for claim in (one, other):
        document = desk.document_of(claim)
        texts.append((claim.span.of(document.text), document.language.value))
    words = (span.shift(one.span.start) for span in find_different_words(*texts))
    return join_neighbours(words, desk.document_of(one).text)


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
