"""What every test of the app's pages does: fill a database, open a page as a link does, read its words."""

from __future__ import annotations

from pathlib import Path

from streamlit.proto.Html_pb2 import Html
from streamlit.testing.v1 import AppTest

from claims.models import Analysis, Judgement
from claims.store import open_store
from compare.wording import LANGUAGES
from ui.desk import Card, Desk
from ui.session import PAGES
from ui.words import tell

ROOT = Path(__file__).parents[2]
APP = ROOT / "ui" / "app.py"
PAYLOAD = "<script>alert(1)</script> **b** $\\alpha$ :red[x] :material/bolt:"


def fill(url: str, analysis: Analysis) -> Desk:
    with open_store(url) as store:
        store.save_analysis(analysis)
        for verdict in analysis.verdicts:
            store.add_verdict(verdict)
        saved = store.load_analysis()
    assert saved is not None
    return Desk(saved)


def open_page(page: str = "disagreements", /, **query: str) -> AppTest:
    """Open a page as a link does; it must be drawn."""
    return check(go_to(page, **query))


def go_to(page: str, /, **query: str) -> AppTest:
    """Open a page as a link does, whatever comes of it."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.query_params.update(query)
    at.run()  # only then the pages are known
    at.query_params.update(query)
    return at.switch_page(PAGES[page]).run()


def check(at: AppTest) -> AppTest:
    """Fail on Streamlit's own error, and on what the app says when it did not foresee one."""
    assert not at.exception, [error.message for error in at.exception]
    shown = read(at)
    for lang in LANGUAGES:
        assert tell(lang, "error.unforeseen.title") not in shown, "see the log"
    return at


def read(at: AppTest) -> str:
    """What the pages show; scripts of ours are no words."""
    return "\n".join(element.proto.body for element in at.get("html") if not is_script(element.proto))


def is_script(html: Html) -> bool:
    return html.unsafe_allow_javascript


def open_question(card: Card, **query: str) -> AppTest:
    return open_page("question", q=card.question.id, **query)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def name_reviewer(at: AppTest, name: str = "Sari") -> AppTest:
    return check(at.text_input(key="reviewer_side").input(name).run())


def judge(at: AppTest, choice: Judgement, note: str = "") -> AppTest:
    next(box for box in at.text_input if str(box.key).startswith("note-")).input(note)
    return check(at.button(key=f"judge-1-{choice.value}").click().run())


def open_review(reviewer: str = "Sari", **query: str) -> AppTest:
    at = open_page("review", **query)
    return name_reviewer(at, reviewer) if reviewer else at


def press(at: AppTest, key: str) -> AppTest:
    return check(at.button(key=key).click().run())
