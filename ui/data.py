"""What the pages read from the database and write into it."""

from __future__ import annotations

from typing import cast

import streamlit as st

from claims.errors import CeksilangError
from claims.models import Judgement, Verdict
from claims.store import Store, open_store
from ui.components.frame import render_empty
from ui.desk import Desk, Standing
from ui.session import current_reviewer, text
from ui.settings import database_url


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Store:
    return open_store(url)


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(url: str, revision: str) -> Desk | None:
    analysis = _open(url).load_analysis()
    return Desk(analysis) if analysis else None


def open_desk() -> Desk:
    """Return the last analysis; without one, say what to do and end the page."""
    url = database_url()
    desk = _load(url, _open(url).revision())
    if desk is None:
        words = text("empty.analysis.text")
        st.html(render_empty(text("empty.analysis.title"), words, "ceksilang analyse seeds/"))
        st.stop()
    return desk


def show_problem(error: CeksilangError) -> None:
    """Say in one place what is wrong with the database; the next run of the page opens it anew."""
    _open.clear()
    problem = text("empty.damaged.text", problem=error)
    st.html(render_empty(text("empty.damaged.title"), problem, wrong=True))


def load_standing() -> Standing:
    """Return the verdicts that stand now, another reviewer's too."""
    current = _open(database_url()).current_verdicts()
    return {target: tuple(by_reviewer.values()) for target, by_reviewer in current.items()}


def load_log() -> tuple[Verdict, ...]:
    """Return every line of the log, for the report."""
    return _open(database_url()).verdicts()


def save_verdict(target: str, judgement: Judgement, note: str, seen: str) -> bool:
    """Add a line to the log in the reviewer's name; a failure is said, never swallowed.

    True if it is saved.
    """
    verdict = Verdict(target, current_reviewer(), judgement, note.strip(), seen=seen)
    try:
        _open(database_url()).add_verdict(verdict)
    except CeksilangError as error:
        st.session_state["notice"] = ("error", text("verdict.not_saved", problem=error))
        return False
    key = "verdict.undone" if judgement is Judgement.WITHDRAWN else "verdict.saved"
    st.session_state["notice"] = ("done", text(key))
    return True


def show_notice() -> None:
    """Say once what the last action has to say: success in passing, a failure until the next action."""
    notice = cast("tuple[str, str] | None", st.session_state.pop("notice", None))
    if not notice:
        return
    kind, words = notice
    if kind == "error":
        st.html(render_empty(words, "", wrong=True))
    else:
        st.toast(words)
