"""What was understood of a claim, as a person checks it."""

from __future__ import annotations

from collections.abc import Iterator

from claims.events import Aspect
from claims.models import ActorKind, Claim, Document, Quantity, Time
from ui.components.claim import render_quote, render_speakers
from ui.components.text import escape, list_facts
from ui.words import name_claim_kind, tell, tell_day, tell_number

NAMES = {
    "person": (ActorKind.PERSON,),
    "place": (ActorKind.PLACE, ActorKind.COUNTRY),
    "organisation": (ActorKind.ORGANISATION,),
    "actors": (ActorKind.OTHER,),
}


def name_aspect(aspect: Aspect, lang: str) -> str:
    """Return the word for a part of a claim."""
    return tell(lang, f"aspect.{aspect.value}")


def tell_quantity(quantity: Quantity, lang: str) -> str:
    """Return a figure with its bounds, unit and what is counted.

    >>> from claims.models import Span
    >>> tell_quantity(Quantity(2000, None, Span(0, 1), what="rumah"), "id")
    'mulai 2.000 rumah'
    """
    low, high = (tell_number(end, lang) if end is not None else "" for end in (quantity.low, quantity.high))
    if low and high:
        words = low if low == high else f"{low}–{high}"
    else:
        words = tell(lang, "figure.at_least", n=low) if low else tell(lang, "figure.at_most", n=high)
    if quantity.approximate:
        words = tell(lang, "figure.about", n=words)
    return " ".join(part for part in (words, quantity.unit, quantity.what) if part)


def tell_time(time: Time, lang: str) -> str:
    """Return the days of a time, or that it has no place on the calendar."""
    if not time.is_placed:
        return tell(lang, "figure.unplaced")
    ends = [tell_day(day.isoformat(), lang) if day else "…" for day in (time.start, time.end)]
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def render_claim_facts(claim: Claim, document: Document, lang: str) -> str:
    """Return the quote and what the machine, or a person after it, reads in it."""
    figures = "<br>".join(escape(tell_quantity(quantity, lang)) for quantity in claim.quantities)
    times = "<br>".join(escape(tell_time(time, lang)) for time in claim.times)
    rows = (
        (name_aspect(Aspect.SPEAKER, lang), render_speakers(claim.attribution, lang)),
        (name_aspect(Aspect.QUANTITY, lang), figures),
        (name_aspect(Aspect.TIME, lang), times),
        *_list_names(claim, lang),
        (tell(lang, "aspect.sort"), escape(_tell_sort(claim, lang))),
    )
    return render_quote(claim, document, ()) + list_facts(rows)


def _list_names(claim: Claim, lang: str) -> Iterator[tuple[str, str]]:
    """Yield people, places, organisations and other names, each kind on its line; a country is a place."""
    for part, kinds in NAMES.items():
        names = dict.fromkeys(actor.name for actor in claim.actors if actor.kind in kinds)
        if names:
            yield tell(lang, f"aspect.{part}"), ", ".join(map(escape, names))


def _tell_sort(claim: Claim, lang: str) -> str:
    parts = [
        name_claim_kind(claim.kind, lang),
        tell(lang, f"modality_of.{claim.modality.value}"),
        tell(lang, f"polarity.{claim.polarity.value}"),
    ]
    return ", ".join(parts)
