"""Which verdicts of the log stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from claims.models import Judgement, Verdict


def standing_verdicts(log: Sequence[Verdict]) -> dict[str, dict[str, Verdict]]:
    """Return each reviewer's standing verdict on each target.

    WITHDRAWN takes back the reviewer's last standing verdict, and the one before it stands again.

    >>> given = (Judgement.CONFLICT, Judgement.UNSURE, Judgement.WITHDRAWN)
    >>> log = [Verdict("r-1", "ani", judgement, at=str(n)) for n, judgement in enumerate(given)]
    >>> standing_verdicts(log)["r-1"]["ani"].verdict.value
    'conflict'
    """
    given: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in log:
        stack = given[verdict.target, verdict.reviewer]
        if verdict.verdict is not Judgement.WITHDRAWN:
            stack.append(verdict)
        elif stack:
            stack.pop()
    standing: dict[str, dict[str, Verdict]] = {}
    for (target, reviewer), stack in given.items():
        if stack:
            standing.setdefault(target, {})[reviewer] = stack[-1]
    return standing
