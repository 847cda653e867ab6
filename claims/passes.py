"""Double review: who must judge what, what of others they may see, and how far each case is.

A *case* is what a person judges once: the ids of the relations that say one thing (`Finding.relations`).
Every function here is pure; `needed` is how many reviewers judge a case before their verdicts are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import TypeAlias

from claims.events import Adjudication
from claims.log import ReviewLog
from claims.models import Verdict, content_id

Case: TypeAlias = tuple[str, ...]
NEEDED = 2  # reviewers who judge a case without seeing each other


class Status(StrEnum):
    """How far the review of a case is; each case has exactly one."""

    OPEN = "open"
    JUDGED_ONCE = "judged_once"
    AGREED = "agreed"  # all who judged said the same
    DISPUTED = "disputed"  # they did not, and nobody has settled it
    ADJUDICATED = "adjudicated"


def verdicts_on(log: ReviewLog, case: Sequence[str]) -> dict[str, Verdict]:
    """Return each reviewer's last standing verdict on any relation of a case, by reviewer.

    >>> from claims.models import Judgement
    >>> log = ReviewLog((Verdict("r-1", "Ayu", Judgement.UNSURE, at="1"),
    ...                  Verdict("r-2", "Ayu", Judgement.CONFLICT, at="2")))
    >>> verdicts_on(log, ("r-1", "r-2"))["Ayu"].verdict.value
    'conflict'
    """
    given = (verdict for target in case for verdict in log.verdicts.get(target, {}).values())
    return {verdict.reviewer: verdict for verdict in sorted(given, key=lambda v: (v.at, v.id))}


def adjudication_of(log: ReviewLog, case: Sequence[str]) -> Adjudication | None:
    """Return the last standing adjudication of a case."""
    found = [log.adjudications[target] for target in case if target in log.adjudications]
    return max(found, key=lambda line: (line.at, line.id), default=None)


def status_of(log: ReviewLog, case: Sequence[str]) -> Status:
    """Return how far a case is.

    >>> from claims.models import Judgement
    >>> ayu = Verdict("r-1", "Ayu", Judgement.CONFLICT, at="1")
    >>> bima = Verdict("r-1", "Bima", Judgement.UNSURE, at="2")
    >>> [status_of(ReviewLog(lines), ("r-1",)).value for lines in ((), (ayu,), (ayu, bima))]
    ['open', 'judged_once', 'disputed']
    """
    if adjudication_of(log, case):
        return Status.ADJUDICATED
    verdicts = verdicts_on(log, case)
    if len(verdicts) < NEEDED:
        return Status.JUDGED_ONCE if verdicts else Status.OPEN
    return Status.AGREED if len({v.verdict for v in verdicts.values()}) == 1 else Status.DISPUTED


def count_statuses(log: ReviewLog, cases: Iterable[Sequence[str]]) -> dict[Status, int]:
    """Return how many cases are how far; every status is there, and the counts add up to the cases."""
    counts = dict.fromkeys(Status, 0)
    for case in cases:
        counts[status_of(log, case)] += 1
    return counts


def is_open_to_view(log: ReviewLog, case: Sequence[str], needed: int = NEEDED) -> bool:
    """True once everybody may see who said what: enough have judged, or it is settled."""
    return len(verdicts_on(log, case)) >= needed or adjudication_of(log, case) is not None


def visible_verdicts(
    log: ReviewLog, case: Sequence[str], reviewer: str, needed: int = NEEDED
) -> tuple[Verdict, ...]:
    """Return what `reviewer` may see: the own verdict, and the others' once enough have judged; oldest first.

    >>> from claims.models import Judgement
    >>> log = ReviewLog((Verdict("r-1", "Ayu", Judgement.CONFLICT, at="1"),))
    >>> len(visible_verdicts(log, ("r-1",), "Ayu")), len(visible_verdicts(log, ("r-1",), "Bima"))
    (1, 0)
    """
    verdicts = verdicts_on(log, case)
    if not is_open_to_view(log, case, needed):
        verdicts = {name: verdict for name, verdict in verdicts.items() if name == reviewer}
    return tuple(sorted(verdicts.values(), key=lambda v: (v.at, v.id)))


def waits_for(log: ReviewLog, case: Sequence[str], reviewer: str, needed: int = NEEDED) -> bool:
    """True if a case still needs a verdict that this reviewer can give."""
    verdicts = verdicts_on(log, case)
    return reviewer not in verdicts and len(verdicts) < needed and adjudication_of(log, case) is None


def assign_cases(
    cases: Sequence[Case], reviewers: Collection[str], needed: int = NEEDED
) -> dict[str, tuple[Case, ...]]:
    """Return who must judge what: each case by `needed` reviewers, spread evenly, in the order of `cases`.

    Who judges a case depends on its words and the names alone (highest random weight, Thaler and Ravishankar
    1996), so two desks agree, and a reviewer who joins takes over some cases without the rest changing hands.

    >>> {name: len(given) for name, given in assign_cases([("r-1",), ("r-2",)], ["Ayu", "Bima"]).items()}
    {'Ayu': 2, 'Bima': 2}
    """
    given: dict[str, list[Case]] = {name: [] for name in sorted(set(reviewers))}
    for case in cases:
        order = sorted(given, key=lambda name: content_id("a", name, *sorted(case)))
        for name in order[:needed]:
            given[name].append(case)
    return {name: tuple(of_name) for name, of_name in given.items()}


def find_next(
    log: ReviewLog,
    cases: Sequence[Case],
    reviewer: str,
    after: Case | None = None,
    skipped: Collection[Case] = (),
    waits: Callable[[ReviewLog, Sequence[str], str], bool] = waits_for,
) -> Case | None:
    """Return the next case for a reviewer in the order of `cases`; what was skipped comes last.

    Args:
        log: the review log.
        cases: the queue, most worth a minute first (the current filter and sort).
        reviewer: who asks.
        after: begin behind this case, and go on from the top at the end.
        skipped: put aside; they come when nothing else waits.
        waits: what counts as waiting.

    >>> find_next(ReviewLog(), [("r-1",), ("r-2",), ("r-3",)], "Ayu", after=("r-2",), skipped=[("r-3",)])
    ('r-1',)
    """
    start = cases.index(after) + 1 if after in cases else 0
    order = [case for case in (*cases[start:], *cases[:start]) if case != after]
    skip = set(skipped)
    for case in (*(c for c in order if c not in skip), *(c for c in order if c in skip)):
        if waits(log, case, reviewer):
            return case
    return None


def find_disputes(log: ReviewLog, cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return the cases that wait for an adjudication, in the order given."""
    return tuple(case for case in cases if status_of(log, case) is Status.DISPUTED)


def find_overruled(log: ReviewLog, reviewer: str) -> tuple[tuple[Verdict, Adjudication], ...]:
    """Return the reviewer's standing verdicts that an adjudication decided otherwise, the newest first.

    >>> from claims.models import Judgement
    >>> mine = Verdict("r-1", "Ayu", Judgement.CONFLICT, at="1")
    >>> last = Adjudication("r-1", "Citra", Judgement.NO_CONFLICT, settles=(mine.id,), at="2")
    >>> find_overruled(ReviewLog((mine, last)), "Ayu") == ((mine, last),)
    True
    """
    found = []
    for settled in log.adjudications.values():
        names = {v.target for i in settled.settles if isinstance(v := log.by_id.get(i), Verdict)}
        mine = verdicts_on(log, sorted(names | {settled.target})).get(reviewer)
        if mine is not None and mine.verdict is not settled.verdict:
            found.append((mine, settled))
    return tuple(sorted(found, key=lambda pair: (pair[1].at, pair[1].id), reverse=True))
