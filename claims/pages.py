"""An HTML page to the article on it: text and what the page says of itself.

Only text leaves here.  Scripts, styles, forms, links and markup are never part of it, and nothing is fetched.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from claims.errors import InputError
from claims.models import Basis, Known
from claims.page_metadata import PageMetadata, is_web_address, read_page_metadata

# A page's markup costs far more time than plain text; the largest news pages seen have 3 MB.
MAX_PAGE = 8 * 1024 * 1024
# Characters of main text below which there was none: what is found then is a menu or a notice.
SHORTEST_ARTICLE = 60


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page and what the page's own metadata says."""

    text: str
    metadata: PageMetadata
    url: str = ""

    @property
    def title(self) -> Known:
        return self.metadata.title


def read_page(html: str, source: object) -> Page:
    """Return the article of an HTML page; a headline that stands outside the main text is put before it.

    Raises:
        InputError: the page has no main text, or is too large to be looked through.
    """
    if len(html) > MAX_PAGE:
        problem = f"is an HTML page of {len(html) / 1e6:.0f} million characters"
        raise InputError(source, problem, "Save the article's text as .txt and give that")
    metadata = read_page_metadata(html)
    found = _extract(html)
    body = (found.text or "").strip() if found else ""
    if len(body) < SHORTEST_ARTICLE < len(metadata.body):
        body = _strip_markup(metadata.body)  # a page that a script fills: its JSON-LD has the text
    if len(body) < SHORTEST_ARTICLE:
        raise InputError(
            source,
            "has no main text that could be told from its menus",
            "Save the article as .txt and give that",
        )
    metadata = _complete(metadata, found)
    title = " ".join(metadata.title.value.split())
    text = body if not title or title in body[: len(title) + 200] else f"{title}\n\n{body}"
    saved = _SAVED_FROM.search(html[:2_000])
    return Page(text, metadata, saved[1] if saved else "")


_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Encodings in which a page could hide what it is, or that are no encodings of text.
_SAFE_CHARSETS = re.compile(
    r"(?:windows|cp)-?\d{3,4}|iso-?8859-?\d{1,2}|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+"
)


def decode_page(data: bytes) -> str:
    """Return the text of a page that says in which encoding it is written, "" if it does not or is wrong.

    >>> decode_page('<meta charset="windows-1251"><p>Мост закрыт'.encode("cp1251"))[-11:]
    'Мост закрыт'
    """
    stated = _CHARSET.search(data[:4_096])
    name = stated[1].decode("ascii").lower() if stated else ""
    if not _SAFE_CHARSETS.fullmatch(name):
        return ""  # UTF-8 is what `decode_text` tries first
    try:
        data.decode("utf-8")
        return ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return ""


# What browsers write into a page that they save, "saved from url=(0035)https://..."
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(https?://[^\s>]{1,2000})\s*-->")


def _complete(metadata: PageMetadata, found: Any) -> PageMetadata:
    """What the page's metadata leaves out, as the extractor made it out from title, address and byline."""
    if not found:
        return metadata
    guesses = {
        "title": Known(found.title or "", Basis.STATED, "the page's title"),
        "outlet": Known(found.sitename or "", Basis.INFERRED, "the page's title or address"),
        "published": Known(found.date or "", Basis.INFERRED, "a date found on the page"),
    }
    missing: dict[str, Any] = {
        name: guess for name, guess in guesses.items() if not getattr(metadata, name) and guess
    }
    # "Judul - Kabar" of og:title: the extractor has cut the site's name off
    if metadata.title.evidence.startswith(("og:", "twitter:")) and found.title:
        missing["title"] = Known(found.title, Basis.STATED, metadata.title.evidence)
    missing["author"] = metadata.author or found.author or ""
    return replace(metadata, **missing)


def _strip_markup(body: str) -> str:
    return re.sub(r"<[^<>]{0,500}>", " ", body).replace("\r", "").strip()


@cache
def _load_extractor() -> Any:
    # Imported when the first page comes: most runs have none, and it costs half a second.
    from trafilatura import bare_extraction

    return bare_extraction


def _extract(html: str) -> Any:
    try:
        return _load_extractor()(
            html,
            favor_precision=True,
            include_comments=False,
            include_images=False,
            include_links=False,
            with_metadata=True,
        )
    except Exception:  # a page is hostile input, and the extractor is large: what fails has no main text
        return None


def read_mhtml(data: bytes, source: object) -> tuple[bytes, str]:
    """Return the HTML of a page that a browser saved in one file (MHTML), and its address.

    Raises:
        InputError: there is no page in it.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                html = part.get_payload(decode=True)
                address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
                if isinstance(html, bytes) and html:
                    return html, address if is_web_address(address) else ""
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise InputError(source, "holds no page that a browser saved", "Save the page again, as HTML")
