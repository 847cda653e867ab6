"""`bench --app`: what a click costs in the app on a large desk, in a real browser, and its memory."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from claims.errors import UsageError
from claims.store import open_store
from ui.commands.bench import GIGABYTE, Figure
from ui.commands.call import tell
from ui.commands.serve import make_command
from ui.settings import VARIABLE

ROUNDS = 7  # clicks on each thing; the first is not counted
CLICK_AIM, MEMORY_AIM = 0.7, 2.0  # seconds in the median, GB; on two cores
DIMENSION = 384  # of the bundled encoder
PATIENCE = 60  # seconds until the app answers
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# what is clicked on each screen, in turn: CSS selectors
CLICKS: dict[str, tuple[str, Sequence[str]]] = {
    "list": ("/", (".st-key-filter_status button:nth-of-type(2)", ".st-key-filter_status button")),
    "table": ("/", (".st-key-choice_view button:nth-of-type(2)", ".st-key-choice_view button")),
    "matrix": ("/", (".st-key-choice_view button:nth-of-type(3)", ".st-key-choice_view button")),
    "heat": ("/", (".st-key-choice_view button:nth-of-type(4)", ".st-key-choice_view button")),
    "skip": ("/review", (".st-key-step-skip button",)),
    "judge": ("/review", (".st-key-judge-unsure button",)),
    "question": ("/question?q={question}", (".st-key-way > :last-child a",)),
    "article": ("/article?d={document}", (".cs-text mark a.cs-go", "mark:nth-of-type(3) a.cs-go")),
    "claims": ("/claims", ('[class*="st-key-choose-"] input',)),
    "sources": ("/", ('.st-key-menu a[href*="sources"]', '.st-key-menu a[href*="about"]')),
    "report": ("/", ('.st-key-menu a[href*="report"]', '.st-key-menu a[href*="about"]')),
}
# the first click on it loads the encoder, which is why it comes last and the memory is told before and after
BY_MEANING = ("/claims?s=rumah", (".st-key-choice_by button:nth-of-type(2)", ".st-key-choice_by button"))
# Streamlit says on its root whether the script runs; two frames later the page is drawn.
MEASURE = """selector => new Promise((resolve, reject) => {
  const app = document.querySelector('[data-testid="stApp"]'), target = document.querySelector(selector);
  if (!target) { reject(new Error('nothing to click: ' + selector)); return; }
  let ran = false;
  setTimeout(() => reject(new Error('the app did not run at a click on ' + selector)), 60000);
  const began = performance.now();
  const watch = new MutationObserver(() => {
    const state = app.getAttribute('data-test-script-state');
    ran = ran || state === 'running';
    if (!ran || state !== 'notRunning') return;
    watch.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
  });
  watch.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
  target.click();
})"""


def measure_app(lang: str) -> Iterator[Figure]:
    """Yield the median seconds of a click on each screen of a large invented desk, and the app's memory.

    Raises:
        UsageError: there is no Playwright or no Chromium to drive.
    """
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise UsageError(tell("error.no_browser", lang)) from error
    if browser_path is None:
        raise UsageError(tell("error.no_browser", lang))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        names = _fill(url)
        with _serving(url) as (address, process), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
            page = browser.new_page()
            page.context.add_cookies([{"name": "ceksilang_reviewer", "value": "Bench", "url": address}])
            for screen, (path, selectors) in CLICKS.items():
                seconds = _measure_screen(page, address + path.format(**names), selectors)
                yield Figure(tell(f"bench.click.{screen}", lang), f"{seconds:.2f} s", f"< {CLICK_AIM} s")
            yield _tell_memory("app_memory", process.pid, lang)
            seconds = _measure_screen(page, address + BY_MEANING[0], BY_MEANING[1])
            yield Figure(tell("bench.click.search", lang), f"{seconds:.2f} s", f"< {CLICK_AIM} s")
            yield _tell_memory("app_memory_encoder", process.pid, lang)
            browser.close()


def _tell_memory(name: str, pid: int, lang: str) -> Figure:
    return Figure(tell(f"bench.{name}", lang), f"{_memory(pid):.2f} GB", f"< {MEMORY_AIM:g} GB")


def _fill(url: str) -> dict[str, str]:
    """Make the large desk, with a vector for each claim, and return the ids that the addresses need."""
    import numpy as np

    from compare.evaluate.generate import fill_store
    from compare.settings import BUNDLED
    from ui.search import hash_words

    random = np.random.default_rng(1)
    with open_store(url) as store:
        analysis = fill_store(store)
        quotes = [claim.quote for reading in analysis.readings for claim in reading.claims]
        vectors = random.normal(size=(len(quotes), DIMENSION)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        store.save_vectors(BUNDLED, {hash_words(q): v for q, v in zip(quotes, vectors, strict=True)})
    flagged = next(relation for relation in analysis.relations if relation.relation.is_flagged)
    return {"question": flagged.question, "document": analysis.readings[0].document.id}


def _measure_screen(page: Any, address: str, selectors: Sequence[str]) -> float:
    """The median seconds of clicking the selectors in turn, the first click left out."""
    page.goto(address)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(selectors[0]).first.wait_for(state="attached")
    taken: list[float] = []
    for number in range(ROUNDS):
        selector = selectors[number % len(selectors)]
        page.locator(selector).first.wait_for(state="attached")
        taken.append(float(page.evaluate(MEASURE, selector)) / 1000)
    return median(taken[1:])


@contextmanager
def _serving(url: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The app as a process of its own, on a free port."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = make_command("localhost", port)
    environment = {**os.environ, VARIABLE: url}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health")
            yield f"http://localhost:{port}", process
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _memory(pid: int) -> float:
    """The most memory that a process and its children had at once, in GB; 0 where the system does not say."""
    status, children = Path(f"/proc/{pid}/status"), Path(f"/proc/{pid}/task/{pid}/children")
    if not sys.platform.startswith("linux") or not status.is_file():
        return 0.0
    line = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "VmHWM: 0")
    below = map(int, children.read_text().split()) if children.is_file() else ()
    return int(line.split()[1]) * 1024 / GIGABYTE + sum(map(_memory, below))
