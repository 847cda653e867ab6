"""One source to its articles, by its ending: what is read how, and what is known of each.

.txt .md                 the text, untouched
.html .htm .xhtml        the main text of the page                claims/pages.py
.mhtml .mht              the same, saved by a browser in one file
.pdf                     text, lines joined to paragraphs          claims/pdf.py
.docx                    text, a line a paragraph                  claims/office.py
.csv .tsv .json .jsonl .ndjson .parquet .xlsx
                         an article a row                          claims/tables.py, claims/columns.py
.zip .warc .warc.gz .wacz
                         each member as if it were given           claims/archives.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims import tables
from claims.archives import Zip, read_warc
from claims.columns import GUESSED_FROM, Columns, choose_columns, list_names
from claims.decode import decode_text
from claims.errors import EmptyInput, GuessedColumns, InputError
from claims.manifest import FIELDS, NAMES, Entry, check_published, read_entries
from claims.metadata import detect_language, infer_metadata
from claims.models import UNKNOWN, Basis, Document, Known, Provenance
from claims.office import read_docx
from claims.originals import Original
from claims.page_metadata import is_web_address, read_moment
from claims.pages import decode_page, read_mhtml, read_page
from claims.pdf import read_pdf

TEXTS = (".txt", ".md")
PAGES = (".html", ".htm", ".xhtml")
SAVED = (".mhtml", ".mht")
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
ARCHIVES = (".zip", ".warc", ".warc.gz", ".wacz")
ENDINGS = (*TEXTS, *PAGES, *SAVED, ".pdf", ".docx", *TABLES, *ARCHIVES)
# What an ending says when nobody else says it, and which ending a media type stands for.
MEDIA = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".mhtml": "multipart/related",
    ".mht": "multipart/related",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Characters of one article.  A book has a million; ten books in one file are no article, and comparing them
# would take hours.
MAX_ARTICLE = 2_000_000
# Papers that lie beside articles in a folder; one of them given by its own path is read.
NOT_ARTICLES = frozenset(("readme", "notice", "license", "licence", "changelog", "contributing"))


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read: `columns` is the user's mapping of tables, our names to theirs."""

    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sources; problems are told, never raised.

    `keep` gets the bytes of each source with an article, `on_columns` what was chosen from each table.
    """

    on_problem: Callable[[InputError], None]
    options: ReadOptions = ReadOptions()
    keep: Callable[[Original], None] | None = None
    on_columns: Callable[[str, Columns], None] | None = None

    def read(self, original: Original, entry: Entry | None = None) -> Iterator[Document]:
        """Yield the articles of one source.

        Args:
            original: its bytes and name.
            entry: what a manifest says of it.
        """
        try:
            if is_archive(original):
                yield from self._read_archive(original)
                return
            is_kept = False
            for document in self._read_single(original, entry):
                if self.keep and not is_kept:
                    self.keep(original)
                    is_kept = True
                yield document
        except InputError as error:
            self.on_problem(error)

    # --- archives --------------------------------------------------------------------------------

    def _read_archive(self, original: Original) -> Iterator[Document]:
        if original.ending in (".warc", ".warc.gz"):
            found = 0
            for page in read_warc(original, self.on_problem):
                found += 1
                yield from self.read(page)
            if not found:
                remedy = "Give an archive with web pages that answered with status 200"
                raise EmptyInput(original.name, "holds no pages that could be read", remedy)
            return
        archive = Zip(original.name, original.data, self.on_problem)
        if original.ending == ".wacz":
            wanted = [name for name in archive.names if name.startswith("archive/")]
        else:
            wanted = list(list_articles(archive.names))
        if not wanted:
            remedy = f"Pack files that end in {', '.join(ENDINGS)}"
            raise EmptyInput(original.name, "holds no articles", remedy)
        entries = self._read_entries(archive)
        for name in wanted:
            try:
                member = Original(f"{original.name}/{name}", archive.read(name))
                if original.ending == ".zip" and is_archive(member):
                    problem = "is an archive in an archive"
                    raise InputError(member.name, problem, "It is left out; give it by itself")
            except InputError as error:
                self.on_problem(error)
                continue
            yield from self.read(member, entries.get(name))

    def _read_entries(self, archive: Zip) -> dict[str, Entry]:
        """What the manifests in an archive say, by the member's name."""
        entries: dict[str, Entry] = {}
        for manifest in (name for name in archive.names if name.rsplit("/", 1)[-1].lower() in NAMES):
            folder = manifest.rpartition("/")[0]
            try:
                data = archive.read(manifest)
            except InputError as error:
                self.on_problem(error)
                continue
            where = f"{archive.source}/{manifest}"
            for name, entry in read_entries(where, data, archive.names, folder, self.on_problem).items():
                entries.setdefault(name, entry)
        return entries

    # --- one source ------------------------------------------------------------------------------

    def _read_single(self, original: Original, entry: Entry | None) -> Iterator[Document]:
        ending = find_ending(original)
        if ending in TABLES:
            yield from self._read_table(original, ending)
        elif ending == ".pdf":
            pdf = read_pdf(original.data, original.name)
            yield self._make(original, pdf.text, entry, title=pdf.title, author=pdf.author)
        elif ending == ".docx":
            word = read_docx(original.data, original.name)
            if not word.text.strip():
                raise EmptyInput(original.name, "holds no text", "Leave it out or put the article into it")
            yield self._make(
                original, word.text, entry, title=word.title, author=word.author, modified=word.modified
            )
        elif ending in (*PAGES, *SAVED):
            yield self._read_page(original, ending, entry)
        else:
            text = decode_text(original.data, original.name, self.on_problem)
            yield self._make(original, text, entry)

    def _make(
        self,
        original: Original,
        text: str,
        entry: Entry | None,
        title: str = "",
        author: str = "",
        modified: str = "",
    ) -> Document:
        """A document of a file whose own metadata may name title and author."""
        known = dict(entry.known) if entry else {}
        if _is_title(title, text):
            known.setdefault("title", Known(title, Basis.STATED, "the file's metadata"))
        url = (entry.url if entry else "") or original.url
        origin = _trace(original, author=author, modified=read_moment(modified))
        return make_document(text, original.name, url, known, origin)

    def _read_page(self, original: Original, ending: str, entry: Entry | None) -> Document:
        data, address = original.data, ""
        if ending in SAVED:
            data, address = read_mhtml(data, original.name)
        html = decode_page(data) or decode_text(data, original.name, self.on_problem)
        page = read_page(html, original.name)
        said = page.metadata
        known = {name: value for name in FIELDS if (value := getattr(said, name))}
        detected = detect_language(page.text)
        if detected:  # pages carry the lang attribute of their template more often than that of their text
            known["language"] = detected
        known |= entry.known if entry else {}
        stated = (entry.url if entry else "", original.url, address, page.url, said.canonical)
        origin = _trace(original, canonical=said.canonical, modified=said.modified, author=said.author)
        return make_document(page.text, original.name, next(filter(None, stated), ""), known, origin)

    # --- tables ----------------------------------------------------------------------------------

    def _read_table(self, original: Original, ending: str) -> Iterator[Document]:
        source = original.name
        table = open_table(original, ending, self.on_problem)
        for slip in table.problems:
            self.on_problem(slip)
        sample = (row for _, row in table.rows[:GUESSED_FROM])
        columns = choose_columns(table.columns, sample, self.options.columns, source)
        if "text" not in columns.chosen:
            names = list_names(table.columns)
            remedy = (
                "Name the column with the article 'text' (or isi, teks, content), or say it: --map text=NAME"
            )
            raise InputError(source, f"has no column with the article's text (columns: {names})", remedy)
        if self.on_columns:
            self.on_columns(source, columns)
        if columns.guessed:
            problem = (
                f"names no column for the text; {columns.chosen['text']!r} has the most to read and was taken"
            )
            self.on_problem(GuessedColumns(source, problem, "If it is another: --map text=NAME"))
        for number, row in table.rows:
            where = f"{source}:{number}"
            text = row.get(columns.chosen["text"], "")
            if not text.strip():
                problem = "has no text in its row"
                self.on_problem(EmptyInput(where, problem, "Fill the cell or remove the row"))
                continue
            try:
                cells = self._read_cells(row, columns, where)
                url = row.get(columns.chosen.get("url", ""), "").strip()
                yield make_document(text, where, url, cells, _trace(original))
            except InputError as error:
                self.on_problem(error)

    def _read_cells(self, row: Mapping[str, str], columns: Columns, where: str) -> dict[str, Known]:
        cells = {}
        for name in FIELDS:
            value = row.get(columns.chosen.get(name, ""), "").strip()
            if value:
                cells[name] = Known(value, Basis.STATED, f"column {columns.chosen[name]}")
        if "published" in cells:
            try:
                value = cells["published"].value
                value = check_published(read_moment(value) or value, where)
                cells["published"] = Known(value, Basis.STATED, cells["published"].evidence)
            except InputError as error:
                self.on_problem(
                    InputError(where, error.problem, f"{error.remedy}; the article is read without it")
                )
                del cells["published"]
        return cells


