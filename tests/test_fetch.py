"""Fetching: polite, cached, limited, and never from inside a private network."""

from __future__ import annotations

import gzip
import socket
import time
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import httpcore2
import pytest
from local_web import Web, serve

import claims.fetch.client
from claims.errors import InputError, RefusedAddress
from claims.fetch.client import Fetcher, FetchSettings
from claims.fetch.guard import Guard, check_address, check_url
from claims.fetch.links import fetch_all, is_list, read_links
from claims.ingest import load_originals
from claims.originals import Original
from claims.store import Store, open_store
from ui.cli import main

LINE = "<p>Banjir di desa nomor {n} surut pada Senin pagi setelah hujan berhenti selama dua hari penuh.</p>"
BODY = "<h1>Banjir Surut</h1>" + "".join(LINE.format(n=n) for n in range(4))
PAGE = f"<html><head><title>Banjir Surut</title></head><body><article>{BODY}</article></body></html>"


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as served:
        yield served


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


def open_fetcher(web: Web, store: Store, slept: list[float] | None = None, **settings: object) -> Fetcher:
    pauses = [] if slept is None else slept
    return Fetcher(store, FetchSettings(**settings), web.guard, pauses.append)  # type: ignore[arg-type]


def refuse(web: Web, store: Store, url: str, **settings: object) -> str:
    """The one line that says why an address was not fetched."""
    with open_fetcher(web, store, **settings) as fetcher, pytest.raises(InputError) as caught:
        fetcher.fetch(url)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return str(caught.value)


# --- pages ---------------------------------------------------------------------------------------


def test_a_page_is_fetched_with_address_time_and_type(web: Web, store: Store) -> None:
    url = web.put("/banjir", PAGE)
    with open_fetcher(web, store) as fetcher:
        original = fetcher.fetch(url)
    assert (original.data, original.url, original.media) == (PAGE.encode(), url, "text/html")
    assert original.fetched.endswith("+00:00")
    (document,) = load_originals([original], on_problem=pytest.fail)
    assert document.url == url
    assert document.provenance.fetched == original.fetched
    assert document.provenance.original == original.sha256
    assert store.original(original.sha256) == PAGE.encode()
    assert web.asked[-1][1]["User-Agent"].startswith("Ceksilang/")


def test_a_fresh_page_is_not_asked_for_again_and_an_older_only_if_it_changed(web: Web, store: Store) -> None:
    url = web.put("/banjir", PAGE, ETag='"1"')
    for settings in ({}, {}, {"fresh_for": 0.0}):
        with open_fetcher(web, store, **settings) as fetcher:
            assert fetcher.fetch(url).data == PAGE.encode()
    assert web.asked_for("/banjir") == 2
    assert web.asked[-1][1]["If-None-Match"] == '"1"'
    web.put("/banjir", PAGE.replace("surut", "naik"), ETag='"2"')
    with open_fetcher(web, store, fresh_for=0.0) as fetcher:
        assert b"naik" in fetcher.fetch(url).data


def test_a_packed_page_is_unpacked(web: Web, store: Store) -> None:
    url = web.put("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    with open_fetcher(web, store) as fetcher:
        assert fetcher.fetch(url).data == PAGE.encode()


def test_redirects_are_followed_and_the_last_address_kept(web: Web, store: Store) -> None:
    web.put_status("/a", 301, Location="/b")
    web.put_status("/b", 302, Location=web.put("/c", PAGE))
    with open_fetcher(web, store) as fetcher:
        assert fetcher.fetch(web.at("/a")).url == web.at("/c")


# --- manners -------------------------------------------------------------------------------------


def test_robots_are_obeyed_after_redirects_too(web: Web, store: Store) -> None:
    web.put(
        "/robots.txt", "User-agent: *\nDisallow: /dalam\nUser-agent: Ceksilang\nDisallow: /kami", "text/plain"
    )
    web.put("/kami/a", PAGE)
    web.put_status("/luar", 302, Location="/kami/a")
    for path in ("/kami/a", "/luar"):
        assert "may not be fetched by programs, says the site's robots.txt" in refuse(
            web, store, web.at(path)
        )
    assert web.asked_for("/kami/a") == 0


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_robots_cannot_be_had_is_left_alone(web: Web, store: Store, status: int) -> None:
    web.put_status("/robots.txt", status)
    assert "robots.txt cannot be had" in refuse(web, store, web.put("/a", PAGE))
    assert web.asked_for("/a") == 0


def test_a_host_gets_its_pause(web: Web, store: Store) -> None:
    slept: list[float] = []
    with open_fetcher(web, store, slept, delay=2.0) as fetcher:
        for path in ("/a", "/b", "/c"):
            fetcher.fetch(web.put(path, PAGE))
    assert len(slept) == 2
    assert all(1.5 < pause <= 2 for pause in slept)


def test_a_site_may_ask_for_a_longer_pause_but_not_for_hours(web: Web, store: Store) -> None:
    slept: list[float] = []
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    with open_fetcher(web, store, slept) as fetcher:
        fetcher.fetch(web.put("/a", PAGE))
        fetcher.fetch(web.put("/b", PAGE))
    assert 6 < slept[0] <= 7
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 3600", "text/plain")
    assert "asks for 3600 seconds between pages" in refuse(web, store, web.put("/c", PAGE))


# --- limits --------------------------------------------------------------------------------------


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass
    handler.close_connection = True


def hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)
    handler.close_connection = True


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<p>Banjir")
    handler.close_connection = True


