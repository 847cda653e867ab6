"""The command `explain`: an article as it was understood, so that a person sees at once what went wrong.

Each paragraph stands as it is, what was found in it marked; under it a line for each claim: who says it, how,
and every number, time and name with the value it was given.  Without colour the lines say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.text import Text

from claims.models import Claim, Polarity, Quantity, Reading, Span, Time
from compare.wording import say
from compare.writing import clean_line
from ui.commands.call import tell

# one look each; what is not the article is grey, whatever stands in it
STYLES = {
    "boilerplate": "dim",
    "rejected": "dim italic",
    "cue": "bold",
    "speaker": "bold yellow",
    "quantity": "bold cyan",
    "time": "magenta",
    "actor": "green",
    "negative": "red",
}
Mark = tuple[Span, str]


def explain_paths(paths: Sequence[Path], console: Console, lang: str) -> None:
    """Print every article of the files as it was understood.

    Raises:
        InputError: a file cannot be read.
    """
    from claims.ingest import load_documents
    from claims.read import read_document

    problems: list[Exception] = []
    documents = list(load_documents(list(paths), on_problem=problems.append))
    if not documents and problems:
        raise problems[0]
    console.print(_show_legend(lang))
    for document in documents:
        for line in show_reading(read_document(document), lang):
            console.print(line, soft_wrap=True)


def _show_legend(lang: str) -> Text:
    text = Text(tell("explain.legend", lang) + " ")
    for name in ("boilerplate", "rejected", "speaker", "cue", "quantity", "time", "actor"):
        text.append(tell(f"explain.{name}", lang), style=STYLES[name]).append("  ")
    return text


def show_reading(reading: Reading, lang: str) -> Iterator[Text]:
    """Yield the lines of one article: what it is, then its paragraphs with their claims under them."""
    document = reading.document
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
        yield from ((actor.span, "actor") for actor in claim.actors)
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
        *(("actor", f"{clean_line(a.name)} = {a.id}") for a in claim.actors),
    ]
    if facts:
        line = Text("       ")
        for style, words in facts:
            line.append(words, style=STYLES[style]).append("   ")
        yield line


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
