"""Files, folders, tables and pages to documents; bad input is told with its remedy, the rest goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import claims.decode
import claims.pages
from claims.errors import DuplicateInput, EmptyInput, GuessedEncoding, InputError, ManifestError
from claims.ingest import load_documents
from claims.models import Basis, Document

TEXT = "Banjir Surut\n\nKABAR.com - Banjir di tiga desa surut pada Senin pagi. Warga membersihkan rumah.\n"


def load(*paths: Path) -> tuple[list[Document], list[InputError]]:
    problems: list[InputError] = []
    return list(load_documents(paths, on_problem=problems.append)), problems


def tell(problems: Sequence[InputError]) -> str:
    """All that was said, and that each message names its source and a remedy."""
    for one in problems:
        assert one.source
        assert one.remedy
        assert str(one).startswith(one.source)
    return "\n".join(map(str, problems))


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- good input ---------------------------------------------------------------------------------


def test_a_text_file_is_read_as_it_is(tmp_path: Path) -> None:
    raw = "\ufeffJudul\r\n\r\nIsi  berita \r\n"
    documents, problems = load(write(tmp_path / "a.txt", raw.encode("utf-8")))
    assert [one.text for one in documents] == ["Judul\r\n\r\nIsi  berita \r\n"]
    assert problems == []


def test_metadata_is_read_from_the_text(tmp_path: Path) -> None:
    (document,), _ = load(write(tmp_path / "a.txt", TEXT))
    assert (document.outlet.value, document.title.value, document.language.value) == (
        "KABAR.com",
        "Banjir Surut",
        "id",
    )


def test_a_folder_is_read_with_its_subfolders_sorted_and_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden.txt", ".git/d.txt", "README.md", "picture.jpg"):
        write(tmp_path / name, f"Isi berita {name} tentang banjir.")
    documents, problems = load(tmp_path)
    assert [Path(one.path).relative_to(tmp_path).as_posix() for one in documents] == [
        "a.md",
        "b.txt",
        "sub/c.txt",
    ]
    assert problems == []


def test_progress_counts_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, f"Isi {name}")
    seen: list[tuple[str, int, int]] = []
    list(load_documents([tmp_path], on_problem=print, on_progress=lambda *args: seen.append(args)))
    assert seen == [("load", 1, 2), ("load", 2, 2)]


def test_ids_do_not_depend_on_where_a_file_lies(tmp_path: Path) -> None:
    (one,), _ = load(write(tmp_path / "x" / "a.txt", TEXT))
    (other,), _ = load(write(tmp_path / "y" / "b.txt", TEXT))
    assert one.id == other.id


@pytest.mark.parametrize(
    "table",
    [
        "text,title,outlet,url,published,language\n{text},Banjir,Kabar,https://kabar.example/1,2024-03-04,id\n",
        "Isi;Judul;Media;Tautan;Tanggal;Bahasa\n{text};Banjir;Kabar;https://kabar.example/1;2024-03-04;id\n",
        "isi_berita\tJudul\tSumber\tLINK\ttanggal terbit\tlang\n{text}\tBanjir\tKabar\thttps://kabar.example/1\t2024-03-04\tid\n",
    ],
)
def test_a_table_has_an_article_a_row(tmp_path: Path, table: str) -> None:
    text = '"Banjir surut, kata ""warga"".\nMereka pulang; semua."'
    (document,), problems = load(write(tmp_path / "a.csv", table.format(text=text)))
    assert document.text == 'Banjir surut, kata "warga".\nMereka pulang; semua.'
    known = (document.title, document.outlet, document.published, document.language)
    assert [one.value for one in known] == ["Banjir", "Kabar", "2024-03-04", "id"]
    assert document.url == "https://kabar.example/1"
    assert document.path.endswith("a.csv:2")
    assert problems == []


def test_a_cell_may_be_longer_than_the_csv_module_allows(tmp_path: Path) -> None:
    long = "Banjir surut. " * 20_000
    documents, problems = load(write(tmp_path / "a.csv", f'text\n"{long}"\n'))
    assert len(documents[0].text) == len(long)
    assert problems == []


PAGE = """<!doctype html><html lang="id"><head><title>Banjir Surut</title>
<meta property="og:site_name" content="Kabar Wening">
<meta property="article:published_time" content="2024-03-04T07:15:00+07:00">
<script>document.write("Kode jahat")</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Beranda</a> <a href="/x">Ekonomi</a></nav><article><h1>Banjir Surut di Tiga Desa</h1>
<p>Banjir di tiga desa surut pada Senin pagi setelah hujan berhenti selama dua hari.
Warga kembali ke rumah masing-masing.</p>
<script>alert("Kode jahat")</script>
<p onclick="x()">Pemerintah kabupaten mengirim bantuan makanan dan air bersih {extra}</p>
<iframe src="https://jahat.example"></iframe></article><footer>Hak cipta</footer></body></html>"""


def test_a_page_gives_its_main_text_and_metadata_and_nothing_active(tmp_path: Path) -> None:
    (document,), problems = load(write(tmp_path / "a.html", PAGE.format(extra="untuk warga.")))
    assert problems == []
    assert "Banjir di tiga desa surut pada Senin pagi" in document.text
    assert not any(word in document.text for word in ("jahat", "<", "Beranda", "onclick", "color"))
    assert (document.outlet.value, document.outlet.basis) == ("Kabar Wening", Basis.STATED)
    assert document.published.value == "2024-03-04T07:15+07:00"
    assert document.language.value == "id"
    assert document.text.startswith(document.title.value)


# --- manifests ----------------------------------------------------------------------------------

TOML = """
[[article]]
file = "a.txt"
outlet = {{ value = "Kabar Wening", basis = "inferred", evidence = "tata letak" }}
published = 2024-03-04
url = "https://kabar.example/1"
{more}
"""


def test_a_toml_manifest_is_applied(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "manifest.toml", TOML.format(more='title = "Judul Lain"'))
    (document,), problems = load(tmp_path)
    assert problems == []
    assert (document.outlet.value, document.outlet.basis, document.outlet.evidence) == (
        "Kabar Wening",
        Basis.INFERRED,
        "tata letak",
    )
    assert (document.title.value, document.published.value, document.url) == (
        "Judul Lain",
        "2024-03-04",
        "https://kabar.example/1",
    )
    assert document.language.value == "id"


def test_a_csv_manifest_is_applied_and_is_no_article(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(
        tmp_path / "manifest.csv",
        "file,outlet,outlet_basis,outlet_evidence\na.txt,Kabar Wening,inferred,tata letak\n",
    )
    (document,), problems = load(tmp_path)
    assert problems == []
    assert (document.outlet.value, document.outlet.basis, document.outlet.evidence) == (
        "Kabar Wening",
        Basis.INFERRED,
        "tata letak",
    )
    assert document.title.value == "Banjir Surut"  # what the manifest leaves out is read from the text


def test_unknown_in_a_manifest_is_not_read_from_the_text(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "manifest.toml", '[[article]]\nfile = "a.txt"\noutlet = { basis = "unknown" }\n')
    (document,), _ = load(tmp_path)
    assert not document.outlet


def test_a_file_given_by_itself_has_its_manifest_too(tmp_path: Path) -> None:
    write(tmp_path / "manifest.toml", TOML.format(more=""))
    (document,), _ = load(write(tmp_path / "a.txt", TEXT))
    assert document.outlet.value == "Kabar Wening"


def test_a_manifest_given_by_itself_gives_its_files(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt", "Tidak ada dalam daftar.")
    documents, _ = load(write(tmp_path / "manifest.toml", TOML.format(more="")))
    assert [Path(one.path).name for one in documents] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("manifest.toml", "[[article]\nfile = 1", "not valid TOML"),
        ("manifest.toml", '[[articles]]\nfile = "a.txt"', "has no [[article]] tables (found: articles)"),
        ("manifest.toml", '[[article]]\noutlet = "Kabar"', "article 1: names no file"),
        ("manifest.toml", '[[article]]\nfile = "z.txt"', "names z.txt, which is not there"),
        ("manifest.toml", '[[article]]\nfile = "../z.txt"', "outside its folder"),
        ("manifest.toml", '[[article]]\nfile = "/etc/passwd"', "outside its folder"),
        ("manifest.toml", '[[article]]\nfile = "a.txt"\npublished = "kemarin"', "gives the date 'kemarin'"),
        ("manifest.toml", '[[article]]\nfile = "a.txt"\npublished = "2024-02-31"', "There is no such day"),
        (
            "manifest.toml",
            '[[article]]\nfile = "a.txt"\noutlet = "K"\noutlet_basis = "yakin"',
            "the basis 'yakin'",
        ),
        ("manifest.toml", '[[article]]\nfile = "a.txt"\n[[article]]\nfile = "a.txt"', "names a.txt again"),
        ("manifest.csv", "outlet,title\nKabar,Banjir\n", "has no column 'file' (columns: outlet, title)"),
        ("manifest.csv", 'file,outlet\na.txt,"Kabar\n', "not valid CSV"),
        ("manifest.toml", b"\xff\x00\x01", "is not text"),
        ("manifest.csv", "", "is empty"),
    ],
)
def test_a_bad_manifest_is_told_and_the_articles_are_read(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / name, content)
    documents, problems = load(tmp_path)
    assert [Path(one.path).name for one in documents] == ["a.txt"]
    assert said in tell(problems)
    assert name in tell(problems)


# --- bad input ----------------------------------------------------------------------------------

BAD = [
    ("kosong.txt", b"", EmptyInput, "is empty"),
    ("spasi.txt", b" \n\t\r\n", EmptyInput, "nothing but white space"),
    ("bom.txt", b"\xef\xbb\xbf", EmptyInput, "white space"),
    ("nul.txt", b"Banjir\x00surut" * 50, InputError, "binary"),
    ("kendali.txt", b"\x01\x02\x03\x04abc" * 50, InputError, "binary"),
    ("acak.txt", bytes(range(256)) * 20, InputError, "binary"),
    ("laporan.txt", b"%PDF-1.7 ...", InputError, "is a PDF"),
    ("foto.txt", b"\x89PNG\r\n\x1a\n", InputError, "is a PNG picture"),
    ("arsip.txt", b"PK\x03\x04...", InputError, "is a zip or Office file"),
    (
        "halaman.html",
        b"<html><body><nav><a href='/'>Beranda</a></nav></body></html>",
        InputError,
        "has no main text",
    ),
    ("tabel.csv", b"a,b\n1,2\n", InputError, "(columns: a, b)"),
    ("tabel.csv", b"text,title\n,Judul\n", EmptyInput, "tabel.csv:2"),
    ("tabel.csv", b"text,title\na,b,c\n", InputError, "row 2: has 3 fields where the header has 2"),
    ("tabel.csv", b'text,title\n"a,b\n', InputError, "not valid CSV"),
]


@pytest.mark.parametrize(("name", "content", "kind", "said"), BAD)
def test_bad_input_is_told_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes, kind: type[InputError], said: str
) -> None:
    write(tmp_path / "z.txt", TEXT)
    write(tmp_path / name, content)
    documents, problems = load(tmp_path)
    assert [Path(one.path).name for one in documents] == ["z.txt"]
    assert [type(one) for one in problems] == [kind]
    assert said in tell(problems)
    assert name in tell(problems)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    documents, problems = load(tmp_path / "nihil", write(tmp_path / "a.txt", TEXT))
    assert len(documents) == 1
    assert "nihil: does not exist" in tell(problems)


def test_an_ending_that_is_not_read_is_told_with_those_that_are(tmp_path: Path) -> None:
    _, problems = load(write(tmp_path / "a.odt", "x"))
    assert "(.odt). Allowed: .txt, .md, .html, .htm, " in tell(problems)


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    write(tmp_path / "foto.jpg", b"x")
    _, problems = load(tmp_path)
    assert [type(one) for one in problems] == [EmptyInput]
    assert "holds no articles" in tell(problems)


def test_an_article_given_twice_is_read_once_and_noted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, TEXT)
    documents, problems = load(tmp_path)
    assert len(documents) == 1
    assert [type(one) for one in problems] == [DuplicateInput]
    assert problems[0].is_note
    assert "b.txt: is the same article as" in tell(problems)


def test_a_file_too_large_is_told_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.decode, "MAX_BYTES", 1_000)
    documents, problems = load(write(tmp_path / "a.txt", "x" * 1_001), write(tmp_path / "b.txt", "y" * 1_000))
    assert [Path(one.path).name for one in documents] == ["b.txt"]
    assert "a.txt: has 0 MB, more than" in tell(problems)


def test_a_page_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.pages, "MAX_PAGE", 100)
    _, problems = load(write(tmp_path / "a.html", PAGE.format(extra="x")))
    assert "Save the article's text as .txt" in tell(problems)


def test_a_file_that_vanishes_while_reading_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = write(tmp_path / "a.txt", TEXT), write(tmp_path / "b.txt", "Isi lain.")
    problems: list[InputError] = []
    stream = load_documents([tmp_path], on_problem=problems.append)
    assert Path(next(stream).path) == first
    second.unlink()
    assert list(stream) == []
    assert "b.txt: is gone" in tell(problems)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="rights do not bind here (Windows, or root)"
)
def test_a_closed_file_and_a_closed_folder_are_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT).chmod(0)
    closed = tmp_path / "tutup"
    write(closed / "b.txt", TEXT)
    closed.chmod(0)
    try:
        _, problems = load(tmp_path)
    finally:
        closed.chmod(0o700)
    assert "a.txt: may not be read" in tell(problems)
    assert "tutup: may not be read" in tell(problems)


def test_rights_are_told_even_where_they_cannot_be_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    write(tmp_path / "a.txt", TEXT)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    _, problems = load(tmp_path)
    assert "a.txt: may not be read" in tell(problems)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_that_loop_or_point_nowhere_are_told(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt", TEXT)
    (tmp_path / "sub" / "ring").symlink_to(tmp_path)
    (tmp_path / "hilang.txt").symlink_to(tmp_path / "nihil.txt")
    documents, problems = load(tmp_path)
    assert len(documents) == 1
    assert "ring: is a link to a folder that it lies in" in tell(problems)
    assert "hilang.txt: is gone" in tell(problems)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.txt")
    _, problems = load(tmp_path)
    assert "pipa.txt: is not a regular file" in tell(problems)


# --- encodings ----------------------------------------------------------------------------------

RUSSIAN = (
    "Мост через реку закрыли в понедельник. Жители села жалуются на объезд и просят открыть переправу.\n" * 3
)
FRENCH = (
    "Le pont est fermé depuis lundi. Les élèves ont été évacués près de la rivière, a déclaré le préfet.\n"
    * 3
)


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (FRENCH, "cp1252")])
def test_another_encoding_is_guessed_and_the_guess_is_said(tmp_path: Path, text: str, encoding: str) -> None:
    (document,), problems = load(write(tmp_path / "a.txt", text.encode(encoding)))
    assert document.text == text
    assert [type(one) for one in problems] == [GuessedEncoding]
    assert "it was read as" in tell(problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_guess(tmp_path: Path, encoding: str) -> None:
    (document,), problems = load(write(tmp_path / "a.txt", RUSSIAN.encode(encoding)))
    assert document.text == RUSSIAN
    assert problems == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), ending=st.sampled_from([".txt", ".md", ".csv"]))
def test_any_bytes_give_documents_or_problems_and_never_a_crash(
    tmp_path: Path, content: bytes, ending: str
) -> None:
    documents, problems = load(write(tmp_path / f"a{ending}", content))
    assert documents or problems or not content.strip() or ending == ".csv"


def test_fifty_megabytes_in_one_text_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "Banjir di kota itu surut, kata warga kepada wartawan. " * 950_000
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text("Banjir di kota itu surut, kata warga kepada wartawan.", "utf-8")
    documents, problems = load(tmp_path)
    assert [Path(document.path).name for document in documents] == ["b.txt"]
    assert "a.txt: has 51,300,000 characters" in tell(problems)
    assert "Cut it into its articles" in tell(problems)


def test_manifest_errors_are_input_errors_of_their_own(tmp_path: Path) -> None:
    write(tmp_path / "manifest.toml", "x = 1")
    _, problems = load(write(tmp_path / "a.txt", TEXT))
    assert [type(one) for one in problems] == [ManifestError]
