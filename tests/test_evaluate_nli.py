"""What `evaluate nli` and `evaluate relations` count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeRelationModel

from claims.errors import InputError
from compare.evaluate.nli import draw_rows, exclude_each_other, measure_nli
from compare.evaluate.relations import measure_relations
from compare.evaluate.slices import LEAST, cut_slices
from compare.relate.model import LABELS, NLI_LABELS, Pair, Scores

GOLD = Path(__file__).parent / "gold"
ROWS = [
    ("48 orang tewas dalam banjir itu.", "37 orang tewas dalam banjir itu.", "contradiction"),
    ("48 orang tewas dalam banjir itu.", "48 orang tewas dalam banjir itu.", "entailment"),
    ("Air naik.", "Warga mengungsi.", "neutral"),
    ("Air naik.", "Air tidak naik.", "contradiction"),
]


class AlwaysEntailed(FakeRelationModel):
    """Says "entailment" to everything: what is found beyond that, the comparators found."""

    def predict_nli(self, pairs: Sequence[Pair]) -> Scores:
        scores = np.full((len(pairs), len(NLI_LABELS)), 0.1, np.float32)
        scores[:, NLI_LABELS.index("entailment")] = 0.8
        return scores


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    for name in ("val", "test_lay"):
        path = tmp_path / "indonli" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        rows = [{"premise": p, "hypothesis": h, "label": label, "lang": "id"} for p, h, label in ROWS]
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def test_the_comparators_are_counted_beside_the_model(bench: Path) -> None:
    plain, digits, joined = measure_nli(AlwaysEntailed(), bench)
    assert (plain.pairs, plain.accuracy, plain.recall) == (4, 0.25, 0.0)
    assert (digits.pairs, digits.accuracy, digits.f1) == (2, 0.5, 0.0)
    assert (joined.pairs, joined.accuracy, joined.f1) == (2, 1.0, 1.0)


def test_a_test_part_is_looked_at_only_when_asked_for(bench: Path) -> None:
    assert not [row for row in measure_nli(AlwaysEntailed(), bench) if "test" in row.data]
    assert [row for row in measure_nli(AlwaysEntailed(), bench, with_tests=True) if "test" in row.data]


def test_a_limit_draws_the_same_pairs_each_time(bench: Path) -> None:
    rows = [{"id": number} for number in range(50)]
    assert draw_rows(rows, 5) == draw_rows(rows, 5) and len(draw_rows(rows, 5)) == 5
    assert next(measure_nli(AlwaysEntailed(), bench, 3)).pairs == 3


@pytest.mark.parametrize(("premise", "hypothesis", "label"), ROWS[:2])
def test_facts_that_exclude_each_other(premise: str, hypothesis: str, label: str) -> None:
    row = {"premise": premise, "hypothesis": hypothesis, "lang": "id"}
    assert exclude_each_other(row) == (label == "contradiction")


def test_judged_pairs_of_an_annotation() -> None:
    figures = measure_relations(FakeRelationModel(), GOLD / "banjir")
    assert figures["pairs"] == 124 and 0 < figures["flag_auc"] < 1
    assert {f"accuracy_{label}" for label in LABELS[:4]} <= set(figures)


def test_a_folder_with_nothing_judged_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no judged pairs"):
        measure_relations(FakeRelationModel(), tmp_path)


def test_slices_hold_what_they_say() -> None:
    rows = [
        {"premise": "Air tidak naik.", "hypothesis": "Air naik."},
        {"premise": "Wali kota Rina datang.", "hypothesis": "Kemarin Rina pergi ke Garut."},
    ] * LEAST
    slices = dict(cut_slices(rows))
    assert np.flatnonzero(slices["denial on one side"])[:2].tolist() == [0, 2]
    assert np.flatnonzero(slices["names on both sides"])[:2].tolist() == [1, 3]
    assert np.flatnonzero(slices["few words shared"])[:2].tolist() == [1, 3]
    assert "long premise" not in slices
