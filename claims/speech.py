"""Finds in one sentence who is said to have said what: the frames of reported speech.

"...," kata Rina.             AFTER     the words stand before the cue
Rina mengatakan bahwa ...     BEFORE    the words follow
Menurut Rina, ...             SOURCE    the sentence is his
Hal ini disampaikan Rina.     ANNOUNCE  the words stand in the sentence before (or after)
... dikutip dari Harian X.    CARRIER   through whom they came
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from claims.announcements import AnnouncementReader
from claims.beside_verbs import Subject
from claims.carriers import Carriage, CarrierFinder
from claims.complements import ComplementReader
from claims.frames import Frame, FrameJoiner, FrameKind
from claims.models import Span
from claims.phrase_bounds import QUOTE
from claims.speakers import Found, SpeakerReader
from claims.speech_words import OBJECT_VERBS
from claims.subjects import SubjectFinder
from claims.tokens import DASHES, Match, Token, span_of

AFTER_QUOTES = ("after_quotes", "implied_after_quotes")
# How near behind a verb "bahwa" makes any noun before it the speaker.
BINDING_REACH = 3
# "не сразу сообщил": how near before a verb a negation says that nothing was said.
NEGATION_REACH = 2


class FrameFinder:
    """Finds the frames of the sentences of one document."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.reader, self.lexicon, self.grammar = reader, reader.lexicon, reader.grammar
        self.subjects, self.carriers = SubjectFinder(reader), CarrierFinder(reader)
        self.beside = self.subjects.beside
        self.announcements = AnnouncementReader(self.beside)
        self.complements = ComplementReader(reader.lexicon, reader.grammar)
        self.joiner = FrameJoiner(reader)

    def find(self, items: Sequence[Token]) -> list[Frame]:
        """Return the frames of a sentence, given as its items, from left to right."""
        frames: list[Frame] = []
        carriages: list[Carriage] = []
        at = 0
        while at < len(items):
            if not items[at].is_word:
                at += 1
                continue
            carriage = self.carriers.find(items, at)
            match = self.lexicon.cues.match(items, at)
            frame = self._read_frame(items, match, frames) if match else None  # "told" is both
            if frame and carriage and carriage.names(frame.phrase):
                frame = self._read_quoted(items, frame, carriage)
            if frame:
                frames.append(frame)
            if carriage:
                carriages.append(carriage)
            at = carriage.end if carriage else match.last if match else at + 1
        if not frames and not carriages:
            return []
        return self.joiner.add_carriers(items, self.joiner.disentangle(items, frames), carriages)

    def _read_quoted(self, items: Sequence[Token], frame: Frame, carriage: Carriage) -> Frame | None:
        """Read "цитирует агентство Kyodo министра Мори": behind the carrier stands whose words they are."""
        found = self.reader.read(items, carriage.end)
        return replace(frame, phrase=found[0]) if found and found[0].is_person else None

    # --- cues ------------------------------------------------------------------------------------

    def _read_frame(self, items: Sequence[Token], match: Match, frames: Sequence[Frame]) -> Frame | None:
        before = items[match.first - 1] if match.first else None
        if before and (before.low in self.grammar.relatives or self.lexicon.has("noun_marks", before)):
            return None  # "yang mengatakan": said of somebody, in passing
        if match.key in ("according", "according_document", "according_pronoun"):
            return self._read_source(items, match)
        if match.key == "participles":
            return self._read_participle(items, match, frames)
        if match.key in AFTER_QUOTES:
            return self._read_noun(items, match)
        if match.key == "passives":
            return self.announcements.read_announcement(items, match) or self.announcements.read_impersonal(
                items, match
            )
        topic = self.announcements.read_topic(items, match)
        if topic or match.key not in ("either", "inverted", "implied", "impersonals"):
            return topic or self._read_before(items, match)
        opening = self._read_opening(items, match)
        if opening:
            return opening
        after = self._read_after(items, match)
        if after or match.key not in ("either", "impersonals"):
            return after
        if match.key == "impersonals":
            return self.announcements.read_impersonal(items, match)
        return self._read_turned(items, match) or self._read_before(items, match)

    def _read_source(self, items: Sequence[Token], match: Match) -> Frame | None:
        covers, cue = span_of(items), span_of(items[match.first : match.last])
        if match.key == "according_pronoun":
            return Frame(FrameKind.SOURCE, cue, None, covers)
        found = self.beside.read(items, match.last)
        if match.key == "according_document":
            return Frame(FrameKind.SOURCE, cue, found[0], covers) if found and found[0].is_document else None
        placed = match.last < len(items) and self.lexicon.has("place_marks", items[match.last])
        if found is None and (placed or self.lexicon.strong.match(items, match.first)):
            found = self.reader.read_any(items, match.last + placed)
        if found is None and match.last - match.first > 1:  # "berdasarkan laporan keuangan perseroan"
            written = self.reader.read(items, match.last - 1)
            found = written if written and written[0].is_document else None
        return Frame(FrameKind.SOURCE, cue, found[0], covers) if found else None

    def _read_after(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read '"...," kata Rina' and '..., said the minister': the cue closes a quote or a clause."""
        at = match.first - 1
        as_mark = at >= 0 and self.lexicon.has("as_marks", items[at])
        at -= as_mark
        if at >= 0 and items[at].text not in (QUOTE, ",") and items[at].text not in DASHES:
            return None
        if match.last < len(items) and items[match.last].low in self.grammar.complementizers:
            return None
        cue = span_of(items[match.first : match.last])
        covers = span_of(items) if as_mark else Span(items[0].start, cue.end)
        if match.key == "implied":
            return Frame(FrameKind.AFTER, cue, None, covers) if at >= 0 else None
        if at < 0 and not as_mark and items[0].is_capital and match.key != "either":
            return None
        found = self._read_tail(items, match.last, quoted=as_mark or self._closes_quote(items, at))
        return Frame(FrameKind.AFTER, cue, found[0], covers) if found else None

    def _read_noun(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read '"...," janji Retno': a noun as well, it attributes only right behind a quote."""
        if match.first and items[match.first - 1].text == QUOTE:
            key = "implied" if match.key == "implied_after_quotes" else "inverted"
            return self._read_after(items, match._replace(key=key))
        view = self.lexicon.has("stances", items[match.first])
        return self._read_before(items, match._replace(key="stances")) if view else None

    def _read_opening(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read "Kata dia, keterlambatan terjadi ...": attribution and comma open the sentence."""
        if match.first or match.key not in ("inverted", "either"):
            return None
        found = self.beside.read(items, match.last)
        if found is None or found[1] >= len(items) or items[found[1]].text != ",":
            return None
        return Frame(FrameKind.SOURCE, span_of(items[: match.last]), found[0], span_of(items))

    def _read_participle(self, items: Sequence[Token], match: Match, frames: Sequence[Frame]) -> Frame | None:
        """Read "..., adding that ...": who spoke in the sentence, or its subject, says one thing more."""
        if match.first == 0 or match.last >= len(items):
            return None
        cue = span_of(items[match.first : match.last])
        covers = Span(cue.start, items[-1].end)
        if frames and frames[-1].phrase is not None:
            return Frame(FrameKind.BEFORE, cue, frames[-1].phrase, covers)
        subject = self.subjects.find_main(items, match.first)
        marked = any(item.low in self.grammar.complementizers for item in items[match.last : match.last + 2])
        if subject is None or not (marked or items[match.first - 1].text in (",", QUOTE)):
            return None
        return Frame(FrameKind.BEFORE, cue, subject[0], covers)

    def _read_tail(self, items: Sequence[Token], at: int, *, quoted: bool) -> Found | None:
        """Read the speaker after a verb; without a quote no clause may follow ("X, 45, said it would")."""
        found = self.beside.behind_place(items, at) or self.beside.read(items, at)
        if quoted:
            return found or self.reader.read_any(items, at)
        if found is None:  # "..., kata sekretariat piagam itu."
            plain = self.reader.read_any(items, at)
            object_ = at < len(items) and self.lexicon.has("indefinites", items[at])
            if object_ and not self.lexicon.has("sayers", items[at - 1]):
                return None  # "Her predecessor offered a different account"
            return plain if plain and plain[1] >= len(items) - 2 else None
        if found[1] >= len(items) or not items[found[1]].is_word:
            return found
        return None if self.grammar.is_predicate(items[found[1]]) else found

    def _read_turned(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read "Министру возразил лидер оппозиции Петер Ланг: ...": a speaker with a role follows."""
        found = self.beside.read(items, match.last)
        if found is None or not found[0].role or found[1] + 1 >= len(items):
            return None
        mark, following = items[found[1]], items[found[1] + 1]
        if mark.text != ":" and not (mark.text == "," and following.low in self.grammar.complementizers):
            return None
        cue = span_of(items[match.first : match.last])
        return Frame(FrameKind.BEFORE, cue, found[0], Span(cue.start, items[-1].end))

    def _closes_quote(self, items: Sequence[Token], at: int) -> bool:
        """True where a quote ends before the cue: '"...," kata', '«...», — сказал'."""
        while at >= 0 and (items[at].text in DASHES or items[at].text == ","):
            at -= 1
        return at >= 0 and items[at].text == QUOTE

    # --- a speaker before his verb ---------------------------------------------------------------

    def _read_before(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read "Rina mengatakan bahwa ..." and, with nothing after it, '"...", Rina mengatakan.'"""
        near = items[match.last : match.last + BINDING_REACH]
        bound = any(item.low in self.grammar.complementizers for item in near)
        bound = bound or self.lexicon.has("sayers", items[match.first])
        closes = self._trails_off(items, match.last)
        subject = self.subjects.find(items, match.first, bound=bound or closes)
        if subject is None or self._is_in_passing(items, match, subject) or self._is_unsaid(items, match):
            return None
        if self.subjects.is_abstract(subject[0]) or self._is_passive(items, match):
            return None
        if self.lexicon.has("author_pronouns", items[subject[1]]):
            return None  # "I think": who writes is the outlet
        phrase, first = subject
        cue = span_of(items[match.first : match.last])
        if self.complements.find(items, match, phrase):
            return Frame(FrameKind.BEFORE, cue, phrase, Span(items[first].start, items[-1].end))
        before = items[first - 1].text if first else ""
        beside = items[match.first - 1].text == "," and not (before == QUOTE and phrase.is_person)
        shown = match.key == "showing" and phrase.is_document and before == ","  # "..., records show."
        if beside or not closes or (match.key in OBJECT_VERBS and not shown):
            return None
        after_words = before and (before in (QUOTE, ",") or before in DASHES)
        return Frame(FrameKind.AFTER, cue, phrase, Span(items[0].start, cue.end)) if after_words else None

    def _is_passive(self, items: Sequence[Token], match: Match) -> bool:
        """True for "was accused of", in languages whose participles look like verbs."""
        if match.last < len(items) and self.lexicon.has("passive_marks", items[match.last]):
            return True  # "the four suspects were led out": a noun
        at = match.first - 1
        while at > 0 and items[at].low in self.grammar.adverbs:
            at -= 1
        return at >= 0 and self.lexicon.has("passive_marks", items[at])

    def _is_unsaid(self, items: Sequence[Token], match: Match) -> bool:
        """True for "tidak menyebutkan ...": who does not say it; a view may be denied ("tidak yakin")."""
        viewed = match.key in ("stances", "rejections", "reckonings")
        if viewed or self.lexicon.has("stances", items[match.first]):
            return False
        for item in reversed(items[max(0, match.first - NEGATION_REACH) : match.first]):
            if item.low in self.grammar.negations:
                return True
            if item.low not in self.grammar.adverbs and not self.grammar.is_auxiliary(item):
                return False
        return False

    def _is_in_passing(self, items: Sequence[Token], match: Match, subject: Subject) -> bool:
        """True for a reason that the outlet gives and for one more verb of a list.

        "karena warga menganggap ..." and "bertugas menjaga pasar, memastikan pasokan" attribute nothing.
        """
        phrase, first = subject
        opener = items[first - 1].low if first else ""
        if self.lexicon.has("stances", items[match.first]) and opener in self.grammar.conjunctions:
            return True
        if items[match.first - 1].text != ",":
            return False
        behind = (item for item in items[first : match.first] if item.start >= phrase.name.end)
        between = list(takewhile(lambda item: item.text != ",", behind))
        near = items[match.last : match.last + 2]
        marked = any(item.text in (QUOTE, ":") or item.low in self.grammar.complementizers for item in near)
        return not marked and self.grammar.find_predicate(between) is not None

    def _trails_off(self, items: Sequence[Token], at: int) -> bool:
        """True where nothing but time and place follows: '"...", Rina mengatakan pada Senin.'"""
        if at >= len(items) or not items[at].is_word or self.lexicon.tolds.match(items, at - 1):
            return True
        following = items[at]
        timed = following.low in self.lexicon.calendar or following.is_number
        return timed or following.low in self.grammar.prepositions or self.reader.bounds.is_closed(items, at)
