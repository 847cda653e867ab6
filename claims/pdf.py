"""A PDF to text: lines joined into paragraphs, page numbers and running heads left out.

A PDF knows only where letters stand.  Lines that follow each other closely, in one size of letter, are a
paragraph; a heading is larger; what stands at the same place of most pages is the page's, not the article's.
"""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
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
TALLEST_LINE = 2.5
OTHER_SIZE = 0.15  # difference of letter height that makes another kind of line
SHORT_LINE = (
    0.8  # share of the text's width: a line that stops before it and ends a sentence ends a paragraph
)

MAX_SECONDS = 60  # a newspaper of 64 pages takes five
MAX_MEMORY = 2 * 1024 * 1024 * 1024  # bytes of address space


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
    right: float  # in points
    base: float  # of its letters, in points from above
    place: float  # of the base, as a share of the page's height from above
    height: float  # of the letters' font, in points

    @property
    def is_in_margin(self) -> bool:
        return not MARGIN < self.place < 1 - MARGIN


def read_pdf(data: bytes, source: object) -> PdfText:
    """Return the text of a PDF.

    It is read by a process of its own: a few kilobytes can ask for minutes and gigabytes, and a library in C
    may crash on what nobody has tried before.

    Raises:
        InputError: it is no PDF, is damaged or locked, too long, or holds pictures of text only.
    """
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", _CHILD, root]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS, check=False)
        said = json.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        problem = f"took more than {MAX_SECONDS} seconds to read"
        raise InputError(source, problem, "It is left out; save the article's text as .txt") from None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        problem = "is a PDF that cannot be read within the memory that one may take, or is damaged"
        raise InputError(source, problem, "It is left out; save the article's text as .txt")
    if "problem" in said:
        raise InputError(source, said["problem"], said["remedy"])
    return PdfText(**said)


_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from claims.pdf import answer; answer()"


def answer() -> None:
    """Read the PDF on standard input and write what it says as JSON: the process that `read_pdf` starts."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # Windows, or a lower limit is set already; the time limit holds
    try:
        said = asdict(_read(sys.stdin.buffer.read()))
    except InputError as error:
        said = {"problem": error.problem, "remedy": error.remedy}
    sys.stdout.write(json.dumps(said))


def _read(data: bytes) -> PdfText:
    import pypdfium2

    source = "pdf"
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
    textpage = page.get_textpage()
    try:
        text, height = textpage.get_text_range(), page.get_height() or 1.0
        lines, place = [], 0
        for piece in re.split(r"(\r\n|\r|\n)", text):
            begin, place = place, place + len(piece)
            if piece.strip() and (line := _measure(textpage, piece, begin, number, height)):
                lines.append(line)
        return lines
    finally:
        textpage.close()


def _measure(textpage: Any, piece: str, begin: int, number: int, page_height: float) -> _Line | None:
    """Where a line of the page's text stands; None if none of its letters is on the page."""
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    ends, bases, sizes = [], [], []
    for index in range(begin, begin + len(piece)):
        is_there = raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
        if is_there and right.value > left.value:
            ends.append(right.value)
            sizes.append(top.value - bottom.value)
            raw.FPDFText_GetCharOrigin(textpage.raw, index, left, bottom)
            bases.append(bottom.value)
    if not ends:
        return None
    base = page_height - median(bases)
    return _Line(
        piece.strip(), number, max(ends), base, base / page_height, _font_size(textpage, begin, sizes)
    )


def _font_size(textpage: Any, index: int, sizes: Sequence[float]) -> float:
    """The size of a line's letters; the font's own says nothing where the page scales it (1 point, say)."""
    import pypdfium2.raw as raw

    stated = float(raw.FPDFText_GetFontSize(textpage.raw, index))
    return stated if stated > 1 else max(sizes)


# What browsers print above and below a page: the address with page numbers, the date with the title.
_PRINTED = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+\s*/\s*\d+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}[:.]\d\d.*"
    r"|\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*"
)


def _drop_running(lines: Sequence[_Line]) -> list[_Line]:
    """Without page numbers and what stands in the margin of most pages, its figures aside."""
    pages = len({line.page for line in lines})
    seen = Counter(_mask(line) for line in lines if line.is_in_margin)
    return [
        line
        for line in lines
        if not line.is_in_margin
        or not (_PRINTED.fullmatch(line.text) or seen[_mask(line)] >= max(2, REPEATED_ON * pages))
    ]


def _mask(line: _Line) -> tuple[str, bool]:
    return re.sub(r"\d+", "0", line.text.casefold()), line.place > 0.5


def _join_paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    if not lines:
        return
    usual, width = _line_distance(lines), max(line.right for line in lines)
    paragraph = lines[0].text
    for above, below in pairwise(lines):
        if _continues(above, below, usual, width):
            paragraph = _join(paragraph, below.text)
        else:
            yield paragraph
            paragraph = below.text
    yield paragraph


def _line_distance(lines: Sequence[_Line]) -> float:
    """How far lines inside a paragraph are apart, in sizes of their letters.

    The smallest distance that is common: with many short paragraphs the median is that between them.
    """
    steps = Counter(
        round((below.base - above.base) / above.height, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and _same_size(above, below) and above.base < below.base
    )
    total = sum(steps.values())
    return min((step for step, count in steps.items() if count >= max(1, 0.1 * total)), default=1.2)


def _same_size(above: _Line, below: _Line) -> bool:
    return abs(above.height - below.height) <= OTHER_SIZE * max(above.height, below.height)


def _continues(above: _Line, below: _Line, usual: float, width: float) -> bool:
    if not _same_size(above, below):
        return False
    ends = above.text.rstrip("\"'”’»)").endswith((".", "!", "?", ":", "…"))
    is_short = above.right < SHORT_LINE * width
    step = (below.base - above.base) / above.height
    if above.page != below.page or step <= 0:  # the next page or column
        return not ends and not is_short
    if step <= PARAGRAPH_GAP * usual:
        return not (is_short and ends)
    # a quotation mark from another font makes its line taller than a gap between paragraphs
    return step <= TALLEST_LINE * usual and not is_short and not ends and below.text[:1].islower()


def _join(before: str, after: str) -> str:
    """One line behind another; the hyphen of a broken word (U+FFFE in PDFium, or soft) goes.

    It stays where the word has one in the middle of a line too: "rata-rata", "drone-nya".
    """
    if before.endswith(("\ufffe", "\u00ad", "\x02")):
        first, rest = before[:-1].rsplit(" ", 1)[-1], after.split(" ", 1)[0]
        stays = first and (rest.startswith(first.lower()) or re.match(r"(?:nya|lah|kah|pun)\b", rest))
        return f"{before[:-1]}-{after}" if stays else before[:-1] + after
    return f"{before}{after}" if before.endswith(("-", "\u2010")) else f"{before} {after}"


def _clean(text: str) -> str:
    text = re.sub(r"[\ufffe\u00ad\x02](?=\w)", "", text)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).strip()
