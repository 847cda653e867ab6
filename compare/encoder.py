"""Sentences to vectors: the one place that knows sentence-transformers.

`load_encoder()` gives the bundled multilingual-e5-small, which needs no network, ever; `load_encoder(NAME)`
any other sentence-transformers model by name or folder.  The libraries behind it take seconds to import, so
the bundled model is loaded when the first text is encoded: a run whose vectors are all stored never pays.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from claims.errors import ModelError
from compare.unpack import Progress, bundled_fingerprint, unpack_encoder

logger = logging.getLogger(__name__)

Vectors: TypeAlias = NDArray[np.float32]

BUNDLED = "multilingual-e5-small"
CHARACTERS_PER_BATCH = 2_000
"""Padded size of a batch, about 500 tokens: what stays in the processor's cache.

Texts a second of one core's time, 100 Indonesian sentences of 35 tokens, best of 5 rounds in one process: the
library's plain call (32 texts at once) 17; batches of 500 characters 27, 1,000 33, 2,000 35, 4,000 32.
"""
_PROMPT_SIZE = 8  # what the prompt and the two special tokens add to each text, in characters
_E5_NAME = re.compile(r"(^|[/\\])(multilingual-)?e5-(small|base|large)", re.IGNORECASE)
_OFFLINE_VARIABLES = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


class Encoder(Protocol):
    """Whatever turns texts into vectors whose dot product says how close they are."""

    @property
    def name(self) -> str:
        """The model and its version: vectors are stored under this name."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension), rows in the order of `texts`, each of length 1."""


def load_encoder(name: str | None = None, on_progress: Progress | None = None) -> Encoder:
    """Return the bundled encoder, or the sentence-transformers model `name`.

    Args:
        name: None or "multilingual-e5-small" for the bundled one; else a folder or the name of a model, which
            is looked for among the downloaded ones first.
        on_progress: told about unpacking, checking and encoding.

    Raises:
        ModelError: it is not there or cannot be loaded; says what to do.
    """
    if name is None or name == BUNDLED:
        folder = unpack_encoder(on_progress)
        return _BundledEncoder(folder, on_progress)
    model = _load_named(name)
    return _NamedEncoder(_name_version(name, model), model, _choose_prompt(name, model), on_progress)


class _SentenceEncoder:
    """What the bundled and the named models share: order, batches, precision, rows of length 1."""

    def __init__(self, name: str, prompt: str | None, on_progress: Progress | None) -> None:
        self.name = name
        self._prompt = prompt
        self._on_progress = on_progress

    def _model(self) -> Any:
        raise NotImplementedError

    def _dimension(self) -> int:
        raise NotImplementedError

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 row of length 1 for each text; texts past the model's window are cut there."""
        if not texts:
            return np.empty((0, self._dimension()), np.float32)
        # Equal texts are encoded once; a lone surrogate, which a damaged file can hold, is no UTF-8.
        places: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            places.setdefault(text.encode("utf-8", "replace").decode("utf-8"), []).append(row)
        model, vectors = self._model(), np.empty((len(texts), self._dimension()), np.float32)
        done = 0
        for batch, encoded in _encode_in_parallel(model, self._prompt, list(plan_batches(list(places)))):
            for text, vector in zip(batch, encoded, strict=True):
                vectors[places[text]] = vector
            done += len(batch)
            if self._on_progress:
                self._on_progress("encode", done, len(places))
        return vectors


class _BundledEncoder(_SentenceEncoder):
    """The unpacked multilingual-e5-small; loaded at the first text."""

    def __init__(self, folder: Path, on_progress: Progress | None) -> None:
        self._folder = folder
        self._loaded: Any = None
        self._lock = Lock()
        super().__init__(f"{BUNDLED}@{bundled_fingerprint(folder)}", None, on_progress)

    def _dimension(self) -> int:
        return int(json.loads((self._folder / "config.json").read_text("utf-8"))["hidden_size"])

    def _model(self) -> Any:
        with self._lock:
            if self._loaded is None:
                # On sentences the fused attention and the plain one ("eager") are equally fast: 36.1 and 34.4
                # texts a second on two cores, 33.8 and 34.8 in another run.
                # float32 on every machine: in bfloat16 a text's vector hangs on the texts beside it (1e-3),
                # so adding an article would not give what a full run gives; without AMX it is no faster.
                self._loaded = _open(str(self._folder), offline=True)
            return self._loaded


