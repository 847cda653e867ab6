"""What nobody foresaw: told in our words with what to do, never on the framework's own page of an error."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from app_driving import APP, ROOT, check, go_to, open_page, read
from streamlit.testing.v1 import AppTest

from claims.store import Store
from ui.desk import Desk
from ui.session import PAGES
from ui.words import tell

SAFE = {
    "st.login",
    "st.logout",
    "'ignore'",
    "keep",
    "act",
}  # `act` is handed on


class SurpriseError(Exception):
    """What no `except` of ours names."""


def surprise(*_: object, **__: object) -> None:
    raise SurpriseError("<b>a secret of an article</b>")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_cannot_be_drawn_says_what_to_do(
    flood: Desk, monkeypatch: pytest.MonkeyPatch, page: str, lang: str
) -> None:
    monkeypatch.setattr(Store, "log", surprise)
    at = go_to(page, lang=lang)
    assert not at.exception
    shown = read(at)
    assert tell(lang, "error.unforeseen.title") in shown
    assert "SurpriseError" in shown and "ceksilang doctor" in shown
    assert "secret" not in shown


def test_a_frame_that_cannot_be_drawn_says_what_to_do(flood: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.session.read_cookie", surprise)
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not at.exception
    assert tell("id", "error.unforeseen.title") in read(at)


@pytest.mark.parametrize("key", ["judge-unsure", "undo"])
def test_a_key_that_fails_says_so_on_the_page_that_stays(
    flood: Desk, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    at = open_page("review")
    at = check(at.text_input(key="reviewer_side").set_value("Sari").run())
    monkeypatch.setattr(Store, "add_events", surprise)
    monkeypatch.setattr(Store, "undo", surprise)
    monkeypatch.setattr("claims.log.ReviewLog.last_by", surprise)
    check(at.button(key=key).click().run())
    shown = read(at)
    assert "SurpriseError" in shown and "secret" not in shown
    assert "cs-task" in shown  # the page is there, to try again


def find_actions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (
                ast.unparse(given.value)
                for given in node.keywords
                if given.arg in ("on_click", "on_change", "on_submit")
            )


def find_guarded(tree: ast.AST) -> set[str]:
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "guarded" in map(ast.unparse, node.decorator_list)
    }


def test_every_button_s_action_is_guarded() -> None:
    trees = {file: ast.parse(file.read_text("utf-8")) for file in (ROOT / "ui").rglob("*.py")}
    guarded = {name for tree in trees.values() for name in find_guarded(tree)}
    actions = [(file.name, name) for file, tree in trees.items() for name in find_actions(tree)]
    assert len(actions) > 20
    assert not [(file, name) for file, name in actions if name not in guarded | SAFE]
    assert {"_go", "_skip"} <= guarded  # what is handed on as `act`
