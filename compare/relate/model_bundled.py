"""The relation model that ships with the package."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from claims.errors import ModelError
from compare.relate.model import BUNDLED, Pair, Scores

TOKENS_PER_BATCH = 1_500  # padded: what stays in the processor's cache


class BundledModel:
    """Judges both orders of a pair and takes the mean, so that neither statement is the first."""

    def __init__(self, weights: Path | None = None, encoder: Path | None = None) -> None:
        """Name the model; its weights are read when the first pair is judged.

        Args:
            weights: another file that `pack_network` wrote.
            encoder: the folder of the encoder that they belong to; the bundled one if None.

        Raises:
            ModelError: the file of weights is missing.
        """
        from compare.relate.model_files import WEIGHTS

        self._weights = weights or WEIGHTS
        self._encoder = encoder
        self._lock = Lock()
        if not self._weights.is_file():
            raise ModelError(
                f"{self._weights}: the weights of the relation model are missing. Reinstall ceksilang."
            )

    @cached_property
    def name(self) -> str:
        """The name with a hash of the weights."""
        with self._weights.open("rb") as file:
            return f"{BUNDLED}@{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"

    def predict(self, pairs: Sequence[Pair]) -> Scores:
        """Return probabilities (len(pairs), len(LABELS)), each row the mean of both orders."""
        return self._judge(pairs, "relation", both_ways=True)

    def predict_nli(self, pairs: Sequence[Pair]) -> Scores:
        """Return (len(pairs), 3) in the order of `NLI_LABELS` for (premise, hypothesis): to measure with."""
        return self._judge(pairs, "nli", both_ways=False)

    def _judge(self, pairs: Sequence[Pair], head: str, *, both_ways: bool) -> Scores:
        from compare.relate.model_network import HEADS, judge

        if not pairs:
            return np.empty((0, HEADS[head]), np.float32)
        tokenizer, network = self._parts
        texts = list(dict.fromkeys(_clean(text) for pair in pairs for text in pair))
        ids = dict(zip(texts, tokenizer(texts, add_special_tokens=False)["input_ids"], strict=True))
        rows = [(ids[_clean(left)], ids[_clean(right)]) for left, right in pairs]
        if not both_ways:
            return np.asarray(judge(network, rows, head, TOKENS_PER_BATCH), np.float32)
        scores = judge(network, [*rows, *((right, left) for left, right in rows)], head, TOKENS_PER_BATCH)
        return np.asarray((scores[: len(rows)] + scores[len(rows) :]) / 2, np.float32)

    @property
    def _parts(self) -> tuple[Any, Any]:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        from tokenizers import Tokenizer

        from compare.relate.model_files import unpack_network
        from compare.unpack import unpack_encoder

        folder = self._encoder or unpack_encoder()
        return RowTokenizer(Tokenizer.from_file(str(folder / "tokenizer.json"))), unpack_network(
            self._weights, folder
        )


class RowTokenizer:
    """The folder's tokenizer without the library around it, which takes a second to start."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, texts: list[str], *, add_special_tokens: bool) -> dict[str, list[list[int]]]:
        found = self._tokenizer.encode_batch(texts, add_special_tokens=add_special_tokens)
        return {"input_ids": [one.ids for one in found]}


def _clean(text: str) -> str:
    """A lone surrogate, which a damaged file can hold, is no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
