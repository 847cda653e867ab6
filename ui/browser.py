"""The only scripts that this app sends: a fixed file, and two lines that say the language and keep the
reviewer's name.

Nothing of an article comes near them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import streamlit as st

KEYS = Path(__file__).parent / "components" / "keys.js"
COOKIE_DAYS = 365


@st.cache_resource(show_spinner=False)
def _read_keys() -> str:
    return KEYS.read_text("utf-8")


def send_keys() -> None:
    """Have the browser know the keys that Streamlit's shortcuts cannot do, and follow our links quickly."""
    st.html(f"<script>{_read_keys()}</script>", unsafe_allow_javascript=True)


def send_language(lang: str, names: Mapping[str, str]) -> None:
    """Tell the browser which language the page is in, and what Streamlit's own controls are called in it.

    Streamlit has English words only: `keys.js` puts `names`' values in the place of its keys.
    """
    told = f"document.documentElement.lang = {json.dumps(lang)}; window.ceksilangNames = {json.dumps(names)};"
    st.html(f"<script>{told}</script>", unsafe_allow_javascript=True)


def keep_cookie(name: str, value: str) -> None:
    """Have the browser keep a value for a year; an empty one is forgotten."""
    kept = quote(value, safe="")  # letters, digits and % only: nothing that a script could read
    age = COOKIE_DAYS * 86_400 if kept else 0
    words = f"{name}={kept}; path=/; max-age={age}; SameSite=Strict"
    st.html(f"<script>document.cookie = '{words}';</script>", unsafe_allow_javascript=True)
