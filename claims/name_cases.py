"""The cases of people's names: "Олега Громова" after "по словам" is "Олег Громов"."""

from __future__ import annotations

from collections.abc import Sequence

from claims.speech_words import Lexicon

# A name without its case ending has at least this many letters: "Зас" stays whole.
SHORTEST_STEM = 3


class NameCases:
    """What the table of a language knows of the endings of names; nothing where it has none."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def stems(self, word: str) -> set[str]:
        """Return a word of a name, and what is left of it without a case ending."""
        cut = (word[: -len(e)] for e in self.lexicon.case_endings if word.endswith(e))
        return {word, *(stem for stem in cut if len(stem) >= SHORTEST_STEM)}

    def as_subject(self, name: str) -> str:
        """Bring a name in the genitive back: "Олега Громова" after "по словам" is "Олег Громов"."""
        tables = self.lexicon.genitive
        if not tables:
            return name
        *firsts, last = name.split()
        gender = tables[self._guess_gender(firsts, last)]
        bare = next(iter(_bring_back(last, gender["last"])), last)
        return " ".join([*(next(iter(_bring_back(w, gender["first"])), w) for w in firsts), bare])

    def _guess_gender(self, firsts: Sequence[str], last: str) -> str:
        """Tell a woman's name from a man's by the endings in the genitive."""
        tables = self.lexicon.genitive
        if _bring_back(last, tables["feminine"]["last"]):
            return "feminine"
        alone = not _bring_back(last, tables["masculine"]["last"])
        womanly = any(_bring_back(w, tables["feminine"]["first"]) for w in firsts)
        manly = any(_bring_back(w, tables["masculine"]["first"]) for w in firsts)
        return "feminine" if alone and womanly and not manly else "masculine"


def _bring_back(word: str, endings: dict[str, str]) -> list[str]:
    """Return the word with the longest fitting ending exchanged, nothing where none fits."""
    fitting = [ending for ending in endings if word.endswith(ending) and len(word) > len(ending) + 1]
    if not fitting:
        return []
    ending = max(fitting, key=len)
    return [word[: -len(ending)] + endings[ending]]
