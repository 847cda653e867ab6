"""Where the command line and the app find the database: one rule for both.

The command line's `--db` wins; it reaches the app as CEKSILANG_DB.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "CEKSILANG_DB"
FILE_NAME = "ceksilang.sqlite"


def data_folder() -> Path:
    """Return the user's data folder for Ceksilang; it is not made here."""
    return user_data_path("ceksilang", appauthor=False)


def database_url(given: str | None = None, environment: Mapping[str, str] | None = None) -> str:
    """Return the database's address: what was given, else CEKSILANG_DB, else a file in the data folder.

    >>> database_url("sqlite:///a.sqlite", {"CEKSILANG_DB": "sqlite:///b.sqlite"})
    'sqlite:///a.sqlite'
    >>> database_url(None, {"CEKSILANG_DB": "sqlite:///b.sqlite"})
    'sqlite:///b.sqlite'
    """
    environment = os.environ if environment is None else environment
    return given or environment.get(VARIABLE, "").strip() or f"sqlite:///{data_folder() / FILE_NAME}"
