"""Any sequence-classification NLI model in the place of the bundled one, by name or folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from claims.errors import ModelError
from compare.relate.model import NLI_LABELS, Pair, Scores, relation_of_nli

PAIRS_AT_ONCE = 16
LONGEST = 256  # tokens of a pair
# How models in use call the labels.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "contradiction": ("contradiction", "contradictory", "contradict", "refutes", "c"),
    "entailment": ("entailment", "entail", "entails", "supports", "e"),
    "neutral": ("neutral", "not enough info", "n"),
}


class NamedModel:
    """A model that the user chose; knows contradiction, entailment and neutral, and no more."""

    def __init__(self, name: str) -> None:
        """Look the model up.

        Raises:
            ModelError: there is no such folder, or no such model among the downloaded ones and no network.
        """
        self._given = name
        self._lock = Lock()
        folder = Path(name).expanduser()
        if folder.exists() and not (folder / "config.json").is_file():
            raise ModelError(f"{name}: holds no model (no config.json). Name the model's folder.")
        if not folder.exists() and (folder.is_absolute() or name.startswith((".", "~"))):
            raise ModelError(f"{name}: no such folder. Name a folder that holds an NLI model.")

    @cached_property
    def name(self) -> str:
        """The name with its version: the state of a folder's files, the commit of a downloaded model."""
        folder = Path(self._given).expanduser()
        if folder.is_dir():
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            state = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
            return f"{folder.resolve().name}@{hashlib.sha256(repr(state).encode()).hexdigest()[:12]}"
        commit = getattr(self._parts[1].config, "_commit_hash", None)
        return f"{self._given}@{commit[:12]}" if commit else self._given

    def predict(self, pairs: Sequence[Pair]) -> Scores:
        """Return (len(pairs), len(LABELS)): NLI labels as relations, each row the mean of both orders."""
        scores = (self.predict_nli(pairs) + self.predict_nli([(two, one) for one, two in pairs])) / 2
        return relation_of_nli(np.asarray(scores, np.float32))

    def predict_nli(self, pairs: Sequence[Pair]) -> Scores:
        """Return (len(pairs), 3) in the order of `NLI_LABELS` for (premise, hypothesis)."""
        import torch

        found = np.empty((len(pairs), len(NLI_LABELS)), np.float32)
        if not pairs:
            return found
        tokenizer, model, columns = self._parts
        order = sorted(range(len(pairs)), key=lambda place: sum(map(len, pairs[place])))
        for at in range(0, len(order), PAIRS_AT_ONCE):
            places = order[at : at + PAIRS_AT_ONCE]
            sides = [[pairs[place][side] for place in places] for side in (0, 1)]
            inputs = tokenizer(*sides, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
            with torch.inference_mode():
                found[places] = torch.softmax(model(**inputs).logits.float(), -1).numpy()[:, columns]
        return found

    @property
    def _parts(self) -> tuple[Any, Any, list[int]]:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> tuple[Any, Any, list[int]]:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        from compare.encoder import quiet_libraries

        place = (
            str(Path(self._given).expanduser()) if Path(self._given).expanduser().is_dir() else self._given
        )
        try:
            with quiet_libraries():
                tokenizer = AutoTokenizer.from_pretrained(place)
                model = AutoModelForSequenceClassification.from_pretrained(place).eval()
        except Exception as error:  # the libraries raise a dozen kinds
            said = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"{self._given}: the relation model cannot be loaded ({said}). Check the name and the "
                "network, or leave --relation-model out for the bundled one."
            ) from error
        return tokenizer, model, find_columns(model.config.id2label, self._given)


def find_columns(labels: Mapping[int, str], name: str) -> list[int]:
    """Return the column of each of `NLI_LABELS` in a model's output, by the labels' names.

    >>> find_columns({0: "ENTAILMENT", 1: "neutral", 2: "Contradiction"}, "toy")
    [2, 0, 1]

    Raises:
        ModelError: the labels are called otherwise ("LABEL_0"): guessing would turn the answers around.
    """
    columns = {
        wanted: column
        for column, given in labels.items()
        for wanted, spellings in _SPELLINGS.items()
        if given.strip().casefold().replace("_", " ") in spellings
    }
    if set(columns) != set(NLI_LABELS) or len(labels) != len(NLI_LABELS):
        raise ModelError(
            f"{name}: its labels are {', '.join(labels.values())}; an NLI model has contradiction, "
            "entailment and neutral. Write their names into id2label of its config.json, or choose another."
        )
    return [columns[wanted] for wanted in NLI_LABELS]
