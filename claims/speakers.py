"""Reads the words that name a speaker: "juru bicara kementerian, Rina Kartika", "dia", "pakar tersebut".

A phrase is taken apart into the bare name (`claims.bare_names`) and the role that the text gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from claims.bare_names import NameFinder, is_acronym
from claims.clauses import Grammar, load_grammar
from claims.models import Actor, Span
from claims.phrase_bounds import PhraseBounds
from claims.speech_words import load_lexicon
from claims.tokens import Token, fold, span_of

# A speaker whom no table knows is named in at most this many words.
PLAIN_PHRASE = 4
# "pria kelahiran 1968 itu": how many words may describe somebody before "itu".
LONGEST_DESCRIPTION = 6


class Form(StrEnum):
    """How a speaker is named."""

    NAME = "name"
    BODY = "body"  # "sejumlah pengamat", "kementerian": stands for itself
    ROLE = "role"  # "pakar tersebut", "Presiden Peru": may stand for a name
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name a speaker; `name` is where the bare name (or the body, or the role) stands."""

    form: Form
    name: Span
    role: str = ""
    words: str = ""
    is_plural: bool = False
    is_person: bool = False
    is_new: bool = False  # "a spokesman": nobody who was named before
    is_document: bool = False  # "catatan rapat", "a court filing"
    is_thing: bool = False  # "it": a body, no person
    is_one_of: bool = False  # "one of them": of the group that was named
    points_back: bool = False  # "pria 42 tahun itu": somebody who was named before


Found = tuple[Phrase, int]  # a phrase and the item after it


