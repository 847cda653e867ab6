"""The bodies that an article has named so far: "the company", "kementerian" and "one of them" find theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from claims.bare_names import is_acronym
from claims.models import Span
from claims.speakers import Phrase
from claims.speech_words import Lexicon
from claims.tokens import find_tokens

# The short form that a text introduces behind a body's name.
_ALIAS = re.compile(r"\s?\([A-ZА-ЯЁ][\w-]{1,9}\)")
# "the company" is looked for among so many bodies, the last that were named.
BODIES_BACK = 12
# "компания" and "компании" share so many letters.
KIND_STEM = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it was first given in full, with the role it came with."""

    name: str
    span: Span
    role: str = ""
    is_person: bool = True
    sentence: int = 0


def with_alias(text: str, name: str, span: Span) -> str:
    """Return "Badan Antariksa Nasional (BAN)" where the text introduces the short form right behind."""
    alias = _ALIAS.match(text, span.end)
    return f"{name} {alias.group().strip()}" if alias else name


class Bodies:
    """The bodies and the groups of one document in the order in which they are named."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.group: Mention | None = None  # the last people named as many: "production managers"
        self._named: dict[str, Mention] = {}  # the latest last
        self._told: dict[str, str] = {}  # the stem of what a body was called where it was named

    def note(self, name: str, span: Span, sentence: int, kind: str = "") -> None:
        """Note the name of a body as the last one, with the noun before it: "компания «Карауголь»"."""
        full = with_alias(self.text, name, span)
        if kind:
            self._told[full] = kind[:KIND_STEM]
        self._named.pop(full, None)
        self._named[full] = Mention(full, span, "", False, sentence)

    def kinds_of(self, name: str) -> frozenset[str]:
        """Return what a body of this name is called: a "PT" is a "perusahaan"."""
        kinds = self.lexicon.kinds_by_word
        found = [kinds[token.low] for token in find_tokens(name) if token.low in kinds]
        return frozenset().union(*found)

    def find(self, phrase: Phrase, is_definite: bool, sentence: int) -> tuple[Mention, bool]:
        """Return the body that "the company" or "kementerian" stands for, else the words themselves.

        The second value is false where the body was only the last that may be meant.
        """
        name = " ".join(phrase.name.of(self.text).split())
        tokens = find_tokens(name)
        full = with_alias(self.text, name, phrase.name)
        itself = Mention(full, phrase.name, phrase.role, False, sentence)
        if phrase.is_one_of and self.group is not None:
            return self.group, True
        head = tokens[-1 if self.lexicon.titles_come_last else 0]
        described = is_definite and all(t.text.islower() or "-" in t.text for t in tokens)
        if phrase.is_new or phrase.is_plural or is_acronym(tokens[0]) or (len(tokens) > 1 and not described):
            return itself, True
        word = head.low
        candidates = list(islice(reversed(self._named.values()), BODIES_BACK))
        for body in candidates:
            named = " " in body.name or word != body.name.casefold()
            if named and (
                word in {token.low for token in find_tokens(body.name)}
                or word in self.kinds_of(body.name)
                or word[:KIND_STEM] == self._told.get(body.name)
            ):
                return body, True
        generic = is_definite and word in self.lexicon.kinds_by_word
        plain = [body for body in candidates if not self.kinds_of(body.name)]
        return (plain[0], False) if generic and plain else (itself, True)
