"""Why a boundary of a treebank is missed, and why one is found that it does not have.

Each difference gets the first cause that fits.  All but the last are the treebank's, or come of the way its
sentences were joined to a text; what is left is ours, so nobody has to take our word for what we could not
have known.  A stop counts as the end of a sentence for any reader only where the word before it is a whole
word, an acronym, a figure or a closing mark, is no abbreviation of ours, and a capital follows.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from claims.languages import load_table
from compare.evaluate.boundaries import Spans, list_splitters, put_back_breaks

LANGUAGE = "id"
# Characters of an example on either side of the boundary.
BEFORE, AFTER = 40, 25
_CLOSING = "\"'”’»)`“ "
_DASH = re.compile(r"\s*(?:[–—-]\s+)?")
# A last word that nobody takes for an abbreviation: three letters with a vowel, an acronym, a figure, a mark.
_WHOLE = re.compile(r"(?:(?=[^\W\d_]*[aiueoAIUEO])[^\W\d_]{3,}|[A-Z]{2,}|[\d%)”\"]|\d\s?[A-Za-z]{1,3})$")
_LAST_WORD = re.compile(r"[\w.]+$")


class Cause(StrEnum):
    """Why our boundaries differ from the treebank's."""

    NO_STOP = "no_stop"  # missed: a headline or a torn line, and the next begins behind a space
    LOWER_CASE = "lower_case"  # missed: the next sentence begins in lower case or with a dash
    COLON = "colon"  # missed: a sentence of the treebank ends in a colon
    IN_QUOTE = "in_quote"  # extra: a quote of several sentences is one to the treebank
    JOINED = "joined_sentences"  # extra: two sentences that the treebank keeps as one
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How often one cause made a boundary missed or extra, on the text as joined and with its line breaks."""

    data: str
    kind: str  # "missed" or "extra"
    cause: Cause
    joined: int
    with_breaks: int
    example: str = ""


def count_causes(folder: Path) -> list[CauseCount]:
    """Return the causes of all differences between our ends and those of every `*.raw.json` in `folder`."""
    rows: list[CauseCount] = []
    for path in sorted(folder.glob("*.raw.json")):
        data = json.loads(path.read_text("utf-8"))
        text, gold = data["raw"], [(start, end) for start, end in data["sentences"]]
        counts: dict[tuple[str, Cause], CauseCount] = {}
        for is_joined, version in ((True, text), (False, put_back_breaks(text, gold))):
            found = list_splitters()["ceksilang"](version)
            for kind, cause, at in find_differences(version, gold, found):
                row = counts.get((kind, cause))
                row = row or CauseCount(
                    path.name.removesuffix(".raw.json"), kind, cause, 0, 0, _show(text, at)
                )
                counts[kind, cause] = replace(
                    row, joined=row.joined + is_joined, with_breaks=row.with_breaks + (not is_joined)
                )
        order = list(Cause)
        rows += sorted(counts.values(), key=lambda row: (row.kind != "missed", order.index(row.cause)))
    return rows


def find_differences(text: str, gold: Spans, found: Spans) -> Iterator[tuple[str, Cause, int]]:
    """Yield each end that only one side has: "missed" or "extra", why, and where.

    >>> text = "Harga Naik Warga mengeluh. Polisi diam. Air surut."
    >>> gold, ours = [(0, 10), (11, 39), (40, 50)], [(0, 26), (27, 39), (40, 50)]
    >>> [(kind, cause.value, at) for kind, cause, at in find_differences(text, gold, ours)]
    [('missed', 'no_stop', 10), ('extra', 'joined_sentences', 26)]
    """
    wanted, ends = {end for _, end in gold}, {end for _, end in found}
    for end in sorted(wanted - ends):
        yield "missed", _why_missed(text, end), end
    starts = [start for start, _ in gold]
    for end in sorted(ends - wanted):
        begin = starts[max(0, bisect_right(starts, end) - 1)]
        yield "extra", _why_extra(text, begin, end), end


def _why_missed(text: str, end: int) -> Cause:
    following = text[end : end + AFTER].lstrip()
    last = text[max(0, end - BEFORE) : end].rstrip(_CLOSING)[-1:]
    if last in (":", ";"):
        return Cause.COLON
    if last not in (".", "!", "?", "…"):
        return Cause.NO_STOP
    return Cause.LOWER_CASE if following[:1].islower() or following[:1] in "-–—" else Cause.OURS


def _why_extra(text: str, begin: int, end: int) -> Cause:
    sentence = text[begin:end]
    stop = re.search(r"[.!?…]+[\"'”’)]*$", sentence)
    before = sentence[: stop.start()] if stop else sentence
    word = _LAST_WORD.search(before)
    if stop is None or (word and word.group().casefold() in _abbreviations()):
        return Cause.OURS
    if sentence.count('"') % 2 or sentence.count("“") > sentence.count("”"):
        return Cause.IN_QUOTE
    following = text[_end_of(_DASH, text, end) :][:2]
    if not following.lstrip("\"“‘'")[:1].isupper():
        return Cause.OURS
    return Cause.JOINED if _WHOLE.search(before[-BEFORE:]) else Cause.OURS


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _abbreviations() -> frozenset[str]:
    marks = load_table(LANGUAGE, "sentences")["abbreviations"]
    lists: Sequence[Sequence[str]] = (marks["never"], marks["maybe"], marks["rarely"])
    return frozenset(word for words in lists for word in words)


def _show(text: str, at: int) -> str:
    before, after = text[max(0, at - BEFORE) : at], text[at : at + AFTER]
    return f"…{before} ▏{after.strip()}…"
