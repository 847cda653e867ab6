"""The review log in the database: lines are added, never changed; reading it again costs only what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, insert, select

from claims.codec import decode
from claims.database import Database
from claims.errors import StoreError
from claims.events import EVENT_KINDS, Event
from claims.log import ReviewLog
from claims.rows import make_event_row
from claims.schema import EVENT

_MOST_VALUES = 500  # in one IN (...): SQLite before 3.32 takes 999


class Journal:
    """The log of one open database; several threads and processes may add to it at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = ReviewLog()
        self._last = ""  # the id of the line with the highest number
        self._lock = Lock()

    def add(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Add lines, all or none, and return them with their times; they are on the disk by then.

        A line without a time gets one later than every other line's, so the order of times is the order of
        the log even where a clock was set back.  A line that is there already (same id) is not added again.
        """
        with self._database.writing(settle=True) as connection:
            dated = _date(list(events), connection)
            known = _find_known(connection, [event.id for event in dated])
            rows = {event.id: make_event_row(event) for event in dated if event.id not in known}
            if rows:
                connection.execute(insert(EVENT), list(rows.values()))
        return tuple(dated)

    def read(self) -> ReviewLog:
        """Return the log as it is now; the same object as before if nobody has added a line."""
        with self._database.reading() as connection:
            return self.read_in(connection)

    def read_in(self, connection: Connection) -> ReviewLog:
        """Return the log as a transaction sees it."""
        with self._lock:
            wanted = select(EVENT.c.number, EVENT.c.id, EVENT.c.kind, EVENT.c.body).order_by(EVENT.c.number)
            rows = connection.execute(wanted.where(EVENT.c.number >= self._known.number)).all()
            if self._last and (not rows or rows[0].id != self._last):  # another file lies under this name
                self._known, self._last = ReviewLog(), ""
                rows = connection.execute(wanted).all()
            new = rows[1:] if self._last else rows
            if new:
                events = [self._decode(row.kind, row.body) for row in new]
                self._known, self._last = self._known.extend(events, new[-1].number), new[-1].id
            return self._known

    def _decode(self, kind: str, body: str) -> Event:
        try:
            return decode(body, EVENT_KINDS[kind])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(
                f"{self._database.where}: a stored {kind} cannot be understood ({error}). "
                "Put a copy of the file back, or analyse again into another database with --db."
            ) from error


def _date(events: Sequence[Event], connection: Connection) -> list[Event]:
    """Give each line without a time the next microsecond after now and after every line of the log."""
    if all(event.at for event in events):
        return list(events)
    last = connection.scalar(select(EVENT.c.at).order_by(EVENT.c.at.desc()).limit(1)) or ""
    dated = []
    for event in events:
        if not event.at:
            last = _later(last)
            event = replace(event, at=last)
        dated.append(event)
    return dated


def _later(last: str) -> str:
    now = datetime.now(UTC)
    with suppress(ValueError, TypeError):  # a time that is none, as only a test writes it
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")


def _find_known(connection: Connection, ids: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(ids), _MOST_VALUES):
        part = ids[start : start + _MOST_VALUES]
        known.update(connection.scalars(select(EVENT.c.id).where(EVENT.c.id.in_(part))))
    return known
