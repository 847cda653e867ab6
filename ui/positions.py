"""The answers to a question side by side, the claims that give each under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from claims.models import Position, Span
from ui.components.claim import render_claim
from ui.components.frame import render_position
from ui.desk import Desk
from ui.matrix import name_place
from ui.session import current_language, link_page, text
from ui.words import tell_count, tell_outlet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def show_columns(
    positions: Sequence[Position],
    first: int,
    flagged: frozenset[str],
    marks: Mapping[str, Sequence[Span]],
    desk: Desk,
) -> None:
    """Show positions as columns.

    Args:
        positions: the answers, in the order of their letters.
        first: the number of the first one: 0 is A.
        flagged: the claims that somebody contradicts; they stand on top.
        marks: the words that make the difference, by claim.
        desk: what the claims are looked up in.
    """
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
    outlets = dict.fromkeys(tell_outlet(desk.outlet_of(claim), language) for claim in position.claims)
    label = position.label or text("question.no_label")
    who = f"{tell_count(language, 'count.outlet', len(outlets))}: {', '.join(outlets)}"
    st.html(render_position(name_place(number), label, who, is_flagged=is_flagged))


def _show_claim(claim_id: str, desk: Desk, marks: Sequence[Span]) -> None:
    claim = desk.claims[claim_id]
    with st.container(key=f"claim-{claim_id}", gap="xsmall"):
        st.html(render_claim(claim, desk.readings[claim.document], marks, current_language()))
        query: dict[str, str | list[str]] = {"d": claim.document, "c": claim_id}
        link_page("article", text("question.open_article"), "article", query)
