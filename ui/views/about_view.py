"""What made this analysis, and what it got right so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.errors import CeksilangError
from claims.models import ConflictKind, RelationType
from compare.precision import measure_precision
from compare.teach import Lesson, teach
from ui.components.figures import render_figures, render_lesson, render_share
from ui.components.frame import render_heading, render_note, render_section
from ui.components.run import render_run
from ui.data import load_log, open_current_store, open_desk, show_notice
from ui.guard import guarded
from ui.lost import show_lost
from ui.refusals import tell_error
from ui.session import current_language, current_reviewer, text
from ui.undoing import show_undo
from ui.words import name_kind, name_relation

if TYPE_CHECKING:
    from ui.desk import Desk


def show() -> None:
    """Show the run and its precision."""
    desk = open_desk()
    st.html(render_heading(text("about.title"), text("about.text")))
    show_notice()
    _show_precision(desk)
    _show_teaching()
    show_lost(desk.analysis)
    st.html(render_section(text("report.run")) + render_run(desk.analysis.run, current_language()))


def _show_precision(desk: Desk) -> None:
    """Show, by type, of how many flags people said that they are disagreements."""
    language = current_language()
    cases = (finding.relations for card in desk.cards for finding in card.findings)
    found = measure_precision(load_log(), cases)
    st.html(render_section(text("about.precision"), text("about.precision_text")))
    if not found:
        st.html(render_note(text("about.unjudged")))
        return
    rows = [
        render_share(_name(group, language), of.right, of.judged, of.low, of.high, language)
        for group, of in found.items()
        if not all(group)
    ]
    heads = [text(f"about.head.{head}") for head in ("type", "share", "interval", "count")]
    st.html(render_figures(text("about.precision"), heads, rows))


LESSON = "lesson"  # what the last press of the button came to


def _show_teaching() -> None:
    """Offer to learn the order of the queue from the verdicts, and show before against after."""
    st.html(render_section(text("teach.title"), text("teach.text")))
    teaching = load_log().teaching
    lesson: Lesson | None = st.session_state.pop(LESSON, None)
    if lesson is not None:
        st.html(render_lesson(lesson, current_language()))
    if teaching is not None:
        st.html(render_note(text("teach.counts", who=teaching.reviewer)))
    if not current_reviewer():
        st.html(render_note(text("claims.needs_name")))
    with st.container(horizontal=True):
        st.button(
            text("teach.learn"),
            key="teach",
            icon=":material/school:",
            disabled=not current_reviewer(),
            on_click=_teach,
        )
        if teaching is not None:
            show_undo(
                text("teach.take_back"),
                "unteach",
                teaching,
                is_quiet=False,
                disabled=not current_reviewer(),
            )


@guarded
def _teach() -> None:
    try:
        st.session_state[LESSON] = teach(open_current_store(), current_reviewer())
    except CeksilangError as error:
        st.session_state["notice"] = (
            "error",
            text("verdict.not_saved", problem=tell_error(error, current_language())),
        )


def _name(group: tuple[str, str], lang: str) -> str:
    relation, kind = group
    if relation:
        return name_relation(RelationType(relation), lang)
    return name_kind(ConflictKind(kind), lang) if kind else text("agreement.all")


show()
