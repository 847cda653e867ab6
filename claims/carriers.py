"""Finds through whom words came: "dikutip dari Harian X", "told the Morning Gazette"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.models import Span
from claims.speakers import Form, Found, Phrase, SpeakerReader
from claims.tokens import Token, span_of


@dataclass(frozen=True, slots=True)
class Carriage:
    """The carriers that one cue names, nearest to the speaker first, each with the cue's span.

    `needs_speaker` is true for "kepada X", which carries words only where somebody speaks.  `end` is the item
    after it.
    """

    start: int
    links: tuple[tuple[Phrase, Span], ...]
    needs_speaker: bool
    end: int

    def names(self, phrase: Phrase | None) -> bool:
        """True where the speaker is the carrier himself: "передает агентство ..."."""
        return phrase is not None and any(carrier.name.overlaps(phrase.name) for carrier, _ in self.links)


class CarrierFinder:
    """Finds the carriers in the sentences of one document."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader, self.lexicon = reader, reader.lexicon

    def find(self, items: Sequence[Token], at: int) -> Carriage | None:
        """Return what a cue that begins at an item says of carriers."""
        match = self.lexicon.vias.match(items, at)
        needs_speaker = match is None
        match = match or self.lexicon.tolds.match(items, at)
        found = self._read(items, match.last) if match else None
        if match is None or found is None or (needs_speaker and found[0].is_person):
            return None
        if self.lexicon.cues.match(items, at) and self.reader.names.find_person(items[match.last : found[1]]):
            return None  # "цитирует Вебера издание": whose words they are, not through whom they came
        cue = span_of(items[match.first : match.last])
        links, end = [(found[0], cue)], found[1]
        if not needs_speaker and end < len(items) and self.lexicon.has("via_from", items[end]):
            second = self._read(items, end + 1)
            if second:  # "dikutip X dari Y": Y had it first
                links, end = [(second[0], cue), *links], second[1]
        return Carriage(items[at].start, tuple(links), needs_speaker, end)

    def _read(self, items: Sequence[Token], at: int) -> Found | None:
        """Return the outlet named at an item: capitals, perhaps after "kantor berita"."""
        while at < len(items) and self._introduces(items[at]):
            at += 1
        first = at
        while at < len(items) and (self._is_named(items[at]) or self._joins(items, at)):
            at += 1
        name = list(items[first:at])
        # "Peru Andina": the country says where the outlet is at home, and alone it is none
        while name and (name[0].low in self.lexicon.countries or not name[0].is_word):
            name = name[1:]
        if not name:
            return None
        return Phrase(Form.NAME, span_of(name), is_person=self.lexicon.has("titles", name[0])), at

    def _introduces(self, token: Token) -> bool:
        kind = self.lexicon.has("carriers", token) and not token.is_capital
        return kind or self.lexicon.has("articles", token)

    def _is_named(self, token: Token) -> bool:
        return token.is_capital and token.low not in self.lexicon.calendar

    def _joins(self, items: Sequence[Token], at: int) -> bool:
        return items[at].text in ".-&" and at + 1 < len(items) and items[at].end == items[at + 1].start
