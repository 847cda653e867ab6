"""Forms of times: how a table's `{day} {month} {year}` finds its place in a text.

A form is written in the tables (`claims/languages/*/times.toml`) as a row of tokens:

    {month}       a token of that class, kept as a field
    lalu|silam    one of these words
    ,?            may be missing
    <pada|in>     must stand there but is not part of the time
    {day}/{year}  no space between tokens that are written without one

All forms of a language are laid into one trie, and the text is walked once from left to right: the
longest form at a place wins.  No regular expression with a quantifier is involved, so a hostile
text costs what its length costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from claims.facts.tokens import Gap, Tokens

_FORM_TOKEN = re.compile(r"[<>]|\{\w+\}|[^\W\d_]+(?:'[^\W\d_]+)?(?:\|[^\W\d_]+(?:'[^\W\d_]+)?)*|\d+|[^\w\s]")


_PIVOT = 70  # "21" is 2021, "85" is 1985


class Field(NamedTuple):
    """One named token of a match: `{month}` that read "Januari" is Field("month", 1, 7)."""

    name: str
    value: int | str
    token: int


@dataclass(frozen=True)
class Rule:
    """Forms that are read alike: `reads` names the reader, `given` the values the form itself implies."""

    reads: str
    forms: tuple[str, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    not_before: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """A form found: tokens first..last (inclusive) are the time, without the context that was asked for."""

    rule: Rule
    first: int
    last: int
    fields: tuple[Field, ...]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the first field of that name, else what the rule implies."""
        return next((f.value for f in self.fields if f.name == name), self.rule.given.get(name, default))

    def all(self, name: str) -> list[Any]:
        """Return every field of that name, in order."""
        return [f.value for f in self.fields if f.name == name]


class _Item(NamedTuple):
    """One place of a form: which keys may stand there, and whether it must touch the token before."""

    keys: tuple[str, ...]
    is_glued: bool
    is_context: bool


class _Node:
    __slots__ = ("edges", "rule")

    def __init__(self) -> None:
        self.edges: dict[str, list[tuple[bool, bool, _Node]]] = {}  # key -> is glued, is context, where to
        self.rule: Rule | None = None

    def follow(self, key: str, is_glued: bool, is_context: bool) -> _Node:
        """Return the node behind an edge; a new one, if there is no such edge yet."""
        edges = self.edges.setdefault(key, [])
        for glued, context, child in edges:
            if (glued, context) == (is_glued, is_context):
                return child
        edges.append((is_glued, is_context, _Node()))
        return edges[-1][2]


class FormTrie:
    """All forms of one language, ready to be walked."""

    def __init__(self, rules: Sequence[Rule], classes: Mapping[str, Mapping[str, int | str]]) -> None:
        self._classes: dict[str, list[tuple[str, int | str]]] = {}
        for name, members in classes.items():
            for word, value in members.items():
                self._classes.setdefault(word, []).append(("{" + name + "}", value))
        self._root = _Node()
        for rule in rules:
            for form in rule.forms:
                self._insert(form, rule)
        openers = self._root.edges.keys()
        opening = [word for word, values in self._classes.items() if any(key in openers for key, _ in values)]
        self._openers = frozenset([*openers, *opening])  # most tokens open nothing: one look-up says so

    def _insert(self, form: str, rule: Rule) -> None:
        for items in _spell_out(form):
            nodes = [self._root]
            for item in items:
                nodes = [
                    node.follow(key, item.is_glued, item.is_context) for node in nodes for key in item.keys
                ]
            for node in nodes:
                node.rule = node.rule or rule  # the rule that the table names first wins

    def may_open(self, word: str) -> bool:
        """False for a word with which no form begins."""
        return word in self._openers or word.isdigit()

    def find(self, tokens: Tokens, at: int) -> Match | None:
        """Return the longest form that begins at token `at`."""
        best: Match | None = None
        best_end = -1
        for end, match in self._walk(tokens, at, self._root, ()):
            if end > best_end and self._holds(tokens, match, end):
                best, best_end = match, end
        return best

    def _holds(self, tokens: Tokens, match: Match, end: int) -> bool:
        after = tokens.lower[end] if end < len(tokens) and tokens.gaps[end] is not Gap.BREAK else ""
        return after not in match.rule.not_before and tokens.is_cut_out(match.first, match.last)

    def _keys(self, word: str) -> Sequence[tuple[str, int | str]]:
        """Return the word and its classes, each with the value that the word has in it."""
        if word.isdigit() and word.isascii():
            return _classes_of_number(word)
        classes = self._classes.get(word)
        return ((word, ""), *classes) if classes else ((word, ""),)

    def _walk(
        self, tokens: Tokens, at: int, node: _Node, path: tuple[tuple[str, int | str, bool], ...]
    ) -> Iterator[tuple[int, Match]]:
        if node.rule is not None:
            yield at, _to_match(node.rule, at, path)
        if at >= len(tokens) or (path and tokens.gaps[at] is Gap.BREAK):
            return
        touches = tokens.gaps[at] is Gap.NOTHING
        for key, value in self._keys(tokens.lower[at]):
            for is_glued, is_context, child in node.edges.get(key, ()):
                if touches or not is_glued:
                    yield from self._walk(tokens, at + 1, child, (*path, (key, value, is_context)))


