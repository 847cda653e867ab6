"""Web addresses as the place of one article, whatever was hung on them on the way."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

# What newsletters, feeds and social networks append.
_TRACKING = frozenset(
    ("fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "ref", "ref_src", "source", "from", "share")
)


def plain_address(url: str) -> str:
    """Return what is the same in all addresses of one article, "" if it is the address of none.

    >>> plain_address("https://www.Kabar.example/banjir/?utm_source=x&id=7#komentar")
    'kabar.example/banjir?id=7'
    >>> plain_address("https://kabar.example/")
    ''
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query)
        if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
    ]
    if not host or not (path or query):
        return ""
    return f"{host}{port}{path}" + (f"?{urlencode(sorted(query))}" if query else "")
