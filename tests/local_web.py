"""A small web on this computer for tests of fetching.

The guard has no switch that lets it talk to this computer; `LocalGuard` is the only allowance there is, it
opens one port of 127.0.0.1, and nothing outside `tests/` can reach it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from claims.fetch.guard import Guard

Answer = tuple[int, Mapping[str, str], bytes]


class LocalGuard(Guard):
    """The guard as it is, but for one port of this computer."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def check(self, url: str) -> tuple[str, str, int]:
        """As the real one, but for the test server."""
        if url.startswith(f"http://127.0.0.1:{self._port}/"):
            return "http", "127.0.0.1", self._port
        return super().check(url)

    def judge(self, address: IPv4Address | IPv6Address, port: int, host: str) -> None:
        """As the real one, but for the test server."""
        if (str(address), port, host) != ("127.0.0.1", self._port, "127.0.0.1"):
            super().judge(address, port, host)


@dataclass
class Web:
    """Pages by path; what was asked for is kept."""

    port: int
    pages: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def guard(self) -> LocalGuard:
        return LocalGuard(self.port)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(
        self, path: str, body: bytes | str, media: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": media, **named}, data)
        return self.at(path)

    def put_status(self, path: str, status: int, **headers: str) -> str:
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")
        return self.at(path)

    def asked_for(self, path: str) -> int:
        return sum(one == path for one, _ in self.asked)


@contextmanager
def serve() -> Iterator[Web]:
    """Serve pages on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            web.asked.append((self.path, dict(self.headers)))
            answer = web.pages.get(self.path) or web.pages.get(path) or (404, {}, b"")
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
