"""Where one clause ends and the next begins, as far as that shows without a parser.

A sentence is only split where both sides plainly stand on their own: each has its predicate, and the
right one opens with a subject of its own.  When in doubt a sentence stays whole, because a claim that
is too long still holds its facts while one that is too short loses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from claims.languages import load_table
from claims.models import Span
from claims.tokens import CLOSING, DASHES, OPENING, Token, find_tokens, fold

# A subject longer than this before its predicate is more often a list that goes on ("beras, gula dan ...").
LONGEST_SUBJECT = 7
SHORTEST_CLAUSE = 3
CLOSED_CLASSES = (
    "prepositions",
    "relatives",
    "subordinators",
    "complementizers",
    "adverbs",
    "coordinators",
    "contrasts",
)
# How far behind a conjunction its clause is looked at.
CLAUSE_START = 24


@dataclass(frozen=True)
class Grammar:
    """The words by which clauses and predicates of one language are known."""

    auxiliaries: frozenset[str]
    negations: frozenset[str]
    verbs: frozenset[str]
    not_verbs: frozenset[str]
    verb_shape: re.Pattern[str]
    cleft_suffix: str  # makes a noun the predicate: "dialah yang ..."
    coordinators: frozenset[str]
    contrasts: frozenset[str]
    relatives: frozenset[str]
    subordinators: frozenset[str]
    prepositions: frozenset[str]
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    complementizers: frozenset[str]
    purposes: frozenset[str]
    function_words: frozenset[str]  # all of the closed classes
    conjunctions: frozenset[str]  # subordinators that are not prepositions as well
    openers: frozenset[str]  # what a new clause begins with

    def is_auxiliary(self, token: Token) -> bool:
        return token.low in self.auxiliaries

    def is_predicate(self, token: Token) -> bool:
        """True for a word that can be the predicate, by list or by shape."""
        if token.low in self.auxiliaries or token.low in self.verbs:
            return True
        return token.low not in self.not_verbs and self.verb_shape.fullmatch(token.low) is not None

    def find_predicate(self, tokens: Sequence[Token]) -> int | None:
        """Return the index of the first predicate that is not one of a relative clause.

        >>> grammar = load_grammar("id")
        >>> grammar.find_predicate(find_tokens("Penangkapan warga yang menolak"))
        >>> grammar.find_predicate(find_tokens("Warga yang menolak akan pindah"))
        3
        """
        relative, filled = False, False  # inside "yang ...", and whether its own predicate has come
        for at, token in enumerate(tokens):
            if token.low in self.relatives:
                relative, filled = True, False
            elif token.text == ",":
                relative = False
            elif token.is_word and self.is_predicate(token):
                if not relative or (filled and self.is_auxiliary(token)):
                    return at
                filled = filled or not self.is_auxiliary(token)
        return None


@cache
def load_grammar(language: str) -> Grammar:
    """Return the grammar of a language, read once."""
    table = load_table(language, "clauses")
    words = {key: frozenset(map(fold, value)) for key, value in table.items() if isinstance(value, list)}
    return Grammar(
        auxiliaries=words["auxiliaries"] | words["negations"],
        negations=words["negations"],
        verbs=words["verbs"],
        not_verbs=words["not_verbs"],
        verb_shape=re.compile(table["verb_shape"]),
        cleft_suffix=table.get("cleft_suffix", ""),
        coordinators=words["coordinators"],
        contrasts=words["contrasts"],
        relatives=words["relatives"],
        subordinators=words["subordinators"],
        prepositions=words["prepositions"],
        adverbs=words["adverbs"],
        pronouns=words["pronouns"],
        complementizers=words["complementizers"],
        purposes=words["purposes"],
        function_words=frozenset().union(*(words[key] for key in CLOSED_CLASSES)),
        conjunctions=words["subordinators"] - words["prepositions"],
        openers=(words["subordinators"] - words["prepositions"])
        | words["complementizers"]
        | words["contrasts"],
    )


def split_clauses(text: str, language: str) -> tuple[Span, ...]:
    """Return the independent clauses of a sentence, without the conjunction between them.

    >>> sentence = "Banjir surut pada Senin, tetapi warga masih mengungsi."
    >>> [span.of(sentence) for span in split_clauses(sentence, "id")]
    ['Banjir surut pada Senin', 'warga masih mengungsi.']
    >>> len(split_clauses("Ia datang, tetapi tidak berbicara.", "id"))
    1
    """
    return clauses_of(find_tokens(text), load_grammar(language))


def clauses_of(tokens: Sequence[Token], grammar: Grammar) -> tuple[Span, ...]:
    """Return the independent clauses of a sentence that is given as tokens."""
    if not tokens:
        return ()
    bounds = [0]
    clauses: list[Span] = []
    for at in _joints(tokens, grammar):
        left = _trim(tokens[bounds[-1] : at])
        if len(left) >= SHORTEST_CLAUSE and grammar.find_predicate(_after_comma(left)) is not None:
            clauses.append(Span(left[0].start, left[-1].end))
            bounds.append(at + 1)
    last = tokens[bounds[-1] :]
    clauses.append(Span(last[0].start, last[-1].end))
    return tuple(clauses)


def _joints(tokens: Sequence[Token], grammar: Grammar) -> Iterator[int]:
    """Yield the conjunctions (outside quotes and brackets) that open a clause of their own."""
    depth, straight = 0, False
    for at, token in enumerate(tokens):
        if token.text == '"':
            straight = not straight
        elif token.text in OPENING + "([":
            depth += 1
        elif token.text in CLOSING + ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and not straight and 0 < at < len(tokens) - 1:
            contrast = token.low in grammar.contrasts or token.text == ";"
            if not contrast and token.low not in grammar.coordinators:
                continue
            marked = tokens[at - 1].text in ",;" or tokens[at - 1].text in DASHES
            following = tokens[at + 1 : at + CLAUSE_START]
            if opens_clause(following, grammar, strict=not contrast and not marked):
                yield at


def opens_clause(tokens: Sequence[Token], grammar: Grammar, *, strict: bool) -> bool:
    """Say whether tokens begin with a subject and its predicate.

    Args:
        tokens: what follows the conjunction.
        grammar: of the language.
        strict: also ask for a mark of a clause of its own - an auxiliary or adverb before the
            predicate, a pronoun or a number as subject - since "A dan B melakukan" may be one subject.
    """
    words = [token for token in tokens if token.is_word]
    if len(words) < 2 or not _is_subject(words[0], grammar):
        return False
    marked = words[0].low in grammar.pronouns
    for at, token in enumerate(tokens[:LONGEST_SUBJECT]):
        if token.text in ',:;"' or token.text in OPENING or token.low in grammar.relatives:
            return False
        marked = marked or token.is_number or token.low in grammar.adverbs
        if at and grammar.is_predicate(token):
            return marked or grammar.is_auxiliary(token) or not strict
        if at and (token.low in grammar.prepositions or token.low in grammar.coordinators):
            return False
    return False


def _is_subject(word: Token, grammar: Grammar) -> bool:
    if word.low in grammar.pronouns:
        return True
    closed = (
        word.low in grammar.prepositions
        or word.low in grammar.relatives
        or word.low in grammar.subordinators
        or word.low in grammar.complementizers
        or word.low in grammar.adverbs
    )
    return not closed and (word.is_capital or not grammar.is_predicate(word))


def _after_comma(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what stands after the last comma: the predicate must be near, or "dan" joins two nouns."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].text == ",":
            return tokens[at + 1 :]
    return tokens


def _trim(tokens: Sequence[Token]) -> Sequence[Token]:
    """Drop the comma or dash that stands before the conjunction."""
    last = len(tokens)
    while last and (tokens[last - 1].text in ",;" or tokens[last - 1].text in DASHES):
        last -= 1
    return tokens[:last]
