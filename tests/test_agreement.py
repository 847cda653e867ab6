"""Agreement and precision against hand-worked and published figures."""

from __future__ import annotations

import math

import krippendorff
import numpy as np
import pytest
from factories import make_flood
from sklearn.metrics import cohen_kappa_score

from claims.events import Adjudication
from claims.log import ReviewLog
from claims.models import Judgement, Verdict
from claims.passes import (
    Status,
    assign_cases,
    count_statuses,
    find_disputes,
    find_next,
    find_overruled,
    status_of,
    visible_verdicts,
)
from compare.agreement import cohen_kappa, collect_ratings, measure_agreement, measure_alpha, resample_alpha
from compare.precision import measure_precision, wilson_interval

YES, NO, UNSURE = Judgement.CONFLICT, Judgement.NO_CONFLICT, Judgement.UNSURE
LETTERS = {"c": YES, "n": NO, "u": UNSURE, "w": Judgement.WITHDRAWN}


def make_log(*lines: str) -> ReviewLog:
    """Return a log of lines such as "Ayu r-1 c", in that order; "!" before the name adjudicates."""
    events: list[Verdict | Adjudication] = []
    for number, line in enumerate(lines):
        who, target, letter = line.split()
        at = f"{number:04}"
        if who.startswith("!"):
            seen = tuple(v.id for v in events if isinstance(v, Verdict) and v.target == target)
            events.append(Adjudication(target, who[1:], LETTERS[letter], settles=seen, at=at))
        else:
            events.append(Verdict(target, who, LETTERS[letter], at=at))
    return ReviewLog(tuple(events))


STATUSES = [
    ((), "open"),
    (("Ayu r c",), "judged_once"),
    (("Ayu r c", "Ayu r w"), "open"),
    (("Ayu r c", "Ayu r n"), "judged_once"),
    (("Ayu r c", "Bima r c"), "agreed"),
    (("Ayu r c", "Bima r n"), "disputed"),
    (("Ayu r c", "Bima r u"), "disputed"),
    (("Ayu r c", "Bima r n", "Bima r w"), "judged_once"),
    (("Ayu r c", "Bima r n", "Bima r c"), "agreed"),
    (("Ayu r c", "Bima r c", "Citra r n"), "disputed"),
    (("Ayu r c", "Bima r n", "!Citra r n"), "adjudicated"),
]


@pytest.mark.parametrize(("lines", "status"), STATUSES)
def test_status(lines: tuple[str, ...], status: str) -> None:
    assert status_of(make_log(*lines), ("r",)) == status


def test_counts_add_up() -> None:
    log = make_log("Ayu a c", "Ayu b c", "Bima b n", "Ayu c1 n", "Bima c2 n", "!Citra d c")
    cases = [("a",), ("b",), ("c1", "c2"), ("d",), ("e",)]
    counts = count_statuses(log, cases)
    assert sum(counts.values()) == len(cases)
    assert all(counts[status] == 1 for status in Status)
    assert find_disputes(log, cases) == (("b",),)


SEEN = [
    # what happened, who looks, whose verdicts are shown
    (("Ayu r c",), "Ayu", "Ayu"),
    (("Ayu r c",), "Bima", ""),
    (("Ayu r c",), "", ""),
    (("Ayu r c", "Bima r n"), "Ayu", "Ayu Bima"),
    (("Ayu r c", "Bima r n"), "Citra", "Ayu Bima"),
    (("Ayu r c", "Bima r n", "Bima r w"), "Bima", ""),
    (("Ayu r c", "!Citra r n"), "Bima", "Ayu"),
]


@pytest.mark.parametrize(("lines", "who", "shown"), SEEN)
def test_blind_until_both_have_judged(lines: tuple[str, ...], who: str, shown: str) -> None:
    assert [v.reviewer for v in visible_verdicts(make_log(*lines), ("r",), who)] == shown.split()


NEXT = [
    # who asks, after which, what was skipped, what comes; a is judged by both, b by Ayu, c and d by nobody
    ("Ayu", None, "", "c"),
    ("Bima", None, "", "b"),
    ("Ayu", "c", "", "d"),
    ("Ayu", "d", "", "c"),
    ("Ayu", None, "c", "d"),
    ("Ayu", None, "c d", "c"),
    ("Citra", None, "", "b"),
]


@pytest.mark.parametrize(("who", "after", "skipped", "comes"), NEXT)
def test_the_queue(who: str, after: str | None, skipped: str, comes: str) -> None:
    log = make_log("Ayu a c", "Bima a c", "Ayu b n")
    cases = [("a",), ("b",), ("c",), ("d",)]
    found = find_next(log, cases, who, (after,) if after else None, [(name,) for name in skipped.split()])
    assert found == (comes,)


