"""Saved views: a filter with a name, to be opened again by anybody."""

from __future__ import annotations

import streamlit as st

from claims.events import SavedView
from ui.components.frame import render_label
from ui.components.tables import make_href
from ui.components.views import render_views
from ui.data import load_log, save
from ui.filters import Filters
from ui.guard import guarded
from ui.session import current_language, current_reviewer, make_query, text
from ui.undoing import show_undo

NAME = "view_name"
MOST_LETTERS = 60


def show_saved_views(filters: Filters) -> None:
    """Show the saved views as links, and below them a way to save what is narrowed now."""
    views = load_log().views
    if not views and filters.is_empty:
        return
    st.html(render_label(text("saved.title")))
    if views:
        links = [(make_href("./", make_query(**_query(view))), view) for view in views]
        st.html(render_views(links, current_language()))
    if not filters.is_empty and current_reviewer():
        with st.form("save-view", border=False):
            st.text_input(text("saved.name"), key=NAME, max_chars=MOST_LETTERS)
            st.form_submit_button(
                text("saved.save"), icon=":material/bookmark_add:", on_click=_save, args=(filters,)
            )
    own = [view for view in views if view.reviewer == current_reviewer() and _filters(view) == filters]
    for number, view in enumerate(own):
        show_undo(text("saved.drop"), f"drop-view-{number}", view, icon="bookmark_remove")


def _query(view: SavedView) -> dict[str, str | list[str]]:
    return {name: list(values) for name, values in view.filters}


def _filters(view: SavedView) -> Filters:
    """The filters of a view, as the address would give them."""
    kept = {
        name: values if name in ("status", "since", "until") else tuple(values)
        for name, values in view.filters
    }
    single = {name: next(iter(kept.pop(name)), "") for name in ("status", "since", "until") if name in kept}
    try:
        return Filters(**kept, **single)  # type: ignore[arg-type]
    except TypeError:  # a filter of another version
        return Filters()


@guarded
def _save(filters: Filters) -> None:
    name = str(st.session_state.get(NAME) or "").strip()
    if not name:
        st.session_state["notice"] = ("error", text("saved.no_name"))
        return
    given = filters.to_query().items()
    pairs = tuple((key, (value,) if isinstance(value, str) else tuple(value)) for key, value in given)
    if save(SavedView(name, current_reviewer(), pairs), said="saved.saved"):
        st.session_state[NAME] = ""
