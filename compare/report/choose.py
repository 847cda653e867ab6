"""A report on some questions only: the rest of the analysis is left out, and the report says so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from claims.errors import UsageError
from claims.models import Analysis


def choose_questions(analysis: Analysis, wanted: Collection[str]) -> Analysis:
    """Return the analysis with only the `wanted` questions, by id; all its sources stay named.

    Raises:
        UsageError: there is no question of that id.
    """
    if not wanted:
        return analysis
    known = {question.id for question in analysis.questions}
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"{name}: no question of this analysis has that id. "
                "The ids stand in the JSON export and in the address of a question in the app."
            )
    return replace(
        analysis,
        questions=tuple(q for q in analysis.questions if q.id in wanted),
        relations=tuple(r for r in analysis.relations if r.question in wanted),
    )
