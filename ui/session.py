"""What a session knows: the language, the reviewer, and the way to a page.

With `ui/data.py`, which opens the database, the only module between the pages and Streamlit's state.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import unquote

import streamlit as st

from compare.wording import LANGUAGES, pick_language, say
from ui.access import LOCAL, find_login_problem
from ui.browser import keep_cookie, send_language
from ui.commands.call import LANGUAGE_VARIABLE
from ui.components.frame import render_empty, render_label
from ui.words import tell

PAGES = {
    "disagreements": "views/disagreements_view.py",
    "review": "views/review_view.py",
    "claims": "views/claims_view.py",
    "agreement": "views/agreement_view.py",
    "question": "views/question_view.py",
    "article": "views/article_view.py",
    "sources": "views/sources_view.py",
    "report": "views/report_view.py",
    "about": "views/about_view.py",
}
MENU = {
    "disagreements": ":material/compare_arrows:",
    "review": ":material/rule:",
    "claims": ":material/format_quote:",
    "sources": ":material/library_books:",
    "report": ":material/description:",
    "about": ":material/info:",
}
MOST_LETTERS = 80  # of a reviewer's name
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


# what Streamlit calls its own controls, to screen readers; {} is ours
CONTROLS = (
    ("Open", "control.open"),
    ("Main menu", "control.menu"),
    ("Skip to main content", "control.skip"),
    ("Help for {}", "control.help"),
    ("Choose date range", "control.calendar"),
    ("year, {} start date", "control.first_year"),
    ("month, {} start date", "control.first_month"),
    ("day, {} start date", "control.first_day"),
    ("year, {} end date", "control.last_year"),
    ("month, {} end date", "control.last_month"),
    ("day, {} end date", "control.last_day"),
    ("Previous page", "control.previous"),
    ("Next page", "control.next"),
    ("Page {}", "control.page"),
    ("Current page", "control.here"),
    ("file upload", "control.file"),
    ("Clear all", "control.clear"),
    ("Clear value", "control.clear"),
    ("Remove {}", "control.remove"),
    ("Close", "control.close"),
    ("Upload", "control.upload"),
    ("Shortcut {}", "control.key"),
    ("{}MB per file", "control.limit"),
)


def tell_browser() -> None:
    """Let the browser know the language, and have Streamlit's own controls speak it."""
    language = current_language()
    send_language(language, {} if language == "en" else {theirs: text(ours) for theirs, ours in CONTROLS})


def bound_address() -> str:
    """Return the address that the app listens at; "" for all of them."""
    return str(st.get_option("server.address") or "")


def is_signed_in() -> bool:
    """True if the app is reached through a login and the reader is known by it."""
    return bound_address() not in LOCAL and bool(getattr(st.user, "is_logged_in", False))


def ask_to_sign_in() -> None:
    """On this computer let everybody in; elsewhere only who signs in, and nobody where none can."""
    if bound_address() in LOCAL or is_signed_in():
        return
    problem, about = find_login_problem()
    if problem:
        reason = say(current_language(), f"error.login.{problem}", package="ui", prefix="cli_", about=about)
        st.html(render_empty(text("login.refused"), f"{text('login.refused_text')} {reason}", wrong=True))
    else:
        st.html(render_empty(text("login.title"), text("login.text")))
        st.button(text("login.button"), type="primary", icon=":material/login:", on_click=st.login)
    st.stop()


COOKIE = "ceksilang_reviewer"


def current_reviewer() -> str:
    """Return who is reviewing, "" if nobody has said so yet; this browser remembers the name."""
    if is_signed_in():
        return str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "").strip()
    if "reviewer_name" not in st.session_state:
        st.session_state["reviewer_name"] = read_cookie()
    return str(st.session_state["reviewer_name"]).strip()


def read_cookie() -> str:
    """Return the name that this browser has kept."""
    return unquote(st.context.cookies.get(COOKIE, ""))[:MOST_LETTERS]


def remember_reviewer() -> None:
    """Have the browser keep the reviewer's name, so that a reload does not ask again."""
    if not is_signed_in():
        keep_cookie(COOKIE, current_reviewer())


def show_language_choice() -> None:
    """Let the reader choose the language; the address keeps it, so that a reload does."""
    names = {"id": "Indonesia", "en": "English"}
    st.session_state.setdefault("language", current_language())
    st.segmented_control(
        text("side.language"), LANGUAGES, format_func=names.__getitem__, required=True, key="language"
    )


def show_reviewer(place: str) -> None:
    """Ask for the reviewer's name; it can be asked for in more than one `place` of a page."""
    if is_signed_in():
        st.html(render_label(text("login.as", name=current_reviewer())))
        st.button(text("login.out"), key=f"logout_{place}", type="tertiary", on_click=st.logout)
        return
    key = f"reviewer_{place}"
    st.session_state[key] = current_reviewer()

    def keep() -> None:
        st.session_state["reviewer_name"] = st.session_state[key]

    st.text_input(
        text("side.reviewer"),
        key=key,
        placeholder=text("side.reviewer_hint"),
        max_chars=MOST_LETTERS,
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


def choose(name: str, labels: Mapping[str, str], title: str) -> str:
    """Show a choice that the address keeps under `name`; the first option is the usual one.

    A link or the browser's Back wins over the widget, the widget over the address that it was drawn from.
    The browser names an option by its label: where that holds a number that has moved since, Streamlit knows
    no such option and gives None, and the address says what is chosen.
    """
    usual, key, shown = next(iter(labels)), f"choice_{name}", f"choice_{name}_shown"
    asked = st.query_params.get(name, usual)
    given = asked if asked in labels else usual
    if st.session_state.get(shown) != asked or st.session_state.get(key) not in labels:
        st.session_state[key] = given
    taken: str | None = st.segmented_control(
        title,
        list(labels),
        format_func=labels.__getitem__,
        required=True,
        key=key,
        label_visibility="collapsed",
    )
    chosen = taken if taken is not None and taken in labels else given
    if chosen == usual:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen
    st.session_state[shown] = chosen
    return chosen


def choose_many(name: str, labels: Mapping[str, str], title: str, hint: str) -> list[str]:
    """Show a choice of any number, which the address keeps under `name`; what is no option is passed over."""
    key, shown = f"choose_{name}", f"choose_{name}_shown"
    given = [value for value in st.query_params.get_all(name) if value in labels]
    if st.session_state.get(shown) != given or key not in st.session_state:
        st.session_state[key] = given
    chosen: list[str] = st.multiselect(
        title, list(labels), format_func=labels.__getitem__, placeholder=hint, key=key
    )
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)
    st.session_state[shown] = chosen
    return chosen


def turn_to_page(pages: int) -> int:
    """Return the page of a list to show, from 1; the address keeps it as `page`."""
    wanted = st.query_params.get("page", "1")
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) < 9
    page = given = min(max(int(wanted), 1), pages) if is_number else 1
    if pages > 1:
        with st.container(key="pages", horizontal_alignment="center"):
            # the key holds the number of pages: with another filter the old place means nothing
            page = st.pagination(pages, default=given, key=f"page_of_{pages}")
    if page > 1:
        st.query_params["page"] = str(page)
    else:
        st.query_params.pop("page", None)
    return page


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
