"""What a page says of its article: JSON-LD first, then OpenGraph and its kin, each with where it stands."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from claims.models import UNKNOWN, Basis, Known

_SCRIPT = re.compile(
    r"<script\b[^>]{0,300}?application/ld\+json[^>]{0,300}>(.{1,500000}?)</script>", re.IGNORECASE | re.DOTALL
)
_META = re.compile(r"<meta\b([^>]{1,3000})>", re.IGNORECASE)
_CANONICAL = re.compile(r"<link\b([^>]{0,1000}?rel\s*=\s*[\"']?canonical\b[^>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LANGUAGE = re.compile(r"<html\b[^>]{0,300}?\blang=[\"']?([a-z]{2})\b", re.IGNORECASE)
_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "blogposting")
_MOST_NODES = 5_000  # of a page's JSON-LD; a page with more describes something else than an article
_META_NAMES = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "published": (
        "article:published_time",
        "og:published_time",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publishdate",
        "parsely-pub-date",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "lastmod"),
    "author": ("article:author", "author", "dc.creator", "parsely-author"),
    "url": ("og:url",),
}


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the page's own metadata says; `canonical` is the address that it gives itself."""

    title: Known = UNKNOWN
    outlet: Known = UNKNOWN
    published: Known = UNKNOWN
    language: Known = UNKNOWN
    modified: str = ""
    author: str = ""
    canonical: str = ""
    body: str = field(default="", repr=False)


def read_page_metadata(page: str) -> PageMetadata:
    """Return what a page's metadata says; a page without any gives an empty one.

    >>> read_page_metadata('<meta property="og:site_name" content="Kabar &amp; Warta">').outlet
    Known(value='Kabar & Warta', basis=<Basis.STATED: 'stated'>, evidence='og:site_name')
    """
    article = _find_article(page)
    metas = _read_metas(page)
    language = _LANGUAGE.search(page[:5_000])
    link = _CANONICAL.search(page)
    canonical = _attributes(link[1]).get("href", "") if link else ""
    stated = {name: _state(name, article, metas) for name in ("title", "outlet", "published")}
    return PageMetadata(
        **stated,
        language=Known(language[1].lower(), Basis.STATED, "the page's lang attribute")
        if language
        else UNKNOWN,
        modified=_state("modified", article, metas).value,
        author=_state("author", article, metas).value,
        canonical=next(filter(is_web_address, (canonical, _state("url", article, metas).value)), ""),
        body=_as_text(article.get("articleBody")),
    )


def is_web_address(address: str) -> bool:
    """Tell whether an address is a whole one of the web."""
    return re.match(r"https?://[^\s/]", address) is not None


def _state(name: str, article: Mapping[str, Any], metas: Mapping[str, str]) -> Known:
    key, value = _READERS[name]
    for found, evidence in (
        (_as_text(value(article)), f"JSON-LD {key}"),
        *((metas.get(meta, ""), meta) for meta in _META_NAMES[name]),
    ):
        found = read_moment(found) if name in ("published", "modified") else found
        if found and not (name == "author" and is_web_address(found)):
            return Known(found[:500], Basis.STATED, evidence)
    return UNKNOWN


_READERS: dict[str, tuple[str, Any]] = {
    "title": ("headline", lambda article: article.get("headline") or article.get("name")),
    "outlet": ("publisher", lambda article: _name_of(article.get("publisher"))),
    "published": ("datePublished", lambda article: article.get("datePublished")),
    "modified": ("dateModified", lambda article: article.get("dateModified")),
    "author": ("author", lambda article: _name_of(article.get("author"))),
    "url": ("url", lambda article: article.get("url") or article.get("mainEntityOfPage")),
}


def read_moment(value: str) -> str:
    """Return a moment as ISO 8601 to the minute, "" if it is none.

    >>> read_moment("2024-03-04T07:15:33.120Z"), read_moment("2024-03-04"), read_moment("kemarin")
    ('2024-03-04T07:15+00:00', '2024-03-04', '')
    """
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return ""
    if not 1900 <= moment.year <= 2100:
        return ""
    return value if len(value) == 10 else moment.isoformat(timespec="minutes")


def _find_article(page: str) -> Mapping[str, Any]:
    """The first node of the page's JSON-LD that is an article."""
    for script in _SCRIPT.finditer(page):
        try:
            root = json.loads(script[1].strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _walk(root):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.lower() in _ARTICLE_TYPES for kind in names):
                return node
    return {}


def _walk(root: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = [root], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            waiting += node[:_MOST_NODES]


def _name_of(value: Any) -> str:
    """The name of a person or body, or of several."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for one in value[:10] if (name := _name_of(one))))
    return _as_text(value.get("name")) if isinstance(value, dict) else _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else ""
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _read_metas(page: str) -> dict[str, str]:
    metas: dict[str, str] = {}
    for found in _META.finditer(page):
        attributes = _attributes(found[1])
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        metas.setdefault(name.lower(), attributes.get("content", "").strip())
    return metas


def _attributes(tag: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(next(filter(None, values), ""))
        for name, *values in _ATTRIBUTE.findall(tag)
    }
