"""Says of each claim on whose word it stands: the speaker and those through whom the words came.

    quotations   what stands in quotation marks, over lines and paragraphs
    frames       the words of reported speech in each sentence
    resolve      pronouns, roles and last names to the people whom the article has named so far
    assign       each quote and each sentence to its speaker, or to nobody: the outlet's own voice

The own voice is the default.  A frame covers its own sentence; the next is the outlet's again unless it has a
frame or stands in a quote.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from claims.discourse import Discourse
from claims.frames import Frame, FrameKind
from claims.headline_speakers import HeadlineReader
from claims.items import list_items
from claims.models import Actor, Boilerplate, Claim, Document, Sentence, Span, Speaker
from claims.phrase_bounds import QUOTE
from claims.quotations import Quotation, find_quotations
from claims.speakers import SpeakerReader
from claims.speech import FrameFinder
from claims.speech_words import load_lexicon
from claims.tokens import DASHES, Token

# A claim belongs to a quote when at least this part of it stands inside.
INSIDE = 0.5


Chain = tuple[Speaker, ...]


def attribute_claims(
    document: Document,
    sentences: Sequence[Sentence],
    boilerplate: Sequence[Boilerplate],
    claims: Sequence[Claim],
    actors: Sequence[Actor],
) -> tuple[Claim, ...]:
    """Return the claims with their attribution; it stays empty for the outlet's own voice."""
    if not claims:
        return ()
    voices = _Voices(document, sentences, boilerplate, actors)
    voices.listen()
    return tuple(replace(claim, attribution=voices.attribute(claim)) for claim in claims)


@dataclass
class _Line:
    """A sentence with its items, its statements in quotes and its frames."""

    sentence: Sentence
    items: list[Token]
    quotes: list[int]
    frames: list[Frame]
    chains: list[tuple[Frame, Chain]] = field(default_factory=list)
    waiting: deque[int] = field(default_factory=deque)  # quotes without a speaker so far

    def __post_init__(self) -> None:
        self.waiting = deque(self.quotes)

    def chain_over(self, span: Span) -> Chain:
        """Return the chain of the frame that covers a stretch outside the quotes.

        "A menegaskan bahwa B, kata C": a frame that closes the sentence holds all of it.
        """
        first = bisect_right(self._closing, span.start, key=lambda pair: pair[0].cue.end)
        if first < len(self._closing):
            frame, chain = self._closing[first]
            # The words of attribution themselves are the outlet's: "ucap Rina pada Senin".
            if not self.quotes or span.start < frame.cue.start - 1:
                return chain
        first = bisect_right(self._opening, span.start, key=lambda pair: pair[0].covers.end)
        if first < len(self._opening) and self._opening[first][0].covers.overlaps(span):
            return self._opening[first][1]
        return ()

    @cached_property
    def _closing(self) -> list[tuple[Frame, Chain]]:
        return [pair for pair in self.chains if pair[0].kind is FrameKind.AFTER]

    @cached_property
    def _opening(self) -> list[tuple[Frame, Chain]]:
        apart = (FrameKind.AFTER, FrameKind.ANNOUNCE)
        return [pair for pair in self.chains if pair[0].kind not in apart]

    @property
    def is_bare(self) -> bool:
        """True for a line of nothing but a quote."""
        return bool(self.quotes) and not any(item.is_word for item in self.items)


