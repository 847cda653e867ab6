"""The relation model on judged pairs of claims: annotated articles, or the training stories held out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from claims.errors import InputError
from compare.evaluate.gold import load_gold
from compare.evaluate.nli import draw_rows
from compare.relate.model import LABELS, Pair, RelationModel
from compare.train.measure import describe_relations
from compare.train.stories import read_stories

# What the annotation calls a relation.
_GOLD: Mapping[str, str] = {
    "contradict": "contradiction",
    "tension": "tension",
    "agree": "agreement",
    "compatible-different-detail": "compatible",
    "different-scope": "different_scope",
}


def measure_relations(model: RelationModel, folder: Path, limit: int = 0) -> dict[str, float]:
    """Return how many pairs were judged and what `describe_relations` says of them.

    Args:
        model: the model to measure.
        folder: an annotation (claims.jsonl, pairs.jsonl, ...), or a folder of stories.
        limit: pairs that are drawn, the same each time; 0 for all.

    Raises:
        InputError: the folder holds neither.
    """
    judged = draw_rows(read_judged(folder), limit)
    scores = model.predict([pair for pair, _ in judged])
    truth = np.array([LABELS.index(label) for _, label in judged])
    return {"pairs": float(len(judged)), **describe_relations(scores, truth)}


def read_judged(folder: Path) -> list[tuple[Pair, str]]:
    """Return the judged pairs in `folder`, each with its label of `LABELS`.

    Raises:
        InputError: there are none.
    """
    judged = list(_read_gold(folder) if (folder / "pairs.jsonl").is_file() else _read_held_out(folder))
    if not judged:
        raise InputError(folder, "holds no judged pairs", "Name an annotation or a folder of stories")
    return judged


def _read_gold(folder: Path) -> Iterator[tuple[Pair, str]]:
    gold = load_gold(folder)
    quotes = {claim["id"]: claim["quote"] for claim in gold.claims}
    for row in gold.pairs:
        yield (quotes[row["a"]], quotes[row["b"]]), _GOLD[row["relation"]]


def _read_held_out(folder: Path) -> Iterator[tuple[Pair, str]]:
    for story in read_stories([folder]):
        if story.is_held_out:
            for pair in story.pairs():
                yield (pair.left, pair.right), next(iter(pair.relation))
