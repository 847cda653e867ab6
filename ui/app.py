"""The Streamlit app: the frame around every page.

Run with `ceksilang app`, or `streamlit run ui/app.py` once the project is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from claims.errors import CeksilangError
from ui.browser import send_keys
from ui.components.frame import render_brand, render_empty
from ui.data import show_problem
from ui.guard import tell_unforeseen
from ui.session import (
    PAGES,
    ask_to_sign_in,
    keep_language_in_address,
    remember_reviewer,
    show_language_choice,
    show_menu,
    show_reviewer,
    tell_browser,
    text,
)

HERE = Path(__file__).parent


def show_app() -> None:
    """Show the frame, then the page that the address names."""
    st.set_page_config(page_title="Ceksilang", page_icon="⚖️", layout="wide")
    page = st.navigation(
        [
            st.Page(
                path,
                title=text(f"nav.{name}"),
                url_path=name,
                default=name == "disagreements",
            )
            for name, path in PAGES.items()
        ],
        position="hidden",  # our own menu: the name stands above it, and its links keep language and filters
    )
    with st.sidebar:
        st.html(HERE / "components" / "style.css")
        send_keys()
        tell_browser()
        st.html(render_brand(text("tagline")))
    ask_to_sign_in()
    with st.sidebar:
        show_menu()
        show_reviewer("side")
        remember_reviewer()
        show_language_choice()
    keep_language_in_address()
    show_guarded(page.run)


def show_guarded(show: Callable[[], None]) -> None:
    """Draw, and say below what was drawn what went wrong: Streamlit's own page of an error helps nobody."""
    try:
        show()
    except CeksilangError as error:
        show_problem(error)
    except Exception as error:
        words = tell_unforeseen(error)
        st.html(render_empty(text("error.unforeseen.title"), words, wrong=True))


show_guarded(show_app)
