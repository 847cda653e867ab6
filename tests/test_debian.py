"""What `make test` installs for itself: only where it may, in bounded time, never in the way of the tests."""

from __future__ import annotations

import os
from pathlib import Path

import debian
import pytest
from postgres import find_server


def make_apt(folder: Path, script: str) -> None:
    path = folder / "apt-get"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def as_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which only `apt-get` of this folder is found first, and we are root."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def test_without_root_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "root" in debian.install(["chromium"])


def test_without_apt_nothing_is_tried(as_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(as_root))
    assert "Debian" in debian.install(["chromium"])


def test_it_installs_quietly(as_root: Path) -> None:
    make_apt(as_root, f'echo "$@" >> "{as_root}/asked"')
    assert debian.install(["postgresql"]) == ""
    update, install = (as_root / "asked").read_text("utf-8").splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends postgresql")


def test_what_goes_wrong_is_said_in_a_line(as_root: Path) -> None:
    make_apt(as_root, 'echo "first" >&2; echo "E: Unable to locate package" >&2; exit 100')
    assert debian.install(["postgresql"]) == "E: Unable to locate package"
    make_apt(as_root, "exit 100")
    assert debian.install(["postgresql"])


def test_without_a_network_it_gives_up(as_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_apt(as_root, "exec sleep 60")
    monkeypatch.setattr(debian, "LIST_SECONDS", 0.2)
    assert "took more than" in debian.install(["postgresql"])


def test_a_server_that_is_found_can_be_run() -> None:
    folder = find_server()
    assert folder is None or ((folder / "initdb").exists() and (folder / "postgres").exists())
