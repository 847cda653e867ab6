"""An HTML page to the article on it: text and what the page says of itself.

Only text leaves here.  Scripts, styles, forms, links and markup are never part of it, and nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from claims.errors import InputError
from claims.models import UNKNOWN, Basis, Known

# A page's markup costs far more time than plain text; the largest news pages seen have 3 MB.
MAX_PAGE = 8 * 1024 * 1024
# Characters of main text below which there was none: what is found then is a menu or a notice.
SHORTEST_ARTICLE = 60

_PUBLISHED = re.compile(
    r"""(?:article:published_time|datePublished|pubdate|publishdate)["']?[^>]{0,40}?(?:content=|:)\s*["']"""
    r"""((?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)""",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,300}?\blang=[\"']?([a-z]{2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page and what the page's own metadata says."""

    text: str
    title: Known = UNKNOWN
    outlet: Known = UNKNOWN
    published: Known = UNKNOWN
    language: Known = UNKNOWN
    url: str = ""


def read_page(html: str, source: object) -> Page:
    """Return the article of an HTML page; a headline that stands outside the main text is put before it.

    Raises:
        InputError: the page has no main text, or is too large to be looked through.
    """
    if len(html) > MAX_PAGE:
        problem = f"is an HTML page of {len(html) / 1e6:.0f} million characters"
        raise InputError(source, problem, "Save the article's text as .txt and give that")
    found = _extract(html)
    body = (found.text or "").strip() if found else ""
    if len(body) < SHORTEST_ARTICLE:
        raise InputError(
            source,
            "has no main text that could be told from its menus",
            "Save the article as .txt and give that",
        )
    title = " ".join((found.title or "").split())
    text = body if not title or title in body[: len(title) + 200] else f"{title}\n\n{body}"
    return Page(
        text=text,
        title=Known(title, Basis.STATED, "the page's metadata"),
        outlet=Known(found.sitename or "", Basis.STATED, "the page's metadata"),
        published=_read_published(html, found.date or ""),
        language=_read_language(html),
        url=found.url or "",
    )


@cache
def _load_extractor() -> Any:
    # Imported when the first page comes: most runs have none, and it costs half a second.
    from trafilatura import bare_extraction

    return bare_extraction


def _extract(html: str) -> Any:
    return _load_extractor()(
        html,
        favor_precision=True,
        include_comments=False,
        include_images=False,
        include_links=False,
        with_metadata=True,
    )


def _read_published(html: str, found: str) -> Known:
    if stated := _PUBLISHED.search(html):
        value = stated[1].replace(" ", "T")
        value = re.sub(r"(T\d\d:\d\d):\d\d(?:\.\d+)?", r"\1", value).replace("Z", "+00:00")
        return Known(value, Basis.STATED, "the page's metadata")
    return Known(found, Basis.INFERRED, "a date found on the page")


def _read_language(html: str) -> Known:
    found = _LANGUAGE.search(html[:5_000])
    return Known(found[1].lower(), Basis.STATED, "the page's lang attribute") if found else UNKNOWN