class SpeakerReader:
    """Reads the speaker phrases of one document."""

    def __init__(self, tokens: Iterable[Token], actors: Sequence[Actor], language: str) -> None:
        self.lexicon = load_lexicon(language)
        self.grammar: Grammar = load_grammar(language)
        self.bounds = PhraseBounds(self.lexicon, self.grammar)
        self.names = NameFinder(tokens, actors, language)

    def read(self, items: Sequence[Token], at: int, stop: int | None = None) -> Found | None:
        """Return the speaker phrase that begins at an item, None if none does; `stop` bounds what is read."""
        stop = len(items) if stop is None else stop
        if at >= stop or not items[at].is_word:
            return None
        if self.lexicon.has("pronouns", items[at]):
            plural = self.lexicon.has("plural_pronouns", items[at])
            thing = self.lexicon.has("neuter_pronouns", items[at])
            return Phrase(Form.PRONOUN, span_of(items[at : at + 1]), is_plural=plural, is_thing=thing), at + 1
        described = self._read_description(items, at, stop)
        if described:
            return described
        end = self.bounds.find_end(items, at, stop)
        phrase = self._parse(items[at:end]) if end > at else None
        return self._with_apposition(items, (at, end, stop), phrase) if phrase else None

    def _read_description(self, items: Sequence[Token], at: int, stop: int) -> Found | None:
        """Read "pria 42 tahun itu": who was named before, in other words."""
        if not self.lexicon.has("describers", items[at]):
            return None
        for here in range(at + 1, min(stop, at + LONGEST_DESCRIPTION)):
            if self.lexicon.has("definites", items[here]):
                name = span_of(items[at:here])
                return Phrase(
                    Form.ROLE, name, items[at].text, _join(items[at:here]), is_person=True, points_back=True
                ), here + 1
            if not items[here].is_word or self.bounds.is_closed(items, here):
                return None
        return None

    def read_any(self, items: Sequence[Token], at: int, stop: int | None = None) -> Found | None:
        """Return a short phrase of plain nouns: after "kata" or before "bahwa" whoever it is speaks."""
        stop = len(items) if stop is None else stop
        end = at
        while end < stop and items[end].is_word and end - at < PLAIN_PHRASE:
            if (
                items[end].is_number
                or items[end].low in self.lexicon.calendar
                or self.bounds.is_closed(items, end)
            ):
                break
            end += 1
        words = list(items[at:end])
        while (
            words and self.lexicon.is_determiner(words[0]) and not self.lexicon.has("quantifiers", words[0])
        ):
            words = words[1:]
        if words and self.lexicon.has("definites", words[-1]):
            words = words[:-1]
        if not words or any(word.is_quoted or self.grammar.is_predicate(word) for word in words):
            return None
        return Phrase(Form.BODY, span_of(words), words=_join(words)), end

    # --- name and role ---------------------------------------------------------------------------

    def _parse(self, words: Sequence[Token]) -> Phrase | None:
        lexicon = self.lexicon
        if len(words) > 2 and lexicon.has("articles", words[0]) and lexicon.has("linkers", words[1]):
            one_of = lexicon.has("one_of", words[0]) and lexicon.has("plural_references", words[-1])
            return Phrase(Form.BODY, span_of(words), words=_join(words), is_new=True, is_one_of=one_of)
        new = lexicon.has("indefinites", words[0])
        core, definite = self._without_articles(words)
        if self.is_document(core):
            return Phrase(Form.BODY, span_of(core), words=_join(core), is_document=True)
        if self._is_named_group(core):
            return Phrase(Form.BODY, span_of(core), words=_join(core), is_plural=True, is_new=new)
        placed = self._without_place(core)
        name = self.names.find_name(placed)
        if name is None:
            phrase = self._without_person(core, definite)
            return replace(phrase, is_new=new) if phrase and new else phrase
        before = [word for word in core if word.end <= name.start]
        role = _join(before) if any(map(lexicon.is_role, before)) else ""
        return Phrase(Form.NAME, name, role, _join(core), is_person=True)

    def _is_named_group(self, words: Sequence[Token]) -> bool:
        """True for "Oakfield residents": where titles come last, a group's noun at the end is the head."""
        last = words[-1]
        grouped = self.lexicon.has("groups", last) and not last.is_capital
        return self.lexicon.titles_come_last and len(words) > 1 and grouped

    def is_document(self, words: Sequence[Token]) -> bool:
        """True for "catatan rapat", "hasil survei", "a regulatory filing", "minutes of the board"."""
        lexicon = self.lexicon
        first, last = words[0], words[-1]
        if any(
            lexicon.has("documents", word) and not word.is_capital and lexicon.has("linkers", after)
            for word, after in pairwise(words)
        ):
            return True  # "leaked minutes of a board meeting"
        if lexicon.has("documents", first) or (
            last.low in lexicon.words["documents"] and not last.is_capital
        ):
            return True
        return lexicon.has("document_parts", first) and any(lexicon.has("documents", w) for w in words)

    def _without_place(self, words: Sequence[Token]) -> Sequence[Token]:
        """Return the words before a mark after which a body or place stands: "workers at the Mill plant"."""
        for at in range(1, len(words)):
            if self.lexicon.has("belonging_marks", words[at]) and self._is_somebody(words[:at]):
                return words[:at]
            if self.lexicon.has("complement_marks", words[at]) and not words[at].is_capital:
                return words[:at]
        return words

    def _is_somebody(self, words: Sequence[Token]) -> bool:
        """True for "chief executive" and "Rina Carr" before "of", not for "Bank" or "residents"."""
        known = [word for word in words if self.bounds.is_known(word)]
        bodily = any(self.lexicon.has("bodies", word) for word in words)
        if any(self.lexicon.has("groups", word) for word in words) or (bodily and len(known) == len(words)):
            return False
        full = len(words) > 1 and all(
            word.is_capital and not self.bounds.is_known(word) for word in words[-2:]
        )
        return full or self.lexicon.has("titles", words[-1])

    def _without_articles(self, words: Sequence[Token]) -> tuple[Sequence[Token], bool]:
        """Drop "the" and "tersebut", and say whether they pointed back."""
        lexicon, pointed = self.lexicon, False
        while (
            len(words) > 1 and lexicon.has("articles", words[0]) and not lexicon.has("quantifiers", words[0])
        ):
            pointed = pointed or lexicon.has("definites", words[0])
            words = words[1:]
        if len(words) > 1 and lexicon.has("definites", words[-1]):
            return words[:-1], True
        return words, pointed

    def _without_person(self, words: Sequence[Token], definite: bool) -> Phrase | None:
        """Return what words without a person's name are: a named body, a group, a role, a body."""
        lexicon, whole, said = self.lexicon, span_of(words), _join(words)
        named = self._named_body(words)
        if named:
            return named
        titled = any(lexicon.has("titles", word) for word in words)
        grouped = any(lexicon.has("groups", word) for word in words)
        bodied = any(lexicon.has("bodies", word) for word in words)
        if lexicon.has("quantifiers", words[0]) and (titled or grouped or bodied):
            return Phrase(Form.BODY, whole, words=said, is_plural=True)
        if titled and (definite or not lexicon.has("groups", words[0])):
            return Phrase(Form.ROLE, whole, said, said, is_person=True)
        if bodied or grouped:
            return Phrase(Form.BODY, whole, words=said, is_plural=grouped)
        capitals = [word for word in words if word.is_capital]
        plain = all(word.is_capital or not word.is_word or lexicon.has("linkers", word) for word in words)
        if capitals and plain and self.names.is_proper(words):
            return Phrase(Form.NAME, whole, words=said)
        if capitals and is_acronym(capitals[-1]):
            return Phrase(Form.NAME, span_of(capitals[-1:]))
        return None

    def _named_body(self, words: Sequence[Token]) -> Phrase | None:
        """Return the name behind the kind of body: "Perusahaan farmasi PT Sehat Raya"."""
        if len(words) > 1 and words[0].is_capital and self.lexicon.has("kinds_of_body", words[1]):
            words = words[1:]  # "Японский телеканал NHK"
        if not self.lexicon.has("kinds_of_body", words[0]):
            return None
        first, last = self.names.last_run(words)
        run = words[first:last]
        if first == 0 or (len(run) == 1 and " " not in run[0].text and not is_acronym(run[0])):
            return None
        return Phrase(Form.NAME, span_of(run), _join(words[:first]), _join(words)) if run else None

    # --- what follows a comma --------------------------------------------------------------------

    def _with_apposition(self, items: Sequence[Token], bounds: tuple[int, int, int], phrase: Phrase) -> Found:
        """Join "juru bicara polisi, Rina" and "Rina, juru bicara polisi" into one phrase."""
        _, end, stop = bounds
        if end + 1 >= stop or items[end].text != "," or not items[end + 1].is_word:
            return phrase, end
        last = self.bounds.find_end(items, end + 1, stop)
        beside = self._parse(items[end + 1 : last]) if last > end + 1 else None
        if beside is None:
            return phrase, end
        joined = join_phrases(phrase, beside) or self._join_titled(phrase, beside)
        return (joined, last) if joined else (phrase, end)

    def _join_titled(self, first: Phrase, second: Phrase) -> Phrase | None:
        """Join "Direktur Nusa Raya, Rina Kartika": the name after the title is the body's own."""
        lexicon = self.lexicon
        ranked = {fold(word) for word in second.role.split()} - lexicon.words["honorifics"]
        full = second.is_person and len(second.words.split()) - len(second.role.split()) > 1
        if not first.role or ranked or not full:
            return None
        own = [fold(word) for word in first.words.split()[len(first.role.split()) :]]
        bodily = any(word in lexicon.words["bodies"] or word in lexicon.words["offices"] for word in own)
        if len(own) == 1 or bodily or not self.names.is_person(first.name):
            return Phrase(Form.NAME, second.name, first.words, second.words, is_person=True)
        return None


def join_phrases(first: Phrase, second: Phrase) -> Phrase | None:
    """Return one phrase of a name and a role that stand side by side, None where they are two things."""
    if first.form is Form.NAME and first.is_person and second.form is Form.ROLE:
        return Phrase(Form.NAME, first.name, first.role or second.role, first.words, is_person=True)
    if second.form is not Form.NAME or not second.is_person:
        return None
    if first.form in (Form.ROLE, Form.BODY):
        return Phrase(Form.NAME, second.name, second.role or first.role, second.words, is_person=True)
    one_word = first.role and len(first.words.split()) == len(first.role.split()) + 1
    if first.is_person and one_word and not second.role and " " in second.words:
        # "pelatih Persada, Joko Santoso": the first name is the body's
        return Phrase(Form.NAME, second.name, first.words, second.words, is_person=True)
    return None


def _join(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens if token.is_word)
