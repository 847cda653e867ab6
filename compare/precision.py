"""What the machine got right so far, by type, from what people said of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.log import ReviewLog
from claims.models import Judgement, Relation
from claims.passes import adjudication_of, verdicts_on

SURE = 1.959963984540054  # standard deviations of a 95 % interval
UNSETTLED = (Judgement.UNSURE, None)


@dataclass(frozen=True)
class Precision:
    """Of `judged` flags that people decided, `right` were conflicts; `low` and `high` are Wilson's 95 %."""

    judged: int
    right: int
    low: float
    high: float
    undecided: int = 0  # unsure, or judged differently and not settled

    @property
    def share(self) -> float:
        """The precision, nan before the first decision."""
        return self.right / self.judged if self.judged else math.nan


def last_word(log: ReviewLog, case: Sequence[str]) -> Judgement | None:
    """Return what people decided on a case: the adjudication, else what all said; None without either.

    >>> from claims.models import Verdict
    >>> last_word(ReviewLog((Verdict("r-1", "Ayu", Judgement.CONFLICT, at="1"),)), ("r-1",)).value
    'conflict'
    """
    settled = adjudication_of(log, case)
    if settled is not None:
        return settled.verdict
    words = {verdict.verdict for verdict in verdicts_on(log, case).values()}
    return words.pop() if len(words) == 1 else None


def measure_precision(
    log: ReviewLog, cases: Iterable[Sequence[Relation]]
) -> dict[tuple[str, str], Precision]:
    """Return the precision of what was flagged, by relation and kind; ("", "") is all of it.

    Args:
        log: the review log.
        cases: what is judged once: the relations of each finding, the lead first.
    """
    words: dict[tuple[str, str], list[Judgement | None]] = defaultdict(list)
    for relations in cases:
        lead, case = relations[0], tuple(relation.id for relation in relations)
        if not lead.relation.is_flagged or not any(t in log.verdicts or t in log.adjudications for t in case):
            continue
        word = last_word(log, case)
        for group in (
            ("", ""),
            (lead.relation.value, ""),
            ("", lead.kind.value),
            (lead.relation.value, lead.kind.value),
        ):
            words[group].append(word)
    return _measure(words)


def _measure(words: Mapping[tuple[str, str], Sequence[Judgement | None]]) -> dict[tuple[str, str], Precision]:
    found = {}
    for group, said in sorted(words.items()):
        right, undecided = said.count(Judgement.CONFLICT), sum(word in UNSETTLED for word in said)
        judged = len(said) - undecided
        found[group] = Precision(judged, right, *wilson_interval(right, judged), undecided)
    return found


def wilson_interval(right: int, judged: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927): honest for few cases, never outside 0..1.

    >>> [round(bound, 3) for bound in wilson_interval(9, 10)], wilson_interval(0, 0)
    ([0.596, 0.982], (0.0, 1.0))
    """
    if not judged:
        return 0.0, 1.0
    share, weight = right / judged, SURE**2 / judged
    middle = (share + weight / 2) / (1 + weight)
    half = SURE / (1 + weight) * math.sqrt(share * (1 - share) / judged + weight / (4 * judged))
    return max(0.0, middle - half), min(1.0, middle + half)
