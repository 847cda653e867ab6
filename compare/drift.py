"""What a copy, or a later version of an article, changed in a sentence that is otherwise the same.

A figure, a date, a name, or a negation that came or went.  Two sentences are set side by side word by word;
what is only worded otherwise is no finding, and neither is the same figure written otherwise ("1.250",
"1250").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from claims.facts.negations import find_negations
from claims.models import Actor, Claim, ConflictKind, Quantity, Reading, Span, Time
from claims.tokens import Token, find_tokens, fold

# Share of words (Ratcliff-Obershelp) from which two sentences are one that was edited.  "13 desa terendam
# banjir" against "31 desa terendam banjir" is 0.75; two sentences on one event by two writers seldom reach
# 0.5.
SAME_SENTENCE = 0.7
SHORTEST = 4  # words; "Kata dia" is the same everywhere
LONGEST_PIECE = 6  # words that stand for one another; more is another wording
Fact = Quantity | Time | Actor


@dataclass(frozen=True, slots=True)
class Drift:
    """One fact of one sentence that two texts have differently; spans are in their documents."""

    left: Claim
    right: Claim
    kind: ConflictKind
    evidence_l: Span
    evidence_r: Span
    words_l: str
    words_r: str


@dataclass(frozen=True)
class _Statement:
    """A sentence with the claims in it."""

    reading: Reading
    span: Span
    claims: tuple[Claim, ...]

    @cached_property
    def text(self) -> str:
        return self.span.of(self.reading.document.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """Words and marks; offsets are those of the document."""
        return find_tokens(self.reading.document.text, self.span.start, self.span.end)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.low for token in self.tokens if token.is_word)

    @cached_property
    def negations(self) -> tuple[Span, ...]:
        """The cues of its negations."""
        found = find_negations(self.text, self.reading.document.language.value)
        return tuple(negation.cue.shift(self.span.start) for negation in found)

    def claim_at(self, span: Span) -> Claim:
        """The claim that a stretch stands in, else the first of the sentence."""
        return next((claim for claim in self.claims if claim.span.contains(span)), self.claims[0])

    def facts(self, kind: type[Fact], span: Span) -> list[Fact]:
        found = [
            fact
            for claim in self.claims
            for fact in (*claim.quantities, *claim.times, *claim.actors)
            if isinstance(fact, kind) and fact.span.overlaps(span)
        ]
        return list(dict.fromkeys(found))


def find_drift(left: Reading, right: Reading) -> Iterator[Drift]:
    """Yield the facts that two articles with mostly the same words have differently, in the order of the
    text.
    """
    one, other = _list_statements(left), _list_statements(right)
    here, there = {s.words for s in one}, {s.words for s in other}
    one = [s for s in one if s.words not in there and len(s.words) >= SHORTEST]
    other = [s for s in other if s.words not in here and len(s.words) >= SHORTEST]
    taken: set[int] = set()
    for statement in one:
        best = _find_counterpart(statement, other, taken)
        if best is not None:
            taken.add(best)
            yield from _compare(statement, other[best])


def _list_statements(reading: Reading) -> list[_Statement]:
    by_sentence: dict[Span, list[Claim]] = {}
    for claim in reading.claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    return [_Statement(reading, span, tuple(claims)) for span, claims in sorted(by_sentence.items())]


def _find_counterpart(statement: _Statement, others: Sequence[_Statement], taken: set[int]) -> int | None:
    """The place of the sentence that was edited into this one, if there is one."""
    words = Counter(statement.words)
    best, best_ratio = None, SAME_SENTENCE
    for place, other in enumerate(others):
        shared = sum((words & Counter(other.words)).values())
        if place in taken or 2 * shared < SAME_SENTENCE * (len(statement.words) + len(other.words)):
            continue  # no alignment can reach it
        ratio = SequenceMatcher(None, statement.words, other.words, autojunk=False).ratio()
        if ratio > best_ratio or (ratio == best_ratio and best is None):
            best, best_ratio = place, ratio
    return best


def _compare(left: _Statement, right: _Statement) -> Iterator[Drift]:
    lefts, rights = _words(left), _words(right)
    matcher = SequenceMatcher(None, [t.low for t in lefts], [t.low for t in rights], autojunk=False)
    seen: set[ConflictKind] = set()
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal" or max(i2 - i1, j2 - j1) > LONGEST_PIECE:
            continue
        piece_l, piece_r = _span_of(lefts, i1, i2), _span_of(rights, j1, j2)
        found = _judge(left, right, piece_l, piece_r, lefts[i1:i2], rights[j1:j2])
        if found is None or found[0] in seen:
            continue
        kind, span_l, span_r = found
        seen.add(kind)
        if kind is ConflictKind.NEGATION:  # "tidak membayar" against "membayar"
            span_l, span_r = _with_next(lefts, i1, i2), _with_next(rights, j1, j2)
        yield Drift(
            left.claim_at(span_l),
            right.claim_at(span_r),
            kind,
            span_l,
            span_r,
            span_l.of(left.reading.document.text),
            span_r.of(right.reading.document.text),
        )


def _words(statement: _Statement) -> list[Token]:
    return [token for token in statement.tokens if token.is_word]


def _span_of(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The stretch of some words; of none, the word before the gap (or after it)."""
    if first < last:
        return Span(tokens[first].start, tokens[last - 1].end)
    near = tokens[min(max(first - 1, 0), len(tokens) - 1)]
    return Span(near.start, near.end)


