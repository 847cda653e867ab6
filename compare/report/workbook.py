"""The report as a workbook: a sheet each for questions, positions, claims, relations, verdicts and sources.

No cell is a formula and none is a link: the library writes text as text, and what a spreadsheet would take
for a formula when somebody saves the sheet as CSV has an apostrophe before it all the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from claims.log import ReviewLog
from claims.models import Analysis
from compare.export import neutralise
from compare.frames import COLUMNS_OF, Cell, to_tables
from compare.report.manifest import FORMAT, Manifest, Quoted, make_manifest
from compare.report.view import View, lay_out
from compare.wording import say
from compare.writing import encode_text

MANIFEST_SHEET = "manifest"
MOST_CHARACTERS = 32_767  # of one cell; Excel refuses a file with a longer one
LEAST_WIDTH, MOST_WIDTH = 9, 70  # characters
WRAPPED = frozenset(
    ["quote", "quote_l", "quote_r", "reason", "title", "note", "seen", "question", "verdicts"]
)

CUT = " […]"


def make_workbook(analysis: Analysis, lang: str, log: ReviewLog | None = None) -> bytes:
    """Return the bytes of an .xlsx file; the same analysis gives the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {"title": _say(lang, "title"), "author": "Ceksilang", "created": read_moment(analysis.run.created)}
    )
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        "text": book.add_format({"valign": "top"}),
        "long": book.add_format({"valign": "top", "text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 16}),
    }
    _write_summary(book, styles, lay_out(analysis, log), lang)
    for name, rows in to_tables(analysis, lang).items():
        columns = COLUMNS_OF[name]
        cells = ([row[column] for column in columns] for row in rows)
        _write_sheet(book, styles, _say(lang, f"sheet.{name}"), columns, cells)
    _write_manifest(book, styles, make_manifest(analysis))
    book.close()
    return buffer.getvalue()


def _say(lang: str, key: str) -> str:
    return say(lang, key, prefix="report_")


def read_moment(text: str) -> datetime:
    """Return the run's moment without its zone, as office files want it; an unreadable one is their year 0.

    >>> read_moment("2026-03-04T09:00:00+07:00"), read_moment("")
    (datetime.datetime(2026, 3, 4, 2, 0), datetime.datetime(1980, 1, 1, 0, 0))
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1980, 1, 1)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)


def _write_summary(book: Any, styles: dict[str, Any], view: View, lang: str) -> None:
    sheet = book.add_worksheet(_say(lang, "sheet.summary"))
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, _say(lang, "title"), styles["title"])
    sheet.write_string(1, 0, _say(lang, "promise"), styles["text"])
    run = view.analysis.run
    lines: list[tuple[str, Cell]] = [(_say(lang, f"count.{name}"), count) for name, count in view.counts]
    lines += [(_say(lang, f"left_out.{name}"), count) for name, count in view.left_out]
    lines += [*run.models, *run.versions, *run.settings, *run.notes]
    lines.append((_say(lang, "sheet.run"), run.id))
    for row, (name, value) in enumerate(lines, start=3):
        _write_cell(sheet, row, 0, name, styles["text"])
        _write_cell(sheet, row, 1, value, styles["text"])


def _write_sheet(
    book: Any, styles: dict[str, Any], name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    sheet = book.add_worksheet(name)
    widths = [len(column) for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, styles["head"])
    last = 0
    for last, cells in enumerate(rows, start=1):
        for place, value in enumerate(cells):
            style = styles["long" if columns[place] in WRAPPED else "text"]
            _write_cell(sheet, last, place, value, style)
            widths[place] = max(widths[place], len(str(value if value is not None else "")))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, LEAST_WIDTH), MOST_WIDTH))
    sheet.freeze_panes(1, 0)
    if last:
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    else:
        text = encode_text(neutralise(value)).decode("utf-8")
        if len(text) > MOST_CHARACTERS:
            text = text[: MOST_CHARACTERS - len(CUT)] + CUT
        sheet.write_string(row, column, text, style)


def _write_manifest(book: Any, styles: dict[str, Any], manifest: Manifest) -> None:
    head = (FORMAT, manifest.run)
    rows: list[Sequence[Cell]] = [(text, None, None, None) for text in manifest.texts]
    rows += [(q.text, q.start, q.end, q.words) for q in manifest.quotes]
    _write_sheet(book, styles, MANIFEST_SHEET, (*head, "end", "sha256"), rows)


def read_workbook_manifest(content: bytes) -> Manifest:
    """Return the manifest of a workbook that `make_workbook` made.

    Raises:
        ValueError: it holds none.
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if MANIFEST_SHEET not in book.sheetnames:
        raise ValueError(f"no sheet {MANIFEST_SHEET}")
    rows = list(book[MANIFEST_SHEET].iter_rows(values_only=True))
    if not rows or len(rows[0]) < 4 or rows[0][0] != FORMAT:
        raise ValueError(f"the sheet {MANIFEST_SHEET} is not of the format {FORMAT}")
    try:
        quotes = [
            Quoted(str(text), int(str(start)), int(str(end)), str(words))
            for text, start, end, words, *_ in rows[1:]
            if words
        ]
    except ValueError as error:
        raise ValueError(f"the sheet {MANIFEST_SHEET} was changed ({error})") from error
    texts = tuple(str(row[0]) for row in rows[1:] if row[0] and not row[3])
    return Manifest(str(rows[0][1]), texts, tuple(quotes))
