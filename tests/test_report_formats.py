"""Every format of the report: the same bytes again, readable by other programs, and checked by `verify`."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from factories import make_flood, make_hostile

from claims.errors import InputError, UsageError
from claims.models import Analysis, Document
from compare.export import FORMULA_STARTS
from compare.frames import COLUMNS_OF, to_frames
from compare.report import FORMATS, make_report, write_report
from compare.report.choose import choose_questions
from compare.report.verify import READERS, Fault, verify_report

HOSTILE = ("=1+1", "<script>alert(1)</script>", "\x00\x1b[2J \ud83d |x|", "</pre>```", "]]>&amp;")


def can_print() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


ENDINGS = [
    pytest.param(
        ending,
        marks=[]
        if ending != ".pdf"
        else pytest.mark.skipif(not can_print(), reason="no PDF: weasyprint or Pango is not installed"),
    )
    for ending in FORMATS
]


@pytest.fixture(scope="module")
def flood() -> Analysis:
    return make_flood()


def documents_of(analysis: Analysis) -> list[Document]:
    return [reading.document for reading in analysis.readings]


def test_what_is_written_can_be_checked() -> None:
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_same_analysis_same_bytes(flood: Analysis, ending: str) -> None:
    turned = replace(make_flood(), readings=flood.readings[::-1], relations=flood.relations[::-1])
    assert make_report(flood, ending, "id") == make_report(turned, ending, "id")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_report_fits_its_store(flood: Analysis, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"r{ending}"
    write_report(flood, path, "en")
    found = verify_report(path, documents_of(flood))
    assert (found.texts, found.problems) == (3, ())
    assert found.quotes >= 6


@pytest.mark.parametrize("payload", HOSTILE)
@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_text_is_carried_and_fits(ending: str, payload: str, tmp_path: Path) -> None:
    analysis = make_hostile(payload)
    path = tmp_path / f"r{ending}"
    write_report(analysis, path, "en")
    assert verify_report(path, documents_of(analysis)).problems == ()


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_text_in_the_store_is_told(flood: Analysis, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"r{ending}"
    write_report(flood, path, "en")
    documents = documents_of(flood)
    gone = verify_report(path, documents[1:])
    assert {problem.fault for problem in gone.problems} == {Fault.TEXT_UNKNOWN}
    assert {problem.text for problem in gone.problems} == {documents[0].sha256}


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_one_changed_word_is_told(flood: Analysis, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"r{ending}"
    write_report(flood, path, "id")
    text = path.read_text("utf-8")
    path.write_text(text.replace("Kabar Wening", "Kabar Wenang", 1), "utf-8")
    assert [problem.fault for problem in verify_report(path, documents_of(flood)).problems] == [Fault.CHANGED]


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_a_changed_quote_is_told(flood: Analysis, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"r{ending}"
    write_report(flood, path, "id")
    text = path.read_text("utf-8-sig")
    assert "12 orang tewas" in text
    path.write_text(text.replace("12 orang tewas", "13 orang tewas"), "utf-8")
    problems = verify_report(path, documents_of(flood)).problems
    assert {problem.fault for problem in problems} == {Fault.QUOTE_CHANGED}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 50, b"PK\x03\x04 broken", b"{}", b"%PDF-1.7 broken"])
def test_no_report_of_ours_is_one_clear_error(ending: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"other{ending}"
    path.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(path.name)):
        verify_report(path, [])


def test_a_manifest_quoted_by_an_article_is_not_taken_for_ours(tmp_path: Path) -> None:
    fake = '<pre id="ceksilang-manifest">{"format":"ceksilang-manifest/1","run":"x","texts":{}}</pre>'
    analysis = make_hostile(fake)
    path = tmp_path / "r.html"
    write_report(analysis, path, "en")
    found = verify_report(path, documents_of(analysis))
    assert found.run == analysis.run.id and found.quotes and not found.problems


def test_chosen_questions_only(flood: Analysis) -> None:
    wanted = flood.questions[0]
    chosen = choose_questions(flood, [wanted.id])
    assert chosen.questions == (wanted,)
    assert {relation.question for relation in chosen.relations} == {wanted.id}
    others = [question.title for question in flood.questions[1:]]
    text = make_report(flood, ".md", "id", [wanted.id]).decode("utf-8")
    assert wanted.title in text and not any(title in text for title in others)
    with pytest.raises(UsageError, match="q-nothing"):
        make_report(flood, ".md", "id", ["q-nothing"])


def test_word_document_reads_back(flood: Analysis) -> None:
    document = docx.Document(io.BytesIO(make_report(flood, ".docx", "id")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for question in flood.questions:
        if any(r.question == question.id and r.relation.is_flagged for r in flood.relations):
            assert question.title in text
    assert "12 orang tewas" in text and "Rekaman wawancara diminta." in text
    marked = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color]
    assert "12" in marked and "15" in marked
    hashes = {cell.text for row in document.tables[0].rows for cell in row.cells}
    assert {reading.document.sha256 for reading in flood.readings} <= hashes


def test_workbook_reads_back(flood: Analysis) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_report(flood, ".xlsx", "id")))
    assert len(book.sheetnames) == len(COLUMNS_OF) + 2
    claims = list(book["Klaim"].iter_rows(values_only=True))
    assert len(claims) - 1 == sum(len(reading.claims) for reading in flood.readings)
    assert tuple(claims[0]) == COLUMNS_OF["claims"]


@pytest.mark.parametrize("payload", ["=cmd|'/C calc'!A0", "+1", "-1", "@x", "https://evil.example", "  =1"])
def test_no_cell_is_a_formula_or_a_link(payload: str) -> None:
    content = make_report(make_hostile(payload), ".xlsx", "en")
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None
                assert not str(cell.value or "").startswith(FORMULA_STARTS)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_nothing_in_an_office_file_is_active(ending: str) -> None:
    content = make_report(make_hostile('"><script>alert(1)</script>'), ending, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        relations = b"".join(parts.read(name) for name in names if name.endswith(".rels"))
    assert not any("vba" in name.lower() or "activex" in name.lower() for name in names)
    assert b'TargetMode="External"' not in relations


def test_frames_link_to_each_other(flood: Analysis) -> None:
    frames = to_frames(flood)
    assert list(frames) == list(COLUMNS_OF)
    assert set(frames["positions"]["claim"]) <= set(frames["claims"]["claim"])
    assert set(frames["claims"]["document"]) == set(frames["sources"]["document"])
    assert set(frames["verdicts"]["target"]) <= set(frames["relations"]["relation_id"])
    empty = to_frames(replace(flood, readings=(), questions=(), relations=(), verdicts=()))
    assert [list(frame.columns) for frame in empty.values()] == [list(c) for c in COLUMNS_OF.values()]


def test_csv_and_json_are_the_exports(flood: Analysis) -> None:
    rows = list(csv.DictReader(io.StringIO(make_report(flood, ".csv", "id").decode("utf-8-sig"), newline="")))
    assert rows and json.loads(make_report(flood, ".json", "id"))["format"] == "ceksilang/1"
