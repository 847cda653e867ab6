"""Check a report against the store: are its sources and quotes still what it says they are?

A report outlives the database it came from, and travels.  What can be said of it later: whether every text it
names is in the store, whether every quote stands there word for word, and whether the file itself was changed
(in the formats whose bytes programs do not rewrite).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from claims.decode import read_bytes
from claims.errors import InputError
from claims.models import Document
from compare.export import END, LEFT, QUOTE, RIGHT, SHA256, START, neutralise
from compare.report.manifest import Manifest, Quoted, digest, open_text
from compare.writing import keep_utf8


class Fault(StrEnum):
    """What can be wrong with a report."""

    CHANGED = "changed"  # the file is not as it was written
    TEXT_UNKNOWN = "text_unknown"  # a source is not in the store (any more)
    QUOTE_CHANGED = "quote_changed"  # the store has other words in its place


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit; `text` is the SHA-256 of the source it is about, "" for the file."""

    fault: Fault
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what does not fit."""

    run: str
    texts: int
    quotes: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file says of itself; `as_written` is what its format does to the words of a quote."""

    manifest: Manifest
    is_changed: bool = False
    as_written: Callable[[str], str] = str


def verify_report(path: Path, documents: Iterable[Document]) -> Verification:
    """Return what the store's `documents` say of the report in `path`.

    Raises:
        InputError: the file cannot be read, or is no report of ours.
    """
    found = _find(path)
    manifest = found.manifest
    texts = {document.sha256: document.text for document in documents}
    problems = [Problem(Fault.CHANGED)] if found.is_changed else []
    problems += [Problem(Fault.TEXT_UNKNOWN, text) for text in manifest.texts if text not in texts]
    problems += _check_quotes(found, texts)
    return Verification(manifest.run, len(manifest.texts), len(manifest.quotes), tuple(problems))


def _check_quotes(found: _Found, texts: Mapping[str, str]) -> Iterator[Problem]:
    for quote in found.manifest.quotes:
        text = texts.get(quote.text)
        if text is not None and digest(found.as_written(text[quote.start : quote.end])) != quote.words:
            yield Problem(Fault.QUOTE_CHANGED, quote.text, quote.start, quote.end)


def _find(path: Path) -> _Found:
    ending = path.suffix.lower()
    try:
        if ending not in READERS:
            raise ValueError(f"the ending {ending or '(none)'} is that of no report")
        return READERS[ending](read_bytes(path))
    except InputError:
        raise
    except Exception as error:  # a damaged file can fail anywhere inside three foreign readers
        remedy = f"Give a report or export as Ceksilang wrote it ({', '.join(READERS)})"
        raise InputError(path, f"cannot be checked ({error})", remedy) from error


def _find_in_html(content: bytes) -> _Found:
    return _find_in_text(content, ".html")


def _find_in_markdown(content: bytes) -> _Found:
    return _find_in_text(content, ".md")


def _find_in_text(content: bytes, ending: str) -> _Found:
    manifest, bare = open_text(content.decode("utf-8"), ending)
    return _Found(manifest, digest(bare) != manifest.content)


def _find_in_pdf(content: bytes) -> _Found:
    from compare.report.pdf import read_pdf_manifest

    return _Found(read_pdf_manifest(content))


def _find_in_document(content: bytes) -> _Found:
    from compare.report.document import read_document_manifest

    return _Found(read_document_manifest(content))


def _find_in_workbook(content: bytes) -> _Found:
    from compare.report.workbook import read_workbook_manifest

    return _Found(read_workbook_manifest(content))


def _find_in_json(content: bytes) -> _Found:
    export = json.loads(content.decode("utf-8"))
    hashes = {document["id"]: str(document["sha256"]) for document in export["documents"]}
    quotes = {
        Quoted(hashes[c["document"]], int(c["start"]), int(c["end"]), digest(str(c["quote"])))
        for c in export["claims"]
    }
    texts = tuple(sorted(set(hashes.values())))
    return _Found(Manifest(str(export["run"]["id"]), texts, tuple(sorted(quotes))), as_written=keep_utf8)


def _find_in_csv(content: bytes) -> _Found:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if not rows:
        raise ValueError("a table without rows")
    quotes = {
        Quoted(row[SHA256 + side], int(row[START + side]), int(row[END + side]), digest(row[QUOTE + side]))
        for row in rows
        for side in (LEFT, RIGHT)
    }
    texts = tuple(sorted({quote.text for quote in quotes}))
    return _Found(
        Manifest("", texts, tuple(sorted(quotes))), as_written=lambda words: neutralise(keep_utf8(words))
    )


READERS: Mapping[str, Callable[[bytes], _Found]] = {
    ".html": _find_in_html,
    ".pdf": _find_in_pdf,
    ".docx": _find_in_document,
    ".md": _find_in_markdown,
    ".xlsx": _find_in_workbook,
    ".csv": _find_in_csv,
    ".json": _find_in_json,
}
