"""The articles of the analysis, what is known of them and how."""

from __future__ import annotations

import streamlit as st

from ui.components.frame import render_heading
from ui.components.source import render_source
from ui.data import open_desk
from ui.session import current_language, link_page, text
from ui.words import name_outlet

SOURCES_A_PAGE = 40


def show() -> None:
    """Show the sources, by outlet and date."""
    desk = open_desk()
    st.html(render_heading(text("sources.title"), text("sources.text")))
    readings = sorted(
        desk.analysis.readings, key=lambda r: (name_outlet(r.document).casefold(), r.document.published.value)
    )
    pages = -(-len(readings) // SOURCES_A_PAGE)
    page = st.pagination(pages, key="sources_page") if pages > 1 else 1
    with st.container(key="sources"):
        for number, reading in enumerate(readings[(page - 1) * SOURCES_A_PAGE : page * SOURCES_A_PAGE]):
            document = reading.document.id
            with st.container(key=f"source-{number}"):
                found = len(desk.cards_of_document.get(document, ()))
                st.html(render_source(reading, found, current_language()))
                link_page("article", text("sources.open"), "arrow_forward", {"d": document})


show()
