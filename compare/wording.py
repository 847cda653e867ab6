"""Words for people: message tables, one file a language, and the reasons of relations in words.

A stored `Reason` is a key and values; its words are chosen here, when it is shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from claims.models import Reason

LANGUAGES = ("id", "en")
DEFAULT = "id"


def pick_language(wanted: str) -> str:
    """Return a language that has messages: the wanted one or the default.

    >>> pick_language("en_GB.UTF-8"), pick_language("tlh")
    ('en', 'id')
    """
    code = wanted[:2].lower()
    return code if code in LANGUAGES else DEFAULT


@cache
def load_messages(package: str, stem: str) -> Mapping[str, str]:
    """Return a message table as dotted keys, from `package`/messages/`stem`.toml.

    >>> load_messages("compare", "en")["relation.tension"]
    'tension'
    """
    text = (files(package) / "messages" / f"{stem}.toml").read_text("utf-8")
    return dict(_flatten("", tomllib.loads(text)))


def _flatten(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        flat += _flatten(f"{name}.", value) if isinstance(value, Mapping) else [(name, str(value))]
    return flat


def say(lang: str, key: str, /, *, package: str = "compare", prefix: str = "", **values: object) -> str:
    """Return the message `key` in `lang`, its {placeholders} filled.

    Args:
        lang: a language code; one without messages reads the default.
        key: dotted key such as "relation.tension".
        package: whose `messages` folder to read.
        prefix: of the file's stem, as in "app_" for app_id.toml.
        values: what fills the placeholders; text is put in as it is (escape when rendering).

    Raises:
        KeyError: no such message: a defect, found by the tests.
    """
    template = load_messages(package, prefix + pick_language(lang))[key]
    # not str.format: a value may hold braces, and a template must not reach into objects
    for name, value in values.items():
        template = template.replace("{" + name + "}", str(value))
    return template


def has_message(lang: str, key: str) -> bool:
    """True if `compare` has a message of this key."""
    return key in load_messages("compare", pick_language(lang))


def tell_reason(reason: Reason, lang: str) -> str:
    """Return a relation's reason as a sentence.

    >>> tell_reason(Reason("same_words"), "en")
    'Both say the same, in nearly the same words.'
    """
    key = f"reason.{reason.key}"
    if not has_message(lang, key):  # stored by a version that knew more reasons than this one
        return ", ".join(value for _, value in reason.values) or reason.key
    return say(lang, key, **dict(reason.values))
