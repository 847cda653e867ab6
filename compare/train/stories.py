"""Our own training stories: claims of several outlets on one question, every pair of them judged.

The split goes by story, never by pair: a story whose id hashes to less than `HELD_OUT_PERCENT` is only
measured on.  `compare/train/stories/README.md` describes the format.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from claims.errors import InputError
from compare.train.data import Pair, Row, read_rows

HELD_OUT_PERCENT = 15
OTHER_QUESTIONS = 0.6  # pairs across the questions of a story, for each pair that is judged
FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True, slots=True)
class Story:
    """One story's pairs: those judged, and those of which each claim answers a question of its own."""

    id: str
    language: str
    judged: tuple[Pair, ...]
    other: tuple[Pair, ...]

    @property
    def is_held_out(self) -> bool:
        """True for a story that is kept to measure with."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 100 < HELD_OUT_PERCENT

    def pairs(self, seed: int = 0) -> list[Pair]:
        """Return the judged pairs and a share of the others, the same for the same seed."""
        count = min(len(self.other), round(len(self.judged) * OTHER_QUESTIONS))
        return [*self.judged, *random.Random(f"{self.id} {seed}").sample(self.other, count)]


def read_stories(folders: Sequence[Path] = (FOLDER,)) -> list[Story]:
    """Return the stories of `folders`, by id; a story that stands in two of them is read once.

    Raises:
        InputError: a file is no story; names it.
    """
    found: dict[str, Story] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl")):
        for row in read_rows(path):
            try:
                story = read_story(row)
            except (KeyError, ValueError, TypeError) as error:
                raise InputError(path, f"holds no story ({error!r})", "See the README beside it") from error
            found.setdefault(story.id, story)
    return [found[name] for name in sorted(found)]


def read_story(row: Row) -> Story:
    """Return one line of a file of stories.

    >>> claims = [{"id": "a", "text": "Air naik."}, {"id": "b", "text": "Air turun."}]
    >>> judged = {"q": "?", "claims": claims, "relations": [["a", "b", "contradiction", "other"]]}
    >>> story = read_story({"id": "toy", "language": "id", "questions": [judged]})
    >>> story.judged[0].relation, len(story.other)
    (frozenset({'contradiction'}), 0)
    """
    name = str(row["id"])
    judged: list[Pair] = []
    for question in row["questions"]:
        texts = {claim["id"]: claim["text"] for claim in question["claims"]}
        for left, right, relation, *_ in question["relations"]:
            judged.append(Pair(texts[left], texts[right], "stories", relation=frozenset({relation})))
    return Story(name, str(row["language"]), tuple(judged), tuple(_pair_across(row)))


def _pair_across(row: Row) -> Iterator[Pair]:
    """Pairs of claims of two questions; a text that stands in both answers both and is left out."""
    for one, two in combinations(row["questions"], 2):
        left, right = ([claim["text"] for claim in question["claims"]] for question in (one, two))
        for first in left:
            for second in right:
                if first not in right and second not in left:
                    yield Pair(first, second, "stories", relation=frozenset({"other_question"}))
