"""Training the larger network: its low-rank changes and heads learn, what came with it stays."""

from __future__ import annotations

from typing import Any

from compare.train.loop import Recipe, Trainer

DECAYED = 0.01


class LargeTrainer(Trainer):
    """A `Trainer` for a network that `add_changes` prepared."""

    def _choose(self, network: Any, recipe: Recipe) -> None:
        """`add_changes` did."""

    def _group(self, network: Any, recipe: Recipe) -> list[dict[str, Any]]:
        changes = [p for n, p in network.decoder.named_parameters() if p.requires_grad]
        return [
            {"params": changes, "lr": recipe.rate},
            {"params": list(network.heads.parameters()), "lr": recipe.rate * recipe.head_rate},
        ]

    def _is_kept(self, name: str) -> bool:
        return name.startswith("heads.") or name.endswith((".down", ".up"))
