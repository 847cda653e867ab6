"""`bench --report`: how large a report of many disagreements is, how long it takes, and how fast it opens."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from claims.models import Analysis
from compare.evaluate.generate import Size, make_analysis
from compare.report import make_report
from ui.commands.bench import Figure
from ui.commands.bench_app import BROWSERS
from ui.commands.call import tell

DISAGREEMENTS = 5_000
MEASURED = (".html", ".md", ".xlsx", ".csv", ".json")  # PDF and Word of so many are no document to read
SIZE_AIM, OPEN_AIM = 15, 2.0  # MB, seconds
DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
OPENINGS = 3  # the best counts: what else the machine does only adds


def measure_report(lang: str) -> Iterator[Figure]:
    """Yield size and time of each format for an invented desk, and how long Chromium takes to show it."""
    analysis = _make_desk()
    with tempfile.TemporaryDirectory() as folder:
        for ending in MEASURED:
            began = time.perf_counter()
            content = make_report(analysis, ending, lang)
            seconds = time.perf_counter() - began
            words = tell("bench.report_made", lang, ending=ending, count=f"{DISAGREEMENTS:,}")
            aim = f"< {SIZE_AIM} MB" if ending == ".html" else ""
            yield Figure(words, f"{len(content) / 1e6:.1f} MB, {seconds:.1f} s", aim)
            (Path(folder) / f"report{ending}").write_bytes(content)
        if (opened := _open_page(Path(folder) / "report.html")) is not None:
            yield Figure(tell("bench.report_opened", lang), f"{opened:.2f} s", f"< {OPEN_AIM:g} s")


def _make_desk() -> Analysis:
    """An analysis with so many flagged relations, and two near-misses for each."""
    analysis = make_analysis(Size(articles=500, claims=18_000, questions=3_600))
    flagged = [relation for relation in analysis.relations if relation.relation.is_flagged]
    others = (relation for relation in analysis.relations if not relation.relation.is_flagged)
    kept = (*flagged[:DISAGREEMENTS], *islice(others, 2 * DISAGREEMENTS))
    return replace(analysis, relations=kept)


def _open_page(path: Path) -> float | None:
    """Seconds until a page is loaded and drawn; None without a browser to drive."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if browser_path is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page, taken = browser.new_page(), []
        for _ in range(OPENINGS):
            began = time.perf_counter()
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate(
                "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            )
            taken.append(time.perf_counter() - began)
        browser.close()
    return min(taken)
