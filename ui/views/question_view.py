"""One question: its answers side by side, what differs, and the reviewer's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.events import Move
from claims.models import Judgement, Verdict
from claims.passes import is_open_to_view
from ui.adding import show_if_behind
from ui.arranging import show_arranging, show_overrule
from ui.components.finding import (
    render_near_miss,
    render_question_heading,
)
from ui.components.frame import (
    render_empty,
    render_heading,
    render_note,
    render_section,
)
from ui.components.history import render_history, tell_event
from ui.components.timeline import find_timeline, render_timeline
from ui.data import load_log, load_standing, open_desk, show_notice
from ui.desk import Card, Desk, find_neighbours, finding_case
from ui.differences import find_all_evidence
from ui.filters import NAMES, filter_cards, list_outlets, read_filters
from ui.judging import show_findings
from ui.positions import show_columns
from ui.session import current_language, current_reviewer, link_page, read_address, text
from ui.undoing import show_undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claims.events import Event
    from claims.log import ReviewLog
    from claims.models import Question, Relation
    from ui.desk import Standing


def show() -> None:
    """Show the question that the address names."""
    desk = open_desk()
    standing = load_standing()
    card = desk.find_card(st.query_params.get("q", ""), st.query_params.get("r", ""))
    if card is None:
        _show_quiet(desk.questions.get(st.query_params.get("q", "")), desk)
        return
    _show_way(card, desk, standing)
    show_if_behind(desk)
    st.html(render_question_heading(card, standing, current_language()))
    points = find_timeline(card.question, desk)
    if points:
        st.html(render_section(text("timeline.title"), text("timeline.text")))
        st.html(render_timeline(points, current_language()))
    _show_positions(card, desk)
    show_findings(card, desk, standing)
    _show_near_misses(card.near_misses, desk)
    show_arranging(card.question, desk)
    cases = [finding_case(finding) for finding in card.findings]
    _show_history(card.question, [*cases, *((r.id,) for r in card.near_misses)], desk)


def _show_quiet(question: Question | None, desk: Desk) -> None:
    """Show a question in which nothing is flagged, or where to look for one that is gone."""
    link_page("disagreements", text("question.back"), "arrow_back")
    if question is None:
        st.html(render_empty(text("question.none.title"), text("question.none.text")))
        return
    show_notice()
    st.html(render_heading(question.title, text("question.quiet")))
    points = find_timeline(question, desk)
    if points:
        st.html(render_section(text("timeline.title"), text("timeline.text")))
        st.html(render_timeline(points, current_language()))
    st.html(render_section(text("question.positions")))
    with st.container(key="positions"):
        show_columns(desk.positions_of(question), 0, frozenset(), {}, desk)
    near = desk.near_misses_of(question)
    _show_near_misses(near, desk)
    show_arranging(question, desk)
    _show_history(question, [(relation.id,) for relation in near], desk)


def _show_way(card: Card, desk: Desk, standing: Standing) -> None:
    """Show the way back to the list that the address names, and to the neighbours in it."""
    filters = read_filters(read_address(NAMES), list_outlets(desk))
    cards = filter_cards(desk, filters, standing)
    place, before, after = find_neighbours(cards, card.question.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="way"):
        link_page("disagreements", text("question.back"), "arrow_back", filters.to_query())
        if place:
            st.html(render_note(text("question.place", n=place, total=len(cards))), width="content")
        for key, other, icon in (("before", before, "chevron_left"), ("next", after, "chevron_right")):
            if other:
                target = filters.to_query() | {"q": other.question.id, "r": other.lead.lead.id}
                link_page("question", text(f"question.{key}"), icon, target)


# --- positions -----------------------------------------------------------------------------------


def _show_positions(card: Card, desk: Desk) -> None:
    """Show the answers that disagree side by side, and the others on demand."""
    positions = desk.order_positions(card)
    split = [p for p in positions if not card.flagged_claims.isdisjoint(p.claims)]
    others = [p for p in positions if p not in split]
    st.html(render_section(text("question.positions"), text("question.legend")))
    with st.container(key="positions"):
        marks = find_all_evidence(card.findings, desk)
        show_columns(split, 0, card.flagged_claims, marks, desk)
    if others:
        with (
            st.expander(text("question.other_positions", n=len(others))),
            st.container(key="other-positions"),
        ):
            show_columns(others, len(split), card.flagged_claims, {}, desk)


def _show_near_misses(near: Sequence[Relation], desk: Desk) -> None:
    if not near:
        return
    with st.container(key="near"), st.expander(text("question.near", n=len(near))):
        st.html(render_note(text("question.near_text")))
        if not current_reviewer():
            st.html(render_note(text("claims.needs_name")))
        for relation in near:
            st.html(render_near_miss(relation, desk, current_language()))
            show_overrule(relation, desk)


def _show_history(question: Question, cases: Sequence[tuple[str, ...]], desk: Desk) -> None:
    """Show who did what to this question, the newest first, each step with its undo."""
    log = load_log()
    targets = [target for case in cases for target in case]
    keys = [desk.claims[claim].key for claim in question.claims]
    events = _seen_by(log, cases, log.history(*targets, *keys))
    if not events:
        return
    standing = frozenset(line.id for line in log.standing if _stands(line, log))
    with st.expander(text("history.show", n=len(events)), icon=":material/history:"):
        st.html(render_history(events, standing, current_language()))
        for line in reversed([e for e in events if isinstance(e, Move) and e.id in standing]):
            words = text("history.undo", what=tell_event(line, current_language()))
            show_undo(words, f"undo-{line.id}", line, disabled=not current_reviewer())


def _stands(line: Event, log: ReviewLog) -> bool:
    """A verdict stands until its reviewer says another or takes it back; the taking back itself stands."""
    if not isinstance(line, Verdict) or line.verdict is Judgement.WITHDRAWN:
        return True
    return log.verdicts.get(line.target, {}).get(line.reviewer) == line


def _seen_by(log: ReviewLog, cases: Sequence[tuple[str, ...]], events: Sequence[Event]) -> list[Event]:
    """The lines that may be seen: verdicts of others stay hidden until enough have judged."""
    hidden = {target for case in cases if not is_open_to_view(log, case) for target in case}
    mine = current_reviewer()
    return [e for e in events if not (isinstance(e, Verdict) and e.target in hidden and e.reviewer != mine)]


show()
