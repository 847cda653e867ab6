"""Fixtures that several files use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from postgres import find_server, run_server

# Fixtures hold no doctests, and three modules of one name cannot be imported side by side.
collect_ignore_glob = ["*conftest.py"]

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database's name."""
    binaries = find_server()
    if binaries is None:
        pytest.skip("no PostgreSQL server found: apt-get install postgresql")
    pytest.importorskip("psycopg")
    with run_server(binaries) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: of SQLite, and of PostgreSQL where there is a server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder of mine' / 'store.db'}"
    import psycopg

    address, name = request.getfixturevalue("postgres"), f"test_{next(NUMBERS)}"
    server = address.replace("+psycopg", "") + "/postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"