class _NamedEncoder(_SentenceEncoder):
    """A model that the user chose."""

    def __init__(self, name: str, model: Any, prompt: str | None, on_progress: Progress | None) -> None:
        super().__init__(name, prompt, on_progress)
        self._loaded = model

    def _dimension(self) -> int:
        return int(self._loaded.get_embedding_dimension())

    def _model(self) -> Any:
        return self._loaded


def plan_batches(texts: Sequence[str], size: int = CHARACTERS_PER_BATCH) -> Iterator[list[str]]:
    """Yield `texts` longest first in batches whose padded size stays near `size` characters.

    >>> list(plan_batches(["a", "b" * 40, "cc", "d" * 30], size=100))
    [['bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'dddddddddddddddddddddddddddddd'], ['cc', 'a']]
    """
    ordered = sorted(texts, key=len, reverse=True)
    start = 0
    while start < len(ordered):
        count = max(1, size // (len(ordered[start]) + _PROMPT_SIZE))
        yield ordered[start : start + count]
        start += count


def _encode_in_parallel(
    model: Any, prompt: str | None, batches: list[list[str]]
) -> Iterator[tuple[list[str], Vectors]]:
    """Yield each batch with its vectors; every core works on a batch of its own.

    Cores that share a product wait for each other hundreds of times a batch.  On two cores that took a third
    of the speed when nothing else ran, three quarters beside other programs (9 against 36 texts a second).
    """
    import torch

    cores = torch.get_num_threads()
    pool = ThreadPoolExecutor(min(cores, len(batches)), initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield from zip(batches, pool.map(lambda b: _encode_batch(model, prompt, b), batches), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)  # after Ctrl-C no more than the batches at work are waited for
        torch.set_num_threads(cores)  # a part of the setting is the whole process's


def _encode_batch(model: Any, prompt: str | None, batch: list[str]) -> Vectors:
    found: Vectors = model.encode(
        batch,
        prompt=prompt,
        batch_size=len(batch),
        normalize_embeddings=True,
        show_progress_bar=False,
        convert_to_numpy=True,
    )
    return found


# --- loading ----------------------------------------------------------------------------------------


def _open(name: str, *, offline: bool) -> Any:
    from sentence_transformers import SentenceTransformer

    with quiet_libraries():
        model = SentenceTransformer(name, device="cpu", local_files_only=offline)
        # A tokenizer is set up by its first call, and threads must not do that at the same time.
        model.eval().encode("a", show_progress_bar=False)
    return model


def _load_named(name: str) -> Any:
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
            raise ModelError(
                f"{folder}: holds no model (no modules.json, no config.json). Name the model's folder."
            )
        return _try_open(str(folder), offline=True)
    if folder.exists() or folder.is_absolute() or name.startswith((".", "~")):
        raise ModelError(f"{name}: no such folder. Name a folder that holds a sentence-transformers model.")
    try:
        return _open(name, offline=True)
    except Exception as error:  # the libraries raise a dozen kinds; each means: not downloaded yet
        logger.debug("%s is not among the downloaded models: %s", name, error)
    if any(os.environ.get(variable, "") not in ("", "0") for variable in _OFFLINE_VARIABLES):
        raise ModelError(
            f"{name}: the encoder is not among the downloaded models and HF_HUB_OFFLINE forbids more. "
            f"Leave --encoder out for the bundled {BUNDLED}, or name a folder that holds the model."
        )
    return _try_open(name, offline=False)


def _try_open(name: str, *, offline: bool) -> Any:
    try:
        return _open(name, offline=offline)
    except Exception as error:
        raise ModelError(
            f"{name}: the encoder cannot be loaded ({_first_line(error)}). Check the name and the network, "
            f"or leave --encoder out for the bundled {BUNDLED}."
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _name_version(name: str, model: Any) -> str:
    """Name the version too: the commit of a downloaded model, the state of a folder's files."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        state = [
            (str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files
        ]
        return f"{folder.resolve().name}@{hashlib.sha256(repr(state).encode()).hexdigest()[:12]}"
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    commit = getattr(config, "_commit_hash", None)
    return f"{name}@{commit[:12]}" if commit else name


def _choose_prompt(name: str, model: Any) -> str | None:
    """E5 models want "query: " before what is compared with its like, and most of them do not say so."""
    if model.default_prompt_name is None and _E5_NAME.search(name):
        return "query: "
    return None


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep the libraries' progress bars and advice to themselves while a model is loaded."""
    from transformers.utils import logging as transformers_logging

    loggers = [logging.getLogger(name) for name in ("sentence_transformers", "transformers")]
    levels = [library.level for library in loggers]
    had_bar = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    for library in loggers:
        library.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for library, level in zip(loggers, levels, strict=True):
            library.setLevel(level)
        if had_bar:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
