"""The relation model may not get worse, on stories of our own that it never saw and on public sets.

The floors in nli_floors.json are raised by hand when figures rise; nothing lowers them.  They are those of
validation parts, of the small model, on a sample that is the same each time.  The public sets are no part of
the project: where they are not beside it, two tests are skipped and say so.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from compare.evaluate.nli import SETS, has_digits, measure_nli, score_digits
from compare.evaluate.relations import measure_relations, read_judged
from compare.relate.model import NliModel, load_nli_model
from compare.train.data import read_rows
from compare.train.stories import FOLDER as STORIES

BENCH = Path(__file__).parents[2] / "shared" / "bench"
FLOORS = json.loads((Path(__file__).parent / "nli_floors.json").read_text("utf-8"))

public = pytest.mark.skipif(not BENCH.is_dir(), reason="../shared/bench, the public sets, is not here")


@pytest.fixture(scope="module")
def model() -> NliModel:
    return load_nli_model()


@pytest.mark.model
def test_no_figure_on_our_own_stories_falls_below_its_floor(model: NliModel) -> None:
    stories = FLOORS["stories"]
    told = json.dumps(read_judged(STORIES), ensure_ascii=False)
    assert hashlib.sha256(told.encode()).hexdigest() == stories["digest"], (
        "the held-out stories changed: measure again, then set the floors"
    )
    figures = measure_relations(model, STORIES, stories["pairs"])
    below = {name: figures[name] for name, floor in stories["floors"].items() if figures[name] < floor}
    assert not below, f"below the floors {stories['floors']}"


@pytest.mark.model
@public
def test_no_figure_on_public_sets_falls_below_its_floor(model: NliModel) -> None:
    public = FLOORS["public"]
    found = {row.data: row for row in measure_nli(model, BENCH, public["pairs"])}
    for name, floors in public["floors"].items():
        for figure, floor in floors.items():
            assert getattr(found[name], figure) >= floor, f"{name}: {figure} is below {floor}"


@pytest.mark.model
@public
def test_comparators_add_to_the_model_on_pairs_with_digits(model: NliModel) -> None:
    """All such pairs of the validation set: fewer of them tell nothing."""
    rows = [row for row in read_rows(BENCH / "indonli" / "val.jsonl") if has_digits(row)]
    scores = model.predict_nli([(row["premise"], row["hypothesis"]) for row in rows])
    alone, joined = score_digits("IndoNLI validation", rows, scores)
    floors = FLOORS["digits"]
    assert joined.f1 >= floors["f1"] and joined.accuracy >= floors["accuracy"], joined
    assert joined.f1 - alone.f1 >= floors["gain"], (alone, joined)


def test_no_floor_is_that_of_a_test_part() -> None:
    tests = {name for name, _, is_test in SETS if is_test}
    assert tests and not [floor for floor in FLOORS["public"]["floors"] if floor.split(",")[0] in tests]
