"""The command `explain`: an article as it was understood, so that a person sees at once what went wrong.

Each paragraph stands as it is, what was found in it marked; under it a line for each claim: who says it, how,
and every number, time and name with the value it was given.  Where the database knows the article, what
people corrected in it has been applied, and a line says what and who.  Without colour the lines say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from claims.corrections import Corrections, apply_corrections, find_unplaced
from claims.models import Actor, ActorKind, Claim, Document, Polarity, Quantity, Reading, Span, Time
from compare.wording import say
from compare.writing import clean_line
from ui.commands.call import tell
from ui.components.history import tell_event
from ui.words import tell_moment

if TYPE_CHECKING:
    from claims.events import Correction
    from claims.store import Store

# one look each; what is not the article is grey, whatever stands in it
STYLES = {
    "boilerplate": "dim",
    "rejected": "dim italic",
    "cue": "bold",
    "speaker": "bold yellow",
    "quantity": "bold cyan",
    "time": "magenta",
    "person": "green",
    "place": "blue",
    "organisation": "bright_green",
    "actor": "bright_black",
    "negative": "red",
    "corrected": "bold reverse",
}
# A country is a place to a reader; what a name names may stay unknown.
KINDS = {
    ActorKind.PERSON: "person",
    ActorKind.PLACE: "place",
    ActorKind.COUNTRY: "place",
    ActorKind.ORGANISATION: "organisation",
    ActorKind.OTHER: "actor",
}
Mark = tuple[Span, str]


@dataclass(frozen=True)
class Kept:
    """What a database knows of articles: the documents by the hash of their text, and what was corrected."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=dict)


def read_kept(store: Store) -> Kept:
    """Return what explains an article beyond its file; without a correction nothing is asked for."""
    corrections = store.log().corrections
    documents = store.documents() if corrections else ()
    return Kept({document.sha256: document for document in documents}, corrections)


def explain_paths(paths: Sequence[Path], console: Console, lang: str, kept: Kept | None = None) -> None:
    """Print every article of the files as it was understood and, where it is in `kept`, corrected.

    Raises:
        InputError: a file cannot be read.
    """
    from claims.ingest import load_documents
    from claims.read import read_document, reread_facts

    problems: list[Exception] = []
    documents = list(load_documents(list(paths), on_problem=problems.append))
    if not documents and problems:
        raise problems[0]
    kept = kept or Kept()
    console.print(_show_legend(lang))
    for document in documents:
        machine = read_document(kept.documents.get(document.sha256, document))
        reading = apply_corrections(machine, kept.corrections, reread_facts)
        for line in show_reading(reading, lang, kept.corrections):
            console.print(line, soft_wrap=True)
        for lost in find_unplaced((machine,), kept.corrections):
            console.print(_show_correction(lost, lang, "explain.correction_lost"), soft_wrap=True)


def _show_legend(lang: str) -> Text:
    text = Text(tell("explain.legend", lang) + " ")
    for name in (
        "boilerplate",
        "rejected",
        "speaker",
        "cue",
        "quantity",
        "time",
        *dict.fromkeys(KINDS.values()),
    ):
        text.append(tell(f"explain.{name}", lang), style=STYLES[name]).append("  ")
    return text


def show_reading(reading: Reading, lang: str, corrections: Corrections | None = None) -> Iterator[Text]:
    """Yield the lines of one article: what it is, then its paragraphs with their claims under them.

    Args:
        reading: as corrected already.
        lang: of what is said about it.
        corrections: by claim key, to name who made those that show in the claims.
    """
    document, corrections = reading.document, corrections or {}
    known = (document.outlet, document.title, document.published, document.language)
    yield Text()
    yield Text(clean_line(document.path), style="bold")
    yield Text(" · ".join(clean_line(k.value) or tell("explain.unknown", lang) for k in known))
    yield Text()
    marks = sorted(_list_marks(reading))
    number = 0
    for start, end in _list_paragraphs(document.text):
        here = [mark for mark in marks if mark[0].start < end and mark[0].end > start]
        yield _paint(document.text, Span(start, end), here)
        yield from (
            Text(f"    – {_name_reason(mark.reason, 'boilerplate', lang)}", style=STYLES["boilerplate"])
            for mark in reading.boilerplate
            if start <= mark.span.start < end
        )
        for claim in reading.claims:
            if start <= claim.span.start < end:
                number += 1
                yield from _show_claim(claim, number, lang)
                yield from (
                    _show_correction(line, lang)
                    for line in corrections.get(claim.key, ())
                    if line.aspect in claim.corrected
                )
        for none in reading.rejected:
            if start <= none.span.start < end:
                quote = _shorten(none.span.of(document.text))
                reason = _name_reason(none.reason, "rejected", lang)
                yield Text(f"    ✗ {reason}: {quote}", style=STYLES["rejected"])


def _list_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    cuts = [-1, *(at for at, char in enumerate(text) if char == "\n"), len(text)]
    for before, after in pairwise(cuts):
        if text[before + 1 : after].strip():
            yield before + 1, after


