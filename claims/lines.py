"""Lines of a raw text: where they stand, and how a heading differs from a paragraph.

Scraped text has one paragraph a line.  Boilerplate, sentences and metadata all look at lines first;
what they agree on is here, so that "ends with a stop" means one thing in the whole project.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from claims.models import Span

# Everything that a text file, a web page or a PDF may put between two lines.
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_WORD = re.compile(r"\w+(?:['’`\-]\w+)*")
_INNER_STOP = re.compile(r"[^\W\d_]{4,}[.!?][\"”’»)]*\s+[\"“«]?[^\W\d_a-zа-я]")
_CLOSERS = "\"'”’»›)]}“*_ \t\xa0"
_STOPS = ".!?…。！？।؟:;"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, without the white space around it.

    `number` counts such lines from 0; `after_blank`: an empty line, or the text's start, is before it.
    """

    span: Span
    text: str
    number: int
    after_blank: bool

    @property
    def words(self) -> list[str]:
        """The words, hyphenated ones whole."""
        return list(self.iter_words())

    def iter_words(self) -> Iterator[str]:
        """The words one by one: a line may be a text of fifty megabytes."""
        return (found.group() for found in _WORD.finditer(self.text))

    @property
    def has_stop(self) -> bool:
        """True if the line ends as a sentence, a list or an introduction does.

        >>> Line(Span(0, 9), 'Ia pergi."', 0, True).has_stop, Line(Span(0, 8), "Ia pergi", 0, True).has_stop
        (True, False)
        """
        return self.text.rstrip(_CLOSERS)[-1:] in tuple(_STOPS)

    @property
    def has_inner_stop(self) -> bool:
        """True if one sentence ends and another begins inside the line."""
        return bool(_INNER_STOP.search(self.text))

    @property
    def has_full_stop(self) -> bool:
        """True if the line ends as a plain sentence does; a title may end in a question mark."""
        return self.text.rstrip(_CLOSERS)[-1:] in (".", "…", "。")


def list_lines(text: str) -> tuple[Line, ...]:
    """Return the lines that hold something.

    >>> [(line.text, line.after_blank) for line in list_lines("Judul\\n\\n  Isi berita.\\nLagi.")]
    [('Judul', True), ('Isi berita.', True), ('Lagi.', False)]
    """
    lines: list[Line] = []
    last_end = 0
    for found in _LINE.finditer(text):
        stripped = found.group().strip()
        if not stripped:
            continue
        start = found.start() + found.group().index(stripped[0])
        gap = text[last_end:start].replace("\r\n", "\n")
        is_apart = not lines or len(re.findall(r"[\n\r\v\f\x85\u2028\u2029]", gap)) > 1
        lines.append(Line(Span(start, start + len(stripped)), stripped, len(lines), is_apart))
        last_end = start + len(stripped)
    return tuple(lines)


def is_title_case(words: Collection[str], function_words: Collection[str]) -> bool:
    """Return whether words are written as in a headline: all but the small ones capitalised.

    >>> is_title_case("Tim Akan Segera Pulang ke Kampung".split(), {"ke"})
    True
    >>> is_title_case("Tim akan segera pulang ke Jakarta".split(), {"ke"})
    False
    """
    telling = [word for word in words if word.casefold() not in function_words and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in telling)
    return len(telling) >= 2 and capital >= 0.8 * len(telling)
