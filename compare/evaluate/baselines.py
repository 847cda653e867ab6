"""Three recipes that others use, rebuilt on the same claims, vectors and NLI model, beside ours.

    neighbours  a claim's nearest claims of other articles, then contradiction above a threshold (NewsSense)
    gate        cosine above a gate, then contradiction above a threshold in both orders
    merge       claims merged above a cosine; in a cluster the NLI label says what conflicts

Every recipe is shown at the thresholds it is published with, where there are any, and at those of a grid that
favour it most on the very annotation it is scored on.  Further favours: they get our claims, so no
boilerplate; a pair that is neither judged by the annotation nor among the nearest is never flagged, so it
takes no place in the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from claims.models import Document, content_id
from claims.store import Store
from compare.encoder import Encoder
from compare.evaluate.gold import Gold, Match, Score, score_export
from compare.export import to_contract
from compare.pipeline import analyse
from compare.relate.model import NLI_LABELS, NliModel
from compare.settings import Settings

Pair = tuple[int, int]
Progress = Callable[[str, int, int], None]
Floats = NDArray[np.float32]

NEIGHBOURS = 20
SURE, GATE, BOTH_WAYS = 0.7, 0.7, 0.5  # as published
SHARES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)  # thresholds of the NLI model that are tried
PLACES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995)  # quantiles of the cosines that are tried
JUDGED_AT_ONCE = 64
CONTRADICTION = NLI_LABELS.index("contradiction")
ENTAILMENT = NLI_LABELS.index("entailment")
RECALL, PRECISION = "cross_document_issue_recall", "precision_on_judged_pairs"


@dataclass(frozen=True)
class Board:
    """One annotated set, and all that the recipes look at; pairs are of rows, the lower first."""

    gold: Gold
    export: Mapping[str, Any]
    cosine: Floats  # (claims, claims)
    nearest: frozenset[Pair]  # across articles, among the nearest of one side
    forth: Mapping[Pair, Floats]  # NLI probabilities in the order of `NLI_LABELS`
    back: Mapping[Pair, Floats]

    @property
    def claims(self) -> Sequence[Mapping[str, Any]]:
        """The exported claims, in the order of the rows."""
        found: Sequence[Mapping[str, Any]] = self.export["claims"]
        return found

    def is_across(self, pair: Pair) -> bool:
        """True for claims of two articles."""
        return bool(self.claims[pair[0]]["document"] != self.claims[pair[1]]["document"])


@dataclass(frozen=True)
class Row:
    """One way on all sets together: its name, the thresholds it had, its figures."""

    name: str
    thresholds: str
    scores: tuple[Score, ...]


Flags = Mapping[Pair, float]
Groups = Iterable[Iterable[int]]


def set_up(
    documents: Sequence[Document],
    gold: Gold,
    store: Store,
    models: tuple[Encoder, NliModel],
    on_progress: Progress = lambda step, done, total: None,
) -> Board:
    """Return the board of one set: ours is analysed, its pairs are judged by the NLI model.

    Args:
        documents: the annotated articles.
        gold: their annotation.
        store: an empty one.
        models: the encoder, and the NLI model.
        on_progress: called with (step, done, total).
    """
    encoder, judge = models
    export = to_contract(analyse(documents, store, lambda: encoder))
    hashes = [content_id("t", claim["quote"]) for claim in export["claims"]]
    kept = store.vectors(Settings().encoder_name, hashes)
    vectors = np.stack([kept[h] for h in hashes]) if hashes else np.zeros((0, 1), np.float32)
    cosine = np.asarray(vectors @ vectors.T, np.float32)
    nearest = frozenset(_find_nearest(export["claims"], cosine))
    pairs = sorted(nearest | set(_find_judged(export, gold)))
    quotes = [claim["quote"] for claim in export["claims"]]
    told = [(quotes[left], quotes[right]) for left, right in pairs]
    scores = _judge([*told, *((right, left) for left, right in told)], judge, on_progress)
    forth, back = scores[: len(pairs)], scores[len(pairs) :]
    return Board(
        gold,
        export,
        cosine,
        nearest,
        dict(zip(pairs, forth, strict=True)),
        dict(zip(pairs, back, strict=True)),
    )


def _find_nearest(claims: Sequence[Mapping[str, Any]], cosine: Floats) -> Iterator[Pair]:
    documents = np.array([claim["document"] for claim in claims])
    for row, likeness in enumerate(cosine):
        others = np.flatnonzero(documents != documents[row])
        for other in others[np.argsort(-likeness[others], kind="stable")][:NEIGHBOURS]:
            yield min(row, int(other)), max(row, int(other))


def _find_judged(export: Mapping[str, Any], gold: Gold) -> Iterator[Pair]:
    """The pairs of rows that cover a judged pair across articles."""
    match = Match(export, gold)
    row = {claim["id"]: place for place, claim in enumerate(export["claims"])}
    for pair in match.pairs:
        for left, right in product(match.covers[pair["a"]], match.covers[pair["b"]]):
            one, two = sorted((row[left["id"]], row[right["id"]]))
            if left["document"] != right["document"]:
                yield one, two


def _judge(pairs: Sequence[tuple[str, str]], model: NliModel, on_progress: Progress) -> Floats:
    """The NLI probabilities of `pairs`; those of like length go through the network together."""
    scores = np.zeros((len(pairs), len(NLI_LABELS)), np.float32)
    order = sorted(range(len(pairs)), key=lambda place: sum(map(len, pairs[place])))
    for start in range(0, len(order), JUDGED_AT_ONCE):
        part = order[start : start + JUDGED_AT_ONCE]
        scores[part] = model.predict_nli([pairs[place] for place in part])
        on_progress("relate", min(start + JUDGED_AT_ONCE, len(order)), len(order))
    return scores


# --- the recipes ------------------------------------------------------------------------------------


def by_neighbours(board: Board, sure: float) -> tuple[Groups, Flags]:
    """Recipe (a): of the nearest, what contradicts; what contradicts or agrees is one question."""
    best = {pair: np.maximum(board.forth[pair], board.back[pair]) for pair in board.nearest}
    flags = {pair: float(s[CONTRADICTION]) for pair, s in best.items() if s[CONTRADICTION] > sure}
    return [pair for pair, s in best.items() if max(s[CONTRADICTION], s[ENTAILMENT]) > sure], flags


def by_gate(board: Board, gate: float, sure: float) -> tuple[Groups, Flags]:
    """Recipe (b): what passes the gate is one question; a conflict if both orders say so."""
    passed = [pair for pair in board.forth if board.cosine[pair] >= gate]
    least = {p: float(min(board.forth[p][CONTRADICTION], board.back[p][CONTRADICTION])) for p in passed}
    return passed, {pair: share for pair, share in least.items() if share > sure}


def by_merge(board: Board, least: float) -> tuple[Groups, Flags]:
    """Recipe (c): clusters by average cosine; the NLI label of both orders together says what conflicts."""
    if len(board.cosine) < 2:
        return [], {}
    clusters = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - least
    ).fit_predict(np.clip(1 - board.cosine, 0, 2))
    groups = [np.flatnonzero(clusters == name).tolist() for name in np.unique(clusters)]
    flags = {}
    for pair, forth in board.forth.items():
        mean = (forth + board.back[pair]) / 2
        if clusters[pair[0]] == clusters[pair[1]] and mean.argmax() == CONTRADICTION:
            flags[pair] = float(mean[CONTRADICTION])
    return [group for group in groups if len(group) > 1], flags


# --- side by side -----------------------------------------------------------------------------------


def compare_ways(
    boards: Sequence[Board], on_progress: Progress = lambda step, done, total: None
) -> Iterator[Row]:
    """Yield ours and the recipes, each on all boards together."""
    yield Row("ceksilang", "-", _add_up([score_export(board.export, board.gold) for board in boards]))
    cosines = np.concatenate([[b.cosine[p] for p in b.forth] for b in boards if b.forth] or [[0.0]])
    places = [round(float(value), 4) for value in np.quantile(cosines, PLACES)]
    yield _run(boards, "(a) neighbours", by_neighbours, (SURE,))
    yield _run_best(boards, "(a) in its favour", by_neighbours, [(s,) for s in (SURE, *SHARES)], on_progress)
    yield _run(boards, "(b) gate", by_gate, (GATE, BOTH_WAYS))
    grid = list(product((GATE, *places), SHARES))
    yield _run_best(boards, "(b) in its favour", by_gate, [(GATE, BOTH_WAYS), *grid], on_progress)
    yield _run_best(boards, "(c) merge, in its favour", by_merge, [(p,) for p in places], on_progress)


Recipe = Callable[..., tuple[Groups, Flags]]


def _run(boards: Sequence[Board], name: str, recipe: Recipe, at: tuple[float, ...]) -> Row:
    scored = [score_export(_as_export(board, *recipe(board, *at)), board.gold) for board in boards]
    return Row(name, " ".join(f"{value:g}" for value in at), _add_up(scored))


def _run_best(
    boards: Sequence[Board],
    name: str,
    recipe: Recipe,
    grid: Sequence[tuple[float, ...]],
    on_progress: Progress,
) -> Row:
    """The run with the highest harmonic mean of issue recall and precision."""
    rows = []
    for done, at in enumerate(grid, 1):
        rows.append(_run(boards, name, recipe, at))
        on_progress("baselines", done, len(grid))
    return max(rows, key=lambda row: _favour(row.scores))


def _favour(scores: Sequence[Score]) -> float:
    values = {score.name: score.value or 0.0 for score in scores}
    recall, precision = values[RECALL], values[PRECISION]
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _as_export(board: Board, groups: Groups, flags: Flags) -> Mapping[str, Any]:
    names = [claim["id"] for claim in board.claims]
    questions = [{"id": f"b{n}", "claims": [names[row] for row in rows]} for n, rows in enumerate(groups)]
    relations = [
        {"claim_l": names[left], "claim_r": names[right], "relation": "contradiction", "score": share}
        for (left, right), share in sorted(flags.items())
        if board.is_across((left, right))
    ]
    return {**board.export, "questions": questions, "relations": relations}


def _add_up(scored: Sequence[Sequence[Score]]) -> tuple[Score, ...]:
    """The figures of all sets together: what was hit of what there was.

    >>> _add_up([[Score("x", 1, 2)], [Score("x", 2, 4)]])
    (Score(name='x', hits=3, total=6),)
    """
    columns = zip(*scored, strict=True)
    return tuple(Score(c[0].name, sum(s.hits for s in c), sum(s.total for s in c)) for c in columns)
