"""Finds who stands before a verb of speech: "Presiden Peru, Rina Kartika, dalam rapat itu mengatakan"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims.beside_verbs import BesideVerbs, Subject
from claims.phrase_bounds import QUOTE
from claims.speakers import Form, Found, Phrase, SpeakerReader, join_phrases
from claims.tokens import DASHES, Token, fold, span_of

# How many segments between commas are looked through for the subject of a verb, and how many words.
SEGMENTS_BACK = 4
WORDS_BACK = 60
# A name or role right before a verb has at most this many words.
NEAR_PHRASE = 8

# A party and a place beside a lawmaker's name.
_PARTY = re.compile(r"[A-Z]{1,3}-[A-Z]\w+\.?")


class SubjectFinder:
    """Finds the subjects of verbs in the sentences of one document."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader, self.lexicon, self.grammar = reader, reader.lexicon, reader.grammar
        self.beside = BesideVerbs(reader)

    def find(self, items: Sequence[Token], cue: int, *, bound: bool) -> Subject | None:
        """Return who stands before a verb, and where the phrase begins.

        Args:
            items: the sentence.
            cue: the item that is the verb.
            bound: whether "bahwa" follows: then a plain noun ("perempuan itu") may be the speaker as well.
        """
        if cue and items[cue - 1].low in self.grammar.coordinators | self.grammar.contrasts:
            main = self.find_main(items, cue - 1)  # "Ewan Macrae apologised and said ..."
            if main is not None:
                return main
        segments = self._list_segments(items, cue)
        first, last = segments[0]
        if last == cue:  # no comma before the verb: the subject is in the nearest stretch
            found = self._in_segment(items, first, last, nearest=True)
            return found or (self._plain_subject(items, first, last) if bound else None)
        found = None
        for number, (first, last) in enumerate(segments):
            here = self._in_segment(items, first, last, nearest=number == 0)
            if here is None:
                continue
            if found is None:
                found = here
                continue
            joined = join_phrases(here[0], found[0])  # "Presiden Peru, Rina Kartika, berjanji"
            if joined:
                return joined, here[1]
            return self._beside_name(items, here, found, last) or found
        return found

    def find_main(self, items: Sequence[Token], before: int) -> Subject | None:
        """Return the subject of the first verb of a sentence, if that stands before an item."""
        nearest = max(-1, before - 1 - WORDS_BACK)
        marks = (at for at in range(before - 1, nearest, -1) if items[at].text in (QUOTE, ":", ";"))
        begin = next(marks, nearest) + 1
        at = self.grammar.find_predicate(items[begin:before])
        if not at:
            return None
        while at > 1 and self.beside.is_between(items[begin + at - 1]):
            at -= 1
        subject = self.find(items, begin + at, bound=False)
        return subject if subject and subject[1] <= begin + at and subject[1] >= begin else None

    def _beside_name(
        self, items: Sequence[Token], name: Subject, beside: Subject, last: int
    ) -> Subject | None:
        """Return the name where what follows it between commas only says who or what it is.

        "Sukarti, warga RT 04, mengaku"; "Marsinah, pedagang Pasar Legi, mengaku"; "Persada Raya, perusahaan
        tambang, membantah".
        """
        opener = items[beside[1]]
        described = beside[0].role and not opener.is_capital and self.lexicon.has("titles", opener)
        described = described and not name[0].role
        described = described or (
            beside[0].is_new and self._is_named(name[0])
        )  # "Mei Chua, an urban planner"
        if not described and self._is_named(beside[0]):
            return None
        read = self.beside.read(items, name[1], last)
        if not self._is_named(name[0]) or read is None or read[1] < last:
            return None
        if beside[0].form is Form.BODY and not beside[0].is_plural and not name[0].role:
            return replace(name[0], is_person=False), name[1]  # "the maker of ovens" is a body
        role = beside[0].words if beside[0].form is not Form.PRONOUN else ""
        return replace(name[0], role=name[0].role or role), name[1]

    def _is_named(self, phrase: Phrase) -> bool:
        """True for a phrase with a name of its own, more than a large letter at its beginning."""
        if phrase.form is Form.NAME:
            return True
        words = phrase.words.split()[1:]
        named = any(word[:1].isupper() and not word.isupper() for word in words)
        return phrase.form is Form.BODY and not phrase.is_plural and named

    def _list_segments(self, items: Sequence[Token], cue: int) -> list[tuple[int, int]]:
        """Return the stretches between commas before a verb, the nearest first."""
        segments: list[tuple[int, int]] = []
        last = cue - 1 if cue and items[cue - 1].text == "," else cue
        at = last
        while at > 0 and cue - at < WORDS_BACK:
            token = items[at - 1]
            dash = token.text in DASHES and not self.reader.bounds.joins(items, at - 1)
            if dash or token.text in (QUOTE, ":", ";"):
                break
            if token.text == ",":
                segments.append((at, last))
                last = at - 1
                if segments[0][1] == cue or len(segments) == SEGMENTS_BACK:
                    return segments
            at -= 1
        return [*segments, (at, last)]

    def _in_segment(self, items: Sequence[Token], first: int, last: int, *, nearest: bool) -> Subject | None:
        """Return the phrase that opens a stretch, or else the one that stands right at its end."""
        if self._is_aside(items, first, last):
            return None
        first = self._after_opener(items, first, last)
        if first < last and self.lexicon.has("place_pronouns", items[first]):  # "Там же отметили"
            near = all(map(self.beside.is_between, items[first + 1 : last]))
            return self.beside.there(items, first) if near else None
        found = self.beside.read(items, first, last) or self.beside.in_body(items, first, last)
        if found and not self._is_cut_off(items, found, last):
            return self._behind_description(items, found, first, last) or (found[0], first)
        beside = last < len(items) and items[last].text == ","  # an apposition names nobody by its last words
        return self._at_end(items, first, last) if nearest and not beside else None

    def _behind_description(
        self, items: Sequence[Token], found: Found, first: int, last: int
    ) -> Subject | None:
        """Return the name in "Торговка перцем Лидия Вренская": its first word is large by its place only."""
        opener = next(item for item in items if item.is_word)
        lone = found[0].form is Form.NAME and found[0].name == span_of([opener])
        if not lone or found[1] >= last or self.reader.names.is_name(opener):
            return None
        named = self._at_end(items, found[1], last)
        return named if named and named[0].is_person and " " in named[0].words else None

    def _is_aside(self, items: Sequence[Token], first: int, last: int) -> bool:
        """True for "45", "Senin", "yang memimpin tim itu" between commas."""
        if first >= last:
            return True
        token = items[first]
        if last == first + 1 and _PARTY.fullmatch(token.text):
            return True  # "Rep. Anita Hale, D-Easton, said"
        return token.is_number or token.low in self.lexicon.calendar or token.low in self.grammar.relatives

    def _after_opener(self, items: Sequence[Token], first: int, last: int) -> int:
        """Return where the clause of the verb begins: after "ketika", "bahwa", "tetapi" and the like."""
        turn = self.lexicon.turns.match(items, first)
        if turn and turn.last < last:
            first = turn.last
        for at in range(last - 2, first - 1, -1):
            if items[at].low in self.grammar.openers:
                first = at + 1
                break
        while first < last and self.lexicon.has("connectors", items[first]):
            first += 1
        return first

    def _is_cut_off(self, items: Sequence[Token], found: Found, last: int) -> bool:
        """True where a lone capital opens the sentence and a plain noun follows: "Tugas utama misi ..."."""
        phrase, end = found
        if phrase.form is not Form.NAME or end >= last or items[end - 1].is_quoted:
            return False
        opener = next(item for item in items if item.is_word)
        if phrase.name != span_of([opener]) or self.reader.names.is_name(opener):
            return False
        following, grammar = items[end], self.grammar
        verbal = (
            grammar.is_predicate(following)
            or self.lexicon.has("asides", following)
            or following.low in grammar.adverbs
            or following.low in grammar.relatives
            or (end + 1 < last and items[end + 1].low in self.lexicon.calendar)
        )
        return following.is_word and not following.is_capital and not verbal

    def _at_end(self, items: Sequence[Token], first: int, last: int) -> Subject | None:
        """Return the name or role right before a verb: "Dalam rapat itu Rina mengatakan"."""
        while last > first and self.beside.is_between(items[last - 1]):
            last -= 1
        best: Subject | None = None
        unknown = 0
        for at in range(last - 1, max(first, last - NEAR_PHRASE) - 1, -1):
            token = items[at]
            unknown += not token.is_capital and not self.reader.bounds.is_known(token)
            closed = token.low in self.grammar.prepositions or token.low in self.lexicon.calendar
            if not token.is_word or closed:
                break
            found = self.reader.read(items, at, last)
            if found and found[1] >= last:
                best = (found[0], at)
            if unknown > 1:
                break
        return best or self._inside(items, first, last)

    def _inside(self, items: Sequence[Token], first: int, last: int) -> Subject | None:
        """Return the full name of a person further away: "Sebaliknya Rina Kartika dalam rapat itu ..."."""
        for at in range(last - 1, first, -1):
            before = items[at - 1]
            if not items[at].is_capital or before.is_capital or before.low in self.grammar.prepositions:
                continue
            found = self.reader.read(items, at, last)
            if found and found[0].is_person and found[0].form is Form.NAME and " " in found[0].words:
                return found[0], at
        return None

    def _plain_subject(self, items: Sequence[Token], first: int, last: int) -> Subject | None:
        turn = self.lexicon.turns.match(items, first)
        if turn and turn.last < last:
            first = turn.last
        while first < last and (
            self.lexicon.has("connectors", items[first]) or items[first].low in self.grammar.subordinators
        ):
            first += 1
        if (
            first < last and self.lexicon.words["noun_marks"]
        ):  # with articles, a noun alone is none: "dismissing"
            opener = items[first]
            if not (self.lexicon.is_determiner(opener) or opener.is_capital):
                return None
        found = self.reader.read_any(items, first, last)
        if found is None or self.is_abstract(found[0]):
            return None
        return (found[0], first) if all(map(self.beside.is_between, items[found[1] : last])) else None

    def is_abstract(self, phrase: Phrase) -> bool:
        """True for "kekalahan itu", "this step": what shows something says nothing."""
        words = phrase.words.split()
        head = fold(words[-1 if self.lexicon.titles_come_last else 0]) if words else ""
        named = any(word[:1].isupper() for word in words[1:])
        if not head or named or any(fold(word) in self.lexicon.words["roles"] for word in words):
            return False
        return head in self.lexicon.words["events"] or bool(self.lexicon.event_shape.fullmatch(head))
