"""Who has been named so far in an article: "dia", "the minister" and a last name find their person."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claims.bare_names import is_acronym
from claims.bodies import Bodies, Mention
from claims.frames import Frame, FrameKind
from claims.models import Actor, ActorKind, Span, Speaker
from claims.people import People, role_words
from claims.phrase_bounds import QUOTE
from claims.speakers import Form, Phrase, SpeakerReader
from claims.tokens import Token, find_tokens, fold

# Titles are looked for in this many characters before a name.
TITLES_BACK = 80
# A participle behind a role and its comma lies within this many characters.
DESCRIBED = 40


class Discourse:
    """The people and bodies of one document in the order in which they speak."""

    def __init__(self, text: str, reader: SpeakerReader, actors: Sequence[Actor], outlet: str) -> None:
        self.text, self.reader = text, reader
        self.people = People(text, reader, actors)
        self.outlet = {fold(word) for word in outlet.split()}
        self.actors = actors
        self.speaker: Mention | None = None
        self._spoke = 0  # the sentence in which the last speaker spoke
        self._subject: Mention | None = None  # the person with whom the last sentence about one began
        self.bodies = Bodies(text, reader.lexicon)
        self._titled: dict[str, dict[str, frozenset[str]]] = {}  # the same for the whole text: name -> role

    @property
    def sentence(self) -> int:
        """The number of the sentence that was entered last, quotes apart."""
        return self.people.sentence

    def introduce(self, items: Sequence[Token]) -> None:
        """Note every title that a sentence gives together with a name, before anything is resolved."""
        at = 0
        while at < len(items):
            found = self.reader.read(items, at) if self.reader.lexicon.is_role(items[at]) else None
            if found and found[0].form is Form.NAME and found[0].role:
                name = " ".join(found[0].name.of(self.text).split())
                role = role_words(found[0].role)
                for word in role:
                    self._titled.setdefault(word, {})[name] = role
            at = found[1] if found else at + 1

    def enter(self, sentence: Span, items: Sequence[Token]) -> None:
        """Note the people that a sentence names before its frames are resolved.

        A sentence within a quote is no step of the account, and whom the quote names has not appeared in it.
        """
        if not any(item.is_word for item in items):
            return
        self.people.sentence += 1
        quotes = [item for item in items if item.text == QUOTE]
        self._note_subject(items)
        self._note_bodies(items)
        first = bisect_left(self.people.actor_starts, sentence.start)
        last = bisect_left(self.people.actor_starts, sentence.end)
        for actor in self.actors[first:last]:
            if self.bodies.kinds_of(actor.name):
                self.bodies.note(actor.name, actor.span, self.sentence)
            elif actor.kind is ActorKind.PERSON:
                tokens = find_tokens(self.text, self._role_start(actor.span.start), actor.span.end)
                found = self.reader.read(tokens, 0)
                if found and found[0].form is Form.NAME and found[0].is_person:
                    self.people.by_name(found[0])
                    if any(quote.start <= actor.span.start < quote.end for quote in quotes):
                        self.people.mentions.pop()

    def _note_bodies(self, items: Sequence[Token]) -> None:
        """Note "компания «Карауголь»": the text may call it "компания" alone."""
        for kind, name in pairwise(items):
            if name.is_quoted and name.is_capital and self.reader.lexicon.has("kinds_of_body", kind):
                self.bodies.note(name.text, Span(name.start, name.end), self.sentence, kind.low)

    def _note_subject(self, items: Sequence[Token]) -> None:
        """Note the person with whom the sentence begins."""
        first = 0
        turn = self.reader.lexicon.turns.match(items, 0)  # "Sementara itu, Sultoni ..."
        first = turn.last if turn else first
        while first < len(items) and (
            not items[first].is_word or self.reader.lexicon.has("connectors", items[first])
        ):
            first += 1
        found = self.reader.read(items, first)
        if found is None:
            return
        phrase = found[0]
        if phrase.form is Form.PRONOUN and not (phrase.is_plural or phrase.is_thing):
            self._keep_subject()
        elif phrase.form is Form.BODY and phrase.is_plural:
            self.bodies.group = Mention(phrase.words, phrase.name, "", False, self.sentence)
        elif phrase.form is Form.BODY and any(word[:1].isupper() for word in phrase.words.split()[1:]):
            self.bodies.note(phrase.words, phrase.name, self.sentence)
        if phrase.form is not Form.NAME or not phrase.is_person:
            return
        if self.reader.lexicon.has("numerals", items[first]):
            return  # "Enam anggota diperiksa"
        # One word may be large only because it opens the sentence.
        if " " in phrase.words or phrase.role or self.reader.names.is_name(items[first]):
            self._subject = self.people.by_name(phrase)

    def _keep_subject(self) -> None:
        """Go on with the subject: "Sultoni dihukum. Ia tersenyum. 'Saya terima,' katanya"."""
        subject = self._subject
        if subject and self.sentence - subject.sentence <= 1 and self._spoke < subject.sentence:
            self._subject = replace(subject, sentence=self.sentence)

    def _role_start(self, at: int) -> int:
        """Return where the titles begin that stand right before a name."""
        tokens = find_tokens(self.text, max(0, at - TITLES_BACK), at)
        last = len(tokens) - 1 if tokens and tokens[-1].text == "," else len(tokens)
        first = last
        while first and self._is_role_word(tokens[first - 1]):
            first -= 1
        titled = any(self.reader.lexicon.has("titles", token) for token in tokens[first:last])
        return tokens[first].start if titled else at

    def _is_role_word(self, token: Token) -> bool:
        lexicon = self.reader.lexicon
        known = lexicon.is_role(token) or lexicon.has("linkers", token) or token.low in lexicon.countries
        return known or is_acronym(token)

    # --- resolving -------------------------------------------------------------------------------

    def resolve(self, frame: Frame) -> tuple[Speaker, ...]:
        """Return the chain of a frame: who said it, then through whom it came."""
        links = [self._carrier(phrase, cue) for phrase, cue in frame.carriers]
        carriers = [link for link in links if not self._is_outlet(link.name)]
        chain = [] if frame.phrase is None and not self._needs_speaker(frame) else self._speaker(frame)
        whole = chain + carriers
        return tuple(
            replace(link, via=whole[at + 1].name if at + 1 < len(whole) else "")
            for at, link in enumerate(whole)
        )

    def _needs_speaker(self, frame: Frame) -> bool:
        return frame.kind is not FrameKind.CARRIER

    def _is_outlet(self, name: str) -> bool:
        return fold(name.split()[0]) in self.outlet if name else False

    def _carrier(self, phrase: Phrase, cue: Span) -> Speaker:
        return Speaker(phrase.name.of(self.text), phrase.name, phrase.role, cue)

    def _speaker(self, frame: Frame) -> list[Speaker]:
        phrase = frame.phrase
        if phrase is not None and phrase.is_thing:
            found, certain = self._last_body(), True
        elif phrase is None or phrase.form is Form.PRONOUN:
            at = frame.cue.start if phrase is None else phrase.name.start
            implied = self._just_spoke() if phrase is None else None
            found, certain = implied or self._last_speaker(at, plural=bool(phrase and phrase.is_plural))
        elif phrase.form is Form.ROLE:
            found, certain = self.by_role(phrase)
        elif phrase.form is Form.BODY:
            found, certain = self.bodies.find(phrase, self._is_definite(phrase), self.sentence)
        else:
            found, certain = self.people.by_name(phrase), True
            genitive = frame.kind is FrameKind.SOURCE and not self._is_nominative(frame.cue)
            if phrase.is_person and genitive and found.name == found.span.of(self.text):
                found = replace(found, name=self.people.cases.as_subject(found.name))
        if found is None:
            return []
        self.speaker, self._spoke = found, self.sentence
        bodily = not found.is_person or bool(self.bodies.kinds_of(found.name))
        if bodily and any(word[:1].isupper() for word in found.name.split()):
            self.bodies.note(found.name, found.span, self.sentence)
        return [Speaker(found.name, found.span, found.role, frame.cue, is_certain=certain)]

    def _is_nominative(self, cue: Span) -> bool:
        """True after "как отметил", where a name stands as a subject does."""
        first = find_tokens(self.text, cue.start, cue.end)[0]
        return self.reader.lexicon.has("nominative_marks", first)

    def _last_body(self) -> Mention | None:
        """Return what "it" is that says something: who spoke just now, unless that is an office-holder."""
        speaker = self.speaker
        nameless = speaker is not None and not (speaker.is_person and speaker.role)
        return speaker if nameless and self.sentence - self._spoke <= 1 else None

    def _last_speaker(self, at: int, *, plural: bool) -> tuple[Mention | None, bool]:
        """Return who "dia" is: who spoke last, unless a later sentence began with somebody else."""
        recent = [m for m in self.people.recent() if m.span.end <= at]
        speaker, subject = self.speaker, self._subject
        turned = self._turned_to(recent) if not plural else None
        if turned and not (subject and self._is_nearer(subject, at)):
            return turned, False
        if subject and not plural and self._is_nearer(subject, at):
            return subject, len({m.name for m in recent}) <= 1
        if speaker is not None and (plural or speaker.is_person or not recent):
            return speaker, not {m.name for m in recent if m.name != speaker.name}
        if recent:
            return recent[-1], len({m.name for m in recent}) == 1
        return speaker, False

    def _just_spoke(self) -> tuple[Mention | None, bool] | None:
        """Return the nameless who spoke last, for "katanya": "Seorang operator mengungkapkan ..."."""
        near = self.speaker is not None and self.sentence - self._spoke <= 1
        nameless = near and self.speaker is not None and not self.speaker.is_person
        return (self.speaker, True) if nameless and self._is_common(self.speaker) else None

    def _is_common(self, mention: Mention | None) -> bool:
        return mention is not None and mention.name[:1].islower()

    def _turned_to(self, recent: Sequence[Mention]) -> Mention | None:
        """Return whom the sentence before turned to: С этим не согласен депутат Ким. По его словам ..."""
        named = {m.name: m for m in recent if m.sentence == self.sentence - 1}
        silent = self._spoke < self.sentence - 1 and len(named) == 1
        return next(iter(named.values())) if silent else None

    def _is_nearer(self, subject: Mention, at: int) -> bool:
        """True for a subject after whom nobody has spoken: "Gerson kalah. 'Kami kecewa,' ucapnya"."""
        named = subject.span.end <= at and self.sentence - subject.sentence <= 1
        return named and self._spoke < subject.sentence

    def by_role(self, phrase: Phrase) -> tuple[Mention, bool]:
        """Return the person who was given this role, else who spoke last, else the role itself."""
        name = " ".join(phrase.name.of(self.text).split())
        if phrase.is_new:
            self._note_employer(phrase)
            return self.people.note(name, phrase.name, phrase.role, is_person=True), True
        wanted = role_words(phrase.role)
        scores = Counter(name for word in wanted for name in self.people.roles.get(word, ()))
        best = max(scores.values(), default=0)
        if best and best >= min(len(wanted), 2):
            rivals = [
                self.people.roles[w][n]
                for n, score in scores.items()
                if score == best
                for w in wanted
                if n in self.people.roles.get(w, ())
            ]
            found = max(rivals, key=lambda mention: (mention.sentence, mention.span))
            self.people.note(found.name, found.span, found.role, is_person=True)
            return found, len({mention.name for mention in rivals}) == 1
        points_back = self._is_definite(phrase) or self._is_generic(phrase)
        refers = self.reader.lexicon.has("referrers", find_tokens(phrase.role)[0])
        if refers and self.speaker is not None and self.speaker.name[:1].islower():
            return self.speaker, True  # "собеседник агентства" after "источник в экстренных службах"
        newer = [
            m for m in self.people.recent() if m.sentence > self._spoke and m.span.end <= phrase.name.start
        ]
        if points_back and newer and newer[-1].sentence >= self.sentence - 1:
            return newer[
                -1
            ], False  # named since somebody spoke: "С ним не согласна Шагина. «...», — ... эксперт"
        if self.speaker is not None and self.speaker.is_person and points_back:
            return self.speaker, len({mention.name for mention in self.people.recent()}) <= 1
        later = self._titled.get(next(iter(wanted), ""), {})
        named = [full for full, role in later.items() if wanted <= role]
        if len(named) == 1:  # the article gives the name further down
            return self.people.note(named[0], phrase.name, phrase.role, is_person=True), True
        capital = any(token.is_capital for token in find_tokens(phrase.role))
        return self.people.note(name, phrase.name, phrase.role, is_person=not capital), True

    def _note_employer(self, phrase: Phrase) -> None:
        """Note the body in "a spokesperson for the Eastmoor Trust": the text may call it "the trust"."""
        lexicon, tokens = self.reader.lexicon, find_tokens(self.text, phrase.name.start, phrase.name.end)
        marks = [
            at
            for at, token in enumerate(tokens)
            if lexicon.has("complement_marks", token) or lexicon.has("linkers", token)
        ]
        body = (
            [token for token in tokens[marks[0] + 1 :] if not lexicon.has("articles", token)] if marks else []
        )
        if body and body[0].is_capital:
            span = Span(body[0].start, body[-1].end)
            self.bodies.note(" ".join(span.of(self.text).split()), span, self.sentence)

    def _is_generic(self, phrase: Phrase) -> bool:
        """True for a lone "эксперт": where there is no article the noun alone points back."""
        lexicon, tokens = self.reader.lexicon, find_tokens(phrase.role)
        if lexicon.has("referrers", tokens[0]):
            return True  # "собеседник агентства"
        if len(tokens) > 1 or not lexicon.has("generic_roles", tokens[0]):
            return False
        end = min(len(self.text), phrase.name.end + DESCRIBED)
        behind = find_tokens(self.text, phrase.name.end, end)[:2]
        described = len(behind) == 2 and lexicon.participle_shape.fullmatch(behind[1].low)
        return not (
            described and behind[0].text == ","
        )  # "Спасатель, попросивший не называть имени": nobody who was named before

    def _is_definite(self, phrase: Phrase) -> bool:
        """True where the words around the role point back: "pakar tersebut", "the minister"."""
        if phrase.points_back:
            return True
        lexicon = self.reader.lexicon
        after = find_tokens(self.text, phrase.name.end, min(len(self.text), phrase.name.end + 12))[:1]
        before = find_tokens(self.text, max(0, phrase.name.start - 6), phrase.name.start)[-1:]
        return any(lexicon.has("definites", token) for token in after + before)

    def doubt(self, chain: tuple[Speaker, ...], near: bool) -> tuple[Speaker, ...]:
        """Return the chain of a neighbouring sentence, uncertain where others were named in between."""
        others = {m.name for m in self.people.recent() if m.name != chain[0].name}
        certain = chain[0].is_certain and (near or not others)
        return (replace(chain[0], is_certain=certain), *chain[1:])
