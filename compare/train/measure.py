"""What is looked at while training: accuracy on validation, how well conflicts stand out in stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from compare.relate.model import FLAGGED, LABELS, NLI_LABELS
from compare.train.mix import Example

PAIRS_AT_ONCE = 32


def measure_network(
    network: Any, validation: Sequence[Example], held_out: Sequence[Example]
) -> dict[str, float]:
    """Return the figures; those of the stories only if there are any."""
    figures = {}
    if validation:
        chosen = score(network, validation, "nli").argmax(1)
        figures["validation"] = float(
            np.mean([NLI_LABELS[c] in e.pair.nli for c, e in zip(chosen, validation, strict=True)])
        )
    if held_out:
        scores = (
            score(network, held_out, "relation") + score(network, [e.flip() for e in held_out], "relation")
        ) / 2
        truth = np.array([LABELS.index(next(iter(e.pair.relation))) for e in held_out])
        figures |= describe_relations(np.asarray(scores, np.float32), truth)
    return {name: round(value, 4) for name, value in figures.items()}


def score(network: Any, examples: Sequence[Example], head: str) -> NDArray[np.float32]:
    """Return the probabilities of one head, shape (examples, classes), in their order."""
    network.eval()
    order = sorted(range(len(examples)), key=lambda place: len(examples[place]))
    rows: list[torch.Tensor] = []
    with torch.inference_mode():
        for at in range(0, len(order), PAIRS_AT_ONCE):
            batch = [examples[place] for place in order[at : at + PAIRS_AT_ONCE]]
            rows.append(torch.softmax(network(network.lay_out([(e.left, e.right) for e in batch]))[head], -1))
    found = torch.cat(rows).numpy()
    result = np.empty_like(found)
    result[order] = found
    return result


def describe_relations(scores: NDArray[np.float32], truth: NDArray[np.int64]) -> dict[str, float]:
    """Return accuracy, the accuracy within each label, and three areas under the ROC curve.

    The areas: conflicts against all the rest, conflicts against the rest of the same question, and pairs of
    one question against pairs of two.
    """
    flagged, other = np.isin(truth, FLAGGED), truth == LABELS.index("other_question")
    flag, one_question = scores[:, FLAGGED].sum(1), 1 - scores[:, LABELS.index("other_question")]
    figures = {"accuracy": float((scores.argmax(1) == truth).mean())}
    figures["flag_auc"] = _area(flagged, flag)
    figures["flag_auc_one_question"] = _area(flagged[~other], flag[~other])
    figures["question_auc"] = _area(~other, one_question)
    for place, label in enumerate(LABELS):
        if (truth == place).any():
            figures[f"accuracy_{label}"] = float((scores[truth == place].argmax(1) == place).mean())
    return figures


def _area(truth: NDArray[np.bool_], values: NDArray[np.float32]) -> float:
    return float(roc_auc_score(truth, values)) if 0 < truth.sum() < len(truth) else float("nan")
