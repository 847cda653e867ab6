"""Every error that `claims` and `compare` can raise is in Indonesian too, with the same gaps."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from claims import errors
from claims.database import _ADVICE
from claims.decode import _MAGIC
from claims.errors import InputError, StoreError
from ui.refusals import GAP, tell_error, translate

ROOT = Path(__file__).parents[1]
NAMES = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"_Shortened"}
FILES = sorted(
    file for room in ("claims", "compare") for file in (ROOT / room).rglob("*.py") if file.name != "errors.py"
)
# what is passed on here was written, and is looked for, where it was first raised
PASSED_ON = {"error.problem", "error.remedy", "said['problem']", "said['remedy']"}
CATALOGUE = tomllib.loads((ROOT / "ui" / "messages" / "refusals_id.toml").read_text("utf-8"))
KNOWN = {**CATALOGUE["said"], **CATALOGUE["words"]}


# --- what the code says --------------------------------------------------------------------------


def read_sentences(node: ast.expr, scopes: Sequence[ast.AST]) -> list[str]:
    """The sentences that an expression can be, with gaps; a name is looked up where it is set."""
    match node:
        case ast.Constant(value=str(words)):
            return [words]
        case ast.IfExp():
            return [*read_sentences(node.body, scopes), *read_sentences(node.orelse, scopes)]
        case ast.BinOp(op=ast.Add()):
            ends = read_sentences(node.right, scopes) or [GAP]
            return [start + end for start in read_sentences(node.left, scopes) or [GAP] for end in ends]
        case ast.JoinedStr():
            found = [""]
            for part in node.values:
                inner = [part.value] if isinstance(part, ast.Constant) else read_gap(part, scopes)
                found = [words + str(more) for words in found for more in inner]
            return found
        case ast.Name():
            for scope in scopes:
                if found := [s for value in find_values(node.id, scope) for s in read_sentences(value, ())]:
                    return found
    return []


def read_gap(part: ast.expr, scopes: Sequence[ast.AST]) -> list[str]:
    """A value in a sentence: a gap, or the words of a constant of ours."""
    value = part.value if isinstance(part, ast.FormattedValue) else part
    return (isinstance(value, ast.Name | ast.IfExp) and read_sentences(value, scopes)) or [GAP]


def find_values(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, value in zip(target.elts, node.value.elts, strict=True):
                    if isinstance(one, ast.Name) and one.id == name:
                        yield value


def find_sentences(file: Path) -> Iterator[tuple[str, str]]:
    """Where each sentence of an error stands, and the sentence; "" for one that cannot be read."""
    tree = ast.parse(file.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES):
            continue
        inside = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
        for argument in node.args[1:3] if len(node.args) == 3 else node.args:
            if ast.unparse(argument) in PASSED_ON:
                continue
            where = f"{file.relative_to(ROOT)}:{argument.lineno}"
            for sentence in read_sentences(argument, [*reversed(inside), tree]) or [""]:
                yield where, sentence


def test_every_error_is_in_both_languages() -> None:
    found = [pair for file in FILES for pair in find_sentences(file)]
    assert len(found) > 200  # they are found at all
    missing = [f"{where}: {sentence}" for where, sentence in found if sentence not in KNOWN]
    assert not missing, "put these into ui/messages/refusals_id.toml:\n" + "\n".join(missing)


def test_nothing_is_translated_that_no_error_says() -> None:
    said = {sentence for file in FILES for _, sentence in find_sentences(file)}
    advice = {f"{GAP}. {words}".replace("30 seconds", f"{GAP} seconds") for words in _ADVICE.values()}
    rest = {
        f"({GAP}) {GAP}",
        f"{GAP}. Check the address, or choose another database with --db.",
        f"{GAP}: {GAP}",
    }
    assert set(CATALOGUE["said"]) <= said | advice | rest


@pytest.mark.parametrize("words", [*_MAGIC.values(), *(f"x. {advice}" for advice in _ADVICE.values())])
def test_what_stands_in_the_gaps_is_translated_too(words: str) -> None:
    assert translate(words, "id") != words


@pytest.mark.parametrize(("english", "indonesian"), KNOWN.items())
def test_both_languages_have_the_same_gaps(english: str, indonesian: str) -> None:
    assert english.count(GAP) == indonesian.count(GAP)


# --- what comes out ------------------------------------------------------------------------------


def test_what_varies_stays_as_it_was() -> None:
    error = InputError("a.csv, row 3", "has no column isi (columns: a, b)", "Correct text=isi in --map")
    assert tell_error(error, "id") == (
        "a.csv, baris 3: tidak mempunyai kolom isi (kolom: a, b). Betulkan text=isi pada --map"
    )
    assert tell_error(error, "en") == str(error)


def test_advice_inside_an_error_of_the_database_is_translated() -> None:
    error = StoreError(f"sqlite:///x.db: database is locked. {_ADVICE['locked']}")
    told = tell_error(error, "id")
    assert told.startswith("sqlite:///x.db: basis data sedang dikunci. Program lain memegangnya")
