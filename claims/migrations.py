"""Bring the tables of an older Ceksilang up to today's; nothing that a person said is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, inspect, select, text

from claims.schema import ARRIVAL, DOCUMENT, EVENT, METADATA


def _to_version_2(connection: Connection) -> None:
    """Version 2 keeps what came in as bytes, and one log for verdicts and all else that people say."""
    METADATA.create_all(connection)
    _add_arrivals(connection)
    if "verdict" in inspect(connection).get_table_names():
        _move_verdicts(connection)


def _add_arrivals(connection: Connection) -> None:
    """Nobody knows in which order the older articles came in."""
    for document in connection.scalars(select(DOCUMENT.c.id).order_by(DOCUMENT.c.published, DOCUMENT.c.id)):
        connection.execute(ARRIVAL.insert(), {"document": document, "original": "", "at": ""})


def _move_verdicts(connection: Connection) -> None:
    """Put the verdicts into the one log, in their order."""
    into = f"INSERT INTO {EVENT.name} (id, kind, target, reviewer, at, body)"
    taken = "SELECT id, 'verdict', target, reviewer, at, body FROM verdict ORDER BY number"
    connection.execute(text(f"{into} {taken}"))
    connection.execute(text("DROP TABLE verdict"))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _to_version_2}
"""From the version that is the key to the next one; each runs in the transaction that raises the version."""
