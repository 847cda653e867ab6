"""Files, folders, uploads and pasted text to documents: every bad input is told with its remedy, and the rest
goes on.

What is read from which kind of file stands in `claims/articles.py`; a `manifest.toml` or `manifest.csv` says
what a person knows of the files beside it (`claims/manifest.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claims.archives import MAX_ARCHIVE
from claims.articles import (
    ENDINGS,
    Reader,
    find_ending,
    is_archive,
    list_articles,
    make_document,
    open_table,
)
from claims.articles import ReadOptions as ReadOptions  # what callers pass to the verbs below
from claims.columns import GUESSED_FROM, Columns, choose_columns
from claims.decode import MAX_BYTES, read_bytes
from claims.errors import DuplicateInput, EmptyInput, InputError
from claims.manifest import NAMES, Entry, check_published, read_entries, read_manifest
from claims.models import Basis, Document, Known, Provenance
from claims.originals import Original

OnProblem = Callable[[InputError], None]
OnProgress = Callable[[str, int, int], None]
OnOriginal = Callable[[Original], None]


def load_documents(
    paths: Sequence[Path],
    *,
    on_problem: OnProblem,
    on_progress: OnProgress | None = None,
    on_original: OnOriginal | None = None,
    options: ReadOptions | None = None,
    on_columns: Callable[[str, Columns], None] | None = None,
) -> Iterator[Document]:
    """Yield the articles under `paths`, each once, in the order of the paths and of the names in a folder.

    Args:
        paths: files, folders (with their subfolders) and manifests.
        on_problem: called with each input that could not be read, and with notes (`InputError.is_note`).
        on_progress: called with ("load", files done, files found).
        on_original: called with the bytes of each source that holds an article, before the article comes;
            `Store.save_originals` keeps them.
        options: how tables are read.
        on_columns: called with each table's name and the columns that were chosen.
    """
    shelf = _Shelf(on_problem)
    reader = Reader(on_problem, options or ReadOptions(), on_original, on_columns)
    files = [file for path in paths for file in shelf.find_files(Path(path))]

    def read() -> Iterator[Document]:
        for done, file in enumerate(files, start=1):
            original = shelf.open_file(file)
            if original is not None:
                yield from reader.read(original, shelf.find_entry(file))
            if on_progress:
                on_progress("load", done, len(files))

    yield from _each_once(read(), on_problem)


def load_uploads(
    files: Sequence[tuple[str, bytes]],
    *,
    on_problem: OnProblem,
    on_progress: OnProgress | None = None,
    on_original: OnOriginal | None = None,
    options: ReadOptions | None = None,
    on_columns: Callable[[str, Columns], None] | None = None,
) -> Iterator[Document]:
    """Yield the articles of uploaded files, given as (name, bytes); a manifest may be among them.

    The other arguments are those of `load_documents`.
    """
    reader = Reader(on_problem, options or ReadOptions(), on_original, on_columns)
    originals = {name: Original(name, data) for name, data in files}
    entries: dict[str, Entry] = {}
    for name in (name for name in originals if name.rsplit("/", 1)[-1].lower() in NAMES):
        data, folder = originals[name].data, name.rpartition("/")[0]
        for file, entry in read_entries(name, data, originals.keys(), folder, on_problem).items():
            entries.setdefault(file, entry)
    wanted = [name for name in originals if name.rsplit("/", 1)[-1].lower() not in NAMES]

    def read() -> Iterator[Document]:
        for done, name in enumerate(wanted, start=1):
            if _is_readable(originals[name], on_problem):
                yield from reader.read(originals[name], entries.get(name))
            if on_progress:
                on_progress("load", done, len(wanted))

    yield from _each_once(read(), on_problem)


def load_originals(
    originals: Iterable[Original],
    *,
    on_problem: OnProblem,
    on_original: OnOriginal | None = None,
    options: ReadOptions | None = None,
) -> Iterator[Document]:
    """Yield the articles of sources whose bytes are at hand, such as fetched pages."""
    reader = Reader(on_problem, options or ReadOptions(), on_original)
    yield from _each_once((document for one in originals for document in reader.read(one)), on_problem)


def load_pasted(
    text: str,
    *,
    outlet: str = "",
    title: str = "",
    published: str = "",
    url: str = "",
    on_original: OnOriginal | None = None,
) -> Document:
    """Return the article that somebody pasted, with what they say of it; the rest is read from the text.

    Raises:
        InputError: there is no text, it is longer than any article, or the date is none.
    """
    source = title.strip() or "pasted text"
    if not text.strip():
        raise EmptyInput(source, "holds nothing but white space", "Paste the article's text")
    given = {"outlet": outlet, "title": title}
    if published.strip():
        given["published"] = check_published(published.strip(), source)
    known = {
        name: Known(value, Basis.STATED, "given with the text")
        for name, value in given.items()
        if value.strip()
    }
    original = Original(source, text.encode("utf-8", "surrogatepass"), url=url.strip(), media="text/plain")
    if on_original:
        on_original(original)
    return make_document(text, source, url.strip(), known, Provenance(original.sha256, "text/plain"))


def preview_columns(name: str, data: bytes, options: ReadOptions | None = None) -> Columns:
    """Return which columns of an uploaded table would be read as what, for a person to confirm or change.

    Raises:
        InputError: it is no table that can be read.
    """
    original = Original(name, data)
    table = open_table(original, find_ending(original), lambda problem: None)
    sample = (row for _, row in table.rows[:GUESSED_FROM])
    return choose_columns(table.columns, sample, (options or ReadOptions()).columns, name)


def _each_once(documents: Iterable[Document], on_problem: OnProblem) -> Iterator[Document]:
    seen: dict[str, str] = {}
    for document in documents:
        if document.id in seen:
            first = seen[document.id]
            problem = "is given twice" if first == document.path else f"is the same article as {first}"
            on_problem(DuplicateInput(document.path, problem, "It is counted once; nothing needs to be done"))
        else:
            seen[document.id] = document.path
            yield document


def _is_readable(original: Original, on_problem: OnProblem) -> bool:
    limit = MAX_ARCHIVE if is_archive(original) else MAX_BYTES
    if original.ending not in ENDINGS:
        ending, allowed = original.ending or "no ending", ", ".join(ENDINGS)
        problem = f"has an ending that is not read ({ending})"
        on_problem(InputError(original.name, problem, f"Allowed: {allowed}"))
    elif len(original.data) > limit:
        problem = f"has {len(original.data) / 1e6:.0f} MB, more than the {limit / 1e6:.0f} MB that are read"
        on_problem(InputError(original.name, problem, "Split it into one file an article"))
    else:
        return True
    return False


@dataclass
class _Shelf:
    """What one call of `load_documents` knows: the manifests of the folders it has met."""

    on_problem: OnProblem
    manifests: dict[Path, dict[Path, Entry]] = field(default_factory=dict)

    def find_files(self, path: Path) -> list[Path]:
        """The files to read under one given path."""
        try:
            if path.is_dir():
                found = list(self._walk(path, frozenset()))
                if not found:
                    remedy = f"Give a folder with files that end in {', '.join(ENDINGS)}"
                    self.on_problem(EmptyInput(path, "holds no articles", remedy))
                return found
            if path.name.lower() in NAMES and path.exists():
                return list(self._entries(path.parent))
            if path.exists():
                return [path] if self._is_supported(path) else []
            problem = "is a link that points nowhere" if path.is_symlink() else "does not exist"
            self.on_problem(InputError(path, problem, "Check the path"))
        except OSError as error:
            self.on_problem(
                InputError(path, f"cannot be opened ({error.strerror})", "Check the path and its rights")
            )
        return []

    def _walk(self, folder: Path, above: frozenset[Path]) -> Iterator[Path]:
        """Files of a folder and its subfolders, sorted, hidden ones left out; a link back up ends there."""
        real = folder.resolve()
        if real in above:
            self.on_problem(InputError(folder, "is a link to a folder that it lies in", "Remove the link"))
            return
        try:
            inside = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            remedy = "Give yourself the right to read it (chmod u+rx)"
            self.on_problem(InputError(folder, f"may not be read ({error.strerror})", remedy))
            return
        for entry in inside:
            path = folder / entry.name
            if entry.name.lower() in NAMES:
                self._entries(folder)  # even if no file of the folder asks for it: its slips are told
            if entry.name.startswith(".") or entry.name.lower() in NAMES:
                continue
            if path.is_dir():
                yield from self._walk(path, above | {real})
            elif any(list_articles([path.name])):
                yield path
            elif entry.is_symlink() and not path.exists():
                self.on_problem(InputError(path, "is a link that points nowhere", "Remove the link"))

    def _is_supported(self, path: Path) -> bool:
        ending = Original(path.name, b"").ending
        if ending in ENDINGS:
            return True
        ending = ending or "no ending"
        self.on_problem(
            InputError(path, f"has an ending that is not read ({ending})", f"Allowed: {', '.join(ENDINGS)}")
        )
        return False

    def _entries(self, folder: Path) -> dict[Path, Entry]:
        """The manifest of a folder, read once; of two, the TOML."""
        real = folder.resolve()
        if real not in self.manifests:
            self.manifests[real] = {}
            for name in NAMES:
                if (folder / name).is_file():
                    self.manifests[real] = read_manifest(folder / name, self.on_problem)
                    break
        return self.manifests[real]

    def find_entry(self, path: Path) -> Entry | None:
        """What the manifest of its folder, or of the folder above, says of a file."""
        real = path.resolve()
        for folder in (real.parent, real.parent.parent):
            if entry := self._entries(folder).get(real):
                return entry
        return None

    def open_file(self, path: Path) -> Original | None:
        """The bytes of a file, or None after the problem was told."""
        try:
            limit = MAX_ARCHIVE if is_archive(Original(path.name, b"")) else None
            return Original(str(path), read_bytes(path, limit))
        except InputError as error:
            self.on_problem(error)
            return None
