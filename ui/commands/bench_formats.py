"""The command `bench --formats`: articles written by other programs, and how much of each comes back.

LibreOffice, Chromium and wget are used where they are installed; a program that is not is said.  Each article
is also put into a page with its own furniture (advertisements, links, captions) around and between its
paragraphs.
"""

from __future__ import annotations

import csv
import functools
import html
import http.server
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from rich.table import Table

from claims.boilerplate import mark_boilerplate
from claims.errors import UsageError
from claims.ingest import load_documents
from claims.models import Document
from ui.commands.bench import SEEDS
from ui.commands.call import tell
from ui.commands.console import open_console

TIMEOUT = 180  # seconds that a program may take for one file
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OFFICE = ("soffice", "libreoffice")


@dataclass(frozen=True)
class Kept:
    """What came back of the files that one program wrote; of 0 files the program is not there."""

    program: str
    kind: str
    files: int = 0
    read: int = 0
    words: float = 0.0  # share of the article's words that came back, 0..1
    added: float = 0.0  # words that are not the article's, as a share of its words
    paragraphs: float = 0.0  # share of its paragraphs that came back whole


Make = Callable[[Path, Path], Path | None]


@dataclass(frozen=True)
class _Article:
    """An article and its furniture, a paragraph a line."""

    name: str
    lines: tuple[tuple[str, bool], ...]  # text, and whether it is furniture

    @property
    def body(self) -> list[str]:
        return [line for line, is_furniture in self.lines if not is_furniture]


def measure_formats(lang: str) -> Iterator[Kept]:
    """Write the seeds with every program and yield what came back.

    Raises:
        UsageError: the seeds are not there.
    """
    if not SEEDS.is_dir():
        raise UsageError(tell("error.no_seeds", lang))
    articles = [_split(document) for document in load_documents([SEEDS], on_problem=lambda problem: None)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = [_write_page(folder / "plain", article, has_furniture=False) for article in articles]
        furnished = [_write_page(folder / "furnished", article, has_furniture=True) for article in articles]
        yield _compare(tell("bench.furnished", lang), ".html", articles, furnished)
        for program, kind, candidates, make in _WRITERS:
            found = next(filter(None, map(shutil.which, candidates)), None)
            if found is None:
                yield Kept(program, kind)
                continue
            target = folder / f"{program}{kind}"
            target.mkdir()
            files = [make(Path(found), page, target) for page in plain]
            yield _compare(program, kind, articles, files)


def _split(document: Document) -> _Article:
    """The lines of a seed; furniture is what the reader marks as such."""
    marks = mark_boilerplate(document.text, document.language.value)
    lines = []
    for found in re.finditer(r"[^\n]+", document.text):
        if text := " ".join(found.group().split()):
            covered = any(m.span.start <= found.start() and found.end() <= m.span.end for m in marks)
            lines.append((text, covered))
    return _Article(Path(document.path).stem, tuple(lines))


def _write_page(folder: Path, article: _Article, *, has_furniture: bool) -> Path:
    """A page as a newspaper's system writes it: furniture in blocks of its own."""
    folder.mkdir(exist_ok=True)
    title = html.escape(article.body[0])
    pieces = []
    for line, is_furniture in article.lines[0:]:
        if line == article.body[0]:
            continue
        if not is_furniture:
            pieces.append(f"<p>{html.escape(line)}</p>")
        elif has_furniture:
            pieces.append(f'<div class="ads baca-juga"><a href="/lain">{html.escape(line)}</a></div>')
    menu = '<nav><ul><li><a href="/">Beranda</a></li><li><a href="/ekonomi">Ekonomi</a></li></ul></nav>'
    footer = "<footer>Hak cipta dilindungi. <a href='/tentang'>Tentang kami</a></footer>"
    edges = (menu, footer) if has_furniture else ("", "")
    path = folder / f"{article.name}.html"
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("judul", "isi"), (article.body[0], "\n".join(article.body))])
    path.write_text(
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"{edges[0]}<article><h1>{title}</h1>{''.join(pieces)}</article>{edges[1]}</body></html>",
        "utf-8",
    )
    return path


