"""What others may lean on: the verbs that packages export, and that importing them stays cheap."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for layer in ("claims", "compare", "ui")
    for path in (ROOT / layer).rglob("__init__.py")
)
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "sklearn",
    "scipy",
    "pandas",
    "streamlit",
    "sqlalchemy",
    "rich",
)


@pytest.mark.parametrize("name", PACKAGES)
def test_exports_are_sorted_and_there(name: str) -> None:
    package = importlib.import_module(name)
    exported = list(getattr(package, "__all__", []))
    assert exported == sorted(exported)
    assert len(exported) == len(set(exported))
    for item in exported:
        assert hasattr(package, item), f"{name} exports {item}, which is not there"


@pytest.mark.parametrize("module", ["claims.models", "compare.wording", "ui.cli"])
def test_light_modules_stay_light(module: str) -> None:
    """What `ceksilang --help` imports must not pull in what takes seconds."""
    code = f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not done.stdout.split(), f"importing {module} imports {done.stdout}"
