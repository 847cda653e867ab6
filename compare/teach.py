"""Verdicts teach: the order of the queue is learned anew from what people decided so far.

The joining model is fitted anew: a small logistic model weighs the features that it weighed (they are kept
with each relation) with the score it gave and what the conflict is (kind, level, relation, reason).  It is
measured by repeated cross-validation in which no question is on both sides.  The old order is kept unless
the new one puts conflicts above the rest more often, by a paired test over the questions at `LEVEL`, and has
a smaller log loss than somebody who only counts how many of the flags are conflicts.  (Not than the old
score: that orders and is no probability, so a model that has learned the share of conflicts and nothing else
would win against it.)

What is learned names features and not their old weights, so it holds after a new analysis by other weights.
It is a line of the review log, so it can be taken back like any other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from claims.events import Teaching
from claims.log import ReviewLog
from claims.models import Analysis, Judgement, Relation
from claims.passes import adjudication_of, verdicts_on
from claims.store import Store
from compare.precision import last_word
from compare.rank import rank_relations
from compare.weighing import is_of_conflict

LEAST = 40  # decided flags; with fewer the interval of the gain is wider than any gain to be had
LEAST_EACH = 8  # of conflicts and of none: two for most folds
FOLDS, ROUNDS = 5, 4  # each round parts the questions anew
DRAWS = 400  # of the bootstrap over questions
# Of the paired test, one-sided: how often verdicts of chance may at most teach.  Of 100 reviewers who toss a
# coin on 160 flags 4 passed the test, and 2 had the smaller log loss too.
LEVEL = 0.05
PENALTY = 0.3  # scikit-learn's C: small, because a desk has hundreds of verdicts and not thousands
CLIP = 0.005  # scores are kept so far from 0 and 1 before their log-odds are taken
SEED = 20260102

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Lesson:
    """What the verdicts so far teach.

    `before` and `after` are the chance that a conflict stands above what is none (area under the ROC curve),
    the new one cross-validated; `gain_low` and `gain_high` bound 95 % of the bootstrap of their difference.
    `decided` of the flags were decided by people, `conflicts` of them are conflicts.  `problem` is "" or the
    key of why nothing can be learned ("too_few", "one_sided").
    """

    decided: int
    conflicts: int
    before: float = math.nan
    after: float = math.nan
    gain_low: float = math.nan
    gain_high: float = math.nan
    teaching: Teaching | None = None  # the new model, if it is better
    problem: str = ""

    @property
    def is_better(self) -> bool:
        return self.teaching is not None

    @property
    def missing(self) -> int:
        """How many more decided flags are needed at least before anything can be learned."""
        each = (max(0, LEAST_EACH - said) for said in (self.conflicts, self.decided - self.conflicts))
        return max(LEAST - self.decided, sum(each), 0)


@dataclass(frozen=True)
class _Decided:
    relation: Relation
    is_conflict: bool
    at: str  # when the last word was said


def teach(store: Store, reviewer: str) -> Lesson:
    """Learn from the verdicts of a store; what is better is kept and counts from then on."""
    analysis = store.load_analysis()
    if analysis is None:
        return Lesson(0, 0, problem="too_few")
    lesson = learn(analysis, store.log(), reviewer)
    if lesson.teaching is not None:
        store.add_event(lesson.teaching)
    return lesson


def take_back(store: Store, reviewer: str) -> Teaching | None:
    """Take back what was learned last and return it; what was learned before it counts again."""
    teaching = store.log().teaching
    if teaching is not None:
        store.undo([teaching], reviewer)
    return teaching


def apply_teaching(analysis: Analysis, teaching: Teaching | None) -> Analysis:
    """Return `analysis` with its flagged relations scored and ordered as was learned.

    Args:
        analysis: with the machine's scores.
        teaching: what was learned, None for the machine's own order.
    """
    if teaching is None:
        return analysis
    weights = dict(teaching.weights)
    relations = [
        replace(r, score=round(_estimate(r, weights), 4)) if r.relation.is_flagged else r
        for r in analysis.relations
    ]
    return replace(analysis, relations=rank_relations(relations))


def learn(analysis: Analysis, log: ReviewLog, reviewer: str) -> Lesson:
    """Return what the verdicts teach about an analysis with the machine's own scores; nothing is saved."""
    decided = _find_decided(analysis, log)
    conflicts = sum(case.is_conflict for case in decided)
    if len(decided) < LEAST:
        return Lesson(len(decided), conflicts, problem="too_few")
    if min(conflicts, len(decided) - conflicts) < LEAST_EACH:
        return Lesson(len(decided), conflicts, problem="one_sided")
    fresh = _find_fresh(decided, log.teaching)
    if not _has_both(decided, fresh):
        return Lesson(len(decided), conflicts, problem="nothing_new")
    names, table, answers = _make_table(decided)
    old = _score_before(decided, log.teaching)
    with _on_one_core():
        estimates, counted = _cross_validate(table, answers, [case.relation.question for case in decided])
    new = _as_queued(decided, estimates)
    saved = float((_log_loss(answers, counted) - _log_loss(answers, estimates))[fresh].mean())
    gains = _draw_gains(decided, fresh, answers, old, new)
    before, after = area(answers[fresh], old[fresh]), area(answers[fresh], new[fresh])
    low, high = (float(bound) for bound in np.percentile(gains, (2.5, 97.5)))
    lesson = Lesson(len(decided), conflicts, before, after, low, high)
    if after <= before or (gains <= 0).mean() > LEVEL or saved <= 0:
        return lesson
    weights = tuple(zip(names, (round(float(w), 6) for w in _fit(table, answers)), strict=True))
    figures = (("before", before), ("after", after), ("decided", float(len(decided))))
    return replace(lesson, teaching=Teaching(reviewer, weights, figures, run=analysis.run.id))


