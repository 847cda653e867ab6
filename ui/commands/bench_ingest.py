"""The command `bench --ingest`: how fast sources come in, and what that takes, on articles that it invents.

Each kind is read and kept by a process of its own, so that its peak memory is its own too.
"""

from __future__ import annotations

import html
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from claims.errors import CeksilangError
from ui.commands.call import tell
from ui.commands.console import open_console

ARTICLES = 10_000
PAGES = 1_000  # pages and Word files take longer to make out, so fewer say the same
WORDS = 250  # of one article
MEGABYTE = 1e6
_VOCABULARY = [
    "warga",
    "desa",
    "sungai",
    "banjir",
    "tanggul",
    "hujan",
    "malam",
    "pagi",
    "pemerintah",
    "kabupaten",
    "bantuan",
    "makanan",
    "jalan",
    "jembatan",
    "rumah",
    "sekolah",
    "petani",
    "sawah",
    "pasar",
    "harga",
    "beras",
    "polisi",
    "saksi",
    "kebakaran",
    "gedung",
    "kantor",
    "bupati",
    "gubernur",
    "rapat",
    "keputusan",
    "anggaran",
    "proyek",
    "pelabuhan",
    "kapal",
    "nelayan",
    "hutan",
    "perusahaan",
    "buruh",
    "upah",
    "kota",
    "dan",
    "di",
    "yang",
    "untuk",
    "dari",
    "kepada",
    "akan",
    "sudah",
    "belum",
    "tidak",
    "setelah",
    "sebelum",
    "karena",
    "namun",
    "juga",
    "para",
    "dalam",
    "dengan",
    "pada",
]


@dataclass(frozen=True)
class Pace:
    """How one kind of source came in."""

    kind: str
    articles: int
    megabytes: float
    seconds: float
    peak_megabytes: float


def measure_ingest(lang: str, articles: int = ARTICLES, pages: int = PAGES) -> Iterator[Pace]:
    """Invent articles, take them in kind by kind and yield what each took; no user's data is touched."""
    for kind, (make, count) in _kinds(articles, pages).items():
        with tempfile.TemporaryDirectory() as folder:
            sources = Path(folder) / "sources"
            sources.mkdir()
            make(sources, [make_article(number) for number in range(count)])
            size = sum(file.stat().st_size for file in sources.rglob("*") if file.is_file())
            seconds, peak, found = take_in(sources, Path(folder) / "bench.sqlite", lang)
        if found != count:
            raise CeksilangError(tell("error.bench_lost", lang, kind=kind, found=found, count=count))
        yield Pace(kind, count, size / MEGABYTE, seconds, peak)


def _kinds(
    articles: int, pages: int
) -> dict[str, tuple[Callable[[Path, Sequence[Sequence[str]]], None], int]]:
    return {
        ".txt": (_write_texts, articles),
        ".jsonl": (_write_lines, articles),
        ".zip": (_write_zip, articles),
        ".html": (_write_pages, pages),
        ".docx": (_write_word, pages),
    }


def make_article(number: int) -> list[str]:
    """Return the paragraphs of an invented article, the headline first; the same for the same number."""
    chance = random.Random(number)
    paragraphs = [f"Laporan nomor {number} dari {chance.choice(_VOCABULARY)}"]
    while sum(len(paragraph.split()) for paragraph in paragraphs) < WORDS:
        sentences = (
            " ".join(chance.choices(_VOCABULARY, k=14)).capitalize() + f" {chance.randrange(1000)} orang."
            for _ in range(3)
        )
        paragraphs.append(" ".join(sentences))
    return paragraphs


def take_in(sources: Path, database: Path, lang: str) -> tuple[float, float, int]:
    """Read and keep a folder in a process of its own; return seconds, most megabytes in use, articles."""
    command = [sys.executable, "-m", "ui.commands.bench_ingest", str(sources), f"sqlite:///{database}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as output:
        said = output.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CeksilangError(
            tell("error.bench_failed", lang, code=process.returncode, command=" ".join(command))
        )
    seconds, found = said.split()
    unit = 1 if sys.platform == "darwin" else 1024
    return float(seconds), usage.ru_maxrss * unit / MEGABYTE, int(found)


def print_paces(paces: Iterator[Pace], lang: str) -> None:
    """Print a row a kind."""
    names = ("kind", "articles", "megabytes", "articles_second", "megabytes_second", "peak")
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(tell(f"bench.{name}", lang), justify="left" if name == "kind" else "right")
    for pace in paces:
        table.add_row(
            pace.kind,
            f"{pace.articles:,}",
            f"{pace.megabytes:.1f}",
            f"{pace.articles / pace.seconds:,.0f}",
            f"{pace.megabytes / pace.seconds:.2f}",
            f"{pace.peak_megabytes:,.0f}",
        )
    open_console().print(table)


def _write_texts(folder: Path, articles: Sequence[Sequence[str]]) -> None:
    for number, paragraphs in enumerate(articles):
        inner = folder / f"{number // 1000:03}"
        inner.mkdir(exist_ok=True)
        (inner / f"{number:06}.txt").write_text("\n".join(paragraphs) + "\n", "utf-8")


def _write_lines(folder: Path, articles: Sequence[Sequence[str]]) -> None:
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for title, *body in articles:
            file.write(json.dumps({"title": title, "text": "\n".join(body)}) + "\n")


def _write_zip(folder: Path, articles: Sequence[Sequence[str]]) -> None:
    with zipfile.ZipFile(folder / "articles.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paragraphs in enumerate(articles):
            archive.writestr(f"{number:06}.txt", "\n".join(paragraphs))


def _write_pages(folder: Path, articles: Sequence[Sequence[str]]) -> None:
    menu = "".join(f'<li><a href="/rubrik/{word}">{word}</a></li>' for word in _VOCABULARY)
    for number, (title, *body) in enumerate(articles):
        text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in body)
        head = f"<html><head><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>"
        page = f"{head}<article><h1>{title}</h1>"
        (folder / f"{number:06}.html").write_text(f"{page}{text}</article></body></html>", "utf-8")


def _write_word(folder: Path, articles: Sequence[Sequence[str]]) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for number, paragraphs in enumerate(articles):
        body = "".join(f"<w:p><w:r><w:t>{html.escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
        with zipfile.ZipFile(folder / f"{number:06}.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
            )


def _take_in_here(sources: Path, url: str) -> None:
    from claims.ingest import load_documents
    from claims.intake import Keeper
    from claims.store import open_store

    with open_store(url) as store:
        began = time.perf_counter()
        keeper = Keeper(store)
        documents = load_documents([sources], on_problem=_complain, on_original=keeper.keep)
        intake = keeper.take_in(documents)
        sys.stdout.write(f"{time.perf_counter() - began} {len(intake.documents)}")


def _complain(problem: object) -> None:
    sys.stderr.write(f"{problem}\n")


if __name__ == "__main__":
    _take_in_here(Path(sys.argv[1]), sys.argv[2])
