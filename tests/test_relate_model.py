"""A run with a relation model: what it is asked, what it is not asked, and what the result says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder, FakeRelationModel

from claims.errors import ModelError
from claims.models import Analysis, Basis, Document, Known, RelationType
from claims.store import open_store
from compare.pipeline import analyse
from compare.relate import join
from compare.relate.model import LABELS, Pair, Scores
from compare.relate.weigh import Logistic, load_joining
from compare.settings import Settings

TEXTS = (
    "Bendungan di Desa Sukamaju dibangun tahun lalu. Warga di Desa Sukamaju menyambut baik bendungan itu. "
    "Banjir di Desa Sukamaju menewaskan 48 orang.",
    "Warga di Desa Sukamaju keberatan dengan bendungan itu. Banjir di Desa Sukamaju menewaskan 37 orang.",
)


class Suspicious(FakeRelationModel):
    """Finds a conflict in whatever it is asked about."""

    name = "suspicious@1"

    def predict(self, pairs: Sequence[Pair]) -> Scores:
        self.judged.extend(pairs)
        scores = np.full((len(pairs), len(LABELS)), 0.001, np.float32)
        scores[:, LABELS.index("contradiction")] = 1 - 0.001 * (len(LABELS) - 1)
        return scores


def run(url: str, model: FakeRelationModel | None, texts: Sequence[str] = TEXTS) -> Analysis:
    documents = [
        Document(text, f"{n}.txt", outlet=Known(f"Koran {n}", Basis.STATED), language=Known("id"))
        for n, text in enumerate(texts)
    ]
    settings = Settings(relation_model="fake" if model else "none", same_question=0.05)

    def load(name: str) -> FakeRelationModel:
        assert model is not None and name == "fake"
        return model

    with open_store(url) as store:
        return analyse(documents, store, FakeEncoder, settings, load_model=load)


def test_only_what_the_comparators_leave_open_is_asked(tmp_path: Path) -> None:
    model = Suspicious()
    analysis = run(f"sqlite:///{tmp_path}/x.sqlite3", model)
    assert model.judged and not any("48" in one + two and "37" in one + two for one, two in model.judged)
    toll = [r for r in analysis.relations if r.reason.key == "figures_apart"]
    assert toll and toll[0].relation.is_flagged


def test_the_result_names_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever the shipped weights are, these trust the model.
    sure = Logistic(-1.0, {"model.conflict": 1.0})
    monkeypatch.setattr(
        join, "load_joining", lambda part: sure if part == "conflict_with_model" else load_joining(part)
    )
    model = Suspicious()
    analysis = run(f"sqlite:///{tmp_path}/x.sqlite3", model)
    assert ("relation", model.name) in analysis.run.models
    assert ("relation_model", "fake") in analysis.run.settings
    plain = run(f"sqlite:///{tmp_path}/y.sqlite3", None)
    assert dict(plain.run.models).keys() == {"encoder"} and plain.run.id != analysis.run.id
    suspected = [relation for relation in analysis.relations if relation.reason.key == "model"]
    assert suspected and all(dict(r.reason.values)["model"] == model.name for r in suspected)
    assert all(r.relation is RelationType.TENSION for r in suspected)


def test_a_second_run_asks_only_about_what_is_new(tmp_path: Path) -> None:
    url, first = f"sqlite:///{tmp_path}/x.sqlite3", Suspicious()
    run(url, first)
    again = Suspicious()
    more = "Warga di Desa Sukamaju menolak bendungan itu."
    run(url, again, [*TEXTS, more])
    known = {frozenset(pair) for pair in first.judged}
    assert not known & {frozenset(pair) for pair in again.judged}
    assert all(more.rstrip(".") in one + two for one, two in again.judged)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = Settings(relation_model=str(tmp_path / "gone"))
    with open_store(f"sqlite:///{tmp_path}/x.sqlite3") as store, pytest.raises(ModelError, match="no such"):
        analyse([Document(TEXTS[0], "a.txt")], store, FakeEncoder, settings)
