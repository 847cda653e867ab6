"""Read Gemma 3 270M out of its GGUF file: the layers as `Gemma3TextModel`, and the tokenizer."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

_NAMES = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
    "attn_norm": "input_layernorm", "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm", "post_ffw_norm": "post_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}  # fmt: skip
_NORMAL = 1  # the kind of a piece that is text
FULL_EVERY = 6  # each sixth layer looks at everything, the others at a window
EMBEDDING = "embedding"  # the packed word embeddings among the weights


class RowEmbedding(torch.nn.Module):
    """Word embeddings that stay packed; only the rows of a batch are unpacked."""

    def __init__(self, packed: torch.Tensor, scale: float) -> None:
        """Keep `packed`, uint8 (words, bytes), and the scale that the model wants."""
        super().__init__()
        self._packed, self._scale = packed, scale

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the rows of `ids`, scaled, shape (*ids.shape, width)."""
        unique, places = torch.unique(ids, return_inverse=True)
        return (unpack_rows(self._packed[unique]) * self._scale)[places]


def unpack_rows(packed: torch.Tensor) -> torch.Tensor:
    """Return float32 (rows, width) of rows in blocks of a half-precision scale and 32 signed bytes (Q8_0).

    >>> block = torch.tensor([0, 60, 3, 255, *([0] * 30)], dtype=torch.uint8)  # the scale is 1.0
    >>> unpack_rows(block[None])[0, :3].tolist()
    [3.0, -1.0, 0.0]
    """
    blocks = packed.reshape(len(packed), -1, 34)
    scales = blocks[..., :2].contiguous().view(torch.float16).float()
    values = blocks[..., 2:].contiguous().view(torch.int8).float()
    return (scales * values).flatten(1)


def read_config(reader: Any) -> Any:
    """Return the configuration of the layers."""
    from transformers import Gemma3TextConfig

    def value(name: str) -> Any:
        return reader.fields[f"gemma3.{name}"].contents()

    layers = value("block_count")
    return Gemma3TextConfig(
        vocab_size=262_144,
        hidden_size=value("embedding_length"),
        intermediate_size=value("feed_forward_length"),
        num_hidden_layers=layers,
        num_attention_heads=value("attention.head_count"),
        num_key_value_heads=value("attention.head_count_kv"),
        head_dim=value("attention.key_length"),
        query_pre_attn_scalar=value("attention.key_length"),
        rms_norm_eps=value("attention.layer_norm_rms_epsilon"),
        sliding_window=value("attention.sliding_window"),
        rope_parameters={
            "full_attention": {"rope_type": "default", "rope_theta": value("rope.freq_base")},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10_000.0},
        },
        layer_types=[
            "full_attention" if (place + 1) % FULL_EVERY == 0 else "sliding_attention"
            for place in range(layers)
        ],
    )


def read_layers(reader: Any) -> dict[str, torch.Tensor]:
    """Return the layers' weights under the names of `Gemma3TextModel`, and the packed word embeddings."""
    from gguf import dequantize

    state: dict[str, torch.Tensor] = {}
    for tensor in reader.tensors:
        if tensor.name == "token_embd.weight":
            if tensor.tensor_type.name != "Q8_0":
                raise ValueError(f"word embeddings are packed as {tensor.tensor_type.name}, wanted is Q8_0")
            state[EMBEDDING] = torch.from_numpy(np.array(tensor.data))
            continue
        values = torch.from_numpy(np.array(dequantize(tensor.data, tensor.tensor_type), np.float32))
        name = _name(tensor.name)
        # The file holds 1 + w of each norm, the model adds the 1 itself.
        state[name] = values - 1 if "norm" in name else values
    return state


def put_together(config: Any, state: dict[str, torch.Tensor]) -> Any:
    """Return `Gemma3TextModel` with the weights that `read_layers` gave; every key must match."""
    from transformers import Gemma3TextModel

    with torch.device("meta"):
        model: Any = Gemma3TextModel(config)
    model.embed_tokens = RowEmbedding(state[EMBEDDING], config.hidden_size**0.5)
    model.load_state_dict({k: v for k, v in state.items() if k != EMBEDDING}, strict=True, assign=True)
    model.rotary_emb = type(model.rotary_emb)(config)
    return model.eval()


def _name(name: str) -> str:
    if name == "output_norm.weight":
        return "norm.weight"
    _, layer, part, kind = name.split(".")
    return f"layers.{layer}.{_NAMES[part]}.{kind}"


def build_tokenizer(reader: Any) -> Any:
    """Return the file's tokenizer: which pieces merge first follows from the pieces' scores."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

    pieces, scores, kinds = (
        reader.fields[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "scores", "token_type")
    )
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    merges = []
    for piece, score, kind in zip(pieces, scores, kinds, strict=True):
        if kind != _NORMAL:
            continue
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in vocabulary and right in vocabulary:
                merges.append((-score, vocabulary[left], vocabulary[right], left, right))
    merges.sort()
    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocabulary,
            merges=[(left, right) for *_, left, right in merges],
            unk_token="<unk>",
            byte_fallback=True,
            fuse_unk=True,
        )
    )
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    return tokenizer
