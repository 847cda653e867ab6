"""The exports: the JSON contract to the letter, and a table that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from factories import make_flood, make_hostile
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import UsageError
from claims.models import Analysis
from compare.export import COLUMNS, FORMULA_STARTS, neutralise, to_contract, to_rows, write_csv, write_json

KEYS = {
    "documents": "id path url sha256 outlet title published language boilerplate",
    "claims": "id document start end quote modality polarity kind attribution quantities times actors",
    "questions": "id title claims positions",
    "relations": "id question claim_l claim_r relation kind level score reason evidence_l evidence_r",
    "verdicts": "target reviewer verdict note at",
}


@pytest.fixture(scope="module")
def flood() -> Analysis:
    return make_flood()


def test_contract_has_its_keys_and_no_others(flood: Analysis) -> None:
    export = to_contract(flood)
    assert set(export) == {"format", "run", *KEYS}
    assert export["format"] == "ceksilang/1"
    assert set(export["run"]) == {"id", "created", "settings", "models", "versions"}
    for name, keys in KEYS.items():
        assert export[name], name
        for item in export[name]:
            assert set(item) == set(keys.split()), name


def test_spans_give_back_the_quotes(flood: Analysis) -> None:
    export = to_contract(flood)
    texts = {reading.document.id: reading.document.text for reading in flood.readings}
    for claim in export["claims"]:
        text = texts[claim["document"]]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        for time in claim["times"]:
            assert text[time["start"] : time["end"]] == time["text"]
        for link in claim["attribution"]:
            assert link["cue"] in text


def test_everything_that_is_named_is_there(flood: Analysis) -> None:
    export = to_contract(flood)
    documents = {item["id"] for item in export["documents"]}
    claims = {item["id"] for item in export["claims"]}
    questions = {item["id"] for item in export["questions"]}
    relations = {item["id"] for item in export["relations"]}
    assert {claim["document"] for claim in export["claims"]} <= documents
    assert {claim for question in export["questions"] for claim in question["claims"]} <= claims
    assert {r["question"] for r in export["relations"]} <= questions
    assert {r[side] for r in export["relations"] for side in ("claim_l", "claim_r")} <= claims
    assert {verdict["target"] for verdict in export["verdicts"]} <= relations


def test_values_are_what_a_program_expects(flood: Analysis) -> None:
    export = to_contract(flood)
    by_quote = {claim["quote"]: claim for claim in export["claims"]}
    (houses,) = by_quote["Lebih dari 2.000 rumah terendam."]["quantities"]
    assert (houses["low"], houses["high"], houses["what"]) == (2000, None, "rumah")
    assert isinstance(houses["low"], int)
    (then,) = by_quote["Pada banjir 2019, empat orang tewas di kabupaten yang sama."]["times"]
    assert (then["from"], then["to"]) == ("2019-01-01", "2019-12-31")
    assert date.fromisoformat(then["from"]) < date.fromisoformat(then["to"])
    unnamed = next(d for d in export["documents"] if d["path"] == "tanpa-nama.txt")
    assert unnamed["outlet"] is None and unnamed["url"] is None
    chain = by_quote["pembukaan bendungan itulah penyebab banjir"]["attribution"]
    assert chain[0] == {"name": "warga", "role": "", "cue": "Menurut", "via": "Antarkota"}


def test_most_pressing_comes_first(flood: Analysis) -> None:
    relations = to_contract(flood)["relations"]
    flagged = [r["relation"] in ("contradiction", "tension") for r in relations]
    assert flagged == sorted(flagged, reverse=True)
    scores = [r["score"] for r, is_flagged in zip(relations, flagged, strict=True) if is_flagged]
    assert scores == sorted(scores, reverse=True)
    assert to_contract(flood)["questions"][0]["title"] == "Apakah pintu Bendungan Tirta dibuka?"


def test_same_analysis_same_bytes_whatever_the_order(flood: Analysis, tmp_path: Path) -> None:
    turned = replace(
        flood,
        readings=flood.readings[::-1],
        questions=flood.questions[::-1],
        relations=flood.relations[::-1],
        verdicts=flood.verdicts[::-1],
    )
    for write, name in ((write_json, "out.json"), (write_csv, "out.csv")):
        write(flood, tmp_path / name)
        first = (tmp_path / name).read_bytes()
        write(turned, tmp_path / name)
        assert (tmp_path / name).read_bytes() == first


def test_csv_reads_back(flood: Analysis, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(flood, path, "id")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["relation"] for row in rows[:3]] == ["contradiction", "contradiction", "tension"]
    assert {row["relation"] for row in rows[3:]} == {"different_scope", "compatible", "update"}
    assert rows[0]["review"] == "conflict"
    assert "Ayu: conflict (Rekaman wawancara diminta.)" in rows[0]["verdicts"]
    assert "Ayu" not in rows[2]["verdicts"], "a withdrawn verdict does not stand"


@pytest.mark.parametrize(
    "payload",
    ["=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1"],
)
def test_no_cell_begins_like_a_formula(payload: str) -> None:
    for row in to_rows(make_hostile(payload)):
        for column, value in row.items():
            if isinstance(value, str):
                assert not value.startswith(FORMULA_STARTS), column


@given(st.text())
def test_neutralised_text_keeps_its_words(text: str) -> None:
    safe = neutralise(text)
    assert not safe.lstrip().startswith(FORMULA_STARTS)
    words = text.translate(_BLANKS).split()
    assert safe == text or words in (safe.split(), safe.removeprefix("'").split())


_BLANKS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")


def test_half_a_surrogate_does_not_stop_the_export(tmp_path: Path) -> None:
    write_json(make_hostile("emoji \ud83d terpotong"), tmp_path / "out.json")
    claims = json.loads((tmp_path / "out.json").read_text("utf-8"))["claims"]
    assert all("emoji ? terpotong" in claim["quote"] for claim in claims)
    assert all(claim["end"] - claim["start"] == len(claim["quote"]) for claim in claims)


def test_a_file_is_written_whole_or_not_at_all(
    flood: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.json"
    path.write_text("the old one", "utf-8")

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("compare.writing.os.fsync", full_disk)
    with pytest.raises(UsageError, match="No space left"):
        write_json(flood, path)
    assert path.read_text("utf-8") == "the old one"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]


@pytest.mark.parametrize("name", ["", "missing/out.json"])
def test_a_place_that_cannot_be_written_is_said(flood: Analysis, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_json(flood, tmp_path / name)
