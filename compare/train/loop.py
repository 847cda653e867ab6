"""The training itself: one process, one thread, a budget of minutes or of pairs, a checkpoint every chunk."""

from __future__ import annotations

import json
import logging
import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from compare.relate.model import LABELS, NLI_LABELS
from compare.relate.model_network import RelationNetwork, is_trained
from compare.train.data import Labels, Pair
from compare.train.mix import Example, Mixer

logger = logging.getLogger(__name__)

CLASSES = {"nli": NLI_LABELS, "relation": LABELS}
# A relation that a story's author judged counts in full; what an NLI label leaves open about it, a third.
RELATION_WEIGHT, IMPLIED_WEIGHT = 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is trained; written beside the weights.

    Attributes:
        rate: highest learning rate, of the uppermost layer.  Small networks want a high one.
        layer_decay: what each layer below learns slower.
        head_rate: how many times `rate` the heads learn, which start from nothing.
        still_layers: lowest layers that stay as they are, with the embeddings: a step then costs less.
        warm_up: share of the budget over which the rate rises; then it falls to zero in a straight line.
    """

    minutes: float = 65.0
    pairs: int = 0
    seed: int = 20261124
    batch_size: int = 32
    rate: float = 3e-4
    layer_decay: float = 0.9
    head_rate: float = 5.0
    weight_decay: float = 0.01
    still_layers: int = 0
    warm_up: float = 0.06
    clip: float = 1.0


@dataclass
class State:
    """How far a training is; `log` has one entry an evaluation."""

    steps: int = 0
    pairs: int = 0
    seconds: float = 0.0
    log: list[dict[str, float]] = field(default_factory=list)

    def progress(self, recipe: Recipe) -> float:
        """Return the share of the budget that is used, 0..1: pairs if the recipe names them, else time."""
        spent = self.pairs / recipe.pairs if recipe.pairs else self.seconds / (recipe.minutes * 60)
        return min(1.0, spent)


def rate_factor(progress: float, warm_up: float) -> float:
    """Return what the rates are multiplied with.

    >>> [round(rate_factor(p, 0.1), 2) for p in (0.0, 0.05, 0.1, 0.55, 1.0)]
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    return min(progress / warm_up, (1 - progress) / (1 - warm_up))


class Trainer:
    """A network, its optimiser and how far they are."""

    def __init__(self, network: Any, recipe: Recipe) -> None:
        self.network, self.recipe, self.state = network, recipe, State()
        self._choose(network, recipe)
        for module in network.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # a pass or two over the data leaves nothing to guard against
        self._groups = self._group(network, recipe)
        self._rates = [group["lr"] for group in self._groups]
        self._optimiser = torch.optim.AdamW(
            self._groups, weight_decay=recipe.weight_decay, betas=(0.9, 0.98), fused=True
        )

    def _choose(self, network: Any, recipe: Recipe) -> None:
        """Say which parameters learn."""
        for name, parameter in network.named_parameters():
            parameter.requires_grad_(is_trained(name) and not _is_still(name, recipe.still_layers))

    def _group(self, network: Any, recipe: Recipe) -> list[dict[str, Any]]:
        return list(_group_parameters(network, recipe))

    def _is_kept(self, name: str) -> bool:
        """True for a parameter that a checkpoint holds."""
        return is_trained(name)

    def step(self, batch: Sequence[Example]) -> float:
        """Learn from one batch and return its loss."""
        began = time.perf_counter()
        factor = rate_factor(self.state.progress(self.recipe), self.recipe.warm_up)
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        self.network.train()
        logits = self.network(self.network.lay_out([(one.left, one.right) for one in batch]))
        loss = loss_of(logits, [one.pair for one in batch])
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for g in self._groups for p in g["params"]], self.recipe.clip)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self.state.steps += 1
        self.state.pairs += len(batch)
        self.state.seconds += time.perf_counter() - began
        return float(loss.detach())

    def save(self, folder: Path) -> None:
        """Write a checkpoint; a crash while writing leaves the one before."""
        folder.mkdir(parents=True, exist_ok=True)
        tensors = {n: p.detach().clone() for n, p in self.network.named_parameters() if self._is_kept(n)}
        names = {id(p): n for n, p in self.network.named_parameters()}
        moments = {
            f"{kind}:{names[id(p)]}": kept[kind].clone()
            for p, kept in self._optimiser.state.items()
            for kind in ("exp_avg", "exp_avg_sq", "step")
        }
        work = folder / "checkpoint.part"
        save_file(tensors | moments, work, {"state": json.dumps(asdict(self.state))})
        work.replace(folder / "checkpoint.safetensors")

    def resume(self, folder: Path) -> None:
        """Go on from a checkpoint."""
        from safetensors import safe_open

        path = folder / "checkpoint.safetensors"
        stored = load_file(path)
        with safe_open(path, "pt") as file:
            self.state = State(**json.loads(file.metadata()["state"]))
        with torch.no_grad():
            for name, parameter in self.network.named_parameters():
                if self._is_kept(name):
                    parameter.copy_(stored[name])
                if parameter.requires_grad:
                    self._optimiser.state[parameter] = {
                        kind: stored[f"{kind}:{name}"] for kind in ("exp_avg", "exp_avg_sq", "step")
                    }


