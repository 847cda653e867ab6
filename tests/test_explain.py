"""`ceksilang explain`: an article with everything that was understood of it, with and without colour."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from claims.corrections import correct_quantity, correct_speaker, correct_words
from claims.detect import detect_claims
from claims.errors import CeksilangError
from claims.ingest import load_documents
from claims.models import Basis, Document, Known, Quantity, Reading
from claims.read import read_document
from claims.store import open_store
from compare.wording import load_messages
from ui.cli import app
from ui.commands.explain import explain_paths, read_kept, show_reading

ARTICLE = """Jembatan Roboh di Garut
Baca juga: Harga Beras Naik
Jembatan itu roboh pada 10 Januari 2022. "Sedikitnya 12 rumah rusak," kata Bupati Garut Rina Kartika.
Apakah jembatan itu akan dibangun lagi?
"""
UNCHECKED = ("Menurut saya keputusan itu keliru.", "Harga mungkin akan naik lagi.")


def read(text: str, language: str = "id") -> Reading:
    return read_document(Document(text, path="a.txt", language=Known(language, Basis.STATED)))


def show(text: str, lang: str = "en") -> str:
    return "\n".join(line.plain for line in show_reading(read(text), lang))


def test_every_part_of_a_reading_is_said() -> None:
    shown = show(ARTICLE)
    assert "“read also” link" in shown
    assert "Rina Kartika (Bupati Garut)" in shown
    assert "Sedikitnya 12 = 12.. rumah" in shown
    assert "10 Januari 2022 = 2022-01-10" in shown
    assert "question, no claim: Apakah jembatan itu" in shown
    assert "the outlet itself" in shown
    for line in ARTICLE.strip().splitlines():
        assert line in shown


def test_both_languages_name_every_reason() -> None:
    assert "media sendiri" in show(ARTICLE, "id")
    messages = load_messages("ui", "cli_id")
    for text in (
        "Apakah itu benar?",
        "Mari kita bantu mereka.",
        "Selamat pagi, pembaca.",
        "Tiga langkah",
        *UNCHECKED,
    ):
        _, rejected = detect_claims(read(text).document, read(text).sentences)
        assert all(f"explain.reason_{none.reason}" in messages for none in rejected)


def test_marks_lie_on_the_words_they_mean() -> None:
    lines = list(show_reading(read(ARTICLE), "en"))
    body = next(line for line in lines if line.plain.startswith("Jembatan itu roboh"))
    styled = {(body.plain[span.start : span.end], str(span.style)) for span in body.spans}
    assert ("Sedikitnya 12", "bold cyan") in styled
    assert ("Rina Kartika", "bold yellow") in styled
    assert ("kata", "bold") in styled


@pytest.mark.parametrize(("color", "escapes"), [(True, True), (False, False)])
def test_colour_can_be_left_out(tmp_path: Path, color: bool, escapes: bool) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, "utf-8")
    out = io.StringIO()
    console = Console(file=out, force_terminal=color, color_system="standard" if color else None, width=80)
    explain_paths([file], console, "en")
    assert ("\x1b[" in out.getvalue()) is escapes
    assert "Rina Kartika" in out.getvalue()


def test_names_say_what_they_name() -> None:
    shown = show("Menteri Pertanian Maria Lestari tiba di Kirgistan pada Senin.\n")
    assert "Maria Lestari = person:lestari (person)" in shown
    assert "Kirgistan = country:KG (place)" in shown


def test_corrections_are_shown_with_who_made_them(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, "utf-8")
    (document,) = load_documents([file], on_problem=lambda problem: None)
    claim = next(c for c in read_document(document).claims if c.quantities)
    place = claim.quantities[0].span
    lines = [
        correct_quantity(claim, "Ayu", place, Quantity(15, 15, place, what="rumah")),
        correct_speaker(claim, "Budi", "Maya Sari"),
        correct_words(claim, "Ayu", "kata yang tidak ada"),
    ]
    with open_store(f"sqlite:///{tmp_path}/e.sqlite3") as store:
        store.save_document(document)
        store.add_events(lines)
        kept = read_kept(store)
    console = Console(file=io.StringIO(), width=200)
    explain_paths([file], console, "en", kept)
    shown = console.file.getvalue()
    assert "15 rumah" in shown
    assert "✎ corrected Figure: 15..15 rumah (Ayu, " in shown
    assert "✎ corrected Speaker: Maya Sari (Budi, " in shown
    assert "could not be applied" in shown


def test_explain_makes_no_database(tmp_path: Path) -> None:
    file, database = tmp_path / "a.txt", tmp_path / "none.sqlite3"
    file.write_text(ARTICLE, "utf-8")
    result = CliRunner().invoke(app, ["--db", f"sqlite:///{database}", "--lang", "en", "explain", str(file)])
    assert result.exit_code == 0, result.output
    assert "Rina Kartika" in result.output
    assert not database.exists()


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in show("Air naik.\x1b[31m Warga pergi ke \x07Garut pada Senin.\n")


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CeksilangError):
        explain_paths([tmp_path / "none.txt"], Console(file=io.StringIO()), "en")
