"""Which words are marked as making the difference."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from factories import make_flood
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Span
from ui.desk import Desk
from ui.differences import find_all_evidence, find_different_words, find_evidence

# language, what one says, what the other says, the words marked in the first
CASES = [
    ("id", "Sebanyak 12 orang tewas", "Sebanyak 15 orang tewas", ["12"]),
    ("id", "Sekolah itu tidak ditutup", "Sekolah itu ditutup", ["tidak"]),
    ("id", "Persib menang di Bandung pada Minggu", "Pada Minggu di Bandung Persib menang", []),
    ("id", "Rp1.250 per liter", "Rp1.300 per liter", ["1.250"]),
    ("en", "The court cleared the mayor", "The court convicted the mayor", ["cleared"]),
    ("en", "Profit fell by 3.5 percent in May", "In May profit rose by 4 percent", ["fell", "3.5"]),
    ("en", "Three nurses were never tested", "Three nurses were tested", ["never"]),
    ("ru", "Суд оправдал мэра в мае", "В мае суд осудил мэра", ["оправдал"]),
    # two languages share no words: figures only, never the whole quote
    ("id", "Banjir menewaskan 15 orang di kota itu", "Наводнение убило 12 человек", ["15"]),
    ("en", "Nothing is the same here", "Полностью другое предложение", []),
    ("id", "", "apa pun", []),
]


@pytest.mark.parametrize(("language", "one", "other", "marked"), CASES)
def test_differing_words(language: str, one: str, other: str, marked: list[str]) -> None:
    assert [span.of(one) for span in find_different_words((one, language), (other, language))] == marked


@given(
    one=st.text(max_size=80),
    other=st.text(max_size=80),
    language=st.sampled_from(["id", "en", "ru", "xx", ""]),
)
def test_marks_are_sorted_apart_and_inside(one: str, other: str, language: str) -> None:
    marks = find_different_words((one, language), (other, language))
    assert all(a.end <= b.start for a, b in pairwise(marks))
    assert all(0 <= mark.start < mark.end <= len(one) for mark in marks)
    assert find_different_words((one, language), (one, language)) == ()


def test_a_very_long_sentence_takes_no_longer_than_its_length() -> None:
    text = "kata beda 12 " * 20_000
    assert len(find_different_words((text, "id"), ("kata", "id"))) > 0


def test_evidence_comes_first() -> None:
    desk = Desk(make_flood())
    card = desk.cards[0]  # the gate: evidence on both sides
    marks = find_evidence(card.lead, desk)
    shown = {span.of(desk.document_of(desk.claims[c]).text) for c, spans in marks.items() for span in spans}
    assert shown == {"tidak pernah dibuka", "dibuka dua jam"}


def test_evidence_outside_the_claim_is_clipped_or_left_out() -> None:
    flood = make_flood()
    gate = flood.relations[1]
    claim = Desk(flood).claims[gate.claim_l]
    wide = replace(
        gate, evidence_l=(Span(0, claim.span.start + 4), Span(claim.span.end + 1, claim.span.end + 9))
    )
    desk = Desk(replace(flood, relations=(wide,)))
    assert find_evidence(desk.cards[0].lead, desk)[claim.id] == (
        Span(claim.span.start, claim.span.start + 4),
    )


def test_evidence_that_is_the_whole_claim_marks_words_instead() -> None:
    flood = make_flood()
    gate = flood.relations[1]
    claim = Desk(flood).claims[gate.claim_l]
    desk = Desk(replace(flood, relations=(replace(gate, evidence_l=(claim.span,)),)))
    marks = find_evidence(desk.cards[0].lead, desk)[claim.id]
    assert sum(map(len, marks)) < 0.8 * len(claim.span)


def test_without_evidence_the_words_are_compared() -> None:
    desk = Desk(make_flood())
    cause = desk.cards[2]
    assert cause.lead.lead.evidence_l == ()
    marks = find_evidence(cause.lead, desk)
    assert set(marks) == {cause.lead.lead.claim_l, cause.lead.lead.claim_r}


def test_all_findings_of_a_question_are_marked_together() -> None:
    desk = Desk(make_flood())
    marks = find_all_evidence(desk.cards[1].findings, desk)
    assert sorted(
        span.of(desk.document_of(desk.claims[c]).text) for c, spans in marks.items() for span in spans
    ) == ["12", "15"]
