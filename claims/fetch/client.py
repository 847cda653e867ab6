"""One address to its bytes, politely: robots, a pause between pages of one host, a cache, and a limit to
everything.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore2

from claims.errors import EmptyInput, InputError, RefusedAddress
from claims.fetch.guard import Guard
from claims.originals import Fetched, Original

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
LISTS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/rdf+xml",
    "application/gzip",
    "application/x-gzip",
)
_AGAIN = (301, 302, 303, 307, 308)
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """The limits of fetching.

    Attributes:
        delay: seconds between two requests to one host; a site's robots.txt can make it longer.
        longest_delay: seconds beyond which a site's wish for a pause is a refusal.
        timeout: seconds that a connection, or the next piece of an answer, may take.
        deadline: seconds that a whole page may take, redirects and all.
        max_bytes: of one page, packed or unpacked.
        max_ratio: unpacked to packed, above a megabyte.
        redirects: how often a page may point on.
        fresh_for: minutes in which a fetched page is taken from the store and not asked for again.
        obey_robots: whether robots.txt is asked for and followed.
    """

    delay: float = 1.0
    longest_delay: float = 60.0
    timeout: float = 20.0
    deadline: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    max_ratio: int = 200
    redirects: int = 5
    fresh_for: float = 60.0
    obey_robots: bool = True


class Cache(Protocol):
    """Where fetched pages are kept; the store is one."""

    def fetched(self, url: str) -> Fetched | None: ...
    def save_fetched(self, fetched: Fetched, original: Original) -> None: ...
    def original(self, sha256: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def user_agent() -> str:
    """Return the name under which pages are asked for."""
    try:
        number = version("ceksilang")
    except PackageNotFoundError:
        number = "0"
    return f"Ceksilang/{number} (cross-checks news articles; one page a second)"


class Fetcher:
    """Fetches addresses; use it in a `with`, and one for a whole run, so that hosts get their pauses."""

    def __init__(
        self,
        cache: Cache,
        settings: FetchSettings | None = None,
        guard: Guard | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._cache, self._settings, self._sleep = cache, settings or FetchSettings(), sleep
        self._guard = guard or Guard()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=self._guard, max_connections=4
        )
        self._robots: dict[str, RobotFileParser | None] = {}
        self._pauses: dict[str, float] = {}
        self._asked: dict[str, float] = {}  # when, on the monotonic clock

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    def fetch(self, url: str) -> Original:
        """Return the bytes of an address, from the store if they are fresh.

        Raises:
            RefusedAddress: it may not be talked to, or the site's robots.txt says no.
            InputError: it could not be had: too large, too slow, of another kind, an error of the server.
        """
        known = self._cache.fetched(url)
        kept = self._cache.original(known.original) if known else None
        if known and kept is not None and self._is_fresh(known):
            return Original(known.final_url, kept, known.final_url, known.fetched, known.media)
        began = time.monotonic()
        conditions = _conditions(known) if known and kept is not None else {}
        final, answer = self._follow(url, conditions, began)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if answer.status == 304 and known and kept is not None:
            original = Original(known.final_url, kept, known.final_url, now, known.media)
        else:
            media = _media_of(answer)
            if not answer.body.strip():
                raise EmptyInput(url, "answered with nothing", "Open it in a browser and save the page")
            original = Original(final, answer.body, final, now, media)
        self._cache.save_fetched(
            Fetched(
                url,
                original.url,
                original.media,
                now,
                original.sha256,
                answer.headers.get("etag", ""),
                answer.headers.get("last-modified", ""),
            ),
            original,
        )
        return original

    def _is_fresh(self, known: Fetched) -> bool:
        with suppress(ValueError):
            age = datetime.now(UTC) - datetime.fromisoformat(known.fetched)
            return timedelta(0) <= age < timedelta(minutes=self._settings.fresh_for)
        return False

    # --- redirects, robots, pauses ---------------------------------------------------------------

    def _follow(self, url: str, conditions: Mapping[str, str], began: float) -> tuple[str, _Answer]:
        """Go where redirects point, each step judged as if it had been given."""
        here = url
        for _ in range(self._settings.redirects + 1):
            self._guard.check(here)
            self._ask_robots(here, began)
            self._wait(here)
            answer = self._request(here, url, began, conditions if here == url else {})
            if answer.status not in _AGAIN:
                return here, self._check_status(answer, url)
            target = answer.headers.get("location", "")
            if not target:
                raise InputError(url, "points on to nowhere", "Open it in a browser and save the page")
            here = urljoin(here, target)
        problem = f"points on more than {self._settings.redirects} times"
        raise InputError(url, problem, "Give the address that it leads to")

    def _check_status(self, answer: _Answer, url: str) -> _Answer:
        if answer.status in (200, 304):
            return answer
        if answer.status in _BUSY:
            remedy = "What was fetched is kept; run the same command again later"
            raise InputError(url, f"asks for patience (status {answer.status})", remedy)
        if answer.status in (401, 402, 403):
            remedy = "Open it in a browser, save the page and give the file"
            raise InputError(url, f"is not open to everybody (status {answer.status})", remedy)
        raise InputError(url, f"answered with status {answer.status}", "Check the address")

    def _ask_robots(self, url: str, began: float) -> None:
        if not self._settings.obey_robots:
            return
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._load_robots(site, began)
        rules = self._robots[site]
        if rules is None:
            problem = "belongs to a site whose robots.txt cannot be had at the moment"
            raise RefusedAddress(url, problem, "Try again later")
        agent = user_agent().split("/")[0]
        if not rules.can_fetch(agent, url):
            problem = "may not be fetched by programs, says the site's robots.txt"
            raise RefusedAddress(url, problem, "Open it in a browser, save the page and give the file")
        pause = float(rules.crawl_delay(agent) or 0)
        if pause > self._settings.longest_delay:
            raise RefusedAddress(url, f"asks for {pause:.0f} seconds between pages", "Save the page by hand")
        self._pauses[parts.netloc] = max(pause, self._settings.delay)

    def _load_robots(self, site: str, began: float) -> RobotFileParser | None:
        """The site's rules: none if it has no file (4xx), None if nobody can tell (5xx, no answer)."""
        rules = RobotFileParser()
        try:
            here = f"{site}/robots.txt"
            for _ in range(self._settings.redirects + 1):
                self._guard.check(here)
                answer = self._request(here, here, began, {}, limit=512 * 1024)
                if answer.status not in _AGAIN:
                    break
                here = urljoin(here, answer.headers.get("location", ""))
        except RefusedAddress:
            raise
        except InputError:
            return None
        if answer.status >= 500:
            return None
        rules.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
        return rules

    def _wait(self, url: str) -> None:
        """Leave a host in peace until its pause is over."""
        host, now = urlsplit(url).netloc, time.monotonic()
        pause = self._pauses.get(host, self._settings.delay)
        if host in self._asked and (left := self._asked[host] + pause - now) > 0:
            self._sleep(left)
        self._asked[host] = time.monotonic()

    # --- one request -----------------------------------------------------------------------------

    def _request(
        self, here: str, given: str, began: float, conditions: Mapping[str, str], limit: int = 0
    ) -> _Answer:
        """Ask once; every failure is one clear error that names the address as it was given."""
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": user_agent(),
            "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
            "Accept-Encoding": "gzip",
        }
        headers.update(conditions)
        seconds = self._settings.timeout
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        try:
            with self._pool.stream(
                "GET", here, headers=headers, extensions={"timeout": timeouts}
            ) as response:
                found = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                is_body = response.status == 200
                body = self._read(response, found, given, began, limit) if is_body else b""
                return _Answer(response.status, found, body)
        except (httpcore2.TimeoutException, TimeoutError):
            raise InputError(
                given, f"did not answer within {seconds:.0f} seconds", "Try again later"
            ) from None
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.UnsupportedProtocol,
            OSError,
        ) as error:
            said = str(error) or type(error).__name__
            raise InputError(given, f"could not be reached ({said})", "Check address and network") from None
        except UnicodeError:
            raise InputError(given, "has an address that cannot be sent", "Correct it") from None

    def _read(
        self, response: httpcore2.Response, headers: Mapping[str, str], given: str, began: float, limit: int
    ) -> bytes:
        limit = limit or self._settings.max_bytes
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated) > limit:
            raise _too_large(given, limit)
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
            raise InputError(
                given, f"is packed in a way that was not asked for ({encoding})", "Save the page"
            )
        unpacker = zlib.decompressobj(47) if encoding not in ("identity", "") else None
        packed, body = 0, bytearray()
        for piece in response.iter_stream():
            packed += len(piece)
            if time.monotonic() - began > self._settings.deadline:
                problem = f"took more than {self._settings.deadline:.0f} seconds"
                raise InputError(given, problem, "Try again later, or save the page by hand")
            try:
                body += unpacker.decompress(piece, limit + 1 - len(body)) if unpacker else piece
            except zlib.error:
                raise InputError(given, "is damaged on its way (gzip)", "Try again") from None
            if len(body) > limit or packed > limit:
                raise _too_large(given, limit)
            if len(body) > 1024 * 1024 and len(body) > self._settings.max_ratio * packed:
                problem = f"unpacks to more than {self._settings.max_ratio} times its size, as bombs do"
                raise InputError(given, problem, "It is left out")
        return bytes(body)


def _too_large(url: str, limit: int) -> InputError:
    return InputError(
        url, f"has more than the {limit / 1e6:.0f} MB that are fetched", "Save the article's text"
    )


def _conditions(known: Fetched) -> dict[str, str]:
    """Ask only for what has changed since."""
    conditions = {"If-None-Match": known.etag} if known.etag else {}
    return conditions | ({"If-Modified-Since": known.modified} if known.modified else {})


def _media_of(answer: _Answer) -> str:
    """The media type of an answer, one that is read.

    Raises:
        InputError: it is of another type.
    """
    media = answer.headers.get("content-type", "").split(";")[0].strip().lower() or "text/html"
    if media not in (*PAGES, *LISTS):
        allowed = "web pages, text, PDF, feeds and sitemaps"
        raise InputError("the answer", f"is of another kind ({media[:60]})", f"Fetched are {allowed}")
    return media
