"""Rows of a CSV, JSON, Parquet or Excel file by column name, and what is wrong with them, said row by row."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from claims import decode
from claims.columns import ALIASES, plain_name
from claims.errors import InputError

_DELIMITERS = ",;\t|"
# What a table may hold; a newsroom's yearly export has 300,000 rows.
MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
MAX_CELLS_TEXT = 1 << 30  # characters in all rows; a table is held in memory
_DEEPEST = 2  # objects within objects that become columns ("source.name")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file with the names of its columns; `rows` carry the number a spreadsheet shows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    problems: tuple[InputError, ...] = ()


def read_rows(text: str, source: object) -> Table:
    """Return the rows of a CSV file, its columns under our names.

    >>> table = read_rows("Judul;Isi\\nBanjir;Air naik.\\n", "a.csv")
    >>> table.columns, table.rows[0]
    (('title', 'text'), (2, {'title': 'Banjir', 'text': 'Air naik.'}))
    """
    table = read_csv(text, source)
    ours = {name: _our_name(name) for name in table.columns}
    rows = tuple((number, {ours[name]: cell for name, cell in row.items()}) for number, row in table.rows)
    return replace(table, columns=tuple(ours[name] for name in table.columns), rows=rows)


def _our_name(name: str) -> str:
    plain = plain_name(name)
    found = (ours for ours, theirs in ALIASES.items() if plain in theirs)
    return next(found, plain.replace(" ", "_"))


def read_csv(text: str, source: object) -> Table:
    """Return the rows of a CSV file; the delimiter is the one that the first line has most of."""
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    before = csv.field_size_limit(decode.MAX_BYTES)  # an article is longer than the module's 128 KB
    try:
        return _read(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), source)
    finally:
        csv.field_size_limit(before)


def _read(reader: Iterable[list[str]], source: object) -> Table:
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[InputError] = []
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if not columns:
                columns = tuple(name.strip().strip("\ufeff") for name in fields)
                _check_size(len(columns), 0, source)
            elif not any(field.strip() for field in fields):
                continue
            elif len(fields) > len(columns):
                problem = f"has {len(fields)} fields where the header has {len(columns)}"
                problems.append(
                    InputError(
                        f"{source}, row {number}", problem, 'Put text with a delimiter in it into "quotes"'
                    )
                )
            else:
                _check_size(len(columns), number, source)
                rows.append((number, dict(zip(columns, fields, strict=False))))
    except csv.Error as error:
        where = f"{source}, row {number + 1}"
        problems.append(
            InputError(
                where,
                f"is not valid CSV: {error}",
                'Write a quote inside quotes as ""; rows before it were read',
            )
        )
    return Table(columns, tuple(rows), tuple(problems))


def _check_size(columns: int, rows: int, source: object) -> None:
    if columns > MAX_COLUMNS or rows > MAX_ROWS:
        problem = f"has {columns:,} columns and at least {rows:,} rows"
        remedy = f"Split it: {MAX_COLUMNS:,} columns and {MAX_ROWS:,} rows are read"
        raise InputError(source, problem, remedy)


# --- JSON ---------------------------------------------------------------------------------------


def read_json(text: str, source: object, *, by_line: bool) -> Table:
    """Return the objects of a JSON file as rows: one a line (JSONL), or those of an array.

    An array may be the file itself or one member of its object ({"articles": [...]}).

    >>> read_json('{"isi": "Air naik.", "source": {"name": "Kabar"}}', "a.jsonl", by_line=True).rows
    ((1, {'isi': 'Air naik.', 'source.name': 'Kabar'}),)

    Raises:
        InputError: it is not JSON, or holds no list of objects.
    """
    problems: list[InputError] = []
    objects = _read_lines(text, source, problems) if by_line else _read_array(text, source)
    columns: dict[str, None] = {}
    rows: list[tuple[int, Mapping[str, str]]] = []
    for number, value in objects:
        if not isinstance(value, dict):
            problem = f"is {_name_type(value)}, not an object"
            problems.append(
                InputError(f"{source}, row {number}", problem, 'Write an object: {"text": "..."}')
            )
            continue
        row = dict(_flatten(value, "", 1))
        columns |= dict.fromkeys(row)
        _check_size(len(columns), number, source)
        rows.append((number, row))
    return Table(tuple(columns), tuple(rows), tuple(problems))


def _read_lines(text: str, source: object, problems: list[InputError]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            yield number, _parse(line)
        except ValueError as error:
            problems.append(
                InputError(
                    f"{source}, row {number}", f"is not valid JSON: {error}", "Write one object a line"
                )
            )


def _read_array(text: str, source: object) -> Iterator[tuple[int, Any]]:
    try:
        found = _parse(text)
    except ValueError as error:
        remedy = "Correct it; a file with an object a line is named .jsonl"
        raise InputError(source, f"is not valid JSON: {error}", remedy) from None
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value]
        found = lists[0] if len(lists) == 1 and isinstance(lists[0][0], dict) else [found]
    if not isinstance(found, list):
        raise InputError(
            source, f"holds {_name_type(found)}, no list of articles", "Write [{...}, {...}]"
        ) from None
    yield from enumerate(found, start=1)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _flatten(value: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        if isinstance(inner, dict) and depth < _DEEPEST:
            yield from _flatten(inner, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", as_cell(inner)


def _name_type(value: object) -> str:
    names = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "a truth value"}
    return names.get(type(value), "nothing" if value is None else "something else")


def as_cell(value: object) -> str:
    """Return what a cell holds as text: paragraphs of a list as lines, a moment as ISO 8601, nothing as "".

    >>> as_cell(["Satu.", "Dua."]), as_cell(datetime(2024, 3, 4)), as_cell(None), as_cell(12.0)
    ('Satu.\\nDua.', '2024-03-04', '', '12')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.timetz() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return str(value) if isinstance(value, str | int | float | bool) else ""


