"""Names that are known beforehand: countries, nationalities, regions, cities, international bodies.

Countries and regions come from CLDR in the language of the text, cities from CLDR's names of the
world's time zones; what CLDR does not say (adjectives, inhabitants, abbreviations, former states)
stands in `claims/languages/*/names.toml`, Russian in the nominative with a table of endings.  The
table wins over CLDR: "AS" is the United States in Indonesian, not American Samoa.

All names of a language are one trie of words, so a text is read once whatever the number of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from claims.facts.spelling import slug_words
from claims.facts.tokens import Gap, Tokens
from claims.languages import list_languages, load_table
from claims.models import ActorKind

STEP = "names"
_NO_COUNTRIES = {"ZZ", "XA", "XB", "QO", "EZ", "EU", "UN", "001"}
_MISSPELLABLE = 8  # letters: a shorter name with two letters swapped may be another name
_MAX_FORMS = 200  # inflected forms of one name; three words of six cases each stay below it


class Hit(NamedTuple):
    """A known name at tokens first..last (inclusive)."""

    first: int
    last: int
    id: str
    kind: ActorKind


class _Node:
    __slots__ = ("edges", "names")

    def __init__(self) -> None:
        self.edges: dict[str, _Node] = {}
        self.names: list[tuple[tuple[str, ...], str, ActorKind]] = []


class Gazetteer:
    """All known names of one language.

    >>> tokens = Tokens("Pasukan AS mundur, as roda patah di Kirgistan")
    >>> [(tokens.words[hit.first], hit.id) for hit in load_gazetteer("id").find_all(tokens)]
    [('AS', 'country:US'), ('Kirgistan', 'country:KG')]
    """

    def __init__(self, names: Iterable[tuple[str, str, ActorKind]]) -> None:
        self._root = _Node()
        for name, name_id, kind in names:
            self._insert(tuple(Tokens(name).words), name_id, kind)

    def _insert(self, words: tuple[str, ...], name_id: str, kind: ActorKind) -> None:
        if not words:
            return
        node = self._root
        for word in words:
            node = node.edges.setdefault(word.lower(), _Node())
        if all(words != known for known, _, _ in node.names):  # who comes first keeps the name
            node.names.append((words, name_id, kind))

    def find(self, tokens: Tokens, at: int) -> Hit | None:
        """Return the longest known name that begins at token `at`."""
        node, found, here = self._root, None, at
        while here < len(tokens) and (here == at or tokens.gaps[here] is not Gap.BREAK):
            child = node.edges.get(tokens.lower[here])
            if child is None:
                break
            node = child
            found = self._choose(tokens, at, here, node) or found
            here += 1
        return found

    def _choose(self, tokens: Tokens, first: int, last: int, node: _Node) -> Hit | None:
        for words, name_id, kind in node.names:
            if _is_written_so(words, tokens.words[first : last + 1]):
                return Hit(first, last, name_id, kind)
        return None

    def find_all(self, tokens: Tokens) -> Iterator[Hit]:
        """Yield every known name from left to right, the longest at each place."""
        at = 0
        while at < len(tokens):
            hit = self.find(tokens, at)
            if hit is not None and tokens.is_cut_out(hit.first, hit.last, hyphen_parts=True):
                yield hit
                at = hit.last + 1
            else:
                at += 1


def _is_written_so(name: Sequence[str], written: Sequence[str]) -> bool:
    """True if the capitals fit: "AS" exactly, "Chad" with a capital, "российский" in any way."""
    letters = "".join(word for word in name if word[0].isalpha())
    if letters.isupper():
        return all(a == b for a, b in zip(name, written, strict=True))
    return all(b[0].isupper() for a, b in zip(name, written, strict=True) if a[0].isupper())


@cache
def load_gazetteer(language: str) -> Gazetteer:
    """Return the known names of a language; one without tables has CLDR's names and the English table's."""
    table = load_table(language, STEP)
    locales = [_find_locale(language if language not in list_languages() else table["cldr"])]
    if locales[0].language != "en" and table["cldr"] != "ru":
        locales.append(Locale("en"))  # English names are common in the Latin script
    sources: list[tuple[str, str, ActorKind]] = [*_read_table(table)]
    if len(locales) > 1:
        sources += _read_table(load_table("en", STEP))
    for locale in locales:
        sources += _read_territories(locale)
    for locale in locales:
        sources += _read_cities(locale, frozenset(table["lists"]["not_places"]))
    endings = table.get("inflection", ())
    inflected = [(form, name_id, kind) for name, name_id, kind in sources for form in _inflect(name, endings)]
    return Gazetteer([*inflected, *_misspell(inflected)])


def _find_locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _read_table(table: Mapping[str, Any]) -> Iterator[tuple[str, str, ActorKind]]:
    for code, names in table["countries"].items():
        yield from ((name, f"country:{code}", ActorKind.COUNTRY) for name in names)
    for slug, names in table["organisations"].items():
        yield from ((name, f"organisation:{slug}", ActorKind.ORGANISATION) for name in names)
    for slug, names in table["places"].items():
        yield from ((name, f"place:{slug_words(slug)}", ActorKind.PLACE) for name in names)


def _read_territories(locale: Locale) -> Iterator[tuple[str, str, ActorKind]]:
    english = Locale("en").territories
    for code, name in locale.territories.items():
        if code in _NO_COUNTRIES:
            continue
        plain = name.split(" (")[0]
        if code.isdigit():
            yield plain, f"place:{slug_words(english.get(code, name))}", ActorKind.PLACE
        else:
            yield plain, f"country:{code}", ActorKind.COUNTRY


def _read_cities(locale: Locale, dropped: frozenset[str]) -> Iterator[tuple[str, str, ActorKind]]:
    names = locale.time_zones
    english = Locale("en").time_zones
    for zone in get_global("zone_territories"):
        if "/" not in zone or zone.startswith(("Etc/", "SystemV/", "Antarctica/", "Arctic/")):
            continue
        plain = zone.rsplit("/", 1)[1].replace("_", " ")
        name = names.get(zone, {}).get("city") or (plain if locale.language != "ru" else "")
        key = english.get(zone, {}).get("city") or plain
        if name and name.lower() not in dropped:
            yield name, f"place:{slug_words(key)}", ActorKind.PLACE


def _inflect(name: str, endings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the name and its inflected forms, every word by the longest ending that fits."""
    yield name
    if not endings:
        return
    pieces = [_inflect_word(word, endings) for word in name.split(" ")]
    yield from islice((" ".join(words) for words in product(*pieces)), _MAX_FORMS)


def _inflect_word(word: str, endings: Sequence[Mapping[str, Any]]) -> list[str]:
    fitting = [row for row in endings if word.endswith(row["ends"])]
    if not fitting or word.isupper():
        return [word]
    row = max(fitting, key=lambda row: len(row["ends"]))
    return [word[: -len(row["ends"])] + ending for ending in row["endings"]]


def _misspell(names: Iterable[tuple[str, str, ActorKind]]) -> Iterator[tuple[str, str, ActorKind]]:
    """Yield long names of countries with two neighbouring letters swapped, the commonest slip of the hand."""
    for name, name_id, kind in names:
        if kind is ActorKind.COUNTRY and len(name) >= _MISSPELLABLE and name.isalpha() and name[0].isupper():
            for at in range(1, len(name) - 1):
                if name[at] != name[at + 1]:
                    yield name[:at] + name[at + 1] + name[at] + name[at + 2 :], name_id, kind
