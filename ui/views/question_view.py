"""One question: its answers side by side, what differs, and the reviewer's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.events import Move
from claims.models import Judgement, Position, Span, Verdict
from claims.passes import adjudication_of, is_open_to_view, visible_verdicts
from compare.findings import Finding
from ui.adding import show_if_behind
from ui.arranging import show_arranging, show_overrule
from ui.components.chips import render_chips
from ui.components.claim import render_claim
from ui.components.finding import (
    render_last_word,
    render_near_miss,
    render_pair,
    render_question_heading,
    render_reason,
    render_verdicts,
)
from ui.components.frame import (
    render_empty,
    render_heading,
    render_label,
    render_note,
    render_position,
    render_section,
)
from ui.components.history import render_history, tell_event
from ui.components.timeline import find_timeline, render_timeline
from ui.components.weighing import render_weighing
from ui.data import load_log, load_standing, open_desk, save, show_notice, take_back
from ui.desk import Card, Desk, find_neighbours, finding_case
from ui.differences import find_all_evidence, find_evidence
from ui.filters import NAMES, filter_cards, list_outlets, read_filters
from ui.guard import guarded
from ui.matrix import name_place
from ui.session import current_language, current_reviewer, link_page, read_address, show_reviewer, text
from ui.words import name_judgement, tell_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claims.events import Event
    from claims.log import ReviewLog
    from claims.models import Question, Relation
    from ui.desk import Standing

CHOICES = (Judgement.CONFLICT, Judgement.NO_CONFLICT, Judgement.UNSURE)
ICONS = {
    Judgement.CONFLICT: ":material/call_split:",
    Judgement.NO_CONFLICT: ":material/done_all:",
    Judgement.UNSURE: ":material/question_mark:",
}


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
    _show_findings(card, desk, standing)
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
        _show_columns(desk.positions_of(question), 0, frozenset(), {}, desk)
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
        _show_columns(split, 0, card.flagged_claims, marks, desk)
    if others:
        with (
            st.expander(text("question.other_positions", n=len(others))),
            st.container(key="other-positions"),
        ):
            _show_columns(others, len(split), card.flagged_claims, {}, desk)


def _show_columns(
    positions: Sequence[Position],
    first: int,
    flagged: frozenset[str],
    marks: Mapping[str, Sequence[Span]],
    desk: Desk,
) -> None:
    for number, (column, position) in enumerate(
        zip(st.columns(len(positions)), positions, strict=True), first
    ):
        with column:
            _show_answer(number, position, desk, is_flagged=not flagged.isdisjoint(position.claims))
            # what is in dispute stands on top
            for claim in sorted(position.claims, key=lambda claim: claim not in flagged):
                _show_claim(claim, desk, marks.get(claim, ()))


def _show_answer(number: int, position: Position, desk: Desk, *, is_flagged: bool) -> None:
    language = current_language()
    outlets = dict.fromkeys(desk.outlet_of(claim) for claim in position.claims)
    label = position.label or text("question.no_label")
    who = f"{tell_count(language, 'count.outlet', len(outlets))}: {', '.join(outlets)}"
    st.html(render_position(name_place(number), label, who, is_flagged=is_flagged))


def _show_claim(claim_id: str, desk: Desk, marks: Sequence[Span]) -> None:
    claim = desk.claims[claim_id]
    with st.container(key=f"claim-{claim_id}", gap="xsmall"):
        st.html(render_claim(claim, desk.readings[claim.document], marks, current_language()))
        query: dict[str, str | list[str]] = {"d": claim.document, "c": claim_id}
        link_page("article", text("question.open_article"), "article", query)


# --- findings and verdicts -----------------------------------------------------------------------


def _show_findings(card: Card, desk: Desk, standing: Standing) -> None:
    st.html(render_section(text("question.findings")))
    show_notice()
    if not current_reviewer():
        with st.container(key="ask-name"):
            st.html(render_note(text("verdict.needs_name")))
            show_reviewer("page")
    for number, finding in enumerate(card.findings, 1):
        with st.container(key=f"finding-{number}"):
            _show_finding(number, finding, card, desk)
            _show_verdicts(number, finding, card, desk, standing)


def _show_finding(number: int, finding: Finding, card: Card, desk: Desk) -> None:
    language = current_language()
    total = len(card.findings)
    if total > 1:
        st.html(
            render_label(text("question.finding", n=number, total=total))
            + render_chips(finding.lead, language)
        )
    # with one finding the reason is in the heading, with two claims the quotes are right above
    body = render_reason(finding.lead, language) if total > 1 else ""
    if len(card.question.claims) > 2:
        body += render_pair(finding.lead, find_evidence(finding, desk), desk, language)
    body += render_weighing(finding.lead, language)
    if body:
        st.html(body)
    if finding.others:
        with st.expander(text("question.others", n=len(finding.others))):
            for relation in finding.others:
                marks = find_evidence(Finding(relation), desk)
                st.html(render_pair(relation, marks, desk, language) + render_reason(relation, language))


def _show_verdicts(number: int, finding: Finding, card: Card, desk: Desk, standing: Standing) -> None:
    log, case = load_log(), finding_case(finding)
    verdicts = visible_verdicts(log, case, current_reviewer())
    own = [v for v in verdicts if v.reviewer == current_reviewer()]
    if verdicts:
        st.html(render_verdicts(verdicts, current_language()))
    last_word = adjudication_of(log, case)
    if last_word:
        st.html(render_last_word(last_word, current_language()))
    hidden = len(finding.verdicts(standing)) - len(verdicts)
    if hidden:
        st.html(render_note(text("question.hidden", n=hidden)))
    if own:
        st.button(
            text("verdict.undo"),
            key=f"undo-{number}",
            icon=":material/undo:",
            on_click=take_back,
            args=tuple(own),
        )
        return
    _show_form(number, finding, desk)


def _show_form(number: int, finding: Finding, desk: Desk) -> None:
    note_key = f"note-{finding.lead.id}"
    with st.form(f"verdict-{number}", border=False, enter_to_submit=False):
        st.text_input(
            text("verdict.note"),
            key=note_key,
            placeholder=text("verdict.note_hint"),
            max_chars=2000,
        )
        with st.container(horizontal=True, gap="small"):
            for choice in CHOICES:
                st.form_submit_button(
                    name_judgement(choice, current_language()),
                    key=f"judge-{number}-{choice.value}",
                    icon=ICONS[choice],
                    type="primary" if choice is Judgement.CONFLICT else "secondary",
                    disabled=not current_reviewer(),
                    on_click=_judge,
                    args=(finding, choice, note_key, desk),
                )


@guarded
def _judge(finding: Finding, choice: Judgement, note_key: str, desk: Desk) -> None:
    note, seen = st.session_state.get(note_key, "").strip(), desk.describe(finding)
    run = desk.analysis.run.id
    save(Verdict(finding.lead.id, current_reviewer(), choice, note, seen=seen, run=run), said="verdict.saved")


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
            st.button(
                text("history.undo", what=tell_event(line, current_language())),
                key=f"undo-{line.id}",
                icon=":material/undo:",
                type="tertiary",
                disabled=not current_reviewer(),
                on_click=take_back,
                args=(line,),
            )


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
