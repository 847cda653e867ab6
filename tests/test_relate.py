"""What two claims are to each other, from a table of sentence pairs."""

from __future__ import annotations

import tomllib
from itertools import combinations, product
from pathlib import Path

import pytest

from claims.ingest import load_documents
from claims.models import Document, Known
from claims.read import read_document
from compare.relate.join import decide
from compare.relate.traits import Traits, read_traits
from compare.sameness import Evidence, same_question
from compare.settings import Settings

CASES = tomllib.loads((Path(__file__).parent / "cases" / "relations.toml").read_text("utf-8"))["case"]
ONE_EVENT = same_question(Evidence(0.5, 0.5, 0.3, 0.5, 0.5, 0.5, 0.0, 0.0))
KNOWN_FAILURES: dict[str, str] = {}


def read_claim(text: str, language: str) -> Traits:
    reading = read_document(Document(text, language=Known(language), outlet=Known(text)))
    assert reading.claims, f"no claim found in {text!r}"
    return read_traits(max(reading.claims, key=lambda claim: len(claim.span)), language)


def _params() -> list[object]:
    rows = []
    for languages, left, right, relation, kind in CASES:
        marks = (
            [pytest.mark.xfail(reason=KNOWN_FAILURES[left], strict=True)] if left in KNOWN_FAILURES else []
        )
        rows.append(
            pytest.param(languages, left, right, relation, kind, marks=marks, id=f"{left[:40]}|{right[:40]}")
        )
    return rows


@pytest.mark.parametrize(("languages", "left", "right", "relation", "kind"), _params())
def test_relation(languages: str, left: str, right: str, relation: str, kind: str) -> None:
    one, *rest = languages.split("-")
    other = rest[0] if rest else one
    decision = decide(read_claim(left, one), read_claim(right, other), ONE_EVENT, Settings())
    found = (
        ("", "")
        if decision is None or decision.finding.reason.key in ("same_words", "same_topic")
        else (
            str(decision.finding.relation),
            str(decision.finding.kind),
        )
    )
    assert found == (relation, kind)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1][:40])
def test_sides_can_be_exchanged(case: list[str]) -> None:
    one, *rest = case[0].split("-")
    left, right = read_claim(case[1], one), read_claim(case[2], rest[0] if rest else one)
    forth, back = decide(left, right, ONE_EVENT, Settings()), decide(right, left, ONE_EVENT, Settings())
    assert (forth is None) == (back is None)
    if forth and back:
        assert forth.score == pytest.approx(back.score)
        assert (forth.finding.relation, forth.finding.kind) == (back.finding.relation, back.finding.kind)


def test_unrelated_claims_do_not_meet() -> None:
    nothing = same_question(Evidence(-0.2, -0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    left, right = read_claim("Harga beras naik.", "id"), read_claim("Taman kota dibuka kembali.", "id")
    assert decide(left, right, nothing, Settings()) is None


GOLD = Path(__file__).parent / "gold"


@pytest.mark.parametrize("name", ["banjir", "company", "pilkada", "demo"])
def test_relations_of_articles_mirror(name: str) -> None:
    """relation(a, b) is relation(b, a) with its sides exchanged, for each two claims of two articles."""
    readings = [
        read_document(document)
        for document in load_documents([GOLD / name / "articles"], on_problem=lambda problem: None)
    ]
    told = [
        [read_traits(c, r.document.language.value, r.document.published.value) for c in r.claims]
        for r in readings
    ]
    met = 0
    for one, other in combinations(told, 2):
        for left, right in product(one, other):
            forth, back = (
                decide(left, right, ONE_EVENT, Settings()),
                decide(right, left, ONE_EVENT, Settings()),
            )
            assert (forth is None) == (back is None)
            if forth is None or back is None:
                continue
            met += 1
            words = (left.claim.quote, right.claim.quote)
            assert (forth.finding.relation, forth.finding.kind, forth.score) == (
                back.finding.relation,
                back.finding.kind,
                back.score,
            ), words
            assert (forth.finding.evidence_l, forth.finding.evidence_r) == (
                back.finding.evidence_r,
                back.finding.evidence_l,
            ), words
    assert met > 100
