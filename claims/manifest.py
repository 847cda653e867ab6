"""The manifest of a folder: what a person knows of its articles, in `manifest.toml` or `manifest.csv`.

    [[article]]
    file = "banjir.txt"
    outlet = "Kabar Wening"
    published = { value = "2026-03", basis = "inferred", evidence = "election expected in April" }

In a CSV the same is columns: file, outlet, outlet_basis, outlet_evidence, title, ..., url.
What is left out is read from the text; `basis = "unknown"` says that it is not to be.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from claims.decode import decode_text, read_bytes
from claims.errors import InputError, ManifestError
from claims.models import Basis, Known
from claims.tables import read_rows

Name = TypeVar("Name", Path, str)
OnProblem = Callable[[InputError], None]

NAMES = ("manifest.toml", "manifest.csv")
FIELDS = ("outlet", "title", "published", "language")

_ISO = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:?\d\d|Z)?)?)?)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file; a field that it leaves out is not in `known`."""

    file: str
    url: str = ""
    known: Mapping[str, Known] = field(default_factory=dict)


def read_manifest(path: Path, on_problem: OnProblem) -> dict[Path, Entry]:
    """Return the entries by the resolved path of their file; what cannot be used is told and left out."""
    try:
        data = read_bytes(path)
    except InputError as error:
        on_problem(ManifestError(path, error.problem, error.remedy))
        return {}
    return _collect(str(path), data, lambda file, where: _locate(path, file, where), on_problem)


def read_entries(
    source: str, data: bytes, names: Collection[str], folder: str, on_problem: OnProblem
) -> dict[str, Entry]:
    """Return the entries of a manifest that lies in an archive or among uploads, by the name of their file.

    Args:
        source: what the manifest is called in messages.
        data: its bytes.
        names: the names of the files that came with it.
        folder: the manifest's own folder among those names, "" for the top.
    """

    def locate(file: str, where: str) -> str:
        name = posixpath.normpath(posixpath.join(folder, file.replace("\\", "/")))
        if name not in names:
            raise ManifestError(
                where, f"names {file}, which is not there", "Correct the name or remove the entry"
            )
        return name

    return _collect(source, data, locate, on_problem)


def _collect(
    source: str, data: bytes, locate: Callable[[str, str], Name], on_problem: OnProblem
) -> dict[Name, Entry]:
    try:
        records = _read_records(source, data, on_problem)
    except InputError as error:
        told = isinstance(error, ManifestError)
        on_problem(error if told else ManifestError(source, error.problem, error.remedy))
        return {}
    entries: dict[Name, Entry] = {}
    for number, record in records:
        where = f"{source}, article {number}"
        try:
            entry = _read_entry(record, where)
            file = locate(entry.file, where)
        except ManifestError as error:
            on_problem(error)
            continue
        if file in entries:
            on_problem(
                ManifestError(where, f"names {entry.file} again", "The first entry counts; remove one")
            )
        entries.setdefault(file, entry)
    return entries


def _read_records(source: str, data: bytes, on_problem: OnProblem) -> list[tuple[int, Mapping[str, Any]]]:
    text = decode_text(data, source, on_problem)
    if source.lower().endswith(".toml"):
        return list(enumerate(_read_toml(text, source), start=1))
    table = read_rows(text, source)
    if "file" not in table.columns:
        problem = f"has no column 'file' (columns: {', '.join(table.columns)})"
        raise ManifestError(source, problem, "Name the article's file in a column 'file'")
    for error in table.problems:
        on_problem(error)
    return [(number - 1, row) for number, row in table.rows]


def _read_toml(text: str, path: str) -> list[Mapping[str, Any]]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(path, f"is not valid TOML: {error}", "Correct that line") from None
    articles = found.get("article")
    if not isinstance(articles, list) or not all(isinstance(one, dict) for one in articles):
        keys = ", ".join(found) or "nothing"
        raise ManifestError(
            path, f"has no [[article]] tables (found: {keys})", "Write [[article]] before each article"
        )
    return articles


def _read_entry(record: Mapping[str, Any], where: str) -> Entry:
    file = str(record.get("file") or "").strip()
    if not file:
        raise ManifestError(where, "names no file", 'Add file = "name.txt"')
    known = {name: value for name in FIELDS if (value := _read_known(record, name, where)) is not None}
    return Entry(file, str(record.get("url") or "").strip(), known)


def _read_known(record: Mapping[str, Any], name: str, where: str) -> Known | None:
    """The value with its basis, from a TOML table or from the columns name, name_basis, name_evidence."""
    given = record.get(name)
    parts = (
        given
        if isinstance(given, dict)
        else {
            "value": given,
            "basis": record.get(f"{name}_basis"),
            "evidence": record.get(f"{name}_evidence"),
        }
    )
    value = _as_text(parts.get("value"))
    basis = str(parts.get("basis") or "").strip().lower()
    evidence = str(parts.get("evidence") or "").strip()
    if basis and basis not in set(Basis):
        allowed = ", ".join(Basis)
        raise ManifestError(where, f"gives {name} the basis {basis!r}", f"Write one of: {allowed}")
    if not value:
        return Known(evidence=evidence) if basis == Basis.UNKNOWN else None
    if name == "published":
        value = check_published(value, where)
    return Known(value, Basis(basis or Basis.STATED), evidence or "manifest")


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def check_published(value: str, where: str) -> str:
    """Return an ISO 8601 date as it is given, or say that it is none.

    >>> check_published("2022-01", "row 3"), check_published("2022-01-10 18:27+07:00", "row 3")
    ('2022-01', '2022-01-10T18:27+07:00')
    """
    problem = f"gives the date {value!r}"
    if not _ISO.fullmatch(value):
        raise ManifestError(where, problem, "Write it as 2022-01-10, 2022-01 or 2022-01-10T18:27+07:00")
    try:
        if len(value) >= 10:
            datetime.fromisoformat(value)
        elif len(value) == 7:
            date.fromisoformat(f"{value}-01")
    except ValueError:
        raise ManifestError(where, problem, "There is no such day") from None
    return value.replace(" ", "T")


def _locate(manifest: Path, file: str, where: str) -> Path:
    """The file in the manifest's folder; a path that leaves the folder is refused."""
    folder = manifest.parent.resolve()
    found = (folder / file).resolve()
    if not found.is_relative_to(folder):
        raise ManifestError(
            where, f"names {file}, which is outside its folder", "Name files of the folder only"
        )
    if not found.is_file():
        raise ManifestError(
            where, f"names {file}, which is not there", "Correct the name or remove the entry"
        )
    return found
