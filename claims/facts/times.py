"""Times: when it happened and when it was said, as intervals of days.

The words and forms of a language stand in `claims/languages/*/times.toml` (names of months and
weekdays come from CLDR), `timeforms` finds them, `timereaders` says which days they are,
`timecontext` what the words about them add.  This file
walks the document from top to bottom, because "two days later" hangs on what stood before.

What hangs on what:

- a missing year is the one that brings the date nearest to the day of publication (or, where that
  is unknown, to the last full date before it) and not far into its future;
- "yesterday", "on Monday", "last week" hang on the day of publication alone: a full date in the text
  says when something happened, not when the writer sat down;
- "two days later", "the day before", "that year" hang on the last time mentioned, if it was given
  finely enough;
- without an anchor a time is returned, but not placed: `start` and `end` are None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from babel import Locale

from claims.facts.timecontext import WordLists, is_report, looks_ahead, open_bounds
from claims.facts.timeforms import Field, FormTrie, Match, to_rules
from claims.facts.timereaders import READERS, Anchors, Reading
from claims.facts.tokens import Gap, Tokens
from claims.languages import load_table
from claims.models import Precision, Span, Time

STEP = "times"


def find_times(text: str, language: str, published: date | None) -> tuple[Time, ...]:
    """Return every time of a document, in order, with spans into its text.

    Args:
        text: the whole document.
        language: ISO 639-1 code.
        published: the day of publication; without it only full dates can be placed, and what hangs on them.

    >>> text = "Banjir datang pada Senin (10/1) dan surut dua hari kemudian."
    >>> for time in find_times(text, "id", date(2022, 1, 13)):
    ...     print(time.span.of(text), time.start, time.anchored)
    Senin (10/1) 2022-01-10 True
    dua hari kemudian 2022-01-12 True
    """
    grammar = _load_grammar(language)
    tokens = Tokens(text)
    found = _join_ranges(tokens, grammar, list(_walk(tokens, grammar)))
    return tuple(_place_all(tokens, grammar, found, published))


# --- the language --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Grammar:
    """All that one language knows of times."""

    forms: FormTrie
    clock: FormTrie
    lists: WordLists
    order: str


@cache
def _load_grammar(language: str) -> _Grammar:
    table = load_table(language, STEP)
    classes = {**table["classes"], **_load_names(table)}
    lists = {name: frozenset(words) for name, words in table["lists"].items()}
    return _Grammar(
        forms=FormTrie(to_rules(table["rule"], table["lists"]), classes),
        clock=FormTrie(to_rules(table["clock"], table["lists"]), classes),
        lists=lists,
        order=table["numeric_order"],
    )


@cache
def load_calendar_names(language: str) -> frozenset[str]:
    """Return the names of months and weekdays in small letters, for whoever must not take them for others."""
    names = _load_names(load_table(language, STEP))
    return frozenset(names["month"]) | frozenset(names["weekday"])


def _load_names(table: Mapping[str, Any]) -> dict[str, dict[str, int | str]]:
    """Return the months and weekdays of CLDR in lower case, with the table's own forms added."""
    locale = Locale.parse(table["cldr"])
    months: dict[str, int | str] = {}
    weekdays: dict[str, int | str] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months |= {name.lower().rstrip("."): n for n, name in locale.months[context][width].items()}
            weekdays |= {name.lower().rstrip("."): n for n, name in locale.days[context][width].items()}
    dropped = set(table["lists"]["not_names"])
    months = {name: n for name, n in months.items() if name not in dropped}
    weekdays = {name: n for name, n in weekdays.items() if name not in dropped}
    return {"month": months | table["month_forms"], "weekday": weekdays | table["weekday_forms"]}


# --- finding -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    """A match and, for a range that was joined of two, the second one; `last` counts the clock in."""

    match: Match
    first: int
    last: int
    until: Match | None = None
    has_clock: bool = False


def _walk(tokens: Tokens, grammar: _Grammar) -> Iterator[_Found]:
    at = 0
    openers = [n for n, word in enumerate(tokens.lower) if grammar.forms.may_open(word)]
    for opener in openers:
        if opener < at:
            continue
        at = opener
        match = _find_longest(tokens, grammar, at)
        if match is None or not _is_written_as_name(tokens, grammar, match):
            continue
        last = _find_clock(tokens, grammar, match)
        if match.rule.reads == "each_day":
            yield from _split_days(match)
        else:
            yield _Found(match, match.first, last, has_clock=last > match.last)
        at = last + 1


def _find_longest(tokens: Tokens, grammar: _Grammar, at: int) -> Match | None:
    """Return the form at `at`; a longer one behind its context wins ("pada" before "musim panas 2021")."""
    match = grammar.forms.find(tokens, at)
    if match is None or match.first == at:
        return match
    inner = grammar.forms.find(tokens, match.first)
    return inner if inner and inner.last > match.last else match


def _split_days(match: Match) -> Iterator[_Found]:
    """Yield "3" and "5 May" of "3 and 5 May" as dates of their own."""
    shared = tuple(f for f in match.fields if f.name != "day")
    days = [f for f in match.fields if f.name == "day"]
    for day in days:
        first = match.first if day is days[0] else day.token
        last = match.last if day is days[-1] else day.token
        yield _Found(Match(replace(match.rule, reads="date"), first, last, (day, *shared)), first, last)


def _is_written_as_name(tokens: Tokens, grammar: _Grammar, match: Match) -> bool:
    """False for "may" and "march" in small letters, and for a "Minggu" whose capital opens a sentence."""
    for found in match.fields:
        if found.name not in ("month", "weekday"):
            continue
        word, at = tokens.lower[found.token], found.token
        if word in grammar.lists["needs_capital"] and not tokens.is_capital(at):
            return False
        if word in grammar.lists["needs_more_than_capital"] and (
            not tokens.is_capital(at) or (len(match.fields) == 1 and tokens.opens_sentence(at))
        ):
            return False
    return not _is_part_of_a_name(tokens, grammar, match)


