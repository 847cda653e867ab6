"""How far the reviewers agree, before they saw each other: by kind of conflict and by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.models import ConflictKind
from claims.passes import Status, count_statuses
from compare.agreement import Agreement, measure_agreement
from ui.components.figures import render_coefficient, render_figures
from ui.components.frame import render_empty, render_heading, render_note, render_section
from ui.data import load_log, open_desk
from ui.desk import finding_case
from ui.session import current_language, link_page, text
from ui.words import name_kind, tell_count

if TYPE_CHECKING:
    from claims.log import ReviewLog
    from ui.desk import Desk


def show() -> None:
    """Show the agreement of everybody who judged."""
    desk, log = open_desk(), load_log()
    link_page("review", text("nav.review"), "arrow_back")
    st.html(render_heading(text("agreement.title"), text("agreement.text")))
    kinds = {finding_case(f): f.lead.kind.value for card in desk.cards for f in card.findings}
    counts = count_statuses(log, kinds)
    labels = [f"{text(f'agreement.status.{status.value}')} {counts[status]}" for status in Status]
    st.html(render_note(" · ".join(labels)))
    found = _measure(desk.analysis.run.id, log.number, desk, log)
    if not found.overall.cases:
        st.html(render_empty(text("agreement.none.title"), text("agreement.none.text")))
        link_page("review", text("agreement.none.link"), "rule", {"line": "second"})
        return
    _show_alphas(found)
    _show_pairs(found)


@st.cache_data(show_spinner=False, max_entries=4)
def _measure(run: str, number: int, _desk: Desk, _log: ReviewLog) -> Agreement:
    """The bootstrap takes a moment: once for each state of the log."""
    kinds = {finding_case(f): f.lead.kind.value for card in _desk.cards for f in card.findings}
    return measure_agreement(_log, kinds)


def _show_alphas(found: Agreement) -> None:
    language = current_language()
    rows = [("", found.overall), *found.by_kind.items()]
    shown = [
        render_coefficient(
            name_kind(ConflictKind(kind), language) if kind else text("agreement.all"),
            alpha.alpha,
            (alpha.low, alpha.high),
            tell_count(language, "count.case", alpha.cases),
            language,
        )
        for kind, alpha in rows
    ]
    heads = [text(f"agreement.head.{head}") for head in ("kind", "alpha", "interval", "cases")]
    title = text("agreement.alpha")
    st.html(render_section(title, text("agreement.alpha_text")) + render_figures(title, heads, shown))


def _show_pairs(found: Agreement) -> None:
    language = current_language()
    shown = [
        render_coefficient(
            " – ".join(pair.reviewers),
            pair.kappa,
            None,
            text("agreement.same", n=pair.agreed, total=pair.cases),
            language,
        )
        for pair in found.by_pair
    ]
    heads = [text(f"agreement.head.{head}") for head in ("pair", "kappa", "interval", "same")]
    title = text("agreement.kappa")
    st.html(render_section(title, text("agreement.kappa_text")) + render_figures(title, heads, shown))


show()
