"""What people said of words that the analysis no longer holds: shown, never dropped, with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from claims.corrections import find_unplaced
from claims.events import Correction, Move
from claims.models import Judgement, Verdict
from compare.moves import find_idle
from ui.components.frame import render_note, render_section
from ui.components.history import render_lost
from ui.data import load_log
from ui.session import current_language, current_reviewer, link_page, text
from ui.undoing import show_undo

if TYPE_CHECKING:
    from claims.log import ReviewLog
    from claims.models import Analysis

MOST_SHOWN = 20  # lines on the page; the rest is counted


def find_lost(analysis: Analysis, log: ReviewLog) -> list[Correction | Move | Verdict]:
    """Return the standing lines that find nothing in this analysis to hang on, the newest first.

    A correction whose claim is gone or whose words are; a move whose claims are gone; a verdict whose
    relation is gone.
    """
    keys = {claim.key for reading in analysis.readings for claim in reading.claims}
    relations = {relation.id for relation in analysis.relations}
    gone = [line for key, lines in log.corrections.items() if key not in keys for line in lines]
    judged = (line for of_target in log.verdicts.values() for line in of_target.values())
    lost: list[Correction | Move | Verdict] = [
        *find_unplaced(analysis.readings, log.corrections),
        *gone,
        *find_idle(analysis, log.moves),
        *(v for v in judged if v.target not in relations and v.verdict is not Judgement.WITHDRAWN),
    ]
    return sorted(lost, key=lambda line: (line.at, line.id), reverse=True)


def show_lost(analysis: Analysis) -> None:
    """Show what lost its words, if anything did, each line with a way to take it back."""
    lost = find_lost(analysis, load_log())
    if not lost:
        return
    st.html(render_section(text("lost.title"), text("lost.text")))
    _show_lines(lost[:MOST_SHOWN])
    if len(lost) > MOST_SHOWN:
        st.html(render_note(text("add.more", n=len(lost) - MOST_SHOWN)))


def point_to_lost(analysis: Analysis) -> None:
    """Say how many lines find nothing to hang on, with the way to them; nothing where all do."""
    lost = find_lost(analysis, load_log())
    if lost:
        with st.container(key="lost-pointer", horizontal=True, vertical_alignment="center"):
            st.html(render_note(text("lost.pointer", n=len(lost))), width="content")
            link_page("about", text("lost.see"), "link_off")


def _show_lines(lost: Sequence[Correction | Move | Verdict]) -> None:
    mine = current_reviewer()
    for number, line in enumerate(lost):
        with st.container(key=f"lost-{number}", gap="xsmall"):
            st.html(render_lost(line, current_language()))
            if mine and not (isinstance(line, Verdict) and line.reviewer != mine):
                show_undo(text("lost.drop"), f"drop-lost-{number}", line)
