"""Who speaks in a headline: "Janji Rina Kartika: ...", "Menkes: ..."."""

from __future__ import annotations

from collections.abc import Sequence

from claims.discourse import Discourse
from claims.models import Span, Speaker
from claims.speakers import Form
from claims.tokens import Token

# A headline's speaker stands before its colon in at most this many words.
HEADLINE_SPEAKER = 6


class HeadlineReader:
    """Reads the speakers of the headlines of one document, when its people are known."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse, self.reader, self.text = discourse, discourse.reader, discourse.text

    def resolve(self, items: Sequence[Token]) -> tuple[Speaker, ...]:
        """ "Janji Rina Kartika: ..." or "Menkes: ...": who stands before the colon, if it is a speaker."""
        colon = next((at for at, item in enumerate(items[: HEADLINE_SPEAKER + 1]) if item.text == ":"), None)
        if not colon:
            return ()
        lexicon = self.reader.lexicon
        cue = None
        first = 0
        if lexicon.has("speech_nouns", items[0]) and colon > 1:
            cue, first = Span(items[0].start, items[0].end), 1
        words = items[first:colon]
        known = self.discourse.people.known(" ".join(token.text for token in words if token.is_word))
        found = self.reader.read(words, 0)
        if known is None and (found is None or (cue is None and not self._speaks(words))):
            return ()
        span = found[0].name if found else Span(words[0].start, words[-1].end)
        if known is None and found and found[0].form is Form.ROLE:
            known = self.discourse.by_role(found[0])[0]
        name = known.name if known else " ".join(span.of(self.text).split())
        return (
            Speaker(
                name, span, known.role if known else "", cue or Span(items[colon].start, items[colon].end)
            ),
        )

    def _speaks(self, words: Sequence[Token]) -> bool:
        lexicon = self.reader.lexicon
        return any(lexicon.has(key, words[0]) for key in ("titles", "bodies", "groups", "quantifiers"))
