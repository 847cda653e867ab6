"""What an edit of a sentence is, and what it can be to the sentence it was made from.

Where an edit leaves two readings open, its verdict names both labels.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from compare.train.data import Labels

LANGUAGE = "id"

Verdict = tuple[Labels, Labels]  # the NLI labels and the relations that are not ruled out

CONFLICT = frozenset({"contradiction"}), frozenset({"contradiction"})
DENIED = frozenset({"contradiction"}), frozenset({"contradiction", "tension"})
COVERED = frozenset({"entailment"}), frozenset({"compatible"})
OPEN_BOUND = frozenset({"neutral"}), frozenset({"compatible"})
OTHER_DAY = frozenset({"contradiction"}), frozenset({"contradiction", "different_scope"})
OTHER_EVENT = frozenset({"contradiction", "neutral"}), frozenset({"different_scope", "update"})
OTHER_NAME = (
    frozenset({"contradiction", "neutral"}),
    frozenset({"contradiction", "tension", "different_scope", "other_question"}),
)
SWAPPED = frozenset({"contradiction", "neutral"}), frozenset({"contradiction", "tension"})
UNRELATED = frozenset({"neutral"}), frozenset({"other_question"})


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed sentence and what it is to the one it was made from."""

    text: str
    verdict: Verdict


Editor = Callable[[str, random.Random], Iterator[Edit]]
