"""Rows of a CSV file by column name, and what is wrong with it, said line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claims.decode import MAX_BYTES
from claims.errors import InputError

# Column names as people write them, in English and Indonesian.
ALIASES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "teks",
        "isi",
        "isi berita",
        "isi artikel",
        "article",
        "artikel",
        "content",
        "konten",
        "body",
        "full text",
        "berita",
    ),
    "title": ("title", "judul", "headline", "judul berita"),
    "outlet": ("outlet", "media", "source", "sumber", "publisher", "penerbit", "situs", "site"),
    "url": ("url", "link", "tautan", "alamat"),
    "published": (
        "published",
        "date",
        "tanggal",
        "tanggal terbit",
        "terbit",
        "published at",
        "publication date",
        "waktu",
    ),
    "language": ("language", "lang", "bahasa"),
    "file": ("file", "berkas", "filename", "nama berkas"),
}
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file with their line-up of columns; `rows` carry the number a spreadsheet shows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    problems: tuple[InputError, ...] = ()


def read_rows(text: str, source: object) -> Table:
    """Return the rows of a CSV file, its columns under our names.

    >>> table = read_rows("Judul;Isi\\nBanjir;Air naik.\\n", "a.csv")
    >>> table.columns, table.rows[0]
    (('title', 'text'), (2, {'title': 'Banjir', 'text': 'Air naik.'}))
    """
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    before = csv.field_size_limit(MAX_BYTES)  # an article is longer than the module's 128 KB
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
                columns = tuple(_name_column(name) for name in fields)
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


def _name_column(name: str) -> str:
    plain = " ".join(name.strip().casefold().replace("_", " ").split())
    for ours, theirs in ALIASES.items():
        if plain in theirs:
            return ours
    return plain.replace(" ", "_")
