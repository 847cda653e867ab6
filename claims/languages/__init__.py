"""What Ceksilang knows of a language, one folder a language, one TOML table a step.

A linguist adds a language by adding a folder with the same tables; no code changes.  A step asks
`load_table("id", "numbers")`; a language without a folder reads the English tables.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

FALLBACK = "en"


@cache
def list_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have tables, sorted."""
    root = files(__name__)
    return tuple(sorted(p.name for p in root.iterdir() if p.is_dir() and len(p.name) == 2))


@cache
def load_table(language: str, step: str) -> dict[str, Any]:
    """Return the table of one step; treat it as read-only.

    Args:
        language: ISO 639-1 code; without tables of its own it reads the English ones.
        step: the file's stem, such as "numbers".
    """
    code = language if language in list_languages() else FALLBACK
    return tomllib.loads((files(__name__) / code / f"{step}.toml").read_text("utf-8"))
