"""What the relation model is trained from: the bundled encoder, or Gemma 3 270M with low-rank changes."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compare.train.loop import Recipe, Trainer
from compare.train.mix import LARGE_PHASES, PHASES

logger = logging.getLogger(__name__)


class SmallBase:
    """The bundled encoder: all of its upper layers learn."""

    phases = PHASES

    def __init__(self) -> None:
        from transformers import AutoTokenizer

        from compare.unpack import unpack_encoder

        self._folder = unpack_encoder()
        self.tokenizer: Any = AutoTokenizer.from_pretrained(self._folder, local_files_only=True)

    def recipe(self, options: argparse.Namespace) -> Recipe:
        """Return the recipe that the options ask for."""
        return Recipe(
            options.minutes,
            options.pairs,
            options.seed,
            options.batch or 32,
            options.rate or 3e-4,
            still_layers=options.still,
        )

    def open_trainer(self, recipe: Recipe) -> Trainer:
        """Return a fresh network with its optimiser."""
        from compare.relate.model_network import open_network

        return Trainer(open_network(self._folder), recipe)

    def pack(self, network: Any, out: Path, about: Mapping[str, Any]) -> None:
        """Write the weights that ship into the folder `out`."""
        from compare.relate.model_files import pack_network

        pack_network(network, self._folder, out / "relation.safetensors", about)


class LargeBase:
    """Gemma 3 270M: low-rank changes of its upper layers and the heads learn, all else stays."""

    phases = LARGE_PHASES

    def __init__(self) -> None:
        from compare.relate.model_bundled import RowTokenizer
        from compare.relate.model_large_files import open_tokenizer, unpack_base
        from compare.relate.model_large_terms import NOTICE, TERMS

        self._folder = unpack_base()
        logger.info("%s (a copy: %s)", NOTICE.read_text("utf-8").splitlines()[0], TERMS)
        self.tokenizer: Any = RowTokenizer(open_tokenizer(self._folder))

    def recipe(self, options: argparse.Namespace) -> Recipe:
        """Return the recipe that the options ask for."""
        return Recipe(
            options.minutes,
            options.pairs,
            options.seed,
            options.batch or 16,
            options.rate or 5e-4,
            head_rate=3.0,
            still_layers=options.still,
            warm_up=0.05,
        )

    def open_trainer(self, recipe: Recipe) -> Trainer:
        """Return a fresh network with its optimiser."""
        from compare.relate.model_large_files import open_base
        from compare.relate.model_large_network import add_changes

        network = open_base(self._folder)
        add_changes(network, recipe.still_layers)
        return LargeTrainer(network, recipe)

    def pack(self, network: Any, out: Path, about: Mapping[str, Any]) -> None:
        """Write the weights that ship into the folder `out`."""
        from compare.relate.model_large_files import pack_changes

        pack_changes(network, out / "relation_large.safetensors", about)


class LargeTrainer(Trainer):
    """A `Trainer` for a network that `add_changes` prepared."""

    def _choose(self, network: Any, recipe: Recipe) -> None:
        """Leave it to `add_changes`, which said what learns."""

    def _group(self, network: Any, recipe: Recipe) -> list[dict[str, Any]]:
        changes = [p for p in network.decoder.parameters() if p.requires_grad]
        return [
            {"params": changes, "lr": recipe.rate},
            {"params": list(network.heads.parameters()), "lr": recipe.rate * recipe.head_rate},
        ]

    def _is_kept(self, name: str) -> bool:
        from compare.relate.model_large_files import is_learned

        return is_learned(name)


BASES: Mapping[str, type[SmallBase] | type[LargeBase]] = {"small": SmallBase, "large": LargeBase}
