"""How fast the bundled encoder is beside the plain call of the library, and that it gives the same vectors.

    python -m compare.evaluate.encoding TEXTS [COUNT]

`TEXTS` holds a sentence a line, or a JSON object a line with a "premise" or "text".  The ways take turns for
several rounds in one process, so that whatever else the machine does falls on both: read the ratio and not
the seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from compare.encoder import Vectors, _BundledEncoder, _open
from compare.unpack import unpack_encoder

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class EncoderFigures:
    """What was measured; rates in texts a second, of the best round."""

    texts: int
    plain_rate: float
    rate: float
    cosine: float  # least cosine of a text's two vectors

    def describe(self) -> str:
        """Return the figures as lines of text."""
        return (
            f"{self.texts} texts, texts a second: plain call {self.plain_rate:.1f}, ours "
            f"{self.rate:.1f}: {self.rate / self.plain_rate:.2f} times as fast; "
            f"least cosine of a text's two vectors {self.cosine:.6f}"
        )


def measure_encoder(texts: Sequence[str]) -> EncoderFigures:
    """Encode `texts` both ways."""
    folder = unpack_encoder()
    ours, plain = _BundledEncoder(folder, None), _open(str(folder), offline=True)

    def call_plainly() -> Vectors:
        found: Vectors = plain.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return found

    best = _time_in_turn(len(texts), [call_plainly, lambda: ours.encode(texts)])
    cosine = float((call_plainly() * ours.encode(texts)).sum(axis=1).min())
    return EncoderFigures(len(texts), best[0], best[1], cosine)


def _time_in_turn(count: int, ways: list[Callable[[], Vectors]]) -> list[float]:
    best = [0.0] * len(ways)
    for round_number in range(ROUNDS + 1):
        for place, way in enumerate(ways):
            began = time.perf_counter()
            way()
            if round_number:  # the first warms up
                best[place] = max(best[place], count / (time.perf_counter() - began))
    return best


def _read_texts(path: Path, count: int) -> list[str]:
    found = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line) if line.startswith("{") else {"text": line.strip()}
            found.append(entry.get("text") or entry.get("premise") or "")
    return list(dict.fromkeys(text for text in found if text))[:count]


def main(arguments: Sequence[str]) -> None:
    """Measure with the texts of a file and write the figures to standard output."""
    texts = _read_texts(Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 200)
    sys.stdout.write(measure_encoder(texts).describe() + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
