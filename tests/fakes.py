"""Stand-ins that are small, fast and always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from struct import pack

import numpy as np
from numpy.typing import NDArray

from compare.relate.model import LABELS


class FakeEncoder:
    """Counts runs of three characters: texts with common words are close, whatever the language.

    >>> vectors = FakeEncoder().encode(["banjir di kota", "banjir di desa", "pemilu"])
    >>> bool(vectors[0] @ vectors[1] > vectors[0] @ vectors[2])
    True
    """

    name = "fake-encoder"

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.encoded: list[str] = []  # every text it was ever asked for, in order

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.lower()}  "
            for start in range(len(padded) - 2):
                run = padded[start : start + 3].encode("utf-8", "replace")
                digest = hashlib.blake2b(run, digest_size=4).digest()
                vectors[row, int.from_bytes(digest, "little") % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


class FakeRelationModel:
    """Looks for "tidak", "not" or "не" on one side only, and for common words: enough to see it was asked.

    >>> FakeRelationModel().predict([("Air naik.", "Air tidak naik."), ("Air", "Air")]).argmax(1).tolist()
    [0, 2]
    """

    name = "fake-relation"

    def __init__(self) -> None:
        self.judged: list[tuple[str, str]] = []  # every pair it was ever asked for, in order

    def predict(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.judged.extend(pairs)
        scores = np.full((len(pairs), len(LABELS)), 0.05, np.float32)
        for row, (left, right) in enumerate(pairs):
            one, two = set(left.lower().split()), set(right.lower().split())
            denied = bool(one & DENIALS) != bool(two & DENIALS)
            label = "contradiction" if denied else "agreement" if one & two else "other_question"
            scores[row, LABELS.index(label)] = 0.7
        return np.asarray(scores / scores.sum(1, keepdims=True), np.float32)


DENIALS = {"tidak", "bukan", "belum", "not", "no", "не"}

TINY = {"hidden": 64, "layers": 2, "heads": 2, "feed_forward": 96, "positions": 48, "token_types": 2}
TINY_WORDS = ("▁", "▁banjir", "▁kota", "▁di", "▁query", ":", *"abcdefghijklmnopqrstuvwxyz", "é", "<mask>")
TINY_REPLACEMENTS = {"\u00a0": " ", "①": "1", "\u200b": "", "ﬁ": "fi"}


def write_tiny_weights(path: Path, seed: int = 7) -> Path:
    """Write a weights file in the bundled encoder's format: a network of a few thousand random weights."""
    random = np.random.default_rng(seed)
    pieces = [piece.encode() for piece in ("<s>", "<pad>", "</s>", "<unk>", *TINY_WORDS)]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    scores = np.linspace(-1, -9, len(pieces)).astype("<f4")
    scores[:4] = 0
    replacements = b"".join(
        pack(f"<IB{len(after)}I", ord(before), len(after), *map(ord, after))
        for before, after in sorted(TINY_REPLACEMENTS.items())
    )
    sizes = [TINY["hidden"], TINY["layers"], TINY["heads"], TINY["feed_forward"], len(pieces)]
    head = b"E5S1" + pack("<I5i2ifi", 1, *sizes, TINY["positions"], TINY["token_types"], 1e-12, 32)
    head += pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, pieces)))
    head += offsets.tobytes() + scores.tobytes() + b"".join(pieces)
    head += pack("<iI", len(TINY_REPLACEMENTS), len(replacements)) + replacements
    tensors = {name: _make_tensor(name, *size, random) for name, *size in _list_tensors(len(pieces))}
    directory_size = 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in tensors)
    at = len(head) + directory_size
    directory, body = pack("<i", len(tensors)), b""
    for name, (values, kind, data) in tensors.items():
        directory += pack("<H", len(name)) + name.encode()
        directory += pack("<BIQQ", kind, values, at + len(body), len(data))
        body += data
    path.write_bytes(head + directory + body)
    return path


def _list_tensors(words: int) -> list[tuple[str, int, int]]:
    hidden, wide = TINY["hidden"], TINY["feed_forward"]
    found = [("emb.word", words, hidden), ("emb.pos", TINY["positions"], hidden), ("emb.type", 2, hidden)]
    found += [("emb.ln.w", 1, hidden), ("emb.ln.b", 1, hidden)]
    for layer in range(TINY["layers"]):
        for part, rows, width in (("q", hidden, hidden), ("k", hidden, hidden), ("v", hidden, hidden)):
            found += [(f"l{layer}.{part}.w", rows, width), (f"l{layer}.{part}.b", 1, rows)]
        for part, rows, width in (("ao", hidden, hidden), ("fi", wide, hidden), ("fo", hidden, wide)):
            found += [(f"l{layer}.{part}.w", rows, width), (f"l{layer}.{part}.b", 1, rows)]
        for part in ("aln", "oln"):
            found += [(f"l{layer}.{part}.w", 1, hidden), (f"l{layer}.{part}.b", 1, hidden)]
    return found


def _make_tensor(name: str, rows: int, width: int, random: np.random.Generator) -> tuple[int, int, bytes]:
    """The number of values, the kind (0 float32, 1 quantised) and the bytes of a tensor."""
    count = rows * width
    if rows > 1 and name not in ("emb.pos", "emb.type"):
        blocks = random.integers(0, 256, (count // 32, 18), np.uint8)
        blocks[:, :2] = np.full((count // 32, 1), 0.02, "<f2").view(np.uint8)
        return count, 1, blocks.tobytes()
    values = random.normal(0, 0.1, count) + ("ln.w" in name)
    return count, 0, values.astype("<f4").tobytes()
