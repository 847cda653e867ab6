"""What a session knows: the database, the language, the reviewer, and the way to a page.

The only module between the pages and Streamlit's state.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Literal, cast

import streamlit as st

from claims.errors import CeksilangError
from claims.models import Judgement, Verdict
from claims.store import Store, open_store
from compare.wording import LANGUAGES, pick_language
from ui.commands.call import LANGUAGE_VARIABLE
from ui.components.frame import render_empty
from ui.desk import Desk, Standing
from ui.settings import database_url
from ui.words import tell

PAGES = {
    "disagreements": "views/disagreements_view.py",
    "question": "views/question_view.py",
    "article": "views/article_view.py",
    "sources": "views/sources_view.py",
    "report": "views/report_view.py",
}
MENU = {
    "disagreements": ":material/compare_arrows:",
    "sources": ":material/library_books:",
    "report": ":material/description:",
}
POINTING_ON = {"arrow_forward", "chevron_right"}  # an arrow stands on the side it points to
Query = Mapping[str, str | list[str]]


# --- language and reviewer -----------------------------------------------------------------------


def current_language() -> str:
    """Return the interface's language: chosen in this session, else in the address."""
    wanted = st.session_state.get("language") or st.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else usual_language()


def usual_language() -> str:
    """Return the language of an address that names none: the command line's, else Indonesian."""
    return pick_language(os.environ.get(LANGUAGE_VARIABLE, ""))


def text(key: str, **values: object) -> str:
    """Return one of the app's messages in the language of this session."""
    return tell(current_language(), key, **values)


def current_reviewer() -> str:
    """Return who is reviewing, "" if nobody has said so yet."""
    return str(st.session_state.get("reviewer_name", "")).strip()


def show_language_choice() -> None:
    """Let the reader choose the language; the address keeps it, so that a reload does."""
    names = {"id": "Indonesia", "en": "English"}
    st.session_state.setdefault("language", current_language())
    st.segmented_control(
        text("side.language"), LANGUAGES, format_func=names.__getitem__, required=True, key="language"
    )


def show_reviewer(place: str) -> None:
    """Ask for the reviewer's name; it can be asked for in more than one `place` of a page."""
    key = f"reviewer_{place}"
    st.session_state[key] = current_reviewer()

    def keep() -> None:
        st.session_state["reviewer_name"] = st.session_state[key]

    st.text_input(
        text("side.reviewer"),
        key=key,
        placeholder=text("side.reviewer_hint"),
        max_chars=80,
        autocomplete="name",
        on_change=keep,
    )


# --- addresses -----------------------------------------------------------------------------------


def keep_language_in_address() -> None:
    """Put a language that is not the usual one into the address."""
    language = current_language()
    if language == usual_language():
        st.query_params.pop("lang", None)
    elif st.query_params.get("lang") != language:
        st.query_params["lang"] = language


def make_query(**values: str | list[str]) -> dict[str, str | list[str]]:
    """Return query parameters for a link of ours, the language with them."""
    language = current_language()
    return {**values, **({} if language == usual_language() else {"lang": language})}


def read_address(names: Iterable[str]) -> dict[str, list[str]]:
    """Return all values of some query parameters."""
    return {name: st.query_params.get_all(name) for name in names}


def link_page(page: str, label: str, icon: str, query: Query | None = None) -> None:
    """Show a link to one of our pages; a label is one of our own messages, never text of an article."""
    side: Literal["left", "right"] = "right" if icon in POINTING_ON else "left"
    address = make_query(**(query or {}))
    st.page_link(
        PAGES[page], label=label, icon=f":material/{icon}:", icon_position=side, query_params=address
    )


def show_menu() -> None:
    """Show the pages that can be gone to from anywhere; the list keeps its filters."""
    with st.container(key="menu", gap="xsmall"):
        for name, icon in MENU.items():
            query = make_query(**st.session_state.get("list_query", {}) if name == "disagreements" else {})
            label = text(f"nav.{name}")
            st.page_link(PAGES[name], label=label, icon=icon, query_params=query, width="stretch")


# --- data ----------------------------------------------------------------------------------------


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


def save_verdict(target: str, judgement: Judgement, note: str, seen: str) -> None:
    """Add a line to the log in the reviewer's name; a failure is said, never swallowed."""
    verdict = Verdict(target, current_reviewer(), judgement, note.strip(), seen=seen)
    try:
        _open(database_url()).add_verdict(verdict)
    except CeksilangError as error:
        st.session_state["notice"] = ("error", text("verdict.not_saved", problem=error))
        return
    key = "verdict.undone" if judgement is Judgement.WITHDRAWN else "verdict.saved"
    st.session_state["notice"] = ("done", text(key))


def take_notice() -> tuple[str, str] | None:
    """Return what the last action has to say, once."""
    return cast("tuple[str, str] | None", st.session_state.pop("notice", None))