def open_table(original: Original, ending: str, on_problem: Callable[[InputError], None]) -> tables.Table:
    """Return the rows of a table of any kind.

    Raises:
        InputError: it is damaged, too large, or of another kind than its ending says.
    """
    if ending == ".xlsx":
        return tables.read_xlsx(original.data, original.name)
    if ending == ".parquet":
        return tables.read_parquet(original.data, original.name)
    text = decode_text(original.data, original.name, on_problem)
    if ending in (".csv", ".tsv"):
        return tables.read_csv(text, original.name)
    return tables.read_json(text, original.name, by_line=ending != ".json")


def find_ending(original: Original) -> str:
    """The ending by which a source is read: its media type's, its name's, else that of how it begins."""
    if original.media:
        by_media = {media: ending for ending, media in reversed(MEDIA.items())}
        return by_media.get(original.media, original.ending)
    if original.ending in ENDINGS:
        return original.ending
    if original.data[:5] == b"%PDF-":
        return ".pdf"
    return (
        ".html" if re.match(rb"\s*<(?:!doctype html|html\b)", original.data[:500], re.IGNORECASE) else ".txt"
    )


def is_archive(original: Original) -> bool:
    """Tell whether a source is several."""
    return not original.media and original.ending in ARCHIVES


def list_articles(names: Sequence[str]) -> Iterator[str]:
    """The members of an archive, or names of uploads, that can be articles."""
    for name in names:
        parts = name.replace("\\", "/").split("/")
        file = Original(parts[-1], b"")
        if any(part.startswith((".", "__MACOSX")) for part in parts) or parts[-1].lower() in NAMES:
            continue
        if file.ending in ENDINGS and file.name.rsplit(".", 1)[0].lower() not in NOT_ARTICLES:
            yield name


