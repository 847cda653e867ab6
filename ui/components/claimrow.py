"""A claim as a line of a list, with what people put on it."""

from __future__ import annotations

from collections.abc import Sequence

from claims.events import Annotation, Mark
from claims.models import Claim, Document
from ui.components.claim import render_byline, render_speakers
from ui.components.tables import link_to
from ui.components.text import escape, language_tag
from ui.words import LABELS, name_claim_kind, name_modality, tell

SIGNS = {Mark.LABEL: "◆", Mark.TAG: "#", Mark.NOTE: "✎"}


def name_mark(mark: Annotation, lang: str) -> str:
    """Return a label in the reader's language, a tag or note as it was written."""
    return (
        tell(lang, f"label.{mark.value}") if mark.mark is Mark.LABEL and mark.value in LABELS else mark.value
    )


def render_marks(marks: Sequence[Annotation], lang: str) -> str:
    """Return labels and tags as chips, notes as lines with their writer."""
    chips = "".join(
        f'<span class="cs-chip cs-mark-{mark.mark.value}" title="{escape(mark.reviewer)}">'
        f'<b aria-hidden="true">{SIGNS[mark.mark]}</b>{escape(name_mark(mark, lang))}</span>'
        for mark in marks
        if mark.mark is not Mark.NOTE
    )
    notes = "".join(
        f'<p class="cs-said"><b aria-hidden="true">{SIGNS[Mark.NOTE]}</b> {escape(mark.value)} '
        f"<em>{escape(mark.reviewer)}</em></p>"
        for mark in marks
        if mark.mark is Mark.NOTE
    )
    return (f'<div class="cs-chips">{chips}</div>' if chips else "") + notes


def render_claim_row(
    claim: Claim, document: Document, marks: Sequence[Annotation], links: Sequence[tuple[str, str]], lang: str
) -> str:
    """Return a claim in a list; `links` are an address of `make_href` and our own words each."""
    kinds = [name_claim_kind(claim.kind, lang), name_modality(claim.modality, lang)]
    chips = "".join(f'<span class="cs-chip">{escape(kind)}</span>' for kind in dict.fromkeys(kinds) if kind)
    who = (
        f'<p class="cs-who">{render_byline(document, lang)} · {render_speakers(claim.attribution, lang)}</p>'
    )
    quote = (
        f'<blockquote class="cs-quote"{language_tag(document.language.value)}>'
        f"{escape(claim.span.of(document.text))}</blockquote>"
    )
    foot = " ".join(link_to(href, escape(words)) for href, words in links)
    return (
        f'<article class="cs-row">{who}{quote}<div class="cs-foot">'
        f'<div class="cs-chips">{chips}</div>{foot}</div>{render_marks(marks, lang)}</article>'
    )
