"""What is a claim and where it ends: the tables in tests/cases, and what holds for every text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.detect import detect_claims, read_kind
from claims.models import Basis, Claim, ClaimKind, Document, Known, Rejected
from claims.sentences import split_sentences

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("id", "en", "ru")


def load_cases() -> list[Any]:
    """Return every case of the tables with its language; a known failure keeps its reason."""
    params = []
    for language in LANGUAGES:
        paths = sorted(CASES.glob(f"detect_{language}*.toml"))
        for case in (one for path in paths for one in tomllib.loads(path.read_text("utf-8"))["case"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            params.append(pytest.param(language, case, marks=marks, id=f"{language}: {case['text'][:40]}"))
    return params


def detect(text: str, language: str = "id") -> tuple[tuple[Claim, ...], tuple[Rejected, ...]]:
    document = Document(text, outlet=Known("Kabar", Basis.STATED), language=Known(language, Basis.STATED))
    return detect_claims(document, split_sentences(text, language))


def trim(quote: str) -> str:
    """The stop of a sentence belongs to a claim or not; no fact hangs on it."""
    return quote.rstrip(".,!")


@pytest.mark.parametrize(("language", "case"), load_cases())
def test_claims_of_a_passage(language: str, case: dict[str, Any]) -> None:
    claims, rejected = detect(case["text"], language)
    assert [trim(claim.quote) for claim in claims] == [trim(quote) for quote in case["claims"]]
    if "rejected" in case:
        assert [r.reason for r in rejected] == case["rejected"]


@pytest.mark.parametrize(
    ("quote", "language", "kind"),
    [
        ("Komisi itu terdiri dari tujuh orang.", "id", ClaimKind.MEMBERSHIP),
        ("Kebakaran itu disebabkan korsleting.", "id", ClaimKind.CAUSE),
        ("Setiap kapal wajib membawa pelampung.", "id", ClaimKind.RULE),
        ("Ekspor akan naik.", "id", ClaimKind.PLAN),
        ("Sekitar 40 rumah rusak.", "id", ClaimKind.NUMBER),
        ("Jembatan itu dibuka pada 2014.", "id", ClaimKind.DATE),
        ("Jembatan itu runtuh.", "id", ClaimKind.EVENT),
        ("The union consists of nine countries.", "en", ClaimKind.MEMBERSHIP),
        ("The crash was caused by ice.", "en", ClaimKind.CAUSE),
        ("Some 40 houses were damaged.", "en", ClaimKind.NUMBER),
        ("Комиссия состоит из семи человек.", "ru", ClaimKind.MEMBERSHIP),
        ("Авария произошла из-за льда.", "ru", ClaimKind.CAUSE),
        ("Повреждены 40 домов.", "ru", ClaimKind.NUMBER),
    ],
)
def test_kind_of_a_claim(quote: str, language: str, kind: ClaimKind) -> None:
    assert read_kind(quote, language) is kind


def test_equal_quotes_are_counted_and_have_different_ids() -> None:
    claims, _ = detect("Jalan itu rusak berat.\n\nJalan itu rusak berat.")
    assert [claim.occurrence for claim in claims] == [0, 1]
    assert claims[0].id != claims[1].id
    assert claims[0].key == claims[1].key


def test_a_claim_carries_outlet_sentence_and_headline() -> None:
    claims, _ = detect("Gubernur Resmikan Pasar Baru\n\nGubernur meresmikan pasar baru pada Senin.")
    assert claims[0].is_headline
    assert not claims[-1].is_headline
    assert {claim.outlet for claim in claims} == {"Kabar"}
    assert all(claim.sentence.contains(claim.span) for claim in claims)


PIECES = st.sampled_from(
    [
        "Polisi menangkap dua orang",
        "kata Rina",
        "“",
        "”",
        '"',
        "«",
        "»",
        ",",
        ".",
        "?",
        "\n",
        " dan ",
        " tetapi ",
        "(",
        ")",
        "said Anna",
        "he added",
        "— сказал он",
        "10/5",
        " ",
        "Menurut",
        "’",
        "‘",
    ]
)


@given(
    st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)), st.sampled_from(LANGUAGES)
)
def test_spans_slice_back_and_do_not_overlap(text: str, language: str) -> None:
    claims, rejected = detect(text, language)
    end = 0
    for claim in claims:
        assert claim.quote == text[claim.span.start : claim.span.end]
        assert claim.quote.strip()
        assert end <= claim.span.start
        end = claim.span.end
    for refused in rejected:
        assert refused.reason
        assert not any(refused.span.overlaps(claim.span) for claim in claims)