def _run(*command: object, where: Path | None = None) -> None:
    subprocess.run(
        list(map(str, command)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=where,
        timeout=TIMEOUT,
        check=False,
    )


_AS_TABLE = ("--infilter=CSV:44,34,76,1",)  # comma, quotation mark, UTF-8, from the first line
_AS_TEXT = ("--infilter=HTML (StarWriter)",)


def _office(
    filter_name: str,
    ending: str,
    office: Path,
    page: Path,
    target: Path,
    reading: tuple[str, ...] = _AS_TEXT,
) -> Path | None:
    """LibreOffice reads the page as a text document and writes it in another format."""
    profile = f"-env:UserInstallation=file://{target.parent}/office"
    first = (*reading, "--convert-to", f"{ending[1:]}:{filter_name}")
    _run(office, profile, "--headless", *first, "--outdir", target, page)
    written = target / f"{page.stem}{ending}"
    return written if written.exists() else None


def _office_table(office: Path, page: Path, target: Path) -> Path | None:
    """LibreOffice reads the table beside the page and writes a workbook."""
    return _office("Calc MS Excel 2007 XML", ".xlsx", office, page.with_suffix(".csv"), target, _AS_TABLE)


def _print_pdf(chromium: Path, page: Path, target: Path) -> Path | None:
    written = target / f"{page.stem}.pdf"
    _run(chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={written}", page.as_uri())
    return written if written.exists() else None


def _dump_page(chromium: Path, page: Path, target: Path) -> Path | None:
    """The page as the browser holds it after loading, which is what it saves."""
    command = (chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri())
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=TIMEOUT, check=False)
    written = target / f"{page.stem}.html"
    written.write_bytes(done.stdout)
    return written if done.stdout else None


def _mirror(wget: Path, page: Path, target: Path) -> Path | None:
    with _serve(page.parent) as address:
        _run(wget, "-q", "-k", "-P", target, "-nd", f"{address}/{page.name}")
    written = target / page.name
    return written if written.exists() else None


def _archive(wget: Path, page: Path, target: Path) -> Path | None:
    with _serve(page.parent) as address:
        _run(
            wget, "-q", "-O", "/dev/null", f"--warc-file={page.stem}", f"{address}/{page.name}", where=target
        )
    written = target / f"{page.stem}.warc.gz"
    return written if written.exists() else None


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


_WRITERS: tuple[tuple[str, str, tuple[str, ...], Callable[[Path, Path, Path], Path | None]], ...] = (
    ("LibreOffice", ".docx", OFFICE, functools.partial(_office, "Office Open XML Text", ".docx")),
    ("LibreOffice", ".pdf", OFFICE, functools.partial(_office, "writer_pdf_Export", ".pdf")),
    ("LibreOffice", ".html", OFFICE, functools.partial(_office, "HTML (StarWriter)", ".html")),
    ("LibreOffice", ".txt", OFFICE, functools.partial(_office, "Text (encoded):UTF8", ".txt")),
    ("LibreOffice", ".xlsx", OFFICE, _office_table),
    ("Chromium", ".pdf", CHROMIUM, _print_pdf),
    ("Chromium", ".html", CHROMIUM, _dump_page),
    ("wget", ".html", ("wget",), _mirror),
    ("wget", ".warc.gz", ("wget",), _archive),
)


def _compare(program: str, kind: str, articles: Sequence[_Article], files: Sequence[Path | None]) -> Kept:
    """Word by word, in order; articles that did not come back count as lost."""
    words = kept = added = whole = paragraphs = read = 0
    for article, file in zip(articles, files, strict=True):
        found = list(load_documents([file], on_problem=lambda problem: None)) if file else []
        text = found[0].text if found else ""
        read += bool(found)
        wanted, got = _words(" ".join(article.body)), _words(text)
        blocks = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
        matched = sum(block.size for block in blocks)
        lines = {" ".join(line.split()) for line in text.splitlines()}
        words, kept, added = words + len(wanted), kept + matched, added + len(got) - matched
        paragraphs += len(article.body)
        whole += sum(line in lines for line in article.body)
    shares = (kept / words, added / words, whole / paragraphs)
    return Kept(program, kind, sum(file is not None for file in files), read, *shares)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def print_kept(rows: Iterator[Kept], lang: str) -> None:
    """Print a row a program and format."""
    table = Table(box=None, pad_edge=False)
    for number, name in enumerate(("program", "kind", "files_read", "words_kept", "words_added", "whole")):
        table.add_column(tell(f"bench.{name}", lang), justify="left" if number < 2 else "right")
    for row in rows:
        if not row.files:
            table.add_row(row.program, row.kind, tell("bench.not_there", lang), "", "", "")
            continue
        shares = (f"{share:.1%}" for share in (row.words, row.added, row.paragraphs))
        table.add_row(row.program, row.kind, f"{row.read}/{row.files}", *shares)
    open_console().print(table)