def _is_still(name: str, layers: int) -> bool:
    """True for a parameter below the first layer that learns.

    >>> _is_still("encoder.encoder.layer.3.output.dense.bias", 4), _is_still("heads.nli.bias", 4)
    (True, False)
    """
    place = re.match(r"encoder\.encoder\.layer\.(\d+)\.", name)
    return int(place[1]) < layers if place else layers > 0 and name.startswith("encoder.embeddings.")


def _group_parameters(network: RelationNetwork, recipe: Recipe) -> Iterator[dict[str, Any]]:
    """Yield the groups of the optimiser: embeddings, each layer, the heads."""
    layers = network.encoder.encoder.layer
    embeddings = [p for p in network.encoder.embeddings.parameters() if p.requires_grad]
    yield {"params": embeddings, "lr": recipe.rate * recipe.layer_decay ** len(layers)}
    for place, layer in enumerate(layers):
        yield {
            "params": [p for p in layer.parameters() if p.requires_grad],
            "lr": recipe.rate * recipe.layer_decay ** (len(layers) - 1 - place),
        }
    yield {"params": list(network.heads.parameters()), "lr": recipe.rate * recipe.head_rate}


def loss_of(logits: dict[str, torch.Tensor], pairs: Sequence[Pair]) -> torch.Tensor:
    """Return the mean over pairs of -log P(a label that is not ruled out), both heads added up."""
    total = torch.zeros(())
    for head, classes in CLASSES.items():
        allowed = torch.stack([_mask(getattr(pair, head), classes) for pair in pairs])
        weights = torch.tensor([_weigh(pair, head) for pair in pairs])
        chances = torch.log_softmax(logits[head], -1).masked_fill(~allowed, -math.inf)
        total = total - (weights * torch.logsumexp(chances, -1)).sum() / len(pairs)
    return total


def _mask(labels: Labels, classes: Sequence[str]) -> torch.Tensor:
    """True for each class that the labels allow; where nothing is known, each is."""
    return torch.tensor([not labels or name in labels for name in classes])


def _weigh(pair: Pair, head: str) -> float:
    if head == "nli":
        return 1.0 if pair.nli else 0.0
    if not pair.relation:
        return 0.0
    return RELATION_WEIGHT if pair.source in ("stories", "edits") else IMPLIED_WEIGHT


def train(
    trainer: Trainer,
    mixer: Mixer,
    folder: Path,
    measure: Callable[[RelationNetwork], dict[str, float]],
    on_chunk: Callable[[float], None],
) -> None:
    """Train until the budget is used.

    Args:
        trainer: fresh, or resumed from a checkpoint.
        mixer: what is drawn from.
        folder: where the checkpoint is kept.
        measure: called after every chunk of batches on the network.
        on_chunk: told the progress before each chunk; may put sources into the mixer.
    """
    while (progress := trainer.state.progress(trainer.recipe)) < 1:
        on_chunk(progress)
        losses = []
        for batch in mixer.draw(progress):
            losses.append(trainer.step(batch))
            if trainer.state.progress(trainer.recipe) >= 1:
                break
        state = trainer.state
        figures = {
            "pairs": state.pairs,
            "seconds": round(state.seconds),
            "loss": round(sum(losses) / len(losses), 4),
        }
        state.log.append({**figures, **measure(trainer.network)})
        logger.info("%s", state.log[-1])
        trainer.save(folder)
