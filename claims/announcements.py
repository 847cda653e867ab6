"""Reads who is said to have said a whole sentence: "Hal ini disampaikan Rina", "Об этом сообщил Громов"."""

from __future__ import annotations

from collections.abc import Sequence

from claims.beside_verbs import BesideVerbs
from claims.frames import Frame, FrameKind
from claims.models import Span
from claims.speakers import Form
from claims.tokens import Match, Token, span_of

# How many words of time and place may stand between "disampaikan" and its "oleh".
AGENT_REACH = 8
# How near behind a verb "bahwa" makes a document speak: "Dalam laporan itu disebutkan bahwa ...".
BINDING_REACH = 3


class AnnouncementReader:
    """Reads the announcements in the sentences of one document."""

    def __init__(self, beside: BesideVerbs) -> None:
        self.beside, self.reader = beside, beside.reader
        self.lexicon, self.grammar = beside.lexicon, beside.grammar

    def read_announcement(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read "Hal ini disampaikan oleh Rina" and "Rincian rencana itu diungkapkan oleh Rina"."""
        agent = next(
            (
                at + 1
                for at in range(match.last, min(len(items), match.last + AGENT_REACH))
                if self.lexicon.has("agent_marks", items[at])
            ),
            None,
        )
        found = self.reader.read(items, match.last if agent is None else agent)
        if found is None:
            return None
        cue = span_of(items[match.first : match.last])
        first = next((at for at, item in enumerate(items) if item.is_word), 0)
        anaphor = self.lexicon.anaphors.match(items, first)
        if anaphor is None and match.first and self.lexicon.has("as_marks", items[match.first - 1]):
            return Frame(FrameKind.SOURCE, cue, found[0], span_of(items))
        looks_back = anaphor is not None and anaphor.last <= match.first
        if agent is None and not looks_back:
            return None
        return Frame(FrameKind.ANNOUNCE, cue, found[0], Span(cue.start, cue.start), looks_back=looks_back)

    def read_topic(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read "Об этом сообщил Громов": an active verb whose object is the sentence before."""
        first = next((at for at, item in enumerate(items) if item.is_word), 0)
        topic = self.lexicon.topics.match(items, first)
        if topic is None or not topic.last <= match.first <= topic.last + 2:
            return None
        found = self.beside.behind_place(items, match.last) or self.beside.read(items, match.last)
        cue = span_of(items[match.first : match.last])
        nothing = Span(cue.start, cue.start)
        return Frame(FrameKind.ANNOUNCE, cue, found[0], nothing, looks_back=True) if found else None

    def read_impersonal(self, items: Sequence[Token], match: Match) -> Frame | None:
        """Read "В отчете говорится, что ..." and "Dalam laporan itu disebutkan bahwa ..."."""
        first = next((at for at, item in enumerate(items) if item.is_word), 0)
        near = items[match.last : match.last + BINDING_REACH]
        placed = first < match.first and self.lexicon.has("document_marks", items[first])
        if not placed or not any(item.low in self.grammar.complementizers for item in near):
            return None
        found = self.reader.read(items, first + 1, match.first)
        if found is None or found[0].form not in (Form.BODY, Form.ROLE):
            return None
        cue = span_of(items[match.first : match.last])
        return Frame(FrameKind.BEFORE, cue, found[0], Span(items[first].start, items[-1].end))
