"""Actors: who and where a text speaks of, each under an id that all its spellings share.

Known names come from the gazetteer.  The others are runs of capitalised words, and what they are is
read from what stands around them in the whole document: a title or a verb of saying makes a person,
a cue such as "in" or "kota" a place, a word such as "Ministry" or capitals throughout an
organisation.  A word that the document also writes small, or that only ever opens a sentence, is no
name.  What the text itself introduces holds for all of it: "Long Name (LN)", and the last name after
the full one.

The id of a person is the folded last name (see `spelling` for what that collides with).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from claims.facts.gazetteer import STEP, Hit, load_gazetteer
from claims.facts.names import Name, Page, find_names
from claims.facts.spelling import fold_name, slug_words
from claims.facts.tokens import Gap, Tokens
from claims.languages import load_table
from claims.models import Actor, ActorKind, Span

_PERSON_WORDS = (2, 4)  # a run of so many words with nothing against it is taken for a person
_MAX_ACRONYM = 8


def find_actors(text: str, language: str) -> tuple[Actor, ...]:
    """Return the countries, places, organisations and people of a document, in order, not overlapping.

    >>> text = "Menteri Pertanian Maria Lestari tiba di Kirgistan. Kata Lestari, panen gagal."
    >>> [(actor.name, actor.id) for actor in find_actors(text, "id")]
    [('Maria Lestari', 'person:lestari'), ('Kirgistan', 'country:KG'), ('Lestari', 'person:lestari')]
    """
    page = Page(Tokens(text), language, _load_lists(language))
    hits = list(load_gazetteer(language).find_all(page.tokens))
    hits = [hit for hit in hits if not _is_in_a_name(page, hit)]
    names = list(find_names(page, hits))
    return tuple(_name_all(page, hits, names))


@cache
def _load_lists(language: str) -> Mapping[str, frozenset[str]]:
    """Return the word lists of names and, from the times' table, the verbs of saying."""
    lists = {name: frozenset(words) for name, words in load_table(language, STEP)["lists"].items()}
    times = load_table(language, "times")["lists"]
    heads = lists["titles"] | lists["organisation_words"] | lists["place_words"]
    return lists | {
        "saying": frozenset(times["said"]) | frozenset(times["said_before"]),
        "heads": heads,  # words that begin a name rather than stand before it
        "no_first_names": heads | lists["starters"],
    }


def _is_in_a_name(page: Page, hit: Hit) -> bool:
    """True for the Denver of "John Denver" and the Jakarta of "Jakarta Selatan": part of a longer name."""
    tokens, lists = page.tokens, page.lists
    if hit.kind is ActorKind.ORGANISATION or hit.last > hit.first:
        return False
    if hit.kind is ActorKind.COUNTRY and tokens.lower[hit.first] not in lists["also_names"]:
        return False
    before, after = hit.first - 1, hit.last + 1
    if after < len(tokens) and tokens.gaps[after] is Gap.BLANK and page.is_name_word(after):
        return tokens.lower[after] not in lists["titles"] and not page.is_headline(after)
    if before < 0 or tokens.gaps[hit.first] is not Gap.BLANK or not page.is_name_word(before):
        return False
    return tokens.lower[before] not in lists["no_first_names"] and not page.is_headline(before)


# --- what a name is ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """What the whole document says of its names."""

    aliases: Mapping[str, str]  # folded name -> id
    people: Mapping[str, str]  # folded word of a full name -> id
    kinds: Mapping[str, ActorKind]  # folded name -> what most of its places say


def _name_all(page: Page, hits: list[Hit], names: list[Name]) -> Iterator[Actor]:
    aliases = dict(_find_aliases(page, hits, names))
    kinds = _judge_kinds(page, names, aliases)
    known = _Known(aliases, dict(_find_people(page, names, kinds)), kinds)
    found = [(hit.first, hit.last, hit.id, hit.kind) for hit in hits]
    for name in names:
        if (named := _identify(page, name, known)) is not None:
            found.append((name.first, name.last, *named))
    for first, last, actor_id, kind in sorted(found):
        span = Span(page.tokens.starts[first], page.tokens.ends[last])
        yield Actor(actor_id, span.of(page.tokens.text), span, kind)


def _slug(page: Page, name: Name) -> str:
    """Return the slug of a body or thing: its letters as they are, since nobody spells "BBC" by ear."""
    return slug_words(" ".join(page.nominative(page.tokens.words[n]) for n in name.words))


def _judge_kinds(page: Page, names: list[Name], aliases: Mapping[str, str]) -> dict[str, ActorKind]:
    """Return for every name the kind that the clearest of its places gives it."""
    votes: dict[str, Counter[ActorKind]] = {}
    for name in names:
        kind, weight = _judge(page, name)
        votes.setdefault(name.key, Counter())[kind] += weight
    kinds = {key: max(sorted(counts), key=lambda kind: counts[kind]) for key, counts in votes.items()}
    bodies = [key for key, actor_id in aliases.items() if actor_id.startswith("organisation:")]
    return kinds | dict.fromkeys(bodies, ActorKind.ORGANISATION)


