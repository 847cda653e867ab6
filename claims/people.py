"""The people whom an article has named so far: a last name finds its person, in any case of the name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from claims.bodies import Mention, with_alias
from claims.models import Actor, ActorKind, Span
from claims.name_cases import NameCases
from claims.speakers import Phrase, SpeakerReader
from claims.tokens import find_tokens

# "dia" is looked for among the people of this many sentences.
MEMORY = 4


def name_words(name: str) -> list[str]:
    """Return the words by which a name is found again."""
    return [token.low for token in find_tokens(name) if token.is_word and len(token.text) > 2]


@lru_cache(maxsize=256)
def role_words(role: str) -> frozenset[str]:
    """Return the words by which a role is found again."""
    return frozenset(token.low for token in find_tokens(role) if token.is_word and len(token.text) > 1)


class People:
    """The people of one document in the order in which they are named; `sentence` counts along."""

    def __init__(self, text: str, reader: SpeakerReader, actors: Sequence[Actor]) -> None:
        self.text, self.reader, self.actors = text, reader, actors
        self.cases = NameCases(reader.lexicon)
        self.actor_starts = [actor.span.start for actor in actors]
        self._full: dict[str, Actor] = {}
        for actor in actors:
            known = self._full.get(actor.id)
            if actor.kind is ActorKind.PERSON and (known is None or len(actor.name) > len(known.name)):
                self._full[actor.id] = actor
        self.sentence = 0
        self.mentions: list[Mention] = []
        self.roles: dict[str, dict[str, Mention]] = {}  # word of a role -> name -> latest mention
        self._by_word: dict[str, Mention] = {}
        self._by_stem: dict[str, Mention] = {}

    def by_name(self, phrase: Phrase) -> Mention:
        name = " ".join(phrase.name.of(self.text).split())
        if not phrase.is_person:
            name = with_alias(self.text, name, phrase.name)
        return self.note(self._full_name(phrase, name), phrase.name, phrase.role, is_person=phrase.is_person)

    def _full_name(self, phrase: Phrase, name: str) -> str:
        known = self.known(name) if phrase.is_person else None
        if known and len(known.name) > len(name):
            return self._first_form(known, name)
        at = bisect_left(self.actor_starts, phrase.name.start)
        if at < len(self.actors) and phrase.name == self.actors[at].span:  # both see the same name here
            full = self._full.get(self.actors[at].id)
            bare = self.reader.names.find_bare(full.name) if full is not None else ""
            if len(bare) > len(name) and self._agree(name_words(name), name_words(bare)):
                return bare
        return name

    def _first_form(self, known: Mention, short: str) -> str:
        """Return the full name in the case of the short one: "Клару Манделову", then "Манделова"."""
        last = short.split()[-1]
        turned = known.name if known.name.split()[-1] == last else self.cases.as_subject(known.name)
        if turned == known.name or turned.split()[-1] != last:
            return known.name
        self._file(replace(known, name=turned))
        return turned

    def note(self, name: str, span: Span, role: str, *, is_person: bool) -> Mention:
        known = self.known(name) if is_person else None
        if known and (len(known.name) >= len(name) or not role):
            mention = replace(known, span=span, role=role or known.role, sentence=self.sentence)
        else:
            mention = Mention(name, span, role, is_person, self.sentence)
        self.mentions.append(mention)
        if is_person:
            self._file(mention)
            for word in role_words(mention.role):
                self.roles.setdefault(word, {})[mention.name] = mention
        return mention

    def _file(self, mention: Mention) -> None:
        """File a person under every word of the name, in any case."""
        for token in find_tokens(mention.name):
            if token.is_word and len(token.text) > 2:
                self._by_word[token.low] = mention
                self._by_stem.update(dict.fromkeys(self.cases.stems(token.low), mention))

    def known(self, name: str) -> Mention | None:
        """Return the fuller mention of a name, in any case: "Kartika" after "Rina Kartika".

        Every word must agree: "Andi Wijaya" is not "Andi Saputra".
        """
        words = name_words(name)
        for word in reversed(words):
            likely = [self._by_word.get(word), *(self._by_stem.get(stem) for stem in self.cases.stems(word))]
            known = next((mention for mention in likely if mention), None)
            if known and self._agree(words, name_words(known.name)):
                return known
        return None

    def _agree(self, words: Sequence[str], others: Sequence[str]) -> bool:
        """True where the words of the shorter name all stand in the longer."""
        shorter, longer = sorted((words, others), key=len)
        stems = {stem for word in longer for stem in self.cases.stems(word)}
        return all(stems & self.cases.stems(word) for word in shorter)

    def recent(self) -> list[Mention]:
        return [m for m in self.mentions[-12:] if m.is_person and self.sentence - m.sentence < MEMORY]
