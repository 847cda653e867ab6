"""Text from outside on its way into HTML: the only doors are here, and all of them escape."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from claims.models import Span
from compare.report.marking import cut_pieces
from compare.report.render import keep_weblink

_HALF_LETTERS = re.compile(r"[\ud800-\udfff]")


def escape(text: object) -> str:
    """Return text as HTML shows it, quotes included, so that it is safe in attributes too.

    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(mend(str(text)), quote=True)


def mend(text: str) -> str:
    """Return text that can be sent: half an emoji in a damaged source becomes "\ufffd", one for one."""
    return _HALF_LETTERS.sub("\ufffd", text)


def mark_text(text: str, frame: Span, marks: Sequence[Span]) -> str:
    """Return the text of `frame` escaped, with `marks` (sorted, apart, in the same text) in <mark>.

    >>> mark_text("a < b, 12 < 15", Span(0, 14), [Span(7, 9)])
    'a &lt; b, <mark>12</mark> &lt; 15'
    """
    return "".join(
        f"<mark>{escape(piece)}</mark>" if marked else escape(piece)
        for piece, marked in cut_pieces(text, frame, marks)
    )


def link(url: str) -> str:
    """Return a link that tells the other side nothing of us, or the address as plain text if it is unsafe.

    >>> link("javascript:alert(1)")
    'javascript:alert(1)'
    """
    address = keep_weblink(url)
    if not address:
        return escape(url)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">{escape(url)}</a>'


def language_tag(code: str) -> str:
    """Return a lang attribute for hyphenation and readers, "" for a code that is none.

    >>> language_tag("id"), language_tag('"><script>')
    (' lang="id"', '')
    """
    return f' lang="{code}"' if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else ""


def list_facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return a list of names and values; names are ours, values are HTML that is already safe."""
    cells = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows if value)
    return f'<dl class="cs-facts">{cells}</dl>'


def fold(title: str, body: str, kind: str = "") -> str:
    """Return something that opens on demand; `body` is HTML that is already safe, `kind` a class of ours."""
    return f'<details class="cs-fold{kind and f" {kind}"}"><summary>{escape(title)}</summary>{body}</details>'
