"""Name what a number counts: the words after it, up to where its noun phrase ends."""

from __future__ import annotations

from claims.facts.number_line import Line
from claims.facts.number_tables import CountedWords
from claims.facts.units import FRACTION, PERCENT

_SHARES = (FRACTION, PERCENT)
_QUOTES = frozenset("\"'“‘«„")


def find_counted(line: Line, start: int, unit: str = "") -> tuple[int, int]:
    """Return the tokens (half-open) that name what is counted, beginning at or after `start`.

    They end before a stop word, a verb by its form, a mark, another number, and after a few words at most.
    After a share the phrase may begin with "of" in every language ("40 percent of voters"); after a unit it
    does not begin with a verb ("gempa magnitudo 5,7 terjadi").
    """
    counted = line.lexicon.counted
    skipped = counted.skip.at(line.words, start)
    if skipped and (unit in _SHARES or not counted.skip_for_shares):
        start = skipped[1]
    if line.word(start) == "-" and line.is_glued(start) and line.is_glued(start + 1):
        start += 1  # "a 6-member panel"
    elif line.word(start) in _QUOTES and not line.is_glued(start):
        start += 1  # 13 "green shoots"
    end = start
    while end < start + counted.max_words and _continues(line, end, may_be_verb=end == start and not unit):
        end += 1
    return start, end


def find_noun_before(line: Line, end: int) -> tuple[int, int]:
    """Return the token before `end` if it can be a counted noun: "insiden" in "insiden kedua"."""
    place = end - 1
    return (place, end) if place >= 0 and _continues(line, place, may_be_verb=False) else (end, end)


def _continues(line: Line, place: int, may_be_verb: bool) -> bool:
    """True if the token at `place` can stand in a noun phrase.

    `may_be_verb` admits what only looks like a verb by its end, such as a participle before its noun.
    """
    if not line.is_word(place):
        return False
    if line.is_glued(place) and line.words[place - 1] not in {"-", *_QUOTES}:
        return False
    word, lexicon = line.words[place], line.lexicon
    if word in lexicon.counted.stop or word in lexicon.numbers.starters or word in lexicon.around.one_units:
        return False
    return not _is_verb(word, lexicon.counted, may_be_verb)


def _is_verb(word: str, counted: CountedWords, may_be_verb: bool) -> bool:
    """True for a word that looks like a verb, by its beginning or its end."""
    if word in counted.keeps:
        return False
    if len(word) >= 6 and word.startswith(counted.stop_starts):
        return True
    return not may_be_verb and len(word) >= counted.end_min and word.endswith(counted.stop_ends)
