"""Parts of an NLI set by what makes a pair hard; no set that we have comes annotated with phenomena."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from compare.train.data import Row

LEAST = 50  # pairs below which a figure says nothing
LONG = 40  # words of a premise
MOST, FEW = 0.8, 0.4  # share of the hypothesis' words that stand in the premise
_WORD = re.compile(r"\w+")
_DENIAL = re.compile(
    r"\b(?:tidak|tak|bukan|belum|tanpa|not|no|never|without|\w+n[’']t|не|нет|ни|без)\b", re.IGNORECASE
)
_NAME = re.compile(r"\s[^\W\d_a-zа-яё]\w+")  # a capital that does not begin the sentence

_Test = Callable[[Row], bool]


def share_words(row: Row) -> float:
    """Return the share of the hypothesis' words that stand in the premise, 0..1.

    >>> share_words({"premise": "Air naik di Garut.", "hypothesis": "Air turun."})
    0.5
    """
    premise, hypothesis = (_WORD.findall(row[side].casefold()) for side in ("premise", "hypothesis"))
    return sum(word in premise for word in hypothesis) / max(len(hypothesis), 1)


SLICES: Mapping[str, _Test] = {
    "denial on one side": lambda row: (
        bool(_DENIAL.search(row["premise"])) != bool(_DENIAL.search(row["hypothesis"]))
    ),
    "names on both sides": lambda row: bool(_NAME.search(row["premise"]) and _NAME.search(row["hypothesis"])),
    "most words shared": lambda row: share_words(row) >= MOST,
    "few words shared": lambda row: share_words(row) <= FEW,
    "long premise": lambda row: len(row["premise"].split()) >= LONG,
}


def cut_slices(rows: Sequence[Row]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield the name of each slice that is large enough, and which rows it holds."""
    for name, holds in SLICES.items():
        held = np.array([holds(row) for row in rows], bool)
        if held.sum() >= LEAST:
            yield name, held
