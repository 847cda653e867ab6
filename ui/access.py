"""Who may use the app: on this computer anybody; from elsewhere only who signs in.

Streamlit's own login does the work (OpenID Connect, in `[auth]` of its secrets.toml).  An app that others can
reach and that has no login set up refuses to work and says why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

LOCAL = ("localhost", "127.0.0.1", "::1")
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


def secrets_files() -> list[Path]:
    """Return where Streamlit looks for its secrets."""
    return [folder / ".streamlit" / "secrets.toml" for folder in (Path.home(), Path.cwd())]


def find_login_problem(files: Sequence[Path] | None = None) -> tuple[str, str]:
    """Return why nobody could sign in, a key of the messages and about what; empty if all is there."""
    if find_spec("authlib") is None:
        return "no_library", "pip install 'ceksilang[auth]'"
    files = secrets_files() if files is None else files
    auth: dict[str, object] = {}
    for file in files:
        if file.is_file():
            try:
                auth |= tomllib.loads(file.read_text("utf-8")).get("auth", {})
            except (OSError, ValueError) as error:
                return "damaged", f"{file}: {error}"
    if not auth:
        return "not_set_up", str(files[-1])
    # the client may stand in [auth] itself or in [auth.NAME], one for each provider
    given = set(auth).union(*(set(part) for part in auth.values() if isinstance(part, dict)))
    missing = [name for name in NEEDED if name not in given]
    return ("incomplete", ", ".join(missing)) if missing else ("", "")