def test_what_goes_beyond_a_limit_is_one_clear_line(web: Web, store: Store) -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = bomb.compress(b"\0" * 8_000_000) + bomb.flush()
    cases = {
        web.put("/besar", b"x" * 200_000): (
            "has more than the 0 MB that are fetched",
            {"max_bytes": 100_000},
        ),
        web.put("/bom", packed, Content_Encoding="gzip"): ("times its size, as bombs do", {}),
        web.put("/rusak", b"\x1f\x8bxxxx", Content_Encoding="gzip"): ("damaged on its way", {}),
        web.put("/br", b"x", Content_Encoding="br"): ("not asked for (br)", {}),
        web.put("/foto", b"x", "image/png"): ("is of another kind (image/png)", {}),
        web.put("/program", b"x", "application/octet-stream"): ("is of another kind", {}),
        web.put("/kosong", b" "): ("answered with nothing", {}),
        web.put_status("/putar", 302, Location="/putar"): ("points on more than 5 times", {}),
        web.put_status("/nihil", 302): ("points on to nowhere", {}),
        web.put_status("/tutup", 403): ("is not open to everybody (status 403)", {}),
        web.put_status("/sibuk", 429): ("asks for patience (status 429)", {}),
        web.put_status("/hilang", 410): ("answered with status 410", {}),
    }
    for url, (said, settings) in cases.items():
        assert said in refuse(web, store, url, **settings)
    for path, handle, said, settings in (
        ("/tetes", drip, "took more than 0 seconds", {"deadline": 0.3}),
        ("/diam", hang, "did not answer within 0 seconds", {"timeout": 0.3}),
        ("/putus", cut, "could not be reached", {}),
    ):
        web.pages[path] = handle
        assert said in refuse(web, store, web.at(path), **settings)


# --- feeds and sitemaps --------------------------------------------------------------------------

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{items}</channel></rss>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><link href="{url}"/></entry></feed>'
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</sitemapindex>'


def test_feeds_and_sitemaps_stand_for_their_pages(web: Web, store: Store) -> None:
    pages = [web.put(f"/{n}", PAGE.replace("Surut", f"Surut {n}")) for n in range(6)]
    items = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in pages[:2])
    rss = web.put("/rss", RSS.format(items=items), "application/rss+xml")
    atom = web.put("/atom", ATOM.format(url="/2"), "application/atom+xml")
    inner = SITEMAP.format(
        items="".join(f"<url><loc>{url}</loc></url>" for url in (*pages[3:5], "javascript:alert(1)"))
    )
    web.put("/peta.xml.gz", gzip.compress(inner.encode()), "application/gzip")
    index = web.put(
        "/peta.xml", INDEX.format(items=f"<sitemap><loc>{web.at('/peta.xml.gz')}</loc></sitemap>"), "text/xml"
    )
    seen: list[tuple[str, int, int]] = []
    with open_fetcher(web, store) as fetcher:
        found = fetch_all(
            [rss, pages[0], atom, index],
            fetcher,
            on_problem=pytest.fail,
            on_progress=lambda *given: seen.append(given),
        )
        assert sorted(original.url for original in found) == sorted(pages[:5])
    assert seen[-1][1] == seen[-1][2] == 9


def test_a_long_feed_is_cut_and_said(web: Web, store: Store) -> None:
    items = "".join(f"<item><link>{web.put(f'/{n}', PAGE)}</link></item>" for n in range(5))
    problems: list[InputError] = []
    with open_fetcher(web, store) as fetcher:
        rss = web.put("/rss", RSS.format(items=items), "application/rss+xml")
        assert len(list(fetch_all([rss], fetcher, on_problem=problems.append, limit=2))) == 2
    assert problems[0].is_note
    assert "names 5 pages; the first 2 are fetched" in str(problems[0])


def test_a_run_that_broke_off_goes_on(web: Web, store: Store) -> None:
    urls = [web.put(f"/{n}", PAGE) for n in range(4)]
    with open_fetcher(web, store) as fetcher:
        pages = fetch_all(urls, fetcher, on_problem=pytest.fail)
        next(pages), next(pages)
    with open_fetcher(web, store) as fetcher:
        assert len(list(fetch_all(urls, fetcher, on_problem=pytest.fail))) == 4
    assert all(web.asked_for(f"/{n}") == 1 for n in range(4))