def _is_part_of_a_name(tokens: Tokens, grammar: _Grammar, match: Match) -> bool:
    """True for the Friday of "Good Friday" and the Sunday of "Sunday Times": a lone word among capitals."""
    if not match.rule.given.get("alone"):
        return False
    before, after = match.first - 1, match.last + 1
    if (
        before >= 0
        and tokens.gaps[match.first] is Gap.BLANK
        and tokens.lower[before] in grammar.lists["not_after"]
    ):
        return True
    if after >= len(tokens) or tokens.gaps[after] is not Gap.BLANK or not tokens.words[after][0].isalpha():
        return False
    return tokens.lower[after] in grammar.lists["not_followed_by"]


def _find_clock(tokens: Tokens, grammar: _Grammar, match: Match) -> int:
    """Return the last token of the time, counting in a clock time that follows a day."""
    if match.rule.reads not in ("date", "numeric", "weekday"):
        return match.last
    at = match.last + 1
    if at < len(tokens) and tokens.words[at] in ",|-–—" and tokens.gaps[at] is not Gap.BREAK:
        at += 1
    clock = grammar.clock.find(tokens, at) if at < len(tokens) and tokens.gaps[at] is not Gap.BREAK else None
    return clock.last if clock else match.last


def _join_ranges(tokens: Tokens, grammar: _Grammar, found: list[_Found]) -> list[_Found]:
    """Join "3 March", "to", "5 May 2021" into one time; "and" joins only after "between"."""
    joined: list[_Found] = []
    for item in found:
        if joined and _is_range(tokens, grammar, joined[-1], item):
            start = joined.pop()
            first, second = _share_fields(start.match, item.match)
            joined.append(_Found(first, start.first, item.last, until=second))
        else:
            joined.append(item)
    return joined


_RANGES = {"days", "years", "past"}  # "from" before them is their own
_JOINABLE = {"date", "numeric", "month", "year", "weekday", "season"}


def _is_range(tokens: Tokens, grammar: _Grammar, left: _Found, right: _Found) -> bool:
    kinds = {left.match.rule.reads, right.match.rule.reads}
    if left.until is not None or not kinds <= _JOINABLE or len(kinds - {"numeric"}) > 1:
        return False
    between = range(left.last + 1, right.first)
    if not 1 <= len(between) <= 2 or any(tokens.gaps[n] is Gap.BREAK for n in (*between, right.first)):
        return False
    link, before = tokens.lower[between[0]], tokens.lower[left.first - 1] if left.first else ""
    if len(between) == 2 and tokens.lower[between[1]] not in grammar.lists["preposition"]:
        return False
    if link in grammar.lists["range_and"]:
        return before in grammar.lists["range_between"]
    return link in grammar.lists["range_dash"] or (
        link in grammar.lists["range_to"] and before in grammar.lists["range_from"]
    )


def _share_fields(left: Match, right: Match) -> tuple[Match, Match]:
    """Give the year that only one end of a range has to the other one too."""

    def complete(match: Match, other: Match) -> Match:
        given = [f for f in other.fields if f.name in ("year", "year_two")]
        lacks = match.get("year") is None and match.get("year_two") is None
        return (
            replace(match, fields=match.fields + tuple(Field(f.name, f.value, -1) for f in given))
            if lacks
            else match
        )

    return complete(left, right), complete(right, left)


# --- placing -------------------------------------------------------------------------------------


def _place_all(
    tokens: Tokens, grammar: _Grammar, found: list[_Found], published: date | None
) -> Iterator[Time]:
    anchors = Anchors(published=published, order=grammar.order)
    previous_end = 0
    for item in found:
        here = replace(anchors, prefers_future=looks_ahead(tokens, grammar.lists, item.first, previous_end))
        reading = _read(item, here)
        if reading is None:
            continue
        anchors = _move_anchors(anchors, item, reading)
        is_range = item.until is not None or item.match.rule.reads in _RANGES
        is_range = is_range or len(item.match.all("month")) > 1  # "since" before it is its own
        start, end = reading.interval or (None, None)
        if not is_range:
            start, end = open_bounds(tokens, grammar.lists, item.first, reading.interval)
        previous_end = item.last + 1
        yield Time(
            start,
            end,
            Span(tokens.starts[item.first], tokens.ends[item.last]),
            Precision.MINUTE if item.has_clock else reading.precision,
            reading.anchored,
            is_report(tokens, grammar.lists, item.first, item.last),
        )


def _read(item: _Found, anchors: Anchors) -> Reading | None:
    first = READERS[item.match.rule.reads](item.match, anchors)
    if item.until is None or first is None:
        return first
    last = READERS[item.until.rule.reads](item.until, anchors)
    if last is None:
        return None
    if first.interval is None or last.interval is None or first.interval[0] > last.interval[1]:
        return Reading(None, first.precision)
    precision = Precision.PERIOD if first.precision is Precision.YEAR else first.precision
    return Reading((first.interval[0], last.interval[1]), precision, first.anchored or last.anchored)


def _move_anchors(anchors: Anchors, item: _Found, reading: Reading) -> Anchors:
    """Let what follows hang on this time; one that was not placed cuts the line."""
    full = anchors.full
    if reading.interval and reading.precision is Precision.DAY and not reading.anchored:
        full = reading.interval[1]
    if item.match.rule.reads == "past":
        return replace(anchors, full=full)
    return replace(anchors, full=full, mentioned=reading.interval, mentioned_precision=reading.precision)
