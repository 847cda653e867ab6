"""A claim as it is shown: the quote with marks, on whose word, the sentences around it, where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from claims.models import Claim, Document, Reading, Span, Speaker
from compare.report.marking import cut_pieces, merge_spans
from ui.components.text import escape, fold, language_tag, link, list_facts, mark_text
from ui.words import name_modality, shorten_name, tell, tell_event_days, tell_published

SENTENCES_AROUND = 2  # enough to see who "he" is and what "that" was; more is the article's page


def render_quote(claim: Claim, document: Document, marks: Sequence[Span]) -> str:
    """Return the exact words of a claim, from the document itself, with `marks` in it."""
    words = mark_text(document.text, claim.span, marks)
    return f'<blockquote class="cs-quote"{language_tag(document.language.value)}>{words}</blockquote>'


def render_outlet(document: Document, lang: str) -> str:
    """Return who published it; an article without a name shows its file."""
    if document.outlet:
        return f"<strong>{escape(document.outlet.value)}</strong>"
    unnamed, file = tell(lang, "outlet_unnamed"), document.path or document.id
    short = f'<span title="{escape(file)}">({escape(shorten_name(file))})</span>'
    return f"<strong>{escape(unnamed)}</strong> {short}"


def render_byline(document: Document, lang: str) -> str:
    """Return who published it and when."""
    return f"{render_outlet(document, lang)} · {escape(tell_published(document.published, lang))}"


def render_side(claim: Claim, document: Document, marks: Sequence[Span], lang: str) -> str:
    """Return one side of a pair: outlet, date, speaker and the quote."""
    who = render_byline(document, lang)
    said = f"<br>{render_speakers(claim.attribution, lang)}" if claim.attribution else ""
    quote = render_quote(claim, document, marks)
    return f'<div class="cs-side"><p class="cs-who">{who}{said}</p>{quote}</div>'


def render_speakers(chain: Sequence[Speaker], lang: str) -> str:
    """Return on whose word it is said, each carrier after whom it quotes, or that nobody is named."""
    if not chain:
        return _quiet(tell(lang, "own_voice"))
    links = f" {_quiet(tell(lang, 'quoted_by'))} ".join(_render_speaker(speaker) for speaker in chain)
    parts = [_quiet(tell(lang, "according_to")), links]
    carrier = chain[-1].via
    if carrier and carrier.casefold() not in {speaker.name.casefold() for speaker in chain}:
        parts.append(_quiet(tell(lang, "via", name=carrier)))
    if not all(speaker.is_certain for speaker in chain):
        parts.append(_quiet(f"({tell(lang, 'speaker_uncertain')})"))
    return " ".join(parts)


def _quiet(words: str) -> str:
    return f"<em>{escape(words)}</em>"


def _render_speaker(speaker: Speaker) -> str:
    return escape(speaker.name) + (_quiet(f", {speaker.role}") if speaker.role else "")


def render_claim(claim: Claim, reading: Reading, marks: Sequence[Span], lang: str) -> str:
    """Return a claim in full, as it stands in the column of its position."""
    document = reading.document
    modality = name_modality(claim.modality, lang)
    chip = f' <span class="cs-chip">{escape(modality)}</span>' if modality else ""
    return (
        f'<article class="cs-claim"><p class="cs-who">{render_byline(document, lang)}{chip}</p>'
        f'<p class="cs-said">{render_speakers(claim.attribution, lang)}</p>'
        f"{render_quote(claim, document, marks)}"
        f"{fold(tell(lang, 'around'), _render_around(claim, reading))}"
        f"{fold(tell(lang, 'provenance'), _render_provenance(claim, document, lang), 'cs-origin')}</article>"
    )


def _render_around(claim: Claim, reading: Reading) -> str:
    """The sentences before and after, exactly as they stand, the claim's own words set off."""
    frame = find_frame(claim, reading)
    before = _render_plain(Span(frame.start, claim.span.start), reading)
    after = _render_plain(Span(claim.span.end, frame.end), reading)
    own = f"<b>{escape(claim.span.of(reading.document.text))}</b>"
    return f'<p class="cs-around"{language_tag(reading.document.language.value)}>{before}{own}{after}</p>'


def _render_plain(frame: Span, reading: Reading) -> str:
    """A stretch of the text, what is not the article greyed."""
    text = reading.document.text
    inside = [b.span for b in reading.boilerplate if b.span.overlaps(frame)]
    marks = merge_spans(Span(max(s.start, frame.start), min(s.end, frame.end)) for s in inside)
    return "".join(
        f'<span class="cs-boiler">{escape(piece)}</span>' if is_boilerplate else escape(piece)
        for piece, is_boilerplate in cut_pieces(text, frame, marks)
    )


def find_frame(claim: Claim, reading: Reading) -> Span:
    """Return the stretch from `SENTENCES_AROUND` sentences before the claim to as many after it."""
    spans = [sentence.span for sentence in reading.sentences]
    own = [number for number, span in enumerate(spans) if span.overlaps(claim.sentence)]
    if not own:
        return Span(min(claim.sentence.start, claim.span.start), max(claim.sentence.end, claim.span.end))
    first = spans[max(own[0] - SENTENCES_AROUND, 0)]
    last = spans[min(own[-1] + SENTENCES_AROUND, len(spans) - 1)]
    return Span(min(first.start, claim.span.start), max(last.end, claim.span.end))


def _render_provenance(claim: Claim, document: Document, lang: str) -> str:
    return list_facts(
        (
            (tell(lang, "fact.title"), escape(document.title.value)),
            (tell(lang, "fact.url"), link(document.url) if document.url else ""),
            (tell(lang, "fact.file"), escape(document.path)),
            (tell(lang, "fact.event"), escape(tell_event_days(claim, lang))),
            (tell(lang, "fact.place"), escape(f"{claim.span.start}–{claim.span.end}")),
            ("SHA-256", f"<code>{escape(document.sha256)}</code>"),
        )
    )
