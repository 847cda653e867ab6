"""What stands before the command: database, language, how much to say."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import UsageError
from compare.wording import pick_language, say

if TYPE_CHECKING:
    from claims.log import ReviewLog
    from claims.models import Analysis
    from claims.store import Store

LANGUAGE_VARIABLE = "CEKSILANG_LANG"


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of the messages: --lang, CEKSILANG_LANG, the system's, else Indonesian.

    >>> choose_language(["--lang", "en", "sources"], {"LANG": "id_ID.UTF-8"})
    'en'
    >>> choose_language([], {"LC_ALL": "C.UTF-8", "LANG": "en_GB.UTF-8"})
    'id'
    """
    given = ""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if before == "--lang":
            given = argument
        elif argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
    names = (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    return pick_language(given or next((environment[name] for name in names if environment.get(name)), ""))


LANG = choose_language(sys.argv[1:], os.environ)  # help texts are fixed when they are first read


def tell(key: str, lang: str = LANG, /, **values: object) -> str:
    """Return a message of the command line."""
    return say(lang, key, package="ui", prefix="cli_", **values)


@dataclass(frozen=True)
class Call:
    """What stands before the command."""

    url: str
    lang: str
    verbose: bool

    def tell(self, key: str, /, **values: object) -> str:
        return tell(key, self.lang, **values)

    def open_store(self) -> Store:
        """Open the database for a `with` statement, making it if it is not there."""
        from claims.store import open_store

        return open_store(self.url)

    def has_database(self) -> bool:
        """Return whether there is one to open; a command that only looks makes none."""
        path = self.url.removeprefix("sqlite:///")
        return path == self.url or Path(path).exists()

    def load_reviewed(self) -> tuple[Analysis, ReviewLog]:
        """Return the last analysis and the review log.

        Raises:
            UsageError: there is no analysis yet.
        """
        from compare.result import load_result

        with self.open_store() as store:
            analysis, log = load_result(store), store.log()
        if analysis is None:
            raise UsageError(self.tell("error.not_yet"))
        return analysis, log
