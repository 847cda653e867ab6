"""Every kind of file to articles: text, metadata, columns, and the bytes they came in."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from claims.columns import Columns, parse_mapping
from claims.errors import DuplicateInput, EmptyInput, GuessedColumns, InputError, UsageError
from claims.ingest import ReadOptions, load_documents, load_pasted, load_uploads, preview_columns
from claims.intake import Keeper
from claims.models import Basis, Document
from claims.originals import Original
from claims.read import read_document
from claims.store import open_store

BODY = (
    "Banjir di tiga desa surut pada Senin pagi setelah hujan berhenti dua hari. Warga kembali ke rumah.\n"
    "Pemerintah kabupaten mengirim bantuan makanan dan air bersih kepada 1.250 warga di tiga desa itu.\n"
    "Bupati mengatakan perbaikan tanggul dimulai pekan depan dan selesai sebelum musim hujan berikutnya."
)


def upload(
    *files: tuple[str, bytes], mapping: Mapping[str, str] | None = None
) -> tuple[list[Document], list[InputError]]:
    problems: list[InputError] = []
    options = ReadOptions(mapping or {})
    return list(load_uploads(files, on_problem=problems.append, options=options)), problems


def pack(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


# --- tables --------------------------------------------------------------------------------------

ROW = {
    "Judul": "Banjir Surut",
    "Isi": BODY,
    "Media": "Kabar Wening",
    "Tanggal": "2024-03-04",
    "Tautan": "https://kabar.example/1",
}


def make_xlsx(rows: list[list[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def make_parquet(rows: list[dict[str, object]]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    packed = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), packed)
    return packed.getvalue()


TABLES: dict[str, Callable[[], bytes]] = {
    "a.jsonl": lambda: json.dumps(ROW).encode() + b"\n\n",
    "a.ndjson": lambda: json.dumps(ROW, ensure_ascii=False).encode(),
    "a.json": lambda: json.dumps([ROW]).encode(),
    "nested.json": lambda: json.dumps({"status": "ok", "articles": [ROW]}).encode(),
    "one.json": lambda: json.dumps(ROW).encode(),
    "a.xlsx": lambda: make_xlsx([[], list(ROW), [*ROW.values()]]),
    "dates.xlsx": lambda: make_xlsx([list(ROW), [*({**ROW, "Tanggal": datetime(2024, 3, 4)}).values()]]),
    "a.parquet": lambda: make_parquet([dict(ROW)]),
    "dates.parquet": lambda: make_parquet([{**ROW, "Tanggal": date(2024, 3, 4)}]),
    "a.tsv": lambda: "\t".join(ROW).encode() + b"\n" + "\t".join(f'"{v}"' for v in ROW.values()).encode(),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_any_kind_has_an_article_a_row(name: str) -> None:
    data = TABLES[name]()  # once: a workbook carries the second in which it was made
    (document,), problems = upload((name, data))
    assert problems == []
    assert document.text == BODY
    known = (document.title, document.outlet, document.published)
    assert [one.value for one in known] == ["Banjir Surut", "Kabar Wening", "2024-03-04"]
    assert document.outlet.evidence == "column Media"
    assert document.url == "https://kabar.example/1"
    assert document.provenance.original == Original(name, data).sha256


def test_columns_are_shown_and_can_be_named() -> None:
    table = json.dumps({"a": "x" * 300, "b": BODY, "kanal": "Kabar Wening"}).encode()
    shown: list[tuple[str, Columns]] = []
    options = ReadOptions({"text": "b", "outlet": "kanal"})
    (document,) = load_uploads(
        [("a.jsonl", table)],
        on_problem=pytest.fail,
        options=options,
        on_columns=lambda name, columns: shown.append((name, columns)),
    )
    assert (document.text, document.outlet.value) == (BODY, "Kabar Wening")
    assert [(name, columns.words) for name, columns in shown] == [("a.jsonl", "text=b, outlet=kanal")]


def test_a_guessed_text_column_is_told() -> None:
    table = json.dumps({"id": "1", "kolom": BODY, "sepi": ""}).encode()
    (document,), (problem,) = upload(("a.jsonl", table))
    assert document.text == BODY
    assert isinstance(problem, GuessedColumns)
    assert problem.is_note
    assert "'kolom'" in str(problem)
    assert preview_columns("a.jsonl", table).chosen == {"text": "kolom"}


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    documents, (problem,) = upload(("a.jsonl", json.dumps(ROW).encode()), mapping={"text": "Konten"})
    assert documents == []
    assert "has no column 'Konten' (columns: Judul, Isi, Media, Tanggal, Tautan)" in str(problem)


@pytest.mark.parametrize("given", ["isi", "text=", "=isi", "naskah=isi"])
def test_a_mapping_that_is_none_is_told(given: str) -> None:
    with pytest.raises(UsageError, match="write FIELD=COLUMN, such as text=isi"):
        parse_mapping([given])


def test_rows_that_are_no_articles_are_told_and_the_others_read() -> None:
    lines = [
        json.dumps(ROW),
        "{broken",
        "[1, 2]",
        json.dumps({"Isi": " "}),
        json.dumps({"Isi": "Banjir naik."}),
    ]
    documents, problems = upload(("a.jsonl", "\n".join(lines).encode()))
    assert [document.path for document in documents] == ["a.jsonl:1", "a.jsonl:5"]
    told = [str(problem) for problem in problems]
    assert [line.split(". ")[0].split(": E")[0] for line in told] == [
        "a.jsonl, row 2: is not valid JSON",
        "a.jsonl, row 3: is a list, not an object",
        "a.jsonl:4: has no text in its row",
    ]


# --- Word ----------------------------------------------------------------------------------------

WORD = """<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body>
</w:document>"""
CORE = """<?xml version="1.0"?><cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{title}</dc:title><dc:creator>Ani</dc:creator>
<dcterms:modified>2024-03-04T07:15:00Z</dcterms:modified></cp:coreProperties>"""


def make_docx(body: str, title: str = "") -> bytes:
    return pack(
        {
            "word/document.xml": WORD.format(body=body).encode(),
            "docProps/core.xml": CORE.format(title=title).encode(),
        }
    )


def test_a_word_file_is_read_with_its_changes_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Banjir </w:t></w:r><w:r><w:t>Surut</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Sebanyak </w:t></w:r><w:del><w:r><w:delText>120</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>130</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> warga</w:t>"
        "<w:br/><w:t>pulang.</w:t>"
        "<w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Sel tabel</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    (document,), problems = upload(("a.docx", make_docx(body, "Banjir Surut")))
    assert problems == []
    assert document.text == "Banjir Surut\nSebanyak 130 warga\npulang.\nSel tabel\n"
    assert (document.title.value, document.title.evidence) == ("Banjir Surut", "the file's metadata")
    assert (document.provenance.author, document.provenance.modified) == ("Ani", "2024-03-04T07:15+00:00")


# --- pages ---------------------------------------------------------------------------------------

JSON_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Situs"},
        {
            "@type": ["NewsArticle"],
            "headline": "Banjir Surut di Tiga Desa",
            "datePublished": "2024-03-04T07:15:00+07:00",
            "dateModified": "2024-03-05T08:00:00Z",
            "publisher": {"@type": "Organization", "name": "Kabar &amp; Wening"},
            "author": [{"@type": "Person", "name": "Ani"}, {"name": "Budi"}],
        },
    ],
}
PAGE = """<!doctype html><html lang="en"><head><title>Banjir Surut di Tiga Desa - Situs</title>
<link rel="canonical" href="https://kabar.example/banjir">
<meta property="og:site_name" content="Bukan Ini">
<script type="application/ld+json">{ld}</script></head><body>
<nav><a href="/">Beranda</a></nav><article><h1>Banjir Surut di Tiga Desa</h1>{body}</article></body></html>"""
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))


def test_a_pages_own_metadata_goes_before_what_is_made_out() -> None:
    page = PAGE.format(ld=json.dumps(JSON_LD), body=PARAGRAPHS).encode()
    (document,), problems = upload(("a.html", page))
    assert problems == []
    assert (document.outlet.value, document.outlet.basis) == ("Kabar & Wening", Basis.STATED)
    assert document.outlet.evidence == "JSON-LD publisher"
    assert document.published.value == "2024-03-04T07:15+07:00"
    assert document.url == document.provenance.canonical == "https://kabar.example/banjir"
    assert document.provenance.modified == "2024-03-05T08:00+00:00"
    assert document.provenance.author == "Ani, Budi"
    assert document.language.value == "id"  # the text's, not the template's
    assert document.text.startswith("Banjir Surut di Tiga Desa")


def test_a_page_that_a_script_fills_is_read_from_its_json() -> None:
    article = {"@type": "NewsArticle", "headline": "Banjir Surut", "articleBody": BODY}
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    page = f"<html><body><div id=app></div>{script}</body></html>"
    (document,), problems = upload(("a.html", page.encode()))
    assert problems == []
    assert "1.250 warga" in document.text
    assert document.title.value == "Banjir Surut"


def test_a_page_that_a_browser_saved_in_one_file() -> None:
    page = PAGE.format(ld="{}", body=PARAGRAPHS).encode()
    import quopri

    saved = (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://kabar.example/asli\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n'
        b"--x\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        + quopri.encodestring(page)
        + b"\n--x--\n"
    )
    (document,), problems = upload(("a.mhtml", saved))
    assert problems == []
    assert "1.250 warga" in document.text
    assert document.url == "https://kabar.example/asli"
    assert document.provenance.canonical == "https://kabar.example/banjir"


# --- archives ------------------------------------------------------------------------------------


def test_a_zip_is_read_with_its_manifest() -> None:
    packed = pack(
        {
            "berita/a.txt": BODY.encode(),
            "berita/manifest.csv": b"file,outlet,url\na.txt,Kabar Wening,https://kabar.example/1\n",
            "berita/b.jsonl": json.dumps({"isi": "Banjir naik lagi."}).encode(),
            "__MACOSX/berita/._a.txt": b"x",
            "README.md": b"Arsip",
            "foto.jpg": b"x",
        }
    )
    documents, problems = upload(("arsip.zip", packed))
    assert problems == []
    assert [document.path for document in documents] == [
        "arsip.zip/berita/a.txt",
        "arsip.zip/berita/b.jsonl:1",
    ]
    assert (documents[0].outlet.value, documents[0].url) == ("Kabar Wening", "https://kabar.example/1")
    assert documents[0].provenance.original == Original("", BODY.encode()).sha256


ANSWERS = (
    ("200 OK", "text/html; charset=utf-8"),
    ("404 Not Found", "text/html"),
    ("200 OK", "image/png"),
)


def make_warc(is_packed: bool) -> bytes:
    records = []
    for number, (status, media) in enumerate(ANSWERS):
        page = PAGE.format(ld="{}", body=PARAGRAPHS).encode()
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://kabar.example/{number}\r\n"
            f"WARC-Date: 2024-03-05T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if is_packed else records)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_a_web_archive_gives_its_pages_with_address_and_time(name: str) -> None:
    packed = make_warc(name != "a.warc")
    if name == "a.wacz":
        packed = pack({"archive/data.warc.gz": packed, "pages/pages.jsonl": b'{"format": "json-pages-1.0"}'})
    (document,), problems = upload((name, packed))
    assert problems == []
    assert "1.250 warga" in document.text
    assert document.url == "https://kabar.example/0"
    assert document.provenance.fetched == "2024-03-05T08:00:00Z"
    assert document.provenance.media == "text/html"


# --- uploads, paste, store -----------------------------------------------------------------------


def test_uploads_may_bring_their_manifest_and_progress_counts_them() -> None:
    seen: list[tuple[str, int, int]] = []
    files = [
        ("manifest.toml", b'[[article]]\nfile = "a.txt"\noutlet = "Kabar Wening"\n'),
        ("a.txt", BODY.encode()),
        ("b.txt", BODY.encode()),
        ("c.exe", b"MZ"),
        ("kosong.txt", b""),
    ]
    problems: list[InputError] = []
    documents = list(
        load_uploads(files, on_problem=problems.append, on_progress=lambda *given: seen.append(given))
    )
    assert [document.outlet.value for document in documents] == ["Kabar Wening", ""]
    assert seen[-1] == ("load", 4, 4)
    assert [type(problem) for problem in problems] == [InputError, EmptyInput]


def test_pasted_text_keeps_what_was_said_of_it() -> None:
    kept: list[Original] = []
    document = load_pasted(
        BODY,
        outlet="Kabar Wening",
        published="2024-03-04",
        url="https://kabar.example/1",
        on_original=kept.append,
    )
    assert (document.text, document.outlet.value, document.published.value) == (
        BODY,
        "Kabar Wening",
        "2024-03-04",
    )
    assert document.language.value == "id"
    assert kept[0].data == BODY.encode()
    with pytest.raises(EmptyInput):
        load_pasted(" \n")
    with pytest.raises(InputError, match="gives the date 'kemarin'"):
        load_pasted(BODY, published="kemarin")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_that_is_none_of_the_web_is_not_kept(url: str) -> None:
    assert load_pasted(BODY, url=url).url == ""


def test_a_keeper_counts_what_is_new_and_keeps_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "b.csv").write_text("text\nSatu.\nDua.\n", "utf-8")
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        for new, known in ((3, 0), (0, 3)):
            keeper = Keeper(store)
            documents = load_documents([tmp_path], on_problem=pytest.fail, on_original=keeper.keep)
            intake = keeper.take_in(documents)
            assert (intake.new, intake.known, len(intake.documents)) == (new, known, 3)
        assert {document.id for document in store.documents()} == set(intake.documents)
        for document in store.documents():
            original = store.original(document.provenance.original)
            assert original is not None
            assert document.text.encode() in original


def test_the_same_article_in_two_formats_is_one() -> None:
    documents, problems = upload(("a.txt", BODY.encode()), ("b.jsonl", json.dumps({"text": BODY}).encode()))
    assert len(documents) == 1
    assert [type(problem) for problem in problems] == [DuplicateInput]


def test_a_page_is_read_in_the_encoding_that_it_states() -> None:
    russian = "Мост через реку закрыли в понедельник, сообщила администрация посёлка. " * 3
    head = '<html><head><meta charset="windows-1251"></head>'
    page = f"{head}<body><article><p>{russian}</p></article></body></html>"
    (document,), problems = upload(("a.html", page.encode("cp1251")))
    assert problems == []
    assert "Мост через реку закрыли" in document.text
    assert document.language.value == "ru"


# --- languages -----------------------------------------------------------------------------------

ENGLISH = "The bridge over the river was closed on Monday because the water had risen, officials said. "
RUSSIAN = "Мост через реку закрыли в понедельник из-за паводка, сообщили в администрации района. "
ARABIC = "أغلقت السلطات الجسر فوق النهر يوم الاثنين بسبب ارتفاع منسوب المياه. "
LANGUAGES = {
    "id": BODY,
    "en": ENGLISH * 3,
    "ru": RUSSIAN * 3,
    "ar": ARABIC * 3,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_told_offline(language: str) -> None:
    (document,), _ = upload(("a.txt", LANGUAGES[language].encode()))
    assert document.language.value == language
    assert document.language.basis is Basis.INFERRED
    assert "py3langid" in document.language.evidence


MIXED = [
    BODY + ENGLISH + RUSSIAN,
    RUSSIAN + BODY,
    ARABIC + ENGLISH,
    "".join(f"{one} {other}\n" for one, other in zip(BODY.split(), RUSSIAN.split() * 5, strict=False)),
    "2024 17-22 % $ № 5 / 6\n" * 20,
    "👩‍🚒🌊 " * 50 + BODY,
    "ᚠᛇᚻ᛫ᛒᛦᚦ " * 30,
    "\u202eterbalik\u202c " + BODY,
]


@pytest.mark.parametrize("text", MIXED)
def test_mixed_text_is_read_to_the_end(text: str) -> None:
    (document,), problems = upload(("a.txt", text.encode()))
    assert problems == []
    reading = read_document(document)
    for claim in reading.claims:
        assert claim.span.of(text) == claim.quote
