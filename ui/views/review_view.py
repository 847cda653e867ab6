"""One disagreement after the other, judged by keyboard: label, save and next in one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.models import Judgement
from ui.components.finding import render_judged, render_meter, render_task
from ui.components.frame import render_empty, render_note
from ui.data import load_log, load_standing, open_desk, save_verdict, show_notice
from ui.filtering import remember_filters, show_filtered, show_filters, take_filters
from ui.filters import survey
from ui.queue import Line, find_before, find_current, find_last_word, find_next, own_verdict, stands_in
from ui.session import choose, current_language, current_reviewer, link_page, show_reviewer, text
from ui.words import name_judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.desk import Desk, Standing
    from ui.filters import Item

CHOICES = {
    Judgement.CONFLICT: ("1", ":material/call_split:"),
    Judgement.NO_CONFLICT: ("2", ":material/done_all:"),
    Judgement.UNSURE: ("3", ":material/question_mark:"),
}
NOTE = "judge_note"


def show() -> None:
    """Show the queue that the address names, one item of it."""
    desk = open_desk()
    standing = load_standing()
    filters = take_filters(desk)
    found = survey(desk, filters, standing)
    with st.sidebar, st.container(key="tools"):
        show_filters(filters, found)
    remember_filters(filters, ("r", "line"))
    show_notice()
    items, reviewer = found.items, current_reviewer()
    with st.container(horizontal=True, vertical_alignment="center", key="review-head"):
        line = _choose_line(items, standing)
        _show_progress(items, standing)
    waiting = [item for item in items if stands_in(line, item, standing, reviewer)]
    if not filters.is_empty:
        show_filtered(filters, len(found.cards), len(desk.cards))
    here = find_current(items, st.query_params.get("r", ""), waiting)
    if here is None:
        _show_done(line)
        return
    st.query_params["r"] = here.id
    _show_task(here, items, waiting, desk, standing)


def _choose_line(items: Sequence[Item], standing: Standing) -> Line:
    reviewer = current_reviewer()
    counts = {line.value: sum(stands_in(line, item, standing, reviewer) for item in items) for line in Line}
    labels = {value: f"{text(f'review.line.{value}')} ({count})" for value, count in counts.items()}
    before = st.query_params.get("line", Line.OPEN.value)
    chosen = Line(choose("line", labels, text("review.line.label")))
    if chosen != before:
        st.query_params.pop("r", None)  # another queue begins at its top
    return chosen


def _show_progress(items: Sequence[Item], standing: Standing) -> None:
    done = sum(own_verdict(item, standing, current_reviewer()) is not None for item in items)
    st.html(render_meter(done, len(items), current_language()))


def _show_done(line: Line) -> None:
    st.html(render_empty(text(f"review.done.{line.value}"), text("review.done.text")))
    with st.container(horizontal=True):
        link_page("disagreements", text("nav.disagreements"), "compare_arrows")
        link_page("report", text("nav.report"), "description")
        _show_undo()


# --- one item ------------------------------------------------------------------------------------


def _show_task(
    here: Item, items: Sequence[Item], waiting: Sequence[Item], desk: Desk, standing: Standing
) -> None:
    language = current_language()
    st.html(render_task(here.card, here.finding, desk, language))
    own = own_verdict(here, standing, current_reviewer())
    if own:
        others = [v for v in here.finding.verdicts(standing) if v.reviewer != own.reviewer]
        st.html(render_judged(own, others, language))
    with st.container(key="judge"):
        if not current_reviewer():
            st.html(render_note(text("verdict.needs_name")))
            show_reviewer("page")
        _show_choices(here, find_next(items, here, waiting), desk)
        _show_ways(here, items, waiting)


def _show_choices(here: Item, after: Item | None, desk: Desk) -> None:
    with st.container(key="judge-note"):
        st.text_input(text("review.note"), key=NOTE, placeholder=text("verdict.note_hint"), max_chars=2000)
    with st.container(horizontal=True, gap="small", key="judge-choices"):
        for choice, (key, icon) in CHOICES.items():
            st.button(
                name_judgement(choice, current_language()),
                key=f"judge-{choice.value}",
                icon=icon,
                shortcut=key,
                type="primary" if choice is Judgement.CONFLICT else "secondary",
                disabled=not current_reviewer(),
                on_click=_judge,
                args=(here, choice, after, desk),
                width="stretch",
            )


def _show_ways(here: Item, items: Sequence[Item], waiting: Sequence[Item]) -> None:
    before, after = find_before(items, here), find_next(items, here, waiting)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="judge-ways"):
        _show_step("back", "Left", ":material/chevron_left:", before)
        _show_step("skip", "S", ":material/skip_next:", after)
        _show_undo()
        link_page("question", text("review.question"), "open_in_full", {"q": here.card.question.id})


def _show_step(name: str, key: str, icon: str, target: Item | None) -> None:
    st.button(
        text(f"review.{name}"),
        key=f"step-{name}",
        icon=icon,
        shortcut=key,
        type="tertiary",
        disabled=target is None,
        on_click=_go,
        args=(target,),
    )


def _show_undo() -> None:
    st.button(
        text("verdict.undo"),
        key="undo",
        icon=":material/undo:",
        shortcut="U",
        type="tertiary",
        disabled=not current_reviewer(),
        on_click=_undo,
    )


def _go(target: Item | None) -> None:
    if target is None:
        st.query_params.pop("r", None)
    else:
        st.query_params["r"] = target.id
    st.session_state[NOTE] = ""


def _judge(here: Item, choice: Judgement, after: Item | None, desk: Desk) -> None:
    saved = save_verdict(here.id, choice, st.session_state.get(NOTE, ""), desk.describe(here.finding))
    if saved:
        _go(after)


def _undo() -> None:
    """Take back the last word, also of an earlier day, and go to what it was about."""
    last = find_last_word(load_log(), load_standing(), current_reviewer())
    if last is None:
        st.session_state["notice"] = ("done", text("review.nothing_to_undo"))
    elif save_verdict(last.target, Judgement.WITHDRAWN, "", last.seen):
        st.query_params["r"] = last.target
        st.session_state[NOTE] = last.note


show()
