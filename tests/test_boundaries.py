"""`ceksilang evaluate boundaries`: the scores, and why our boundaries differ from a treebank's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compare.evaluate.boundaries import measure_boundaries
from compare.evaluate.boundary_causes import Cause, count_causes, find_differences
from ui.commands.evaluate import evaluate

# What the treebank has for sentences, joined by spaces as the data is.
SENTENCES = [
    "Harga Beras Naik",
    "Warga mengeluh di pasar. Pedagang diam saja.",
    '"Air naik tiap malam. Kami tidak tidur."',
    "Jalan itu terbagi dalam tiga ruas:",
    "Ruas pertama ditutup.",
    "dan ruas kedua dibuka.",
    "Ruas ketiga milik Maju Sentosa Tbk. Bandung kebanjiran.",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    spans, start = [], 0
    for sentence in SENTENCES:
        spans.append([start, start + len(sentence)])
        start += len(sentence) + 1
    (tmp_path / "kota.raw.json").write_text(json.dumps({"raw": " ".join(SENTENCES), "sentences": spans}))
    return tmp_path


def test_each_difference_has_its_cause(folder: Path) -> None:
    found = {(row.kind, row.cause): (row.joined, row.with_breaks) for row in count_causes(folder)}
    assert found == {
        ("missed", Cause.NO_STOP): (1, 0),  # the line break shows where the headline ends
        ("missed", Cause.LOWER_CASE): (1, 1),
        ("missed", Cause.COLON): (1, 1),
        ("extra", Cause.IN_QUOTE): (1, 1),
        ("extra", Cause.JOINED): (1, 1),
        ("extra", Cause.OURS): (1, 1),  # behind an abbreviation nobody but us is to blame
    }


def test_the_causes_account_for_all_that_the_scores_miss(folder: Path) -> None:
    score = next(row for row in measure_boundaries(folder) if row.splitter == "ceksilang")
    rows = count_causes(folder)
    missed = sum(row.joined for row in rows if row.kind == "missed")
    extra = sum(row.joined for row in rows if row.kind == "extra")
    assert score.found - extra == score.gold - missed


def test_a_wrong_split_is_ours() -> None:
    text = "Kapal Prof. Sari tiba."
    assert [cause for _, cause, _ in find_differences(text, [(0, 22)], [(0, 11), (12, 22)])] == [Cause.OURS]


@pytest.mark.parametrize(("lang", "words"), [("en", "keeps two sentences as one"), ("id", "dijadikan satu")])
def test_the_command_prints_scores_and_causes(
    folder: Path, lang: str, words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    evaluate("boundaries", folder, None, lang)
    shown = capsys.readouterr().out
    assert "sentencex" in shown
    assert words in shown
