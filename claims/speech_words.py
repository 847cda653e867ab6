"""The words of reported speech of a language, from its `speech` table and from CLDR."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from claims.languages import load_table
from claims.tokens import PhraseTable, Token, find_tokens, fold

OBJECT_VERBS = ("showing", "rejections", "findings", "wishes", "reckonings")
# A word that so many names of countries share says what kind they are ("Islands").
SHARED_WORD = 7


@dataclass(frozen=True)
class Lexicon:
    """The words of reported speech of one language.

    `words` are the plain lists of the table, `cues` the phrases that attribute, each under what it does:
    "inverted" (the speaker follows), "verbs" and "stances" (he precedes), "either", "implied" ("katanya"),
    "views", "according", "according_pronoun", "passives", "impersonals" ("В отчете говорится") and the
    verbs that attribute only beside a certain subject or object (`OBJECT_VERBS`, see `claims.complements`).
    """

    words: dict[str, frozenset[str]]
    cues: PhraseTable
    vias: PhraseTable
    tolds: PhraseTable
    strong: PhraseTable
    anaphors: PhraseTable
    topics: PhraseTable
    turns: PhraseTable  # "sementara itu", "в свою очередь": what turns to another speaker
    calendar: frozenset[str]
    countries: frozenset[str]
    country_stems: frozenset[str]  # without their case ending, where the language has cases
    titles_come_last: bool
    impersonal_endings: tuple[str, ...]  # of verbs without a person for their subject: "сообщили в ..."
    event_shape: re.Pattern[str]  # of nouns for what happens: it shows something and says nothing
    view_endings: tuple[str, ...]  # of what somebody calls a thing, where a case says it: "неплохим"
    participle_shape: re.Pattern[str]  # of what describes somebody behind a comma: "попросивший"
    comma_introduces: bool  # "Ia menjelaskan, pengguna jasa ...": a statement follows the comma
    genitive: dict[str, dict[str, dict[str, str]]]
    case_endings: tuple[str, ...]  # what a name may end with in any case, folded
    kinds_by_word: dict[str, frozenset[str]]  # "fc" in a name: what such a body is called ("klub")

    def has(self, key: str, token: Token) -> bool:
        return token.low in self.words[key]

    def is_cue(self, word: str) -> bool:
        """True for a word that is a verb of speech by itself."""
        return self.cues.match(find_tokens(word), 0) is not None

    def is_role(self, token: Token) -> bool:
        """True for a title, an office, a body or a group."""
        return token.low in self.words["roles"]

    def is_determiner(self, token: Token) -> bool:
        return token.low in self.words["determiners"]


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the words of reported speech of a language, read once."""
    table = _conjugate(load_table(language, "speech"))
    words = {k: frozenset(map(fold, v)) for k, v in table.items() if isinstance(v, list)}
    words["titles"] |= words["generic_roles"]
    suffix = table.get("suffix_pronoun", "")  # "ketuanya, Yoga Alfarisi"
    words["titles"] |= {title + suffix for title in words["titles"]}
    words["stances"] |= {word + suffix for word in words["stances"]}
    roles = ("titles", "bodies", "groups", "offices", "documents")
    words["roles"] = frozenset().union(*(words[key] for key in roles))
    words["determiners"] = words["articles"] | words["quantifiers"]
    words["place_cues"] = frozenset(map(fold, load_table(language, "names")["lists"]["place_cues"]))
    countries = _list_countries(language)
    return Lexicon(
        words=words,
        cues=PhraseTable(_file_cues(table)),
        vias=PhraseTable({"via": table["via"]}),
        tolds=PhraseTable({"told": table["told"]}),
        strong=PhraseTable({"strong": table["strong_sources"]}),
        anaphors=PhraseTable({"anaphor": table["anaphors"]}),
        topics=PhraseTable({"topic": table["topics"]}),
        turns=PhraseTable({"turn": table["turns"]}),
        calendar=_list_calendar(language),
        countries=countries,
        country_stems=frozenset(word[:-1] for word in countries if "genitive" in table and len(word) > 5),
        titles_come_last=table.get("titles_come_last", False),
        impersonal_endings=tuple(table["impersonal_endings"]),
        event_shape=re.compile(table["event_shape"]),
        view_endings=tuple(table.get("view_endings", ())),
        participle_shape=re.compile(table.get("participle_shape", "(?!)")),
        comma_introduces=table.get("comma_introduces", False),
        genitive=table.get("genitive", {}),
        case_endings=tuple(map(fold, table.get("case_endings", ()))),
        kinds_by_word=_file_kinds(table["kin"]),
    )


