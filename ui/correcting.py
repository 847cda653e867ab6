"""Beside an article: one claim, what was understood of it, and how to put it right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from claims.corrections import (
    correct_quantity,
    correct_sort,
    correct_speaker,
    correct_time,
    correct_words,
)
from claims.events import Aspect, Correction
from claims.models import Claim, ClaimKind, Modality, Polarity, Quantity, Span, Time
from ui.components.facts import name_aspect, render_claim_facts
from ui.components.frame import render_note, render_section
from ui.components.history import render_event
from ui.components.text import mend
from ui.data import load_log, save
from ui.desk import Desk
from ui.guard import guarded
from ui.session import current_language, current_reviewer, text
from ui.undoing import show_undo
from ui.words import name_claim_kind

PARTS = (Aspect.SPEAKER, Aspect.QUANTITY, Aspect.TIME, Aspect.SPAN, Aspect.KIND)
NEW = -1  # the choice of a figure or time that the machine did not see


def show_claim(claim: Claim, desk: Desk) -> None:
    """Show a claim as it reads now, the forms that correct it and what was corrected before."""
    language = current_language()
    document = desk.document_of(claim)
    st.html(render_section(text("claim.title")) + render_claim_facts(claim, document, language))
    if not current_reviewer():
        st.html(render_note(text("claims.needs_name")))
    else:
        names = {part.value: name_aspect(part, language) for part in PARTS}
        part = st.selectbox(
            text("correct.what"),
            list(names),
            None,
            names.__getitem__,
            key=f"correct-{claim.id}",
            placeholder=text("correct.choose"),
        )
        if part:
            _FORMS[Aspect(part)](claim, desk)
    _show_corrections(claim)


def _show_corrections(claim: Claim) -> None:
    for number, line in enumerate(load_log().corrections.get(claim.key, ())):
        with st.container(key=f"corrected-{number}", gap="xsmall"):
            st.html(render_event(line, current_language()))
            show_undo(text("verdict.undo"), f"uncorrect-{line.id}", line, disabled=not current_reviewer())


# --- forms ---------------------------------------------------------------------------------------


def _field(name: str, claim: Claim) -> str:
    return f"fix-{name}-{claim.id}"


def _given(name: str, claim: Claim) -> str:
    return str(st.session_state.get(_field(name, claim)) or "").strip()


def _submit(claim: Claim, desk: Desk, make: Callable[[Claim], Correction | str]) -> None:
    st.form_submit_button(
        text("correct.save"),
        type="primary",
        on_click=_keep,
        args=(claim, desk, make),
        icon=":material/check:",
    )


@guarded
def _keep(claim: Claim, desk: Desk, make: Callable[[Claim], Correction | str]) -> None:
    """Save what the form says, or say why it cannot be."""
    made = make(claim)
    if isinstance(made, str):
        st.session_state["notice"] = ("error", made)
    else:
        save(replace(made, seen=claim.quote, run=desk.analysis.run.id), said="correct.saved")


def _show_speaker(claim: Claim, desk: Desk) -> None:
    first = claim.attribution[0] if claim.attribution else None
    with st.form(_field("speaker", claim), border=False):
        st.text_input(
            text("correct.name"), mend(first.name) if first else "", key=_field("name", claim), max_chars=200
        )
        st.text_input(
            text("correct.role"), mend(first.role) if first else "", key=_field("role", claim), max_chars=200
        )
        st.html(render_note(text("correct.own_voice")))
        _submit(claim, desk, _make_speaker)


def _make_speaker(claim: Claim) -> Correction:
    return correct_speaker(claim, current_reviewer(), _given("name", claim), _given("role", claim))


def _choose_place(claim: Claim, spans: Mapping[int, Span]) -> int:
    """Let the reviewer choose what stands in the claim, or give the words of what was not seen."""
    labels = {n: f"“{mend(claim.words_at(span))}”" for n, span in spans.items()} | {
        NEW: text("correct.unseen")
    }
    chosen: int = st.selectbox(
        text("correct.which"), list(labels), format_func=labels.__getitem__, key=_field("which", claim)
    )
    return chosen


def _find_place(claim: Claim, chosen: int, spans: Mapping[int, Span]) -> Span | None:
    """Where in the document the words stand that are corrected; None if the claim does not hold them."""
    if chosen != NEW:
        return spans[chosen]
    words = _given("words", claim)
    at = claim.quote.find(words) if words else -1
    return Span(at, at + len(words)).shift(claim.span.start) if at >= 0 else None


def _show_quantity(claim: Claim, desk: Desk) -> None:
    spans = {n: q.span for n, q in enumerate(claim.quantities) if claim.span.contains(q.span)}
    chosen = _choose_place(claim, spans)
    known = claim.quantities[chosen] if chosen != NEW else None
    with st.form(_field(f"quantity{chosen}", claim), border=False):
        if known is None:
            st.text_input(text("correct.words"), key=_field("words", claim), max_chars=200)
        low, high = (known.low, known.high) if known else (None, None)
        left, right = st.columns(2)
        with left:
            st.number_input(text("correct.low"), value=low, format="%g", key=_field(f"low{chosen}", claim))
        with right:
            st.number_input(text("correct.high"), value=high, format="%g", key=_field(f"high{chosen}", claim))
        st.text_input(
            text("correct.counted"),
            mend(known.what) if known else "",
            key=_field(f"what{chosen}", claim),
            max_chars=100,
        )
        st.checkbox(text("correct.no_figure"), key=_field(f"none{chosen}", claim))
        st.html(render_note(text("correct.open_end")))
        _submit(claim, desk, lambda claim: _make_quantity(claim, chosen, spans))


def _make_quantity(claim: Claim, chosen: int, spans: Mapping[int, Span]) -> Correction | str:
    place = _find_place(claim, chosen, spans)
    if place is None:
        return text("correct.not_there")
    if st.session_state.get(_field(f"none{chosen}", claim)):
        return correct_quantity(claim, current_reviewer(), place, None)
    low, high = (st.session_state.get(_field(f"{end}{chosen}", claim)) for end in ("low", "high"))
    if low is None and high is None:
        return text("correct.no_number")
    known = claim.quantities[chosen] if chosen != NEW else Quantity(low, high, place)
    what = _given(f"what{chosen}", claim)
    return correct_quantity(claim, current_reviewer(), place, replace(known, low=low, high=high, what=what))


def _show_time(claim: Claim, desk: Desk) -> None:
    spans = {n: t.span for n, t in enumerate(claim.times) if claim.span.contains(t.span)}
    chosen = _choose_place(claim, spans)
    known = claim.times[chosen] if chosen != NEW else None
    with st.form(_field(f"time{chosen}", claim), border=False):
        if known is None:
            st.text_input(text("correct.words"), key=_field("words", claim), max_chars=200)
        for end in ("start", "end"):
            st.date_input(
                text(f"correct.{end}"),
                getattr(known, end) if known else None,
                min_value=date(1, 1, 1),
                max_value=date(9999, 12, 31),
                key=_field(f"{end}{chosen}", claim),
                format="DD/MM/YYYY",
            )
        st.checkbox(text("correct.no_time"), key=_field(f"none{chosen}", claim))
        _submit(claim, desk, lambda claim: _make_time(claim, chosen, spans))


def _make_time(claim: Claim, chosen: int, spans: Mapping[int, Span]) -> Correction | str:
    place = _find_place(claim, chosen, spans)
    if place is None:
        return text("correct.not_there")
    if st.session_state.get(_field(f"none{chosen}", claim)):
        return correct_time(claim, current_reviewer(), place, None)
    start, end = (st.session_state.get(_field(f"{name}{chosen}", claim)) for name in ("start", "end"))
    if start is None and end is None:
        return text("correct.no_day")
    if start and end and start > end:
        return text("correct.days_reversed")
    known = claim.times[chosen] if chosen != NEW else Time(start, end, place)
    return correct_time(claim, current_reviewer(), place, replace(known, start=start, end=end))


def _show_words(claim: Claim, desk: Desk) -> None:
    with st.form(_field("span", claim), border=False):
        st.text_area(text("correct.quote"), mend(claim.quote), key=_field("quote", claim), max_chars=4000)
        st.html(render_note(text("correct.quote_text")))
        document = desk.document_of(claim).text
        _submit(claim, desk, lambda claim: _make_words(claim, document))


def _make_words(claim: Claim, document: str) -> Correction | str:
    words = _given("quote", claim)
    if not words or " ".join(words.split()) not in " ".join(document.split()):
        return text("correct.not_in_article")
    return correct_words(claim, current_reviewer(), words)


def _show_sort(claim: Claim, desk: Desk) -> None:
    language = current_language()
    kinds = {kind.value: name_claim_kind(kind, language) for kind in ClaimKind}
    ways = {way.value: text(f"modality_of.{way.value}") for way in Modality}
    denies = {pole.value: text(f"polarity.{pole.value}") for pole in Polarity}
    with st.form(_field("sort", claim), border=False):
        for name, labels, now in (
            ("kind", kinds, claim.kind.value),
            ("modality", ways, claim.modality.value),
            ("polarity", denies, claim.polarity.value),
        ):
            st.selectbox(
                text(f"correct.{name}"),
                list(labels),
                list(labels).index(now),
                labels.__getitem__,
                key=_field(name, claim),
            )
        st.form_submit_button(
            text("correct.save"),
            type="primary",
            on_click=_keep_sort,
            args=(claim, desk),
            icon=":material/check:",
        )


@guarded
def _keep_sort(claim: Claim, desk: Desk) -> None:
    new = (
        ClaimKind(_given("kind", claim)),
        Modality(_given("modality", claim)),
        Polarity(_given("polarity", claim)),
    )
    changed = [value for value in new if value not in (claim.kind, claim.modality, claim.polarity)]
    made = [correct_sort(claim, current_reviewer(), value) for value in changed]
    run = desk.analysis.run.id
    if made:
        save(*(replace(line, seen=claim.quote, run=run) for line in made), said="correct.saved")


_FORMS: dict[Aspect, Callable[[Claim, Desk], None]] = {
    Aspect.SPEAKER: _show_speaker,
    Aspect.QUANTITY: _show_quantity,
    Aspect.TIME: _show_time,
    Aspect.SPAN: _show_words,
    Aspect.KIND: _show_sort,
}
