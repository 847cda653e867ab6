"""What a question's answers differ on, and the reviewer's word on each of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.models import Judgement, Verdict
from claims.passes import adjudication_of, visible_verdicts
from compare.findings import Finding
from ui.components.chips import render_chips
from ui.components.finding import render_last_word, render_pair, render_reason, render_verdicts
from ui.components.frame import render_label, render_note, render_section
from ui.components.weighing import render_weighing
from ui.data import load_log, save, show_notice
from ui.desk import Card, Desk, finding_case
from ui.differences import find_evidence
from ui.guard import guarded
from ui.session import current_language, current_reviewer, show_reviewer, text
from ui.undoing import show_undo
from ui.words import name_judgement

if TYPE_CHECKING:
    from ui.desk import Standing

CHOICES = (Judgement.CONFLICT, Judgement.NO_CONFLICT, Judgement.UNSURE)
ICONS = {
    Judgement.CONFLICT: ":material/call_split:",
    Judgement.NO_CONFLICT: ":material/done_all:",
    Judgement.UNSURE: ":material/question_mark:",
}


def show_findings(card: Card, desk: Desk, standing: Standing) -> None:
    """Show each finding of a card with the verdicts that may be seen, or the form for one."""
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
        show_undo(text("verdict.undo"), f"undo-{number}", *own, is_quiet=False)
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
