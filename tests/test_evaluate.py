"""What `evaluate names` and `evaluate speed` count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claims.errors import InputError
from claims.models import Basis, Document, Known
from compare.evaluate.names import measure_names
from compare.evaluate.speed import list_hard_texts, measure_speed


def test_names_are_counted_by_kind(tmp_path: Path) -> None:
    rows = [
        {
            "tokens": ["Menteri", "Rina", "Kartika", "tiba", "di", "Jakarta", "."],
            "tags": ["O", "B-PERSON", "I-PERSON", "O", "O", "B-PLACE", "O"],
        },
        {"tokens": ["warga", "bernama", "slamet"], "tags": ["O", "O", "B-PERSON"]},
    ]
    (tmp_path / "valid.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "test.jsonl").write_text("not read", "utf-8")
    scores = {score.kind: score for score in measure_names(tmp_path)}
    assert (scores["PERSON"].names, scores["PERSON"].right) == (2, 0.5)
    assert (scores["PLACE"].names, scores["PLACE"].right) == (1, 1.0)


def test_a_folder_without_data_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.jsonl"):
        measure_names(tmp_path)


def test_speed_is_measured_on_every_kind_of_text() -> None:
    document = Document("Air naik di Garut. Warga pergi.", language=Known("id", Basis.STATED))
    scores = list(measure_speed([document], sizes=(), length=600))
    assert [score.text for score in scores] == ["articles", *(name for name, _ in list_hard_texts(600))]
    assert scores[0].sentences == 2
    assert all(score.seconds > 0 for score in scores)
