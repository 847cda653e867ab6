"""Bytes of a file to text: what is no text is refused by name, an encoding that was guessed is said.

The text is exactly what the file says: no line ending and no space is touched, only a byte order mark goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from charset_normalizer import from_bytes

from claims.errors import EmptyInput, GuessedEncoding, InputError

MAX_BYTES = 64 * 1024 * 1024  # a file; an article has 10 KB, the longest text tried 50 MB
SAMPLE = 64 * 1024  # bytes by which encoding and kind are told
# Share of control characters (line ends and tabs apart) above which a file is no text.
MOST_CONTROLS = 0.01

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # but for tabs and line ends
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a media file",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"{\\rtf": "an RTF file",
}
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """Return what a file holds, or say why it cannot be read.

    Raises:
        InputError: it is gone, closed to us, no regular file, or larger than `limit` (`MAX_BYTES`).
    """
    limit = MAX_BYTES if limit is None else limit
    try:
        if not path.is_file():
            raise InputError(
                path, "is not a regular file" if path.exists() else "is gone", "Give a text file that exists"
            )
        size = path.stat().st_size
        if size > limit:
            problem = f"has {size / 1e6:.0f} MB, more than the {limit / 1e6:.0f} MB that are read"
            raise InputError(path, problem, "Split it into one file an article")
        return path.read_bytes()
    except PermissionError:
        raise InputError(path, "may not be read", "Give yourself the right to read it (chmod u+r)") from None
    except FileNotFoundError:
        raise InputError(path, "is gone", "It was removed while it was being read; check the path") from None
    except OSError as error:
        raise InputError(
            path, f"cannot be read ({error.strerror or error})", "Check the disk and the path"
        ) from None


def decode_text(data: bytes, source: object, on_problem: Callable[[InputError], None]) -> str:
    """Return the text of a file's bytes.

    Raises:
        EmptyInput: no bytes, or nothing but white space.
        InputError: the bytes are no text.
    """
    if not data:
        raise EmptyInput(source, "is empty", "Leave it out or put the article's text into it")
    _refuse_known_binary(data, source)
    text = _decode(data, source, on_problem)
    if not text.strip().strip("\ufeff\u200b"):
        raise EmptyInput(
            source, "holds nothing but white space", "Leave it out or put the article's text into it"
        )
    return text


def _refuse_known_binary(data: bytes, source: object) -> None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(source, f"is {kind}, not text", "Save its text as .txt (UTF-8) and give that")


def _decode(data: bytes, source: object, on_problem: Callable[[InputError], None]) -> str:
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    try:
        text = data.decode(marked or "utf-8-sig")
    except UnicodeDecodeError:
        if marked:
            raise _binary(source) from None
        text = _guess(data, source, on_problem)
    if _is_binary(text[:SAMPLE]):
        raise _binary(source)
    return text


def _binary(source: object) -> InputError:
    return InputError(
        source, "is not text (binary data)", "Give a text file: .txt, .md, .html or .csv in UTF-8"
    )


def _is_binary(sample: str) -> bool:
    if "\0" in sample:
        return True
    return len(_CONTROL.findall(sample)) > MOST_CONTROLS * len(sample)


def _guess(data: bytes, source: object, on_problem: Callable[[InputError], None]) -> str:
    """A cut sample would end inside a character of two bytes, so it ends at a line or a space."""
    sample = data[:SAMPLE]
    if len(data) > SAMPLE and (cut := max(sample.rfind(b"\n"), sample.rfind(b" "))) > 0:
        sample = sample[:cut]
    best = None if b"\0" in sample else from_bytes(sample).best()
    if best is None:
        raise _binary(source)
    text = data.decode(best.encoding, errors="replace")
    if _is_binary(text[:SAMPLE]):
        raise _binary(source)
    on_problem(
        GuessedEncoding(
            source,
            f"is not UTF-8; it was read as {best.encoding}",
            "If letters look wrong, save it as UTF-8 and read it again",
        )
    )
    return text
