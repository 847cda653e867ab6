"""A source: what is known of an article, and how it is known."""

from __future__ import annotations

from claims.models import Basis, Known, Reading
from ui.components.text import escape, link, list_facts
from ui.words import name_article, tell, tell_count, tell_day


def render_known(known: Known, shown: str, lang: str) -> str:
    """Return a value with how it is known: stated, inferred from what, or unknown."""
    if not known:
        return f'<span class="cs-basis">{escape(tell(lang, "basis.unknown"))}</span>'
    key = f"basis.{known.basis.value}" + ("_from" if known.evidence and known.basis is Basis.INFERRED else "")
    basis = escape(tell(lang, key, evidence=known.evidence))
    return f'{escape(shown)} <span class="cs-basis">({basis})</span>'


def render_document_facts(reading: Reading, lang: str) -> str:
    """Return the facts of an article: outlet, date, language, address, file and hash."""
    document = reading.document
    published = tell_day(document.published.value, lang)
    return list_facts(
        (
            (tell(lang, "fact.outlet"), render_known(document.outlet, document.outlet.value, lang)),
            (tell(lang, "fact.published"), render_known(document.published, published, lang)),
            (tell(lang, "fact.language"), render_known(document.language, document.language.value, lang)),
            (tell(lang, "fact.url"), link(document.url) if document.url else ""),
            (tell(lang, "fact.file"), escape(document.path)),
            ("SHA-256", f"<code>{escape(document.sha256)}</code>"),
        )
    )


def render_source(reading: Reading, disagreements: int, lang: str) -> str:
    """Return an article as a card of the list of sources."""
    counts = [
        tell_count(lang, "count.claim", len(reading.claims)),
        tell_count(lang, "count.question", disagreements),
    ]
    chips = "".join(f'<span class="cs-chip">{escape(count)}</span>' for count in counts)
    return (
        f'<article class="cs-source"><h3>{escape(name_article(reading))}</h3>'
        f'<div class="cs-chips">{chips}</div>{render_document_facts(reading, lang)}</article>'
    )