# --- Excel and Parquet --------------------------------------------------------------------------


def read_xlsx(data: bytes, source: object) -> Table:
    """Return the rows of the first sheet that has any, with the values that its formulas last had.

    Raises:
        InputError: it is no Excel file, is damaged, or unpacks to too much.
    """
    from claims.office import check_office

    check_office(data, source, "xl/workbook.xml")
    import openpyxl  # imported when the first such file comes

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            for sheet in book.worksheets:
                table = _read_sheet(sheet.iter_rows(values_only=True), source)
                if table.rows:
                    return table
    except InputError:
        raise
    except Exception as error:  # a damaged file fails anywhere in the library, with any exception
        raise _damaged(source, "an Excel file", error) from None
    return Table((), ())


def _read_sheet(rows: Iterable[tuple[Any, ...]], source: object) -> Table:
    columns: tuple[str, ...] = ()
    found: list[tuple[int, Mapping[str, str]]] = []
    size = 0
    for number, values in enumerate(rows, start=1):
        _check_size(len(values), number, source)
        cells = [as_cell(value) for value in values]
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = tuple(cells)
            continue
        size += sum(map(len, cells))
        _check_text(size, source)
        found.append((number, {name: cell for name, cell in zip(columns, cells, strict=False) if name}))
    return Table(tuple(name for name in columns if name), tuple(found))


def read_parquet(data: bytes, source: object) -> Table:
    """Return the rows of a Parquet file; what it unpacks to is looked up before it is unpacked.

    Raises:
        InputError: it is no Parquet file, is damaged, or unpacks to too much.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        meta = file.metadata
        _check_size(meta.num_columns, meta.num_rows, source)
        _check_text(
            sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups)), source
        )
        rows, size = [], 0
        for batch in file.iter_batches(batch_size=256):
            size += batch.nbytes
            _check_text(size, source)
            rows += [dict(_flatten(row, "", 1)) for row in batch.to_pylist()]
        names = list(dict.fromkeys(name for row in rows for name in row))
    except InputError:
        raise
    except Exception as error:  # as above
        raise _damaged(source, "a Parquet file", error) from None
    return Table(tuple(names), tuple(enumerate(rows, start=1)))


def _check_text(size: int, source: object) -> None:
    if size > MAX_CELLS_TEXT:
        problem = f"unpacks to more than {MAX_CELLS_TEXT >> 20} MB"
        raise InputError(source, problem, "Split it into smaller tables")


def _damaged(source: object, kind: str, error: Exception) -> InputError:
    said = (str(error) or type(error).__name__).splitlines()[0][:200]
    return InputError(source, f"is not {kind} that can be read ({said})", "Save it again, or save it as CSV")
