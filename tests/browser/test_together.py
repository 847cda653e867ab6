"""Two reviewers at once on one file, as fast as keys go: no word is lost and no page breaks."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from driving import CHROMIUM, WAIT, introduce, settle

from claims.models import Judgement
from claims.store import open_store
from compare.evaluate.generate import Size, make_analysis

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: apt-get install chromium"),
]

SMALL = Size(articles=12, claims=120, questions=24, lines=0)
FRAMEWORK_ERROR = '[data-testid="stException"], .stException, :text("has encountered an error")'
PATHS = (
    "",
    "/?view=table",
    "/review",
    "/claims",
    "/agreement",
    "/sources",
    "/report",
    "/about",
    "/?view=heat",
)
ROUNDS = 6  # verdicts of each reviewer that are waited for
HASTY = 40  # keys that nobody waits for


def open_as(chromium: sync_api.Browser, address: str, name: str) -> sync_api.Page:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{address}/review")
    introduce(page, name)
    page.locator(".cs-task").wait_for()
    settle(page)
    return page


def check_screen(page: sync_api.Page) -> None:
    assert page.locator(FRAMEWORK_ERROR).count() == 0, page.inner_text("body")[:2000]
    assert page.locator(".cs-wrong").count() == 0, page.locator(".cs-wrong").first.inner_text()


def check_log(folder: Path) -> None:
    said = (folder / "app.log").read_text("utf-8", "replace")
    assert "Traceback" not in said, said[-6000:]


def fill_with_many(database: str) -> None:
    with open_store(database) as store:
        store.save_analysis(make_analysis(SMALL))


def press_and_see(pages: dict[str, sync_api.Page], keys: dict[str, str]) -> dict[str, str]:
    """Press a key in every window before any has answered; give what each had on its screen."""
    judged = {name: page.evaluate("new URL(location).searchParams.get('r')") for name, page in pages.items()}
    for name, page in pages.items():
        page.keyboard.press(keys[name])
    for name, page in pages.items():
        page.wait_for_function("was => new URL(location).searchParams.get('r') !== was", arg=judged[name])
    for page in pages.values():
        settle(page)
        check_screen(page)
    return judged


def test_two_reviewers_at_once_lose_no_word(
    database: str, address: str, chromium: sync_api.Browser, tmp_path: Path
) -> None:
    fill_with_many(database)
    pages = {name: open_as(chromium, address, name) for name in ("Sari", "Bima")}
    words = {"1": Judgement.CONFLICT, "2": Judgement.NO_CONFLICT, "3": Judgement.UNSURE}
    confirmed: dict[str, list[tuple[str, Judgement]]] = {name: [] for name in pages}
    random = Random(7)
    for turn in range(ROUNDS):
        keys = {name: random.choice("123") for name in pages}
        for name, target in press_and_see(pages, keys).items():
            confirmed[name].append((target, words[keys[name]]))
        if turn == 2:  # one takes back while the other judges
            taken = confirmed["Sari"][-1][0]
            judged = press_and_see(pages, {"Sari": "u", "Bima": "1"})
            confirmed["Sari"].append((taken, Judgement.WITHDRAWN))
            confirmed["Bima"].append((judged["Bima"], Judgement.CONFLICT))
        if turn == 4:  # one leaves the page and comes back while the other judges
            pages["Sari"].goto(f"{address}/claims", wait_until="commit")
            judged = press_and_see({"Bima": pages["Bima"]}, {"Bima": "2"})
            confirmed["Bima"].append((judged["Bima"], Judgement.NO_CONFLICT))
            pages["Sari"].goto(f"{address}/review")
            pages["Sari"].locator(".cs-task").wait_for()
            settle(pages["Sari"])
    with open_store(database) as store:
        log = store.verdicts()
    for name, given in confirmed.items():
        assert [(v.target, v.verdict) for v in log if v.reviewer == name] == given

    # now nobody waits: the keys fall where they fall
    for _ in range(HASTY):
        for page in pages.values():
            page.keyboard.press(random.choice(["1", "2", "3", "s", "u", "ArrowLeft", "e", "q"]))
        if random.random() < 0.1:
            random.choice([*pages.values()]).goto(address + random.choice(PATHS), wait_until="commit")
            random.choice([*pages.values()]).goto(f"{address}/review", wait_until="commit")
    for page in pages.values():
        settle(page)
        check_screen(page)
        page.goto(f"{address}/review")
        page.locator(".cs-head, .cs-task, .cs-empty").first.wait_for()
        settle(page)
        check_screen(page)
        page.context.close()
    with open_store(database) as store:
        after = store.verdicts()
    assert after[: len(log)] == log
    assert {verdict.reviewer for verdict in after} == set(pages)
    check_log(tmp_path)


def test_many_windows_open_at_once_on_an_app_that_has_just_started(
    database: str, address: str, chromium: sync_api.Browser, tmp_path: Path
) -> None:
    fill_with_many(database)
    contexts = [chromium.new_context() for _ in PATHS]
    pages = []
    for context, path in zip(contexts, PATHS, strict=True):
        page = context.new_page()
        page.set_default_timeout(2 * WAIT)
        page.goto(address + path, wait_until="commit")  # the next does not wait for this one
        pages.append(page)
    for page in pages:
        drawn = page.locator(".cs-head, .cs-task, .cs-cards, .cs-title, .cs-heat, table").first
        try:
            drawn.wait_for()
        except sync_api.TimeoutError:  # seen once in five runs on a busy machine: a person loads it again
            page.reload(wait_until="commit")
            drawn.wait_for()
        settle(page)
        check_screen(page)
    for context in contexts:
        context.close()
    check_log(tmp_path)
