"""Dataclasses to JSON text and back.

What a class derives from its content (ids, hashes) is left out and made again when it is read, so a stored
body cannot disagree with itself.  A field that a later version adds reads as its default.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from claims.models import Contribution, Span

T = TypeVar("T")


def encode(value: object) -> str:
    """Return a dataclass as one line of JSON.

    >>> from claims.models import Boilerplate
    >>> encode(Boilerplate(Span(3, 9), "caption"))
    '{"span":[3,9],"reason":"caption"}'
    """
    return dump_json(_converter().unstructure(value))


def decode(text: str, kind: type[T]) -> T:
    """Return the dataclass that `encode` made `text` from.

    >>> from claims.models import Boilerplate
    >>> decode('{"span":[3,9],"reason":"caption"}', Boilerplate)
    Boilerplate(span=Span(start=3, end=9), reason='caption')
    """
    return _converter().structure(json.loads(text), kind)


def dump_json(value: object) -> str:
    r"""Return compact JSON that a database takes: readable letters, but a lone surrogate is escaped.

    >>> dump_json(["тысяча", "\ud800"]), dump_json(["тысяча"])
    ('["\\u0442\\u044b\\u0441\\u044f\\u0447\\u0430","\\ud800"]', '["тысяча"]')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


@cache
def _converter() -> Converter:
    """The rules of this format; made once, because cattrs compiles a function for each class."""
    converter = Converter(detailed_validation=False)  # twice as fast; the store says which body is wrong
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook_factory(is_dataclass, lambda kind: _make_writer(kind, converter))
    converter.register_structure_hook_factory(is_dataclass, lambda kind: _make_reader(kind, converter))
    # Last, and so first to be asked: a span is a dataclass too.
    converter.register_unstructure_hook_func(lambda kind: kind is Span, lambda span: (span.start, span.end))
    converter.register_structure_hook_func(lambda kind: kind is Span, lambda pair, _: Span(*pair))
    # A relation has a dozen of these, a large analysis a million: three values and no names.
    converter.register_unstructure_hook_func(
        lambda kind: kind is Contribution, lambda one: (one.feature, one.value, one.weight)
    )
    converter.register_structure_hook_func(
        lambda kind: kind is Contribution, lambda three, _: Contribution(*three)
    )
    return converter


def _make_writer(kind: Any, converter: Converter) -> Any:
    return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **_without_derived(kind))


def _make_reader(kind: Any, converter: Converter) -> Any:
    return make_dict_structure_fn(kind, converter, **_without_derived(kind))


def _without_derived(kind: Any) -> dict[str, Any]:
    return {field.name: override(omit=True) for field in fields(kind) if not field.init}
