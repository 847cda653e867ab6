"""The app and a Chromium for every browser test; without one they are skipped with that reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driving import CHROMIUM, FLAGS, WAIT, is_foreign, run_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'journey.sqlite'}"


@pytest.fixture
def address(database: str, tmp_path: Path) -> Iterator[str]:
    with run_app(database, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium found: apt-get install chromium")
    sync_api.expect.set_options(timeout=WAIT)  # five seconds, the usual, are short beside other tests
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test when anything is asked of another host than the app."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    foreign: list[str] = []
    page.on(
        "request", lambda request: foreign.append(request.url) if is_foreign(request.url, address) else None
    )
    page.goto(address)
    yield page
    context.close()
    assert not foreign, foreign
