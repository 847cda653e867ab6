"""An app that others can reach: who signs in at an OpenID provider judges under the name that it gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import CHROMIUM, WAIT, fill, find_port, run_app, say, settle
from factories import make_flood

from claims.models import Judgement
from claims.store import open_store

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)
pytest.importorskip("authlib", reason="Authlib is not installed: pip install 'ceksilang[auth]'")
from provider import CLIENT, SECRET, run_provider  # noqa: E402 - it needs what Authlib brings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: apt-get install chromium"),
]


def test_who_signs_in_judges_under_the_name_of_the_token(
    database: str, chromium: sync_api.Browser, tmp_path: Path
) -> None:
    expect = sync_api.expect
    fill(database, make_flood())
    port = find_port()
    redirect = f"http://localhost:{port}/oauth2callback"
    with run_provider(redirect, name="Rina Wulandari", email="rina@example.org") as provider:
        secrets = tmp_path / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        secrets.write_text(
            f'[auth]\nredirect_uri = "{redirect}"\ncookie_secret = "{"s" * 40}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n',
            "utf-8",
        )
        options = {"server.address": "0.0.0.0", "server.port": port}
        with run_app(database, tmp_path, options) as address, chromium.new_context() as context:
            page = context.new_page()
            page.set_default_timeout(WAIT)
            # nothing of the work is to be seen before
            page.goto(f"{address}/review")
            expect(page.get_by_role("button", name=say("login.button"))).to_be_visible()
            assert page.locator(".cs-task, .cs-card, .cs-title").count() == 0
            assert provider.signed_in == 0

            # in, and a verdict; the name cannot be typed
            page.get_by_role("button", name=say("login.button")).click()
            expect(page.get_by_text(say("login.as", name="Rina Wulandari"))).to_be_visible()
            assert provider.signed_in == 1
            assert page.get_by_label(say("side.reviewer")).count() == 0
            page.goto(f"{address}/review")
            page.locator(".cs-task").wait_for()
            settle(page)
            page.keyboard.press("1")
            expect(page.get_by_text(say("verdict.saved")).first).to_be_visible()
            with open_store(database) as store:
                verdict = store.verdicts()[-1]
            assert (verdict.reviewer, verdict.verdict) == ("Rina Wulandari", Judgement.CONFLICT)

            # out, and nothing is to be seen again, after a reload too
            page.get_by_role("button", name=say("login.out")).click()
            expect(page.get_by_role("button", name=say("login.button"))).to_be_visible()
            page.goto(f"{address}/review")
            expect(page.get_by_role("button", name=say("login.button"))).to_be_visible()
            assert page.locator(".cs-task, .cs-card, .cs-title").count() == 0
