"""A PostgreSQL server for the tests alone: its own folder, a free port, on this computer, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60  # to make the cluster, and to answer
OWNER = "ceksilang"


def find_server() -> Path | None:
    """Return the folder with `initdb` and `postgres`: on the path, else where Debian puts them."""
    found = [Path(name).resolve().parent for name in [shutil.which("initdb")] if name]
    debian = Path("/usr/lib/postgresql")
    found += sorted(debian.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    return next((f for f in found if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextmanager
def run_server(binaries: Path) -> Iterator[str]:
    """Run a server and yield its address without a database's name; the server refuses to run as root."""
    user = _pick_user()
    home = Path(tempfile.mkdtemp(prefix="ceksilang-postgres-"))
    try:
        if user:
            shutil.chown(home, user.pw_uid, user.pw_gid)
        data = home / "data"
        make = [binaries / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(make, check=True, capture_output=True, timeout=SECONDS, cwd=home, **_as(user))
        port = _free_port()
        options = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={home}",
            "fsync=off",
        ]
        command = [binaries / "postgres", "-D", data, *(word for o in options for word in ("-c", o))]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, **_as(user))
        try:
            _wait(server, port, home / "log")
            yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": connections are closed
            server.wait(SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _pick_user() -> pwd.struct_passwd | None:
    """Who runs the server when the tests run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no unprivileged user to run PostgreSQL as")


def _as(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    import psycopg

    until = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(
                host="127.0.0.1", port=port, user=OWNER, dbname="postgres", connect_timeout=5
            ).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(
                    f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')[-800:]}"
                ) from None
            time.sleep(0.1)
