"""The number tables of a language, made ready for looking up.

The words themselves live in `claims/languages/<language>/numbers.toml`, which explains each table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from babel import Locale

from claims.facts.number_tokens import cut_words
from claims.facts.phrases import Phrases
from claims.languages import FALLBACK, list_languages, load_table

Table = Mapping[str, Any]


@dataclass(frozen=True)
class NumberWords:
    """How numbers are written in words and digits."""

    decimal: str
    group: str
    space_groups: bool
    cardinals: Mapping[str, float]
    builders: Mapping[str, frozenset[str]]
    scales: Mapping[str, float]
    one_scales: Mapping[str, float]
    glued_scales: Mapping[str, float]
    money_scales: Mapping[str, float]
    fractions: Phrases[float]
    vague: Phrases[tuple[float, float]]
    of: frozenset[str]
    half_after: Phrases[bool]
    about_words: Mapping[str, float]
    one_after_modifier: Mapping[str, float]
    ordinals: Mapping[str, float]
    ordinal_before: str
    ordinal_after: frozenset[str]
    suffix_about: frozenset[str]
    suffix_plain: frozenset[str]
    starters: frozenset[str]  # the words that can begin a number


@dataclass(frozen=True)
class AroundWords:
    """What stands around a number and belongs to it: modifiers, range words, units."""

    before: Phrases[str]
    after: Phrases[str]
    joins: Phrases[bool]
    next_joins: Phrases[bool]
    between: Phrases[bool]
    between_and: Phrases[bool]
    change_from: Phrases[bool]
    list_words: frozenset[str]
    part_of: frozenset[str]
    share_of: Phrases[bool]
    round_share_of: Phrases[bool]
    each: frozenset[str]
    rates: Phrases[str]
    change_verbs: frozenset[str]
    change_to: frozenset[str]
    money_before: Phrases[str]
    units_before: Phrases[str]
    units: Phrases[str]
    one_units: Mapping[str, tuple[float, str]]


@dataclass(frozen=True)
class NotWords:
    """What shows that a number is not a quantity."""

    phrases: Mapping[str, tuple[tuple[str, int], ...]]  # by number word: (phrase, tokens before the word)
    months: frozenset[str]
    month_case: bool
    day_joins: frozenset[str]
    offset_after: Phrases[bool]
    one_units_need_modifier: bool
    sets: Mapping[str, frozenset[str]]  # labels, day_before, clock_before, ... as named in the table


@dataclass(frozen=True)
class CountedWords:
    """Where the phrase that names what is counted begins and ends."""

    max_words: int
    skip: Phrases[bool]
    skip_for_shares: bool  # the phrases of `skip` are skipped after a share only
    stop: frozenset[str]
    stop_starts: tuple[str, ...]
    stop_ends: tuple[str, ...]
    end_min: int  # the fewest letters of a word whose end is looked at
    keeps: frozenset[str]
    counters: frozenset[str]
    noun_before_ordinal: bool
    collective: frozenset[str]
    collective_heads: frozenset[str]
    times: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """All that is known of the numbers of one language."""

    numbers: NumberWords
    around: AroundWords
    nots: NotWords
    counted: CountedWords
    triggers: frozenset[str]  # a line without digits and without one of these words holds no quantity

    def is_split(self, parts: list[str]) -> bool:
        """True for a hyphenated word that begins with a number and goes on with one or a unit."""
        return _is_split(parts, self.numbers, self.around)


@cache
def read_lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; a language without tables reads the English ones."""
    table = load_table(language, "numbers")
    code = language if language in list_languages() else FALLBACK
    numbers = _read_number_words(table)
    around = _read_around_words(table, numbers)
    nots, counted = _read_not_words(table, numbers, code), _read_counted_words(table)
    articles = numbers.builders["article"]  # in every line; what they begin goes on with a scale
    triggers = (numbers.starters - articles).union(
        numbers.scales, numbers.builders["hundred"], around.one_units, _phrase_words(numbers, articles)
    )
    return Lexicon(numbers, around, nots, counted, triggers)


