"""The command `app`: Streamlit as a process of its own, for this computer, or for who signs in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from claims.errors import CeksilangError, UsageError
from ui.access import LOCAL, find_login_problem
from ui.commands.call import LANGUAGE_VARIABLE
from ui.commands.console import print_lines
from ui.settings import VARIABLE

if TYPE_CHECKING:
    from ui.commands.call import Call

SCRIPT = Path(__file__).parents[1] / "app.py"
STOPPED = (0, 130, -signal.SIGINT, -signal.SIGTERM)
GRACE = 10  # seconds for Streamlit to end by itself


def serve_app(host: str, port: int, call: Call) -> int:
    """Run the app until it is stopped and return the exit code.

    Raises:
        UsageError: a host that others can reach without a login set up, or a port that is taken.
    """
    if host not in LOCAL:
        problem, about = find_login_problem()
        if problem:
            reason = call.tell(f"error.login.{problem}", about=about)
            raise UsageError(call.tell("error.host", host=host, reason=reason))
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if is_taken(port):
        free = next((other for other in range(port + 1, min(port + 100, 65536)) if not is_taken(other)), 0)
        raise UsageError(call.tell("error.port_taken", port=port, address=address, other=free))
    print_lines([call.tell("app.open", address=address)])
    sys.stdout.flush()
    environment = {**os.environ, VARIABLE: call.url, LANGUAGE_VARIABLE: call.lang}
    code = _run(make_command(host, port), environment)
    if code not in STOPPED:
        raise CeksilangError(call.tell("error.app_failed", code=code))
    print_lines([call.tell("app.stopped")])
    return 0


def make_command(host: str, port: int) -> list[str]:
    """Return the command that starts Streamlit: no browser is opened, nothing is sent to anybody."""
    options = {
        "server.address": host,
        "server.port": port,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "streamlit", "run", str(SCRIPT), *flags]


def is_taken(port: int) -> bool:
    """Return whether something on this computer answers at the port."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run Streamlit; whatever ends this process ends that one too."""
    with subprocess.Popen(command, env=environment) as process:

        def pass_on(number: int, frame: FrameType | None) -> None:
            process.terminate()

        before = signal.signal(signal.SIGTERM, pass_on)
        try:
            return process.wait()
        except KeyboardInterrupt:  # the terminal has sent it to Streamlit too
            return _end(process)
        finally:
            signal.signal(signal.SIGTERM, before)


def _end(process: subprocess.Popen[bytes]) -> int:
    try:
        process.wait(GRACE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()
    return 0
