"""Says whether something is said after a verb of speech, and not only spoken of.

"Rina mengatakan harga naik" says that prices rise; "Rina menyampaikan sambutan" says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from claims.clauses import Grammar
from claims.phrase_bounds import QUOTE
from claims.speakers import Form, Phrase
from claims.speech_words import Lexicon
from claims.tokens import Match, Token

# What is said begins within this many words after the verb; with more, the search would not stay linear.
COMPLEMENT_REACH = 80
# A number further behind belongs to something else than the object.
OBJECT_REACH = 16
# "menolak keras semua tuduhan": how far behind the verb the noun may stand that is contested.
CONTESTED_REACH = 6
# "meminta semua warga di bantaran agar ...": how far behind the verb the demand may begin.
DEMAND_REACH = 12
# "mendata sedikitnya 61 orang": how far behind a verb of counting its number stands.
TALLY_REACH = 3
# Fewer words after "mengatakan" are an object ("hal itu") rather than a statement.
SHORTEST_STATEMENT = 3

_YEAR = re.compile(r"(?:19|20)\d\d")

Judge = Callable[[Sequence[Token], Phrase, Token], bool]


class ComplementReader:
    """Judges what stands after the verbs of one language."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        self.lexicon, self.grammar = lexicon, grammar
        self._judges: dict[str, Judge] = {
            "rejections": self._is_contested,
            "findings": self._is_finding,
            "showing": self._is_shown,
            "reckonings": self._is_reckoned,
            "wishes": self._is_wished,
        }

    def find(self, items: Sequence[Token], match: Match, phrase: Phrase) -> bool:
        """True where something is said after the verb that `match` is, by the speaker of `phrase`."""
        rest, verb = items[match.last : match.last + COMPLEMENT_REACH], items[match.first]
        judge = self._judges.get(match.key)
        if judge:
            return judge(rest, phrase, verb)
        words = [item for item in rest if item.is_word]
        if self._is_deed(rest, words, phrase, verb):
            return False
        if any(item.text in (QUOTE, ":") for item in rest):
            return True
        if self.lexicon.comma_introduces and rest and rest[0].text == "," and len(words) > SHORTEST_STATEMENT:
            return True
        view = match.key == "views" or self.lexicon.has("views", verb)
        if view and self._is_view(words):
            return True
        if match.key == "views":
            return self.lexicon.has("rejections", verb) and self._is_contested(rest, phrase, verb)
        if match.key == "stances" or self.lexicon.has("stances", verb):
            if len(words) == 1:  # "Andre mengaku gugup"
                plain = rest[0].is_word and not words[0].is_number
                return phrase.is_person and plain and not self.lexicon.event_shape.fullmatch(words[0].low)
            return bool(words) or self.lexicon.has("denials", verb)
        written = phrase.is_document and len(words) >= SHORTEST_STATEMENT and rest[0].is_word
        return written or self._is_clause(rest, words) or self._is_statement(rest, words, verb)

    def _is_deed(self, rest: Sequence[Token], words: Sequence[Token], phrase: Phrase, verb: Token) -> bool:
        """True where a verb that does as often as it says has a plain object, and no person for its subject.

        "The school admitted 360 pupils", "Polisi meminta keterangan" and "mencatat rugi Rp11 miliar" are
        the outlet's own news; "Polisi meminta agar warga tenang" and "Rina asked them to leave" are not.
        """
        if self._is_estimate(words, verb):
            return False  # "Власти оценили ущерб в 2 млрд рублей"
        deed = self.lexicon.has("deeds", verb)
        booked = deed or self.lexicon.has("bookings", verb)
        if booked and words and self.lexicon.has("outcomes", words[0]):
            return True
        if self.lexicon.has("tallies", verb):
            return not any(map(self._is_number, words[:TALLY_REACH]))
        if not deed or (rest and not rest[0].is_word):
            return False
        said = any(item.text in (QUOTE, ":") for item in rest)
        near = rest[:DEMAND_REACH]
        marks = self.grammar.complementizers
        if said or any(item.low in marks or self.lexicon.has("demand_marks", item) for item in near):
            return False
        person = phrase.is_person or phrase.form is Form.PRONOUN
        return not person or (bool(words) and self._is_number(words[0]))

    def _is_view(self, words: Sequence[Token]) -> bool:
        """True for "описал X как Y", "назвал итог неплохим", "called it a decent result"."""
        lexicon, near = self.lexicon, words[1:CONTESTED_REACH]
        if any(lexicon.has("view_marks", word) for word in words):
            return True
        held = any(word.is_quoted for word in words[:CONTESTED_REACH])
        small = (word.low for word in near if not word.is_capital and len(word.text) > 3)
        named = any(word.endswith(lexicon.view_endings) for word in small)
        object_ = bool(words) and (lexicon.has("pronouns", words[0]) or lexicon.is_determiner(words[0]))
        return held or named or (object_ and any(lexicon.has("indefinites", word) for word in near))

    def _is_clause(self, rest: Sequence[Token], words: Sequence[Token]) -> bool:
        """True where a clause follows: with its own conjunction, its predicate, or a cleft."""
        if any(word.low in self.grammar.complementizers for word in words):
            return True
        return self.grammar.find_predicate(rest) is not None or self._is_cleft(words)

    def _is_cleft(self, words: Sequence[Token]) -> bool:
        """True for "aparatlah yang menembak": the suffix makes the noun before "yang" the predicate."""
        suffix = self.grammar.cleft_suffix
        return bool(suffix) and any(
            word.low.endswith(suffix) and after.low in self.grammar.relatives
            for word, after in pairwise(words)
        )

    def _is_statement(self, rest: Sequence[Token], words: Sequence[Token], verb: Token) -> bool:
        """True for a statement without a verb of the tables: "tanggul itu ambrol", "27 orang hilang"."""
        if len(words) < SHORTEST_STATEMENT or not rest[0].is_word:
            return False
        if self.lexicon.has("sayers", verb):
            spoken_of = self.lexicon.anaphors.match(rest, 0) or self.lexicon.has("speech_nouns", rest[0])
            return not spoken_of and rest[0].low not in self.grammar.prepositions
        return any(self._is_number(word) for word in words[:OBJECT_REACH])

    def _is_number(self, word: Token) -> bool:
        return word.is_number or self.lexicon.has("numerals", word)

    # --- verbs that attribute only with a certain object or subject -------------------------------

    def _is_contested(self, rest: Sequence[Token], phrase: Phrase, verb: Token) -> bool:
        """True for "menolak tuduhan itu": what is rejected is something said, not an offer or a goal."""
        near = rest[:CONTESTED_REACH]
        if self.lexicon.has("views", verb) and self._is_view([item for item in rest if item.is_word]):
            return True
        return any(
            self.lexicon.has("contested", word) or word.low in self.grammar.complementizers for word in near
        )

    def _is_finding(self, rest: Sequence[Token], phrase: Phrase, verb: Token) -> bool:
        """True for "menemukan sirene tidak berfungsi": a finite clause, not the thing that was found."""
        if any(word.low in self.grammar.complementizers for word in rest[:CONTESTED_REACH]):
            return True
        at = self.grammar.find_predicate(rest)
        return at is not None and self.grammar.is_auxiliary(rest[at])

    def _is_shown(self, rest: Sequence[Token], phrase: Phrase, verb: Token) -> bool:
        """True for what a document shows; what an event shows is the writer's conclusion."""
        words = [item for item in rest if item.is_word]
        numbered = not self.lexicon.has("holding", verb) and any(map(self._is_number, words[:OBJECT_REACH]))
        if self._is_estimate(words, verb):
            return True
        decided = any(word in self.lexicon.words["decisions"] for word in phrase.words.casefold().split())
        return phrase.is_document and not decided and (self._is_clause(rest, words) or numbered)

    def _is_estimate(self, words: Sequence[Token], verb: Token) -> bool:
        """True for "put the loss at 187 billion", whoever does it."""
        if not self.lexicon.has("estimating", verb):
            return False
        pairs = pairwise(words[: 2 * OBJECT_REACH])
        amounts = (after for word, after in pairs if self.lexicon.has("estimate_marks", word))
        return any(self._is_number(amount) and not _YEAR.fullmatch(amount.text) for amount in amounts)

    def _is_reckoned(self, rest: Sequence[Token], phrase: Phrase, verb: Token) -> bool:
        """True for "ia tidak memasukkan ...": how somebody counts who has just given a figure."""
        if self.lexicon.has("tallies", verb):
            words = [item for item in rest if item.is_word]
            return any(map(self._is_number, words[:OBJECT_REACH]))
        return phrase.form is Form.PRONOUN and any(item.is_word for item in rest)

    def _is_wished(self, rest: Sequence[Token], phrase: Phrase, verb: Token) -> bool:
        """True for "wants the money repaid", a demand; "wants to buy" is a plan."""
        person = phrase.is_person or phrase.form is Form.PRONOUN
        return person and len(rest) > 1 and rest[0].is_word and rest[0].low not in self.grammar.purposes
