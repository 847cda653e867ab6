"""The bytes of a source as they came, before anything is read out of them.

Not among the nouns of `models`: those go into the database as JSON, and bytes do not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Original:
    """A file, a page or a member of an archive.

    `name` is what people call it and is never followed as a path.  `url` and `fetched` (ISO 8601) are there
    if it came from the network, `media` if somebody said what it is ("text/html").
    """

    name: str
    data: bytes = field(repr=False)
    url: str = ""
    fetched: str = ""
    media: str = ""
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())

    @property
    def ending(self) -> str:
        """The ending of the name in small letters; ".warc.gz" is one.

        >>> Original("Arsip/A.WARC.GZ", b"").ending, Original("laporan.v2.pdf", b"").ending
        ('.warc.gz', '.pdf')
        """
        endings = [part.lower() for part in PurePosixPath(self.name.replace("\\", "/")).suffixes]
        if endings[-2:] == [".warc", ".gz"]:
            return ".warc.gz"
        return endings[-1] if endings else ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of an address that was fetched; the bytes are an original of the store."""

    url: str
    final_url: str
    media: str
    fetched: str  # ISO 8601, UTC
    original: str  # SHA-256
    etag: str = ""
    modified: str = ""  # the server's Last-Modified
