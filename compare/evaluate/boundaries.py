"""Sentence boundaries against Universal Dependencies treebanks, beside a plain pattern and sentencex.

The data is not part of the project.  Each `NAME.raw.json` holds a text, made of a treebank's shuffled
sentences joined by single spaces, and the spans of the sentences.  Two things no splitter can know from such
a text, so they are shown apart, and a row more says what is left:

    headlines   in the newspaper a headline without a stop is a line of its own; the join hid that.  The rows
                "with line breaks" put back the line break after each sentence that ends without a stop.
    joins       GSD keeps two and more sentences as one where its own splitter met a capital or a quote before
                the stop ("... kuartal II. Laba ..."); the rows "without joins" leave those sentences out.
    ceiling     what a splitter reaches that knows every boundary of the treebank with a stop, and no other.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import sentencex

from claims.sentences import split_sentences

Spans = Sequence[tuple[int, int]]
Splitter = Callable[[str], Spans]

# The splitter that people write first: a stop, closing marks, white space, a capital or a digit or a quote.
_PLAIN = re.compile(r"\S.*?(?:[.!?]+[\"”’')\]]*(?=\s+[A-Z0-9\"“‘'(\[])|(?=\n)|\Z)", re.DOTALL)
# A word of four letters, an acronym, a figure or a closing mark; a stop; a capital: a boundary to any reader.
_JOIN = re.compile(r"(?:[^\W\d_]{4}|[A-Z]{2}|[\d%)”\"])[.!?][\"”)]?\s[A-Z\"“]")
_STOPS = ".!?…:;\"'”’»)"


@dataclass(frozen=True, slots=True)
class BoundaryScore:
    """One splitter on one text: whole sentences found exactly, and their ends alone."""

    data: str
    splitter: str
    gold: int
    found: int
    precision: float
    recall: float
    f1: float
    ends_f1: float


def measure_boundaries(folder: Path) -> list[BoundaryScore]:
    """Return the scores of every `*.raw.json` in `folder`, in the versions explained above."""
    rows: list[BoundaryScore] = []
    for path in sorted(folder.glob("*.raw.json")):
        data = json.loads(path.read_text("utf-8"))
        text, gold = data["raw"], [(start, end) for start, end in data["sentences"]]
        name = path.name.removesuffix(".raw.json")
        single_text, single = leave_out_joins(text, gold)
        versions = (
            (name, text, gold),
            (f"{name} with line breaks", put_back_breaks(text, gold), gold),
            (f"{name} without joins, with line breaks", put_back_breaks(single_text, single), single),
        )
        for label, version, spans in versions:
            rows += [
                score_spans(label, splitter, spans, split(version))
                for splitter, split in list_splitters().items()
            ]
        rows.append(score_spans(name, "ceiling", gold, _join_open(text, gold)))
    return rows


def leave_out_joins(text: str, gold: Spans) -> tuple[str, Spans]:
    """Return the text of the sentences that hold no other, joined by spaces again, and their spans.

    >>> leave_out_joins("Air naik. Warga pergi. Polisi datang.", [(0, 22), (23, 37)])
    ('Polisi datang.', [(0, 14)])
    """
    kept = [text[start:end] for start, end in gold if not _JOIN.search(text[start:end])]
    ends = list(accumulate(len(one) + 1 for one in kept))
    return " ".join(kept), [(end - 1 - len(one), end - 1) for one, end in zip(kept, ends, strict=True)]


def put_back_breaks(text: str, gold: Spans) -> str:
    """Return the text with a line break for the space after each sentence without a stop; offsets stay.

    >>> put_back_breaks("Harga Naik Warga mengeluh. Polisi diam.", [(0, 10), (11, 26), (27, 39)])
    'Harga Naik\\nWarga mengeluh. Polisi diam.'
    """
    chars = list(text)
    for _, end in gold:
        if end < len(chars) and chars[end] == " " and chars[end - 1] not in _STOPS:
            chars[end] = "\n"
    return "".join(chars)


def _join_open(text: str, gold: Spans) -> Spans:
    """Gold sentences, those without a stop joined to what follows."""
    joined: list[tuple[int, int]] = []
    opened = -1
    for start, end in gold:
        begin = opened if opened >= 0 else start
        if text[end - 1] in _STOPS:
            joined.append((begin, end))
            opened = -1
        else:
            opened = begin
    return joined if opened < 0 else [*joined, (opened, gold[-1][1])]


def score_spans(data: str, splitter: str, gold: Spans, found: Spans) -> BoundaryScore:
    """Return precision, recall and F1 of exact spans, and F1 of the ends alone.

    >>> score_spans("toy", "mine", [(0, 5), (6, 9)], [(0, 5), (6, 7), (8, 9)]).f1
    0.4
    """
    hits = len(set(gold) & set(found))
    ends, found_ends = {end for _, end in gold}, {end for _, end in found}
    return BoundaryScore(
        data,
        splitter,
        len(gold),
        len(found),
        precision=round(hits / max(len(found), 1), 4),
        recall=round(hits / max(len(gold), 1), 4),
        f1=round(2 * hits / max(len(gold) + len(found), 1), 4),
        ends_f1=round(2 * len(ends & found_ends) / max(len(ends) + len(found_ends), 1), 4),
    )


def _split_ours(text: str) -> Spans:
    return [(one.span.start, one.span.end) for one in split_sentences(text, "id")]


def _split_sentencex(text: str) -> Spans:
    found = sentencex.get_sentence_boundaries("id", text)
    return [_trim(text, one["start_index"], one["end_index"]) for one in found]


def _split_plain(text: str) -> Spans:
    return [_trim(text, one.start(), one.end()) for one in _PLAIN.finditer(text)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _load_pysbd() -> Splitter:
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: _trim_all(text, [(one.start, one.end) for one in segmenter.segment(text)])


def _load_syntok() -> Splitter:
    segmenter = importlib.import_module("syntok.segmenter")

    def split(text: str) -> Spans:
        sentences = [list(s) for paragraph in segmenter.analyze(text) for s in paragraph]
        return [(s[0].offset, s[-1].offset + len(s[-1].value)) for s in sentences if s]

    return split


def _trim_all(text: str, spans: Spans) -> Spans:
    return [_trim(text, start, end) for start, end in spans]


# The next best of what was tried; not needed to run, so each is measured only where it is installed.
# Neither has Indonesian; pysbd is asked for English.
OTHERS: dict[str, Callable[[], Splitter]] = {"pysbd": _load_pysbd, "syntok": _load_syntok}


@cache
def list_splitters() -> Mapping[str, Splitter]:
    """Return what is measured: ours, the library it builds on, a plain pattern, and the installed others."""
    others = {name: load() for name, load in OTHERS.items() if importlib.util.find_spec(name)}
    return {"ceksilang": _split_ours, "sentencex": _split_sentencex, **others, "regex": _split_plain}
