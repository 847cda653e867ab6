"""The whole run on small invented articles, with an encoder that needs no model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claims.models import Analysis, Basis, Document, Judgement, Known, RelationType, Verdict
from claims.store import Store, open_store
from compare.pipeline import analyse
from compare.settings import Settings
from tests.fakes import FakeEncoder


def article(outlet: str, text: str, published: str = "2026-03-04") -> Document:
    return Document(
        text,
        path=f"{outlet}.txt",
        outlet=Known(outlet, Basis.STATED, "test"),
        published=Known(published, Basis.STATED, "test"),
        language=Known("id", Basis.STATED, "test"),
    )


KABAR = article(
    "Kabar Wening",
    "Kebakaran melanda Pasar Wening pada Selasa malam. "
    "Sebanyak 12 pedagang tewas dalam kebakaran Pasar Wening itu.\n"
    "Kebakaran Pasar Wening disebabkan oleh korsleting listrik.\n"
    "Polisi Wening menahan seorang penjaga Pasar Wening.\n",
)
TIRTA = article(
    "Harian Tirta",
    "Sebanyak 19 pedagang tewas dalam kebakaran Pasar Wening. "
    "Pasar Wening ludes terbakar pada Selasa malam.\n"
    "Kebakaran Pasar Wening bukan disebabkan oleh korsleting listrik, melainkan sabotase.\n",
)
BOLA = article(
    "Bola Kita", "Persatuan Sepak Bola Anggrek menang 3-1 atas tamunya. Pelatih memuji kiper muda itu.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")


def run(store: Store, *documents: Document, encoder: FakeEncoder | None = None) -> Analysis:
    return analyse(documents, store, lambda: encoder or FakeEncoder(), Settings())


def flags(analysis: Analysis) -> set[tuple[str, frozenset[str]]]:
    quote = {c.id: c.quote for r in analysis.readings for c in r.claims}
    return {
        (str(r.kind), frozenset((quote[r.claim_l], quote[r.claim_r])))
        for r in analysis.relations
        if r.relation.is_flagged
    }


def test_conflicts_of_two_outlets_are_found_and_the_third_story_is_left_alone(store: Store) -> None:
    analysis = run(store, KABAR, TIRTA, BOLA)
    kinds = {kind for kind, _ in flags(analysis)}
    assert {"number", "cause"} <= kinds
    assert not any("kiper" in quote for _, quotes in flags(analysis) for quote in quotes)


def test_the_order_of_the_articles_does_not_matter(tmp_path: Path) -> None:
    one = run(open_store(f"sqlite:///{tmp_path / 'a.sqlite3'}"), KABAR, TIRTA, BOLA)
    other = run(open_store(f"sqlite:///{tmp_path / 'b.sqlite3'}"), BOLA, TIRTA, KABAR)
    assert (one.questions, one.relations) == (other.questions, other.relations)


def test_an_article_added_later_gives_the_same_as_all_at_once(tmp_path: Path) -> None:
    grown = open_store(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    run(grown, KABAR)
    one = run(grown, TIRTA)
    other = run(open_store(f"sqlite:///{tmp_path / 'b.sqlite3'}"), KABAR, TIRTA)
    assert (one.questions, one.relations) == (other.questions, other.relations)


def test_only_new_claims_are_encoded(store: Store) -> None:
    first, second = FakeEncoder(), FakeEncoder()
    run(store, KABAR, encoder=first)
    run(store, TIRTA, encoder=second)
    assert first.encoded
    assert second.encoded
    assert not set(first.encoded) & set(second.encoded)


def test_a_run_in_which_nothing_changed_needs_no_encoder(store: Store) -> None:
    before = run(store, KABAR, TIRTA)

    def fail() -> FakeEncoder:
        raise AssertionError("the encoder was loaded")

    after = analyse((), store, fail, Settings())
    assert after == before


def test_an_interrupted_run_goes_on(store: Store) -> None:
    class Interrupted(FakeEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(store, KABAR, TIRTA, encoder=Interrupted())
    assert len(store.documents()) == 2
    assert flags(run(store))


def test_a_verdict_survives_an_edit_elsewhere_in_the_article(store: Store) -> None:
    flagged = next(r for r in run(store, KABAR, TIRTA).relations if r.relation.is_flagged)
    store.add_verdict(Verdict(flagged.id, "sari", Judgement.CONFLICT, "jelas"))
    edited = replace(KABAR, text="Ralat redaksi.\n" + KABAR.text)
    store.remove_document(KABAR.id)
    after = run(store, edited)
    assert flagged.id in {r.id for r in after.relations if r.relation.is_flagged}
    assert [v.target for v in after.verdicts] == [flagged.id]


def test_every_span_slices_back(store: Store) -> None:
    analysis = run(store, KABAR, TIRTA)
    for reading in analysis.readings:
        for claim in reading.claims:
            assert claim.span.of(reading.document.text) == claim.quote


@pytest.mark.parametrize("published", ["kemarin", "2022", "2022-13-45", "2022-01-10T99:99"])
def test_a_date_that_is_none_stops_nothing(store: Store, published: str) -> None:
    odd = replace(TIRTA, published=Known(published, Basis.STATED, "test"))
    kinds = {kind for kind, _ in flags(run(store, KABAR, odd))}
    assert ("cause" in kinds) == (published == "kemarin" or published.startswith("2022-13"))


def test_nothing_at_all(store: Store) -> None:
    analysis = run(store)
    assert analysis.questions == ()
    assert analysis.relations == ()


def test_one_relation_for_one_pair(store: Store) -> None:
    analysis = run(store, KABAR, TIRTA)
    pairs = [(r.claim_l, r.claim_r) for r in analysis.relations]
    assert len(pairs) == len(set(pairs))
    assert all(left < right for left, right in pairs)
    assert all(r.relation is not RelationType.CONTRADICTION or r.score > 0 for r in analysis.relations)
