"""The reviewer's whole way in a real browser: open, filter, read, judge, undo, reload, download.

Needs a Chromium on the machine (Debian: `apt-get install chromium`) and drives it with Playwright; without
one these tests are skipped with that reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import CHROMIUM, WAIT, fill, introduce, open_card, say, settle
from factories import make_flood, make_hostile

from claims.models import Analysis, Judgement
from claims.store import open_store

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)

PAYLOAD = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> **b** $\\alpha$"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: apt-get install chromium"),
]


def judge(page: sync_api.Page, reviewer: str, choice: Judgement, note: str) -> None:
    name = page.get_by_label(say("side.reviewer")).first
    name.fill(reviewer)
    name.press("Enter")
    page.get_by_text(say("verdict.needs_name")).wait_for(state="detached")
    settle(page)
    page.get_by_label(say("verdict.note")).first.fill(note)
    page.get_by_role("button", name=say(f"verdict.{choice.value}")).click()
    page.locator(".cs-verdict", has_text=note).wait_for()


def test_the_way_of_a_reviewer(database: str, address: str, page: sync_api.Page) -> None:
    expect = sync_api.expect
    fill(database, make_flood())
    page.reload()
    cards = page.locator(".cs-title")
    expect(cards).to_have_count(3)

    # filter; the address keeps it
    page.get_by_role("combobox", name=say("list.kind")).click()
    page.get_by_role("option", name="angka (1)").click()
    expect(cards).to_have_count(1)
    page.wait_for_url("**kind=number**")
    page.keyboard.press("Escape")
    page.reload()
    expect(cards).to_have_count(1)

    # read
    open_card(page, "Berapa orang tewas akibat banjir?")
    question = page.url
    expect(page.locator(".st-key-positions .cs-position")).to_have_count(2)
    expect(page.locator(".st-key-positions mark")).to_have_text(["12", "15"])
    around = page.locator(".cs-around").first
    expect(around).to_be_hidden()
    page.get_by_text(say("around")).first.click()
    expect(around).to_be_visible()

    # judge, reload, still there
    judge(page, "Sari", Judgement.CONFLICT, "Tanya BPBD.")
    page.reload()
    expect(page.locator(".cs-verdict")).to_contain_text("Tanya BPBD.")
    expect(page.locator(".cs-verdict")).to_contain_text("Sari")

    # undo, and judge once more
    page.get_by_label(say("side.reviewer")).first.fill("Sari")
    page.get_by_label(say("side.reviewer")).first.press("Enter")
    page.get_by_role("button", name=say("verdict.undo")).click()
    page.locator(".cs-verdict").wait_for(state="detached")
    judge(page, "Sari", Judgement.NO_CONFLICT, "Dua waktu hitung.")

    # the list as it was left, and the article
    page.get_by_role("link", name=say("question.back")).click()
    expect(cards).to_have_count(1)
    expect(page.locator(".cs-status.cs-checked")).to_have_count(1)
    page.goto(question)
    page.get_by_role("link", name=say("question.open_article")).first.click()
    expect(page.locator(".cs-text .cs-here")).to_have_count(1)
    expect(page.locator(".cs-text .cs-boiler").first).to_be_visible()

    # take the report away
    page.get_by_role("link", name=say("nav.report")).click()
    data = json.loads(download(page, "JSON"))
    assert {"Dua waktu hitung.", "Tanya BPBD."} & {verdict["note"] for verdict in data["verdicts"]}
    assert "Dua waktu hitung." in download(page, "HTML")
    assert "Berapa orang tewas akibat banjir?" in download(page, "MD")

    with open_store(database) as store:
        words = [v.verdict for v in store.verdicts() if v.reviewer == "Sari"]
    assert words == [Judgement.CONFLICT, Judgement.WITHDRAWN, Judgement.NO_CONFLICT]


def download(page: sync_api.Page, name: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=say("report.download", format=name)).click()
    return Path(waiting.value.path()).read_text("utf-8")


def test_two_reviewers_see_each_other(
    database: str, address: str, page: sync_api.Page, chromium: sync_api.Browser
) -> None:
    fill(database, make_flood())
    page.reload()
    open_card(page, "Berapa orang tewas akibat banjir?")
    judge(page, "Sari", Judgement.CONFLICT, "Catatan Sari.")
    other = chromium.new_context().new_page()
    other.goto(page.url)
    other.get_by_text(say("question.hidden", n=1)).wait_for(timeout=WAIT)
    assert other.locator(".cs-verdict").count() == 0  # blind until both have judged
    judge(other, "Bima", Judgement.UNSURE, "Catatan Bima.")
    other.locator(".cs-verdict", has_text="Catatan Sari.").wait_for(timeout=WAIT)
    other.context.close()
    page.reload()
    sync_api.expect(page.locator(".cs-verdict")).to_have_count(2)


def test_two_desks_judge_by_keyboard_adjudicate_correct_and_take_the_report(
    database: str, address: str, page: sync_api.Page, chromium: sync_api.Browser
) -> None:
    expect = sync_api.expect
    fill(database, make_flood())
    # judge by keyboard: sure, with a note, and on to the next
    page.goto(f"{address}/review?kind=number")
    introduce(page, "Sari")
    expect(page.get_by_role("heading", name="Berapa orang tewas akibat banjir?")).to_be_visible()
    settle(page)
    page.keyboard.press("e")
    expect(page.locator(".st-key-sure-3 button[kind=primary]")).to_be_visible()
    settle(page)
    page.keyboard.press("n")
    page.keyboard.type("Dua sumber, 2 angka.")
    page.keyboard.press("Escape")
    settle(page)
    page.keyboard.press("1")
    expect(page.get_by_text(say("review.done.open"))).to_be_visible()
    assert last_verdict(database) == ("Sari", Judgement.CONFLICT, "Dua sumber, 2 angka.", 3)

    # undo by keyboard brings it back, judge again
    settle(page)
    page.keyboard.press("u")
    expect(page.get_by_label(say("review.note"))).to_have_value("Dua sumber, 2 angka.")
    settle(page)
    page.keyboard.press("1")
    expect(page.get_by_text(say("review.done.open"))).to_be_visible()

    # a second reviewer does not see the first, and differs
    other = chromium.new_context().new_page()
    other.set_default_timeout(WAIT)
    other.goto(f"{address}/review?kind=number&line=second")
    introduce(other, "Bima")
    expect(other.get_by_role("heading", name="Berapa orang tewas akibat banjir?")).to_be_visible()
    expect(other.get_by_text("Dua sumber, 2 angka.")).to_have_count(0)
    settle(other)
    other.keyboard.press("2")
    expect(other.get_by_text(say("review.done.second"))).to_be_visible()
    other.context.close()

    # a third has the last word
    third = chromium.new_context().new_page()
    third.set_default_timeout(WAIT)
    third.goto(f"{address}/review?kind=number&line=disputed")
    introduce(third, "Cici")
    expect(third.get_by_text("Dua sumber, 2 angka.")).to_be_visible()
    settle(third)
    third.keyboard.press("1")
    expect(third.get_by_text(say("review.done.disputed"))).to_be_visible()
    third.context.close()

    # correct a number beside the article
    page.goto(f"{address}/claims?s=Sebanyak+12")
    page.get_by_role("link", name=say("claims.article")).click()
    panel = page.locator(".st-key-claim-panel")
    panel.get_by_role("combobox").first.click()
    page.get_by_role("option", name=say("aspect.quantity")).click()
    panel.get_by_label(say("correct.high")).fill("13")
    panel.get_by_role("button", name=say("correct.save")).click()
    expect(panel.get_by_text("12–13 orang tewas")).to_be_visible()

    # the report holds it; after a reload all is still there, the name too
    page.get_by_role("link", name=say("nav.report")).click()
    report = download(page, "HTML")
    assert "Dua sumber, 2 angka." in report
    page.goto(f"{address}/question?q={make_flood().questions[0].id}")
    page.reload()
    expect(page.get_by_text(say("last_word", verdict=say("verdict.conflict"))).first).to_be_visible()
    expect(page.get_by_label(say("side.reviewer")).first).to_have_value("Sari")
    with open_store(database) as store:
        log = store.log()
    assert {line.reviewer for line in log.events} >= {"Sari", "Bima", "Cici"}
    assert [line.quantity.high for lines in log.corrections.values() for line in lines if line.quantity] == [
        13
    ]


def last_verdict(database: str) -> tuple[str, Judgement, str, int]:
    with open_store(database) as store:
        verdict = store.verdicts()[-1]
    return verdict.reviewer, verdict.verdict, verdict.note, verdict.confidence


def test_our_links_change_the_page_without_loading_the_app_anew(
    database: str, address: str, page: sync_api.Page
) -> None:
    fill(database, make_flood())
    page.goto(f"{address}/?view=heat")
    page.evaluate("window.stillHere = true")
    page.locator("td a.cs-go").first.click()
    page.wait_for_url("**between=**")
    page.locator(".cs-title").first.wait_for()
    assert page.evaluate("window.stillHere")
    page.go_back()
    page.locator(".cs-heat").wait_for()


def test_a_file_is_uploaded_and_waits_to_be_analysed(
    database: str, address: str, page: sync_api.Page, tmp_path: Path
) -> None:
    fill(database, make_flood())
    file = tmp_path / "<img src=x onerror=document.title='owned'>.txt"
    file.write_text("Banjir di Wening menewaskan 14 orang pada 3 Maret 2026.", "utf-8")
    bad = tmp_path / "gambar.exe"
    bad.write_bytes(b"MZ")
    page.goto(f"{address}/sources")
    page.get_by_text(say("add.title")).click()
    page.locator('input[type="file"]').set_input_files([file, bad])
    page.get_by_role("button", name=say("add.take")).first.click()
    sync_api.expect(page.get_by_text(say("add.waiting", articles="1 artikel"))).to_be_visible()
    sync_api.expect(page.locator(".cs-refused")).to_contain_text("gambar.exe")
    assert page.title() != "owned"


def test_the_first_analysis_shows_after_a_reload(database: str, page: sync_api.Page) -> None:
    page.get_by_text("ceksilang analyse seeds/").wait_for()
    fill(database, make_flood())
    page.reload()
    sync_api.expect(page.locator(".cs-title")).to_have_count(3)


PATHS = (
    "",
    "/?view=table",
    "/?view=matrix",
    "/?view=heat",
    "/review",
    "/claims",
    "/question",
    "/article",
    "/agreement",
    "/sources",
    "/report",
    "/about",
)
WITHOUT_ARTICLES = ("/report", "/about", "/agreement")  # they show figures, nothing of an article


def open_everything(address: str, page: sync_api.Page, analysis: Analysis) -> Iterator[str]:
    """Go to every page as a link does, one after the other."""
    query = f"?q={analysis.questions[0].id}&d={analysis.readings[0].document.id}"
    for path in PATHS:
        page.goto(f"{address}{path}{query.replace('?', '&') if '?' in path else query}")
        page.locator(".cs-head").first.wait_for()
        page.wait_for_timeout(700)  # a script would have run by then, and the lines are broken
        yield path


def test_hostile_text_is_shown_and_never_run(database: str, address: str, page: sync_api.Page) -> None:
    analysis = make_hostile(PAYLOAD)
    fill(database, analysis)
    for path in open_everything(address, page, analysis):
        assert page.title() != "owned", path
        assert page.locator("img[src=x], .katex").count() == 0, path
        shown = page.get_by_test_id("stMain").inner_text()
        if path not in WITHOUT_ARTICLES:
            assert "<script>document.title='owned'</script>" in shown, path


def test_nothing_runs_out_of_the_window(database: str, address: str, page: sync_api.Page) -> None:
    analysis = make_hostile("pertanggungjawabanketidakberpihakan" * 6)
    fill(database, analysis)
    for path in open_everything(address, page, analysis):
        for width in (1400, 900, 420):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            for part in ("stMain", "stMainBlockContainer"):
                wide, room = page.get_by_test_id(part).evaluate("it => [it.scrollWidth, it.clientWidth]")
                assert wide <= room, (path, width, part)
