"""Measured figures as people read them: a share with its interval, never a bare percentage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.components.text import escape
from ui.words import tell, tell_number

if TYPE_CHECKING:
    from compare.teach import Lesson


def render_share(name: str, right: int, judged: int, low: float, high: float, lang: str) -> str:
    """Return a row: what, the share, a bar with its 95 % interval, and of how many."""
    share = right / judged if judged else math.nan
    words = tell(lang, "figures.none") if math.isnan(share) else f"{100 * share:.0f} %"
    spread = (
        "" if math.isnan(share) else tell(lang, "figures.interval", low=_percent(low), high=_percent(high))
    )
    bar = "" if math.isnan(share) else _render_bar(share, low, high)
    count = tell(lang, "figures.of", right=right, judged=judged)
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="cs-number">{escape(words)}</td>'
        f"<td>{bar}<small>{escape(spread)}</small></td><td>{escape(count)}</td></tr>"
    )


def _render_bar(value: float, low: float, high: float) -> str:
    """A bar for the eye; the same figures stand beside it in words."""
    left, width = 100 * max(0.0, low), 100 * (min(1.0, high) - max(0.0, low))
    return (
        f'<span class="cs-range" aria-hidden="true"><i style="left:{left:.1f}%;width:{width:.1f}%"></i>'
        f'<b style="left:{100 * min(1.0, max(0.0, value)):.1f}%"></b></span>'
    )


def render_coefficient(
    name: str, value: float, interval: tuple[float, float] | None, count: str, lang: str
) -> str:
    """Return a row with a coefficient of agreement (1 is perfect, 0 is chance) and its number of cases."""
    if math.isnan(value):
        return (
            f'<tr><th scope="row">{escape(name)}</th><td class="cs-number">–</td>'
            f"<td><small>{escape(tell(lang, 'figures.undefined'))}</small></td><td>{escape(count)}</td></tr>"
        )
    spread, bar = "", ""
    if interval and not any(map(math.isnan, interval)):
        low, high = interval
        bar = _render_bar(value, low, high)
        spread = tell(
            lang, "figures.interval", low=tell_number(low, lang, 2), high=tell_number(high, lang, 2)
        )
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="cs-number">{tell_number(value, lang, 2)}</td>'
        f"<td>{bar}<small>{escape(spread)}</small></td><td>{escape(count)}</td></tr>"
    )


def render_lesson(lesson: Lesson, lang: str) -> str:
    """Return what learning came to: before against after, of how many verdicts, and what follows from it."""
    if lesson.problem:
        words = tell(lang, f"teach.{lesson.problem}", decided=lesson.decided, conflicts=lesson.conflicts)
        return f'<div class="cs-hint" role="status"><p class="cs-note">{escape(words)}</p></div>'
    figures = {
        name: tell_number(getattr(lesson, name), lang, 2)
        for name in ("before", "after", "gain_low", "gain_high")
    }
    words = tell(lang, "teach.measured", decided=lesson.decided, conflicts=lesson.conflicts, **figures)
    verdict = tell(lang, "teach.better" if lesson.is_better else "teach.kept")
    return (
        f'<div class="cs-hint" role="status"><p class="cs-note">{escape(words)}</p>'
        f'<p class="cs-said"><strong>{escape(verdict)}</strong></p></div>'
    )


def render_figures(title: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    """Return a table of rows that this module made."""
    row = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="cs-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="cs-table cs-figures"><thead><tr>{row}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
