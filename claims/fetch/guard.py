"""Which hosts may be talked to: public ones, however an address is written or a name resolves.

The check that counts happens when a connection is made: the name is resolved here, every address that it has
is judged, and the connection goes to one of those addresses, so that no second answer of a name server is
ever used.  There is no setting that opens private networks; the tests' allowance is a subclass in `tests/`.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import httpcore2

from claims.errors import RefusedAddress

PORTS = (80, 443, 8000, 8080, 8443)
# Cloud machines answer questions about themselves here, on an address that looks public.
_METADATA_HOSTS = frozenset(map(ip_address, ("168.63.129.16", "169.254.169.254", "fd00:ec2::254")))
_INNER_NAMES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
    "onion",
    "test",
    "invalid",
)
# IPv6 prefixes that carry an IPv4 address: where it stands, in bits from the right.
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("::ffff:0:0:0/96"), 0),  # translated
    (IPv6Network("::/96"), 0),  # compatible
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)
_CLOSED = tuple(
    map(
        ip_network,
        ("64:ff9b:1::/48", "2001::/32", "fec0::/10", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15"),
    )
)
_REMEDY = "Only pages of the public web are fetched"
Address = IPv4Address | IPv6Address


def check_url(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address that may be asked for; what its name resolves to comes
    later.

    >>> check_url("https://kabar.example/banjir")
    ('https', 'kabar.example', 443)

    Raises:
        RefusedAddress: it is no address of the public web.
    """
    shown = url[:200]
    if re.search(r"[\x00-\x20\x7f\\]", url.strip()):
        raise RefusedAddress(shown, "holds a space, a control character or a backslash", "Correct it")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(shown, f"is not an address ({error})", "Correct it") from None
    if parts.scheme.lower() not in ("http", "https"):
        problem = f"is not of the web ({parts.scheme or 'no scheme'})"
        raise RefusedAddress(shown, problem, "Begin it with https:// or http://")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise RefusedAddress(shown, "carries a name or password", "Leave what stands before @ out")
    host = _check_host(parts.hostname or "", shown)
    port = port if port is not None else (443 if parts.scheme.lower() == "https" else 80)
    if port not in PORTS:
        raise RefusedAddress(shown, f"names port {port}", f"Allowed: {', '.join(map(str, PORTS))}")
    return parts.scheme.lower(), host, port


def _check_host(host: str, shown: str) -> str:
    """A host name in letters, digits and hyphens, or an address in its one usual form."""
    plain = unicodedata.normalize("NFKC", host).rstrip(".").lower()
    if not plain or "%" in plain or "/" in plain:
        raise RefusedAddress(shown, "has no host name that can be read", "Correct it")
    literal = _read_literal(plain)
    if literal is not None:
        check_address(literal, shown)
        return str(literal)
    if re.fullmatch(r"(?:0x[0-9a-f]*|\d+)", plain.rsplit(".", 1)[-1]):
        raise RefusedAddress(shown, "writes its host as a number", "Write the host's name")
    try:
        ascii_name = plain.encode("idna").decode("ascii")
    except UnicodeError:
        raise RefusedAddress(shown, "has a host name that cannot be written in DNS", "Correct it") from None
    if not re.fullmatch(
        r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*", ascii_name
    ):
        raise RefusedAddress(shown, "has a host name that cannot be written in DNS", "Correct it")
    if "." not in ascii_name or any(ascii_name == n or ascii_name.endswith(f".{n}") for n in _INNER_NAMES):
        raise RefusedAddress(shown, f"names a host of an inner network ({ascii_name})", _REMEDY)
    return ascii_name


def _read_literal(host: str) -> Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def check_address(address: Address, shown: str) -> None:
    """Refuse an address that is not of the public internet, in whatever it is wrapped.

    Raises:
        RefusedAddress: it is private, link-local, loopback, reserved, or a cloud's metadata service.
    """
    if isinstance(address, IPv6Address) and address.scope_id:
        raise RefusedAddress(shown, f"leads to {address}, on one cable only", _REMEDY)
    for inner in (address, *_unwrap(address)):
        if (
            not inner.is_global
            or inner.is_multicast
            or inner.is_reserved
            or inner.is_private
            or inner.is_loopback
            or inner.is_link_local
            or inner.is_unspecified
            or inner in _METADATA_HOSTS
            or any(inner.version == net.version and inner in net for net in _CLOSED)
        ):
            raise RefusedAddress(shown, f"leads to {address}, which is not of the public internet", _REMEDY)


def _unwrap(address: Address) -> Iterable[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(address, IPv6Address):
        for network, shift in _CARRIERS:
            if address in network:
                yield IPv4Address((int(address) >> shift) & 0xFFFFFFFF)


class Guard(httpcore2.NetworkBackend):
    """Makes connections to public addresses only.  The client makes all of its connections through it."""

    def __init__(self) -> None:
        self._sockets = httpcore2.SyncBackend()

    def check(self, url: str) -> tuple[str, str, int]:
        """Judge an address as it is written; see `check_url`."""
        return check_url(url)

    def judge(self, address: Address, port: int, host: str) -> None:
        """Judge what a name resolved to; see `check_address`."""
        check_address(address, host)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, judge every address and connect to the first that answers.

        Raises:
            RefusedAddress: one of the addresses may not be talked to.
            httpcore2.ConnectError: the name does not resolve, or nobody answers.
        """
        addresses = self._resolve(host, port)
        for address in addresses:
            self.judge(address, port, host)
        last: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
                continue
            peer = stream.get_extra_info("server_addr")
            if peer and ip_address(str(peer[0]).split("%")[0]) != address:
                stream.close()
                raise RefusedAddress(host, f"was answered by {peer[0]}", _REMEDY)
            return stream
        raise last

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuse: a socket of this machine is not of the web."""
        raise RefusedAddress(path, "is a socket of this computer", _REMEDY)

    def _resolve(self, host: str, port: int) -> list[Address]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the name {host} does not resolve ({error})") from None
        return [ip_address(str(one[4][0])) for one in dict.fromkeys(found)]
