"""Where the bare name stands among titles, offices and places: "Bupati Garut Rina Kartika" is Rina Kartika.

Nothing but capital letters, the tables of the language, the document itself (a word that also stands there in
small letters is no name) and the people that were found before tells a name from a title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from claims.clauses import load_grammar
from claims.models import Actor, ActorKind, Span
from claims.speech_words import load_lexicon
from claims.tokens import Token, find_tokens, span_of

# From this many words behind a local title the first is the place: "Bupati Garut Rina Kartika".
LOCAL_NAME = 3
# A longer word in capitals is shouted, not shortened.
LONGEST_ACRONYM = 7
# A country's name may have a case ending of this many letters, where the language has cases.
CASE_ENDINGS = (1, 2)
# The name of a place has at most so many words.
LONGEST_ALONE = 3
BODIES = (ActorKind.ORGANISATION, ActorKind.PLACE, ActorKind.COUNTRY)


class NameFinder:
    """Finds the bare names in the phrases of one document."""

    def __init__(self, tokens: Iterable[Token], actors: Sequence[Actor], language: str) -> None:
        self.lexicon, self.grammar = load_lexicon(language), load_grammar(language)
        self._people = [actor for actor in actors if actor.kind is ActorKind.PERSON]
        self._starts = [actor.span.start for actor in self._people]
        self._actors = {actor.span.start: actor for actor in actors}
        self._small_words: set[str] = set()
        self._inner_names: set[str] = set()
        self._places: set[tuple[str, ...]] = set()
        self._learn(tokens)

    def _learn(self, tokens: Iterable[Token]) -> None:
        """Note what the document writes small, and large inside a sentence, and after words of place."""
        opened, placed = True, False
        run: list[str] = []
        for token in tokens:
            if token.is_word and token.is_capital:
                if self.lexicon.has("place_cues", token):  # "Kota Tanjung Sari"
                    run, placed = [], True
                else:
                    run.append(token.low)
                if not opened:
                    self._inner_names.add(token.low)
            else:
                if placed and 0 < len(run) <= LONGEST_ALONE:
                    self._places.add(tuple(run))
                run, placed = [], self.lexicon.has("place_cues", token)
                if token.is_word:
                    self._small_words.add(token.low)
            if token.is_word:
                opened = False
            elif token.text not in ",()-&'/":
                opened = True

    # --- names -----------------------------------------------------------------------------------

    def find_name(self, words: Sequence[Token]) -> Span | None:
        """Return where the person's bare name stands, None where the words hold none."""
        first, last = self.last_run(words)
        while first < last and self.lexicon.is_determiner(words[first]):
            first += 1
        run = words[first:last]
        if (
            first
            and len(run) == 1
            and run[0].is_quoted
            and self.lexicon.has("kinds_of_body", words[first - 1])
        ):
            return None  # "пресс-секретарь компании «Карауголь»"
        if not run:
            return None
        titled = any(self.lexicon.has("titles", word) for word in words)
        bare = self.strip_titles(run, has_title=any(self.lexicon.has("titles", w) for w in words[:first]))
        known = self.find_person(words)
        if len(bare) == 1 and not titled and any(self.lexicon.has("bodies", word) for word in words):
            return None  # "tim Persada", "kubu Rina": what is named after them
        if known is not None and not bare:
            inside = [word for word in words if known.start <= word.start < known.end]
            return known if any(not self.goes_with_title(word) for word in inside) else None
        if known is not None and known.start >= bare[0].start:
            return known
        return span_of(bare) if bare and self._may_be_person(words, bare, titled) else None

    def _may_be_person(self, words: Sequence[Token], bare: Sequence[Token], titled: bool) -> bool:
        """False for the name of a body or a country, and for a word that is only large by its place."""
        lone = len([word for word in bare if word.is_word]) == 1
        if lone and (is_acronym(bare[0]) or self.lexicon.is_role(bare[0])):
            return False
        if any(self.lexicon.has("bodies", word) for word in bare):
            return False  # "Deputi Kedaruratan Kementerian"
        if lone and self._is_dweller(words):
            return False  # "warga Sendang": where they live
        if titled:
            return True
        named_body = any(self.lexicon.has("bodies", word) for word in words)
        country = any(word.low in self.lexicon.countries for word in bare)
        return not named_body and not country and (not lone or self.is_proper(bare))

    def _is_dweller(self, words: Sequence[Token]) -> bool:
        """True for a title that is a group's as well and takes a place: "warga", "жители"."""
        first = words[0]
        return self.lexicon.has("groups", first) and self.lexicon.has("local_titles", first)

    def find_person(self, words: Sequence[Token]) -> Span | None:
        """Return the last person that was found before in these words."""
        end = words[-1].end
        at = bisect_left(self._starts, words[0].start)
        found = [actor.span for actor in self._people[at : at + 4] if actor.span.end <= end]
        return found[-1] if found else None

    def is_person(self, span: Span) -> bool:
        """True where a person was found at these words before."""
        actor = self._actors.get(span.start)
        return actor is not None and actor.kind is ActorKind.PERSON and actor.span == span

    def is_place(self, span: Span) -> bool:
        """True where a name that is no body's was found at these words before."""
        actor = self._actors.get(span.start)
        return actor is not None and actor.kind not in BODIES

    def find_bare(self, name: str) -> str:
        """Return a name without the titles that came with it."""
        bare = self.strip_titles(find_tokens(name), has_title=False)
        return span_of(bare).of(name) if bare else ""

    def last_run(self, words: Sequence[Token]) -> tuple[int, int]:
        """Return the bounds of the last run of capitalised words."""
        last = len(words)
        while last and not words[last - 1].is_capital:
            last -= 1
        first = last
        while first and (
            words[first - 1].is_capital
            or not words[first - 1].is_word
            or (first >= 2 and words[first - 2].is_capital and self._is_inner(words[first - 1]))
        ):
            first -= 1
        while first < last and not words[first].is_word:
            first += 1
        return first, last

    def _is_inner(self, word: Token) -> bool:
        """True for a small word inside a name: "bin", "van", and in a body's name "of"."""
        if self.lexicon.has("linkers", word):
            return True
        return self.lexicon.has("name_particles", word) and word.low not in self.grammar.prepositions

    def is_name(self, word: Token) -> bool:
        """True for a word that is a name elsewhere in the document, too."""
        inner = word.low in self._inner_names and word.low not in self._small_words
        return word.start in self._actors or inner

    def is_proper(self, words: Sequence[Token]) -> bool:
        """True unless a lone word is large only because it opens a sentence."""
        if len([word for word in words if word.is_capital]) > 1 or is_acronym(words[0]):
            return True
        word = words[0]
        return self.is_name(word) or not (word.low in self._small_words or self.grammar.is_predicate(word))

    # --- titles ----------------------------------------------------------------------------------

    def strip_titles(self, run: Sequence[Token], *, has_title: bool) -> Sequence[Token]:
        """Drop titles, offices, countries and places before the name.

        Args:
            run: capitalised words.
            has_title: whether a title stands before the run ("gubernur Jawa Tengah ...").
        """
        at, local, named = self._after_titles(run)
        has_title = has_title or at > 0
        while has_title and at < len(run):
            word = run[at]
            left = len([token for token in run[at:] if token.is_word])
            if not word.is_word or self.goes_with_title(word):
                local = local or self.lexicon.has("local_titles", word)
                named = named or (local and self._names_body(word))
                at += 1
            elif left >= LOCAL_NAME and at < self._skip_body(run, at) < len(run):
                at = self._skip_body(run, at)  # "Direktur Nusa Raya Rina Kartika"
            elif local and left >= LOCAL_NAME:
                at, local, named = at + 1, False, False
            elif named:  # "Universitas Nusantara": the name is the body's own
                return ()
            else:
                break
        bare = run[at:]
        plain = all(word.is_word and word.is_capital for word in bare)
        # "Direktur Utama Karya Marga Yoga Pratama": names are seldom longer, the rest is the body's
        return bare[-2:] if has_title and plain and len(bare) > LOCAL_NAME else bare

    def _skip_body(self, run: Sequence[Token], at: int) -> int:
        """Return where a body's or place's name ends that begins here, `at` itself if none does.

        A name that stands after a word of place elsewhere in the document is one: "Camat Tanjung Sari Rina
        Kartika" where the text also has "di Tanjung Sari".
        """
        word = run[at]
        actor = self._actors.get(word.start)
        if actor is not None and actor.kind in BODIES:
            return next((i for i in range(at, len(run)) if run[i].start >= actor.span.end), len(run))
        words = [token.low for token in run[at : at + LONGEST_ALONE]]
        fitting = (n for n in range(len(words), 0, -1) if tuple(words[:n]) in self._places)
        return at + next(fitting, 0)

    def _after_titles(self, run: Sequence[Token]) -> tuple[int, bool, bool]:
        """Return where the last title ends, whether it is a local one, and whether a body's name follows."""
        at, local, named = 0, False, False
        for index, word in enumerate(run):
            if self.lexicon.has("titles", word) or (index == 0 and self.lexicon.has("bodies", word)):
                at, local = index + 1, self.lexicon.has("local_titles", word)
                named = local and self.lexicon.has("bodies", word)
            elif not self.lexicon.titles_come_last and not self.goes_with_title(word):
                break
        return at, local, named

    def _names_body(self, word: Token) -> bool:
        return self.lexicon.has("bodies", word) or self.lexicon.has("linkers", word)

    def goes_with_title(self, word: Token) -> bool:
        """True for a word that may stand between a title and a name."""
        lexicon = self.lexicon
        if lexicon.has("titles", word) or lexicon.has("offices", word) or lexicon.has("linkers", word):
            return True
        if is_acronym(word) or word.low in lexicon.countries:
            return True
        if any(word.low[:-cut] in lexicon.country_stems for cut in CASE_ENDINGS):
            return True
        return word.low in self._small_words and word.low not in self._inner_names


def is_acronym(word: Token) -> bool:
    """True for "BMKG", "UN": capitals, and short."""
    return word.text.isupper() and 2 <= len(word.text) <= LONGEST_ACRONYM
