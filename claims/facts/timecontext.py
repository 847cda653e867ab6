"""What stands about a time: bounds ("since"), the future ("will"), and whether it is the time of speaking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from claims.facts.timespans import Interval
from claims.facts.tokens import Gap, Tokens

WordLists = Mapping[str, frozenset[str]]

_STOPS = ".!?…"
_QUOTES = '"“”«»„'
_REACH_FUTURE = 12  # tokens before a time in which "will" is looked for
_REACH_SAYING = 14  # tokens between a verb of saying and its time


def open_bounds(
    tokens: Tokens, words: WordLists, first: int, interval: Interval | None
) -> tuple[date | None, date | None]:
    """Return the interval, opened where "since", "before", "after" or "until" stand before it."""
    if interval is None:
        return None, None
    start, end = interval
    before = _find_word_before(tokens, words, first)
    if before in words["since"]:
        return start, None
    if before in words["until"]:
        return None, end
    if before in words["before"] and start > date.min:
        return None, start - timedelta(days=1)
    if before in words["after"] and end < date.max:
        return end + timedelta(days=1), None
    return start, end


def _find_word_before(tokens: Tokens, words: WordLists, first: int) -> str:
    """Return the word before a time, looking through one preposition ("hingga pada 5 Mei")."""
    at = first - 1
    for _ in range(2):
        if at < 0 or tokens.gaps[at + 1] is not Gap.BLANK:
            return ""
        if tokens.lower[at] not in words["preposition"]:
            break
        at -= 1
    return tokens.lower[at] if at >= 0 else ""


def looks_ahead(tokens: Tokens, words: WordLists, first: int, previous_end: int) -> bool:
    """True if a word such as "will" stands before the time in its clause."""
    for at in range(first - 1, max(previous_end, first - _REACH_FUTURE) - 1, -1):
        word = tokens.lower[at]
        if word in words["future"]:
            return True
        if _ends_clause(tokens, words, at):
            return False
    return False


def _ends_clause(tokens: Tokens, words: WordLists, at: int) -> bool:
    word = tokens.words[at]
    return word in _STOPS or word in _QUOTES or word in ";:" or tokens.lower[at] in words["clause"]


def is_report(tokens: Tokens, words: WordLists, first: int, last: int) -> bool:
    """True if the time says when something was said, not when it happened.

    That is so where a verb of saying stands before it and nothing but the speaker between ("kata
    Lestari pada Senin", "said on Monday"), or behind it in the same clause ("On Monday the ministry
    said"), or a noun of saying right before it ("in a statement on Monday").
    """
    return _is_after_saying(tokens, words, first) or _is_before_saying(tokens, words, last)


def _is_after_saying(tokens: Tokens, words: WordLists, first: int) -> bool:
    for at in range(first - 1, max(-1, first - 1 - _REACH_SAYING), -1):
        word = tokens.lower[at]
        if tokens.gaps[at + 1] is Gap.BREAK:
            return False
        if word in words["said_before"] or word in words["said"] or word in words["said_noun"]:
            return True
        if _ends_clause(tokens, words, at):
            return False
        is_name = tokens.is_capital(at) or not word[0].isalpha()
        if not is_name and word not in words["between"] and word not in words["preposition"]:
            return False
    return False


def _is_before_saying(tokens: Tokens, words: WordLists, last: int) -> bool:
    for at in range(last + 1, min(len(tokens), last + 1 + _REACH_SAYING)):
        word = tokens.lower[at]
        if tokens.gaps[at] is Gap.BREAK or _ends_clause(tokens, words, at):
            return False
        if word in words["said"]:
            return True
        if word == "," and at > last + 1:
            return False
    return False
