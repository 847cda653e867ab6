"""The relation model: what two statements are to each other, as far as their wording tells.

    RelationModel.predict(pairs) -> float32 (n, len(LABELS))

`load_relation_model()` gives the model that ships with the package; any sequence-classification NLI model can
take its place by name or folder.  `predict` does not care which of the two statements comes first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from claims.store import Store

Pair: TypeAlias = tuple[str, str]
Scores: TypeAlias = NDArray[np.float32]
Progress = Callable[[str, int, int], None]

LABELS = (
    "contradiction",
    "tension",
    "agreement",
    "compatible",
    "update",
    "different_scope",
    "other_question",
)
"""What the columns of a prediction stand for; "other_question" is a pair that answers no common question."""

FLAGGED = (LABELS.index("contradiction"), LABELS.index("tension"))
"""The columns of what an editor wants to see."""

NLI_LABELS = ("contradiction", "entailment", "neutral")
BUNDLED = "ceksilang-relation"
_BUNDLED_NAMES = ("", "bundled", BUNDLED)
LARGE = "large"  # the name and the extra of the larger one
SAVED_AT_ONCE = 512  # pairs that are judged and saved together: what Ctrl-C can cost


class RelationModel(Protocol):
    """Whatever judges pairs of statements."""

    @property
    def name(self) -> str:
        """The model and its version: predictions are stored under this name."""

    def predict(self, pairs: Sequence[Pair]) -> Scores:
        """Return probabilities of shape (len(pairs), len(LABELS)), rows in the order of `pairs`.

        Each row sums to 1, and (a, b) has the row of (b, a).
        """


class NliModel(RelationModel, Protocol):
    """A relation model that also answers as an NLI model does."""

    def predict_nli(self, pairs: Sequence[Pair]) -> Scores:
        """Return (len(pairs), 3) in the order of `NLI_LABELS` for (premise, hypothesis)."""


def load_relation_model(name: str = "") -> RelationModel:
    """Return the bundled model, or the NLI model `name`; its weights are read when the first pair is judged.

    Args:
        name: "" or "bundled" for the bundled one; "large" for the one of that extra; a `.safetensors`
            file that `compare.train` wrote; else the folder or the name of a sequence-classification model
            with the labels contradiction, entailment and neutral.

    Raises:
        ModelError: it is not there or is no NLI model; says what to do.
    """
    return load_nli_model(name)


def load_nli_model(name: str = "") -> NliModel:
    """Return the same models as `load_relation_model`: each of them answers as an NLI model, too."""
    if name in _BUNDLED_NAMES or name.endswith(".safetensors"):
        from compare.relate.model_bundled import BundledModel

        return BundledModel(Path(name) if name.endswith(".safetensors") else None)
    if name == LARGE:
        from compare.relate.model_large import LargeModel

        return LargeModel()
    from compare.relate.model_named import NamedModel

    return NamedModel(name)


class StoredModel:
    """A model whose predictions are kept in the store: what was judged once is not judged again."""

    def __init__(
        self, model: RelationModel, store: Store, on_progress: Progress = lambda step, done, total: None
    ) -> None:
        self._model, self._store, self._on_progress = model, store, on_progress

    @property
    def name(self) -> str:
        """The name of the model behind."""
        return self._model.name

    def predict(self, pairs: Sequence[Pair]) -> Scores:
        """Return the predictions of `pairs`; only those without a stored one are computed."""
        hashes = [hash_pair(pair) for pair in pairs]
        known = dict(self._store.vectors(self.name, hashes))
        missing = {h: pair for h, pair in zip(hashes, pairs, strict=True) if h not in known}
        # Pairs of like length go through the network together.
        order = sorted(missing, key=lambda h: (len(missing[h][0]) + len(missing[h][1]), h))
        for start in range(0, len(order), SAVED_AT_ONCE):
            part = order[start : start + SAVED_AT_ONCE]
            scores = dict(zip(part, self._model.predict([missing[h] for h in part]), strict=True))
            self._store.save_vectors(self.name, scores)
            known |= scores
            self._on_progress("relate", min(start + SAVED_AT_ONCE, len(order)), len(order))
        return np.stack([known[h] for h in hashes]) if hashes else np.empty((0, len(LABELS)), np.float32)


def hash_pair(pair: Pair) -> str:
    """Return the hash under which a pair's prediction is stored; the order of the two does not matter.

    >>> hash_pair(("Air naik.", "Air turun.")) == hash_pair(("Air turun.", "Air naik."))
    True
    """
    return "p" + hashlib.sha256("\0".join(sorted(pair)).encode("utf-8", "replace")).hexdigest()[:20]


def relation_of_nli(scores: Scores) -> Scores:
    """Return (n, len(LABELS)) for (n, 3) NLI probabilities, from a model that knows no more than that.

    A contradiction stays one, entailment is agreement, and neutral says no more than "compatible".

    >>> relation_of_nli(np.array([[0.5, 0.25, 0.25]], np.float32)).tolist()
    [[0.5, 0.0, 0.25, 0.25, 0.0, 0.0, 0.0]]
    """
    found = np.zeros((len(scores), len(LABELS)), np.float32)
    for column, label in enumerate(("contradiction", "agreement", "compatible")):
        found[:, LABELS.index(label)] = scores[:, column]
    return found
