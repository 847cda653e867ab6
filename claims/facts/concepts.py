"""What a claim is about, whatever its words: event concepts and the poles of contrast axes.

Two outlets seldom use the same words for one thing.  The tables `languages/*/concepts.toml` list, a
concept a line, the words and phrases of general news language that evoke it; an *axis* has two poles that an
editor would set side by side ("only for a short time" / "with no end date").  A word in its dictionary form
meets all its forms ("kirim": mengirim, dikirim, pengiriman); a word in another form meets only itself
("menguat" does not meet "kekuatan"), and so does one that starts with "=".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import simplemma

from claims.facts.negations import Negation, NegationKind, find_negations
from claims.languages import load_table
from claims.models import Concept, Span

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LEMMATISED = ("id", "en", "ru")  # languages whose lemmas simplemma is asked for; others match as written


@lru_cache(maxsize=200_000)
def lemmatise(word: str, language: str) -> str:
    """Return the dictionary form of one word, lower case.

    >>> lemmatise("Pengiriman", "id"), lemmatise("войска", "ru")
    ('kirim', 'войско')
    """
    lower = word.lower()
    if language not in LEMMATISED:
        return lower
    return simplemma.lemmatize(lower, lang=language).lower()


def find_concepts(text: str, language: str) -> tuple[Concept, ...]:
    """Return the concepts that `text` (a claim) evokes, in order, each with whether it stands under a
    negation.

    Where two entries overlap the longest wins, among concepts and among poles apart: "meminta bantuan" is a
    request and a need.
    """
    words = [(match.group(), Span(*match.span())) for match in WORD.finditer(text)]
    found = sorted(
        (concept for trie in _load_tries(language) for concept in _match(words, trie, language)),
        key=lambda concept: (concept.span, concept.id),
    )
    return _mark_negated(text, found, find_negations(text, language)) if found else ()


@dataclass(slots=True)
class _Node:
    """One step of the trie: the ids of the entries that end here and where each next word leads."""

    ids: list[str] = field(default_factory=list)
    next: dict[str, _Node] = field(default_factory=dict)


@cache
def _load_tries(language: str) -> tuple[_Node, _Node]:
    """One trie of the concepts, one of the poles."""
    table = load_table(language, "concepts")
    poles = {
        f"{axis}:{pole}": entries for axis, both in table["axis"].items() for pole, entries in both.items()
    }
    return _build_trie(table["concept"], language), _build_trie(poles, language)


def _build_trie(concepts: Mapping[str, Sequence[str]], language: str) -> _Node:
    root = _Node()
    for concept, entries in concepts.items():
        for entry in entries:
            node = root
            for step in _steps(entry, language):
                node = node.next.setdefault(step, _Node())
            if concept not in node.ids:
                node.ids.append(concept)
    return root


def _steps(entry: str, language: str) -> list[str]:
    """A phrase as steps of the trie: a dictionary form as the lemma it is, any other form as written
    ("=form").
    """
    return [_step(word.lower(), language) for word in entry.split()]


def _step(word: str, language: str) -> str:
    is_lemma = not word.startswith("=") and lemmatise(word, language) == word
    return word if is_lemma or word.startswith("=") else f"={word}"


def _match(words: Sequence[tuple[str, Span]], trie: _Node, language: str) -> Iterator[Concept]:
    forms = [("=" + word.lower(), lemmatise(word, language)) for word, _ in words]
    position = 0
    while position < len(words):
        if not any(form in trie.next for form in forms[position]):
            position += 1  # most words begin nothing
            continue
        ids, end = _longest(forms, position, trie)
        for concept in ids:
            yield Concept(concept, Span(words[position][1].start, words[end - 1][1].end))
        position = end if ids else position + 1


def _longest(forms: Sequence[tuple[str, str]], start: int, trie: _Node) -> tuple[list[str], int]:
    best: list[str] = []
    best_end = start
    frontier, position = [trie], start
    while frontier and position < len(forms):
        frontier = [node.next[form] for node in frontier for form in forms[position] if form in node.next]
        position += 1
        ids = dict.fromkeys(name for node in frontier for name in node.ids)
        if ids:
            best, best_end = list(ids), position
    return best, best_end


NEAR = 2  # words between a negation and a pole that it turns round


def _mark_negated(text: str, found: Sequence[Concept], negations: Sequence[Negation]) -> tuple[Concept, ...]:
    """A concept is denied anywhere in the scope; a pole only close to the cue.

    "Mereka tidak berencana menyerang warga yang bersenjata" denies an attack, and makes nobody unarmed.
    """
    real = [n for n in negations if n.kind not in (NegationKind.NOT_ONLY, NegationKind.NOT_FIRST)]

    def is_denied(concept: Concept, negation: Negation) -> bool:
        cue, span = negation.cue, concept.span
        if not negation.scope.contains(span) or cue.overlaps(span):
            return False
        between = text[min(cue.end, span.end) : max(cue.start, span.start)]
        return ":" not in concept.id or len(WORD.findall(between)) <= NEAR

    return tuple(replace(c, is_negated=any(is_denied(c, n) for n in real)) for c in found)
