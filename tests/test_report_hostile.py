"""What people and articles wrote reaches a report as text in every format: field by field, the log too."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl
import pytest
from factories import make_hostile

from claims.events import Adjudication, Annotation, Aspect, Correction, Event, Mark, Move, MoveKind
from claims.log import ReviewLog
from claims.models import Analysis, Judgement, RelationType, Verdict
from compare.export import FORMULA_STARTS
from compare.report import make_report

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("https://evil.example")',
    "</w:t><w:instrText>DDEAUTO c:\\\\calc</w:instrText>",
    "[x](javascript:alert(1)) ![y](https://evil.example/y.png)",
    "../../etc/<b>passwd</b>.txt",
)


def make_log(analysis: Analysis, payload: str) -> ReviewLog:
    """Every kind of line that a report may tell of, `payload` in each of its fields."""
    (relation,), (reading, _) = analysis.relations, analysis.readings
    key = reading.claims[0].key
    lines: list[Event] = [
        Verdict(relation.id, payload, Judgement.CONFLICT, payload, "1", payload),
        Verdict(relation.id, f"{payload} 2", Judgement.NO_CONFLICT, payload, "2", payload),
        Adjudication(relation.id, payload, Judgement.CONFLICT, payload, at="3", seen=payload),
        Annotation(key, payload, Mark.NOTE, payload, at="4"),
        Annotation(key, payload, Mark.TAG, payload, at="5"),
        Correction(key, payload, Aspect.SPEAKER, payload, at="6", seen=payload),
        Move(relation.id, payload, MoveKind.OVERRULE, relation=RelationType.TENSION, at="7", seen=payload),
    ]
    return ReviewLog(tuple(lines), len(lines))


def report(payload: str, ending: str) -> bytes:
    analysis = make_hostile(payload)
    return make_report(analysis, ending, "id", (), make_log(analysis, payload))


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_page_is_made_of_our_tags_alone(payload: str) -> None:
    page = Tags(report(payload, ".html").decode("utf-8"))
    plain = Tags(report("kata", ".html").decode("utf-8"))
    assert (page.tags, page.names) == (plain.tags, plain.names)
    assert all(address.startswith("#") for address in page.addresses)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_workbook_holds_words_alone(payload: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report(payload, ".xlsx")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert any(payload in str(cell.value) for cell in cells)
    assert not [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink]
    assert not [c.coordinate for c in cells if str(c.value or "").startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_word_file_holds_no_field_and_leads_nowhere(payload: str) -> None:
    with zipfile.ZipFile(io.BytesIO(report(payload, ".docx"))) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
        links = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    names = {element.tag.rsplit("}", 1)[-1] for element in body.iter()}
    assert not names & {"instrText", "fldSimple", "fldChar", "hyperlink", "object", "altChunk"}
    assert payload in "".join(body.itertext())
    assert b'TargetMode="External"' not in links


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_pdf_runs_nothing_and_leads_nowhere(payload: str) -> None:
    pytest.importorskip("weasyprint", reason="no PDF: weasyprint or Pango is not installed")
    assert list_actions(report(payload, ".pdf")) == list_actions(report("kata", ".pdf"))


def list_actions(content: bytes) -> list[bytes]:
    """What a PDF holds that acts: the only one is our own list of what it quotes, for `verify`."""
    assert content.startswith(b"%PDF")
    found = re.findall(rb"/(JavaScript|JS|Launch|EmbeddedFile|SubmitForm|GoToR|URI)\b ?[(<\[/]", content)
    assert set(found) <= {b"EmbeddedFile"}
    return found
