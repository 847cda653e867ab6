"""What every browser test does: start the app, fill its database, wait until it has drawn."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from claims.models import Analysis
from claims.store import open_store
from ui.settings import VARIABLE
from ui.words import tell

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 30_000  # milliseconds: a slow machine starts the first page slowly


def fill(url: str, analysis: Analysis) -> None:
    with open_store(url) as store:
        store.save_analysis(analysis)
        for verdict in analysis.verdicts:
            store.add_verdict(verdict)


@contextmanager
def run_app(database: str, folder: Path, options: Mapping[str, object] | None = None) -> Iterator[str]:
    """The app as a process of its own, started from a foreign folder; gives its address."""
    port = find_port()
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, VARIABLE: database, "PYTHONPATH": path, "CEKSILANG_LANG": "id"}
    given = {"server.port": port, **(options or {})}
    flags = [part for name, value in given.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "ui" / "app.py"), *flags]
    with (
        (folder / "app.log").open("wb") as log,
        subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log) as process,
    ):
        url = f"http://localhost:{given['server.port']}"
        try:
            wait_for(f"{url}/_stcore/health", process)
            yield url
        finally:
            process.terminate()


def find_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the app ended by itself"
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the app did not answer")


def is_foreign(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:"))


def say(key: str, **values: object) -> str:
    return tell("id", key, **values)


def open_card(page: Page, title: str) -> None:
    card = page.locator("[class*=st-key-card-]").filter(has_text=title)
    card.get_by_role("link", name=say("list.open")).click()
    page.get_by_role("heading", name=title, level=1).wait_for()


def settle(page: Page) -> None:
    """Wait until the app has drawn the whole page: before that the old one still stands there in part."""
    page.wait_for_timeout(300)  # until what was done has reached the app
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(100)


def introduce(page: Page, name: str) -> None:
    page.wait_for_function("window.ceksilangKeys")  # a key typed before the app hears it is typed for nothing
    box = page.get_by_label(say("side.reviewer")).first
    box.fill(name)
    box.press("Enter")
    page.wait_for_function("!document.activeElement.matches('input, textarea')")
    page.get_by_text(say("verdict.needs_name")).wait_for(state="detached")
    settle(page)
