"""Questions put right by hand: a near-miss overruled, a question split, two merged, a claim moved."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from claims.events import Move, MoveKind
from claims.models import Question, Relation, RelationType
from ui.components.frame import render_note
from ui.components.text import mend
from ui.data import save
from ui.desk import Desk
from ui.guard import guarded
from ui.session import current_language, current_reviewer, text
from ui.words import name_relation

QUOTE = 90  # letters of a quote in a list to choose from
FLAGS = (RelationType.CONTRADICTION, RelationType.TENSION)


def show_overrule(relation: Relation, desk: Desk) -> None:
    """Offer to call a near-miss a disagreement after all."""
    with st.container(horizontal=True, gap="small", key=f"overrule-{relation.id}"):
        for wanted in FLAGS:
            st.button(
                text("arrange.overrule", relation=name_relation(wanted, current_language())),
                key=f"overrule-{relation.id}-{wanted.value}",
                type="tertiary",
                icon=":material/gavel:",
                disabled=not current_reviewer(),
                on_click=_overrule,
                args=(relation, wanted, desk),
            )


@guarded
def _overrule(relation: Relation, wanted: RelationType, desk: Desk) -> None:
    quotes = " | ".join(desk.claims[claim].quote for claim in (relation.claim_l, relation.claim_r))
    run = desk.analysis.run.id
    line = Move(relation.id, current_reviewer(), MoveKind.OVERRULE, relation=wanted, seen=quotes, run=run)
    save(line, said="arrange.done")


def show_arranging(question: Question, desk: Desk) -> None:
    """Show how a question can be cut, joined with another, or relieved of claims that are not its own."""
    with st.expander(text("arrange.title"), icon=":material/account_tree:"):
        st.html(render_note(text("arrange.text")))
        if not current_reviewer():
            st.html(render_note(text("claims.needs_name")))
            return
        labels = {claim: _label(claim, desk) for claim in question.claims}
        chosen = st.multiselect(
            text("arrange.claims"),
            list(labels),
            format_func=labels.__getitem__,
            placeholder=text("claims.none_chosen"),
            key=f"arrange-claims-{question.id}",
        )
        titles = {other.id: mend(other.title) for other in desk.analysis.questions if other.id != question.id}
        goal = st.selectbox(
            text("arrange.goal"),
            list(titles),
            None,
            titles.__getitem__,
            placeholder=text("claims.none_chosen"),
            key=f"arrange-goal-{question.id}",
        )
        _show_moves(question, chosen, desk.questions[goal] if goal else None, desk)


def _label(claim: str, desk: Desk) -> str:
    quote = " ".join(desk.claims[claim].quote.split())
    return mend(f"{desk.outlet_of(claim)}: {quote[:QUOTE]}{' …' if len(quote) > QUOTE else ''}")


def _show_moves(question: Question, chosen: Sequence[str], goal: Question | None, desk: Desk) -> None:
    rest = [claim for claim in question.claims if claim not in chosen]
    can = {
        MoveKind.SPLIT: bool(chosen and rest),
        MoveKind.MOVE: bool(chosen and goal),
        MoveKind.MERGE: goal is not None,
    }
    others = {
        MoveKind.SPLIT: rest,
        MoveKind.MOVE: goal.claims if goal else (),
        MoveKind.MERGE: goal.claims if goal else (),
    }
    icons = {MoveKind.SPLIT: "call_split", MoveKind.MOVE: "move_item", MoveKind.MERGE: "merge"}
    with st.container(horizontal=True, gap="small"):
        for move, is_possible in can.items():
            moved = question.claims if move is MoveKind.MERGE else chosen
            st.button(
                text(f"arrange.{move.value}"),
                key=f"arrange-{move.value}",
                icon=f":material/{icons[move]}:",
                disabled=not is_possible,
                on_click=_arrange,
                args=(move, tuple(moved), tuple(others[move]), question, desk),
            )


@guarded
def _arrange(
    move: MoveKind, moved: Sequence[str], others: Sequence[str], question: Question, desk: Desk
) -> None:
    def keys(claims: Sequence[str]) -> tuple[str, ...]:
        return tuple(desk.claims[claim].key for claim in claims)

    line = Move(
        "",
        current_reviewer(),
        move,
        keys(moved),
        keys(others),
        seen=question.title,
        run=desk.analysis.run.id,
    )
    save(line, said="arrange.done")
