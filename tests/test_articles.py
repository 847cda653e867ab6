"""Whole invented articles: what is furniture of their pages, and who says what in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claims.models import Basis, Document, Known, Reading
from claims.read import read_document

FOLDER = Path(__file__).parent / "cases" / "articles"
LANGUAGES = ("id", "en", "ru")
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@cache
def load_cases(language: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["case"]
    return cases


@cache
def read_case(language: str, number: int) -> tuple[Reading, list[tuple[int, int]]]:
    """The reading of an article and where its furniture stands."""
    marked = load_cases(language)[number]["text"].strip()
    furniture: list[tuple[int, int]] = []
    for found in _BRACES.finditer(marked):
        start = found.start() - 4 * len(furniture)
        furniture.append((start, start + len(found[1])))
    text = _BRACES.sub(r"\1", marked)
    return read_document(Document(text, language=Known(language, Basis.STATED))), furniture


def is_named(who: str, speaker: str) -> bool:
    """A person's name is wanted as it is; of a body or a group the words may be fewer or more."""
    wanted, got = who.casefold(), speaker.casefold()
    return wanted == got if not (wanted and got) else wanted in got or got in wanted


def list_params(of: str) -> Iterator[Any]:
    for language in LANGUAGES:
        for number, case in enumerate(load_cases(language)):
            known = {row["piece"]: row["reason"] for row in case.get("xfail", ())}
            if of == "says":
                rows = [(piece, who) for piece, who in case["says"]]
            else:
                lines = (line for found in _BRACES.findall(case["text"]) for line in found.splitlines())
                rows = [(line.strip(), "") for line in lines if line.strip()]
            for piece, who in rows:
                marks = [pytest.mark.xfail(reason=known[piece], strict=True)] if piece in known else []
                yield pytest.param(
                    language, number, piece, who, marks=marks, id=f"{language}{number}: {piece[:40]}"
                )


@pytest.mark.parametrize(("language", "number", "piece", "who"), list(list_params("says")))
def test_who_says_it(language: str, number: int, piece: str, who: str) -> None:
    reading, _ = read_case(language, number)
    at = reading.document.text.index(piece)
    claims = [c for c in reading.claims if c.span.start < at + len(piece) and at < c.span.end]
    assert claims, "no claim"
    inside = max(claims, key=lambda c: min(c.span.end, at + len(piece)) - max(c.span.start, at))
    assert is_named(who, inside.speaker), inside.speaker


@pytest.mark.parametrize(("language", "number", "piece", "who"), list(list_params("furniture")))
def test_furniture_is_marked(language: str, number: int, piece: str, who: str) -> None:
    reading, furniture = read_case(language, number)
    text = reading.document.text
    at = next(text.index(piece, start, end) for start, end in furniture if piece in text[start:end])
    kept = set(range(at, at + len(piece)))
    for mark in reading.boilerplate:
        kept -= set(range(mark.span.start, mark.span.end))
    assert not "".join(text[k] for k in sorted(kept)).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_article_is_marked(language: str) -> None:
    for number in range(len(load_cases(language))):
        reading, furniture = read_case(language, number)
        for mark in reading.boilerplate:
            overlap = sum(
                max(0, min(mark.span.end, end) - max(mark.span.start, start)) for start, end in furniture
            )
            assert overlap >= len(mark.span.of(reading.document.text).strip()), mark.span.of(
                reading.document.text
            )
