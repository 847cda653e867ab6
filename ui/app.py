"""The Streamlit app: the frame around every page.

Run with `ceksilang app`, or `streamlit run ui/app.py` once the project is installed.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from claims.errors import CeksilangError
from ui.components.frame import render_brand
from ui.session import (
    PAGES,
    keep_language_in_address,
    show_language_choice,
    show_menu,
    show_problem,
    show_reviewer,
    text,
)

HERE = Path(__file__).parent


def show_app() -> None:
    """Show the frame, then the page that the address names."""
    st.set_page_config(page_title="Ceksilang", page_icon="⚖️", layout="wide")
    st.html(HERE / "components" / "style.css")
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
        st.html(render_brand(text("tagline")))
        show_menu()
        show_reviewer("side")
        show_language_choice()
    keep_language_in_address()
    try:
        page.run()
    except CeksilangError as error:
        show_problem(error)


show_app()
