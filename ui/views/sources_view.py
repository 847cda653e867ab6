"""The articles of the analysis, what is known of them and how."""

from __future__ import annotations

import streamlit as st

from ui.adding import show_adding, show_if_behind
from ui.components.frame import render_heading
from ui.components.source import find_kin, render_source
from ui.data import analysed_documents, open_desk, show_notice
from ui.session import current_language, link_page, text, turn_to_page
from ui.words import name_outlet

SOURCES_A_PAGE = 40


def show() -> None:
    """Show the sources, by outlet and date."""
    st.html(render_heading(text("sources.title"), text("sources.text")))
    show_notice()
    show_adding(is_open=not analysed_documents())
    desk = open_desk(can_add_here=True)
    show_if_behind(desk)
    readings = sorted(
        desk.analysis.readings, key=lambda r: (name_outlet(r.document).casefold(), r.document.published.value)
    )
    kin = find_kin(desk)
    pages = -(-len(readings) // SOURCES_A_PAGE)
    place = st.container(key="sources")
    page = turn_to_page(pages)
    with place:
        for number, reading in enumerate(readings[(page - 1) * SOURCES_A_PAGE : page * SOURCES_A_PAGE]):
            document = reading.document.id
            with st.container(key=f"source-{number}"):
                found = len(desk.cards_of_document.get(document, ()))
                st.html(render_source(reading, found, current_language(), kin.get(document, ())))
                link_page("article", text("sources.open"), "arrow_forward", {"d": document})


show()
