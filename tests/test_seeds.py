"""The sample articles are unchanged byte for byte, and the manifest says no more than is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from claims.boilerplate import mark_boilerplate
from claims.errors import InputError
from claims.ingest import load_documents
from claims.metadata import infer_metadata
from claims.models import Basis, Document
from claims.sentences import split_sentences

SEEDS = Path(__file__).parent.parent / "seeds"

DIGESTS = {
    "000_ad8e8ba89b2b93cc.txt": "16940f1c35ac1f5eea2d56c29bf5f78a0d753b195421c56be1f69a1f45de3e4b",
    "001_152064925fe6f7f6.txt": "b919480f46c722a399097a918e686d664ced22889a116d8b8431a09760c31189",
    "002_0586019ee3155f04.txt": "76044899984b97774dd6690e7b07afa6dfcb0d6945984e2869e493270f7dfc43",
    "003_604d2b61f0ac6b56.txt": "e7daec0ef8aea564d2ad13307a3c3999690e339d7e00ce9310fe3067ca158fe0",
    "004_09fd7b3d2749af1f.txt": "54a71c54b765293b37adaec8f4a6b19d9a9dbd235c8c8ec1e0bcccf798571de5",
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    problems: list[InputError] = []
    found = {Path(one.path).name: one for one in load_documents([SEEDS], on_problem=problems.append)}
    assert problems == []
    return found


def test_the_articles_are_unchanged() -> None:
    assert {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.txt")
    } == DIGESTS


def test_a_document_is_its_file(documents: dict[str, Document]) -> None:
    assert {name: one.sha256 for name, one in documents.items()} == DIGESTS


def test_one_article_stays_unnamed(documents: dict[str, Document]) -> None:
    assert [name for name, one in sorted(documents.items()) if not one.outlet] == ["000_ad8e8ba89b2b93cc.txt"]


def test_every_value_has_a_basis_and_evidence(documents: dict[str, Document]) -> None:
    for one in documents.values():
        for known in (one.outlet, one.title, one.published, one.language):
            assert bool(known.value) == (known.basis != Basis.UNKNOWN)
            assert not known.value or known.evidence not in ("", "manifest")


def test_what_the_manifest_calls_stated_is_read_from_the_text_too(documents: dict[str, Document]) -> None:
    """The manifest and the reader of texts agree; what the text does not state, the reader leaves unknown."""
    for one in documents.values():
        read = infer_metadata(one.text, "id")
        for name in ("outlet", "title", "published"):
            given, found = getattr(one, name), getattr(read, name)
            assert found.value == (given.value if given.basis == Basis.STATED else ""), (one.path, name)


def test_most_of_each_article_is_the_article(documents: dict[str, Document]) -> None:
    for one in documents.values():
        marks = mark_boilerplate(one.text, "id")
        kept = sum(len(sentence.span) for sentence in split_sentences(one.text, "id", marks))
        assert kept > 0.6 * len(one.text)
