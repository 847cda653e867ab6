"""What a person corrected in a claim wins over the machine.

A correction hangs on the claim's key and counts offsets from the claim's start, so it holds after every new
reading, wherever the words stand.  The claim keeps its id and key (they are of the words as the machine cut
them), and `Claim.corrected` names the parts that a person corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from claims.events import Aspect, Correction
from claims.models import (
    Claim,
    ClaimKind,
    Document,
    Modality,
    Polarity,
    Quantity,
    Reading,
    Span,
    Speaker,
    Time,
    content_id,
)

Corrections = Mapping[str, Sequence[Correction]]
Reread = Callable[[Document, Claim], Claim]


# --- what the app writes -------------------------------------------------------------------------


def correct_speaker(claim: Claim, reviewer: str, name: str, role: str = "") -> Correction:
    """Return the line that says who said it; no name is the outlet's own voice.

    >>> claim = Claim("d-1", Span(10, 21), "12 korban.", Span(10, 21))
    >>> correct_speaker(claim, "Ayu", "Sari").value
    'Sari'
    """
    return Correction(claim.key, reviewer, Aspect.SPEAKER, name.strip(), role.strip())


def correct_quantity(claim: Claim, reviewer: str, place: Span, quantity: Quantity | None) -> Correction:
    """Return the line that says which quantity stands at `place` (in the document), None for none.

    The span of `quantity` is taken from `place`.

    >>> claim = Claim("d-1", Span(10, 20), "12 korban.", Span(10, 20))
    >>> made = correct_quantity(claim, "Ayu", Span(10, 12), Quantity(12, 15, Span(10, 12)))
    >>> made.place, made.quantity.high
    ((0, 2), 15)
    """
    local = _to_local(claim, place)
    kept = replace(quantity, span=Span(0, len(place))) if quantity else None
    return Correction(claim.key, reviewer, Aspect.QUANTITY, _tell_quantity(kept), place=local, quantity=kept)


def correct_time(claim: Claim, reviewer: str, place: Span, time: Time | None) -> Correction:
    """Return the line that says which time stands at `place` (in the document), None for none."""
    local = _to_local(claim, place)
    kept = replace(time, span=Span(0, len(place))) if time else None
    words = f"{kept.start or ''}..{kept.end or ''}" if kept else ""
    return Correction(claim.key, reviewer, Aspect.TIME, words, place=local, time=kept)


def correct_words(claim: Claim, reviewer: str, words: str) -> Correction:
    """Return the line that says which words of the article are the claim."""
    return Correction(claim.key, reviewer, Aspect.SPAN, " ".join(words.split()))


def correct_sort(claim: Claim, reviewer: str, value: Polarity | Modality | ClaimKind) -> Correction:
    """Return the line that says how the claim is put, whether it denies, or what it is about.

    >>> claim = Claim("d-1", Span(0, 10), "12 korban.", Span(0, 10))
    >>> correct_sort(claim, "Ayu", Modality.HEDGED).aspect.value
    'modality'
    """
    aspects = {Polarity: Aspect.POLARITY, Modality: Aspect.MODALITY, ClaimKind: Aspect.KIND}
    return Correction(claim.key, reviewer, aspects[type(value)], value.value)


# --- what the analysis does with it --------------------------------------------------------------


def apply_corrections(reading: Reading, corrections: Corrections, reread: Reread | None = None) -> Reading:
    """Return `reading` with its claims as people corrected them; what cannot be placed changes nothing.

    Args:
        reading: what the machine understood.
        corrections: those that stand, by claim key (`ReviewLog.corrections`).
        reread: reads the facts of a claim whose words were changed; without it they are those that still lie
            inside.
    """
    if not any(claim.key in corrections for claim in reading.claims):
        return reading
    claims = tuple(
        _apply(reading.document, claim, corrections.get(claim.key, ()), reread) for claim in reading.claims
    )
    return replace(reading, claims=claims)


def find_unplaced(readings: Sequence[Reading], corrections: Corrections) -> tuple[Correction, ...]:
    """Return the corrections of claims in `readings` that changed nothing: their words are not there."""
    found = []
    for reading in readings:
        for claim in reading.claims:
            for line in corrections.get(claim.key, ()):
                if _change(reading.document, claim, line) is None:
                    found.append(line)
    return tuple(found)


def digest_corrections(readings: Sequence[Reading], corrections: Corrections) -> str:
    """Return a hash of what was corrected in these readings, "" if nothing was: a run depends on it."""
    keys = {claim.key for reading in readings for claim in reading.claims}
    ids = sorted(line.id for key in keys & corrections.keys() for line in corrections[key])
    return content_id("x", *ids) if ids else ""


def _apply(document: Document, claim: Claim, lines: Sequence[Correction], reread: Reread | None) -> Claim:
    """Words first, because their facts are read anew; what a person said of the facts stays."""
    for line in sorted(lines, key=lambda line: line.aspect is not Aspect.SPAN):
        changed = _change(document, claim, line)
        if changed is None:
            continue
        if line.aspect is Aspect.SPAN and reread is not None:
            changed = reread(document, changed)
        claim = replace(changed, corrected=tuple(sorted({*claim.corrected, line.aspect.value})))
    return claim


def _change(document: Document, claim: Claim, line: Correction) -> Claim | None:
    """The claim with one correction, None if it cannot be placed or understood."""
    if line.aspect is Aspect.SPEAKER:
        return replace(claim, attribution=_make_chain(document, claim, line))
    if line.aspect is Aspect.SPAN:
        return _cut_anew(document, claim, line.value)
    if line.aspect is Aspect.QUANTITY:
        return _put_quantity(claim, line)
    if line.aspect is Aspect.TIME:
        return _put_time(claim, line)
    try:
        if line.aspect is Aspect.POLARITY:
            return replace(claim, polarity=Polarity(line.value))
        if line.aspect is Aspect.MODALITY:
            return replace(claim, modality=Modality(line.value))
        return replace(claim, kind=ClaimKind(line.value))
    except ValueError:  # a word of another version
        return None


def _make_chain(document: Document, claim: Claim, line: Correction) -> tuple[Speaker, ...]:
    """The speaker a person named, then who carried it as the machine read it; no name: the outlet itself."""
    if not line.value:
        return ()
    text, sentence = document.text, claim.sentence
    found = text.find(line.value, sentence.start, sentence.end)
    if found < 0:
        found = text.rfind(line.value, 0, sentence.start)  # "dia": the name stands further up
    span = Span(found, found + len(line.value)) if found >= 0 else Span(sentence.start, sentence.start)
    before = claim.attribution[:1]
    speaker = Speaker(
        line.value,
        span,
        line.role,
        before[0].cue if before else None,
        before[0].via if before else "",
    )
    return speaker, *claim.attribution[1:]


def _cut_anew(document: Document, claim: Claim, words: str) -> Claim | None:
    """The claim with other boundaries: the nearest place with these words in reach of its sentence."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return None
    near = Span(min(claim.span.start, claim.sentence.start), max(claim.span.end, claim.sentence.end))
    matches = re.finditer(r"\s+".join(parts), document.text)
    spans = [Span(*match.span()) for match in matches]
    spans = [span for span in spans if span.overlaps(near)]
    if not spans:
        return None
    span = min(spans, key=lambda s: (abs(s.start - claim.span.start), s.start))
    cut = claim.cut or claim.span
    sentence = Span(min(span.start, claim.sentence.start), max(span.end, claim.sentence.end))
    return replace(
        claim,
        span=span,
        quote=span.of(document.text),
        sentence=sentence,
        cut=cut,
        cut_quote=claim.cut_quote or claim.quote,
        quantities=tuple(fact for fact in claim.quantities if span.contains(fact.span)),
        times=tuple(fact for fact in claim.times if span.contains(fact.span)),
        actors=tuple(fact for fact in claim.actors if span.contains(fact.span)),
        concepts=tuple(fact for fact in claim.concepts if span.contains(fact.span)),
    )