def test_everybody_gets_the_same_share_and_keeps_it() -> None:
    cases = [(f"r-{number}",) for number in range(900)]
    three = assign_cases(cases, ["Ayu", "Bima", "Citra"])
    assert sum(map(len, three.values())) == 2 * len(cases)
    assert all(540 < len(given) < 660 for given in three.values())
    four = assign_cases(cases[::-1], ["Dewi", "Citra", "Ayu", "Bima"])
    assert all(set(four[name]) < set(three[name]) for name in three)  # who joins only takes over
    assert assign_cases(cases, []) == {}


def test_the_queue_ends() -> None:
    log = make_log("Ayu a c", "Bima a c", "!Citra b n")
    assert find_next(log, [("a",), ("b",)], "Dewi") is None


def test_my_overruled_verdicts() -> None:
    log = make_log("Ayu a c", "Bima a n", "!Citra a n", "Ayu b c", "!Citra b c", "Ayu e c")
    assert [(mine.target, last.verdict) for mine, last in find_overruled(log, "Ayu")] == [("a", NO)]
    assert find_overruled(log, "Bima") == ()


# --- agreement -----------------------------------------------------------------------------------------

# Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), example B: two observers, binary, no
# missing data.  The paper gives alpha = 0.095.
PAPER = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")


def test_alpha_of_the_paper() -> None:
    lines = []
    for number, (left, right) in enumerate(zip(*(row.split() for row in PAPER), strict=True)):
        lines += [f"Ayu r{number} {'nc'[int(left)]}", f"Bima r{number} {'nc'[int(right)]}"]
    kinds = {(f"r{number}",): "number" for number in range(10)}
    found = measure_agreement(make_log(*lines), kinds)
    assert round(found.overall.alpha, 3) == 0.095
    assert found.overall.low <= found.overall.alpha <= found.overall.high
    assert found.by_kind["number"] == found.overall
    assert measure_agreement(make_log(*lines), kinds) == found  # seeded
    (pair,) = found.by_pair
    assert (pair.reviewers, pair.cases, pair.agreed) == (("Ayu", "Bima"), 10, 6)
    expected = cohen_kappa_score(*(row.split() for row in PAPER))
    assert math.isclose(pair.kappa, expected)


def test_the_bootstrap_computes_what_the_library_does() -> None:
    random = np.random.default_rng(2)
    counts = random.multinomial(3, (0.5, 0.3, 0.2), size=30)
    times = random.multinomial(30, np.full(30, 1 / 30), size=5)
    ours = resample_alpha(counts, times)
    for sample, alpha in zip(times, ours, strict=True):
        repeated = np.repeat(counts, sample, axis=0)
        assert math.isclose(
            alpha, krippendorff.alpha(value_counts=repeated, level_of_measurement="nominal"), abs_tol=1e-9
        )


def test_what_is_not_defined_is_nan() -> None:
    assert math.isnan(cohen_kappa([])) and math.isnan(cohen_kappa([(YES, YES)] * 9))
    assert math.isnan(measure_alpha({}).alpha)
    assert math.isnan(measure_alpha({("a",): {"Ayu": YES, "Bima": YES}}).alpha)


def test_only_blind_words_count() -> None:
    log = make_log("Ayu a c", "Bima a n", "Bima a w", "Bima a c", "Citra a c", "Ayu b c")
    assert collect_ratings(log, [("a",), ("b",)]) == {("a",): {"Ayu": YES, "Bima": NO}}


# --- precision -----------------------------------------------------------------------------------------


def test_precision_by_type() -> None:
    flood = make_flood()
    cases = [(relation,) for relation in flood.relations]
    deaths, gate, cause, *near = flood.relations
    lines = [
        f"Ayu {deaths.id} c",
        f"Bima {deaths.id} n",
        f"!Citra {deaths.id} c",
        f"Ayu {gate.id} n",
        f"Ayu {cause.id} u",
        f"Ayu {near[0].id} c",
    ]
    found = measure_precision(make_log(*lines), cases)
    assert (found["", ""].right, found["", ""].judged, found["", ""].undecided) == (1, 2, 1)
    assert found["contradiction", ""].share == 0.5
    assert (found["", "number"].right, found["", "number"].judged) == (1, 1)
    assert math.isnan(found["tension", "cause"].share)
    assert measure_precision(ReviewLog(), cases) == {}


WILSON = [
    (0, 0, 0.0, 1.0),
    (0, 10, 0.0, 0.278),
    (5, 10, 0.237, 0.763),
    (10, 10, 0.722, 1.0),
    (81, 263, 0.255, 0.366),
]


@pytest.mark.parametrize(("right", "judged", "low", "high"), WILSON)
def test_wilson(right: int, judged: int, low: float, high: float) -> None:
    """The last row is Newcombe's (1998) example."""
    assert tuple(round(bound, 3) for bound in wilson_interval(right, judged)) == (low, high)
