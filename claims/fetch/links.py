"""A feed (RSS, Atom) or sitemap to the addresses of its articles."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from claims.errors import InputError, RefusedAddress
from claims.fetch.client import LISTS, Fetcher
from claims.office import check_xml
from claims.originals import Original
from claims.page_metadata import is_web_address

MOST_LINKS = 50_000  # of one sitemap, as the sitemap protocol has it
MOST_LISTS = 50  # sitemaps that a sitemap index may open in one run
_UNPACKED = 50 * 1024 * 1024

OnProblem = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Links:
    """What a list points to: articles, and further lists (of a sitemap index)."""

    articles: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def is_list(original: Original) -> bool:
    """Tell whether what was fetched is a feed or sitemap rather than a page."""
    return original.media in LISTS


def read_links(original: Original) -> Links:
    """Return the addresses in a feed or sitemap, in its order, each once.

    Raises:
        InputError: it is neither, is damaged, or its XML has a document type.
    """
    data = _unpack(original)
    check_xml(data, original.name)
    root = re.search(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF)\b", data[:20_000])
    if root is None:
        remedy = "Give a feed (RSS, Atom), a sitemap or a page"
        raise InputError(original.name, "is XML, but neither a feed nor a sitemap", remedy)
    kind = root[1].decode()
    found = (
        _read_sitemap(data, original) if kind in ("urlset", "sitemapindex") else _read_feed(data, original)
    )
    addresses = dict.fromkeys(urljoin(original.url, address.strip()) for address in found)
    links = tuple(address for address in addresses if is_web_address(address))
    if not links:
        raise InputError(original.name, "names no addresses", "Open it in a browser and look what is there")
    if len(links) > MOST_LINKS:
        problem = f"names {len(links):,} addresses, more than the {MOST_LINKS:,} of a sitemap"
        raise InputError(original.name, problem, "Give a smaller one")
    return Links(lists=links) if kind == "sitemapindex" else Links(links)


def _unpack(original: Original) -> bytes:
    if original.data[:2] != b"\x1f\x8b":
        return original.data
    try:
        data = zlib.decompressobj(31).decompress(original.data, _UNPACKED + 1)
    except zlib.error:
        raise InputError(original.name, "is a damaged gzip file", "Try again") from None
    if len(data) > _UNPACKED:
        raise InputError(original.name, f"unpacks to more than {_UNPACKED / 1e6:.0f} MB", "It is left out")
    return data


def _read_feed(data: bytes, original: Original) -> list[str]:
    import feedparser

    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return [str(entry.get("link") or "") for entry in feed.entries]


def _read_sitemap(data: bytes, original: Original) -> list[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(original.name, f"is a damaged sitemap ({str(error)[:200]})", "Try again") from None
    parents = ("url", "sitemap")
    return [
        node.text or ""
        for node in root.iter("{*}loc")
        if node.getparent() is not None and etree.QName(node.getparent()).localname in parents
    ]


def fetch_all(
    urls: Iterable[str],
    fetcher: Fetcher,
    *,
    on_problem: OnProblem,
    on_progress: Callable[[str, int, int], None] | None = None,
    limit: int = 0,
) -> Iterator[Original]:
    """Yield the pages of addresses; a feed or sitemap stands for the pages that it names.

    Args:
        urls: addresses of pages, feeds and sitemaps.
        fetcher: open; what it fetched before is taken from its cache, so a run that broke off goes on.
        on_problem: called with each address that could not be had.
        on_progress: called with ("fetch", done, known so far).
        limit: pages of one list that are fetched, the first ones; 0 is all.
    """
    waiting = list(dict.fromkeys(url.strip() for url in urls if url.strip()))
    seen, done, lists = set(waiting), 0, 0
    while waiting:
        url = waiting.pop(0)
        done += 1
        try:
            original = fetcher.fetch(url)
            if not is_list(original):
                yield original
            else:
                lists += 1
                if lists > MOST_LISTS:
                    raise InputError(url, f"is the {lists}th list of this run", "Give it by itself")
                links = read_links(original)
                wanted = [link for link in (*links.lists, *links.articles) if link not in seen]
                if limit and len(wanted) > limit:
                    problem = f"names {len(wanted)} pages; the first {limit} are fetched"
                    on_problem(_Shortened(url, problem, "More: --limit"))
                    wanted = wanted[:limit]
                seen.update(wanted)
                waiting += wanted
        except InputError as error:
            on_problem(_name(error, url))
        if on_progress:
            on_progress("fetch", done, done + len(waiting))


class _Shortened(InputError):  # noqa: N818 - it names what came in
    """A list of which not all was fetched, as the user wished."""

    is_note = True


def _name(error: InputError, url: str) -> InputError:
    """The same error with the address as it was given in front."""
    if error.source == url:
        return error
    inner = "" if error.source == "the answer" else f"({error.source}) "
    kind = RefusedAddress if isinstance(error, RefusedAddress) else InputError
    return kind(url, f"{inner}{error.problem}", error.remedy)
