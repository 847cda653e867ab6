"""How long the store and the review log make a reviewer wait, with a large desk in the database."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claims.exchange import export_log
from claims.models import Analysis, Judgement, Verdict
from claims.passes import Case, count_statuses, find_next
from claims.store import Store, open_store
from compare.agreement import measure_agreement
from compare.evaluate.generate import Size, fill_store
from compare.precision import measure_precision
from compare.result import apply_people

T = TypeVar("T")
TIMES = 5
A_CLICK = 0.3  # seconds that the store may take of a click


@dataclass(frozen=True)
class Waited:
    """What was done (a key of the messages), the median of its seconds, and whether a click waits for it."""

    what: str
    seconds: float
    in_a_click: bool = True


def measure_store(size: Size | None = None, url: str = "") -> Iterator[Waited]:
    """Yield how long each thing takes; without an address in a SQLite file that is thrown away.

    Args:
        size: of the invented desk; 300 articles, 10,000 claims, 2,000 questions and 20,000 lines if None.
        url: an empty database.
    """
    with tempfile.TemporaryDirectory() as folder:
        address = url or f"sqlite:///{folder}/large.db"
        with open_store(address) as store:
            fill_store(store, size)
        with open_store(address) as store:
            yield from _measure(store)


def _measure(store: Store) -> Iterator[Waited]:
    log, seconds = _time(store.log, 1)
    yield Waited("first_log", seconds, in_a_click=False)
    analysis, seconds = _time(store.load_analysis, 1)
    assert analysis is not None  # it was just filled
    yield Waited("load", seconds, in_a_click=False)
    cases = _list_cases(analysis)
    yield Waited("log_again", _time(store.log)[1])
    yield Waited("verdict", _time(lambda: _judge(store, cases))[1])
    yield Waited("people", _time(lambda: apply_people(analysis, store))[1], in_a_click=False)
    kinds: dict[Case, str] = {(r.id,): r.kind.value for r in analysis.relations if r.relation.is_flagged}
    yield Waited("agreement", _time(lambda: measure_agreement(log, kinds))[1])
    flagged = [(r,) for r in analysis.relations if r.relation.is_flagged]
    yield Waited("precision", _time(lambda: measure_precision(log, flagged))[1])
    yield Waited("export", _time(lambda: export_log(store), 1)[1], in_a_click=False)


def _list_cases(analysis: Analysis) -> list[Case]:
    return [(relation.id,) for relation in analysis.relations if relation.relation.is_flagged]


def _judge(store: Store, cases: Sequence[Case]) -> None:
    """A verdict, confirmed, and all that a page asks of the log after it."""
    store.add_verdict(Verdict(cases[0][0], "Eka", Judgement.CONFLICT))
    log = store.log()
    count_statuses(log, cases)
    find_next(log, cases, "Eka")
    log.history(cases[0][0])
    log.last_by("Eka")


def _time(act: Callable[[], T], times: int = TIMES) -> tuple[T, float]:
    """What it returns, and the median of its seconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        result = act()
        taken.append(time.perf_counter() - began)
    return result, statistics.median(taken)
