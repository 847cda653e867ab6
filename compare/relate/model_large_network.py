"""The network behind the larger relation model: Gemma 3 270M with low-rank changes and two heads.

    <bos> first "\n" second "\n"  ->  18 layers  ->  [last token, mean of second]  ->  heads

The layers read from left to right, so the last token has seen both statements.  The weights come from a GGUF
file (about four bits a value) and stay as they are; what training adds to each matrix is `up @ down`, of rank
`RANK`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from compare.relate.model_network import HEADS, LONGEST_SIDE, Ids

PAD, BEGIN, BREAK = 0, 2, 107  # "<pad>", "<bos>" and a line break
RANK = 16
STRENGTH = 2.0  # what the low-rank change is multiplied with
CHANGED = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True)
class LargeBatch:
    """Pairs laid side by side, tensors (pairs, tokens); `last` is the place of the last token."""

    ids: torch.Tensor
    second: torch.Tensor  # 1.0 where the second statement stands
    last: torch.Tensor


def lay_out(pairs: Sequence[tuple[Ids, Ids]]) -> LargeBatch:
    """Return token ids without special tokens as one batch, padded on the right."""
    sides = [(list(left[:LONGEST_SIDE]), list(right[:LONGEST_SIDE])) for left, right in pairs]
    lines = [[BEGIN, *left, BREAK, *right, BREAK] for left, right in sides]
    ids = torch.full((len(lines), max(map(len, lines))), PAD)
    second = torch.zeros(ids.shape)
    for row, (line, (left, _)) in enumerate(zip(lines, sides, strict=True)):
        ids[row, : len(line)] = torch.tensor(line)
        second[row, len(left) + 2 : len(line) - 1] = 1
    return LargeBatch(ids, second, torch.tensor([len(line) - 1 for line in lines]))


class Changed(torch.nn.Module):
    """A matrix that stays as it is, plus a low-rank change that starts at zero."""

    def __init__(self, linear: torch.nn.Linear, rank: int = RANK) -> None:
        super().__init__()
        self.linear = linear
        self.down = torch.nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.up = torch.nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return the product with the changed matrix."""
        change = torch.nn.functional.linear(torch.nn.functional.linear(states, self.down), self.up)
        result: torch.Tensor = torch.add(self.linear(states), change, alpha=STRENGTH)
        return result


class LargeNetwork(torch.nn.Module):
    """Gemma's layers and the two heads; what comes out are logits."""

    lay_out = staticmethod(lay_out)

    def __init__(self, decoder: Any) -> None:
        super().__init__()
        self.decoder = decoder
        width = decoder.config.hidden_size
        self.norm = torch.nn.LayerNorm(width, elementwise_affine=False)
        self.heads = torch.nn.ModuleDict({name: torch.nn.Linear(2 * width, n) for name, n in HEADS.items()})

    def forward(self, batch: LargeBatch) -> dict[str, torch.Tensor]:
        """Return the logits of each head, shape (pairs, classes)."""
        # Padding stands on the right, where no token looks: a causal mask is all that is needed.
        masks = {"full_attention": None, "sliding_attention": None}
        states = self.decoder(input_ids=batch.ids, attention_mask=masks, use_cache=False).last_hidden_state
        last = states[torch.arange(len(states)), batch.last]
        second = (states * batch.second[..., None]).sum(1) / batch.second.sum(1, keepdim=True).clamp(min=1)
        features = torch.cat([self.norm(last), self.norm(second)], -1)
        return {name: head(features) for name, head in self.heads.items()}


def add_changes(network: LargeNetwork, still_layers: int = 0, rank: int = RANK) -> None:
    """Let the matrices of the layers from `still_layers` on be changed; all else but the heads stays."""
    for parameter in network.decoder.parameters():
        parameter.requires_grad_(False)
    for layer in network.decoder.layers[still_layers:]:
        for part in (layer.self_attn, layer.mlp):
            for name in CHANGED:
                if hasattr(part, name):
                    setattr(part, name, Changed(getattr(part, name), rank))
