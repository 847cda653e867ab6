"""Scores the reading of whole invented articles: who says what, and what is furniture.

In a case's text `{{...}}` holds furniture, and `⟦R⟧` says that from here on `who.R` speaks; `⟦0⟧` is the
outlet itself, as is the beginning.  A speaker may be given in several ways: "source|one of the people".
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from claims.models import Basis, Claim, Document, Known, Reading
from claims.read import read_document

FOLDER = Path(__file__).parent / "cases" / "articles"
_MARK = re.compile(r"\{\{|\}\}|⟦(\w)⟧")


@dataclass(frozen=True)
class Marked:
    """An article with what is known of it: furniture lines, and from where on who speaks."""

    text: str
    furniture: tuple[tuple[int, int], ...]
    turns: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass
class Score:
    """Counts of one or several articles; `faults` says in words what was wrong."""

    speakers: list[bool] = field(default_factory=list)
    own_voice: list[bool] = field(default_factory=list)
    furniture: list[bool] = field(default_factory=list)
    lost: int = 0  # characters of the article that were taken for furniture
    faults: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        self.speakers += other.speakers
        self.own_voice += other.own_voice
        self.furniture += other.furniture
        self.lost += other.lost
        self.faults += other.faults
        return self

    def __str__(self) -> str:
        parts = ("speakers", self.speakers), ("own voice", self.own_voice), ("furniture", self.furniture)
        shares = ", ".join(f"{name} {share(hits):.3f} ({sum(hits)}/{len(hits)})" for name, hits in parts)
        return f"{shares}, {self.lost} characters lost"


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 1.0


@cache
def load_marked(half: str, language: str) -> tuple[Marked, ...]:
    table = tomllib.loads((FOLDER / half / f"{language}.toml").read_text("utf-8"))
    return tuple(read_marks(case) for case in table["case"])


def read_marks(case: dict[str, Any]) -> Marked:
    marked = case["text"].strip()
    text, at, opened = "", 0, -1
    furniture: list[tuple[int, int]] = []
    turns: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        if found.group() == "{{":
            opened = len(text)
        elif found.group() == "}}":
            furniture.extend(_lines(text, opened))
        else:
            turns.append((len(text), () if found[1] == "0" else tuple(case["who"][found[1]])))
    return Marked(text + marked[at:], tuple(furniture), tuple(turns))


def _lines(text: str, start: int) -> list[tuple[int, int]]:
    return [(start + line.start(), start + line.end()) for line in re.finditer(r"[^\n]*\S", text[start:])]


def score_article(marked: Marked, language: str) -> Score:
    """Read an article and count what was understood; what is no claim is not counted."""
    reading = read_document(Document(marked.text, language=Known(language, Basis.STATED)))
    score = Score()
    _score_furniture(marked, reading, score)
    for claim in reading.claims:
        middle = (claim.span.start + claim.span.end) // 2
        if any(start <= middle < end for start, end in marked.furniture):
            continue
        if _is_tail(claim, marked.text):
            continue
        wanted = [who for start, who in marked.turns if start <= middle][-1]
        right = is_chain(wanted, claim)
        (score.speakers if wanted else score.own_voice).append(right)
        if not right:
            got = [(link.name, link.cue.of(marked.text) if link.cue else "") for link in claim.attribution]
            score.faults.append(f"{list(wanted)} != {got}: {claim.quote[:110]!r}")
    return score


def _is_tail(claim: Claim, text: str) -> bool:
    """True for '..." kata Rina pada Senin.': words of attribution alone, in which nothing is said."""
    return claim.quote[:1].islower() and text[: claim.span.start].rstrip(" -—–")[-1:] in ('"', "”", "»")


def is_chain(wanted: tuple[str, ...], claim: Claim) -> bool:
    """A person is wanted by name; of a body or group the words may be fewer or more."""
    got = [link.name.casefold() for link in claim.attribution]
    if len(got) < len(wanted) or (got and not wanted):
        return False
    return all(
        any(name in who or who in name for name in names.casefold().split("|"))
        for names, who in zip(wanted, got, strict=False)
    )


def _score_furniture(marked: Marked, reading: Reading, score: Score) -> None:
    cover = bytearray(len(marked.text))
    for mark in reading.boilerplate:
        cover[mark.span.start : mark.span.end] = b"\1" * len(mark.span)
    for start, end in marked.furniture:
        out = all(cover[k] or marked.text[k].isspace() for k in range(start, end))
        score.furniture.append(out)
        if not out:
            score.faults.append(f"furniture kept: {marked.text[start:end][:110]!r}")
        cover[start:end] = bytes(end - start)
    lost = "".join(marked.text[k] if cover[k] else "\n" for k in range(len(cover)))
    score.lost += len("".join(lost.split()))
    score.faults.extend(f"article lost: {line.strip()!r}" for line in lost.split("\n") if line.strip())


def score_half(half: str, language: str) -> Score:
    score = Score()
    for marked in load_marked(half, language):
        score += score_article(marked, language)
    return score
