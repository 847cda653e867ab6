"""An article as it was fetched, with its claims marked by what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.adding import show_if_behind
from ui.components.article import (
    cut_parts,
    find_footnotes,
    render_article,
    render_article_heading,
    render_footnote,
    render_legend,
)
from ui.components.chips import render_relation
from ui.components.frame import render_empty, render_note, render_section
from ui.components.tables import make_href
from ui.correcting import show_claim
from ui.data import open_desk, show_notice
from ui.session import current_language, link_page, make_query, text

if TYPE_CHECKING:
    from claims.models import Claim, Reading
    from ui.components.article import Footnote


def show() -> None:
    """Show the article that the address names."""
    desk = open_desk()
    reading = desk.readings.get(st.query_params.get("d", ""))
    if reading is None:
        st.html(render_empty(text("article.none.title"), text("article.none.text")))
        link_page("sources", text("article.none.link"), "arrow_forward")
        return
    link_page("sources", text("nav.sources"), "arrow_back")
    show_notice()
    show_if_behind(desk)
    st.html(render_article_heading(reading, current_language()))
    notes = find_footnotes(reading.document.id, desk)
    with st.container(key="article"):
        body, aside = st.columns([9, 5], gap="large")
        with body:
            _show_text(reading, notes)
        with aside:
            here = next((c for c in reading.claims if c.id == st.query_params.get("c", "")), None)
            if here:
                with st.container(key="claim-panel"):
                    show_claim(here, desk)
            else:
                st.html(render_note(text("article.choose_claim")))
            _show_footnotes(notes)


def _show_text(reading: Reading, notes: dict[str, list[Footnote]]) -> None:
    here = st.query_params.get("c", "")
    parts = cut_parts(reading.document.text)
    place = next((claim.span.start for claim in reading.claims if claim.id == here), 0)
    first = next((n for n, part in enumerate(parts, 1) if part.start <= place < part.end), 1)
    number = (
        st.pagination(len(parts), default=first, key=f"part-{reading.document.id}") if len(parts) > 1 else 1
    )
    st.html(render_legend(current_language()))

    def link(claim: Claim) -> str:
        return make_href("article", make_query(d=claim.document, c=claim.id))

    st.html(render_article(reading, parts[number - 1], notes, here, current_language(), link))


def _show_footnotes(notes: dict[str, list[Footnote]]) -> None:
    language = current_language()
    st.html(render_section(text("article.disagreements")))
    one_each = {note.number: note for own in notes.values() for note in own}
    if not one_each:
        st.html(render_note(text("article.calm")))
    for number, note in sorted(one_each.items()):
        with st.container(key=f"aside-{number}", gap="xsmall"):
            st.html(render_footnote(note, render_relation(note.card.lead.lead.relation, language)))
            query: dict[str, str | list[str]] = {"q": note.card.question.id, "r": note.card.lead.lead.id}
            link_page("question", text("list.open"), "arrow_forward", query)


show()
