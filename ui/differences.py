"""Which words make the difference between two claims.

What the comparison left as evidence comes first.  Where it left none, the content words that the
other side does not have are taken; a word that only moved is no difference, so no alignment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claims.models import Claim, Relation, Span
from compare.findings import Finding
from compare.report.marking import find_different_words, join_neighbours, merge_spans
from ui.desk import Desk, sides

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