def describe(relation: Relation) -> dict[str, float]:
    """Return what the model is given of a relation, by name; what is not named is 0."""
    clipped = min(max(relation.score, CLIP), 1 - CLIP)
    weighed = {f"joining:{c.feature}": c.value for c in relation.contributions if is_of_conflict(c)}
    return weighed | {
        "one": 1.0,
        "score": math.log(clipped / (1 - clipped)),
        f"kind:{relation.kind.value}": 1.0,
        f"level:{relation.level.value}": 1.0,
        f"relation:{relation.relation.value}": 1.0,
        f"reason:{relation.reason.key}": 1.0,
    }


def area(answers: NDArray[np.bool_], scores: Numbers) -> float:
    """Return the area under the ROC curve, ties counting half (Mann and Whitney 1947).

    >>> round(area(np.array([True, False, True]), np.array([0.9, 0.5, 0.5])), 2)
    0.75
    """
    from scipy.stats import rankdata

    positive = int(answers.sum())
    negative = len(answers) - positive
    ranks = rankdata(scores)
    return float((ranks[answers].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _find_decided(analysis: Analysis, log: ReviewLog) -> list[_Decided]:
    found = []
    for relation in analysis.relations:
        case = (relation.id,)
        word = last_word(log, case) if relation.relation.is_flagged else None
        if word in (Judgement.CONFLICT, Judgement.NO_CONFLICT):
            settled = adjudication_of(log, case)
            at = settled.at if settled else max(v.at for v in verdicts_on(log, case).values())
            found.append(_Decided(relation, word is Judgement.CONFLICT, at))
    return found


def _find_fresh(decided: Sequence[_Decided], teaching: Teaching | None) -> NDArray[np.bool_]:
    """Which cases may compare old and new: those that the old one was not learned from."""
    return np.array([teaching is None or case.at > teaching.at for case in decided])


def _has_both(decided: Sequence[_Decided], fresh: NDArray[np.bool_]) -> bool:
    said = [case.is_conflict for case, is_fresh in zip(decided, fresh, strict=True) if is_fresh]
    return min(sum(said), len(said) - sum(said)) >= LEAST_EACH


def _make_table(decided: Sequence[_Decided]) -> tuple[list[str], Numbers, NDArray[np.bool_]]:
    """Names of the columns, the table of shape (cases, columns), and which are conflicts."""
    rows = [describe(case.relation) for case in decided]
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    return names, table, np.array([case.is_conflict for case in decided])


def _score_before(decided: Sequence[_Decided], teaching: Teaching | None) -> Numbers:
    if teaching is None:
        return np.array([case.relation.score for case in decided])
    weights = dict(teaching.weights)
    return _as_queued(decided, np.array([_estimate(case.relation, weights) for case in decided]))


def _as_queued(decided: Sequence[_Decided], scores: Numbers) -> Numbers:
    """Scores as the queue discounts them, variants of an issue after the others: so are the machine's."""
    scored = [replace(case.relation, score=float(score)) for case, score in zip(decided, scores, strict=True)]
    queued = {(r.question, r.claim_l, r.claim_r): r.score for r in rank_relations(scored)}
    return np.array([queued[r.question, r.claim_l, r.claim_r] for r in scored])


def _cross_validate(
    table: Numbers, answers: NDArray[np.bool_], questions: Sequence[str]
) -> tuple[Numbers, Numbers]:
    """The mean estimate of each case by models that saw nothing of its question, and the share of conflicts
    among what they saw; both of shape (cases,).
    """
    random = np.random.default_rng(SEED)
    names = sorted(set(questions))
    total, counted = np.zeros(len(answers)), np.zeros(len(answers))
    for _ in range(ROUNDS):
        part = dict(zip(names, random.permutation(len(names)) % FOLDS, strict=True))
        folds = np.array([part[question] for question in questions])
        for fold in (held for held in range(FOLDS) if 0 < (folds == held).sum() < len(folds)):
            held = folds == fold
            total[held] += _sigmoid(table[held] @ _fit(table[~held], answers[~held]))
            counted[held] += answers[~held].mean()
    return total / ROUNDS, counted / ROUNDS


def _on_one_core() -> AbstractContextManager[object]:
    """Models of a few hundred cases: threads that wait for each other cost five times what they save."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


def _log_loss(answers: NDArray[np.bool_], estimates: Numbers) -> Numbers:
    """The log loss of each case."""
    return np.asarray(-np.log(np.clip(np.where(answers, estimates, 1 - estimates), CLIP, 1.0)))


def _fit(table: Numbers, answers: NDArray[np.bool_]) -> Numbers:
    """The weights of the columns; without both answers the model says nothing."""
    from sklearn.linear_model import LogisticRegression

    if answers.all() or not answers.any():
        return np.zeros(table.shape[1])
    model = LogisticRegression(C=PENALTY, fit_intercept=False, max_iter=500).fit(table, answers)
    return np.asarray(model.coef_[0], dtype=np.float64)


def _draw_gains(
    decided: Sequence[_Decided],
    fresh: NDArray[np.bool_],
    answers: NDArray[np.bool_],
    old: Numbers,
    new: Numbers,
) -> Numbers:
    """The gain in draws of whole questions: pairs of one question are no independent witnesses."""
    random = np.random.default_rng(SEED)
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(fresh):
        rows.setdefault(decided[int(row)].relation.question, []).append(int(row))
    groups = [rows[name] for name in sorted(rows)]
    gains = []
    for _ in range(DRAWS):
        drawn = [row for group in random.integers(0, len(groups), len(groups)) for row in groups[group]]
        if 0 < answers[drawn].sum() < len(drawn):
            gains.append(area(answers[drawn], new[drawn]) - area(answers[drawn], old[drawn]))
    return np.array(gains or [0.0])


def _estimate(relation: Relation, weights: dict[str, float]) -> float:
    return float(_sigmoid(sum(weights.get(name, 0.0) * value for name, value in describe(relation).items())))


def _sigmoid(value: Numbers | float) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))), dtype=np.float64)
