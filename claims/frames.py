"""One attribution in a sentence, and how several in one sentence stand to each other.

An outer frame holds what is inside it, one ends where the next begins, and those through whom words came are
links of the frame that they follow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from claims.carriers import Carriage
from claims.models import Span
from claims.phrase_bounds import QUOTE
from claims.speakers import Form, Phrase, SpeakerReader
from claims.tokens import Token, fold, span_of

# "mengatakan dalam sambutannya kepada X": how many words may stand before whom it was said to.
HEARER_REACH = 4


class FrameKind(StrEnum):
    """Where the words stand that a frame attributes."""

    BEFORE = "before"
    AFTER = "after"
    SOURCE = "source"
    ANNOUNCE = "announce"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution in a sentence, its spans in the document.

    `phrase` None means the speaker of before ("katanya").  `covers` is what the frame attributes in its own
    sentence, empty for an announcement; `looks_back` says that an announcement speaks of the sentence before.
    `carriers` are the links through which the words came, nearest to the speaker first.
    """

    kind: FrameKind
    cue: Span
    phrase: Phrase | None
    covers: Span
    carriers: tuple[tuple[Phrase, Span], ...] = ()
    looks_back: bool = False


class FrameJoiner:
    """Brings the frames of one sentence in order."""

    def __init__(self, reader: SpeakerReader) -> None:
        self.lexicon, self.grammar = reader.lexicon, reader.grammar

    def disentangle(self, items: Sequence[Token], frames: list[Frame]) -> list[Frame]:
        """Let the outer frame stand for those inside it, and end one where the next begins.

        "Menurut A, B memastikan ..." and "B memastikan ..., kata A" are A's; "A says x, but B says y" is not.
        """
        frames = self._without_echoes(self._sources_as_carriers(frames))
        outer = [f for f in frames if f.kind in (FrameKind.SOURCE, FrameKind.AFTER)]
        if outer:
            closed = max(f.cue.end for f in outer) if all(f.kind is FrameKind.AFTER for f in outer) else None
            apart = closed if closed is not None else items[-1].end
            return [f for f in frames if f.kind is not FrameKind.BEFORE or f.covers.start > apart]
        starts = [item.start for item in items]
        kept: list[Frame] = []
        for frame in frames:
            last = kept[-1] if kept else None
            if last and last.kind is frame.kind is FrameKind.BEFORE:
                at = bisect_left(starts, frame.covers.start)
                opener = items[at - 1] if at else items[0]
                nested = opener.low in self.grammar.complementizers or opener.end == last.cue.end
                if nested or frame.covers.start <= last.cue.start:
                    continue
                kept[-1] = replace(last, covers=Span(last.covers.start, frame.covers.start))
            kept.append(frame)
        return kept

    def _without_echoes(self, frames: list[Frame]) -> list[Frame]:
        """Drop "in his view" behind "the minister objected: ...": the sentence has its speaker."""
        opened = [f.cue.start for f in frames if f.kind is FrameKind.BEFORE]
        return [
            f
            for f in frames
            if f.kind is not FrameKind.SOURCE or f.phrase is not None or not opened or f.cue.start < opened[0]
        ]

    def _sources_as_carriers(self, frames: list[Frame]) -> list[Frame]:
        """In '"...," she said, according to the Morning Gazette' the paper is the carrier.

        So it is in "The minister said that ..., writes the Morning Gazette".
        """
        kept: list[Frame] = []
        for frame in frames:
            phrase = frame.phrase
            closes = frame.kind is FrameKind.SOURCE or (
                frame.kind is FrameKind.AFTER and bool(kept) and kept[-1].kind is FrameKind.BEFORE
            )
            if kept and phrase and closes and self._is_outlet(phrase):
                kept[-1] = replace(kept[-1], carriers=(*kept[-1].carriers, (phrase, frame.cue)))
            else:
                kept.append(frame)
        return kept

    def _is_outlet(self, phrase: Phrase) -> bool:
        """True for a name that is no person's, or that has the word of a paper or station in it."""
        words = {fold(word) for word in phrase.words.split()}
        papers = self.lexicon.words["carriers"] | self.lexicon.words["outlet_words"]
        return phrase.form is Form.NAME and (not phrase.is_person or bool(words & papers))

    def add_carriers(
        self, items: Sequence[Token], frames: list[Frame], carriages: Sequence[Carriage]
    ) -> list[Frame]:
        """Give each frame the carriers that follow it; carriers alone are a frame of their own."""
        cues = [frame.cue.start for frame in frames]
        alone: list[Carriage] = []
        for carriage in carriages:
            owner = max(0, bisect_right(cues, carriage.start) - 1)
            if not frames:
                alone.extend([] if carriage.needs_speaker else [carriage])
            elif not carriage.needs_speaker or self._hears(items, frames[owner], carriage.start):
                frames[owner] = replace(frames[owner], carriers=frames[owner].carriers + carriage.links)
        links = tuple(link for carriage in alone for link in carriage.links)
        return [Frame(FrameKind.CARRIER, links[0][1], None, span_of(items), links)] if links else frames

    def _hears(self, items: Sequence[Token], frame: Frame, start: int) -> bool:
        """True where "kepada X" belongs to the speaking: before the verb, right after it, in the tail."""
        if frame.kind is not FrameKind.BEFORE:
            return frame.kind is FrameKind.ANNOUNCE or (
                frame.kind is FrameKind.AFTER and start >= frame.cue.start
            )
        if frame.covers.start <= start <= frame.cue.start:
            return True
        starts = [item.start for item in items]
        between = items[bisect_left(starts, frame.cue.end) : bisect_left(starts, start)]
        return len(between) <= HEARER_REACH and not any(
            item.text in (",", ":", QUOTE)
            or item.low in self.grammar.complementizers
            or self.grammar.is_predicate(item)
            for item in between
        )