def _conjugate(table: dict[str, Any]) -> dict[str, Any]:
    """Write out the entries that give a stem and its endings.

    >>> _conjugate({"verbs": ["отмети|л ла", "пишет"]})
    {'verbs': ['отметил', 'отметила', 'пишет']}
    """
    return {key: _write_out(value) if isinstance(value, list) else value for key, value in table.items()}


def _write_out(entries: list[str]) -> list[str]:
    forms: list[str] = []
    for entry in entries:
        stem, _, endings = entry.partition("|")
        forms.extend([stem + ending for ending in endings.split()] if endings else [entry])
    return forms


def _file_kinds(kin: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    """File the nouns for bodies under the words that stand in the names of such bodies."""
    kinds: dict[str, set[str]] = {}
    for nouns, words in kin.items():
        for word in [*words, *nouns.split()]:
            kinds.setdefault(fold(word), set()).update(map(fold, nouns.split()))
    return {word: frozenset(nouns) for word, nouns in kinds.items()}


def _file_cues(table: dict[str, Any]) -> dict[str, list[str]]:
    """File every cue under one key; a verb that stands before and after its words is filed as "either"."""
    inverted, verbs, stances = table["inverted"], set(table["verbs"]), set(table["stances"])
    ahead = verbs | stances
    suffix = table.get("suffix_pronoun", "")
    # "menilainya": what is judged may hang on the verb
    stances = table["stances"] + [word + suffix for word in table["stances"] if suffix and " " not in word]
    return {
        "after_quotes": table["after_quotes"],  # first: these are stances as well
        "implied_after_quotes": [word + suffix for word in table["after_quotes"] if suffix],
        "inverted": [word for word in inverted if word not in ahead | set(table["impersonals"])],
        "either": [word for word in inverted if word in ahead],
        "implied": [word + suffix for word in inverted if suffix and " " not in word],
        "verbs": [word for word in table["verbs"] if word not in inverted],
        "stances": [word for word in stances if word not in inverted and word not in verbs],
        "views": [word for word in table["views"] if word not in ahead],
        "according": table["according"],
        "according_document": table["according_document"],
        "according_pronoun": table["according_pronoun"],
        "passives": table["passives"],
        "impersonals": table["impersonals"],
        "participles": table["participles"],
        **{key: table[key] for key in OBJECT_VERBS},
    }


def _find_locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en")


def _list_calendar(language: str) -> frozenset[str]:
    """Return the names of days and months in every form that CLDR has."""
    locale = _find_locale(language)
    names: set[str] = set()
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            names.update(locale.days[form][width].values())
            names.update(locale.months[form][width].values())
    return frozenset(fold(name).rstrip(".") for name in names if len(name) > 2)


def _list_countries(language: str) -> frozenset[str]:
    """Return the words of the names of countries: they go on with a title and begin no person's name.

    Islands and saints are left out: their words are people's names as well ("Helena", "Cook").
    """
    names = [
        [token.low for token in find_tokens(name)]
        for code, name in _find_locale(language).territories.items()
        if code.isalpha()
    ]
    shared = Counter(word for name in names for word in set(name))
    return frozenset(
        word
        for name in names
        for word in name
        if len(word) > 3 and "." not in name and not any(shared[other] >= SHARED_WORD for other in name)
    )
