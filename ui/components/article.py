"""An article as it was fetched: every character, claims marked by what became of them, boilerplate greyed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claims.models import Claim, Reading, RelationType, Span
from ui.components.claim import render_byline
from ui.components.frame import render_heading
from ui.components.source import render_document_facts
from ui.components.tables import link_to
from ui.components.text import escape, fold, language_tag
from ui.desk import Card, Desk, sides
from ui.words import name_article, name_boilerplate, tell

PART = 40_000  # code points shown at once: a longer text is turned like a book, nothing of it is left out


@dataclass(frozen=True)
class Footnote:
    """A disagreement that a claim of the article takes part in, and its number in the margin."""

    number: int
    card: Card
    relation: RelationType


def find_footnotes(document: str, desk: Desk) -> dict[str, list[Footnote]]:
    """Return the disagreements of an article's claims by claim, numbered in the order of the list."""
    notes: dict[str, list[Footnote]] = {}
    for number, card in enumerate(desk.cards_of_document.get(document, ()), 1):
        graver: dict[str, RelationType] = {}
        for relation in (r for finding in card.findings for r in finding.relations):
            for claim in sides(relation):
                if desk.claims[claim].document == document:
                    known = graver.get(claim)
                    graver[claim] = known if known is RelationType.CONTRADICTION else relation.relation
        for claim, kind in graver.items():
            notes.setdefault(claim, []).append(Footnote(number, card, kind))
    return notes


def cut_parts(text: str, size: int = PART) -> list[Span]:
    """Return the text in parts of about `size`, cut at the ends of lines where there are any.

    >>> [s.of("aaaa\\nbbbb\\ncccc") for s in cut_parts("aaaa\\nbbbb\\ncccc", 7)]
    ['aaaa\\n', 'bbbb\\n', 'cccc']
    """
    parts, start = [], 0
    while start < len(text):
        end = min(start + size, len(text))
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        parts.append(Span(start, end))
        start = end
    return parts or [Span(0, 0)]


def render_article_heading(reading: Reading, lang: str) -> str:
    """Return the head of the page: title, outlet, date, and all that is known on demand."""
    byline = f'<p class="cs-who">{render_byline(reading.document, lang)}</p>'
    facts = fold(tell(lang, "article.facts"), render_document_facts(reading, lang), "cs-origin")
    return render_heading(name_article(reading), below=byline + facts)


def render_article(
    reading: Reading,
    frame: Span,
    notes: Mapping[str, Sequence[Footnote]],
    here: str,
    lang: str,
    link: Callable[[Claim], str] | None = None,
) -> str:
    """Return the text of `frame`.

    `here` is the id of the claim that the reader came for; `link` makes the address that shows a claim.
    """
    text = reading.document.text
    layers = [_Layer(b.span, name_boilerplate(b.reason, lang)) for b in reading.boilerplate]
    layers += [_Layer(claim.span, claim=claim) for claim in reading.claims]
    inside = sorted(
        (layer for layer in layers if layer.span.overlaps(frame)), key=lambda x: (x.span.start, -x.span.end)
    )
    html, at = [], frame.start
    for layer in inside:
        # claims may nest in one another; what a longer one has shown is not shown again
        start, end = max(layer.span.start, at), min(layer.span.end, frame.end)
        if end <= at:
            continue
        html += [escape(text[at:start]), _render_layer(text[start:end], layer, notes, here, lang, link)]
        at = end
    html.append(escape(text[at : frame.end]))
    return f'<div class="cs-text"{language_tag(reading.document.language.value)}>{"".join(html)}</div>'


@dataclass(frozen=True)
class _Layer:
    span: Span
    boilerplate: str = ""
    claim: Claim | None = None


def _render_layer(
    words: str,
    layer: _Layer,
    notes: Mapping[str, Sequence[Footnote]],
    here: str,
    lang: str,
    link: Callable[[Claim], str] | None,
) -> str:
    if layer.claim is None:
        title = escape(tell(lang, "boilerplate_title", reason=layer.boilerplate))
        return f'<span class="cs-boiler" title="{title}">{escape(words)}</span>'
    own = notes.get(layer.claim.id, ())
    kinds = {note.relation for note in own}
    hot = RelationType.CONTRADICTION if RelationType.CONTRADICTION in kinds else RelationType.TENSION
    classes = f"cs-hot-{hot.value}" if kinds else "cs-plain"
    classes += " cs-fixed" if layer.claim.corrected else ""
    classes += " cs-here" if layer.claim.id == here else ""
    numbers = f"<sup>{', '.join(str(note.number) for note in own)}</sup>" if own else ""
    inside = link_to(link(layer.claim), escape(words)) if link else escape(words)
    return f'<mark class="{classes}" id="{escape(layer.claim.id)}">{inside}</mark>{numbers}'


def render_legend(lang: str) -> str:
    """Return what the marks mean, drawn as they are drawn in the text."""
    kinds = ("cs-hot-contradiction", "cs-hot-tension", "cs-plain", "cs-fixed")
    items = [f'<mark class="{kind}">{escape(tell(lang, f"legend.{kind[3:]}"))}</mark>' for kind in kinds]
    items.append(f'<span class="cs-boiler">{escape(tell(lang, "legend.boiler"))}</span>')
    drawn = "".join(f'<span class="cs-text">{item}</span>' for item in items)
    return f'<div class="cs-legend">{drawn}</div>'


def render_footnote(note: Footnote, chip: str) -> str:
    """Return a disagreement as it stands beside the article; `chip` is safe HTML."""
    return (
        f'<div class="cs-aside"><div class="cs-chips">{chip}</div>'
        f"<p><sup>{note.number}</sup>{escape(note.card.question.title)}</p></div>"
    )
