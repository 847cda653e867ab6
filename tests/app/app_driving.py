"""What every test of the app's pages does: fill a database, open a page as a link does, read its words."""

from __future__ import annotations

from pathlib import Path

from streamlit.proto.Html_pb2 import Html
from streamlit.testing.v1 import AppTest

from claims.models import Analysis
from claims.store import open_store
from ui.desk import Desk
from ui.session import PAGES

ROOT = Path(__file__).parents[2]
APP = ROOT / "ui" / "app.py"


def fill(url: str, analysis: Analysis) -> Desk:
    with open_store(url) as store:
        store.save_analysis(analysis)
        for verdict in analysis.verdicts:
            store.add_verdict(verdict)
        saved = store.load_analysis()
    assert saved is not None
    return Desk(saved)


def open_page(page: str = "disagreements", /, **query: str) -> AppTest:
    """Open a page as a link does."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.query_params.update(query)
    at.run()  # only then the pages are known
    at.query_params.update(query)
    return check(at.switch_page(PAGES[page]).run())


def check(at: AppTest) -> AppTest:
    assert not at.exception, [error.message for error in at.exception]
    return at


def read(at: AppTest) -> str:
    """What the pages show; scripts of ours are no words."""
    return "\n".join(element.proto.body for element in at.get("html") if not is_script(element.proto))


def is_script(html: Html) -> bool:
    return html.unsafe_allow_javascript