def _list_marks(reading: Reading) -> Iterator[Mark]:
    yield from ((mark.span, "boilerplate") for mark in reading.boilerplate)
    yield from ((none.span, "rejected") for none in reading.rejected)
    for claim in reading.claims:
        yield from ((actor.span, KINDS[actor.kind]) for actor in claim.actors)
        yield from ((time.span, "time") for time in claim.times)
        yield from ((quantity.span, "quantity") for quantity in claim.quantities)
        for speaker in claim.attribution:
            yield speaker.span, "speaker"
            if speaker.cue:
                yield speaker.cue, "cue"


def _paint(text: str, span: Span, marks: Sequence[Mark]) -> Text:
    """Return the words of a paragraph with the marks on them; a control character is shown as a space."""
    painted = Text("".join(char if char.isprintable() else " " for char in span.of(text)))
    for mark, name in marks:
        painted.stylize(STYLES[name], max(0, mark.start - span.start), mark.end - span.start)
    return painted


def _show_claim(claim: Claim, number: int, lang: str) -> Iterator[Text]:
    head = Text(f"    {number:>2} ").append(_name_speaker(claim, lang))
    head.append(f" · {say(lang, f'modality.{claim.modality.value}', prefix='report_')}")
    if claim.polarity is Polarity.NEGATIVE:
        head.append(f" · {tell('explain.negative', lang)}", style=STYLES["negative"])
    if claim.span != claim.sentence:
        head.append(f" · «{_shorten(claim.quote)}»")
    yield head
    facts: list[tuple[str, str]] = [
        *(("quantity", show_quantity(claim.words_at(q.span), q, lang)) for q in claim.quantities),
        *(("time", _show_time(claim.words_at(t.span), t, lang)) for t in claim.times),
        *((KINDS[a.kind], _show_actor(a, lang)) for a in claim.actors),
    ]
    if facts:
        line = Text("       ")
        for style, words in facts:
            line.append(words, style=STYLES[style]).append("   ")
        yield line


def _show_actor(actor: Actor, lang: str) -> str:
    return f"{clean_line(actor.name)} = {actor.id} ({tell(f'explain.{KINDS[actor.kind]}', lang)})"


def _show_correction(line: Correction, lang: str, key: str = "explain.correction") -> Text:
    """Return who corrected what in a claim, and when."""
    values = {"what": clean_line(tell_event(line, lang)), "who": clean_line(line.reviewer)}
    told = tell(key, lang, when=tell_moment(line.at, lang), **values)
    return Text("       ").append(f"✎ {told}", style=STYLES["corrected"])


def _name_speaker(claim: Claim, lang: str) -> Text:
    if not claim.attribution:
        return Text(tell("explain.own_voice", lang))
    text = Text()
    for place, link in enumerate(claim.attribution):
        text.append(f" {tell('explain.via', lang)} " if place else "")
        text.append(clean_line(link.name), style=STYLES["speaker"])
        text.append(f" ({clean_line(link.role)})" if link.role and link.role != link.name else "")
        text.append("" if link.is_certain else " ?")
    return text


def show_quantity(words: str, quantity: Quantity, lang: str) -> str:
    """Return a number as written and as understood.

    >>> show_quantity("lebih dari 2.500", Quantity(2500, None, Span(0, 16), what="pasukan"), "en")
    'lebih dari 2.500 = 2500.. pasukan'
    """
    ends = [
        f"{end:g}" if end is not None and abs(end) < 1e15 else "" for end in (quantity.low, quantity.high)
    ]
    exact = [
        str(int(end)) if end is not None and end == int(end) else shown
        for end, shown in zip((quantity.low, quantity.high), ends, strict=True)
    ]
    value = exact[0] if exact[0] == exact[1] else "..".join(exact)
    about = "~" if quantity.approximate else ""
    ordinal = tell("explain.ordinal", lang) if quantity.ordinal else ""
    parts = [about + value, quantity.unit, clean_line(quantity.what), ordinal]
    return f"{clean_line(words)} = {' '.join(part for part in parts if part)}"


def _show_time(words: str, time: Time, lang: str) -> str:
    if not time.is_placed:
        return f"{clean_line(words)} = {tell('explain.unplaced', lang)}"
    days = [day.isoformat() if day else "" for day in (time.start, time.end)]
    value = days[0] if days[0] == days[1] else "..".join(days)
    report = f", {tell('explain.report_time', lang)}" if time.is_report else ""
    anchored = f", {tell('explain.anchored', lang)}" if time.anchored else ""
    return f"{clean_line(words)} = {value}{anchored}{report}"


def _name_reason(reason: str, table: str, lang: str) -> str:
    name: Callable[[str, str], str] = (
        (lambda lang, key: say(lang, key, package="ui", prefix="app_"))
        if table == "boilerplate"
        else (lambda lang, key: tell(f"explain.{key}", lang))
    )
    try:
        return name(lang, f"{table}.{reason}" if table == "boilerplate" else f"reason_{reason}")
    except KeyError:
        return reason


def _shorten(words: str, length: int = 60) -> str:
    clean = clean_line(" ".join(words.split()))
    return clean if len(clean) <= length else clean[: length - 1].rstrip() + "…"
