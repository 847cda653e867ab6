"""Every claim: found by words or by meaning, and marked one by one or many at once."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import streamlit as st

from claims.events import Annotation, Mark
from claims.models import ClaimKind
from ui.components.claimrow import name_mark, render_claim_row
from ui.components.frame import render_empty, render_heading, render_label, render_note
from ui.components.tables import make_href
from ui.components.text import mend
from ui.data import load_log, load_meanings, open_desk, rank_by_meaning, save, show_notice
from ui.guard import guarded
from ui.search import MOST_ALIKE, Wanted, find_claims
from ui.session import choose, choose_many, current_language, current_reviewer, make_query, text, turn_to_page
from ui.undoing import show_undo
from ui.words import LABELS, name_claim_kind, name_outlet, tell_count, tell_outlet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claims.models import Claim
    from ui.desk import Desk

ROWS_A_PAGE = 25
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")  # all that Markdown reads
CHOSEN = "claims_chosen"  # keys of claims, over all pages of the list
WORDS_SHOWN, WORDS = "claims_words_shown", "claims_words"


def show() -> None:
    """Show the search that the address names."""
    desk = open_desk()
    annotations = load_log().annotations
    st.html(render_heading(text("claims.title"), text("claims.text")))
    show_notice()
    words, by = _ask()
    with st.sidebar, st.container(key="tools"):
        wanted = _narrow(desk, annotations, words if by == "words" else "")
    claims = _find(wanted, words, by, desk, annotations)
    if not claims:
        st.html(render_empty(text("claims.none.title"), text("claims.none.text")))
        return
    _show_count(claims)
    place = st.container()
    pages = -(-len(claims) // ROWS_A_PAGE)
    page = turn_to_page(pages)
    with place:
        for number, claim in enumerate(claims[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]):
            _show_row(number, claim, desk, annotations)
    _show_marking(desk, annotations)


# --- what is asked for ---------------------------------------------------------------------------


def _ask() -> tuple[str, str]:
    given = st.query_params.get("s", "")
    if st.session_state.get(WORDS_SHOWN) != given or WORDS not in st.session_state:
        st.session_state[WORDS] = given  # a link, or the browser's Back
    with st.container(horizontal=True, vertical_alignment="bottom", key="ask"):
        words = st.text_input(
            text("claims.ask"), key=WORDS, placeholder=text("claims.ask_hint"), max_chars=500
        )
        by = choose(
            "by", {name: text(f"claims.by.{name}") for name in ("words", "meaning")}, text("claims.by.label")
        )
    words = words.strip()
    if words:
        st.query_params["s"] = words
    else:
        st.query_params.pop("s", None)
    st.session_state[WORDS_SHOWN] = words
    return words, by


def _narrow(desk: Desk, annotations: Mapping[str, Sequence[Annotation]], words: str) -> Wanted:
    """Show the filters of the list."""
    language = current_language()
    st.html(render_label(text("side.filters")))
    outlets = sorted({name_outlet(r.document) for r in desk.analysis.readings}, key=str.casefold)
    marks = {m.value: m for given in annotations.values() for m in given if m.mark is not Mark.NOTE}
    present = {claim.kind for claim in desk.claims.values()}
    kinds = [kind.value for kind in ClaimKind if kind in present]
    return Wanted(
        words,
        _narrow_by("outlet", {outlet: mend(tell_outlet(outlet, language)) for outlet in outlets}),
        _narrow_by("kind", {kind: name_claim_kind(ClaimKind(kind), language) for kind in kinds}),
        _narrow_by("mark", {value: mend(name_mark(marks[value], language)) for value in sorted(marks)}),
    )


def _narrow_by(name: str, labels: Mapping[str, str]) -> list[str]:
    """Show one filter, if there is something to choose."""
    return choose_many(name, labels, text(f"claims.{name}"), text("list.any")) if labels else []


def _find(
    wanted: Wanted, words: str, by: str, desk: Desk, annotations: Mapping[str, Sequence[Annotation]]
) -> Sequence[Claim]:
    if by == "words" or not words:
        return find_claims(wanted, desk, annotations)
    meanings = load_meanings(desk)
    if meanings is None:
        st.html(render_note(text("claims.no_vectors")))
        return ()
    with st.spinner(text("claims.thinking")):
        ranked = rank_by_meaning(words, meanings, desk)
    kept = (claim for claim, _ in ranked if wanted.matches(claim, desk, annotations.get(claim.key, ())))
    return list(islice(kept, MOST_ALIKE))


# --- the list ------------------------------------------------------------------------------------


def _chosen() -> set[str]:
    chosen: set[str] = st.session_state.setdefault(CHOSEN, set())
    return chosen


def _show_count(claims: Sequence[Claim]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="claims-count"):
        st.html(render_note(tell_count(current_language(), "count.claim", len(claims))), width="content")
        st.button(text("claims.choose_all"), type="tertiary", on_click=_choose_all, args=(claims,))


@guarded
def _choose_all(claims: Sequence[Claim]) -> None:
    _chosen().update(claim.key for claim in claims)
    _forget_boxes()


def _forget_boxes() -> None:
    """Widgets remember what they showed; after a change from outside they are to read it anew."""
    st.session_state["claims_round"] = st.session_state.get("claims_round", 0) + 1


def _show_row(number: int, claim: Claim, desk: Desk, annotations: Mapping[str, Sequence[Annotation]]) -> None:
    article = make_href("article", make_query(d=claim.document, c=claim.id))
    alike = make_href("claims", make_query(s=claim.quote[:500], by="meaning"))
    links = ((article, text("claims.article")), (alike, text("claims.alike")))
    row = render_claim_row(
        claim, desk.document_of(claim), annotations.get(claim.key, ()), links, current_language()
    )
    with st.container(horizontal=True, gap="small", key=f"row-{number}"):
        key = f"choose-{claim.id}-{st.session_state.get('claims_round', 0)}"
        st.checkbox(
            text("claims.choose", n=number + 1),
            value=claim.key in _chosen(),
            key=key,
            label_visibility="collapsed",
            on_change=_toggle,
            args=(claim.key,),
            width="content",
        )
        st.html(row)


@guarded
def _toggle(key: str) -> None:
    _chosen().symmetric_difference_update({key})


# --- marks on what is chosen ---------------------------------------------------------------------


def _show_marking(desk: Desk, annotations: Mapping[str, Sequence[Annotation]]) -> None:
    chosen = sorted(_chosen() & {claim.key for claim in desk.claims.values()})
    if not chosen:
        return
    with st.container(key="marking"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(render_label(text("claims.chosen", n=len(chosen))), width="content")
            st.button(text("claims.drop"), icon=":material/close:", type="tertiary", on_click=_drop)
        if not current_reviewer():
            st.html(render_note(text("claims.needs_name")))
            return
        with st.form("mark", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            labels = {value: text(f"label.{value}") for value in LABELS}
            st.selectbox(
                text("claims.label"),
                list(labels),
                None,
                labels.__getitem__,
                key="mark_label",
                placeholder=text("claims.none_chosen"),
            )
            st.text_input(text("claims.tag"), key="mark_tag", max_chars=60)
            st.text_input(text("claims.note"), key="mark_note", max_chars=2000)
            st.form_submit_button(
                text("claims.add"),
                type="primary",
                on_click=_mark,
                args=(chosen, desk),
                icon=":material/label:",
            )
        _show_own(chosen, annotations)


def _show_own(chosen: Sequence[str], annotations: Mapping[str, Sequence[Annotation]]) -> None:
    """Offer to take the reviewer's own marks off what is chosen."""
    reviewer = current_reviewer()
    own = [mark for key in chosen for mark in annotations.get(key, ()) if mark.reviewer == reviewer]
    counts = Counter((mark.mark, mark.value) for mark in own)
    if not counts:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="unmark"):
        st.html(render_label(text("claims.unmark")), width="content")
        for number, ((kind, value), count) in enumerate(counts.most_common(6)):
            these = [mark for mark in own if (mark.mark, mark.value) == (kind, value)]
            name = f"{_plain(name_mark(these[0], current_language()))} ({count})"
            show_undo(name, f"unmark-{number}", *these, icon="close", is_quiet=False)


def _plain(words: str) -> str:
    """Words that somebody wrote, for a button: nothing in them is read as Markdown."""
    return _SIGNS.sub(r"\\\1", mend(words[:40]))


@guarded
def _drop() -> None:
    _chosen().clear()
    _forget_boxes()


@guarded
def _mark(chosen: Sequence[str], desk: Desk) -> None:
    quotes = {claim.key: claim.quote for claim in desk.claims.values()}
    given = {
        Mark.LABEL: st.session_state.get("mark_label") or "",
        Mark.TAG: st.session_state.get("mark_tag", "").strip(),
        Mark.NOTE: st.session_state.get("mark_note", "").strip(),
    }
    run = desk.analysis.run.id
    lines = [
        Annotation(key, current_reviewer(), mark, value, seen=quotes[key], run=run)
        for key in chosen
        for mark, value in given.items()
        if value
    ]
    if lines and save(*lines, said="claims.marked"):
        st.session_state["mark_label"], st.session_state["mark_tag"], st.session_state["mark_note"] = (
            None,
            "",
            "",
        )


show()