def _put_quantity(claim: Claim, line: Correction) -> Claim | None:
    place = _to_document(claim, line.place)
    if place is None:
        return None
    kept = [fact for fact in claim.quantities if not fact.span.overlaps(place)]
    new = [replace(line.quantity, span=place)] if line.quantity else []
    return replace(claim, quantities=tuple(sorted([*kept, *new], key=lambda fact: fact.span)))


def _put_time(claim: Claim, line: Correction) -> Claim | None:
    place = _to_document(claim, line.place)
    if place is None:
        return None
    kept = [fact for fact in claim.times if not fact.span.overlaps(place)]
    new = [replace(line.time, span=place)] if line.time else []
    return replace(claim, times=tuple(sorted([*kept, *new], key=lambda fact: fact.span)))


def _to_local(claim: Claim, place: Span) -> tuple[int, int]:
    """A place in the document, counted from where the machine began the claim."""
    start = (claim.cut or claim.span).start
    return place.start - start, place.end - start


def _to_document(claim: Claim, place: tuple[int, int] | None) -> Span | None:
    """The same back, None if it lies outside the claim."""
    if place is None:
        return None
    start = (claim.cut or claim.span).start
    first, last = start + place[0], start + place[1]
    return Span(first, last) if claim.span.start <= first <= last <= claim.span.end else None


def _tell_quantity(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    low, high = ("" if value is None else f"{value:g}" for value in (quantity.low, quantity.high))
    return " ".join(f"{low}..{high} {quantity.unit} {quantity.what}".split())
