"""A PDF to text: lines joined into paragraphs, page numbers and running heads left out.

A PDF knows only where letters stand.  Lines that follow each other closely, in one size of letter, are a
paragraph; a heading is larger; what stands at the same place of most pages is the page's, not the article's.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from claims.errors import InputError

MAX_PAGES = 500  # a newspaper has 64
MAX_CHARACTERS = 4_000_000
MARGIN = 0.12  # share of a page's height, above and below, in which running heads and page numbers stand
REPEATED_ON = 0.5  # share of the pages
# Measured on what LibreOffice, Chromium and Word write: lines of a paragraph are 1.0 to 1.3 of their usual
# distance apart, paragraphs 1.5 and more.
PARAGRAPH_GAP = 1.35
OTHER_SIZE = 0.15  # difference of letter height that makes another kind of line
SHORT_LINE = (
    0.8  # share of the text's width: a line that stops before it and ends a sentence ends a paragraph
)

_PDFIUM = threading.Lock()  # the library must not be entered by two threads


@dataclass(frozen=True, slots=True)
class PdfText:
    """A PDF's text and what its own metadata says; `created` as it is written there."""

    text: str
    title: str = ""
    author: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    left: float
    right: float
    top: float  # share of the page's height, from above
    bottom: float
    height: float


def read_pdf(data: bytes, source: object) -> PdfText:
    """Return the text of a PDF.

    Raises:
        InputError: it is no PDF, is damaged or locked, too long, or holds pictures of text only.
    """
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise InputError(source, "is locked with a password", "Save it without one") from None
            raise InputError(source, f"is not a PDF that can be read ({error})", "Save it again") from None
        try:
            lines = _read_lines(document, source)
            meta = document.get_metadata_dict(skip_empty=True)
        except InputError:
            raise
        except Exception as error:  # a damaged page fails anywhere in the library
            said = str(error) or type(error).__name__
            raise InputError(source, f"is a damaged PDF ({said})", "Save it again") from None
        finally:
            document.close()
    text = _clean("\n\n".join(_join_paragraphs(_drop_running(lines))))
    if sum(char.isalpha() for char in text) < 20:
        remedy = "Recognise its letters first (OCR), or save the article's text as .txt"
        raise InputError(source, "holds no text, only pictures of it", remedy)
    return PdfText(text + "\n", meta.get("Title", ""), meta.get("Author", ""), meta.get("ModDate", ""))


def _read_lines(document: Any, source: object) -> list[_Line]:
    if len(document) > MAX_PAGES:
        problem = f"has {len(document)} pages, more than the {MAX_PAGES} that are read"
        raise InputError(source, problem, "Cut the article's pages out")
    lines: list[_Line] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        try:
            lines += _read_page(page, number)
        finally:
            page.close()
        size += sum(len(line.text) for line in lines if line.page == number)
        if size > MAX_CHARACTERS:
            problem = f"has more than {MAX_CHARACTERS:,} characters"
            raise InputError(source, problem, "Cut the article's pages out")
    return lines


def _read_page(page: Any, number: int) -> list[_Line]:
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        height = page.get_height() or 1.0
        lines, place = [], 0
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for piece in re.split(r"(\r\n|\r|\n)", text):
            begin, place = place, place + len(piece)
            if not piece.strip():
                continue
            boxes = []
            for index in range(begin, place):
                found = raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
                if found and right.value > left.value:
                    boxes.append((left.value, right.value, bottom.value, top.value))
            if not boxes:
                continue
            sizes = [raw.FPDFText_GetFontSize(textpage.raw, index) for index in range(begin, place)]
            size = median(sizes)
            base = min(box[2] for box in boxes)
            lines.append(
                _Line(
                    piece.strip(),
                    number,
                    min(box[0] for box in boxes),
                    max(box[1] for box in boxes),
                    1 - max(box[3] for box in boxes) / height,
                    1 - base / height,
                    size if size > 1 else max(box[3] - box[2] for box in boxes),
                )
            )
        return lines
    finally:
        textpage.close()


def _drop_running(lines: Sequence[_Line]) -> list[_Line]:
    """Without page numbers and what stands in the margin of most pages, its figures aside."""
    pages = len({line.page for line in lines})
    masked = Counter(
        (_mask(line.text), line.bottom > 0.5) for line in lines if _is_in_margin(line) and pages > 1
    )
    return [
        line
        for line in lines
        if not (
            _is_in_margin(line)
            and (
                masked[_mask(line.text), line.bottom > 0.5] >= max(2, REPEATED_ON * pages)
                or re.fullmatch(r"\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", line.text)
            )
        )
    ]


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold())


def _is_in_margin(line: _Line) -> bool:
    return line.bottom < MARGIN or line.top > 1 - MARGIN


def _join_paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    if not lines:
        return
    steps = [
        below.bottom - above.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and _same_size(above, below) and 0 < below.bottom - above.bottom < 0.1
    ]
    usual = median(steps) if steps else 0.02
    usual = min(usual, _smallest_common(steps, usual))
    width = max((line.right for line in lines), default=1.0)
    paragraph = lines[0].text
    for above, below in pairwise(lines):
        if _continues(above, below, usual, width):
            paragraph = _join(paragraph, below.text)
        else:
            yield paragraph
            paragraph = below.text
    yield paragraph


def _smallest_common(steps: Sequence[float], usual: float) -> float:
    """The distance of lines inside paragraphs: with many short paragraphs the median is that between them."""
    rounded = Counter(round(step, 3) for step in steps)
    common = [step for step, count in rounded.items() if count >= max(2, 0.1 * len(steps))]
    return min(common, default=usual)


def _same_size(above: _Line, below: _Line) -> bool:
    return abs(above.height - below.height) <= OTHER_SIZE * max(above.height, below.height)


def _continues(above: _Line, below: _Line, usual: float, width: float) -> bool:
    if not _same_size(above, below):
        return False
    ends = above.text.rstrip("\"'”’»)").endswith((".", "!", "?", ":", "…"))
    is_short = above.right < SHORT_LINE * width
    if above.page != below.page:
        return not ends and not is_short
    step = below.bottom - above.bottom
    if step <= 0:  # the next column
        return not ends
    scale = max(1.0, above.height / max(1.0, below.height))
    if step > PARAGRAPH_GAP * usual * scale and step > 1.9 * above.height / 842:
        return False
    return not (is_short and ends)


def _join(before: str, after: str) -> str:
    """One line behind another; the hyphen of a broken word (U+FFFE in PDFium, or soft) goes."""
    if before.endswith(("\ufffe", "\u00ad", "\x02")):
        return before[:-1] + after
    return f"{before}{after}" if before.endswith(("-", "\u2010")) else f"{before} {after}"


def _clean(text: str) -> str:
    text = re.sub(r"[\ufffe\u00ad\x02](?=\w)", "", text)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).strip()
