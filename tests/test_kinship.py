"""Copies, versions and what was changed in them: one source however many print it, no change goes unseen."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.addresses import plain_address
from claims.models import Analysis, Basis, Document, Known, Level, Provenance, Relation, RelationType
from claims.read import read_document
from claims.store import Store, open_store
from compare.copies import count_sources, cut_shingles, find_copies, share_of_shorter
from compare.drift import find_drift
from compare.pipeline import analyse
from compare.revisions import find_revisions, superseded
from compare.settings import Settings
from compare.wording import tell_reason

CASES = tomllib.loads((Path(__file__).parent / "cases" / "drift.toml").read_text("utf-8"))["case"]

WIRE = """Banjir Merendam Lembah Anggrek
Sebanyak 13 desa di Lembah Anggrek terendam banjir sejak Senin malam setelah hujan lebat turun dua hari.
Pemerintah kabupaten mengirim 1.250 paket makanan dan air bersih kepada warga yang mengungsi ke balai desa.
Tanggul di hulu Sungai Wening jebol pada 12 Maret 2024, kata Kepala Badan Bencana Rahman Hakim.
Perusahaan bendungan itu tidak membayar ganti rugi kepada warga yang rumahnya hanyut, menurut kepala desa.
Bantuan pertama datang dari Malaysia dan langsung dibagikan kepada para pengungsi di tiga kecamatan.
"""
OTHER = """Petani Lembah Anggrek Gagal Panen
Ratusan hektare sawah di Lembah Anggrek gagal panen karena air bah yang datang tiba-tiba pekan ini.
Seorang petani mengaku rugi puluhan juta rupiah dan belum tahu kapan dapat menanam padi lagi.
Harga beras di pasar kabupaten naik sepersepuluh dalam tiga hari, kata seorang pedagang bernama Sulastri.
Dinas pertanian menjanjikan benih gratis sebelum musim tanam berikutnya dimulai pada bulan Juni nanti.
"""


def article(
    text: str, outlet: str, published: str = "", url: str = "", fetched: str = "", language: str = "id"
) -> Document:
    return Document(
        text,
        path=f"{outlet}.txt",
        url=url,
        outlet=Known(outlet, Basis.STATED, "test"),
        published=Known(published, Basis.STATED, "test"),
        language=Known(language, Basis.STATED, "test"),
        provenance=Provenance(fetched=fetched),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")


def run(store: Store, *documents: Document) -> Analysis:
    return analyse(documents, store, FakeEncoder, Settings())


def quotes(analysis: Analysis, relation: Relation) -> frozenset[str]:
    said = {claim.id: claim.quote for reading in analysis.readings for claim in reading.claims}
    return frozenset((said[relation.claim_l], said[relation.claim_r]))


# --- what was changed in a sentence --------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["changed"][:60])
def test_a_changed_fact_is_found_and_a_changed_word_is_not(case: dict[str, str]) -> None:
    language = case.get("language", "id")
    left = read_document(article(case["text"], "Kabar", language=language))
    right = read_document(article(case["changed"], "Tirta", language=language))
    assert left.claims, "the case's sentence must be a claim"
    found = list(find_drift(left, right))
    assert [drift.kind.value for drift in found] == ([case["kind"]] if case["kind"] else [])
    for drift in found:
        assert drift.words_l == drift.evidence_l.of(left.document.text)
        assert drift.words_r == drift.evidence_r.of(right.document.text)
        assert drift.words_l == case.get("left", drift.words_l)
        assert drift.words_r == case.get("right", drift.words_r)
    mirrored = [(d.kind, d.words_r, d.words_l) for d in find_drift(right, left)]
    assert mirrored == [(d.kind, d.words_l, d.words_r) for d in found]


# --- copies --------------------------------------------------------------------------------------


def test_reprints_are_grouped_to_the_article_that_they_name() -> None:
    documents = [
        article(OTHER, "Suara Tani", "2024-03-13"),
        article(WIRE.replace("13 desa", "31 desa") + "Sumber: Kantor Warta\n", "Kabar Wening", "2024-03-13"),
        article(WIRE, "Kantor Warta", "2024-03-13"),
        article("Dikutip dari Kantor Warta.\n" + WIRE[32:], "Harian Tirta", "2024-03-13"),
    ]
    readings = [read_document(document) for document in documents]
    (group,) = find_copies(readings)
    assert group.origin == documents[2].id
    assert set(group.copies) == {documents[1].id, documents[3].id}
    assert group.basis is Basis.STATED
    assert "Kantor Warta" in tell_reason(group.reason, "en")
    assert all(share > 0.8 for share in group.shares)
    assert find_copies(readings[::-1]) == (group,)


def test_without_a_name_the_first_is_the_origin_and_without_dates_nobody_knows() -> None:
    dated = [article(WIRE, "Kabar", "2024-03-14"), article(WIRE, "Tirta", "2024-03-13")]
    (group,) = find_copies([read_document(document) for document in dated])
    assert (group.origin, group.basis) == (dated[1].id, Basis.INFERRED)
    same_day = [
        replace(dated[0], published=Known("2024-03-13")),
        replace(dated[1], published=Known("2024-03-13T10:00")),
    ]
    (group,) = find_copies([read_document(document) for document in same_day])
    assert group.basis is Basis.UNKNOWN


def test_two_reports_of_one_event_are_no_copies() -> None:
    assert (
        find_copies([read_document(article(text, name)) for text, name in ((WIRE, "A"), (OTHER, "B"))]) == ()
    )


def test_an_agency_report_inside_a_longer_article_is_found() -> None:
    longer = OTHER + WIRE + OTHER.replace("Anggrek", "Melati").replace("pekan", "bulan")
    (group,) = find_copies([read_document(article(WIRE, "Warta")), read_document(article(longer, "Kabar"))])
    assert group.shares == (1.0,)


VOCABULARY = ["air", "banjir", "desa", "warga", "tanggul", "sungai", "hujan", "malam", "pagi", "bupati"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=80)


@settings(max_examples=40, deadline=None)
@given(one=WORDS, other=WORDS)
def test_the_share_is_the_same_from_both_sides(one: list[str], other: list[str]) -> None:
    left, right = cut_shingles(one), cut_shingles(other)
    assert share_of_shorter(left, right) == share_of_shorter(right, left)
    assert 0 <= share_of_shorter(left, right) <= 1


def test_many_articles_are_grouped_as_they_were_made() -> None:
    """Invented texts, each reprinted with a tenth of its words changed; no pair is compared that need not
    be.
    """
    chance = random.Random(7)
    words = [f"kata{number}" for number in range(4_000)]
    readings, expected = [], set()
    for number in range(150):
        text = [chance.choice(words) for _ in range(200)]
        names = []
        for copy in range(chance.choice((1, 2, 3))):
            changed = list(text)
            for _ in range(0 if copy == 0 else 8):
                changed[chance.randrange(200)] = chance.choice(words)
            document = article(" ".join(changed), f"Media {number}-{copy}", f"2024-03-{10 + copy}")
            names.append(document.id)
            readings.append(
                replace(read_document(article("Singkat.", "x")), document=document, boilerplate=())
            )
        if len(names) > 1:
            expected.add(frozenset(names))
    found = find_copies(readings)
    assert {frozenset(group.documents) for group in found} == expected
    assert all(group.basis is Basis.INFERRED for group in found)


def test_five_outlets_from_two_origins_are_counted_so(store: Store) -> None:
    wire = [
        article(WIRE, name, f"2024-03-{13 + day}")
        for day, name in enumerate(("Warta", "Kabar", "Tirta", "Suara"))
    ]
    own = article(OTHER, "Suara Tani", "2024-03-13")
    analysis = run(store, *wire, own)
    count = count_sources(analysis, [document.id for document in (*wire, own)])
    assert (count.outlets, count.origins) == (5, 2)
    assert count_sources(analysis, [own.id, own.id]).outlets == 1
    assert store.load_analysis() == analysis
    assert analysis.copies[0].origin == wire[0].id


def test_what_a_copy_changed_is_a_finding_and_what_it_kept_is_agreement(store: Store) -> None:
    changed = (
        WIRE.replace("13 desa", "31 desa")
        .replace("Malaysia", "Thailand")
        .replace("tidak membayar", "membayar")
    )
    analysis = run(
        store, article(WIRE, "Kantor Warta", "2024-03-13"), article(changed, "Kabar Wening", "2024-03-14")
    )
    drifts = [relation for relation in analysis.relations if relation.level is Level.COPY]
    assert sorted(relation.kind.value for relation in drifts) == ["actor", "negation", "number"]
    assert {relation.relation for relation in drifts} == {RelationType.CONTRADICTION}
    assert all(
        "copied" in tell_reason(r.reason, "en") or "taken over" in tell_reason(r.reason, "en") for r in drifts
    )
    pairs = [quotes(analysis, relation) for relation in analysis.relations]
    assert len({r.id for r in analysis.relations}) == len(analysis.relations), "each pair is told once"
    for relation, pair in zip(analysis.relations, pairs, strict=True):
        if len(pair) == 1:
            assert relation.relation is RelationType.AGREEMENT
    known = {question.id for question in analysis.questions}
    assert {relation.question for relation in analysis.relations} <= known


# --- versions ------------------------------------------------------------------------------------

URL = "https://kabar.example/banjir"


def test_a_silent_edit_is_a_disagreement_of_the_outlet_with_itself(store: Store) -> None:
    first = article(WIRE, "Kabar Wening", "2024-03-13", URL, "2024-03-13T08:00:00Z")
    second = article(
        WIRE.replace("13 desa", "17 desa"),
        "Kabar Wening",
        "2024-03-13",
        URL + "?utm_source=x",
        "2024-03-14T08:00:00Z",
    )
    analysis = run(store, second, first)
    (chain,) = analysis.revisions
    assert chain.documents == (first.id, second.id)
    assert (chain.address, superseded(analysis.revisions)) == ("kabar.example/banjir", {first.id})
    home = {claim.id: claim.document for reading in analysis.readings for claim in reading.claims}
    (edit,) = [r for r in analysis.relations if home[r.claim_l] != home[r.claim_r]]
    assert (edit.level, edit.kind.value) == (Level.SELF, "number")
    assert any("17 desa" in quote for quote in quotes(analysis, edit))
    assert len(analysis.readings) == 2
    assert analysis.copies == ()  # versions are no copies
    assert store.load_analysis() == analysis


def test_only_the_newest_version_is_compared_with_other_outlets(store: Store) -> None:
    first = article(WIRE, "Kabar Wening", "2024-03-13", URL)
    second = article(WIRE.replace("13 desa", "17 desa"), "Kabar Wening", "2024-03-13", URL)
    other = article(
        "Sebanyak 25 desa di Lembah Anggrek terendam banjir sejak Senin malam.\n",
        "Harian Tirta",
        "2024-03-13",
    )
    for document in (first, second, other):
        store.save_document(document)
    analysis = run(store)
    assert analysis.revisions[0].documents == (first.id, second.id)  # in the order in which they came in
    home = {claim.id: claim.document for reading in analysis.readings for claim in reading.claims}
    pairs = {frozenset((home[r.claim_l], home[r.claim_r])) for r in analysis.relations}
    assert frozenset((second.id, other.id)) in pairs
    assert frozenset((first.id, other.id)) not in pairs


def test_two_articles_at_one_address_are_no_versions() -> None:
    readings = [read_document(article(text, "Kabar", url=URL)) for text in (WIRE, OTHER)]
    assert find_revisions(readings, {}) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://kabar.example/a", "http://www.kabar.example/a/#komentar"),
        ("https://kabar.example/a?id=1&utm_medium=x", "https://m.kabar.example/a?fbclid=2&id=1"),
    ],
)
def test_one_article_has_many_addresses(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other) != ""


@pytest.mark.parametrize("url", ["", "https://kabar.example/", "kabar.example", "http://[", "https:///x"])
def test_what_is_the_address_of_no_article(url: str) -> None:
    assert plain_address(url) == ""
