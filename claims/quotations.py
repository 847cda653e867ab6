"""The stretches that stand in quotation marks, line by line, in one pass.

A quote never swallows the article: one that is not closed on its line either goes on in the next (where
a closing mark comes first, or the line opens with a mark of its own, as newspapers continue quotes), or
it ends with its line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.models import Boilerplate, Span

PLAIN = ('"', "''")  # the same mark opens and closes
PAIRS = {"“": "”", "«": "»", "„": "“”", "‹": "›", "‘": "’"}
_LINE = re.compile(r"[^\n\r]+")
_MARK = re.compile(r"''|[“”„«»‹›‘’\"]")
# "..., — рассказал изданию глава союза. — ..."
_WRITER = re.compile(r"[,.!?…]\s[—–-]\s(?P<verb>[^\W\d_]+)\b[^—–\n]{0,160}?[.,]\s[—–-]\s")
_WORD = re.compile(r"[^\W_]+")
# Fewer words in marks are a name or a word held with tongs, unless a stop or comma closes them.
STATEMENT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks on one line.

    `outer` holds the marks, `inner` does not.  Quotations that are one speech over several lines share their
    `speech` number.
    """

    outer: Span
    inner: Span
    speech: int
    is_statement: bool


def find_quotations(
    text: str, boilerplate: Sequence[Boilerplate] = (), is_cue: Callable[[str], bool] = lambda word: False
) -> tuple[Quotation, ...]:
    """Return the outermost quotations of a text, in order.

    Where the writer's words stand inside the marks («Цены упали, — сказал он. — Себестоимость ...»), a word
    that `is_cue` knows behind the dash, the quotation is two of one speech.

    >>> text = 'Ia menyebut "zona merah". “Kami siap membantu warga,” kata Rina.'
    >>> [(q.inner.of(text), q.is_statement) for q in find_quotations(text)]
    [('zona merah', False), ('Kami siap membantu warga,', True)]
    """
    found: list[Quotation] = []
    skipped = [b.span for b in boilerplate]
    starts = [span.start for span in skipped]
    speech, carried = 0, ""
    for line in _LINE.finditer(text):
        if not line.group().strip() or _is_inside(Span(*line.span()), skipped, starts):
            continue
        stretches = list(_pair(text, line.start(), line.end(), carried))
        goes_on = bool(carried) and bool(stretches) and stretches[0][0].start == _first(text, line)
        carried = ""
        for number, (outer, inner, open_mark) in enumerate(stretches):
            if not (goes_on and number == 0):
                speech += 1
            whole = Quotation(outer, inner, speech, _is_statement(text, inner, outer))
            found.extend(_cut_out_writer(text, whole, is_cue))
            carried = open_mark
    return tuple(found)


def _cut_out_writer(text: str, whole: Quotation, is_cue: Callable[[str], bool]) -> Iterator[Quotation]:
    """Yield the parts of a quotation around the words of the writer inside it."""
    start, inner_start = whole.outer.start, whole.inner.start
    for found in _WRITER.finditer(text, whole.inner.start, whole.inner.end) if whole.is_statement else ():
        if is_cue(found["verb"]):
            end = found.start() + 1
            yield replace(whole, outer=Span(start, end), inner=Span(inner_start, end))
            start = inner_start = found.end()
    yield replace(whole, outer=Span(start, whole.outer.end), inner=Span(inner_start, whole.inner.end))


def _first(text: str, line: re.Match[str]) -> int:
    return line.end() - len(line.group().lstrip())


def _is_inside(line: Span, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, line.start) - 1
    return at >= 0 and spans[at].contains(line)


def _pair(text: str, start: int, end: int, carried: str) -> Iterator[tuple[Span, Span, str]]:
    """Yield (outer, inner, mark left open) of one line; `carried` is what the last line left open."""
    marks = [(m.start(), m.group()) for m in _MARK.finditer(text, start, end)]
    last_of = {mark: at for at, mark in marks}  # where each mark stands for the last time
    opened, depth = -1, 0
    mark = ""
    if carried and marks and _closes(text, *marks[0], carried) and text[start : marks[0][0]].strip():
        opened, mark = start, carried  # the line goes on inside the quote of the line before
    for at, sign in marks:
        if opened < 0:
            if _opens(text, at, sign, start):
                opened, mark, depth = at, sign, 0
        elif sign == mark and sign not in PLAIN:
            depth += 1
        elif _closes(text, at, sign, mark) or (
            sign in PLAIN and at > last_of.get(PAIRS.get(mark, "")[:1], -1)
        ):
            if depth and sign not in PLAIN:
                depth -= 1
                continue
            inner = opened + len(mark) * text.startswith(mark, opened)
            yield Span(opened, at + len(sign)), Span(inner, at), ""
            opened = -1
    if opened >= 0 and mark != "‘":
        yield Span(opened, end), Span(opened + len(mark) * text.startswith(mark, opened), end), mark


def _opens(text: str, at: int, sign: str, start: int) -> bool:
    if sign in PLAIN:
        return not (at > start and text[at - 1].isdigit())  # 17" is an inch
    if sign == "‘":
        return at == start or not text[at - 1].isalnum()
    return sign in PAIRS


def _closes(text: str, at: int, sign: str, mark: str) -> bool:
    if mark in PLAIN:
        return sign == mark
    if mark == "‘":  # an apostrophe has a letter after it
        return sign == "’" and not text[at + 1 : at + 2].isalnum()
    return sign in PAIRS[mark]


def _is_statement(text: str, inner: Span, outer: Span) -> bool:
    words = 0
    for words, _ in enumerate(_WORD.finditer(text, inner.start, inner.end), 1):
        if words >= STATEMENT_WORDS:
            return True
    if words == 0:
        return False
    before = text[max(0, outer.start - 2) : outer.start].strip()
    opens = not before.strip(" \t—–-") or before[-1:] in (".", "!", "?")
    # a short answer: «Нам повезло», — ..., «Все машины встали».
    answers = words > 1 and text[outer.end : outer.end + 1] in (",", ".") and opens
    return answers or text[inner.end - 1] in ",.!?…"
