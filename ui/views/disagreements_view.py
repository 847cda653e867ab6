"""The list of disagreements, most worth a minute first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from ui.components.answers import render_answers
from ui.components.finding import render_card, render_meter
from ui.components.frame import render_empty, render_heading, render_note, render_section
from ui.components.tables import make_href, render_card_table, render_heat, render_matrix
from ui.data import load_standing, open_desk, show_notice
from ui.desk import Desk, Standing, Status
from ui.filtering import remember_filters, show_filtered, show_filters, show_status, take_filters
from ui.filters import Filters, survey
from ui.matrix import count_pairs, make_row, rank_in_pairs, rank_outlets
from ui.saving import show_saved_views
from ui.session import choose, current_language, link_page, make_query, text, turn_to_page
from ui.words import tell_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ui.desk import Card
    from ui.filters import Survey
    from ui.matrix import Pair

CARDS_A_PAGE = 20
ROWS_A_PAGE = 40
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
        show_saved_views(filters)
        show_filters(filters, found)
    checked = sum(card.status(standing) is Status.CHECKED for card in desk.cards)
    meter = render_meter(checked, len(desk.cards), current_language())
    st.html(render_heading(text("list.title"), text("list.text"), below=meter))
    show_notice()
    show_status(found)
    remember_filters(filters, ("view",))
    if not filters.is_empty:
        show_filtered(filters, len(found.cards), len(desk.cards))
    if not found.items:
        st.html(render_empty(text("list.none.title"), text("list.none.text", total=len(desk.cards))))
        return
    _show_list(found, filters, desk, standing)
    if filters.is_empty:
        _show_quiet(desk)


def _show_quiet(desk: Desk) -> None:
    """Below the list: what several claims answer without a conflict, such as one thing in three years."""
    if desk.quiet:
        shown = desk.quiet[:QUIET_SHOWN]
        answers = "".join(
            render_answers(q, desk, make_href("question", make_query(q=q.id)), current_language())
            for q in shown
        )
        words = text("list.quiet.text", shown=len(shown), total=len(desk.quiet))
        st.html(render_section(text("list.quiet.title")) + render_note(words) + answers)


def _show_calm(desk: Desk) -> None:
    st.html(render_heading(text("list.title"), text("list.text")))
    articles = tell_count(current_language(), "count.article", len(desk.analysis.readings))
    words = text("list.calm.text", articles=articles)
    st.html(render_empty(text("list.calm.title"), words, "ceksilang analyse FOLDER"))


# --- the list in four shapes ---------------------------------------------------------------------


def _show_list(found: Survey, filters: Filters, desk: Desk, standing: Standing) -> None:
    views = {name: text(f"view.{name}") for name in ("cards", "table", "matrix", "heat")}
    view = choose("view", views, text("view.label"))
    cards, language = found.cards, current_language()

    def link(card: Card) -> str:
        return make_href("question", make_query(**_address(card, filters)))

    if view == "heat":
        _show_heat(found, filters, desk)
    elif view == "table":
        with _page_of(cards, ROWS_A_PAGE) as shown:
            st.html(render_card_table(shown, standing, link, language))
    elif view == "matrix":
        with _page_of(cards, ROWS_A_PAGE) as shown:
            rows = [make_row(card, desk) for card in shown]
            st.html(render_note(text("view.matrix_text")))
            st.html(render_matrix(rows, rank_outlets(rows), link, language))
    else:
        with _page_of(cards, CARDS_A_PAGE) as shown:
            for number, card in enumerate(shown):
                with st.container(key=f"card-{number}"):
                    st.html(render_card(card, desk, standing, language))
                    link_page("question", text("list.open"), "arrow_forward", _address(card, filters))


def _address(card: Card, filters: Filters) -> dict[str, str | list[str]]:
    """The filters go along, so that the question knows its place in this list."""
    return filters.to_query() | {"q": card.question.id, "r": card.lead.lead.id}


def _show_heat(found: Survey, filters: Filters, desk: Desk) -> None:
    counts = count_pairs(found.items, desk)

    def link(pair: Pair) -> str:
        return make_href("./", make_query(**filters.to_query() | {"between": list(pair)}))

    st.html(render_note(text("view.heat_text")))
    st.html(render_heat(counts, rank_in_pairs(counts), link, current_language()))


@contextmanager
def _page_of(cards: Sequence[Card], size: int) -> Iterator[Sequence[Card]]:
    """Give one page of the list; below it, where the reader has arrived, stands the way to the next."""
    place = st.container()
    page = turn_to_page(-(-len(cards) // size))
    with place:
        yield cards[(page - 1) * size : page * size]


show()
