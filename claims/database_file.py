"""The file of an open SQLite database: still the one that was opened?

A file that is removed or replaced stays readable and writable to who has it open.  What is written into it is
gone when it is closed, so it must not be confirmed.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

from claims.errors import StoreGone


class DatabaseFile:
    """Where a database lies, and which file that was when it was opened; without a `path` it is no file."""

    def __init__(self, url: URL) -> None:
        name = url.database or ""
        is_file = url.get_backend_name() == "sqlite" and name not in ("", ":memory:")
        self.path = Path(name).absolute() if is_file and not name.startswith("file:") else None
        self._opened: tuple[int, int] | None = None

    def remember(self) -> None:
        """Take the file that lies there now for the one that is open; before that nothing is checked."""
        self._opened = _identify(self.path)

    def is_replaced(self) -> bool:
        """Tell whether another file lies in its place."""
        return _identify(self.path) not in (None, self._opened)

    def check(self) -> None:
        """Refuse to go on in a file that is not there any more.

        Raises:
            StoreGone: it was removed, or another one was put in its place.
        """
        if self._opened is not None and _identify(self.path) != self._opened:
            raise StoreGone(
                f"{self.path}: the file was removed or replaced while it was open. Put it back and load the "
                "page again; to begin with an empty one, stop Ceksilang and start it."
            )


def _identify(path: Path | None) -> tuple[int, int] | None:
    """What a file stays the same by, whatever is written into it; None if there is none."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None
