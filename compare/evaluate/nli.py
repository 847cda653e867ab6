"""The relation model on public sets of premise and hypothesis, with and without the comparators of facts.

The sets are not part of the project.  Two sets have two labels only (a claim is supported or refuted): there
the likelier of the two counts.

The comparators are asked of the same plain pairs.  What figures and times of the premise say of the
hypothesis (`compare.relate.premise`) has the first word; where it is undecided and the comparators of claims
find that both cannot be true, it is "contradiction", too; the rest is the model's.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from claims.models import Document, Known, RelationType
from claims.read import read_document
from compare.evaluate.slices import cut_slices
from compare.relate.join import decide
from compare.relate.model import LABELS, NLI_LABELS, NliModel, RelationModel, Scores
from compare.relate.premise import Verdict, judge_facts
from compare.relate.traits import Traits, read_traits
from compare.settings import Settings
from compare.train.data import Row, is_measured_headline, read_rows

Drawn = TypeVar("Drawn")

SEED = 20261124
ONE_QUESTION = 0.95  # premise and hypothesis answer one question by the making of the sets
CONTRADICTION, NEUTRAL = NLI_LABELS.index("contradiction"), NLI_LABELS.index("neutral")
_DIGIT = re.compile(r"\d")
# Name, file, whether it is a test part, which is looked at once and never tuned on.
SETS = (
    ("IndoNLI validation", "indonli/val.jsonl", False),
    ("IndoNLI test_lay", "indonli/test_lay.jsonl", True),
    ("XNLI dev en", "xnli_dev/dev_en.jsonl", False),
    ("XNLI dev ru", "xnli_dev/dev_ru.jsonl", False),
    ("FEVER-symmetric dev", "fever_symmetric_dev/fever_symmetric_dev.jsonl", False),
    ("AWPNLI", "equate/awpnli.jsonl", False),
)
HEADLINES = "paraphraser_ru/train.jsonl"


@dataclass(frozen=True, slots=True)
class NliScore:
    """The figures of one set or slice; precision, recall and F1 are those of "contradiction"."""

    data: str
    pairs: int
    accuracy: float
    precision: float
    recall: float
    f1: float
    pairs_a_second: float = 0.0


@dataclass(frozen=True, slots=True)
class Start:
    """How long the first pair takes, in seconds of the clock and of the processor."""

    seconds: float
    processor: float


def measure_start(model: NliModel) -> Start:
    """Judge one pair, for which the weights are read."""
    clock, processor = time.perf_counter(), time.process_time()
    model.predict_nli([("Air naik.", "Air turun.")])
    return Start(time.perf_counter() - clock, time.process_time() - processor)


def measure_nli(
    model: NliModel, folder: Path, limit: int = 0, *, with_tests: bool = False
) -> Iterator[NliScore]:
    """Yield the figures of each set in `folder` that is there.

    Args:
        model: the model to measure.
        folder: the folder of the public sets.
        limit: pairs a set that are drawn, the same each time; 0 for all.
        with_tests: also the test parts: once, at the end.
    """
    for name, file, is_test in SETS:
        if (is_test and not with_tests) or not (folder / file).is_file():
            continue
        rows = draw_rows(list(read_rows(folder / file)), limit)
        yield from _measure_set(model, name, rows)
    if (folder / HEADLINES).is_file():
        rows = [row for row in read_rows(folder / HEADLINES) if is_measured_headline(row)]
        yield _measure_headlines(model, draw_rows(rows, limit))


def draw_rows(rows: Sequence[Drawn], limit: int) -> Sequence[Drawn]:
    """Return `limit` of the rows, the same each time; all if `limit` is 0.

    >>> draw_rows([{"id": 1}], 0)
    [{'id': 1}]
    """
    return random.Random(SEED).sample(rows, limit) if 0 < limit < len(rows) else rows


def _measure_set(model: NliModel, name: str, rows: Sequence[Row]) -> Iterator[NliScore]:
    began = time.perf_counter()
    scores = model.predict_nli([(row["premise"], row["hypothesis"]) for row in rows])
    rate = len(rows) / (time.perf_counter() - began)
    truth = np.array([NLI_LABELS.index(row["label"]) for row in rows])
    absent = [place for place in range(len(NLI_LABELS)) if not (truth == place).any()]
    scores[:, absent] = -1
    chosen = scores.argmax(1)
    yield score_nli(name, truth, chosen, rate)
    for part, held in cut_slices(rows):
        yield score_nli(f"{name}, {part}", truth[held], chosen[held])
    with_digits = [place for place, row in enumerate(rows) if has_digits(row)]
    if 0 < len(with_digits) < len(rows):
        yield from score_digits(name, [rows[place] for place in with_digits], scores[with_digits])


def has_digits(row: Row) -> bool:
    """True for a pair with digits on both sides."""
    return all(_DIGIT.search(row[side]) for side in ("premise", "hypothesis"))


def score_digits(name: str, rows: Sequence[Row], scores: Scores) -> Iterator[NliScore]:
    """Yield the figures of pairs with digits: of the model alone, then of comparators and model together."""
    truth = np.array([NLI_LABELS.index(row["label"]) for row in rows])
    yield score_nli(f"{name}, digits on both sides", truth, scores.argmax(1))
    joined = np.array([join_facts(row, own) for row, own in zip(rows, scores, strict=True)])
    yield score_nli(f"{name}, digits, with comparators", truth, joined)


def join_facts(row: Row, scores: Scores) -> int:
    """Return the label of one pair by comparators and model together.

    Args:
        row: premise, hypothesis and language.
        scores: the model's probabilities of the pair, shape (3,).
    """
    chosen = int(scores.argmax())
    match judge_facts(row["premise"], row["hypothesis"], row.get("lang", "en")):
        case Verdict.CONTRADICTED:
            return CONTRADICTION
        case Verdict.OTHER_TIME if chosen == CONTRADICTION and scores[NEUTRAL] >= 0:
            return NEUTRAL
        case Verdict.MET if chosen == CONTRADICTION:
            others = scores.copy()
            others[CONTRADICTION] = -2
            return int(others.argmax())
        case Verdict.UNDECIDED if exclude_each_other(row):
            return CONTRADICTION
    return chosen


def score_nli(data: str, truth: NDArray[np.int64], chosen: NDArray[np.int64], rate: float = 0.0) -> NliScore:
    """Return accuracy, and precision, recall and F1 of contradiction.

    >>> score_nli("toy", np.array([0, 0, 1, 2]), np.array([0, 1, 0, 2])).f1
    0.5
    """
    found, there = chosen == CONTRADICTION, truth == CONTRADICTION
    hits = int((found & there).sum())
    return NliScore(
        data,
        len(truth),
        accuracy=round(float((truth == chosen).mean()), 4),
        precision=round(hits / max(int(found.sum()), 1), 4),
        recall=round(hits / max(int(there.sum()), 1), 4),
        f1=round(2 * hits / max(int(found.sum() + there.sum()), 1), 4),
        pairs_a_second=round(rate, 1),
    )


def exclude_each_other(row: Row) -> bool:
    """True if the comparators of facts find that premise and hypothesis cannot both be true."""
    sides = [_read_side(row[side], row.get("lang", "en")) for side in ("premise", "hypothesis")]
    settings = Settings()
    for left in sides[0]:
        for right in sides[1]:
            decision = decide(left, right, ONE_QUESTION, settings)
            if decision is not None and decision.finding.relation is RelationType.CONTRADICTION:
                return True
    return False


def _read_side(text: str, language: str) -> list[Traits]:
    reading = read_document(Document(text, language=Known(language)))
    return [read_traits(claim, language) for claim in reading.claims]


def _measure_headlines(model: RelationModel, rows: Sequence[Row]) -> NliScore:
    """Do two agencies' headlines tell of one matter?  Accuracy and F1 are those of "one matter"."""
    began = time.perf_counter()
    scores = model.predict([(row["text_1"], row["text_2"]) for row in rows])
    rate = len(rows) / (time.perf_counter() - began)
    apart = scores[:, [LABELS.index("other_question"), LABELS.index("different_scope")]].sum(1)
    truth = np.array([row["label"] != "non_paraphrase" for row in rows])
    found = apart < 0.5
    hits = int((found & truth).sum())
    area = float(roc_auc_score(truth, 1 - apart)) if 0 < truth.sum() < len(truth) else float("nan")
    return NliScore(
        f"Russian headlines, one matter (held-out fifth; area {area:.3f})",
        len(rows),
        accuracy=round(float((found == truth).mean()), 4),
        precision=round(hits / max(int(found.sum()), 1), 4),
        recall=round(hits / max(int(truth.sum()), 1), 4),
        f1=round(2 * hits / max(int(found.sum() + truth.sum()), 1), 4),
        pairs_a_second=round(rate, 1),
    )
