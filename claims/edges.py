"""The head of a page, before the first paragraph, and its tail, behind the last: what is no text there.

    head   outlet and section above the title, authors and picture captions under it
    tail   tags, headlines of other articles, and whatever follows the notice with which a page closes

Only lines that are no sentences are taken, but for those behind a closing notice.  In doubt a line stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.furniture import is_signature
from claims.lines import Line

SHORTEST_PARAGRAPH = (
    6  # words of a line with a full stop; a caption in the head is seldom longer than a title
)
SHORTEST_SENTENCE = 2  # words of a line with a full stop that may be an article's last
LONG_PARAGRAPH = 15  # words; so long a line is a paragraph even if its stop was lost
SECTION_NAME = 3  # words at most: "Gaya Hidup", "CNN Indonesia"
SHORTEST_TITLE = 4  # words; what is shorter is only a title if nothing longer is there
LONGEST_BYLINE = 9  # words; three authors have no more
LATEST_CLOSING = 0.5  # the share of a page that must be before the notice that closes it
CLOSING_REASONS = ("reuse_notice",)

_ITEM = re.compile(r"[•·▪●◦*–—-]|\d{1,2}[.)]\s")
# "..., seen in 2022. WNEP": a caption in the head closes with the agency alone.
_BEHIND_CAPTION = re.compile(r"\w[.)]\s+[A-Z]{2,}(?:[/ ][A-Z]\w+){0,3}$")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,|•·;/&]|\s[-–—]\s|\b(?:and|dan|и)\b)\s*")
_DOMAIN = re.compile(r"\b\w+\.(?:com|co\.id|id|net|org|ru)\b")
_PART_OF_NAME = re.compile(
    r"[A-ZА-ЯЁ][\w.’'-]*(?:\s(?:[A-ZА-ЯЁ][\w.’'-]*|bin|binti|van|von|de|al)){0,3}|\w+[A-Z]\w*"
)


def name_head(lines: Sequence[Line], reasons: list[str]) -> None:
    """Name what stands around the title and is only short or only names."""
    body = next((k for k, line in enumerate(lines) if not reasons[k] and _is_body(line)), 0)
    if 0 < body < len(lines) - 1 and _is_bare_credit(lines, reasons, body + 1):
        reasons[body] = "caption"
        body = next((k for k, line in enumerate(lines) if not reasons[k] and _is_body(line)), 0)
    free = [k for k in range(body) if not reasons[k] and not lines[k].has_full_stop]
    if not free:
        return
    long = [k for k in free if len(lines[k].words) >= SHORTEST_TITLE]
    # "blog pribadi Prita Handaru": under the outlet's name, and written small
    title = next((k for k in long if not lines[k].text[:1].islower()), long[0] if long else free[0])
    small = {word for line in lines[body:] for word in line.iter_words() if word[:1].islower()}
    for k in free:
        if k > title and _BEHIND_CAPTION.search(lines[k].text):
            reasons[k] = "caption"
            continue
        count = len(lines[k].words)
        if k < title and (count <= SECTION_NAME or lines[k].text[:1].islower()):
            reasons[k] = "navigation"
        elif k > title and reasons[k - 1] in ("credit", "caption") and reasons[k + 1]:
            reasons[k] = "caption"  # below its credit, and above more furniture
        elif k > title and _names_people(lines[k], small):
            reasons[k] = "byline"
        elif k > title and count <= SECTION_NAME:
            reasons[k] = "navigation"


def is_paragraph(line: Line) -> bool:
    """True for a line that is plainly running text."""
    count = 0
    for count, _ in enumerate(line.iter_words(), 1):
        if count >= LONG_PARAGRAPH:
            return True
    return count >= SHORTEST_PARAGRAPH and (line.has_full_stop or line.has_inner_stop)


def _is_bare_credit(lines: Sequence[Line], reasons: Sequence[str], k: int) -> bool:
    """True for "Luis Prado / The Herald" under a caption; "Foto: Amir" may stand under anything."""
    return reasons[k] == "credit" and ":" not in lines[k].text


def _is_body(line: Line) -> bool:
    return is_paragraph(line) and not _BEHIND_CAPTION.search(line.text)


def _is_sentence(line: Line) -> bool:
    """True for running text however short: the last words of an article may be few."""
    return is_paragraph(line) or (line.has_full_stop and len(line.words) >= SHORTEST_SENTENCE)


def _names_people(line: Line, small: set[str]) -> bool:
    """ "Rangga Putra, Ni Luh Sekar", "Ahmad Fauzi - Kabar": words that the text never writes small."""
    words = [word for word in _DOMAIN.sub("", line.text).split() if word[:1].isalpha()]
    if len(line.words) > LONGEST_BYLINE or any(word.casefold().strip(",;") in small for word in words):
        return False
    parts = [part for part in _BETWEEN_NAMES.split(line.text.strip(" ()|,")) if part]
    lengths = [len(part.split()) for part in parts]
    listed = len(parts) > 1 or 2 <= lengths[0] <= 3 if parts else False
    return listed and max(lengths) >= 2 and all(_PART_OF_NAME.fullmatch(part) for part in parts)


def name_tail(lines: Sequence[Line], reasons: list[str]) -> None:
    """Name what follows the last paragraph: short lines, and any line once furniture has begun."""
    end = _find_end(lines, reasons)
    has_begun = False
    for k in range(end + 1, len(lines)):
        line = lines[k]
        if reasons[k]:
            has_begun = True
            continue
        is_short = len(line.words) <= SECTION_NAME
        if line.has_full_stop and not has_begun:
            return
        if has_begun or (is_short and not line.has_stop and not _goes_on(lines, k)):
            reasons[k] = "navigation" if is_short else "related_headline"
            has_begun = True


def _goes_on(lines: Sequence[Line], k: int) -> bool:
    """True for an item of a list that the article itself began."""
    return bool(_ITEM.match(lines[k].text)) or lines[k - 1].text.endswith(":")


def _find_end(lines: Sequence[Line], reasons: Sequence[str]) -> int:
    """Return the number of the last paragraph; what follows a closing notice is none, however long."""
    paragraphs = [k for k, line in enumerate(lines) if not reasons[k] and _is_sentence(line)]
    if not paragraphs:
        return len(lines)
    total = lines[-1].span.end
    for k, line in enumerate(lines):
        closes = reasons[k] in CLOSING_REASONS or is_signature(line.text)
        if closes and k > paragraphs[0] and line.span.start > LATEST_CLOSING * total:
            before = [p for p in paragraphs if p < k]
            if len(paragraphs) - len(before) <= 1:
                return before[-1]
    return paragraphs[-1]
