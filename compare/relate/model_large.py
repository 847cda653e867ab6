"""The larger relation model, of the extra `large`: slower, surer, and under terms of its own."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

from compare.relate.model import BUNDLED, LARGE
from compare.relate.model_bundled import BundledModel, RowTokenizer
from compare.relate.model_large_files import (
    ADAPTER,
    open_base,
    open_tokenizer,
    put_changes,
    unpack_base,
)
from compare.relate.model_large_terms import check_packages


class LargeModel(BundledModel):
    """Judges as the bundled model does, with Gemma 3 270M in the place of the small encoder."""

    def __init__(self, adapter: Path | None = None) -> None:
        """Name the model; its weights are read when the first pair is judged.

        Args:
            adapter: another file that `pack_changes` wrote.

        Raises:
            ModelError: the extra is not installed, or the file is missing.
        """
        check_packages()
        super().__init__(adapter or ADAPTER)

    @cached_property
    def name(self) -> str:
        """The name with a hash of the changes."""
        with self._weights.open("rb") as file:
            return f"{BUNDLED}-{LARGE}@{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        folder = unpack_base()
        return RowTokenizer(open_tokenizer(folder)), put_changes(open_base(folder), self._weights)