def test_a_bad_address_does_not_stop_the_others(web: Web, store: Store) -> None:
    problems: list[InputError] = []
    urls = ["http://10.0.0.1/", "nihil", web.at("/404"), web.put("/a", PAGE)]
    with open_fetcher(web, store) as fetcher:
        assert [page.url for page in fetch_all(urls, fetcher, on_problem=problems.append)] == [urls[3]]
    assert [problem.source for problem in problems] == urls[:3]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><item><link>&b;</link></item></rss>',
        b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;</loc></url></urlset>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><urlset/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?>+ADw-urlset/+AD4-',
        b"<urlset><url><loc>https://kabar.example/a</loc></url>",
        b"<html><body>x</body></html>",
        b"<rss></rss>",
        b"<rss><channel><item><link>javascript:alert(1)</link></item></channel></rss>",
        gzip.compress(b"<urlset>" + b" " * 60_000_000),
        b"\x1f\x8bxx",
    ],
)
def test_a_hostile_list_is_refused_in_one_line(data: bytes) -> None:
    original = Original("https://kabar.example/feed", data, "https://kabar.example/feed", media="text/xml")
    assert is_list(original)
    with pytest.raises(InputError) as caught:
        read_links(original)
    assert "root:" not in str(caught.value)


# --- the guard -----------------------------------------------------------------------------------

CASES = tomllib.loads((Path(__file__).parent / "cases" / "addresses.toml").read_text("utf-8"))
INNER = [*CASES["loopback"], *CASES["private"], *CASES["metadata"]]
HOSTILE = [
    *(form.format(host=host) for host in INNER for form in CASES["forms"]),
    *CASES["written"],
    f"http://{'a' * 300}.example/",
]


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(HOSTILE)) >= 300


@pytest.mark.parametrize("url", HOSTILE)
def test_no_address_of_an_inner_network_gets_through(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is refused as it is written; no name server is needed to see through it."""
    opened: list[object] = []
    monkeypatch.setattr(
        httpcore2.SyncBackend, "connect_tcp", lambda self, *given, **named: opened.append(given)
    )
    guard = Guard()
    with pytest.raises(RefusedAddress) as caught:
        _, host, port = guard.check(url)
        guard.connect_tcp(host, port)
    assert "\n" not in str(caught.value)
    assert opened == []


def list_addresses() -> Iterator[str]:
    """The inner hosts that a name server could answer with."""
    for host in INNER:
        with suppress(ValueError):
            yield str(ip_address(host.strip("[]").split("%")[0]))


@pytest.mark.parametrize("address", sorted(set(list_addresses())))
def test_a_public_name_that_resolves_inside_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    answers = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: answers)
    monkeypatch.setattr(
        httpcore2.SyncBackend, "connect_tcp", lambda *given, **named: pytest.fail("connected")
    )
    with pytest.raises(RefusedAddress, match="not of the public internet"):
        Guard().connect_tcp("kabar.example", 443)


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers otherwise the second time is never asked a second time."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    opened: list[str] = []

    class Stream:
        def get_extra_info(self, info: str) -> tuple[str, int]:
            return ("93.184.216.34", 443)

    def connect(self: object, host: str, *given: object) -> Stream:
        opened.append(host)
        return Stream()

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *given, **named: [(socket.AF_INET, 1, 6, "", (next(answers), 443))]
    )
    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    Guard().connect_tcp("kabar.example", 443)
    assert opened == ["93.184.216.34"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/meta-data/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "gopher://127.0.0.1/",
    ],
)
def test_a_redirect_into_an_inner_network_is_refused(web: Web, store: Store, target: str) -> None:
    web.put_status("/a", 302, Location=target)
    said = refuse(web, store, web.at("/a"))
    assert web.asked_for("/a") == 1
    assert "status" not in said


@pytest.mark.parametrize(
    "url",
    ["https://kabar.example/a", "http://8.8.8.8/", "https://[2606:4700::1111]/", "https://bücher.example/"],
)
def test_public_addresses_pass(url: str) -> None:
    assert check_url(url)[2] in (80, 443)


def test_a_socket_of_this_computer_is_refused() -> None:
    with pytest.raises(RefusedAddress):
        Guard().connect_unix_socket("/var/run/docker.sock")


def test_the_real_guard_has_no_way_in() -> None:
    """Nothing that a command line, a setting or the environment says opens this computer."""
    assert Guard.__init__.__code__.co_argcount == 1
    with pytest.raises(RefusedAddress):
        check_address(ip_address("127.0.0.1"), "x")


# --- the command ---------------------------------------------------------------------------------


def call(url: str, *arguments: str) -> int:
    try:
        main(["--db", url, "--lang", "en", "fetch", *arguments])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_the_command_keeps_what_it_fetched(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    monkeypatch.setattr(claims.fetch.client, "Guard", lambda: web.guard)
    page = web.put("/a", PAGE)
    assert call(url, "--only-keep", page, web.at("/nihil")) == 0
    printed = capsys.readouterr()
    assert "1 new articles, 0 that were there already" in printed.out
    assert "/nihil: answered with status 404" in printed.err
    assert "1 could not be read" in printed.err
    with open_store(url) as store:
        (document,) = store.documents()
        assert document.url == page
        assert store.original(document.provenance.original) == PAGE.encode()


def test_the_command_does_not_ask_this_computer(
    web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(f"sqlite:///{tmp_path}/x.db", "--only-keep", web.put("/a", PAGE)) == 1
    assert "leads to 127.0.0.1, which is not of the public internet" in capsys.readouterr().err
    assert web.asked == []
