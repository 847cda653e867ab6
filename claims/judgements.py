"""What nobody can check: an opinion, an appeal or a forecast that holds no fact besides.

Strict on purpose, because a claim that is lost is lost to every comparison: a sentence with a figure, a date
or a reason ("because") stays a claim, whatever the speaker thinks of it, and what others are said to think
stays one, too ("Menurut wali kota, ...": that he said so can be checked).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from claims.facts.numbers import find_quantities
from claims.languages import load_table
from claims.speech_words import load_lexicon as load_speech
from claims.tokens import PhraseTable, Token, find_tokens

# A sentence with more words than this says more than that something is good or bad.
LONGEST_OPINION = 20
LONGEST_EXCLAMATION = 10
LONGEST_FORECAST = 14
OPINION, EXHORTATION, PREDICTION = "opinion", "exhortation", "prediction"


@dataclass(frozen=True)
class Lexicon:
    """The words of one language by which it is known what cannot be checked."""

    views: PhraseTable  # "in my view": the speaker's own
    values: PhraseTable  # "wrong", "should": a judgement
    exclamations: PhraseTable  # "a disgrace": a judgement that needs no "I think"
    pointers: frozenset[str]  # "this": what an exclamation is said of
    appeals: PhraseTable  # "we must", at the head
    forecasts: PhraseTable  # "time will tell": says nothing but that
    doubts: PhraseTable  # "probably", beside one of `future`
    future: PhraseTable
    reasons: PhraseTable  # "because": what follows can be checked


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the tables of a language, read once."""
    table = load_table(language, "detection")["unchecked"]
    names = ("views", "values", "exclamations", "appeals", "forecasts", "doubts", "future", "reasons")
    return Lexicon(
        **{name: PhraseTable({name: table[name]}) for name in names}, pointers=frozenset(table["pointers"])
    )


def why_unchecked(text: str, language: str) -> str:
    """Return why a sentence cannot be checked: "opinion", "exhortation" or "prediction"; "" if it can be.

    >>> why_unchecked("Menurut saya kebijakan itu keliru.", "id")
    'opinion'
    >>> why_unchecked("I think 300 people were wrongly detained.", "en")
    ''
    >>> why_unchecked("Цены, наверное, будут расти.", "ru")
    'prediction'
    """
    return judge_tokens(find_tokens(text), text, language)


def judge_tokens(tokens: Sequence[Token], text: str, language: str) -> str:
    """The same for a sentence that is given as tokens of `text`, which may be longer."""
    words = [token for token in tokens if token.is_word]
    if not words:
        return ""
    reason = _suspect(words, load_lexicon(language))
    return "" if not reason or _holds_fact(words, reason, text, language) else reason


def _suspect(words: Sequence[Token], lexicon: Lexicon) -> str:
    """What the words look like; whether a fact stands among them costs more to find out."""
    if lexicon.appeals.match(words, 0):
        return EXHORTATION
    count = len(words)
    if count <= LONGEST_OPINION and lexicon.views.find(words) and lexicon.values.find(words):
        return OPINION
    if count <= LONGEST_EXCLAMATION and words[0].low in lexicon.pointers and lexicon.exclamations.find(words):
        return OPINION
    if lexicon.forecasts.match(words, 0):
        return PREDICTION
    if count <= LONGEST_FORECAST and lexicon.doubts.find(words) and lexicon.future.find(words):
        return PREDICTION
    return ""


def _holds_fact(words: Sequence[Token], reason: str, text: str, language: str) -> bool:
    """True with a figure, a date or a reason; of a named body or person also what it will probably do."""
    calendar = load_speech(language).calendar
    if any(word.is_number or word.low in calendar for word in words):
        return True
    if load_lexicon(language).reasons.find(words):
        return True
    if reason != OPINION and any(word.is_capital for word in words[1:]):
        return True
    return bool(find_quantities(text[words[0].start : words[-1].end], language))
