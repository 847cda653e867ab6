"""A database of its own for every test of the app's pages, empty or with a small invented story."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_driving import fill
from factories import make_flood

from ui.desk import Desk
from ui.settings import VARIABLE


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path / 'a folder' / 'test.sqlite'}"
    monkeypatch.setenv(VARIABLE, address)
    monkeypatch.delenv("CEKSILANG_LANG", raising=False)
    monkeypatch.setattr("ui.session.bound_address", lambda: "localhost")
    monkeypatch.setattr("ui.session.read_cookie", lambda: "")  # the driver has no browser to keep one
    return address


@pytest.fixture
def flood(url: str) -> Desk:
    return fill(url, make_flood())
