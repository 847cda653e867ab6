"""Reads who speaks beside a verb: "kata Rina", "сообщили журналистам в МЧС", "уточнили там"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claims.bare_names import is_acronym
from claims.speakers import Form, Found, Phrase, SpeakerReader
from claims.tokens import Token, fold, span_of

# "сказал на встрече с жителями Громов": how many words of place may stand before the speaker.
PLACE_REACH = 5

Subject = Found  # a phrase and the item with which it begins


class BesideVerbs:
    """Reads speakers right beside the verbs of one document, also those named by their place."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader, self.lexicon, self.grammar = reader, reader.lexicon, reader.grammar

    def read(self, items: Sequence[Token], at: int, stop: int | None = None) -> Found | None:
        """Read a speaker beside a verb, also one named by its place: "сообщили в МЧС"."""
        if at + 1 < len(items) and items[at].is_quoted and items[at + 1].is_word:
            at += 1  # 'заявил "Вестнику" Громов': to whom it was said
        at = self._after_hearer(items, at)
        if at < len(items) and self.lexicon.has("place_pronouns", items[at]):
            return self.there(items, at)[0], at + 1  # "уточнили там"
        placed = at < len(items) and self.lexicon.has("place_marks", items[at])
        found = self.reader.read(items, at + placed, stop)
        if placed and found is None and stop is None:
            return self._in_plain_body(items, at)
        if placed and found and (found[0].is_person or found[0].form is Form.PRONOUN):
            return self._as_body(items, at, found)
        return found

    def there(self, items: Sequence[Token], at: int) -> Subject:
        """Return who "там" is: the body that spoke last."""
        return Phrase(Form.PRONOUN, span_of(items[at : at + 1]), is_plural=True), at

    def in_body(self, items: Sequence[Token], first: int, last: int) -> Found | None:
        """Return the body in "В региональном депздраве заверили": a place, and a verb without a person."""
        if not self.lexicon.has("place_marks", items[first]) or last >= len(items):
            return None
        found = self.reader.read_any(items, first + 1, last)
        impersonal = items[last].low.endswith(self.lexicon.impersonal_endings)
        whole = found and impersonal and all(map(self.is_between, items[found[1] : last]))
        if found is None or not whole:
            return None
        return None if self._is_time(found[0]) else found

    def _in_plain_body(self, items: Sequence[Token], at: int) -> Found | None:
        """Read "..., сообщили в береговой охране.": a verb without a person, and nothing behind the place."""
        impersonal = at > 0 and items[at - 1].low.endswith(self.lexicon.impersonal_endings)
        found = self.reader.read_any(items, at + 1) if impersonal else None
        return found if found and self._ends(items, found[1]) and not self._is_time(found[0]) else None

    def _as_body(self, items: Sequence[Token], at: int, found: Found) -> Found | None:
        """Return the body in "сообщили в Росавиации": a verb without a person, and no place behind it."""
        phrase, verbs = found[0], [item for item in items[max(0, at - 2) : at] if item.is_word]
        impersonal = any(verb.low.endswith(self.lexicon.impersonal_endings) for verb in verbs)
        if phrase.form is Form.ROLE and impersonal and self._ends(items, found[1]):
            return replace(phrase, form=Form.BODY, is_person=False), found[1]  # "сообщили в береговой охране"
        lone = (
            phrase.form is Form.NAME
            and " " not in phrase.words
            and not self.reader.names.is_place(phrase.name)
        )
        return (replace(phrase, is_person=False), found[1]) if lone and impersonal else None

    def _is_time(self, phrase: Phrase) -> bool:
        """True for "в прошлом году", "в результате": nobody speaks there."""
        events = self.lexicon.words["events"] | self.lexicon.words["time_words"]
        return any(fold(word) in events for word in phrase.words.split())

    def _ends(self, items: Sequence[Token], at: int) -> bool:
        return at >= len(items) or not items[at].is_word

    def _after_hearer(self, items: Sequence[Token], at: int) -> int:
        """Skip to whom it was said: "рассказал РИА Новости руководитель", "рассказали «Ъ» два источника"."""
        if at + 1 < len(items) and self.lexicon.has("hearers", items[at]):
            return at + 1
        told = self.lexicon.tolds.match(items, at) if at < len(items) else None
        end = told.last if told else at
        while end < len(items) and (items[end].is_capital or items[end].is_quoted) and items[end].is_word:
            end += 1
        if told and end > told.last and not items[end - 1].is_quoted:
            end = told.last  # "рассказал изданию Максим Лебедев"
        if end == at or end >= len(items) or not items[end].is_word:
            return at
        hears = told is not None or items[at].is_quoted or is_acronym(items[at])
        speaks = self.lexicon.is_role(items[end]) or self.lexicon.has("quantifiers", items[end])
        placed = self.lexicon.has("place_marks", items[end])  # "сообщили журналистам в МЧС"
        speaks = speaks or (placed and any(map(self.lexicon.is_role, items[end + 1 : end + 4])))
        speaks = speaks or (told is not None and (items[end].is_capital or placed))
        return end if hears and speaks and not self.lexicon.has("linkers", items[end]) else at

    def is_between(self, token: Token) -> bool:
        """True for what may stand between a subject and its verb."""
        aside = self.lexicon.has("asides", token) or token.low in self.grammar.adverbs
        return aside or self.grammar.is_auxiliary(token)

    def behind_place(self, items: Sequence[Token], at: int) -> Found | None:
        """Return the person in "настаивал в суде обвиняемый": he stands behind the place."""
        if not self._is_place(items, at):
            return None
        later = (self.read(items, here) for here in range(at + 2, min(at + PLACE_REACH, len(items))))
        return next((found for found in later if found and found[0].is_person), None)

    def _is_place(self, items: Sequence[Token], at: int) -> bool:
        return at < len(items) and self.lexicon.has("place_marks", items[at])
