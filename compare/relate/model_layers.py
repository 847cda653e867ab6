"""The encoder's layers in plain torch: what transformers calls a `BertModel`, without importing transformers.

That import takes as long as all the rest of the relation model's start.  The modules bear the names that the
weights have in the encoder's folder; that the states are those of a `BertModel` is tested.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch.nn import LayerNorm, Module, ModuleList
from torch.nn.functional import gelu, scaled_dot_product_attention


@dataclass(frozen=True, slots=True)
class LayerSizes:
    """What of the folder's config.json the layers are made by."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


class Linear(torch.nn.Linear):
    """A product whose weights are read, so that none are drawn first."""

    def reset_parameters(self) -> None:
        """Leave the weights as they are."""


class Embedding(torch.nn.Embedding):
    """A table that is read, so that none is drawn first."""

    def reset_parameters(self) -> None:
        """Leave the table as it is."""


class Embeddings(Module):
    """Word, place and segment of each token."""

    def __init__(self, sizes: LayerSizes) -> None:
        super().__init__()
        self.word_embeddings = Embedding(sizes.vocab_size, sizes.hidden_size)
        self.position_embeddings = Embedding(sizes.max_position_embeddings, sizes.hidden_size)
        self.token_type_embeddings = Embedding(sizes.type_vocab_size, sizes.hidden_size)
        self.LayerNorm = LayerNorm(sizes.hidden_size, sizes.layer_norm_eps)

    def forward(self, ids: torch.Tensor, segments: torch.Tensor) -> torch.Tensor:
        """Return states of shape (rows, tokens, width)."""
        places = self.position_embeddings.weight[: ids.shape[1]]
        states = self.word_embeddings(ids) + self.token_type_embeddings(segments) + places
        result: torch.Tensor = self.LayerNorm(states)
        return result


class Projections(Module):
    """The three views of the states that attention compares."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self._heads = heads
        self.query, self.key, self.value = (Linear(width, width) for _ in range(3))

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Return what each token takes from the others; `mask` is False where nothing stands."""
        query, key, value = (
            view(states).unflatten(-1, (self._heads, -1)).transpose(1, 2)
            for view in (self.query, self.key, self.value)
        )
        return scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).flatten(2)


class Added(Module):
    """A product that is added to what went in, then normalised."""

    def __init__(self, wide: int, sizes: LayerSizes) -> None:
        super().__init__()
        self.dense = Linear(wide, sizes.hidden_size)
        self.LayerNorm = LayerNorm(sizes.hidden_size, sizes.layer_norm_eps)

    def forward(self, product: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        """Return states of the shape of `states`."""
        result: torch.Tensor = self.LayerNorm(self.dense(product) + states)
        return result


class Attention(Module):
    """Each token takes from the others what is like it."""

    def __init__(self, sizes: LayerSizes) -> None:
        super().__init__()
        self.self = Projections(sizes.hidden_size, sizes.num_attention_heads)
        self.output = Added(sizes.hidden_size, sizes)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Return states of the same shape."""
        result: torch.Tensor = self.output(self.self(states, mask), states)
        return result


class Widened(Module):
    """A product into a wider space, bent there."""

    def __init__(self, sizes: LayerSizes) -> None:
        super().__init__()
        self.dense = Linear(sizes.hidden_size, sizes.intermediate_size)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return states of shape (rows, tokens, wider)."""
        return gelu(self.dense(states))


class Layer(Module):
    """Attention, then a product into a wider space and one back."""

    def __init__(self, sizes: LayerSizes) -> None:
        super().__init__()
        self.attention = Attention(sizes)
        self.intermediate = Widened(sizes)
        self.output = Added(sizes.intermediate_size, sizes)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Return states of the same shape."""
        states = self.attention(states, mask)
        result: torch.Tensor = self.output(self.intermediate(states), states)
        return result


class Layers(Module):
    """The layers, one upon the other."""

    def __init__(self, sizes: LayerSizes) -> None:
        super().__init__()
        self.layer = ModuleList(Layer(sizes) for _ in range(sizes.num_hidden_layers))

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Return states of the same shape."""
        for layer in self.layer:
            states = layer(states, mask)
        return states


class Encoder(Module):
    """Embeddings and layers."""

    def __init__(self, sizes: LayerSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.embeddings = Embeddings(sizes)
        self.encoder = Layers(sizes)

    def forward(self, ids: torch.Tensor, read: torch.Tensor, segments: torch.Tensor) -> torch.Tensor:
        """Return the states of the last layer, shape (rows, tokens, width).

        Args:
            ids: (rows, tokens), each row filled up on the right.
            read: 1 where there is a token.
            segments: the token type of each.
        """
        mask = None if bool(read.all()) else read[:, None, None, :].bool()
        states: torch.Tensor = self.encoder(self.embeddings(ids, segments), mask)
        return states


def open_encoder(folder: Path) -> Encoder:
    """Return the encoder in the folder that `unpack_encoder` gave, to be trained or to be used."""
    config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    sizes = LayerSizes(**{name: config[name] for name in LayerSizes.__slots__})
    encoder = Encoder(sizes)
    encoder.load_state_dict(load_file(folder / "model.safetensors"), strict=True, assign=True)
    return encoder.requires_grad_().eval()
