"""Names against annotated sentences: how many people, places and organisations are seen, and seen as such.

The data is not part of the project: `*.jsonl` files of `{"tokens": [...], "tags": ["O", "B-PERSON", ...]}`.
The tokens are joined by spaces and each sentence is read alone, so nothing that an article says elsewhere
helps; data written all in small letters shows what the gazetteer alone knows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.errors import InputError
from claims.facts.actors import find_actors
from claims.models import Actor, ActorKind, Span

# What the data sets call their kinds; others (events, food) are not names in our sense.
KINDS = {
    "PERSON": (ActorKind.PERSON,),
    "PPL": (ActorKind.PERSON,),
    "PLACE": (ActorKind.PLACE, ActorKind.COUNTRY),
    "PLC": (ActorKind.PLACE, ActorKind.COUNTRY),
    "ORGANISATION": (ActorKind.ORGANISATION,),
    "IND": (ActorKind.ORGANISATION,),
}
LEFT_OUT = "test"  # what is measured again and again must not be the part that others publish figures on


@dataclass(frozen=True, slots=True)
class NameScore:
    """One kind in one file: names annotated, those found under any kind, those found under theirs."""

    data: str
    kind: str
    names: int
    found: float
    right: float


def measure_names(folder: Path, language: str = "id") -> list[NameScore]:
    """Return the recall of every kind in every `*.jsonl` of `folder` but the test part.

    Raises:
        InputError: there is nothing to read, or it is not what it should be.
    """
    paths = [path for path in sorted(folder.rglob("*.jsonl")) if LEFT_OUT not in path.stem]
    if not paths:
        raise InputError(folder, "holds no .jsonl file", "Name a folder of annotated sentences.")
    return [score for path in paths for score in _measure_file(path, language)]


def _measure_file(path: Path, language: str) -> Iterator[NameScore]:
    total, found, right = Counter[str](), Counter[str](), Counter[str]()
    for line in path.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
            text, entities = join_tokens(row["tokens"], row["tags"])
        except (ValueError, KeyError) as error:
            raise InputError(
                path, f"is not a file of tokens and tags ({error})", "See the README."
            ) from error
        actors = find_actors(text, language)
        for kind, span in entities:
            if kind not in KINDS:
                continue
            here = [actor for actor in actors if _covers(actor, span)]
            total[kind] += 1
            found[kind] += bool(here)
            right[kind] += any(actor.kind in KINDS[kind] for actor in here)
    for kind, count in sorted(total.items()):
        yield NameScore(
            f"{path.parent.name}/{path.stem}", kind, count, found[kind] / count, right[kind] / count
        )


def _covers(actor: Actor, span: Span) -> bool:
    """True if the two share at least half of the longer."""
    shared = min(actor.span.end, span.end) - max(actor.span.start, span.start)
    return 2 * shared >= max(len(actor.span), len(span))


def join_tokens(tokens: Sequence[str], tags: Sequence[str]) -> tuple[str, list[tuple[str, Span]]]:
    """Return the text and the annotated names with their kinds.

    >>> join_tokens(["Rina", "Kartika", "di", "Garut"], ["B-PERSON", "I-PERSON", "O", "B-PLACE"])
    ('Rina Kartika di Garut', [('PERSON', Span(start=0, end=12)), ('PLACE', Span(start=16, end=21))])
    """
    names: list[tuple[str, Span]] = []
    at = 0
    for token, tag in zip(tokens, tags, strict=True):
        mark, _, kind = tag.partition("-")
        span = Span(at, at + len(token))
        if mark == "I" and names and names[-1][1].end == at - 1 and names[-1][0] == kind:
            names[-1] = (kind, Span(names[-1][1].start, span.end))
        elif mark in ("B", "I"):
            names.append((kind, span))
        at = span.end + 1
    return " ".join(tokens), names
