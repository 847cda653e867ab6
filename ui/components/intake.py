"""What could not be read, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from claims.errors import InputError
from ui.components.text import escape
from ui.refusals import tell_refusal
from ui.words import tell

MOST_SHOWN = 30  # lines on the page; the rest is counted


def render_problems(problems: Sequence[InputError], lang: str) -> str:
    """Return a line for each source that was refused, or read with a reservation, the refused first."""
    ordered = sorted(problems, key=lambda problem: problem.is_note)
    lines = "".join(_render_problem(problem, lang) for problem in ordered[:MOST_SHOWN])
    more = len(ordered) - MOST_SHOWN
    rest = f"<li>{escape(tell(lang, 'add.more', n=more))}</li>" if more > 0 else ""
    return f'<ul class="cs-problems" role="alert">{lines}{rest}</ul>'


def _render_problem(problem: InputError, lang: str) -> str:
    kind = "note" if problem.is_note else "refused"
    sign = "ⓘ" if problem.is_note else "✕"
    source, what, remedy = tell_refusal(problem, lang)
    return (
        f'<li class="cs-{kind}"><b aria-hidden="true">{sign}</b> {escape(tell(lang, f"add.{kind}"))} '
        f"<strong>{escape(source)}</strong>: {escape(what)}. {escape(remedy)}</li>"
    )
