"""Write the bundled weights as a folder that Hugging Face and sentence-transformers read.

    model.safetensors, config.json            a BertModel in float32, without the pooler: nothing here uses it
    tokenizer.json, tokenizer_config.json     a fast unigram tokenizer
    modules.json, sentence_bert_config.json,  transformer, mean pooling, normalisation; "query: " is the
    1_Pooling/, 2_Normalize/, ...             default prompt, which is how E5 compares like with like

The folder also serves as the base of a cross-encoder (its `[CLS]` and `[SEP]` are `<s>` and `</s>`).
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from compare.charsmap import build_charsmap
from compare.weights import Shape, Vocabulary, Weights

SPACE_MARK = "\u2581"
_SPECIALS = {"bos": "<s>", "eos": "</s>", "pad": "<pad>", "unk": "<unk>"}
_MASK = "<mask>"
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}


def write_bert_folder(weights: Weights, folder: Path, on_bytes: Callable[[int, int], None]) -> None:
    """Write every file of the model into `folder`, each forced to disk.

    Args:
        weights: where the tensors and the vocabulary come from.
        folder: an existing folder.
        on_bytes: told the bytes of the weights that are written and that there will be.
    """
    for name, content in _describe(weights.shape, weights.vocabulary).items():
        _write(folder / name, json.dumps(content, indent=2).encode())
    _write(folder / "tokenizer.json", build_tokenizer(weights.vocabulary).to_str().encode())
    _write_tensors(weights, folder / "model.safetensors", on_bytes)


def count_bytes(weights: Weights) -> int:
    """Return about how many bytes the folder takes: the tensors in float32 and 20 MB for the tokenizer."""
    return sum(tensor.values for tensor in weights.tensors.values()) * 4 + 20_000_000


def name_tensor(stored: str) -> str:
    """Return the name a tensor has in a BertModel.

    >>> name_tensor("l11.fo.w"), name_tensor("emb.ln.b")
    ('encoder.layer.11.output.dense.weight', 'embeddings.LayerNorm.bias')
    """
    place, part, *kind = stored.split(".")
    suffix = "bias" if kind == ["b"] else "weight"
    if place == "emb":
        return f"embeddings.{_EMBEDDINGS.get(part, 'LayerNorm')}.{suffix}"
    return f"encoder.layer.{int(place[1:])}.{_PARTS[part]}.{suffix}"


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return the tokenizer of the weights file: its pieces, its normalisation, `<s> text </s>`."""
    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            # The file maps single code points: a letter and its accent have to be one before the lookup.
            normalizers.NFC(),
            normalizers.Precompiled(build_charsmap(vocabulary.replacements)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE_MARK, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=SPACE_MARK, prepend_scheme="always")
    bos, eos = (vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    specials = [*_SPECIALS.values(), *([_MASK] if _MASK in vocabulary.pieces[-1:] else [])]
    tokenizer.add_special_tokens([AddedToken(text, normalized=False, special=True) for text in specials])
    return tokenizer


def _describe(shape: Shape, vocabulary: Vocabulary) -> dict[str, Any]:
    base, st = "sentence_transformers.base.modules", "sentence_transformers.sentence_transformer.modules"
    tokens = {f"{name}_token": text for name, text in _SPECIALS.items()}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "bos_token_id": vocabulary.bos,
            "eos_token_id": vocabulary.eos,
            "pad_token_id": vocabulary.pad,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_input_names": ["input_ids", "attention_mask"],
            "model_max_length": shape.positions,
            "cls_token": tokens["bos_token"],
            "sep_token": tokens["eos_token"],
            "mask_token": _MASK,
            **tokens,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{base}.transformer.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{st}.pooling.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{base}.normalize.Normalize"},
        ],
        "sentence_bert_config.json": {"model_kwargs": {"add_pooling_layer": False}},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": "query",
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {"embedding_dimension": shape.hidden, "pooling_mode": "mean"},
        "2_Normalize/config.json": {},
    }


def _write_tensors(weights: Weights, path: Path, on_bytes: Callable[[int, int], None]) -> None:
    """Stream the tensors into a safetensors file; unpacked they are half a gigabyte, never held at once."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    total = 0
    for stored, tensor in weights.tensors.items():
        end = total + tensor.values * 4
        shape = _shape_of(stored, tensor.values, weights.shape)
        header[name_tensor(stored)] = {"dtype": "F32", "shape": shape, "data_offsets": [total, end]}
        total = end
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded)
        done = 0
        for piece in _all_pieces(weights):
            done += file.write(piece)
            on_bytes(done, total)
        _force_to_disk(file.fileno(), file.flush)


def _all_pieces(weights: Weights) -> Iterator[bytes]:
    for stored in weights.tensors:
        for piece in weights.read_pieces(stored):
            yield piece.astype("<f4").tobytes()


def _shape_of(stored: str, values: int, shape: Shape) -> list[int]:
    place, part, *kind = stored.split(".")
    if part.endswith("ln") or kind == ["b"]:
        return [values]
    width = shape.feed_forward if part == "fo" and place != "emb" else shape.hidden
    return [values // width, width]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        _force_to_disk(file.fileno(), file.flush)


def _force_to_disk(number: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(number)
