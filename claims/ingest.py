"""Files, folders and tables to documents: every bad input is told with its remedy, and the rest goes on.

.txt .md     the file's text, untouched
.html .htm   the main text of the page                       claims/pages.py
.csv         an article a row                                claims/tables.py
manifest.*   what a person knows of the files beside it      claims/manifest.py
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claims.decode import decode_text, read_bytes
from claims.errors import DuplicateInput, EmptyInput, InputError
from claims.manifest import FIELDS, NAMES, Entry, check_published, read_manifest
from claims.metadata import detect_language, infer_metadata
from claims.models import UNKNOWN, Basis, Document, Known
from claims.pages import read_page
from claims.tables import read_rows

ENDINGS = (".txt", ".md", ".html", ".htm", ".csv")
# Papers that lie beside articles in a folder; one of them given by its own path is read.
NOT_ARTICLES = frozenset(("readme", "notice", "license", "licence", "changelog", "contributing"))

OnProblem = Callable[[InputError], None]
OnProgress = Callable[[str, int, int], None]


def load_documents(
    paths: Sequence[Path], *, on_problem: OnProblem, on_progress: OnProgress | None = None
) -> Iterator[Document]:
    """Yield the articles under `paths`, each once, in the order of the paths and of the names in a folder.

    Args:
        paths: files, folders (with their subfolders) and manifests.
        on_problem: called with each input that could not be read, and with notes (`InputError.is_note`).
        on_progress: called with ("load", files done, files found).
    """
    shelf = _Shelf(on_problem)
    files = [file for path in paths for file in shelf.find_files(Path(path))]
    seen: dict[str, str] = {}
    for done, file in enumerate(files, start=1):
        for document in shelf.read_file(file):
            if document.id in seen:
                first = seen[document.id]
                problem = "is given twice" if first == document.path else f"is the same article as {first}"
                on_problem(
                    DuplicateInput(document.path, problem, "It is counted once; nothing needs to be done")
                )
            else:
                seen[document.id] = document.path
                yield document
        if on_progress:
            on_progress("load", done, len(files))


# Characters of one article.  A book has a million; ten books in one file are no article, and comparing them
# would take hours.
MAX_ARTICLE = 2_000_000


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
            elif path.suffix.lower() in ENDINGS and path.stem.lower() not in NOT_ARTICLES:
                yield path
            elif entry.is_symlink() and not path.exists():
                self.on_problem(InputError(path, "is a link that points nowhere", "Remove the link"))

    def _is_supported(self, path: Path) -> bool:
        if path.suffix.lower() in ENDINGS:
            return True
        ending = path.suffix or "no ending"
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

    def _find_entry(self, path: Path) -> Entry | None:
        """What the manifest of its folder, or of the folder above, says of a file."""
        real = path.resolve()
        for folder in (real.parent, real.parent.parent):
            if entry := self._entries(folder).get(real):
                return entry
        return None

    def read_file(self, path: Path) -> Iterator[Document]:
        """The articles of one file; problems are told, never raised."""
        try:
            entry = self._find_entry(path)
            text = decode_text(read_bytes(path), path, self.on_problem)
            ending = path.suffix.lower()
            if ending == ".csv":
                yield from self._read_table(text, path)
            elif ending in (".html", ".htm"):
                yield _read_html(text, path, entry)
            else:
                yield _make_document(
                    text, str(path), entry.url if entry else "", entry.known if entry else {}
                )
        except InputError as error:
            self.on_problem(error)

    def _read_table(self, text: str, path: Path) -> Iterator[Document]:
        table = read_rows(text, path)
        for problem in table.problems:
            self.on_problem(problem)
        if "text" not in table.columns:
            columns = ", ".join(table.columns) or "none"
            remedy = "Name the column with the article 'text' (or isi, teks, content)"
            raise InputError(path, f"has no column with the article's text (columns: {columns})", remedy)
        for number, row in table.rows:
            where = f"{path}:{number}"
            if not row.get("text", "").strip():
                self.on_problem(
                    EmptyInput(where, "has no text in its row", "Fill the cell or remove the row")
                )
                continue
            try:
                cells = self._read_cells(row, where)
                yield _make_document(row["text"], where, row.get("url", "").strip(), cells)
            except InputError as error:
                self.on_problem(error)

    def _read_cells(self, row: Mapping[str, str], where: str) -> dict[str, Known]:
        cells = {name: row[name].strip() for name in FIELDS if row.get(name, "").strip()}
        if "published" in cells:
            try:
                cells["published"] = check_published(cells["published"], where)
            except InputError as error:
                self.on_problem(
                    InputError(where, error.problem, f"{error.remedy}; the article is read without it")
                )
                del cells["published"]
        return {name: Known(value, Basis.STATED, f"column {name}") for name, value in cells.items()}


def _read_html(html: str, path: Path, entry: Entry | None) -> Document:
    page = read_page(html, path)
    known = {name: value for name in FIELDS if (value := getattr(page, name))}
    detected = detect_language(page.text)
    if detected:  # pages carry the lang attribute of their template more often than that of their text
        known["language"] = detected
    known |= entry.known if entry else {}
    return _make_document(page.text, str(path), (entry.url if entry else "") or page.url, known)


def _make_document(text: str, path: str, url: str, known: Mapping[str, Known]) -> Document:
    """A document with what is known of it; what is not given is read from the text.

    Raises:
        InputError: it is longer than any article.
    """
    if len(text) > MAX_ARTICLE:
        problem = f"has {len(text):,} characters, more than an article can have ({MAX_ARTICLE:,})"
        raise InputError(path, problem, "Cut it into its articles, a file or a row of a table each")
    language = known["language"] if "language" in known else detect_language(text)
    read = infer_metadata(text, language.value) if any(name not in known for name in FIELDS[:3]) else None
    values = {name: known.get(name, getattr(read, name, UNKNOWN)) for name in FIELDS[:3]}
    return Document(text=text, path=path, url=url, language=language, **values)
