"""What a person corrected in a claim wins over the machine, in this run and the next, until it is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from factories import KABAR, TIRTA, find_span, make_flood
from hypothesis import given
from hypothesis import strategies as st

from claims.corrections import (
    apply_corrections,
    correct_quantity,
    correct_sort,
    correct_speaker,
    correct_time,
    correct_words,
    find_unplaced,
)
from claims.events import Annotation, Correction, Mark
from claims.log import ReviewLog
from claims.models import (
    Basis,
    Claim,
    ClaimKind,
    Document,
    Judgement,
    Known,
    Modality,
    Polarity,
    Quantity,
    Reading,
    Relation,
    Span,
    Time,
    Verdict,
)
from claims.read import reread_facts
from claims.store import open_store
from compare.pipeline import analyse
from compare.result import is_behind, load_result
from tests.fakes import FakeEncoder

READINGS = {reading.document.text: reading for reading in make_flood().readings}


def find_claim(reading: Reading, words: str) -> Claim:
    return next(claim for claim in reading.claims if words in claim.quote)


def correct(text: str, words: str, *lines: Correction) -> Claim:
    reading = READINGS[text]
    log = ReviewLog(tuple(replace(line, at=str(n)) for n, line in enumerate(lines)))
    corrected = apply_corrections(reading, log.corrections, reread_facts)
    before = find_claim(reading, words)
    return next(claim for claim in corrected.claims if claim.id == before.id)


DEAD = find_claim(READINGS[KABAR], "12 orang")
GATE = find_claim(READINGS[TIRTA], "pintu Bendungan")


def test_a_speaker() -> None:
    claim = correct(TIRTA, "pintu Bendungan", correct_speaker(GATE, "Ayu", "warga", "saksi"))
    assert (claim.speaker, claim.attribution[0].role, claim.corrected) == ("warga", "saksi", ("speaker",))
    assert (claim.id, claim.key) == (GATE.id, GATE.key)
    own = correct(TIRTA, "pintu Bendungan", correct_speaker(GATE, "Ayu", ""))
    assert own.attribution == ()
    found = correct(TIRTA, "pintu Bendungan", correct_speaker(GATE, "Ayu", "Sari Wulandari"))
    assert found.attribution[0].span.of(TIRTA) == "Sari Wulandari"


def test_a_quantity_changed_added_and_removed() -> None:
    place = find_span(KABAR, "Sebanyak 12")
    changed = correct(KABAR, "12 orang", correct_quantity(DEAD, "Ayu", place, Quantity(12, 20, Span(0, 1))))
    assert [(q.low, q.high, q.span) for q in changed.quantities] == [(12, 20, place)]
    removed = correct(KABAR, "12 orang", correct_quantity(DEAD, "Ayu", place, None))
    assert removed.quantities == () and removed.corrected == ("quantity",)
    other = find_span(KABAR, "orang tewas", DEAD.span.start)
    added = correct(KABAR, "12 orang", correct_quantity(DEAD, "Ayu", other, Quantity(1, 1, Span(0, 1))))
    assert [q.low for q in added.quantities] == [12, 1]


def test_a_time_and_how_it_is_put() -> None:
    place = find_span(KABAR, "banjir itu", DEAD.span.start)
    day = date(2026, 3, 3)
    claim = correct(
        KABAR,
        "12 orang",
        correct_time(DEAD, "Ayu", place, Time(day, day, Span(0, 1))),
        correct_sort(DEAD, "Bima", Polarity.NEGATIVE),
        correct_sort(DEAD, "Bima", Modality.HEDGED),
        correct_sort(DEAD, "Bima", ClaimKind.CAUSE),
    )
    assert [(time.start, time.span) for time in claim.times] == [(day, place)]
    assert (claim.polarity, claim.modality, claim.kind) == ("negative", "hedged", "cause")
    assert claim.corrected == ("kind", "modality", "polarity", "time")


def test_boundaries_keep_the_id_and_read_the_facts_anew() -> None:
    words = "Sebanyak 12 orang tewas akibat banjir itu. Lebih dari 2.000 rumah terendam."
    claim = correct(KABAR, "12 orang", correct_words(DEAD, "Ayu", words))
    assert claim.span.of(KABAR) == claim.quote == words
    assert (claim.id, claim.key, claim.cut, claim.cut_quote) == (DEAD.id, DEAD.key, DEAD.span, DEAD.quote)
    assert {q.low for q in claim.quantities} == {12, 2000}
    shorter = correct(KABAR, "12 orang", correct_words(DEAD, "Ayu", "12 orang tewas"))
    assert shorter.quote == "12 orang tewas" and shorter.span.of(KABAR) == shorter.quote
    assert shorter.sentence.contains(shorter.span)


def test_a_figure_before_the_old_beginning() -> None:
    """A correction made on a claim that was widened to the left still finds its place."""
    words = "Lebih dari 2.000 rumah terendam."
    houses = find_claim(READINGS[KABAR], "2.000")
    wide = correct(KABAR, "2.000", correct_words(houses, "Ayu", "akibat banjir itu. " + words))
    place = find_span(KABAR, "banjir itu", wide.span.start)
    line = correct_quantity(wide, "Ayu", place, Quantity(7, 7, Span(0, 1)))
    assert line.place is not None and line.place[0] < 0
    both = correct(KABAR, "2.000", correct_words(houses, "Ayu", "akibat banjir itu. " + words), line)
    assert (both.quantities[0].low, both.quantities[0].span) == (7, place)


UNPLACED = [
    correct_words(DEAD, "Ayu", "kata-kata yang tidak ada"),
    correct_words(DEAD, "Ayu", "   "),
    correct_words(DEAD, "Ayu", "Dani Prakoso"),  # it is there, but in another sentence
    Correction(DEAD.key, "Ayu", "modality", "a word of another version"),  # type: ignore[arg-type]
    Correction(DEAD.key, "Ayu", "quantity", place=(900, 905)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("line", UNPLACED, ids=lambda line: f"{line.aspect}-{line.value[:8]}")
def test_what_cannot_be_placed_changes_nothing_and_is_told(line: Correction) -> None:
    reading = READINGS[KABAR]
    log = ReviewLog((line,))
    assert apply_corrections(reading, log.corrections) == reading
    assert find_unplaced([reading], log.corrections) == (line,)


def test_without_corrections_it_is_the_same_reading() -> None:
    reading = READINGS[KABAR]
    assert apply_corrections(reading, {"k-of-nobody": ()}) is reading


@given(st.integers(0, len(KABAR)), st.integers(0, len(KABAR)))
def test_any_words_of_the_article_slice_back_out(start: int, end: int) -> None:
    words = KABAR[min(start, end) : max(start, end)]
    claim = correct(KABAR, "12 orang", correct_words(DEAD, "Ayu", words))
    assert claim.span.of(KABAR) == claim.quote
    assert claim.id == DEAD.id
    for fact in (*claim.quantities, *claim.times, *claim.actors, *claim.concepts):
        assert claim.span.contains(fact.span)


# --- through a whole run -------------------------------------------------------------------------------


def article(outlet: str, text: str) -> Document:
    known = {"published": Known("2026-03-04", Basis.STATED, "t"), "language": Known("id", Basis.STATED, "t")}
    return Document(text, f"{outlet}.txt", outlet=Known(outlet, Basis.STATED, "t"), **known)


LEFT = article("Kabar Wening", "Sebanyak 12 pedagang tewas dalam kebakaran Pasar Wening itu.\n")
RIGHT = article("Harian Tirta", "Sebanyak 19 pedagang tewas dalam kebakaran Pasar Wening.\n")


def find_conflicts(relations: tuple[Relation, ...]) -> list[str]:
    return [str(relation.kind) for relation in relations if relation.relation.is_flagged]


def test_a_corrected_number_ends_the_conflict_until_it_is_undone(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/a.db") as store:
        first = analyse([LEFT, RIGHT], store, FakeEncoder)
        assert find_conflicts(first.relations) == ["number"]
        claim = next(c for r in first.readings for c in r.claims if "19" in c.quote)
        same = replace(claim.quantities[0], low=12, high=12)
        kept = store.add_event(correct_quantity(claim, "Ayu", claim.quantities[0].span, same))
        assert is_behind(first, store.log())
        shown = load_result(store)  # the claim is seen as corrected at once, its relations after the next run
        assert shown is not None and shown.relations == first.relations
        assert [c.quantities for r in shown.readings for c in r.claims if c.corrected] == [(same,)]
        second = analyse([], store, FakeEncoder)
        assert second.run.id != first.run.id
        assert find_conflicts(second.relations) == []
        assert [c.corrected for r in second.readings for c in r.claims if "19" in c.quote] == [("quantity",)]
        assert not is_behind(second, store.log())
        assert {r.id for r in second.relations} <= {r.id for r in first.relations}
        store.undo([kept], "Bima")
        shown = load_result(store)
        assert shown is not None and shown.readings == first.readings
        third = analyse([], store, FakeEncoder)
        assert third.run.id == first.run.id
        assert third.relations == first.relations
        assert load_result(store) == third


def test_what_people_said_survives_an_edit_elsewhere_in_the_article(tmp_path: Path) -> None:
    """It comes in again with a sentence before it: another document, the same words of the same outlet."""
    edited = article("Harian Tirta", "Api padam menjelang subuh di kota itu.\n" + RIGHT.text)
    with open_store(f"sqlite:///{tmp_path}/a.db") as store:
        first = analyse([LEFT, RIGHT], store, FakeEncoder)
        flagged = next(r for r in first.relations if r.relation.is_flagged)
        claim = next(c for r in first.readings for c in r.claims if "19" in c.quote)
        store.add_verdict(Verdict(flagged.id, "Ayu", Judgement.CONFLICT))
        store.add_event(Annotation(claim.key, "Ayu", Mark.TAG, "korban"))
        store.add_event(correct_speaker(claim, "Ayu", "polisi"))
        store.remove_document(RIGHT.id)
        again = analyse([edited], store, FakeEncoder)
        found = next(c for r in again.readings for c in r.claims if "19" in c.quote)
        assert found.document != claim.document and found.key == claim.key
        assert (found.speaker, found.corrected) == ("polisi", ("speaker",))
        assert any(r.id == flagged.id for r in again.relations)
        assert store.log().annotations[found.key][0].value == "korban"