def _is_title(title: str, text: str) -> bool:
    """A file's title field often holds the name of its template: it counts if the text opens with it too."""
    words = " ".join(title.split()).casefold()
    return len(words) > 8 and words in " ".join(text[: len(title) + 400].split()).casefold()


def _trace(original: Original, **said: Any) -> Provenance:
    media = original.media or MEDIA.get(find_ending(original), "")
    return Provenance(original.sha256, media, fetched=original.fetched, **said)


def make_document(
    text: str, path: str, url: str, known: Mapping[str, Known], provenance: Provenance
) -> Document:
    """Return a document with what is known of it; what is not given is read from the text.

    Raises:
        InputError: it is longer than any article.
    """
    if len(text) > MAX_ARTICLE:
        problem = f"has {len(text):,} characters, more than an article can have ({MAX_ARTICLE:,})"
        raise InputError(path, problem, "Cut it into its articles, a file or a row of a table each")
    language = known["language"] if "language" in known else detect_language(text)
    read = infer_metadata(text, language.value) if any(name not in known for name in FIELDS[:3]) else None
    values = {name: known.get(name, getattr(read, name, UNKNOWN)) for name in FIELDS[:3]}
    if ":" in url.split("/")[0] and not is_web_address(url):  # javascript:, file:, data:
        url = ""
    return Document(text=text, path=path, url=url, language=language, provenance=provenance, **values)
