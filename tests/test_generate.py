"""The large invented store: of the size that was asked for, the same every time, and whole."""

from __future__ import annotations

from pathlib import Path

from claims.events import kind_of
from claims.store import open_store
from compare.evaluate.generate import Size, fill_store, make_analysis, make_log
from compare.evaluate.scaling import make_corpus, measure_load
from compare.evaluate.storing import measure_store
from ui.commands.call import tell

SMALL = Size(articles=12, claims=200, questions=40, lines=400)


def test_it_has_the_size_and_is_made_again_the_same() -> None:
    analysis = make_analysis(SMALL)
    claims = [claim for reading in analysis.readings for claim in reading.claims]
    assert (len(analysis.readings), len(claims), len(analysis.questions)) == (12, 200, 40)
    assert make_analysis(SMALL) == analysis
    assert list(make_log(analysis, SMALL)) == list(make_log(analysis, SMALL))


def test_spans_slice_back_and_everything_is_there() -> None:
    analysis = make_analysis(SMALL)
    texts = {reading.document.id: reading.document.text for reading in analysis.readings}
    claims = {claim.id: claim for reading in analysis.readings for claim in reading.claims}
    for claim in claims.values():
        text = texts[claim.document]
        assert claim.span.of(text) == claim.quote
        assert claim.quantities[0].span.of(text) == str(int(claim.quantities[0].low or 0))
        assert claim.actors[0].span.of(text) == claim.actors[0].name
        assert not claim.attribution or claim.attribution[0].span.of(text) == claim.speaker
    flagged = [relation for relation in analysis.relations if relation.relation.is_flagged]
    assert flagged and len(flagged) < len(analysis.relations)
    assert all({r.claim_l, r.claim_r} <= claims.keys() for r in analysis.relations)
    assert len({relation.id for relation in analysis.relations}) == len(analysis.relations)


def test_a_store_is_filled_with_it(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/large.db") as store:
        analysis = fill_store(store, SMALL)
        assert analysis.questions == make_analysis(SMALL).questions
        kinds = {kind_of(line) for line in store.log().events}
        assert len(store.log().events) == SMALL.lines
    assert {"verdict", "annotation", "correction", "adjudication"} <= kinds


def test_what_the_store_takes_can_be_measured() -> None:
    figures = list(measure_store(SMALL))
    assert all(figure.seconds >= 0 for figure in figures)
    for lang in ("id", "en"):
        assert len({tell(f"bench.store.{figure.what}", lang) for figure in figures}) == len(figures)


def test_what_the_comparison_takes_can_be_measured() -> None:
    load, linked = measure_load(60), measure_load(60, linked=True)
    assert load.claims == linked.claims == 60 and load.relations and linked.found
    assert 0 < load.made <= load.peak
    one, other = make_corpus(60)[0], make_corpus(60)[0]
    assert one.claims == other.claims and (one.vectors == other.vectors).all()
