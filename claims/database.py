"""Open a database, make or check its tables, and say in plain words what is wrong with it.

SQLite runs in WAL mode, so that readers never wait for a writer, with `synchronous = FULL`, so that what was
confirmed is on the disk.  A transaction that writes takes the write lock when it begins: two writers wait
for each other instead of failing halfway.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from claims.database_file import DatabaseFile
from claims.errors import StoreError
from claims.migrations import MIGRATIONS
from claims.schema import METADATA, SCHEMA_VERSION, STATE

_LOCK_NUMBER = 0x5EC51  # of this program among the advisory locks of a PostgreSQL server
BUSY_SECONDS = 30  # how long a writer waits for another one


class Database:
    """An open database with our tables in it."""

    def __init__(self, url: str) -> None:
        self.where = _describe(url)
        self._engine = _make_engine(url)
        self.file = DatabaseFile(self._engine.url)
        self._readers, self._writers = self._engine, self._engine.execution_options(ceksilang_write=True)
        if self._engine.dialect.name == "postgresql":
            self._readers = self._engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            _prepare(self)
        except BaseException:
            self.close()
            raise
        self.file.remember()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the database, untouched by what others write meanwhile."""
        self.file.check()
        with self._explained(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, settle: bool = False) -> Iterator[Connection]:
        """A transaction: all of it is on the disk at the end of the block, or nothing.

        With `settle` it is in the file itself then, and not in SQLite's log beside it; that takes four times
        as long (25 ms instead of 6 for a verdict).
        """
        self.file.check()
        with self._explained(), self._writers.begin() as connection:
            yield connection
        if settle:
            self._empty_log()
        self.file.check()  # what went into a file that is gone must not be confirmed

    def _empty_log(self) -> None:
        """Bring what was written from SQLite's own log into the file, so that the file alone is all of it.

        People copy the one file, or put another in its place; a log that stays behind would be missing there,
        or would be played into the other file.  If somebody reads at the moment, the next write does it.
        """
        if self.file.path is None:
            return
        with suppress(SQLAlchemyError, sqlite3.Error), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(f"{self.where}: {_explain(error)}") from error

    def upsert(self, connection: Connection, table: Any, rows: list[dict[str, object]]) -> None:
        """Insert `rows`; a row whose primary key is there replaces it."""
        if not rows:
            return
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        statement: Any = make(table)
        keys = [column.name for column in table.primary_key]
        new = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), rows)


def _make_engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArgumentError("only SQLite and PostgreSQL")
        options: dict[str, Any] = {}
        if parsed.get_backend_name() == "sqlite":
            _make_folder(parsed)
            options = {"connect_args": {"timeout": BUSY_SECONDS}}
            if not parsed.database or parsed.database == ":memory:":
                options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        if parsed.drivername == "postgresql":  # SQLAlchemy 2.0 would take an older driver
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, **options)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            f"{url}: not a database address. Write sqlite:///FILE or postgresql://..."
        ) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{_describe(url)}: the driver {error.name} is missing. "
            "For PostgreSQL: pip install 'ceksilang[postgres]'"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder}: the folder for the database cannot be made ({error.strerror}). "
            "Choose another place with --db sqlite:///FILE."
        ) from error
    if Path(url.database).is_dir():
        raise StoreError(
            f"{url.database}: is a folder. Name a file in it: --db sqlite:///{url.database}/ceksilang.db"
        )


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a lock; ours follows
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if _writes(connection):  # one writer at a time, as in SQLite: two analyses saved at once do not mix
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("ceksilang_write"))


def _prepare(database: Database) -> None:
    """Make the tables in an empty database; bring older ones up; refuse newer and foreign ones."""
    with database.writing(settle=True) as connection:
        tables = set(inspect(connection).get_table_names())
        if STATE.name not in tables:
            if tables and connection.dialect.name == "sqlite":
                raise StoreError(
                    f"{database.where}: holds the tables of another program. Name another file with --db."
                )
            METADATA.create_all(connection)
            connection.execute(STATE.insert(), {"name": "schema", "value": str(SCHEMA_VERSION)})
            return
        _try_to_write(connection)
        found = int(connection.scalar(select(STATE.c.value).where(STATE.c.name == "schema")) or 0)
        if found > SCHEMA_VERSION:
            raise StoreError(
                f"{database.where}: written by a newer Ceksilang (tables of version {found}, this one knows "
                f"{SCHEMA_VERSION}). Update: pip install --upgrade ceksilang"
            )
        for version in range(found, SCHEMA_VERSION):
            MIGRATIONS[version](connection)
        if METADATA.tables.keys() - tables:
            METADATA.create_all(connection)
        if found < SCHEMA_VERSION:
            connection.execute(
                STATE.update().where(STATE.c.name == "schema").values(value=str(SCHEMA_VERSION))
            )


def _try_to_write(connection: Connection) -> None:
    """Find out now, and not at the first verdict, that the database can only be read."""
    with connection.begin_nested() as attempt:
        connection.execute(STATE.update().values(name=STATE.c.name))
        attempt.rollback()


def _describe(url: str) -> str:
    """The file of a SQLite address, any other address without its password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return url
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or "the database in memory"
    return parsed.render_as_string(hide_password=True)


def _explain(error: SQLAlchemyError) -> str:
    """What the driver said and what to do about it."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    for sign, advice in _ADVICE.items():
        if sign in said.lower():
            return f"{said}. {advice}"
    return f"{said}. Check the address, or choose another database with --db."


_ADVICE = {
    "readonly": "Make the file and its folder writable, or choose another database with --db.",
    "unable to open": "Check that the folder exists and can be written, or choose another with --db.",
    "not a database": "It is damaged or no database at all: put a copy back, or name another with --db.",
    "malformed": "The file is damaged: put a copy back, or save what is left with: sqlite3 FILE .recover",
    "disk is full": "Free some space; nothing that was confirmed is lost.",
    "locked": f"Another program has held it for {BUSY_SECONDS} seconds: close it and try again.",
}
