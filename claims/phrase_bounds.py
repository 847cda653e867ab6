"""Where the words end that can name a speaker: "juru bicara kementerian Rina Kartika | mengatakan"."""

from __future__ import annotations

from collections.abc import Sequence

from claims.bare_names import is_acronym
from claims.clauses import Grammar
from claims.speech_words import Lexicon
from claims.tokens import DASHES, Token

# A phrase longer than this is no name with its titles any more.
LONGEST_PHRASE = 16
# "Dr.", "Prof.", "H.": a longer word before a point ends a sentence.
LONGEST_ABBREVIATION = 4
QUOTE = "❞"  # stands for a whole quotation among the tokens of a sentence


class PhraseBounds:
    """Finds the ends of the speaker phrases of one language."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        self.lexicon, self.grammar = lexicon, grammar

    def find_end(self, items: Sequence[Token], at: int, stop: int) -> int:
        """Return the item after the run of words that can belong to a name with its titles."""
        if items[at].low in self.grammar.prepositions or self.is_closed(items, at):
            return at
        after_name = False
        last = at
        for here in range(at, min(stop, at + LONGEST_PHRASE)):
            token = items[here]
            if not token.is_word:
                if self.joins(items, here):
                    continue
                break
            if token.is_number and self._is_numbered(items, here, at):
                last = here + 1
                continue
            if here > at and (token.is_number or (token.is_quoted and not self._takes_name(items, here, at))):
                break
            if token.is_capital and token.low not in self.lexicon.calendar:
                after_name = after_name or not (
                    self.lexicon.is_role(token) or self.lexicon.is_determiner(token)
                )
            elif not self._may_continue(items, here, at, after_name):
                break
            last = here + 1
        return last

    def _takes_name(self, items: Sequence[Token], here: int, first: int) -> bool:
        """True where a name in quotation marks goes on: "представитель сети «Корзина» Юлия Орлова"."""
        before = items[here - 1]
        if self.is_known(before):
            return True
        return not before.is_capital and any(self.lexicon.is_role(item) for item in items[first:here])

    def _is_numbered(self, items: Sequence[Token], here: int, first: int) -> bool:
        """True for the number of a ward, a branch or the like: "Ketua RT 04", "Local 12"."""
        before = items[here - 1] if here > first else None
        if before is None or not before.is_capital or before.low in self.lexicon.calendar:
            return False
        return is_acronym(before) or self.lexicon.is_role(before) or self.lexicon.has("branches", before)

    def joins(self, items: Sequence[Token], here: int) -> bool:
        """True for the point of "Dr." or an initial and for marks inside a name."""
        token = items[here]
        if here + 1 >= len(items) or here == 0:
            return False
        before, after = items[here - 1], items[here + 1]
        if before.end != token.start:
            return False
        if token.text == ".":
            short = before.is_capital or self.lexicon.has("honorifics", before)
            return after.is_capital and short and len(before.text) <= LONGEST_ABBREVIATION
        return token.text in "-&'’/" and after.is_word

    def _may_continue(self, items: Sequence[Token], here: int, first: int, after_name: bool) -> bool:
        """True for a small word that can stand in a phrase at this place."""
        token, lexicon = items[here], self.lexicon
        following = items[here + 1] if here + 1 < len(items) else None
        if here == first and lexicon.is_determiner(token):
            return True
        if token.low in lexicon.calendar:
            return False
        if lexicon.has("name_particles", token) and after_name and following and following.is_capital:
            return token.low not in self.grammar.prepositions
        if lexicon.has("linkers", token) and here > first:
            return following is not None and following.is_word
        if lexicon.has("definites", token):
            return here > first or lexicon.has("articles", token)
        if after_name and lexicon.has("carriers", token):
            # "Японский телеканал NHK", but "цитирует Вебера издание"
            return here == first + 1 and bool(following and (following.is_capital or following.is_quoted))
        return lexicon.is_role(token) or (not after_name and not self.is_closed(items, here))

    def is_known(self, token: Token) -> bool:
        """True for a word of the tables of titles, bodies, groups and what goes with them."""
        lexicon = self.lexicon
        return lexicon.is_role(token) or lexicon.is_determiner(token) or lexicon.has("carriers", token)

    def is_closed(self, items: Sequence[Token], here: int) -> bool:
        """True for a word of the sentence's frame, which belongs to no name."""
        token, grammar = items[here], self.grammar
        if self.lexicon.is_role(token) or self.lexicon.is_determiner(token):
            return False
        return (
            token.low in grammar.function_words
            or (not token.is_capital and grammar.is_predicate(token))
            or (not self._is_inner_capital(items, here) and self.lexicon.cues.match(items, here) is not None)
            or self.lexicon.tolds.match(items, here) is not None
        )

    def _is_inner_capital(self, items: Sequence[Token], here: int) -> bool:
        """True for a capital inside a sentence: "Puji" is a name there, whatever "puji" means."""
        return here > 0 and items[here].is_capital and items[here - 1].text not in (QUOTE, ":", ".", *DASHES)
