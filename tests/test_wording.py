"""Every message exists in both languages, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claims.models import ConflictKind, Level, Reason, RelationType
from compare.wording import LANGUAGES, load_messages, pick_language, say, tell_reason

ROOT = Path(__file__).parent.parent
USED = re.compile(
    r'because\(\s*"(\w+)"|find\(RelationType\.\w+, [^,]+, "(\w+)"|_find\(RelationType\.\w+, "(\w+)"'
)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_languages_have_the_same_keys_and_placeholders() -> None:
    one, other = (load_messages("compare", lang) for lang in LANGUAGES)
    assert set(one) == set(other)
    assert {k: placeholders(v) for k, v in one.items()} == {k: placeholders(v) for k, v in other.items()}


def test_every_reason_in_the_code_has_words() -> None:
    used = {
        key
        for path in (ROOT / "compare").rglob("*.py")
        for match in USED.finditer(path.read_text("utf-8"))
        for key in match.groups()
        if key
    }
    assert len(used) > 20
    assert {f"reason.{key}" for key in used} <= set(load_messages("compare", "id"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_enum_value_has_a_word(lang: str) -> None:
    for prefix, enum in (("relation", RelationType), ("kind", ConflictKind), ("level", Level)):
        for member in enum:
            assert say(lang, f"{prefix}.{member}")


def test_values_are_put_in_as_they_are() -> None:
    reason = Reason("poles", (("left", "{right} {0}"), ("right", "<b>")))
    assert "{0}" in tell_reason(reason, "en")
    assert "<b>" in tell_reason(reason, "en")


def test_an_unknown_language_reads_the_default() -> None:
    assert pick_language("tlh") == "id"
