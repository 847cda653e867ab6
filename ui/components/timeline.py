"""A figure that moves: who gave which number for which day, in the order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claims.models import Claim, Quantity, Question
from ui.components.facts import tell_quantity
from ui.components.text import escape
from ui.desk import Desk
from ui.words import tell, tell_day, tell_outlet


@dataclass(frozen=True)
class Point:
    """One figure on a day: of the event where the claim names one, else of the report."""

    day: date
    is_event: bool
    outlet: str
    quantity: Quantity

    @property
    def value(self) -> float:
        low, high = self.quantity.low, self.quantity.high
        return ((low if low is not None else high or 0) + (high if high is not None else low or 0)) / 2


def find_timeline(question: Question, desk: Desk) -> tuple[Point, ...]:
    """Return the figures of a question that can be set in order, () unless a figure moves over the days.

    Figures of one unit only: the one that most of the claims have.
    """
    by_unit: dict[str, list[Point]] = defaultdict(list)
    for claim in (desk.claims[name] for name in question.claims):
        when = find_day(claim, desk)
        figures = [q for q in claim.quantities if not q.ordinal]
        if when and figures:
            day, is_event = when
            by_unit[figures[0].unit].append(Point(day, is_event, desk.outlet_of(claim.id), figures[0]))
    points = max(by_unit.values(), key=len, default=[])
    days, values = {point.day for point in points}, {point.value for point in points}
    if len(days) < 2 or len(values) < 2:
        return ()
    return tuple(sorted(points, key=lambda point: (point.day, point.value, point.outlet)))


def find_day(claim: Claim, desk: Desk) -> tuple[date, bool] | None:
    """Return the first day of the event, else of the report; and whether it is of the event."""
    days = [time.start or time.end for time in claim.times if not time.is_report]
    placed = [day for day in days if day]
    if placed:
        return min(placed), True
    published = desk.document_of(claim).published_on
    return (published, False) if published else None


def render_timeline(points: Sequence[Point], lang: str) -> str:
    """Return the figures as a list in the order of time, each with a bar as long as it is large."""
    most = max((point.value for point in points), default=1) or 1
    lines = "".join(_render_point(point, most, lang) for point in points)
    return f'<ol class="cs-timeline">{lines}</ol>'


def _render_point(point: Point, most: float, lang: str) -> str:
    day = tell_day(point.day.isoformat(), lang)
    basis = tell(lang, "timeline.event" if point.is_event else "timeline.report")
    width = max(2, round(100 * max(point.value, 0) / most))
    return (
        f'<li><span class="cs-day">{escape(day)} <small>{escape(basis)}</small></span>'
        f'<span class="cs-bar" aria-hidden="true"><i style="width:{width}%"></i></span>'
        f"<span><strong>{escape(tell_quantity(point.quantity, lang))}</strong> "
        f"<small>{escape(tell_outlet(point.outlet, lang))}</small></span></li>"
    )
