"""What is seen when: shares of the sources in the course of a training, and an endless stream of each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compare.relate.model_network import Ids
from compare.train.data import Pair

Shares = Mapping[str, float]

# Other languages first, while the network still learns what the task is; Indonesian and the product's own
# labels last.  Stories begin when the network knows a contradiction when it reads one.
PHASES: Sequence[tuple[float, Shares]] = (
    (
        0.26,
        {
            "indonli": 40, "edits": 10, "vitaminc": 14, "taxinli": 12, "cad_snli": 7, "conjnli": 3,
            "breaking_nli": 2, "negation": 2, "fm2": 2, "infotabs": 2, "xinfotabs_ru": 2, "terra_ru": 3,
            "paraphraser_ru": 3,
        },
    ),
    (
        0.60,
        {
            "indonli": 45, "edits": 10, "vitaminc": 7, "taxinli": 4, "negation": 1, "fm2": 1, "terra_ru": 2,
            "paraphraser_ru": 2, "stories": 28,
        },
    ),
    (
        1.00,
        {
            "indonli": 36, "edits": 6, "vitaminc": 4, "taxinli": 2, "terra_ru": 1, "paraphraser_ru": 1,
            "stories": 50,
        },
    ),
)  # fmt: skip
# A larger network costs more a pair, so it sees little but what the product is for.
LARGE_PHASES: Sequence[tuple[float, Shares]] = (
    (
        0.20,
        {
            "indonli": 66, "edits": 6, "vitaminc": 8, "taxinli": 7, "cad_snli": 4, "negation": 2, "fm2": 1,
            "terra_ru": 3, "paraphraser_ru": 3,
        },
    ),
    (
        1.00,
        {
            "indonli": 64, "edits": 5, "vitaminc": 3, "taxinli": 2, "terra_ru": 1, "paraphraser_ru": 1,
            "stories": 24,
        },
    ),
)  # fmt: skip
BATCHES_AT_ONCE = 40  # are sorted by length together, so that little of a batch is padding


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as token ids."""

    left: Ids
    right: Ids
    pair: Pair

    def __len__(self) -> int:
        return len(self.left) + len(self.right)

    def flip(self) -> Example:
        return Example(self.right, self.left, self.pair)


def shares_at(progress: float, phases: Sequence[tuple[float, Shares]] = PHASES) -> Shares:
    """Return the shares that hold when `progress` (0..1) of the training is done."""
    return next((shares for until, shares in phases if progress < until), phases[-1][1])


def sources_from(progress: float, phases: Sequence[tuple[float, Shares]] = PHASES) -> frozenset[str]:
    """Return what is still drawn from after `progress`."""
    return frozenset(name for until, shares in phases if progress < until for name in shares)


class Mixer:
    """Draws batches; the same seed draws the same."""

    def __init__(self, seed: int, batch_size: int, phases: Sequence[tuple[float, Shares]] = PHASES) -> None:
        self._rng = random.Random(seed)
        self._phases = phases
        self._batch_size = batch_size
        self._examples: dict[str, list[Example]] = {}
        self._streams: dict[str, Iterator[Example]] = {}

    def put(self, source: str, examples: Sequence[Example]) -> None:
        """Let `source` be drawn from."""
        self._examples[source] = list(examples)
        self._streams[source] = self._stream(source)

    def draw(self, progress: float) -> list[list[Example]]:
        """Return the next batches, in random order; sources that were not put in are not drawn from."""
        shares = {
            name: share
            for name, share in shares_at(progress, self._phases).items()
            if self._examples.get(name)
        }
        names = self._rng.choices(list(shares), list(shares.values()), k=self._batch_size * BATCHES_AT_ONCE)
        drawn = sorted((next(self._streams[name]) for name in names), key=len)
        batches = [drawn[at : at + self._batch_size] for at in range(0, len(drawn), self._batch_size)]
        self._rng.shuffle(batches)
        return batches

    def _stream(self, source: str) -> Iterator[Example]:
        while True:
            examples = list(self._examples[source])
            self._rng.shuffle(examples)
            for example in examples:
                yield example.flip() if self._may_flip(example.pair) and self._rng.random() < 0.5 else example

    @staticmethod
    def _may_flip(pair: Pair) -> bool:
        """A relation has no direction; entailment has one, and what was written as a hypothesis stays one."""
        return not pair.nli or (pair.source == "edits" and pair.nli == {"contradiction"})
