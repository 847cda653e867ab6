"""The three recipes of others on an annotated set: what each of them calls one question and a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder, FakeRelationModel

from claims.errors import InputError
from claims.ingest import load_documents
from claims.store import open_store
from compare.evaluate.baselines import Board, by_gate, by_merge, by_neighbours, compare_ways, set_up
from compare.evaluate.gold import load_gold
from compare.relate.model import NLI_LABELS, Pair, Scores
from ui.commands.evaluate import find_articles

BANJIR = Path(__file__).parent / "gold" / "banjir"


class FakeNli(FakeRelationModel):
    """Contradiction where one side denies, entailment where words are shared, in the premise's favour."""

    def predict_nli(self, pairs: Sequence[Pair]) -> Scores:
        relations = self.predict(pairs).argmax(1)
        scores = np.full((len(pairs), len(NLI_LABELS)), 0.1, np.float32)
        for row, (relation, (premise, _)) in enumerate(zip(relations, pairs, strict=True)):
            sure = 0.8 if "tidak" in premise.lower() or relation else 0.6
            scores[row] = (1 - sure) / 2
            scores[row, {0: 0, 2: 1}.get(int(relation), 2)] = sure
        return scores


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    documents = list(load_documents([BANJIR / "articles"], on_problem=lambda problem: None))
    place = tmp_path_factory.mktemp("board")
    with open_store(f"sqlite:///{place}/x.sqlite3") as store:
        return set_up(documents, load_gold(BANJIR), store, (FakeEncoder(), FakeNli()))


def test_neighbours_are_of_other_articles_and_one_order_is_enough(board: Board) -> None:
    assert board.nearest and all(board.is_across(pair) for pair in board.nearest)
    _, flags = by_neighbours(board, 0.7)
    assert flags and set(flags) <= board.nearest and min(flags.values()) > 0.7
    assert not by_neighbours(board, 0.9)[1]


def test_the_gate_wants_both_orders(board: Board) -> None:
    _, sure = by_gate(board, -1.0, 0.7)
    _, either = by_neighbours(board, 0.7)
    assert len(sure) < len(either)
    passed, flags = by_gate(board, 0.5, 0.5)
    assert all(board.cosine[pair] >= 0.5 for pair in passed) and set(flags) <= set(passed)


def test_merging_puts_all_into_one_question_or_none(board: Board) -> None:
    groups, flags = by_merge(board, -1.0)
    assert [len(list(group)) for group in groups] == [len(board.claims)] and flags
    assert not by_merge(board, 1.0)[1]


def test_thresholds_are_chosen_in_the_recipes_favour(board: Board) -> None:
    rows = {row.name: row for row in compare_ways([board])}
    assert len(rows) == 6
    for published, favoured in (("(a) neighbours", "(a) in its favour"), ("(b) gate", "(b) in its favour")):
        one, two = ({s.name: s.value or 0 for s in rows[name].scores} for name in (published, favoured))
        names = ("cross_document_issue_recall", "precision_on_judged_pairs")
        assert mean(*(two[n] for n in names)) >= mean(*(one[n] for n in names))
    twice = {row.name: row for row in compare_ways([board, board])}
    assert twice["ceksilang"].scores[0].total == 2 * rows["ceksilang"].scores[0].total


def mean(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def test_an_annotation_without_its_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="articles"):
        find_articles(tmp_path, load_gold(BANJIR), None)
    assert find_articles(BANJIR, load_gold(BANJIR), None) == BANJIR / "articles"
