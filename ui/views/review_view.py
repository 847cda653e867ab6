"""One disagreement after the other, judged by keyboard: label, save and next in one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.events import Adjudication, Skip
from claims.models import Judgement, Verdict
from claims.passes import adjudication_of, is_open_to_view, verdicts_on, visible_verdicts
from ui.components.finding import render_last_word, render_meter, render_task, render_verdicts
from ui.components.frame import render_empty, render_label, render_note
from ui.data import load_log, load_standing, open_desk, save, show_notice, undo
from ui.filtering import remember_filters, show_filtered, show_filters, take_filters
from ui.filters import survey
from ui.guard import guarded
from ui.lost import point_to_lost
from ui.queue import Line, find_before, find_current, find_lines, find_next, own_verdict
from ui.session import choose, current_language, current_reviewer, link_page, show_reviewer, text
from ui.words import name_judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claims.log import ReviewLog
    from ui.desk import Desk
    from ui.filters import Item

CHOICES = {
    Judgement.CONFLICT: ("1", ":material/call_split:"),
    Judgement.NO_CONFLICT: ("2", ":material/done_all:"),
    Judgement.UNSURE: ("3", ":material/question_mark:"),
}
CONFIDENCES = {1: "Q", 2: "W", 3: "E"}  # they lie under the keys of the verdicts
NOTE, SURE = "judge_note", "judge_confidence"


def show() -> None:
    """Show the queue that the address names, one item of it."""
    desk, log = open_desk(), load_log()
    filters = take_filters(desk)
    found = survey(desk, filters, load_standing())
    with st.sidebar, st.container(key="tools"):
        show_filters(filters, found)
    remember_filters(filters, ("line",))
    show_notice()
    lines = {item.id: find_lines(item, log, current_reviewer()) for item in found.items}
    line = _choose_line([line for of_item in lines.values() for line in of_item])
    done = sum(Line.MINE in of_item for of_item in lines.values())
    with st.container(horizontal=True, vertical_alignment="center", key="review-head"):
        st.html(render_meter(done, len(lines), current_language()), width="content")
        link_page("agreement", text("nav.agreement"), "handshake")
    point_to_lost(desk.analysis)
    if not filters.is_empty:
        show_filtered(filters, len(found.cards), len(desk.cards))
    waiting = [item for item in found.items if line in lines[item.id]]
    aside = {name for name, of_item in lines.items() if Line.SKIPPED in of_item and line is not Line.SKIPPED}
    fresh = [item for item in waiting if item.id not in aside] or waiting
    here = find_current(found.items, st.query_params.get("r", ""), fresh)
    if here is None:
        _show_done(line)
        return
    st.query_params["r"] = here.id
    after = find_next(found.items, here, waiting, aside)
    _show_task(here, find_before(found.items, here), after, desk, line)


def _choose_line(lines: Sequence[Line]) -> Line:
    labels = {line.value: f"{text(f'review.line.{line.value}')} ({lines.count(line)})" for line in Line}
    before = st.query_params.get("line", Line.OPEN.value)
    chosen = Line(choose("line", labels, text("review.line.label")))
    if chosen != before:
        st.query_params.pop("r", None)  # another queue begins at its top
    return chosen


def _show_done(line: Line) -> None:
    st.html(render_empty(text(f"review.done.{line.value}"), text("review.done.text")))
    with st.container(horizontal=True, vertical_alignment="center"):
        link_page("disagreements", text("nav.disagreements"), "compare_arrows")
        link_page("report", text("nav.report"), "description")
        _show_undo()


# --- one item ------------------------------------------------------------------------------------


def _show_task(here: Item, before: Item | None, after: Item | None, desk: Desk, line: Line) -> None:
    log = load_log()
    st.html(render_task(here.card, here.finding, desk, current_language()))
    _show_said(here, log)
    with st.container(key="judge"):
        if not current_reviewer():
            st.html(render_note(text("verdict.needs_name")))
            show_reviewer("page")
        if line is Line.DISPUTED:
            st.html(render_note(text("review.last_word")))
        _show_choices(here, after, desk, line)
        _show_ways(here, before, after, desk)


def _show_said(here: Item, log: ReviewLog) -> None:
    """Show what may be seen: the own verdict, and all of them once enough have judged."""
    language, reviewer = current_language(), current_reviewer()
    seen = visible_verdicts(log, here.case, reviewer)
    if seen:
        st.html(render_verdicts(seen, language))
    last_word = adjudication_of(log, here.case)
    if last_word:
        st.html(render_last_word(last_word, language))
    if own_verdict(here, log, reviewer) and not is_open_to_view(log, here.case):
        st.html(render_note(text("review.waits_for_second")))


def _show_choices(here: Item, after: Item | None, desk: Desk, line: Line) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="judge-more"):
        with st.container(key="judge-note"):
            st.text_input(
                text("review.note"), key=NOTE, placeholder=text("verdict.note_hint"), max_chars=2000
            )
        if line is not Line.DISPUTED:
            _show_confidence()
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
                args=(here, choice, after, desk, line),
                width="stretch",
            )


def _show_confidence() -> None:
    """Show how sure one may be; it holds for the next verdict only, and may stay unsaid."""
    chosen = st.session_state.setdefault(SURE, 0)
    with st.container(key="judge-sure", gap="xsmall"):
        st.html(render_label(text("review.confidence")))
        with st.container(horizontal=True, gap="xsmall"):
            for value, key in CONFIDENCES.items():
                st.button(
                    text(f"review.sure.{value}"),
                    key=f"sure-{value}",
                    shortcut=key,
                    type="primary" if value == chosen else "secondary",
                    on_click=_set_confidence,
                    args=(0 if value == chosen else value,),
                )


@guarded
def _set_confidence(value: int) -> None:
    st.session_state[SURE] = value


def _show_ways(here: Item, before: Item | None, after: Item | None, desk: Desk) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="judge-ways"):
        _show_step("back", "Left", ":material/chevron_left:", before is None, _go, before)
        _show_step("skip", "S", ":material/skip_next:", after is None, _skip, here, after, desk)
        _show_undo()
        link_page("question", text("review.question"), "open_in_full", {"q": here.card.question.id})


def _show_step(
    name: str, key: str, icon: str, is_end: bool, act: Callable[..., None], *given: object
) -> None:
    st.button(
        text(f"review.{name}"),
        key=f"step-{name}",
        icon=icon,
        shortcut=key,
        type="tertiary",
        disabled=is_end,
        on_click=act,
        args=given,
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


# --- what the keys do ----------------------------------------------------------------------------


@guarded
def _go(target: Item | None) -> None:
    if target is None:
        st.query_params.pop("r", None)
    else:
        st.query_params["r"] = target.id
    st.session_state[NOTE], st.session_state[SURE] = "", 0


@guarded
def _skip(here: Item, after: Item, desk: Desk) -> None:
    """Set it aside: it comes again at the end, and stands in a queue of its own."""
    log, reviewer = load_log(), current_reviewer()
    is_new = Line.SKIPPED not in find_lines(here, log, reviewer) and not own_verdict(here, log, reviewer)
    if not (reviewer and is_new) or save(
        Skip(here.id, reviewer, run=desk.analysis.run.id), said="review.skipped"
    ):
        _go(after)


@guarded
def _judge(here: Item, choice: Judgement, after: Item | None, desk: Desk, line: Line) -> None:
    note, seen = st.session_state.get(NOTE, "").strip(), desk.describe(here.finding)
    run, reviewer = desk.analysis.run.id, current_reviewer()
    event: Verdict | Adjudication
    if line is Line.DISPUTED:
        settled = tuple(verdict.id for verdict in verdicts_on(load_log(), here.case).values())
        event = Adjudication(here.id, reviewer, choice, note, settled, seen=seen, run=run)
    else:
        sure = st.session_state.get(SURE, 0)
        event = Verdict(here.id, reviewer, choice, note, seen=seen, confidence=sure, run=run)
    if save(event, said="verdict.saved"):
        _go(after)


@guarded
def _undo() -> None:
    """Take back the last word, also of an earlier day, and go to what it was about."""
    last = load_log().last_by(current_reviewer())
    if last is None:
        st.session_state["notice"] = ("done", text("review.nothing_to_undo"))
    elif undo(last) and isinstance(last, Verdict | Adjudication | Skip):
        st.query_params["r"] = last.target
        st.session_state[NOTE] = getattr(last, "note", "")


show()
