"""The list of disagreements, most worth a minute first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.models import ConflictKind, Level, RelationType
from ui.components.answers import render_answers
from ui.components.finding import render_card, render_meter
from ui.components.frame import render_empty, render_heading, render_label, render_note, render_section
from ui.components.text import mend
from ui.desk import Desk, Standing, Status
from ui.filters import FACETS, Filters, count_facet, filter_cards, read_filters
from ui.session import current_language, link_page, load_standing, make_query, open_desk, read_address, text
from ui.words import name_kind, name_level, name_relation, tell_count

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
    filters = _take_filters(desk)
    with st.sidebar, st.container(key="tools"):
        st.html(render_label(text("side.filters")))
        _show_filters(filters, desk, standing)
    checked = sum(card.status(standing) is Status.CHECKED for card in desk.cards)
    meter = render_meter(checked, len(desk.cards), current_language())
    st.html(render_heading(text("list.title"), text("list.text"), below=meter))
    _show_status(filters, desk, standing)
    cards = filter_cards(desk, filters, standing)
    _remember(filters)
    if not filters.is_empty:
        _show_filtered(len(cards), len(desk.cards))
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


# --- filters: the address is the truth, the widgets follow it ------------------------------------


def _take_filters(desk: Desk) -> Filters:
    """Read the filters from the widgets, unless a link or the browser's Back has set the address since."""
    filters = read_filters(read_address((*FACETS, "status")), _outlets(desk))
    # on another page Streamlit forgets the widgets, so coming back is like arriving by a link
    if st.session_state.get("filters_shown") != filters or "filter_status" not in st.session_state:
        for name in FACETS:
            st.session_state[f"filter_{name}"] = list(getattr(filters, name))
        st.session_state["filter_status"] = filters.status
        return filters
    chosen = {name: tuple(st.session_state.get(f"filter_{name}", ())) for name in FACETS}
    return Filters(**chosen, status=st.session_state["filter_status"] or "")


def _outlets(desk: Desk) -> list[str]:
    return sorted({outlet for card in desk.cards for outlet in card.outlets}, key=str.casefold)


def _show_filters(filters: Filters, desk: Desk, standing: Standing) -> None:
    """Show the filters with what each option would leave; options that would leave nothing are not shown."""
    options: dict[str, list[str]] = {
        "outlet": _outlets(desk),
        "kind": [kind.value for kind in ConflictKind],
        "level": [level.value for level in Level],
        "relation": [relation.value for relation in RelationType if relation.is_flagged],
    }
    for name, values in options.items():
        counts = count_facet(desk, name, filters, standing)
        present = [value for value in values if counts[value] or value in getattr(filters, name)]
        language = current_language()
        labels = {value: f"{name_option(name, value, language)} ({counts[value]})" for value in present}
        st.multiselect(
            text(f"list.{name}"),
            present,
            format_func=labels.__getitem__,
            placeholder=text("list.any"),
            key=f"filter_{name}",
        )


def name_option(facet: str, value: str, lang: str) -> str:
    """Return the words for an option of a filter."""
    if facet == "kind":
        return name_kind(ConflictKind(value), lang)
    if facet == "level":
        return name_level(Level(value), lang)
    return name_relation(RelationType(value), lang) if facet == "relation" else mend(value)


def _show_status(filters: Filters, desk: Desk, standing: Standing) -> None:
    counts = count_facet(desk, "status", filters, standing)
    numbers = {"": counts.total()} | {status.value: counts[status.value] for status in Status}
    labels = {value: f"{text('status.' + (value or 'all'))} ({number})" for value, number in numbers.items()}
    st.segmented_control(
        text("list.status"),
        list(numbers),
        format_func=labels.__getitem__,
        key="filter_status",
        required=True,
        label_visibility="collapsed",
    )


def _remember(filters: Filters) -> None:
    """Write the filters into the address and keep them for the way back from a question."""
    if st.session_state.get("filters_shown") != filters:
        page = {} if "filters_shown" in st.session_state else _page_in_address()
        st.query_params.from_dict(make_query(**filters.to_query(), **page))
    st.session_state["filters_shown"] = filters
    st.session_state["list_query"] = filters.to_query()


def _page_in_address() -> dict[str, str]:
    return {"page": st.query_params["page"]} if "page" in st.query_params else {}


def _show_filtered(kept: int, total: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(render_note(text("list.filtered", n=kept, total=total)), width="content")
        st.button(text("list.clear"), icon=":material/close:", type="tertiary", on_click=_clear_filters)


def _clear_filters() -> None:
    for name in FACETS:
        st.session_state[f"filter_{name}"] = []
    st.session_state["filter_status"] = ""


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
