"""The report to take away: which questions, how it looks, in which format, and what made it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from dataclasses import replace
from functools import partial

import streamlit as st

from claims.models import Judgement
from compare.precision import last_word
from compare.report import FORMATS, make_report
from ui.components.frame import render_empty, render_file, render_heading, render_note, render_section
from ui.components.run import render_run
from ui.components.text import mend
from ui.data import load_log, load_standing, load_verdicts, open_desk
from ui.desk import Desk, finding_case
from ui.filters import NAMES, list_outlets, read_filters, survey
from ui.session import choose, choose_many, current_language, text
from ui.words import tell_count

MEDIA = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": "application/json",
}
MOST_PREVIEWED = 40  # questions: a larger report is read in its file, the page would only crawl
PREVIEW_HEIGHT = 700  # pixels


def show() -> None:
    """Show the choice, the preview and what can be downloaded; a file is made when its button is pressed."""
    desk = open_desk()
    st.html(render_heading(text("report.title"), text("report.text")))
    questions = _choose_questions(desk)
    if questions is None:
        st.html(render_empty(text("report.none.title"), text("report.none.text")))
        return
    st.html(render_note(tell_count(current_language(), "count.question", len(questions or desk.cards))))
    with st.container(key="files"):
        columns = st.columns(len(FORMATS))
        for column, ending in zip(columns, FORMATS, strict=True):
            with column, st.container(key=f"file-{ending[1:]}", gap="small"):
                _show_format(ending, desk, questions)
    _show_preview(desk, questions)
    st.html(render_section(text("report.run")) + render_run(desk.analysis.run, current_language()))


# --- which questions -----------------------------------------------------------------------------


def _choose_questions(desk: Desk) -> tuple[str, ...] | None:
    """Return the ids of the questions to report on, () for all of them, None where none is left."""
    names = {name: text(f"report.which.{name}") for name in ("all", "confirmed", "filtered", "picked")}
    which = choose("which", names, text("report.which.label"))
    if which != "picked":
        st.query_params.pop("pick", None)
    if which == "all":
        return ()
    if which == "confirmed":
        found = _find_confirmed(desk)
    elif which == "filtered":
        found = _find_filtered(desk)
    else:
        titles = {card.question.id: mend(card.question.title) for card in desk.cards}
        found = choose_many("pick", titles, text("report.pick"), text("claims.none_chosen"))
    return tuple(dict.fromkeys(found)) or None


def _find_confirmed(desk: Desk) -> list[str]:
    """The questions in which people decided that something is a disagreement."""
    log = load_log()
    return [
        card.question.id
        for card in desk.cards
        if any(last_word(log, finding_case(finding)) is Judgement.CONFLICT for finding in card.findings)
    ]


def _find_filtered(desk: Desk) -> list[str]:
    """The questions that the list was last narrowed to."""
    query: dict[str, str | list[str]] = st.session_state.get("list_query", {})
    given = {name: [value] if isinstance(value, str) else value for name, value in query.items()}
    filters = read_filters({name: given.get(name, []) for name in NAMES}, list_outlets(desk))
    return [card.question.id for card in survey(desk, filters, load_standing()).cards]


# --- files and preview ---------------------------------------------------------------------------


def _show_format(ending: str, desk: Desk, questions: Collection[str]) -> None:
    name = ending[1:].upper()
    st.html(render_file(text(f"report.name.{ending[1:]}"), text(f"report.{ending[1:]}")))
    st.download_button(
        text("report.download", format=name),
        partial(make_file, desk, ending, questions, current_language()),
        file_name=f"ceksilang{ending}",
        mime=MEDIA[ending],
        icon=":material/download:",
        key=f"download-{ending[1:]}",
        on_click="ignore",
    )


def make_file(desk: Desk, ending: str, questions: Collection[str], lang: str) -> bytes:
    """Return the bytes of a report with every verdict so far."""
    analysis = replace(desk.analysis, verdicts=load_verdicts())
    return make_report(analysis, ending, lang, questions, load_log())


def _show_preview(desk: Desk, questions: Collection[str]) -> None:
    if not st.toggle(text("report.preview"), key="report_preview"):
        return
    if len(questions or desk.cards) > MOST_PREVIEWED:
        st.html(render_note(text("report.too_long", most=MOST_PREVIEWED)))
        return
    page = b64encode(make_file(desk, ".html", questions, current_language())).decode("ascii")
    # an address that holds its page has an origin of its own: nothing in it could reach the app
    st.iframe(f"data:text/html;charset=utf-8;base64,{page}", height=PREVIEW_HEIGHT)


show()
