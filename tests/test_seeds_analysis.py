"""What the first corpus has to show, and what it must not call a conflict; no code knows these articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from claims.ingest import load_documents
from claims.models import Analysis, Level, Relation, RelationType
from claims.store import open_store
from compare.encoder import load_encoder
from compare.export import to_contract
from compare.pipeline import analyse
from compare.weighing import weighs_question

SEEDS = Path(__file__).parent.parent / "seeds"
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Analysis]:
    documents = list(load_documents([SEEDS], on_problem=lambda problem: None))
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('seeds') / 'store.sqlite3'}") as store:
        yield analyse(documents, store, load_encoder)


def between(analysis: Analysis, one: str, other: str) -> list[Relation]:
    """The relations of any claim with the words `one` to any with the words `other`."""
    quote = {claim.id: claim.quote for reading in analysis.readings for claim in reading.claims}
    assert any(one in text for text in quote.values()), one
    assert any(other in text for text in quote.values()), other
    sides = [(relation, quote[relation.claim_l], quote[relation.claim_r]) for relation in analysis.relations]
    return [
        r for r, left, right in sides if (one in left and other in right) or (other in left and one in right)
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("lebih dari 2.500 pasukan", "2.500-3.000 tentara", "number"),
        ("ada negara seperti", "enam negara anggota", "membership"),
        ("sebagai sarana terakhir", "wewenang penuh", "legal"),
        ("sebagai sarana terakhir", "bebas menggunakan kekuatan", "legal"),
    ],
)
def test_tensions_that_a_desk_would_see(analysis: Analysis, one: str, other: str, kind: str) -> None:
    assert [str(r.kind) for r in between(analysis, one, other) if r.relation.is_flagged] == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("21 desa", "13 desa"),
        ("17 polisi", "belasan aparat"),
        ("pertama kalinya", "tidak pernah mengirim"),
        ("insiden pertama", "tidak pernah mengirim"),
        ("pada tahun 2009", "musim panas 2021"),
        ("pada tahun 2009", "Atas permintaan"),
        ("17 polisi", "8.000 orang"),
    ],
)
def test_look_alikes_are_no_conflicts(analysis: Analysis, one: str, other: str) -> None:
    assert not [r for r in between(analysis, one, other) if r.relation.is_flagged]


def test_a_later_figure_is_an_update(analysis: Analysis) -> None:
    assert [r.relation for r in between(analysis, "21 desa", "13 desa")] == [RelationType.UPDATE]
    told = dict(between(analysis, "21 desa", "13 desa")[0].reason.values)
    assert (told["left"], told["right"]) == ("13", "21"), "told in the order of time"


def test_requests_of_three_years_are_answers_to_one_question(analysis: Analysis) -> None:
    quote = {claim.id: claim.quote for reading in analysis.readings for claim in reading.claims}
    wanted = ("pada tahun 2009", "musim panas 2021", "Atas permintaan")
    asked = [[quote[claim] for claim in question.claims] for question in analysis.questions]
    assert any(all(any(words in text for text in texts) for words in wanted) for texts in asked)


def test_nothing_is_called_a_contradiction(analysis: Analysis) -> None:
    assert not [r for r in analysis.relations if r.relation is RelationType.CONTRADICTION]


def test_each_relation_says_what_was_weighed(analysis: Analysis) -> None:
    compared = [r for r in analysis.relations if r.level is not Level.COPY]
    assert compared and all(relation.contributions for relation in compared)
    assert any(weighs_question(relation.contributions) for relation in compared)
    flagged = [r for r in compared if r.relation.is_flagged]
    assert flagged and not any(weighs_question(relation.contributions) for relation in flagged)


@pytest.mark.parametrize("seed", range(4))
def test_articles_that_come_one_after_the_other_give_the_same_as_all_at_once(
    seed: int, tmp_path: Path, analysis: Analysis
) -> None:
    """Any split in any order, each part analysed on its own: the last result is the full one."""
    random = Random(seed)
    documents = list(load_documents([SEEDS], on_problem=lambda problem: None))
    random.shuffle(documents)
    cuts = sorted(random.sample(range(1, len(documents)), random.randint(1, len(documents) - 1)))
    parts = [documents[start:end] for start, end in pairwise([0, *cuts, len(documents)])]
    with open_store(f"sqlite:///{tmp_path}/grown.sqlite3") as store:
        for part in parts:
            grown = analyse(part, store, load_encoder)
    whole, later = to_contract(analysis), to_contract(grown)
    assert {k: v for k, v in later.items() if k != "run"} == {k: v for k, v in whole.items() if k != "run"}
