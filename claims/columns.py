"""Which column of a table is the article's text, its title, its outlet: given, known by name, or guessed.

    ceksilang analyse berita.xlsx --map text=isi,outlet=media

What was chosen is told with every table, so that a wrong guess is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.errors import InputError, UsageError

# Column names as people and programs write them, in English, Indonesian and Russian; the first counts.
ALIASES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "teks",
        "isi",
        "isi berita",
        "isi artikel",
        "article text",
        "full text",
        "fulltext",
        "articlebody",
        "article",
        "artikel",
        "content",
        "konten",
        "body",
        "berita",
        "текст",
    ),
    "title": ("title", "judul", "headline", "judul berita", "заголовок"),
    "outlet": (
        "outlet",
        "media",
        "publisher",
        "penerbit",
        "source name",
        "source.name",
        "source",
        "sumber",
        "situs",
        "site",
        "издание",
    ),
    "url": ("url", "link", "tautan", "alamat"),
    "published": (
        "published",
        "date",
        "tanggal",
        "tanggal terbit",
        "terbit",
        "published at",
        "publishedat",
        "datepublished",
        "publication date",
        "pubdate",
        "waktu",
        "дата",
    ),
    "language": ("language", "lang", "bahasa"),
    "file": ("file", "berkas", "filename", "nama berkas"),
}
MAPPABLE = ("text", "title", "outlet", "url", "published", "language")
# Characters that the cells of an unnamed text column have on average; titles have sixty, addresses hundred.
SHORTEST_TEXT = 200
GUESSED_FROM = 50  # rows
_SHOWN = 40  # names of columns in a message


@dataclass(frozen=True, slots=True)
class Columns:
    """The table's column for each of our names; `guessed` are those that no name told."""

    header: tuple[str, ...]
    chosen: Mapping[str, str]
    guessed: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What was chosen, as `--map` takes it: "text=isi, outlet=media"."""
        return ", ".join(f"{ours}={theirs}" for ours, theirs in self.chosen.items() if ours in MAPPABLE)


def parse_mapping(given: Iterable[str]) -> dict[str, str]:
    """Return what `--map` says; it can be given in one piece or several.

    >>> parse_mapping(["text=isi,outlet=Nama media"])
    {'text': 'isi', 'outlet': 'Nama media'}

    Raises:
        UsageError: it is not written so, or names a field that there is not.
    """
    mapping: dict[str, str] = {}
    for part in (part.strip() for one in given for part in one.split(",") if part.strip()):
        ours, sign, theirs = (piece.strip() for piece in part.partition("="))
        if not sign or not theirs or ours not in MAPPABLE:
            allowed = ", ".join(MAPPABLE)
            raise UsageError(f"--map {part}: write FIELD=COLUMN, such as text=isi. Fields: {allowed}")
        mapping[ours] = theirs
    return mapping


def choose_columns(
    header: Sequence[str], rows: Iterable[Mapping[str, str]], given: Mapping[str, str], source: object
) -> Columns:
    """Return the columns to read.

    Args:
        header: the table's own column names.
        rows: some rows by these names; looked at only where no name tells the text.
        given: what the user said (`--map`), ours to theirs; goes before everything else.
        source: named in errors.

    Raises:
        InputError: a column that the user named is not there.
    """
    by_plain = {plain_name(name): name for name in reversed(header)}
    chosen: dict[str, str] = {}
    for ours, theirs in given.items():
        if theirs not in header and plain_name(theirs) not in by_plain:
            problem = f"has no column {theirs!r} (columns: {list_names(header)})"
            raise InputError(source, problem, f"Correct {ours}={theirs} in --map")
        chosen[ours] = theirs if theirs in header else by_plain[plain_name(theirs)]
    for ours, aliases in ALIASES.items():
        free = (by_plain[name] for name in aliases if name in by_plain)
        found = next((name for name in free if name not in chosen.values()), "")
        if found:
            chosen.setdefault(ours, found)
    guessed = () if "text" in chosen else _guess_text(header, rows, set(chosen.values()))
    chosen |= dict.fromkeys(("text",), guessed[0]) if guessed else {}
    ordered = {ours: chosen[ours] for ours in ALIASES if ours in chosen}
    return Columns(tuple(header), ordered, ("text",) if guessed else ())


def _guess_text(header: Sequence[str], rows: Iterable[Mapping[str, str]], taken: set[str]) -> tuple[str, ...]:
    """The column with by far the most to read, if there is one."""
    sample = [row for row, _ in zip(rows, range(GUESSED_FROM), strict=False)]
    if not sample:
        return ()
    lengths = {
        name: sum(len(row.get(name, "")) for row in sample) / len(sample)
        for name in header
        if name not in taken
    }
    best = max(lengths, key=lambda name: lengths[name], default="")
    return (best,) if best and lengths[best] >= SHORTEST_TEXT else ()


def plain_name(name: str) -> str:
    """Return a column's name as the aliases have it.

    >>> plain_name("  Isi_Berita "), plain_name("\\ufeffJudul")
    ('isi berita', 'judul')
    """
    return " ".join(name.strip().strip("\ufeff").casefold().replace("_", " ").split())


def list_names(header: Sequence[str]) -> str:
    """Return the names of columns for a message; of very many, the first."""
    shown = ", ".join(name[:60] for name in header[:_SHOWN]) or "none"
    return shown + (f" and {len(header) - _SHOWN} more" if len(header) > _SHOWN else "")