def _to_match(rule: Rule, end: int, path: Sequence[tuple[str, int | str, bool]]) -> Match:
    start = end - len(path)
    inside = [start + n for n, (_, _, is_context) in enumerate(path) if not is_context]
    fields = tuple(
        Field(key[1:-1], value, start + n)
        for n, (key, value, _) in enumerate(path)
        if key[0] == "{" and len(key) > 1
    )
    return Match(rule, inside[0], inside[-1], fields)


@lru_cache(maxsize=10_000)
def _classes_of_number(word: str) -> Sequence[tuple[str, int | str]]:
    value, length = int(word[:5]), len(word)
    fits = {
        "{year}": length == 4 and 1000 <= value <= 2199,
        "{count}": length <= 3,
        "{ordinal}": length <= 2,
        "{year_two}": length == 2,
        "{minute}": length == 2 and value < 60,
        "{day}": length <= 2 and 1 <= value <= 31,
        "{month_number}": length <= 2 and 1 <= value <= 12,
        "{hour}": length <= 2 and value <= 24,
    }
    values = {"{year_two}": 2000 + value if value < _PIVOT else 1900 + value}
    return [(word, ""), *((name, values.get(name, value)) for name, is_so in fits.items() if is_so)]


def _spell_out(form: str) -> Iterator[tuple[_Item, ...]]:
    """Yield every way in which a form can be written, with and without what may be missing."""
    choices: list[tuple[_Item | None, ...]] = []
    is_context = False
    for chunk in form.split():
        is_glued = False
        pieces = _FORM_TOKEN.findall(chunk)
        for n, piece in enumerate(pieces):
            if piece == "?" and n:
                choices[-1] = (*choices[-1], None)
            elif piece in "<>":
                is_context = piece == "<"
            else:
                keys = tuple(piece.split("|")) if len(piece) > 1 else (piece,)
                choices.append((_Item(keys, is_glued, is_context),))
                is_glued = True
    for chosen in product(*choices):
        items = tuple(item for item in chosen if item is not None)
        if any(not item.is_context for item in items):
            yield items


def to_rules(rows: Iterable[Mapping[str, Any]], lists: Mapping[str, Sequence[str]]) -> tuple[Rule, ...]:
    """Return the rules of a table; `not_before` in a row names one of the table's word lists."""
    rules = []
    for row in rows:
        given = {k: v for k, v in row.items() if k not in ("reads", "forms", "not_before")}
        not_before = frozenset(lists[row["not_before"]]) if "not_before" in row else frozenset()
        rules.append(Rule(row["reads"], tuple(row["forms"]), given, not_before))
    return tuple(rules)
