"""Errors in the reader's language.

`claims` and `compare` write their errors in English, where they are raised.  As in gettext, that sentence is
the key: `messages/refusals_id.toml` has it with `{}` for what varies, and what stood in the gaps is read back
out of the finished sentence.  One that is not there is shown in English, and `tests/test_refusals.py` fails.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from claims.errors import InputError
from compare.wording import pick_language

GAP = "{}"
OWN = "en"  # what errors are written in
_ROW = re.compile(r", row (\d+)")


@cache
def load_refusals(lang: str, table: str = "refusals") -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences of a language, each as a pattern with its gaps as groups, the longest first."""
    tables = tomllib.loads((files("ui") / "messages" / f"{table}_{lang}.toml").read_text("utf-8"))
    sentences = {**tables["said"], **tables["words"]}
    ordered = sorted(sentences, key=lambda sentence: -len(sentence.replace(GAP, "")))
    return tuple((_make_pattern(sentence), sentences[sentence]) for sentence in ordered)


def _make_pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, sentence.split(GAP))), re.DOTALL)


def translate(said: str, lang: str, table: str = "refusals") -> str:
    """Return what an error says in a language; what stands in the gaps is translated too if it is a sentence.

    >>> translate("is a PDF, not text", "id"), translate("is a PDF, not text", "en")
    ('adalah PDF, bukan teks', 'is a PDF, not text')
    >>> translate("has a fault that nobody has put into words", "id")
    'has a fault that nobody has put into words'
    """
    lang = pick_language(lang)
    if lang == OWN:
        return said
    for pattern, words in load_refusals(lang, table):
        found = pattern.fullmatch(said)
        if found:
            first, *rest = words.split(GAP)
            gaps = (translate(value, lang, table) for value in found.groups())
            return first + "".join(gap + part for gap, part in zip(gaps, rest, strict=True))
    return said


def tell_refusal(error: InputError, lang: str) -> tuple[str, str, str]:
    """Return which source it is, what is wrong with it, and what to do."""
    source = error.source if pick_language(lang) == OWN else _ROW.sub(r", baris \1", error.source)
    return source, translate(error.problem, lang), translate(error.remedy, lang)


def tell_error(error: Exception, lang: str) -> str:
    """Return an error as one line.

    >>> from claims.errors import EmptyInput
    >>> tell_error(EmptyInput("a.txt", "is empty", "Paste the article's text"), "id")
    'a.txt: kosong. Tempelkan teks artikelnya'
    """
    if isinstance(error, InputError):
        source, problem, remedy = tell_refusal(error, lang)
        return f"{source}: {problem}. {remedy}"
    return translate(str(error), lang)
