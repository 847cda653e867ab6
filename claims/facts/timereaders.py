"""Readers: from the fields of a form to its days, one reader for every `reads` of the tables.

A reader takes the match and the anchors and gives the interval, or None where there is no such time
after all (31 February).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from claims.facts.timeforms import Match
from claims.facts.timespans import Interval, make_day, make_months, make_unit, measure_distance, take_part
from claims.models import Precision

FUTURE_DAYS = 120  # a date without a year is put at most this far behind the anchor: news tells what was
WEEKDAY_YEARS = 3  # how many years about the anchor are tried to make "Monday (10/1)" a Monday
FEW = (2, 6)

_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_PRECISION = {
    "day": Precision.DAY,
    "week": Precision.WEEK,
    "weekend": Precision.WEEK,
    "month": Precision.MONTH,
    "quarter": Precision.SEASON,
    "half": Precision.SEASON,
    "year": Precision.YEAR,
    "decade": Precision.PERIOD,
    "century": Precision.PERIOD,
}


@dataclass(frozen=True)
class Anchors:
    """What a time without a year or a day hangs on.

    Args:
        published: the day of publication.
        full: the last full date before this time.
        mentioned: the last placed time before this one, whatever its precision; None where the last
            one could not be placed, so that "two days later" does not hang on an older one.
        prefers_future: "will", "akan" stand before the time.
        order: how the language writes numeric dates, "dmy" or "mdy".
    """

    published: date | None = None
    full: date | None = None
    mentioned: Interval | None = None
    mentioned_precision: Precision = Precision.DAY
    prefers_future: bool = False
    order: str = "dmy"

    @property
    def day(self) -> date | None:
        """The day near which a date without a year is looked for."""
        return self.published or self.full


@dataclass(frozen=True)
class Reading:
    """An interval with its precision; without one, a time that could not be placed."""

    interval: Interval | None
    precision: Precision
    anchored: bool = False


Reader = Callable[[Match, Anchors], Reading | None]


def _find_nearest(
    anchors: Anchors, make: Callable[[int], Interval | None], weekday: int | None = None
) -> Interval | None:
    """Return the candidate of all years that lies nearest to the anchor and not far in its future."""
    anchor = anchors.day
    if anchor is None:
        return None
    reach = WEEKDAY_YEARS if weekday is not None else 1
    years = range(max(1, anchor.year - reach), min(9998, anchor.year + reach) + 1)
    candidates = [found for year in years if (found := make(year))]
    if weekday is not None:
        candidates = [c for c in candidates if c[0].weekday() == weekday] or candidates
    if anchors.prefers_future:
        candidates = [c for c in candidates if c[1] >= anchor] or candidates
    else:
        candidates = [c for c in candidates if (c[0] - anchor).days <= FUTURE_DAYS] or candidates
    return min(candidates, key=lambda c: measure_distance(c, anchor), default=None)


def _place(interval: Interval | None, precision: Precision, anchored: bool = True) -> Reading:
    return Reading(interval, precision, anchored and interval is not None)


def _read_date(match: Match, anchors: Anchors) -> Reading | None:
    """Read "10 January 2022", "10 January", "Monday (10/1)"."""
    day, month = match.get("day"), match.get("month") or match.get("month_number")
    year = _read_year_field(match)
    if year is None:
        if not make_day(2000, month, day):  # a leap year: 29 February may come
            return None
        return _place(_find_yearless(match, anchors, lambda y: make_day(y, month, day)), Precision.DAY)
    certain = make_day(year, month, day)
    return Reading(certain, Precision.DAY) if certain else None


def _read_numeric(match: Match, anchors: Anchors) -> Reading | None:
    """Read "10/1/2022" in the order of the language.

    Where the order is "mdy" half the press writes the other one: then a date that can be read both
    ways is placed only if the day of publication is near to just one of them.
    """
    first, second = match.all("count")[:2]
    year = _read_year_field(match)
    if year is None:
        return None
    both = [make_day(year, second, first), make_day(year, first, second)]
    if anchors.order == "dmy" or first == second:
        return Reading(both[0], Precision.DAY) if both[0] else None
    found = [interval for interval in both if interval]
    if len(found) == 2 and anchors.published:
        found = [interval for interval in found if measure_distance(interval, anchors.published) <= 10]
        return _place(found[0] if len(found) == 1 else None, Precision.DAY)
    return Reading(found[0] if len(found) == 1 else None, Precision.DAY) if found else None


def _read_year_field(match: Match) -> int | None:
    year = match.get("year")
    return int(year) if year is not None else match.get("year_two")


def _read_days(match: Match, anchors: Anchors) -> Reading | None:
    """Read "6-8 January"."""
    first, last = match.all("day")[:2]
    month, year = match.get("month"), _read_year_field(match)

    def make(in_year: int) -> Interval | None:
        start, end = make_day(in_year, month, first), make_day(in_year, month, last)
        return (start[0], end[0]) if start and end and start <= end else None

    if not make(year or 2000):
        return None
    return Reading(make(year), Precision.DAY) if year else _place(_find_nearest(anchors, make), Precision.DAY)


def _read_month(match: Match, anchors: Anchors) -> Reading | None:
    """Read "January 2022", "early January", "January-March 2022"."""
    months, year, part = match.all("month"), _read_year_field(match), match.get("part")
    count = (months[-1] - months[0]) % 12 + 1

    def make(in_year: int) -> Interval | None:
        whole = make_months(in_year, months[0] - (12 if months[-1] < months[0] else 0), count)
        return take_part(whole, part) if whole and part else whole

    precision = Precision.WEEK if part and count == 1 else Precision.MONTH
    if year is not None:
        return Reading(make(year), precision)
    return _place(_find_yearless(match, anchors, make), precision)


def _find_yearless(match: Match, anchors: Anchors, make: Callable[[int], Interval | None]) -> Interval | None:
    """Return the nearest one, or where the form says "last", "this" or "next" the one it says."""
    shift, year_shift = match.get("shift"), match.get("year_shift")
    if year_shift is not None:  # "March last year" says which year, "last March" does not
        return make(anchors.published.year + year_shift) if anchors.published else None
    if shift is None:
        return _find_nearest(anchors, make, match.get("weekday"))
    return _pick_shifted(anchors.published, make, shift) if anchors.published else None


def _pick_shifted(anchor: date, make: Callable[[int], Interval | None], shift: int) -> Interval | None:
    """Return "last summer", "this summer", "next summer" as seen from the anchor."""
    made = [found for year in range(anchor.year - 2, anchor.year + 2) if (found := make(year))]
    if shift == 0:
        return next((c for c in made if c[1].year == anchor.year), None)
    if shift < 0:
        return next((c for c in reversed(made) if c[1] < anchor), None)
    return next((c for c in made if c[0] > anchor), None)


def _read_season(match: Match, anchors: Anchors) -> Reading | None:
    """Read "summer 2021", "last summer", "winter 2021/2022"."""
    season, years = match.get("season"), match.all("year")
    part = match.get("part")
    first = _SEASON_MONTHS[season]

    def make(in_year: int) -> Interval | None:
        whole = make_months(in_year, first - (12 if first == 12 else 0), 3)
        return take_part(whole, part) if whole and part else whole

    if len(years) == 2 and years[1] != years[0] + 1:
        return None
    if years:
        return Reading(make(years[-1]), Precision.SEASON)
    return _place(_find_yearless(match, anchors, make), Precision.SEASON)


def _read_year(match: Match, anchors: Anchors) -> Reading | None:
    """Read "in 1999", "early 2022"."""
    whole, part = make_months(match.get("year"), 1, 12), match.get("part")
    if whole and part:
        return Reading(take_part(whole, part), Precision.SEASON)
    return Reading(whole, Precision.YEAR)


def _read_years(match: Match, anchors: Anchors) -> Reading | None:
    """Read "1992-1999", "2019/20"."""
    first = match.all("year")[0]
    last = match.all("year")[1] if len(match.all("year")) > 1 else first - first % 100 + match.get("count")
    is_season = match.get("consecutive", False)
    if last <= first or (is_season and last != first + 1):
        return None
    return Reading((date(first, 1, 1), date(last, 12, 31)), Precision.PERIOD)


def _read_decade(match: Match, anchors: Anchors) -> Reading | None:
    """Read "the 1990s", "early 1990s", "the 90s"."""
    year = match.get("year")
    if year is None:
        year = 1900 + match.get("count", 0)
    if year % 10:
        return None
    whole, part = make_months(year, 1, 120), match.get("part")
    return Reading(take_part(whole, part) if whole and part else whole, Precision.PERIOD)


def _read_century(match: Match, anchors: Anchors) -> Reading | None:
    """Read "the 19th century", "abad ke-19"."""
    number = match.get("ordinal")
    if not 1 < number <= 22:
        return None
    whole, part = make_months((number - 1) * 100, 1, 1200), match.get("part")
    return Reading(take_part(whole, part) if whole and part else whole, Precision.PERIOD)


def _read_fraction(match: Match, anchors: Anchors) -> Reading | None:
    """Read "the third quarter of 2021", "semester I 2022"."""
    of, number, year = match.get("of"), match.get("ordinal"), match.get("year")
    if not 1 <= number <= of:
        return None
    months = 12 // of

    def make(in_year: int) -> Interval | None:
        return make_months(in_year, (number - 1) * months + 1, months)

    if year is not None:
        return Reading(make(year), Precision.SEASON)
    return _place(_find_yearless(match, anchors, make), Precision.SEASON)


def _read_unit(match: Match, anchors: Anchors) -> Reading | None:
    """Read "yesterday", "last week", "late last year", "this month"."""
    unit, part = match.get("unit"), match.get("part")
    narrowed = {"year": Precision.SEASON, "month": Precision.WEEK}
    precision = narrowed.get(unit, _PRECISION[unit]) if part else _PRECISION[unit]
    if anchors.published is None:
        return Reading(None, precision)
    found = make_unit(unit, anchors.published, match.get("shift", 0))
    return _place(take_part(found, part) if found and part else found, precision)


def _read_same(match: Match, anchors: Anchors) -> Reading | None:
    """Read "the same day", "that year": the unit of the last time that was mentioned."""
    unit = match.get("unit")
    fine = {"day": 1, "week": 7, "month": 31, "year": 366}.get(unit, 0)
    mentioned = anchors.mentioned
    if mentioned is None or (mentioned[1] - mentioned[0]).days >= fine:
        return Reading(None, _PRECISION[unit])
    return _place(make_unit(unit, mentioned[0]), _PRECISION[unit])


def _read_weekday(match: Match, anchors: Anchors) -> Reading | None:
    """Read "on Monday", "last Monday", "next Monday"."""
    anchor, weekday, shift = anchors.published, match.get("weekday"), match.get("shift")
    if anchor is None:
        return Reading(None, Precision.DAY)
    back = (anchor.weekday() - weekday) % 7
    if shift is None and anchors.prefers_future:
        days = -back % 7
    elif shift is None:
        days = -back
    else:
        days = (-(back or 7)) if shift < 0 else (-back % 7 or 7)
    return _place(make_unit("day", anchor, days), Precision.DAY)


def _read_ago(match: Match, anchors: Anchors) -> Reading | None:
    """Read "two days ago" from the publication, "two days later" from the last time mentioned."""
    unit, sign, count = match.get("unit") or match.get("one"), match.get("sign"), match.get("count", 1)
    start, precision = anchors.published, _PRECISION[unit]
    if match.get("from") == "text":
        start = _find_mentioned(anchors, unit)
    if start is None or unit == "weekend":
        return Reading(None, precision)
    if count == "few":
        nearest, furthest = (make_unit(unit, start, sign * n) for n in FEW)
        ends = sorted(day for interval in (nearest, furthest) if interval for day in interval)
        return _place((ends[0], ends[-1]) if ends else None, Precision.PERIOD)
    return _place(make_unit(unit, start, sign * count), precision)


def _find_mentioned(anchors: Anchors, unit: str) -> date | None:
    """Return the last mentioned day, if it was mentioned finely enough to count such units from it."""
    if anchors.mentioned is None:
        return None
    start, end = anchors.mentioned
    widest = {"day": 0, "week": 6, "month": 30}.get(unit, 365)
    return end if (end - start).days <= widest else None


def _read_past(match: Match, anchors: Anchors) -> Reading | None:
    """Read "in the last three days": from then until the anchor."""
    unit, sign, count = match.get("unit") or match.get("one"), match.get("sign"), match.get("count", 1)
    if anchors.published is None or count == "few":
        return Reading(None, Precision.PERIOD)
    days = {"day": 1, "week": 7, "month": 30.44, "year": 365.25, "decade": 3652.5}.get(unit)
    if days is None:
        return Reading(None, Precision.PERIOD)
    far = make_unit("day", anchors.published, sign * round(days * count))
    if far is None:
        return Reading(None, Precision.PERIOD)
    ends = sorted((far[0], anchors.published))
    return _place((ends[0], ends[1]), Precision.PERIOD)


def _read_nothing(match: Match, anchors: Anchors) -> Reading | None:
    """Refuse what only looks like a time ("belakangan hari ini" is "lately", not today)."""
    return None


READERS: dict[str, Reader] = {
    "nothing": _read_nothing,
    "date": _read_date,
    "numeric": _read_numeric,
    "days": _read_days,
    "month": _read_month,
    "season": _read_season,
    "year": _read_year,
    "years": _read_years,
    "decade": _read_decade,
    "century": _read_century,
    "fraction": _read_fraction,
    "unit": _read_unit,
    "same": _read_same,
    "weekday": _read_weekday,
    "ago": _read_ago,
    "past": _read_past,
}
