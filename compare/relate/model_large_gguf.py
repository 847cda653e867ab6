"""Read Gemma 3 270M out of its GGUF file: the layers as `Gemma3TextModel`, and the tokenizer."""

from __future__ import annotations

from pathlib import Path
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
FULL_EVERY = 6  # each sixth layer looks at everything, the others at a window


class RowEmbedding(torch.nn.Module):
    """Word embeddings that stay packed in the file; only the rows of a batch are unpacked."""

    def __init__(self, packed: Any, kind: Any, scale: float) -> None:
        super().__init__()
        self._packed, self._kind, self._scale = packed, kind, scale

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the rows of `ids`, times the scale that the model wants."""
        from gguf import dequantize

        unique, places = torch.unique(ids, return_inverse=True)
        rows = dequantize(np.asarray(self._packed[unique.numpy()]), self._kind)
        return torch.from_numpy(np.asarray(rows, np.float32) * self._scale)[places]


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
        attn_implementation="sdpa",
    )


def open_decoder(path: Path) -> Any:
    """Return the layers in the file `path` as `Gemma3TextModel`, all keys matched."""
    from gguf import GGUFReader, dequantize
    from transformers import Gemma3TextModel

    reader = GGUFReader(str(path))
    config = read_config(reader)
    with torch.device("meta"):
        model = Gemma3TextModel(config)
    state, embedding = {}, None
    for tensor in reader.tensors:
        if tensor.name == "token_embd.weight":
            embedding = RowEmbedding(tensor.data, tensor.tensor_type, config.hidden_size**0.5)
            continue
        values = torch.from_numpy(np.array(dequantize(tensor.data, tensor.tensor_type), np.float32))
        name = _name(tensor.name)
        # The file holds 1 + w of each norm, the model adds the 1 itself.
        state[name] = values - 1 if "norm" in name else values
    model.embed_tokens = embedding
    model.load_state_dict(state, strict=True, assign=True)
    model.rotary_emb = type(model.rotary_emb)(config)
    return model.eval()


def _name(name: str) -> str:
    if name == "output_norm.weight":
        return "norm.weight"
    _, layer, part, kind = name.split(".")
    return f"layers.{layer}.{_NAMES[part]}.{kind}"


def build_tokenizer(path: Path) -> Any:
    """Return the file's tokenizer: merges follow from the pieces' scores."""
    from gguf import GGUFReader
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

    fields = GGUFReader(str(path)).fields
    pieces = fields["tokenizer.ggml.tokens"].contents()
    scores = fields["tokenizer.ggml.scores"].contents()
    kinds = fields["tokenizer.ggml.token_type"].contents()
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    merges = []
    for piece, score, kind in zip(pieces, scores, kinds, strict=True):
        if kind != 1 or len(piece) < 2:
            continue
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in vocabulary and right in vocabulary:
                merges.append((-score, vocabulary[left], vocabulary[right], left, right))
    merges.sort()
    model = models.BPE(
        vocab=vocabulary,
        merges=[(left, right) for *_, left, right in merges],
        unk_token="<unk>",
        byte_fallback=True,
        fuse_unk=True,
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    return tokenizer
