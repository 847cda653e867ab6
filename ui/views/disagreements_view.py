"""The list of disagreements, most worth a minute first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.components.answers import render_answers
from ui.components.finding import render_card, render_meter
from ui.components.frame import render_empty, render_heading, render_note, render_section
from ui.data import load_standing, open_desk
from ui.desk import Desk, Standing, Status
from ui.filtering import remember_filters, show_filtered, show_filters, show_status, take_filters
from ui.filters import Filters, survey
from ui.session import current_language, link_page, text
from ui.words import tell_count

if TYPE_CHECKING:
    from ui.desk import Card

CARDS_A_PAGE = 20
QUIET_SHOWN = 30  # questions without a conflict on the page; the export has them all


def show() -> None:
    """Show the list."""
    desk = open_desk()
    standing = load_standing()
    if not desk.cards:
        _show_calm(desk)
        return
    filters = take_filters(desk)
    found = survey(desk, filters, standing)
    with st.sidebar, st.container(key="tools"):
        show_filters(filters, found)
    checked = sum(card.status(standing) is Status.CHECKED for card in desk.cards)
    meter = render_meter(checked, len(desk.cards), current_language())
    st.html(render_heading(text("list.title"), text("list.text"), below=meter))
    show_status(found)
    cards = found.cards
    remember_filters(filters, ("page",))
    if not filters.is_empty:
        show_filtered(len(cards), len(desk.cards))
    if not cards:
        st.html(render_empty(text("list.none.title"), text("list.none.text", total=len(desk.cards))))
        return
    _show_cards(cards, filters, desk, standing)
    if filters.is_empty:
        _show_quiet(desk)


def _show_quiet(desk: Desk) -> None:
    """Below the list: what several claims answer without a conflict, such as one thing in three years."""
    if desk.quiet:
        shown = desk.quiet[:QUIET_SHOWN]
        answers = "".join(render_answers(question, desk, current_language()) for question in shown)
        words = text("list.quiet.text", shown=len(shown), total=len(desk.quiet))
        st.html(render_section(text("list.quiet.title")) + render_note(words) + answers)


def _show_calm(desk: Desk) -> None:
    st.html(render_heading(text("list.title"), text("list.text")))
    articles = tell_count(current_language(), "count.article", len(desk.analysis.readings))
    words = text("list.calm.text", articles=articles)
    st.html(render_empty(text("list.calm.title"), words, "ceksilang analyse FOLDER"))


# --- cards ---------------------------------------------------------------------------------------


def _show_cards(cards: tuple[Card, ...], filters: Filters, desk: Desk, standing: Standing) -> None:
    """Show one page of the list, and below it, where the reader has arrived, the way to the next."""
    place = st.container()
    page = _turn_to_page(-(-len(cards) // CARDS_A_PAGE))
    with place:
        for number, card in enumerate(cards[(page - 1) * CARDS_A_PAGE : page * CARDS_A_PAGE]):
            with st.container(key=f"card-{number}"):
                st.html(render_card(card, desk, standing, current_language()))
                # the filters go along, so that the question knows its place in this list
                query = filters.to_query() | {"q": card.question.id, "r": card.lead.lead.id}
                link_page("question", text("list.open"), "arrow_forward", query)


def _turn_to_page(pages: int) -> int:
    """Return the page to show, from the address or from the buttons."""
    wanted = st.query_params.get("page", "1")
    page = min(max(int(wanted), 1), pages) if wanted.isdecimal() else 1
    if pages > 1:
        with st.container(key="pages", horizontal_alignment="center"):
            # the key holds the number of pages: with another filter the old place means nothing
            page = st.pagination(pages, default=page, key=f"page_of_{pages}")
    if page > 1:
        st.query_params["page"] = str(page)
    else:
        st.query_params.pop("page", None)
    return page


show()
