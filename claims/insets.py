"""What stands inside a line of the article and is not the article.

The dateline in front of the opening, a link in the middle of a paragraph, the agencies behind its last stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claims.datelines import find_prefix
from claims.edges import is_paragraph
from claims.furniture import LONGEST_LINE, Furniture, load_furniture
from claims.languages import load_table
from claims.lines import Line
from claims.models import Boilerplate, Span

LONGEST_INLINE = 40  # characters of a label inside a paragraph
OPENING_LINES = 6  # a dateline stands before the first paragraphs, behind outlet, section, title and teaser

_TOWN = re.compile(r"[A-Z][a-z]{2,}(?:\s[A-Z][a-z]{2,})?\s--?\s([A-Z][a-z]+)\b")
_INITIALS = re.compile(r"[A-Z]\w+(?:\s[A-Z]\w+)?,\s([A-Z]{2,5})\s[-–—]{1,2}\s(?=[A-Z\d\"“])")
_AGENCIES = re.compile(r"[.!?][\"”»]?\s+\(?([A-Z][\w ]{1,14}(?:\s?[,/&]\s?[A-Z][\w ]{1,14}){0,3})\)?$")
_COLON = re.compile(r"\s?:\s?")


def mark_prefix(article: Sequence[Line], page: Sequence[Line], language: str) -> list[Boilerplate]:
    """Return the dateline in front of the opening: "KOTA (Kabar) - ...".

    Args:
        article: the lines that are not furniture.
        page: all lines; the outlet's name stands on one of the first.
        language: of the text.
    """
    for line in article[:OPENING_LINES]:
        if prefix := find_prefix(line.text, language):
            return [Boilerplate(Span(line.span.start, line.span.start + prefix.end), "dateline_prefix")]
        if end := _find_initials(line, page) or _find_town(line, article, language):
            return [Boilerplate(Span(line.span.start, line.span.start + end), "dateline_prefix")]
    return []


def _find_initials(line: Line, page: Sequence[Line]) -> int:
    """ "Pelawangan, HL - ..." on a page of the Harian Lematangi."""
    found = _INITIALS.match(line.text)
    if not found:
        return 0
    names = ("".join(word[0] for word in one.words).upper() for one in page[:OPENING_LINES] if one.words)
    return found.end() if found[1] in names else 0


def _find_town(line: Line, article: Sequence[Line], language: str) -> int:
    """ "Lumajang - Sebuah bus ...": a town that no table knows, before a word also written small."""
    found = _TOWN.match(line.text)
    if not found or not is_paragraph(line):
        return 0
    small, cues = found[1].casefold(), load_table(language, "names")["lists"]["place_cues"]
    town = line.text[: found.start(1)].rstrip(" -")
    known = (
        small in load_furniture(language).function_words
        or town in line.text[found.end() :]
        or any(small == word for one in article for word in one.iter_words())
        or any(f"{cue} {town}" in one.text for one in article for cue in cues)
    )
    return found.start(1) if known else 0


def mark_inline(line: Line, tables: Furniture) -> Iterator[Boilerplate]:
    """ "... kata dia. Baca juga: Judul Lain" or "(baca juga: ...)" within a paragraph."""
    for colon in _COLON.finditer(line.text):
        # The label is looked for right before each colon: the cost of a long line is that of its colons.
        found = tables.read_also.search(line.text, max(0, colon.start() - LONGEST_INLINE), colon.end())
        if not found:
            continue
        start = found.start()
        before = line.text[max(0, start - 3) : start].rstrip()
        if found.group()[0] in "([":
            closing = line.text.find(")" if found.group()[0] == "(" else "]", found.end(), found.end() + 300)
            end = closing + 1
        elif before.endswith((".", "!", "?", '"', "”", "»")):
            end = _find_link_end(line.text, found.end())
        else:
            continue
        if end > start:
            yield Boilerplate(Span(line.span.start + start, line.span.start + end), "read_also")


def mark_agency(line: Line, tables: Furniture) -> Iterator[Boilerplate]:
    """ "... begins in September. AFP, BLOOMBERG": the agencies behind the last stop."""
    found = _AGENCIES.search(line.text, max(0, len(line.text) - LONGEST_INLINE))
    if found and all(part.strip().casefold() in tables.agencies for part in re.split(r"[,/&]", found[1])):
        yield Boilerplate(Span(line.span.start + found.start(1), line.span.end), "credit")


def _find_link_end(text: str, start: int) -> int:
    """The link reaches to the end of a short line; if sentences follow, where it ends is not known: 0."""
    if len(text) - start > LONGEST_LINE // 2:
        return 0
    rest = text[start:]
    return 0 if any(stop in rest for stop in (". ", "! ", "? ")) else len(text)
