"""Build a SentencePiece `precompiled_charsmap` from a map of code points.

`tokenizers.normalizers.Precompiled` is the only fast way to give a tokenizer thousands of replacements, and
it wants them as SentencePiece compiles them: the size of a trie in bytes, the trie, then the replacements,
each closed by a NUL.  The trie is a double array: the child of node `n` for byte `c` is unit
`base(n) ^ c`, where `base(n) = n ^ offset(unit n)`.  A unit holds

    bits 0-7   the byte that leads to it            bit 8       it has a value, in unit `base(n)`
    bits 10-30 offset                               bit 31      this unit is a value, not a node

(Layout: Susumu Yata's darts-clone, as read by the `spm_precompiled` crate.)
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_HAS_VALUE = 1 << 8
_IS_VALUE = 1 << 31
_OFFSET_SHIFT = 10
_BYTE_VALUES = 256
_OPEN_BLOCKS = 1  # fuller ones are not searched again: it made building a hundred times slower


@dataclass(slots=True)
class _Node:
    children: dict[int, _Node] = field(default_factory=dict)
    value: int | None = None


@dataclass(slots=True)
class _DoubleArray:
    units: list[int] = field(default_factory=lambda: [0] * _BYTE_VALUES)
    taken: list[bool] = field(default_factory=lambda: [True] + [False] * (_BYTE_VALUES - 1))
    bases: set[int] = field(default_factory=set)

    def place(self, labels: list[int]) -> int:
        """Return a base at which every label's unit is free, and take those units.

        No two nodes share a base: one would see the other's children as its own.
        """
        slot = max(1, len(self.units) - _OPEN_BLOCKS * _BYTE_VALUES)
        while True:
            base = slot ^ labels[0]
            self._grow(base)
            if base not in self.bases and not any(self.taken[base ^ label] for label in labels):
                break
            slot += 1
        self.bases.add(base)
        for label in labels:
            self.taken[base ^ label] = True
        return base

    def _grow(self, base: int) -> None:
        missing = (base | (_BYTE_VALUES - 1)) + 1 - len(self.units)
        if missing > 0:
            self.units.extend([0] * missing)
            self.taken.extend([False] * missing)


def build_charsmap(replacements: Mapping[str, str]) -> bytes:
    """Return the compiled form of `replacements`, for `tokenizers.normalizers.Precompiled`.

    >>> from tokenizers.normalizers import Precompiled
    >>> normalizer = Precompiled(build_charsmap({"\\u00a0": " ", "\\u2460": "1", "\\u200b": ""}))
    >>> normalizer.normalize_str("a\\u00a0\\u2460\\u200b!")
    'a 1!'
    """
    root, text = _Node(), bytearray()
    for source, target in sorted(replacements.items()):
        node = root
        for byte in source.encode("utf-8"):
            node = node.children.setdefault(byte, _Node())
        node.value = len(text)
        text += target.encode("utf-8") + b"\0"
    units = _lay_out(root)
    return struct.pack(f"<I{len(units)}I", len(units) * 4, *units) + bytes(text)


def _lay_out(root: _Node) -> list[int]:
    array = _DoubleArray()
    waiting = [(root, 0)]
    for node, at in waiting:  # grows while it is walked: breadth first
        labels = sorted(node.children)
        if node.value is not None:
            labels.insert(0, 0)
        if not labels:
            continue
        base = array.place(labels)
        array.units[at] |= (at ^ base) << _OFFSET_SHIFT
        if node.value is not None:
            array.units[at] |= _HAS_VALUE
            array.units[base] = _IS_VALUE | node.value
        for label, child in node.children.items():
            array.units[base ^ label] |= label
            waiting.append((child, base ^ label))
    return array.units
