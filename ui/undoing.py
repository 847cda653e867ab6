"""The button that takes lines of the log back."""

from __future__ import annotations

import streamlit as st

from claims.events import Event
from ui.data import take_back


def show_undo(
    words: str, key: str, *lines: Event, icon: str = "undo", is_quiet: bool = True, disabled: bool = False
) -> None:
    """Show a button that takes `lines` back in the reviewer's name; they stay in the log."""
    st.button(
        words,
        key=key,
        icon=f":material/{icon}:",
        type="tertiary" if is_quiet else "secondary",
        disabled=disabled,
        on_click=take_back,
        args=lines,
    )
