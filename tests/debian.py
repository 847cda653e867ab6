"""Install what the tests can use and Python cannot bring: Debian's PostgreSQL server and its Chromium.

Called by `make test`.  It does something only where it may (root, apt-get) and something is missing; whatever
goes wrong, it says so in one line and the tests that need it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from postgres import find_server

LIST_SECONDS, INSTALL_SECONDS = 60, 300  # at most; without a network apt-get would try for minutes
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def find_missing() -> list[str]:
    """Return the Debian packages that would be of use here."""
    missing = [] if find_server() else ["postgresql"]
    return missing + ([] if any(map(shutil.which, CHROMIUMS)) else ["chromium"])


def install(packages: Sequence[str]) -> str:
    """Install packages and return what went wrong, "" if nothing."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return "only root on a Debian can install it"
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # no service is started
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"]
    steps = (
        ([*apt, "update"], LIST_SECONDS),
        ([*apt, "install", "-y", "--no-install-recommends", *packages], INSTALL_SECONDS),
    )
    for command, seconds in steps:
        try:
            subprocess.run(command, env=quiet, timeout=seconds, check=True, capture_output=True)
        except subprocess.TimeoutExpired:
            return f"apt-get took more than {seconds} seconds"
        except (subprocess.CalledProcessError, OSError) as error:
            said = getattr(error, "stderr", b"").decode("utf-8", "replace").strip() or str(error)
            return said.splitlines()[-1][:200]
    return ""


if __name__ == "__main__":
    for package in find_missing():
        problem = install([package])
        outcome = (
            f"not installed ({problem}); its tests are skipped" if problem else "installed for the tests"
        )
        print(f"{package}: {outcome}")
