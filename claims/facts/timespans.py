"""Intervals of days: units, parts and whole months of the calendar.

The conventions, each where the calendar leaves room:

- weeks run from Monday to Sunday (ISO 8601);
- seasons are the meteorological ones of the northern hemisphere, whole months: spring March-May,
  summer June-August, autumn September-November, winter December-February, named for the year of its
  January ("winter 2021" is December 2020 to February 2021) unless two years are written;
- the beginning, middle and end of a year are January-April, May-August, September-December; of a
  month the days 1-10, 11-20 and 21 to its end; of a week Monday-Tuesday, Wednesday-Thursday,
  Friday-Sunday; of a decade its years 0-3, 4-6 and 7-9; of a century its thirds;
- a century runs as people count it, from the year 00 to 99;
- "a few" units are two to six of them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[date, date]


def make_day(year: int, month: int, day: int) -> Interval | None:
    """Return one day as an interval, None if the calendar has no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def make_months(year: int, month: int, count: int = 1) -> Interval | None:
    """Return `count` whole months, the first of them `month`, which may lie outside 1..12.

    >>> [day.isoformat() for day in make_months(2020, 12, 3)]
    ['2020-12-01', '2021-02-28']
    """
    last = month + count - 1
    first_year, first_month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last_year, last_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    if first_year < 1 or last_year > 9999:
        return None
    return date(first_year, first_month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])


def make_unit(unit: str, day: date, shift: int = 0) -> Interval | None:
    """Return the day, week, month ... in which `day` lies, `shift` of them further.

    >>> [day.isoformat() for day in make_unit("week", date(2022, 1, 10), -1)]
    ['2022-01-03', '2022-01-09']
    """
    try:
        if unit == "day":
            return _days(day + timedelta(days=shift), 0, 0)
        if unit in ("week", "weekend"):
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
            return _days(monday, 5 if unit == "weekend" else 0, 6)
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
        since_zero = day.year * 12 + day.month - 1
        return make_months(0, (since_zero // months + shift) * months + 1, months)
    except OverflowError:
        return None


def _days(day: date, first: int, last: int) -> Interval:
    return day + timedelta(days=first), day + timedelta(days=last)


def take_part(interval: Interval, part: str) -> Interval:
    """Return the early, mid or late part of an interval, as the module's docstring says.

    >>> [day.isoformat() for day in take_part(make_unit("year", date(2022, 1, 1)), "early")]
    ['2022-01-01', '2022-04-30']
    """
    start, end = interval
    index = {"early": 0, "mid": 1, "late": 2}[part]
    days = (end - start).days + 1
    if days > 366:
        years = end.year - start.year + 1
        cuts = [0, -(-years // 3), -(-years // 3) + years // 3, years]
        return date(start.year + cuts[index], 1, 1), date(start.year + cuts[index + 1] - 1, 12, 31)
    if days > 31:
        months = round(days / 30.44)
        third = make_months(start.year, start.month + index * months // 3, max(1, months // 3))
        return third or interval
    cuts = [0, 2, 4, 7] if days == 7 else [0, 10, 20, days]
    return _days(start, min(cuts[index], days - 1), min(cuts[index + 1], days) - 1)


def measure_distance(interval: Interval, day: date) -> int:
    """Return the days between an interval and a day, 0 inside it."""
    start, end = interval
    return max(0, (start - day).days, (day - end).days)
