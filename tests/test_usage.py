"""What the command line says of a wrong call, and its help, in both languages; no English is left in one."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from ui.cli import app, main
from ui.commands.usage import TABLE
from ui.refusals import translate

ROOT = Path(__file__).parent.parent
CATALOGUE = tomllib.loads((ROOT / "ui" / "messages" / "usage_id.toml").read_text("utf-8"))
ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Arguments|Error|Missing|No such|Invalid|Input|Try|Show this|required|default|"
    r"range|argument|option|value|should|requires)\b"
)
WRONG = {
    "analyse": "Argumen 'PATH...' belum diberikan.",
    "report": "Opsi '--output' / '-o' belum diberikan.",
    "nope": "Tidak ada perintah 'nope'.",
    "analys seeds": "Tidak ada perintah 'analys'. Mungkin maksudnya 'analyse'?",
    "report --outpt x": "Tidak ada opsi --outpt (yang mirip: --output).",
    "sources --zzz": "Tidak ada opsi --zzz",
    "app --port x": "Nilai untuk '--port' tidak bisa dipakai: harus bilangan bulat.",
    "app --port 99999": "Nilai untuk '--port' tidak bisa dipakai: paling besar 65535.",
    "fetch --delay 0 x": "Nilai untuk '--delay' tidak bisa dipakai: paling kecil 0.5.",
    "fetch --delay x x": "Nilai untuk '--delay' tidak bisa dipakai: harus angka.",
    "app --port": "Opsi '--port' perlu diberi nilai.",
    "report --output": "Opsi '--output' perlu diberi nilai.",
    "sources x y": "Ada argumen yang tidak dikenal: x y",
    "teach --undo=1": "Opsi '--undo' tidak menerima nilai.",
    "verdicts nope": "Tidak ada perintah 'nope'.",
}


def call(arguments: str, lang: str, capsys: pytest.CaptureFixture[str]) -> tuple[object, str, str]:
    code: object = 0
    try:
        main(["--lang", lang, *arguments.split()])
    except SystemExit as stop:
        code = stop.code
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize(("arguments", "said"), WRONG.items())
def test_a_wrong_call_is_told_in_indonesian(
    arguments: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = call(arguments, "id", capsys)
    assert (code, out) == (2, "")
    assert f"Galat: {said}" in err
    own = re.sub(r"-{1,2}[a-z]+|'[^']*'", "", err)  # what the program and the reader call things
    assert not ENGLISH.search(own), own


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_call_is_told_in_english(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(arguments, "en", capsys)
    assert code == 2
    assert "Error: " in err and "Galat" not in err
    if WRONG[arguments].startswith("Opsi '"):  # typer does not say which command that was
        return
    assert "Usage: ceksilang" in err and "For its help: ceksilang" in err


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call("verdicts", "id", capsys)
    assert code == 2
    assert "Perintah:\n" in out + err and "Galat" not in out + err


def list_calls() -> list[str]:
    commands = getattr(get_command(app), "commands", {})
    inner = [f"{name} {one}" for name, group in commands.items() for one in getattr(group, "commands", {})]
    return ["", *commands, *inner]


@pytest.mark.parametrize(("lang", "command"), [("en", ""), *(("id", name) for name in list_calls())])
def test_the_help_is_in_one_language(lang: str, command: str) -> None:
    """In a process of its own: help texts are fixed when they are first read."""
    words = subprocess.run(
        [sys.executable, "-m", "ui.cli", "--lang", lang, *command.split(), "-h"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    assert ("Pemakaian:" in words, "Opsi:" in words) == ((True, True) if lang == "id" else (False, False))
    assert not re.search(r"<[a-z\[\] ]+>", words)  # no type of a value
    if lang == "id":
        own = re.sub(r"(?m)^ +[\w-].*|-{1,2}[a-z-]+", "", words)
        assert not ENGLISH.search(own) and "Show this message" not in words
        assert "[default" not in words and "[required" not in words


@pytest.mark.parametrize(("english", "indonesian"), {**CATALOGUE["said"], **CATALOGUE["words"]}.items())
def test_both_languages_have_the_same_gaps(english: str, indonesian: str) -> None:
    assert english.count("{}") == indonesian.count("{}")
    assert translate(english.replace("{}", "7"), "id", TABLE) == indonesian.replace("{}", "7")