def _with_next(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The stretch of some words and the one after them."""
    return _span_of(tokens, first, last + 1) if last < len(tokens) else _span_of(tokens, first, last)


def _judge(
    left: _Statement,
    right: _Statement,
    piece_l: Span,
    piece_r: Span,
    words_l: Sequence[Token],
    words_r: Sequence[Token],
) -> tuple[ConflictKind, Span, Span] | None:
    """What kind of fact a changed piece is, and where it stands; None if it is only wording."""
    cue_l = next((cue for cue in left.negations if words_l and cue.overlaps(piece_l)), None)
    cue_r = next((cue for cue in right.negations if words_r and cue.overlaps(piece_r)), None)
    if (cue_l is None) != (cue_r is None) and len(left.negations) != len(right.negations):
        return ConflictKind.NEGATION, piece_l, piece_r
    if not words_l or not words_r:
        return None
    for fact, kind in (
        (Time, ConflictKind.DATE),
        (Quantity, ConflictKind.NUMBER),
        (Actor, ConflictKind.ACTOR),
    ):
        facts_l, facts_r = left.facts(fact, piece_l), right.facts(fact, piece_r)
        if facts_l and facts_r:
            if {_value(f) for f in facts_l} & {_value(f) for f in facts_r}:
                return None
            return kind, _around(facts_l, piece_l), _around(facts_r, piece_r)
    if all(token.is_number for token in (words_l[0], words_r[0])) and words_l[0].low != words_r[0].low:
        digits = ["".join(char for char in token.low if char.isdigit()) for token in (words_l[0], words_r[0])]
        return (ConflictKind.NUMBER, piece_l, piece_r) if digits[0] != digits[1] else None
    if _is_name(words_l, left) and _is_name(words_r, right) and _letters(words_l) != _letters(words_r):
        return ConflictKind.ACTOR, piece_l, piece_r
    return None


def _value(fact: Fact) -> object:
    if isinstance(fact, Quantity):
        return fact.low, fact.high, fact.unit
    return (fact.start, fact.end) if isinstance(fact, Time) else fact.id


def _around(facts: Sequence[Fact], piece: Span) -> Span:
    """The whole fact that a changed piece is part of: "13 orang" rather than "13"."""
    return Span(
        min(piece.start, *(fact.span.start for fact in facts)),
        max(piece.end, *(fact.span.end for fact in facts)),
    )


def _is_name(words: Sequence[Token], statement: _Statement) -> bool:
    """Words in capitals that do not owe them to the sentence's beginning."""
    return all(token.is_capital for token in words) and words[0].start != statement.tokens[0].start


def _letters(words: Sequence[Token]) -> str:
    return "".join(char for token in words for char in fold(token.text) if char.isalnum())


def match_sentences(left: Reading, right: Reading) -> Mapping[str, str]:
    """Return which claim of `right` says each claim of `left` in the same words, by id."""
    there = {tuple(fold(claim.quote).split()): claim.id for claim in right.claims}
    found = {claim.id: there.get(tuple(fold(claim.quote).split()), "") for claim in left.claims}
    return {one: other for one, other in found.items() if other}