class _Voices:
    """The reading of one document: which chain speaks each quote and each sentence."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        boilerplate: Sequence[Boilerplate],
        actors: Sequence[Actor],
    ) -> None:
        self.text = document.text
        language = document.language.value
        self.quotations = find_quotations(self.text, boilerplate, load_lexicon(language).is_cue)
        self._quote_starts = [q.outer.start for q in self.quotations]
        self._quote_ends = [q.outer.end for q in self.quotations]
        read = [self._list_items(sentence) for sentence in sentences]
        body = (
            items for sentence, (items, _) in zip(sentences, read, strict=True) if not sentence.is_headline
        )
        self.reader = SpeakerReader((item for items in body for item in items), actors, language)
        self.finder = FrameFinder(self.reader)
        self.discourse = Discourse(self.text, self.reader, actors, document.outlet.value)
        self.lines = [
            _Line(sentence, items, quotes, self.finder.find(items))
            for sentence, (items, quotes) in zip(sentences, read, strict=True)
        ]
        self._starts = [line.sentence.span.start for line in self.lines]
        self.of_speech: dict[int, Chain] = {}

    def _list_items(self, sentence: Sentence) -> tuple[list[Token], list[int]]:
        """Return the items of a sentence and the numbers of the statements in it."""
        first = bisect_right(self._quote_ends, sentence.span.start)
        last = bisect_left(self._quote_starts, sentence.span.end)
        here = self.quotations[first:last]
        items, places = list_items(self.text, sentence.span, here)
        return items, [first + place for place in places]

    # --- who speaks ------------------------------------------------------------------------------

    def listen(self) -> None:
        """Go through the document once, in order, and give every frame and quote its chain."""
        for line in self.lines:
            self.discourse.introduce(line.items)
        for number, line in enumerate(self.lines):
            if line.sentence.is_headline:
                continue
            self.discourse.enter(line.sentence.span, line.items)
            for frame in line.frames:
                chain = self.discourse.resolve(frame)
                if chain:
                    line.chains.append((frame, chain))
                    self._give_to_quotes(line, frame, chain)
            self._give_to_bare(number, line)
        for line in self.lines:  # a headline names people whom the article introduces later
            if line.sentence.is_headline:
                self._read_headline(line)

    def _give_to_quotes(self, line: _Line, frame: Frame, chain: Chain) -> None:
        if frame.kind is FrameKind.ANNOUNCE:
            return
        while line.waiting and self.quotations[line.waiting[0]].outer.start < frame.covers.end:
            quotation = self.quotations[line.waiting.popleft()]
            if frame.covers.overlaps(quotation.outer):
                self.of_speech.setdefault(quotation.speech, chain)

    def _give_to_bare(self, number: int, line: _Line) -> None:
        """A quote without a frame goes on with a speaker, or follows (or precedes) an announcement."""
        for place in line.quotes:
            quotation = self.quotations[place]
            if quotation.speech in self.of_speech or self._has_frame_later(number, quotation):
                continue
            if not line.is_bare and line.chains:
                self.of_speech[quotation.speech] = line.chains[-1][1]
                continue
            if line.is_bare or self._opens_line(line, quotation):
                chain = self._chain_before(number) or self._chain_after(number)
                if chain:
                    self.of_speech[quotation.speech] = chain

    def _opens_line(self, line: _Line, quotation: Quotation) -> bool:
        return bool(line.items) and line.items[0].text == QUOTE and len(line.items) <= 2

    def _has_frame_later(self, number: int, quotation: Quotation) -> bool:
        """True where the quote runs on into a sentence that has a frame for it."""
        for later in range(number + 1, len(self.lines)):
            line = self.lines[later]
            if line.sentence.span.start >= quotation.outer.end:
                # '"..." Kata Rina.' cut off as a sentence of its own
                return False
            if any(frame.kind is not FrameKind.ANNOUNCE for frame in line.frames):
                return True
        return False

    def _chain_before(self, number: int) -> Chain:
        """The speaker of the line before, if it quotes or announces somebody."""
        paragraph = self.lines[number].sentence.paragraph
        for line in reversed(self.lines[max(0, number - 3) : number]):
            if line.chains:
                return self.discourse.doubt(line.chains[-1][1], line.sentence.paragraph == paragraph)
            if line.quotes:
                chain = self.of_speech.get(self.quotations[line.quotes[-1]].speech)
                if chain:
                    return self.discourse.doubt(chain, line.sentence.paragraph == paragraph)
                continue
            return ()
        return ()

    def _chain_after(self, number: int) -> Chain:
        """The speaker that the next sentence announces ("Hal ini disampaikan ...")."""
        if number + 1 >= len(self.lines):
            return ()
        following = self.lines[number + 1]
        for frame in following.frames:
            if frame.kind is FrameKind.ANNOUNCE and frame.looks_back:
                return self.discourse.resolve(frame)
        return ()

    def _read_headline(self, line: _Line) -> None:
        chain = HeadlineReader(self.discourse).resolve(line.items)
        if chain:
            frame = Frame(FrameKind.SOURCE, chain[0].cue or chain[0].span, None, line.sentence.span)
            line.chains.append((frame, chain))
            return
        for frame in line.frames:
            chain = self.discourse.resolve(frame)
            if chain:
                line.chains.append((frame, chain))

    # --- a claim's chain -------------------------------------------------------------------------

    def attribute(self, claim: Claim) -> Chain:
        """Return on whose word a claim stands, nothing for the own voice."""
        place = self._quotation_around(claim.span)
        if place is not None:
            return self.of_speech.get(self.quotations[place].speech, ())
        number = bisect_right(self._starts, claim.span.start) - 1
        if number < 0:
            return ()
        line = self.lines[number]
        return line.chain_over(claim.span) or self._announced(number, line) or self._continued(number, line)

    def _quotation_around(self, span: Span) -> int | None:
        first = bisect_right(self._quote_ends, span.start)
        for place in range(first, len(self.quotations)):
            outer = self.quotations[place].outer
            if outer.start >= span.end:
                return None
            shared = min(outer.end, span.end) - max(outer.start, span.start)
            if self.quotations[place].is_statement and shared > INSIDE * len(span):
                return place
        return None

    def _announced(self, number: int, line: _Line) -> Chain:
        """The next sentence may say whose words these were."""
        if line.chains or number + 1 >= len(self.lines):
            return ()
        for frame, chain in self.lines[number + 1].chains:
            if frame.kind is FrameKind.ANNOUNCE and frame.looks_back:
                return chain
        return ()

    def _goes_on_in_dialogue(self, number: int) -> bool:
        """True for "— Совпало все." behind "— Мне прислали ссылку, — рассказала Дарья.", in one paragraph."""
        return all(self._opens_with_dash(line) for line in self.lines[number - 1 : number + 1])

    def _opens_with_dash(self, line: _Line) -> bool:
        start = line.sentence.span.start
        return self.text[max(0, start - 3) : start].rstrip().endswith(tuple(DASHES))

    def _continued(self, number: int, line: _Line) -> Chain:
        """ "Adapun ..." adds to the account of the sentence before, in the same paragraph."""
        if line.chains or number == 0 or not line.items:
            return ()
        before = self.lines[number - 1]
        goes_on = self.reader.lexicon.has("continuers", line.items[0]) or self._goes_on_in_dialogue(number)
        together = before.sentence.paragraph == line.sentence.paragraph
        spoken = [chain for frame, chain in before.chains if frame.kind is not FrameKind.ANNOUNCE]
        return spoken[-1] if goes_on and together and spoken else ()
