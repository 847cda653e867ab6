"""Edits of words: a denial, who did it to whom, who is listed, another name."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from claims.facts.actors import find_actors
from claims.facts.negations import NegationKind, find_negations
from claims.models import Actor, ActorKind, Span
from compare.train.edits import COVERED, DENIED, LANGUAGE, OTHER_NAME, SWAPPED, Edit

# What is put before a word so that a clause says the opposite; only where the word can be nothing but a verb.
_DENIALS = (
    (re.compile(r"\b(?:telah|sudah) (?=\w)"), "belum "),
    (
        re.compile(r"\b(?=(?:akan|bisa|dapat|mampu|pernah|berhasil|termasuk|memiliki|mempunyai|ingin) )"),
        "tidak ",
    ),
    (re.compile(r"\b(?=merupakan )"), "bukan "),
    (re.compile(r"\badalah (?=\w)"), "bukanlah "),
    (
        re.compile(
            r"(?<=\w )(?=(?:mem[bpf]|men[cdjt]|meng[aghikou]|meny|ber[a-z]|di[bcdjklmprst])[a-z]{4,} )"
        ),
        "tidak ",
    ),
)
# They begin like verbs and are none, or stand in a clause of their own.
_NO_VERB = re.compile(
    r"^(?:mengenai|menjelang|mengapa|berikut|bersama|berdasarkan|beberapa|berbagai|berita|bermacam|dimana|dirinya|"
    r"dimulai|disebut|bernama|bertajuk|berjudul|berusia|berasal)\b"
)
_HIDDEN_CLAUSE = re.compile(
    r"(?:yang|untuk|dengan|dan|atau|guna|agar|setelah|sebelum|saat|ketika|dalam|tidak|belum) $"
)
_ACTS = re.compile(r"^ (?:\w+ )?(?:me[mn]\w{4,}|menge\w{3,}|meng\w{4,})(?: \w+)?(?: \w+)? $")
_LISTS = re.compile(r"^(?:, | dan |, dan )$")


def edit_negation(text: str, rng: random.Random) -> Iterator[Edit]:
    """Take a denial out of a sentence or put one in.

    >>> [edit.text for edit in edit_negation("Bupati tidak memperpanjang masa darurat.", random.Random(1))]
    ['Bupati memperpanjang masa darurat.']
    >>> [edit.text for edit in edit_negation("Pasukan telah meninggalkan kota itu.", random.Random(1))]
    ['Pasukan belum meninggalkan kota itu.']
    """
    negations = find_negations(text, LANGUAGE)
    if len(negations) == 1:
        cue = negations[0].cue
        if negations[0].kind is NegationKind.PLAIN and cue.of(text).casefold() in ("tidak", "tak"):
            rest = text[: cue.start] + text[cue.end :].lstrip()
            yield Edit(rest[:1].upper() + rest[1:], DENIED)
        return
    if negations:
        return
    for pattern, denial in _DENIALS:
        match = pattern.search(text)
        if (
            match
            and not _HIDDEN_CLAUSE.search(text[: match.start()])
            and not _NO_VERB.match(text[match.end() :])
        ):
            yield Edit(text[: match.start()] + denial + text[match.end() :], DENIED)
            return


def edit_roles(text: str, rng: random.Random) -> Iterator[Edit]:
    """Let two names change places around a verb that has a doer and a target.

    >>> [edit.text for edit in edit_roles("Rusia menyerang Ukraina.", random.Random(1))]
    ['Ukraina menyerang Rusia.']
    """
    actors = find_actors(text, LANGUAGE)
    for one, two in pairwise(actors):
        if one.id != two.id and _ACTS.match(text[one.span.end : two.span.start]):
            between = text[one.span.end : two.span.start]
            swapped = two.span.of(text) + between + one.span.of(text)
            yield Edit(text[: one.span.start] + swapped + text[two.span.end :], SWAPPED)
            return


def edit_lists(text: str, rng: random.Random) -> Iterator[Edit]:
    """Take a name out of a list of three or more: what is left was said by the whole list."""
    actors = find_actors(text, LANGUAGE)
    for one, two, three in zip(actors, actors[1:], actors[2:], strict=False):
        gaps = text[one.span.end : two.span.start], text[two.span.end : three.span.start]
        if all(_LISTS.match(gap) for gap in gaps):
            yield Edit(text[: one.span.end] + gaps[1] + text[three.span.start :], COVERED)
            return


def edit_names(text: str, names: Mapping[ActorKind, Sequence[str]], rng: random.Random) -> Iterator[Edit]:
    """Put another name of the same kind in the place of one."""
    actors = [actor for actor in find_actors(text, LANGUAGE) if len(names.get(actor.kind, ())) > 1]
    if actors:
        actor: Actor = rng.choice(actors)
        name = rng.choice(names[actor.kind])
        if name != actor.span.of(text):
            yield Edit(_replace(text, actor.span, name), OTHER_NAME)


def _replace(text: str, span: Span, by: str) -> str:
    return text[: span.start] + by + text[span.end :]


def collect_names(texts: Sequence[str]) -> dict[ActorKind, list[str]]:
    """Return the names in the texts by their kind, each once."""
    found: dict[ActorKind, dict[str, None]] = {}
    for text in texts:
        for actor in find_actors(text, LANGUAGE):
            if actor.kind is not ActorKind.OTHER:
                found.setdefault(actor.kind, {})[actor.span.of(text)] = None
    return {kind: list(names) for kind, names in found.items()}
