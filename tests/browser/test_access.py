"""Keyboard, screen reader, contrast, print: what axe-core finds, and what a walk through a page shows."""

from __future__ import annotations

import pytest
from driving import CHROMIUM, fill, say, settle
from factories import make_flood

from claims.models import Analysis

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright",
    reason="axe-core is not installed: pip install axe-playwright-python",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: apt-get install chromium"),
]

# of Streamlit's own uploader: its frame has a role that frames do not have; its button and input are named
NOT_OURS = {"presentation-role-conflict"}
ENGLISH = (
    "Open",
    "Close",
    "Main menu",
    "Next page",
    "Help for",
    "Clear",
    "Upload",
    "Shortcut",
    "start date",
    "Skip",
)


def list_pages(analysis: Analysis) -> list[str]:
    question, document = analysis.questions[0].id, analysis.readings[0]
    article = f"/article?d={document.document.id}&c={document.claims[0].id}"
    shapes = [f"/?view={view}" for view in ("cards", "table", "matrix", "heat")]
    others = ["/review", "/claims", article, "/sources", "/report?which=picked", "/about", "/agreement"]
    return [*shapes, f"/question?q={question}", *others]


@pytest.fixture
def flood(database: str, page: sync_api.Page) -> Analysis:
    analysis = make_flood()
    fill(database, analysis)
    page.reload()
    introduce_anywhere(page, "Sari")
    return analysis


def introduce_anywhere(page: sync_api.Page, name: str) -> None:
    box = page.get_by_label(say("side.reviewer")).first
    box.fill(name)
    box.press("Enter")
    settle(page)


def go(page: sync_api.Page, url: str) -> None:
    page.goto(url)
    page.locator(".cs-head, .cs-empty").first.wait_for()
    settle(page)
    for fold in page.locator("[data-testid=stExpander] summary").all():
        fold.click()  # what opens on demand is looked at too
    settle(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    address: str, page: sync_api.Page, flood: Analysis, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for path in list_pages(flood):
        go(page, address + path)
        for violation in axe.Axe().run(page).response["violations"]:
            if violation["id"] not in NOT_OURS:
                found += [(path, violation["id"], node["html"][:200]) for node in violation["nodes"]]
    assert found == []


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_says_its_language_and_names_its_controls_in_it(
    address: str, page: sync_api.Page, flood: Analysis, lang: str
) -> None:
    for path in list_pages(flood):
        go(page, f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
        sync_api.expect(page.locator("html")).to_have_attribute("lang", lang)
        if lang == "id":
            names = page.locator("[aria-label]").evaluate_all("all => all.map(it => it.ariaLabel)")
            assert not [name for name in names if name.startswith(ENGLISH)], path


WALK = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const probe = document.createElement("i");
  probe.style.color = "var(--cs-accent)";
  document.querySelector(".stApp").append(probe);
  const accent = getComputedStyle(probe).color;
  probe.remove();
  let isMarked = false;
  for (let one = it, up = 0; one && up < 8; one = one.parentElement, up++) {
    const style = getComputedStyle(one);
    isMarked ||= style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    isMarked ||= style.borderTopColor === accent && parseFloat(style.borderTopWidth) > 0;
  }
  const card = it.closest("[class*=st-key-card-]");
  isMarked ||= card && parseFloat(getComputedStyle(card).outlineWidth) >= 2;
  return [Boolean(isMarked), it.tagName, it.innerText || it.ariaLabel || it.outerHTML.slice(0, 160)];
}"""


@pytest.mark.parametrize("path", ["/", "/review", "/sources"])
def test_tab_reaches_every_control_and_shows_where_it_is(
    address: str, page: sync_api.Page, flood: Analysis, path: str
) -> None:
    go(page, address + path)
    reached, unseen = [], []
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(WALK)
        if here is None:
            break
        reached.append(here[2])
        if not here[0]:
            unseen.append(here)
    assert unseen == []
    wanted = {"/": say("list.open"), "/review": say("verdict.conflict"), "/sources": say("sources.open")}
    assert any(wanted[path] in words for words in reached), reached


def test_relations_differ_by_more_than_their_colour(
    address: str, page: sync_api.Page, flood: Analysis
) -> None:
    go(page, f"{address}/?view=table")
    chips = page.locator("td .cs-chip:not(.cs-status)").evaluate_all(
        "all => all.map(it => [it.className, it.querySelector('b').innerText])"
    )
    signs: dict[str, set[str]] = {}
    for kind, sign in chips:
        signs.setdefault(kind, set()).add(sign)
    assert len(signs) > 1
    assert len({sign for of_kind in signs.values() for sign in of_kind}) == len(signs)


def test_a_question_prints_without_controls_and_with_where_each_quote_comes_from(
    address: str, page: sync_api.Page, flood: Analysis
) -> None:
    page.emulate_media(color_scheme="dark")
    go(page, f"{address}/question?q={flood.questions[0].id}")
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("stSidebar", "stHeader", "stForm"):
        sync_api.expect(page.get_by_test_id(part)).to_be_hidden()
    sync_api.expect(page.locator(".cs-origin .cs-facts").first).to_be_visible()  # folded on the screen
    sync_api.expect(page.locator(".cs-around").first).to_be_hidden()  # who wants it on paper opens it
    page.emulate_media(media="screen", color_scheme="dark")
    page.get_by_text(say("around")).first.click()
    page.emulate_media(media="print", color_scheme="dark")
    sync_api.expect(page.locator(".cs-around").first).to_be_visible()
    mark = page.locator(".st-key-positions mark").first
    ink, ground, line = mark.evaluate(
        """it => { const s = getComputedStyle(it), p = getComputedStyle(document.querySelector('.stApp'));
                   return [s.color, p.backgroundColor, s.textDecorationLine + s.borderBottomStyle] }"""
    )
    assert sum(read_colour(ink)) < 200  # black on white, however dark the screen is
    assert sum(read_colour(ground)) > 700
    assert "underline" in line or "solid" in line
    assert page.evaluate("document.querySelector('.stApp').scrollHeight") > 0


def read_colour(words: str) -> list[float]:
    return [float(part) for part in words[words.index("(") + 1 : -1].split(",")[:3]]
