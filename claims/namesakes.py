"""Two people of one last name do not meet under one id where the articles give them different first names.

`find_actors` names a person by the last name, the only part that every article gives.  That is right as long
as nobody else of that name is in the story; whether somebody is shows only when all articles have been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from claims.facts.spelling import fold_name
from claims.models import Actor, ActorKind, Reading

# From this likeness on two first names are spellings of one: Kassym and Kasym, Joe and Joseph, Vladimir
# and Volodymyr (0.71); Rina and Rudi have 0.5, while Maria and Marta (0.8) are taken for one.
SAME_FIRST_NAME = 0.65
SEPARATOR = "."  # "person:kartika.rina"


def separate_namesakes(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings, the ids of people of one last name and different first names told apart.

    A last name alone is whoever of that name its own article names in full; where that leaves two, or none,
    it keeps the plain id.
    """
    firsts = [_list_first_names(reading) for reading in readings]
    names: dict[str, set[str]] = {}
    for found in firsts:
        for plain, here in found.items():
            names.setdefault(plain, set()).update(here)
    groups = {plain: group for plain, here in names.items() if len(group := _group_spellings(here)) > 1}
    stale = any(SEPARATOR in actor.id for actor in _people(readings))
    if not groups and not stale:
        return tuple(readings)
    return tuple(_rename(reading, groups, here) for reading, here in zip(readings, firsts, strict=True))


def _people(readings: Iterable[Reading]) -> Iterator[Actor]:
    for reading in readings:
        for claim in reading.claims:
            yield from (actor for actor in claim.actors if actor.kind is ActorKind.PERSON)


def _list_first_names(reading: Reading) -> dict[str, set[str]]:
    """Return the folded first names that an article gives to each last name."""
    found: dict[str, set[str]] = {}
    for actor in _people([reading]):
        if first := _first_name(actor):
            found.setdefault(_plain(actor), set()).add(first)
    return found


def _plain(actor: Actor) -> str:
    return actor.id.partition(SEPARATOR)[0]


def _first_name(actor: Actor) -> str:
    words = actor.name.split()
    if any("-" in word for word in words[1:-1]):
        return ""  # "Rina Wijaya-Budi Kartika": a pair of candidates, two people
    return fold_name(words[0].strip(".")) if len(words) > 1 else ""


def _group_spellings(firsts: Iterable[str]) -> dict[str, str]:
    """Return each first name with the one that stands for its spellings; empty where all are one."""
    leaders: list[str] = []
    leader_of: dict[str, str] = {}
    for first in sorted(firsts, key=lambda name: (-len(name), name)):
        leader = next((known for known in leaders if _is_same(first, known)), first)
        if leader is first:
            leaders.append(first)
        leader_of[first] = leader
    return leader_of if len(leaders) > 1 else {}


def _is_same(one: str, other: str) -> bool:
    """True for spellings, short forms, case forms and initials of one first name.

    >>> _is_same("kasim", "kasym"), _is_same("r", "rina"), _is_same("rina", "budi")
    (True, True, False)
    """
    if one[:1] != other[:1]:
        return False
    alike = SequenceMatcher(None, one, other).ratio() >= SAME_FIRST_NAME
    return alike or one.startswith(other) or other.startswith(one)


def _rename(
    reading: Reading, groups: Mapping[str, Mapping[str, str]], firsts: Mapping[str, set[str]]
) -> Reading:
    def name(actor: Actor) -> Actor:
        if actor.kind is not ActorKind.PERSON:
            return actor
        plain = _plain(actor)
        leader_of = groups.get(plain, {})
        here = {leader_of[first] for first in firsts.get(plain, ()) if first in leader_of}
        own = leader_of.get(_first_name(actor)) or (next(iter(here)) if len(here) == 1 else "")
        return replace(actor, id=f"{plain}{SEPARATOR}{own}" if own else plain)

    claims = tuple(replace(claim, actors=tuple(map(name, claim.actors))) for claim in reading.claims)
    return replace(reading, claims=claims)