def _judge(page: Page, name: Name) -> tuple[ActorKind, int]:
    """Return what this place makes of a name, and how surely."""
    tokens, lists = page.tokens, page.lists
    words = [tokens.lower[n] for n in name.words]
    before = tokens.lower[name.first - 1] if name.first and tokens.gaps[name.first] is Gap.BLANK else ""
    if name.has_title:
        return ActorKind.PERSON, 6
    if any(word in lists["organisation_words"] for word in words):
        return ActorKind.ORGANISATION, 5
    if words[0] in lists["place_words"] or words[-1] in lists["place_words"]:
        return ActorKind.PLACE, 5
    if _is_acronym(page, name):
        return ActorKind.ORGANISATION, 4
    if _is_by_saying(page, name):
        return ActorKind.PERSON, 5
    further = tokens.lower[name.first - 2] if name.first > 1 else ""
    if before in lists["place_cues"] or f"{further} {before}" in lists["place_cues"]:
        return ActorKind.PLACE, 3
    if all(page.is_common(word) for word in words):
        return ActorKind.OTHER, 1
    blanks = sum(tokens.gaps[n] is Gap.BLANK for n in name.words[1:])
    if _PERSON_WORDS[0] <= blanks + 1 <= _PERSON_WORDS[1]:
        return ActorKind.PERSON, 1
    return (ActorKind.ORGANISATION if blanks else ActorKind.OTHER), 1


def _is_acronym(page: Page, name: Name) -> bool:
    word = page.tokens.words[name.first]
    return name.first == name.last and 2 <= len(word) <= _MAX_ACRONYM and word.isupper()


def _is_by_saying(page: Page, name: Name) -> bool:
    """True beside a verb of saying, or before a comma and a title ("Lestari, ketua panitia")."""
    tokens, lists = page.tokens, page.lists
    before, after = name.first - 1, name.last + 1
    if before >= 0 and tokens.gaps[name.first] is Gap.BLANK and tokens.lower[before] in lists["saying"]:
        return True
    if after >= len(tokens) or tokens.gaps[after] is Gap.BREAK:
        return False
    if tokens.words[after] == "," and after + 1 < len(tokens) and tokens.gaps[after + 1] is Gap.BLANK:
        return tokens.lower[after + 1] in lists["titles"] and not tokens.is_capital(after + 1)
    return tokens.lower[after] in lists["saying"]


def _identify(page: Page, name: Name, known: _Known) -> tuple[str, ActorKind] | None:
    key = name.key
    if not key:
        return None
    if key in known.aliases:
        return known.aliases[key], ActorKind(known.aliases[key].split(":")[0])
    kind = known.kinds[key]
    if len(name.words) == 1 and key in known.people and kind in (ActorKind.PERSON, ActorKind.OTHER):
        return known.people[key], ActorKind.PERSON
    if kind is ActorKind.PERSON:
        return _make_person_id(page, name), kind
    if kind is ActorKind.ORGANISATION:
        return _make_organisation_id(page, name), kind
    if kind is ActorKind.OTHER and all(page.is_common(page.tokens.lower[n]) for n in name.words):
        return None
    return f"{kind}:{key if kind is ActorKind.PLACE else _slug(page, name)}", kind


def _make_person_id(page: Page, name: Name) -> str:
    return f"person:{fold_name(page.nominative(page.tokens.words[name.words[-1]]))}"


def _make_organisation_id(page: Page, name: Name) -> str:
    """Return the id; "Ministry of Defence" of two countries are two ministries."""
    words = {page.tokens.lower[n] for n in name.words}
    if name.country and words & page.lists["organisation_words"]:
        return f"organisation:{name.country.split(':')[1].lower()}-{_slug(page, name)}"
    return f"organisation:{_slug(page, name)}"


def _find_people(page: Page, names: list[Name], kinds: Mapping[str, ActorKind]) -> Iterator[tuple[str, str]]:
    """Yield every word of a full name with the person's id, unless two people share the word."""
    owners: dict[str, set[str]] = {}
    for name in names:
        if kinds[name.key] is ActorKind.PERSON:
            for n in name.words:
                key = fold_name(page.nominative(page.tokens.words[n]))
                owners.setdefault(key, set()).add(_make_person_id(page, name))
    for key, ids in owners.items():
        own = f"person:{key}"  # a last name stays its own: "Lestari" beside "Lestari Putri"
        if own in ids or len(ids) == 1:
            yield key, own if own in ids else next(iter(ids))


# --- what the text introduces --------------------------------------------------------------------


def _find_aliases(page: Page, hits: list[Hit], names: list[Name]) -> Iterator[tuple[str, str]]:
    """Yield the folded names that "Long Name (LN)" or "LN, or Long Name" join, with their common id."""
    by_first = {name.first: name for name in names}
    hit_ids = {hit.first: hit.id for hit in hits} | {hit.last: hit.id for hit in hits}
    tokens = page.tokens
    for left in names:
        at = left.last + 1
        if at + 1 >= len(tokens) or tokens.gaps[at] is Gap.BREAK:
            continue
        right_at = _find_alias_place(page, at)
        right = by_first.get(right_at)
        if right is not None:
            yield from _join_names(page, left, right)
        elif right_at in hit_ids and _could_be_alias(page, left):
            yield left.key, hit_ids[right_at]


def _find_alias_place(page: Page, at: int) -> int:
    """Return the token where the second name would begin: behind "(" or behind ", or"."""
    tokens = page.tokens
    if tokens.words[at] in "([":
        return at + 1
    if tokens.words[at] == "," and at + 1 < len(tokens):
        at += 1
    return at + 1 if tokens.lower[at] in page.lists["alias_words"] else -1


def _could_be_alias(page: Page, name: Name) -> bool:
    return len(name.words) > 1 and _judge(page, name)[0] is ActorKind.ORGANISATION


def _join_names(page: Page, left: Name, right: Name) -> Iterator[tuple[str, str]]:
    short, long = sorted((left, right), key=lambda name: len(name.words))
    if not _is_acronym(page, short) or len(long.words) < 2:
        return
    joined = f"organisation:{_slug(page, short)}"
    yield short.key, joined
    yield long.key, joined
