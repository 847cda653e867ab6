"""Saved views as a list of links."""

from __future__ import annotations

from collections.abc import Sequence

from claims.events import SavedView
from ui.components.tables import link_to
from ui.components.text import escape
from ui.words import tell


def render_views(views: Sequence[tuple[str, SavedView]], lang: str) -> str:
    """Return the views, each an address from `make_href` and the line that saved it."""
    lines = "".join(
        f"<li>{link_to(href, escape(view.name), tell(lang, 'saved.by', name=view.reviewer))}</li>"
        for href, view in views
    )
    return f'<ul class="cs-views">{lines}</ul>'
