"""A relation model for tests: no weights, the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from compare.relate.model import Pair, Shares

NEGATORS = {"tidak", "bukan", "belum", "not", "no", "never", "не", "нет"}


class FakeRelationModel:
    """Shared words say how close two sentences are, one negation more or less turns that round.

    >>> FakeRelationModel().predict([("Pasar dibuka", "Pasar tidak dibuka")]).argmax(1).tolist()
    [2]
    """

    name = "fake"

    def predict(self, pairs: Sequence[Pair]) -> Shares:
        rows = [self._judge(set(p.lower().split()), set(h.lower().split())) for p, h in pairs]
        return np.array(rows, np.float32).reshape(len(pairs), 3)

    @staticmethod
    def _judge(premise: set[str], hypothesis: set[str]) -> tuple[float, float, float]:
        said = hypothesis - NEGATORS
        close = len(said & premise) / max(1, len(said))
        agree, differ = 0.9 * close, 0.05 * close
        if bool(premise & NEGATORS) != bool(hypothesis & NEGATORS):
            agree, differ = differ, agree
        return agree, 1 - agree - differ, differ
