"""Hundreds of hostile and broken sources: none gets through or stops the others, each is told in one line."""

from __future__ import annotations

import gzip
import io
import json
import random
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_formats import BODY, PAGE, PARAGRAPHS, ROW, make_docx, make_parquet, make_warc, make_xlsx, pack

import claims.archives
import claims.pdf
from claims.errors import InputError
from claims.ingest import load_uploads
from claims.models import Document
from claims.store import open_store

GOOD = ("baik.txt", b"Kalimat ini harus tetap terbaca apa pun yang datang sebelumnya.")
SECRET = "isi-rahasia-komputer-ini"


def make_pdf(
    text: str = "Banjir di tiga desa surut pada Senin pagi, kata bupati kepada wartawan.", more: str = ""
) -> bytes:
    """A small PDF by hand, with what `more` adds to its catalogue."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 6\n0000000000 65535 f \n{table}{tail}".encode()


WHOLE: dict[str, bytes] = {
    "a.pdf": make_pdf(),
    "a.docx": make_docx(f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"),
    "a.xlsx": make_xlsx([list(ROW), [*ROW.values()]]),
    "a.parquet": make_parquet([dict(ROW)]),
    "a.csv": f'Judul;Isi\nBanjir;"{BODY}"\n'.encode(),
    "a.json": json.dumps([ROW]).encode(),
    "a.html": PAGE.format(ld="{}", body=PARAGRAPHS).encode(),
    "a.zip": pack({"a.txt": BODY.encode(), "manifest.csv": b"file,outlet\na.txt,Kabar\n"}),
    "a.warc": make_warc(False),
    "a.warc.gz": make_warc(True),
}


def read(*files: tuple[str, bytes]) -> tuple[list[Document], list[InputError]]:
    """What comes of files, with a good one behind them; each refusal is one line with a remedy."""
    problems: list[InputError] = []
    documents = list(load_uploads([*files, GOOD], on_problem=problems.append))
    assert documents[-1].path == GOOD[0], "the rest goes on"
    for problem in problems:
        assert "\n" not in str(problem)
        assert problem.remedy
        assert len(str(problem)) < 2_000
    said = "\n".join([*map(str, problems), *(document.text for document in documents)])
    assert SECRET not in said
    assert "root:" not in said
    return documents[:-1], problems


# --- broken files: cut off, bits turned, pieces doubled, zeros in the middle ----------------------


def break_up(data: bytes) -> Iterator[bytes]:
    chance = random.Random(len(data))
    for share in (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        yield data[: int(len(data) * share)]
    for _ in range(14):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        yield bytes(broken)
    for _ in range(4):
        begin, end = sorted(chance.randrange(len(data)) for _ in range(2))
        yield data[:begin] + data[end:]
        yield data[:end] + data[begin:]
        yield data[:begin] + bytes(end - begin) + data[end:]
    yield bytes(chance.randrange(256) for _ in range(2_000))
    yield data[::-1]


BROKEN = [
    (name, number, data) for name, whole in WHOLE.items() for number, data in enumerate(break_up(whole))
]


def test_what_is_broken_here_is_whole_before() -> None:
    for name, data in WHOLE.items():
        documents, problems = read((name, data))
        assert documents, name
        assert problems == [], name


@pytest.mark.parametrize(
    ("name", "number", "data"), BROKEN, ids=[f"{name}-{number}" for name, number, _ in BROKEN]
)
def test_a_broken_file_is_read_or_told(name: str, number: int, data: bytes, tmp_path: Path) -> None:
    documents, problems = read((name, data))
    assert documents or problems
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        store.save_documents(documents)
        assert len(store.documents()) == len(documents)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("other", WHOLE)
def test_a_file_under_another_ending_is_read_or_told(name: str, other: str) -> None:
    ending = name.split(".", 1)[1]
    documents, problems = read((f"x.{ending}", WHOLE[other]))
    assert documents or problems


# --- XML that grows or reaches out ---------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 20}">' for n in range(12))
DOCTYPES = {
    "billion laughs": f"<!DOCTYPE x [{LAUGHS}]>",
    "file": '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file://{secret}">]>',
    "network": '<!DOCTYPE x [<!ENTITY l11 SYSTEM "http://169.254.169.254/latest/">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{secret}"> %p;]>',
    "outer DTD": '<!DOCTYPE x SYSTEM "file://{secret}">',
    "lower case": "<!doctype x>",
    "quadratic": f'<!DOCTYPE x [<!ENTITY l11 "{"x" * 50_000}">]>',
}
ENCODINGS = ("utf-8", "utf-16", "utf-16-be", "utf-32", "utf-7")


@pytest.mark.parametrize("kind", DOCTYPES)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "part", ["word/document.xml", "docProps/core.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]
)
def test_xml_with_a_document_type_is_refused(kind: str, encoding: str, part: str, tmp_path: Path) -> None:
    (tmp_path / "rahasia.txt").write_text(SECRET, "utf-8")
    head = DOCTYPES[kind].replace("{secret}", str(tmp_path / "rahasia.txt"))
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>&l11;{BODY}</w:t></w:r></w:p></w:body></w:document>"
    xml = f'<?xml version="1.0" encoding="{encoding.split("-be")[0]}"?>{head}{body}'.encode(encoding)
    ending = "xlsx" if part.startswith("xl/") else "docx"
    members = dict(zipfile_members(WHOLE[f"a.{ending}"]))
    documents, problems = read((f"a.{ending}", pack({**members, part: xml})))
    assert documents == []
    assert len(problems) == 1


def zipfile_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


# --- archives ------------------------------------------------------------------------------------

NAMES = [
    "../keluar.txt",
    "../../../../tmp/keluar.txt",
    "/tmp/keluar.txt",
    "a/../../keluar.txt",
    "..\\keluar.txt",
    "C:\\keluar.txt",
    "C:keluar.txt",
    "\\\\server\\keluar.txt",
    "a/..\\..\\keluar.txt",
    "//keluar.txt",
    "./../keluar.txt",
    "berita/../../x/keluar.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_of_an_archive_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    documents, problems = read(
        ("a.zip", pack({name: BODY.encode(), "baik.txt": b"Kalimat yang baik dan cukup panjang."}))
    )
    assert [document.path for document in documents] == ["a.zip/baik.txt"]
    assert "points out of the archive" in str(problems[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("member", ["../luar.txt", "/etc/passwd", "tidak-ada.txt", "..\\..\\luar.txt"])
def test_a_manifest_in_an_archive_cannot_name_what_is_outside(member: str) -> None:
    documents, problems = read(
        ("a.zip", pack({"a.txt": BODY.encode(), "manifest.csv": f"file,outlet\n{member},K\n".encode()}))
    )
    assert [document.outlet.value for document in documents] == [""]
    assert "which is not there" in str(problems[0])


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("tautan.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    documents, problems = read(("a.zip", packed.getvalue()))
    assert documents == []
    assert "is a link" in str(problems[0])


def test_a_locked_member_is_refused() -> None:
    data = bytearray(pack({"a.txt": BODY.encode()}))
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(sign) + place] |= 1
    documents, problems = read(("a.zip", bytes(data)))
    assert documents == []
    assert "is locked with a password" in str(problems[0])


WARC_HEAD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://kabar.example/1\r\n"
    b"Content-Type: application/http\r\nContent-Length: 70000045\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
)
BOMBS = {
    "zip": lambda: pack({"bom.txt": b"a " * 20_000_000}),
    "docx": lambda: pack({**dict(zipfile_members(WHOLE["a.docx"])), "word/media/x.xml": b" " * 80_000_000}),
    "xlsx": lambda: pack(
        {**dict(zipfile_members(WHOLE["a.xlsx"])), "xl/worksheets/sheet1.xml": b" " * 80_000_000}
    ),
    "warc.gz": lambda: gzip.compress(WARC_HEAD + b" " * 70_000_000),
    "wacz": lambda: pack({"archive/a.warc": b"\0" * 80_000_000}),
}


@pytest.mark.parametrize("ending", BOMBS)
def test_a_bomb_does_not_go_off(ending: str) -> None:
    documents, problems = read((f"bom.{ending}", BOMBS[ending]()))
    assert documents == []
    assert "as zip bombs do" in str(problems[0]) or "as gzip bombs do" in str(problems[0])


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    inner = pack({"a.txt": b"a" * 5_000_000})
    for _ in range(4):
        inner = pack({f"{n}.zip": inner for n in range(10)})
    documents, problems = read(("42.zip", inner))
    assert documents == []
    assert all("is an archive in an archive" in str(problem) for problem in problems)


def test_many_members_and_all_members_together_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack({f"{n}.txt": f"Berita nomor {n} tentang banjir di desa itu.".encode() for n in range(20)})
    monkeypatch.setattr(claims.archives, "MAX_UNPACKED", 200)
    documents, problems = read(("a.zip", packed))
    assert 0 < len(documents) < 20
    assert len(documents) + len(problems) == 20
    monkeypatch.setattr(claims.archives, "MAX_MEMBERS", 10)
    documents, problems = read(("a.zip", packed))
    assert documents == []
    assert "has 20 members" in str(problems[0])


def test_a_zip_that_lies_about_sizes_is_caught() -> None:
    data = bytearray(pack({"bom.txt": b"a " * 20_000_000}))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    documents, problems = read(("a.zip", bytes(data)))
    assert len(documents) == 0 or len(documents[0].text) <= 10
    assert len(problems) >= 1


# --- pages, PDF, tables --------------------------------------------------------------------------

ACTIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>x</script></svg>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>klik</a>",
    "<base href='http://10.0.0.1/'>",
    "<meta http-equiv=refresh content='0;url=http://10.0.0.1/'>",
    "<object data='http://10.0.0.1/x.swf'></object>",
    "<link rel=stylesheet href='http://10.0.0.1/a.css'>",
    "<form action='http://10.0.0.1/'><input name=a></form>",
    "<style>@import 'http://10.0.0.1/a.css';</style>",
    "<embed src='file:///etc/passwd'>",
    "<math><mtext><script>x</script></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<script>--><script>alert(1)</script>",
    "<?xml-stylesheet href='http://10.0.0.1/a.xsl'?>",
    "<![CDATA[<script>x()</script>]]>",
    "<template><script>x</script></template>",
    "<div " + "x" * 200_000 + ">",
    "<div>" * 20_000,
    "</p>" * 20_000,
    "&#0;&#x1F;&#xD800;",
    "<p>\0\x01\x02</p>",
    "<" * 50_000,
    "<table>" * 3_000 + "<tr><td>x",
    "<script type='application/ld+json'>" + "[" * 100_000,
    "<meta " * 20_000,
]


@pytest.mark.parametrize("number", range(len(ACTIVE)))
@pytest.mark.parametrize("is_first", [True, False])
def test_nothing_active_of_a_page_is_kept(number: int, is_first: bool) -> None:
    body = ACTIVE[number] + PARAGRAPHS if is_first else PARAGRAPHS + ACTIVE[number]
    documents, problems = read(("a.html", PAGE.format(ld="{}", body=body).encode()))
    assert documents or problems
    for document in documents:
        low = document.text.lower()
        assert not any(
            sign in low for sign in ("<script", "alert(1)", "onerror", "javascript:", "10.0.0.1", "@import")
        )
        assert document.url in ("", "https://kabar.example/banjir")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>",
        "//10.0.0.1/",
        "\njavascript:alert(1)",
    ],
)
def test_a_page_cannot_call_itself_by_an_active_address(address: str) -> None:
    page = PAGE.format(ld="{}", body=PARAGRAPHS).replace("https://kabar.example/banjir", address)
    (document,), _ = read(("a.html", page.encode()))
    assert document.url == document.provenance.canonical == ""


@pytest.mark.parametrize(
    "more",
    [
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/OpenAction << /S /Launch /F (/bin/sh) >>",
        "/Names 1 0 R",
        "/AcroForm << /XFA (x) >>",
        "/Pages 1 0 R",
        "/Metadata 99 0 R",
        "/Outlines 1 0 R",
    ],
)
def test_a_pdf_does_nothing_but_say_its_text(more: str) -> None:
    documents, problems = read(("a.pdf", make_pdf(more=more)))
    assert documents or problems
    assert all("alert" not in document.text for document in documents)


def pack_stream(content: bytes) -> bytes:
    """A small PDF whose only page has this content, packed."""
    packed, plain = zlib.compress(content), make_pdf()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    begin, end = plain.index(b"4 0 obj\n") + 8, plain.index(b"\nendobj\n5 0 obj")
    return plain[:begin] + stream + plain[end:]


def test_a_pdf_that_takes_too_long_or_too_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"BT /F1 12 Tf 14 TL 72 700 Td " + b"(a a a a a a a a a) Tj T* " * 500_000 + b" ET"
    monkeypatch.setattr(claims.pdf, "MAX_SECONDS", 2)
    documents, problems = read(("a.pdf", pack_stream(lines)))
    assert documents == []
    assert "It is left out" in str(problems[0]) or "characters" in str(problems[0])


HOSTILE_TABLES = {
    "deep.json": b"[" * 100_000,
    "deep.jsonl": b'{"text":' * 50_000,
    "numbers.json": b'[{"text": ' + b"9" * 100_000 + b"}]",
    "nan.json": b'[{"text": NaN}, {"text": Infinity}]',
    "surrogate.json": b'[{"text": "Banjir \\ud800 di desa"}]',
    "keys.json": json.dumps([{f"k{n}": "x" for n in range(5_000)}]).encode(),
    "null.json": b"null",
    "text.json": b'"Banjir"',
    "empty.json": b"[]",
    "columns.csv": ",".join(f"k{n}" for n in range(5_000)).encode() + b"\n" + b"x," * 4_999 + b"x\n",
    "quote.csv": b'text\n"' + b"x" * 300_000,
    "nul.csv": b"text\nBanjir\x00surut\n",
    "formula.csv": b'text\n=HYPERLINK("http://10.0.0.1")\n@SUM(A1)\n',
    "cr.csv": b"text\r\rBanjir\r",
    "header.csv": b"\n\n\n",
    "header.xlsx": make_xlsx([[]]),
    "formula.xlsx": make_xlsx([["text"], ['=WEBSERVICE("http://10.0.0.1/")']]),
    "deep.parquet": make_parquet([{"text": {"a": {"b": ["x"] * 10}}}]),
}


@pytest.mark.parametrize("name", HOSTILE_TABLES)
def test_a_hostile_table_is_read_or_told(name: str, tmp_path: Path) -> None:
    documents, problems = read((name, HOSTILE_TABLES[name]))
    assert documents or problems
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        store.save_documents(documents)
        assert len(store.documents()) == len(documents)


def test_there_are_more_than_three_hundred() -> None:
    assert len(BROKEN) + len(DOCTYPES) * len(ENCODINGS) * 4 + len(ACTIVE) * 2 + len(HOSTILE_TABLES) > 400
