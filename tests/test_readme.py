"""The README tells the truth: its commands exist, its tree is the repository's, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from factories import make_flood
from typer.testing import CliRunner

from claims.store import open_store
from ui.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [line.split(" #")[0].strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
COMMANDS = [line for line in SHELL if line.startswith("ceksilang ")]
TREE = next(text for kind, text in BLOCKS if not kind)
FOLDERS = re.findall(r"^(\S+)/ ", TREE, re.MULTILINE)


def test_there_is_something_to_test() -> None:
    assert len(COMMANDS) >= 5
    assert {"claims", "compare", "ui", "seeds", "tests"} <= set(FOLDERS)


@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("make ")])
def test_make_targets_exist(line: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in (word for word in line.split()[1:] if "=" not in word):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_and_their_options_exist(line: str) -> None:
    words = shlex.split(line)[1:]
    command = next(word for word in words if not word.startswith("-"))
    group = getattr(typer.main.get_command(app), "commands", {}).get(command)
    inner = [word for word in words[1:] if word in getattr(group, "commands", {})]  # verdicts export
    shown = (
        CliRunner().invoke(app, [command, *inner[:1], "--help"])
        if command != "--help"
        else CliRunner().invoke(app, ["-h"])
    )
    assert shown.exit_code == 0, f"{command}: {shown.output}"
    for option in (word for word in words if word.startswith("-")):
        assert option in shown.output, f"{command} has no {option}"


def test_every_command_is_in_the_readme() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert commands == {shlex.split(line)[1] for line in COMMANDS}


def test_tree_is_the_repository() -> None:
    real = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith((".", "__")) and path.name not in ("build", "dist")
    }
    assert set(FOLDERS) == real


def test_each_folder_has_its_three_lines() -> None:
    for part in filter(None, re.split(r"^(?=\S+/ )", TREE, flags=re.MULTILINE)):
        assert len(part.strip().splitlines()) == 3, part


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`((?:claims|compare|ui|tests|seeds)/[\w./]*)`", README)))
)
def test_files_it_names_are_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_no_figure_that_no_command_prints() -> None:
    """Seconds and accuracies age; `ceksilang bench` and `evaluate` print today's."""
    assert not re.findall(r"\b\d+(?:[.,]\d+)?\s*(?:%|seconds?\b|ms\b|MB\b)", README)


def test_notebook_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = (text for kind, text in BLOCKS if kind == "python")
    monkeypatch.chdir(tmp_path)
    with open_store("sqlite:///ceksilang.sqlite3") as store:
        flood = make_flood()
        for reading in flood.readings:
            store.save_document(reading.document)
        store.save_analysis(flood)
    names: dict[str, object] = {}
    exec(example, names)
    assert len(names["frames"]["relations"]) > 0  # type: ignore[index]
