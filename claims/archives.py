"""Archives to their members: zip, WARC (plain or gzip) and WACZ.

Nothing is ever unpacked to the disk: a member's name is a label, and one that points out of the archive is
refused.  Every limit holds for what really comes out, not for what the archive says of itself.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from claims import decode
from claims.errors import InputError
from claims.originals import Original

MAX_ARCHIVE = 512 * 1024 * 1024  # bytes of an archive itself
MAX_MEMBERS = 100_000
MAX_UNPACKED = 2 * 1024 * 1024 * 1024  # bytes of all members together
# Text packs to a fifth, a page of nothing but menus to a fiftieth; bombs to a thousandth.
MAX_RATIO = 200
SMALL = 1024 * 1024  # below it the ratio says nothing
_PIECE = 1024 * 1024

OnProblem = Callable[[InputError], None]


@dataclass
class Zip:
    """An open zip; `names` are the members that may be read, in their order."""

    source: str
    data: bytes = field(repr=False)
    on_problem: OnProblem
    names: tuple[str, ...] = ()
    _unpacked: int = 0

    def __post_init__(self) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(self.data))
            members = self._file.infolist()
        except Exception as error:  # damaged directories fail with half a dozen exceptions
            said = str(error) or type(error).__name__
            raise InputError(
                self.source, f"is not a zip that can be read ({said})", "Pack it again"
            ) from None
        if len(members) > MAX_MEMBERS:
            problem = f"has {len(members):,} members, more than the {MAX_MEMBERS:,} that are read"
            raise InputError(self.source, problem, "Split it")
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            if not member.is_dir() and self._may_read(member):
                self._members.setdefault(member.filename, member)
        self.names = tuple(self._members)

    def _may_read(self, member: zipfile.ZipInfo) -> bool:
        where = f"{self.source}/{member.filename}"
        if is_unsafe_name(member.orig_filename):
            self.on_problem(
                InputError(where, "has a name that points out of the archive", "It is left out; rename it")
            )
        elif stat.S_ISLNK(member.external_attr >> 16):
            self.on_problem(InputError(where, "is a link", "It is left out; pack the file itself"))
        elif member.flag_bits & 1:
            self.on_problem(InputError(where, "is locked with a password", "Unpack it and give the files"))
        else:
            return True
        return False

    def read(self, name: str, limit: int | None = None) -> bytes:
        """Return a member's bytes.

        Raises:
            InputError: it is damaged, or unpacks to more than `limit` (the largest file that is read).
        """
        limit = decode.MAX_BYTES if limit is None else limit
        where = f"{self.source}/{name}"
        member = self._members[name]
        pieces: list[bytes] = []
        size = 0
        try:
            with self._file.open(member) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self._check(size, member.compress_size, limit, where)
                    pieces.append(piece)
        except InputError:
            raise
        except Exception as error:  # any library of a packing method may fail with anything
            said = str(error) or type(error).__name__
            raise InputError(where, f"is damaged ({said})", "Pack it again") from None
        finally:
            self._unpacked += size
        return b"".join(pieces)

    def _check(self, size: int, packed: int, limit: int, where: str) -> None:
        if size > limit or self._unpacked + size > MAX_UNPACKED:
            most = min(limit, MAX_UNPACKED)
            raise InputError(
                where,
                f"unpacks to more than {most / 1e6:.0f} MB, or with the members before it to more than "
                f"{MAX_UNPACKED / 1e6:.0f} MB",
                "It is left out; give it by itself if it is meant",
            )
        if size > SMALL and size > MAX_RATIO * max(packed, 1):
            problem = f"unpacks to more than {MAX_RATIO} times its size, as zip bombs do"
            raise InputError(where, problem, "It is left out; unpack it and give the file if it is meant")


def is_unsafe_name(name: str) -> bool:
    """Tell whether a member's name would leave the folder that it is unpacked into.

    >>> [is_unsafe_name(n) for n in ("a/b.txt", "../b.txt", "/etc/passwd", "C:\\\\x.txt", "a/..\\\\..\\\\x")]
    [False, True, True, True, True]
    """
    windows = PureWindowsPath(name)
    parts = {*PurePosixPath(name).parts, *windows.parts}
    return ".." in parts or name.startswith(("/", "\\")) or bool(windows.drive) or "\0" in name


def read_warc(original: Original, on_problem: OnProblem) -> Iterator[Original]:
    """Yield the pages of a WARC file with their address and the time at which they were fetched.

    Only answers that succeeded and are HTML, text or PDF; what is damaged ends the file with one line.
    """
    from warcio.archiveiterator import ArchiveIterator

    total = 0
    stream = _Unpacked(original)
    try:
        for number, record in enumerate(ArchiveIterator(stream), start=1):
            if number > MAX_MEMBERS:
                raise InputError(original.name, f"has more than {MAX_MEMBERS:,} records", "Split it")
            media = _article_media(record)
            if not media:
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            if not url.startswith(("http://", "https://")):
                continue  # the log of the program that made the archive, a name server's answer
            data = record.content_stream().read(decode.MAX_BYTES + 1)
            total += len(data)
            if len(data) > decode.MAX_BYTES or total > MAX_UNPACKED:
                where, most = f"{original.name}/{url}", decode.MAX_BYTES / 1e6
                on_problem(InputError(where, f"unpacks to more than {most:.0f} MB", "It is left out"))
                continue
            date = record.rec_headers.get_header("WARC-Date") or ""
            yield Original(f"{original.name}/{url}", data, url=url, fetched=date, media=media)
    except InputError as error:
        on_problem(error)
    except Exception as error:  # a damaged archive fails anywhere in the library, with any exception
        said = (str(error) or type(error).__name__).splitlines()[0][:200]
        on_problem(
            InputError(original.name, f"is a damaged WARC ({said})", "What stands before the damage was read")
        )


_MEDIA = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


def _article_media(record: object) -> str:
    """The media type of a record that can be an article, else ""."""
    if getattr(record, "rec_type", "") not in ("response", "resource"):
        return ""
    http = getattr(record, "http_headers", None)
    if http is not None and (http.get_statuscode() or "") != "200":
        return ""
    headers = http or record.rec_headers  # type: ignore[attr-defined]
    media = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return media if media in _MEDIA else ""


class _Unpacked(io.RawIOBase):
    """The bytes of a WARC; a gzipped one is unpacked piece by piece, and no further than the limit.

    warcio unpacks by itself too, but without a limit.
    """

    def __init__(self, original: Original) -> None:
        self._name, self._data, self._place, self._given = original.name, original.data, 0, 0
        self._gzip = original.data[:2] == b"\x1f\x8b"
        self._unpacker = zlib.decompressobj(31) if self._gzip else None
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = _PIECE if size < 0 else size
        piece = self._read_plain(wanted) if self._unpacker is None else self._read_packed(wanted)
        self._given += len(piece)
        if self._given > SMALL and self._given > MAX_RATIO * max(self._place, 1):
            problem = f"unpacks to more than {MAX_RATIO} times its size, as gzip bombs do"
            raise InputError(self._name, problem, "It is left out")
        if self._given > MAX_UNPACKED:
            raise InputError(self._name, f"unpacks to more than {MAX_UNPACKED / 1e6:.0f} MB", "Split it")
        return piece

    def _read_plain(self, size: int) -> bytes:
        piece = self._data[self._place : self._place + size]
        self._place += len(piece)
        return piece

    def _read_packed(self, size: int) -> bytes:
        assert self._unpacker is not None
        while True:
            if self._unpacker.eof:  # a WARC is many gzip members, one behind the other
                self._rest = self._unpacker.unused_data
                self._unpacker = zlib.decompressobj(31)
            packed = self._rest or self._read_plain(64 * 1024)
            if not packed:
                return b""
            piece = self._unpacker.decompress(packed, size)
            self._rest = self._unpacker.unconsumed_tail
            if piece:
                return piece
