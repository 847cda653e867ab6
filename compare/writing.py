"""What leaves the program: files whole or not at all, text without what only a machine would read."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from claims.errors import UsageError

CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
"""Control characters, for `str.translate`: in a terminal they are orders, in a table or page errors."""


def clean_line(text: str) -> str:
    """Return text on one line that a terminal shows and does not obey.

    >>> clean_line("Banjir\\n\\x1b[2Jsurut")
    'Banjir [2Jsurut'
    """
    return " ".join(text.translate(CONTROLS).split())


def encode_text(text: str) -> bytes:
    """Return UTF-8; a lone surrogate (half an emoji in a damaged source) becomes "?", one for one.

    >>> encode_text("a\\ud83d!")
    b'a?!'
    """
    return text.encode("utf-8", "replace")


def keep_utf8(text: str) -> str:
    """Return text that UTF-8 can hold; see `encode_text`.

    >>> keep_utf8("a\\ud83d!")
    'a?!'
    """
    return encode_text(text).decode("utf-8")


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to a temporary file beside `path` and move it there in one step.

    A reader sees the old file or the new one, never half of either; a crash or a full disk leaves
    the old one.

    Raises:
        UsageError: the place cannot be written.
    """
    try:
        _replace(path, content)
    except OSError as error:
        problem = error.strerror or str(error)
        raise UsageError(
            f"{path}: cannot be written: {problem}. Choose another place for the file."
        ) from error


def _replace(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder", str(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_mode_of(path))
        part.replace(path)
    except BaseException:  # Ctrl-C too: no .part file may stay behind
        with suppress(OSError):
            part.unlink()
        raise


def _mode_of(path: Path) -> int:
    """The mode that the old file has, else the one that the umask gives: mkstemp's 0600 is for secrets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def shorten(text: str, most: int) -> str:
    """Return `text` on one line, cut at a word with an ellipsis if it is longer than `most` characters.

    >>> shorten("satu dua tiga empat", 10), shorten("harga gas.", 20)
    ('satu dua…', 'harga gas')
    """
    line = " ".join(text.split()).rstrip(".,;: ")
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0]
    return f"{cut}…"
