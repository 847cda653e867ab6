"""The order of the list, what is judged in it, and what filters leave; no Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from factories import make_flood
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Analysis, ConflictKind, Judgement, Relation, RelationType, Verdict
from compare import lookup
from compare.findings import group_findings
from ui.desk import Desk, Standing, Status, find_neighbours, is_near_miss
from ui.filters import FACETS, NAMES, Filters, filter_cards, read_filters, survey
from ui.matrix import count_pairs, make_row, rank_in_pairs, rank_outlets

DEAD, GATE, CAUSE = (
    "Berapa orang tewas akibat banjir?",
    "Apakah pintu Bendungan Tirta dibuka?",
    "Apa penyebab banjir?",
)


def keep_standing(log: Iterable[Verdict]) -> Standing:
    return Standing(lookup.keep_standing(log))


@pytest.fixture
def flood() -> Desk:
    return Desk(make_flood())


def titles(cards: object) -> list[str]:
    return [card.question.title for card in cards]  # type: ignore[attr-defined]


def test_questions_come_by_their_best_flagged_relation(flood: Desk) -> None:
    assert titles(flood.cards) == [GATE, DEAD, CAUSE]  # .95, .90, .70


def test_a_question_with_near_misses_only_is_not_in_the_list(flood: Desk) -> None:
    assert "Berapa rumah terendam?" not in titles(flood.cards)


def test_ties_are_broken_by_id_whatever_the_order_of_the_input(flood: Desk) -> None:
    same = tuple(replace(relation, score=0.5) for relation in flood.analysis.relations)
    there = Desk(replace(flood.analysis, relations=same))
    back = Desk(
        replace(flood.analysis, relations=same[::-1], questions=flood.analysis.questions[::-1]),
    )
    assert titles(there.cards) == titles(back.cards)
    assert [c.question.id for c in there.cards] == sorted(c.question.id for c in there.cards)


def test_near_misses_stay_with_their_question(flood: Desk) -> None:
    card = next(card for card in flood.cards if card.question.title == DEAD)
    assert [relation.relation for relation in card.near_misses] == [RelationType.DIFFERENT_SCOPE]


@pytest.mark.parametrize(
    ("relation", "is_near"),
    [
        (RelationType.UPDATE, True),
        (RelationType.DIFFERENT_SCOPE, True),
        (RelationType.COMPATIBLE, True),
        (RelationType.UNCLEAR, True),
        (RelationType.AGREEMENT, False),
        (RelationType.TENSION, False),
        (RelationType.CONTRADICTION, False),
    ],
)
def test_what_counts_as_a_near_miss(flood: Desk, relation: RelationType, is_near: bool) -> None:
    assert is_near_miss(replace(flood.analysis.relations[0], relation=relation)) is is_near


def test_pairs_of_the_same_two_positions_are_one_finding(flood: Desk) -> None:
    card = next(card for card in flood.cards if card.question.title == DEAD)
    twin = replace(card.lead.lead, key_l="k-other", score=0.1)
    other_kind = replace(card.lead.lead, kind=ConflictKind.SCOPE)
    findings = group_findings([card.lead.lead, twin, other_kind], card.question)
    assert [len(finding.relations) for finding in findings] == [2, 1]
    assert findings[0].lead is card.lead.lead


def test_a_claim_that_no_position_holds_is_shown(flood: Desk) -> None:
    question = replace(flood.cards[0].question, positions=flood.cards[0].question.positions[:1])
    positions = flood.positions_of(question)
    assert {claim for position in positions for claim in position.claims} == set(question.claims)
    assert positions[-1].label == ""


# --- verdicts ------------------------------------------------------------------------------------


def judge(relation: Relation, judgement: Judgement, at: str, reviewer: str = "Ayu") -> Verdict:
    return Verdict(relation.id, reviewer, judgement, at=at)


@pytest.mark.parametrize(
    ("log", "status"),
    [
        ((), Status.NEW),
        ((Judgement.CONFLICT,), Status.CHECKED),
        ((Judgement.UNSURE,), Status.CHECKED),
        ((Judgement.CONFLICT, Judgement.WITHDRAWN), Status.NEW),
        ((Judgement.CONFLICT, Judgement.WITHDRAWN, Judgement.NO_CONFLICT), Status.CHECKED),
    ],
)
def test_status_follows_the_log(flood: Desk, log: tuple[Judgement, ...], status: Status) -> None:
    card = flood.cards[0]
    standing = keep_standing(judge(card.lead.lead, word, str(n)) for n, word in enumerate(log))
    assert card.status(standing) is status


def test_two_reviewers_who_differ_are_a_status_of_their_own(flood: Desk) -> None:
    card = flood.cards[0]
    lead = card.lead.lead
    log = [judge(lead, Judgement.CONFLICT, "1"), judge(lead, Judgement.UNSURE, "2", "Bima")]
    assert card.status(keep_standing(log)) is Status.DISPUTED
    log.append(judge(lead, Judgement.CONFLICT, "3", "Bima"))
    assert card.status(keep_standing(log)) is Status.CHECKED


def test_the_last_word_ends_a_dispute(flood: Desk) -> None:
    card = flood.cards[0]
    lead = card.lead.lead
    given = [judge(lead, Judgement.CONFLICT, "1"), judge(lead, Judgement.UNSURE, "2", "Bima")]
    settled = Standing(keep_standing(given), [lead.id])
    assert card.status(settled) is Status.CHECKED


def test_a_verdict_on_any_pair_of_a_finding_counts_for_it(flood: Desk) -> None:
    card = flood.cards[0]
    twin = replace(card.lead.lead, key_l="k-other")
    finding = replace(card.lead, others=(twin,))
    card = replace(card, findings=(finding,), lead=finding)
    assert card.status(keep_standing([judge(twin, Judgement.CONFLICT, "1")])) is Status.CHECKED


def test_a_partly_judged_question_is_still_new(flood: Desk) -> None:
    card = flood.cards[0]
    second = replace(card.lead, lead=replace(card.lead.lead, key_l="k-other", kind=ConflictKind.SCOPE))
    card = replace(card, findings=(card.lead, second))
    standing = keep_standing([judge(card.lead.lead, Judgement.CONFLICT, "1")])
    assert (card.status(standing), card.count_checked(standing)) == (Status.NEW, 1)


# --- links ---------------------------------------------------------------------------------------


def test_an_old_link_finds_the_question_by_its_relation(flood: Desk) -> None:
    card = flood.cards[1]
    assert flood.find_card("q-gone", card.lead.lead.id) == card
    assert flood.find_card(card.question.id) == card
    assert flood.find_card("q-gone", "r-gone") is None
    assert flood.find_card("", "") is None


def test_neighbours_of_a_question(flood: Desk) -> None:
    first, second, third = flood.cards
    assert find_neighbours(flood.cards, second.question.id) == (2, first, third)
    assert find_neighbours(flood.cards, first.question.id) == (1, None, second)
    assert find_neighbours((), "q-gone") == (0, None, None)


# --- filters -------------------------------------------------------------------------------------

FILTERED = [
    (Filters(), [GATE, DEAD, CAUSE]),
    (Filters(kind=("number",)), [DEAD]),
    (Filters(kind=("number", "cause")), [DEAD, CAUSE]),
    (Filters(level=("reporting",)), [GATE]),
    (Filters(relation=("tension",)), [CAUSE]),
    (Filters(relation=("tension",), kind=("number",)), []),
    (Filters(outlet=("Kabar Wening",)), [GATE, DEAD, CAUSE]),
    (Filters(outlet=("Nobody",)), []),
    (Filters(status="new"), [DEAD]),
    (Filters(status="checked"), [GATE, CAUSE]),
    (Filters(status="checked", kind=("cause",)), [CAUSE]),
    (Filters(language=("id",)), [GATE, DEAD, CAUSE]),
    (Filters(language=("en",)), []),
    (Filters(reviewer=("Ayu",)), [GATE]),  # what she took back is not hers any more
    (Filters(reviewer=("Ayu", "Bima"), kind=("cause",)), [CAUSE]),
    (Filters(since="2026-03-04", until="2026-03-04"), [GATE, DEAD, CAUSE]),
    (Filters(since="2026-03-05"), []),
    (Filters(until="2026-03-03"), []),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERED)
def test_filters(flood: Desk, filters: Filters, expected: list[str]) -> None:
    standing = keep_standing(flood.analysis.verdicts)
    assert titles(filter_cards(flood, filters, standing)) == expected


@pytest.mark.parametrize(("filters", "_"), FILTERED)
def test_every_count_is_what_choosing_the_option_leaves(flood: Desk, filters: Filters, _: object) -> None:
    standing = keep_standing(flood.analysis.verdicts)
    counts = survey(flood, filters, standing).counts
    for name in FACETS:
        for option, count in counts[name].items():
            alone = replace(filters, **{name: (option,)})
            assert len(filter_cards(flood, alone, standing)) == count, (name, option)
    for option, count in counts["status"].items():
        assert len(filter_cards(flood, replace(filters, status=option), standing)) == count


def test_status_counts_add_up(flood: Desk) -> None:
    standing = keep_standing(flood.analysis.verdicts)
    assert survey(flood, Filters(), standing).counts["status"].total() == len(flood.cards)


def test_the_card_shows_the_finding_that_the_filter_is_about(flood: Desk) -> None:
    card = flood.cards[0]
    second = replace(card.lead.lead, kind=ConflictKind.LEGAL, score=0.2, key_l="k-other")
    desk = Desk(replace(flood.analysis, relations=(*flood.analysis.relations, second)))
    kept = filter_cards(desk, Filters(kind=("legal",)), Standing())
    assert [card.lead.lead.kind for card in kept] == [ConflictKind.LEGAL]


def test_an_outlet_that_gives_no_answer_is_silent(flood: Desk) -> None:
    row = make_row(next(card for card in flood.cards if card.question.title == DEAD), flood)
    assert row.labels == ("12 orang", "15 orang", "4 orang (2019)")  # those that disagree come first
    assert row.answers == {"Kabar Wening": (0,), "Harian Tirta": (1,), "tanpa-nama.txt": (2,)}
    assert rank_outlets([row, row]) == ["Harian Tirta", "Kabar Wening", "tanpa-nama.txt"]


def test_every_number_of_the_heat_map_is_what_clicking_it_shows(flood: Desk) -> None:
    counts = count_pairs(survey(flood, Filters(), Standing()).items, flood)
    assert counts == {("Harian Tirta", "Kabar Wening"): 3}
    for pair, count in counts.items():
        assert len(survey(flood, Filters(between=pair), Standing()).items) == count
        assert len(survey(flood, Filters(between=pair[::-1]), Standing()).items) == count
    assert filter_cards(flood, Filters(between=("Kabar Wening", "Kabar Wening")), Standing()) == ()
    assert rank_in_pairs(counts) == ["Harian Tirta", "Kabar Wening"]


words = st.lists(st.text(max_size=6), max_size=3)


@given(query=st.dictionaries(st.sampled_from([*NAMES, "q"]), words), outlets=words)
def test_any_address_is_read_and_reads_back_the_same(query: dict[str, list[str]], outlets: list[str]) -> None:
    filters = read_filters(query, outlets)
    again = {name: [value] if isinstance(value, str) else value for name, value in filters.to_query().items()}
    assert read_filters(again, outlets) == filters


def test_an_empty_analysis_has_an_empty_list() -> None:
    run = make_flood().run
    assert Desk(Analysis(run, (), (), ())).cards == ()