def _phrase_words(numbers: NumberWords, articles: frozenset[str]) -> set[str]:
    """Return the second words of the phrases that begin with an article: "a third", "a handful"."""
    phrases = (*numbers.vague.meanings, *numbers.fractions.meanings)
    return {word for phrase in phrases for word in phrase.split()[1:] if phrase.split()[0] in articles}


def _values(table: Table) -> dict[str, float]:
    """Turn `value = "form form"` into form -> value."""
    return {form: float(Fraction(value)) for value, forms in table.items() for form in forms.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _no_split(parts: list[str]) -> bool:
    return False


def _read_number_words(table: Table) -> NumberWords:
    builders, ordinal = table["builders"], table["ordinal_forms"]
    cardinals, one_scales = _values(table["cardinals"]), _values(table["one_scales"])
    several, about = table["several"], _values(table["about_words"])
    several_of = {
        f"{word} {of}{unit}": tuple(bounds)
        for word in several["words"]
        for unit, bounds in table["several_of"].items()
        for of in {"", f"{several['of']} " if several["of"] else ""}
    }
    vague = Phrases({**{k: tuple(v) for k, v in table["vague"].items()}, **several_of})
    fractions = Phrases(
        {
            cut_words(phrase, _splits_all): float(Fraction(value))
            for value, phrases in table["fractions"].items()
            for phrase in phrases
        }
    )
    ordinals = _read_ordinals(table)
    builder_words = {k: _words(v) for k, v in builders.items() if isinstance(v, str)}
    starters = frozenset().union(
        cardinals, one_scales, about, ordinals, vague.firsts, fractions.firsts, builder_words["article"]
    )
    return NumberWords(
        decimal=table["digits"]["decimal"],
        group=table["digits"]["group"],
        space_groups=table["digits"]["space_groups"],
        cardinals=cardinals,
        builders=builder_words,
        scales=_values(table["scales"]),
        one_scales=one_scales,
        glued_scales=_values(table["glued_scales"]),
        money_scales=_values(table["money_scales"]),
        fractions=fractions,
        vague=vague,
        of=_words(several["of"]),
        half_after=_phrases(builders["half_after"], _no_split),
        about_words=about,
        one_after_modifier=_values(table["one_after_modifier"]),
        ordinals=ordinals,
        ordinal_before=ordinal["before_digits"],
        ordinal_after=_words(ordinal["after_digits"]),
        suffix_about=_words(table["digit_suffixes"]["about"]),
        suffix_plain=_words(table["digit_suffixes"]["plain"]),
        starters=starters,
    )


def _splits_all(parts: list[str]) -> bool:
    return True


def _read_ordinals(table: Table) -> dict[str, float]:
    """Return the ordinals; where the table gives endings, its words are stems."""
    forms = table["ordinal_forms"]
    ordinals = _values(table["ordinals"])
    if not forms.get("endings"):
        return ordinals
    special = forms["endings_by_stem"]
    return {
        stem + ending: value
        for stem, value in ordinals.items()
        for ending in special.get(stem, forms["endings"]).split()
    }


def _phrases(phrases: Iterable[str], is_split: Any) -> Phrases[bool]:
    return Phrases({cut_words(phrase, is_split): True for phrase in phrases})


def _is_split(parts: list[str], numbers: NumberWords, around: AroundWords | None) -> bool:
    first, rest = parts[0], parts[1]
    if first not in numbers.cardinals and (first + " - " + rest) not in numbers.fractions.meanings:
        return False
    return (
        rest in numbers.cardinals
        or rest in numbers.ordinals
        or rest in numbers.scales
        or rest in numbers.builders["hundred"]
        or (first + " - " + rest) in numbers.fractions.meanings
        or (around is not None and rest in around.units.meanings)
    )


def _read_around_words(table: Table, numbers: NumberWords) -> AroundWords:
    def is_split(parts: list[str]) -> bool:
        return _is_split(parts, numbers, None)

    def named(source: Table) -> dict[str, str]:
        return {cut_words(form, is_split): name for name, forms in source.items() for form in forms}

    modifiers, ranges = table["modifiers"], table["ranges"]
    before = {name: forms for name, forms in modifiers.items() if not name.startswith("after_")}
    after = {
        name.removeprefix("after_"): forms for name, forms in modifiers.items() if name.startswith("after_")
    }
    return AroundWords(
        before=Phrases(named(before)),
        after=Phrases(named(after)),
        joins=_phrases(ranges["joins"], is_split),
        next_joins=_phrases(ranges["next_joins"], is_split),
        between=_phrases(ranges["between"], is_split),
        between_and=_phrases(ranges["between_and"], is_split),
        change_from=_phrases(ranges["change_from"], is_split),
        list_words=_words(ranges["list_words"]),
        part_of=frozenset(ranges["part_of"]),
        share_of=_phrases(ranges["share_of"], is_split),
        round_share_of=_phrases(ranges["round_share_of"], is_split),
        each=_words(ranges["each"]),
        rates=Phrases(named(table["rates"])),
        change_verbs=_words(ranges["change_verbs"]),
        change_to=_words(ranges["change_to"]),
        money_before=Phrases(named(table["money_before"])),
        units_before=Phrases(named(table["units_before"])),
        units=Phrases({**named(table["units"]), **named(table["money_after"])}),
        one_units={word: (float(value), unit) for word, (value, unit) in table["one_units"].items()},
    )


_NOT_SETS = (
    "labels",
    "label_abbreviations",
    "day_before",
    "clock_before",
    "clock_after",
    "hours_of",
    "year_before",
    "year_after",
    "century_words",
    "eras",
    "offset_before",
    "score_words",
)


def _read_not_words(table: Table, numbers: NumberWords, code: str) -> NotWords:
    source = table["not"]
    phrases: dict[str, list[tuple[str, int]]] = {}
    for phrase in source["phrases"]:
        words = cut_words(phrase, _no_split).split()
        for place, word in enumerate(words):
            if word in numbers.starters:
                phrases.setdefault(word, []).append((" ".join(words), place))
    offsets = [*source["offset_after"].split(), *source["offset_after_phrases"]]
    return NotWords(
        phrases={word: tuple(found) for word, found in phrases.items()},
        months=_read_months(code),
        month_case=source["month_case"],
        day_joins=frozenset(source["day_joins"]),
        offset_after=_phrases(offsets, _no_split),
        one_units_need_modifier=source["one_units_need_modifier"],
        sets={name: _words(source[name]) for name in _NOT_SETS},
    )


@cache
def _read_months(code: str) -> frozenset[str]:
    """Return the names of the months, full and short, in every form that CLDR knows."""
    months = Locale(code).months
    return frozenset(
        str(name).lower().rstrip(".")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in months[context][width].values()
    )


def _read_counted_words(table: Table) -> CountedWords:
    what, ordinal = table["what"], table["ordinal_forms"]
    return CountedWords(
        max_words=what["max_words"],
        skip=_phrases(what["skip"], _no_split),
        skip_for_shares=bool(what["skip_for"]),
        stop=_words(what["stop"].replace("ё", "е")),
        stop_starts=tuple(what["stop_starts"].split()),
        stop_ends=tuple(what["stop_ends"].split()),
        end_min=what["end_min"],
        keeps=_words(what["stop_keeps"]),
        counters=_words(what["counters"]),
        noun_before_ordinal=ordinal["noun_before"],
        collective=_words(ordinal["collective"]),
        collective_heads=_words(ordinal["collective_heads"]),
        times=_words(ordinal["times"]),
    )
