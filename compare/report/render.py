"""Fill the templates of the text reports; what comes from outside is escaped here, whatever they do.

HTML leaves through autoescaping.  jinja2 knows no Markdown, so there `finalize` escapes every value that a
template prints and hands it on as done: forgetting it is not possible.  Both are the same bytes for the
same analysis: no clock, no random ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date, format_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from claims.log import ReviewLog
from claims.models import Analysis
from compare.lookup import tell_relation
from compare.report.manifest import BRACKETS, close_text, make_manifest
from compare.report.view import Measured, lay_out
from compare.weighing import tell_weighing
from compare.wording import pick_language, say
from compare.writing import CONTROLS, clean_line, keep_utf8

PAIRS_SHOWN = 6  # of one question in HTML; the others are folded, none is left out
TEMPLATES = {".html": "report.html.j2", ".md": "report.md.j2"}


def render_report(analysis: Analysis, ending: str, lang: str, log: ReviewLog | None = None) -> str:
    """Return the report as text, its manifest in it.

    Args:
        analysis: what a run found.
        ending: ".html" or ".md".
        lang: of the interface's words; articles stay in theirs.
        log: of the reviews, for what was adjudicated.
    """
    lang = pick_language(lang)
    template = _open_templates(ending, lang).get_template(TEMPLATES[ending])
    place = Markup("".join(BRACKETS[ending]))
    text = template.render(view=lay_out(analysis, log), lang=lang, manifest_place=place)
    text = keep_utf8(text)  # half an emoji is "?" from here on, for the hash too
    return close_text(text, ending, make_manifest(analysis))


def _open_templates(ending: str, lang: str) -> Environment:
    is_html = ending == ".html"
    environment = Environment(
        loader=PackageLoader("compare.report"),
        autoescape=True,
        finalize=_clean if is_html else _finalize_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["say"] = _sayer(lang, safe=is_html)
    environment.globals["FOLD"] = PAIRS_SHOWN
    environment.globals["tell_measured"] = lambda one: tell_measured(one, lang)
    environment.globals["tell_relation"] = lambda relation: tell_relation(relation, lang)
    environment.globals["tell_weighing"] = lambda relation: tell_weighing(relation, lang)
    environment.filters |= {
        "date": lambda value: tell_date(value, lang),
        "weblink": keep_weblink if is_html else _keep_markdown_link,
        "marked": _mark_in_markdown,
    }
    return environment


def _sayer(lang: str, safe: bool) -> Callable[..., str]:
    """Return `say` for templates.  In Markdown our words keep their punctuation, what fills them does not."""

    def say_in(key: str, **values: object) -> str:
        prefix = "" if key.split(".")[0] in ("relation", "kind", "level") else "report_"
        if safe:
            return say(lang, key, package="compare", prefix=prefix, **values)
        escaped = {name: _finalize_markdown(value) for name, value in values.items()}
        return Markup(say(lang, key, package="compare", prefix=prefix, **escaped))

    return say_in


def tell_measured(one: Measured, lang: str) -> str:
    """Return what the verdicts say so far in words."""
    of = say(lang, f"relation.{one.of}") if one.of else ""
    if one.name == "precision":
        numbers = {"value": f"{one.value:.0%}", "low": f"{one.low:.0%}", "high": f"{one.high:.0%}"}
    else:
        numbers = {"value": f"{one.value:.2f}", "low": f"{one.low:.2f}", "high": f"{one.high:.2f}"}
    return say(lang, f"measured.{one.name}", prefix="report_", of=of, count=one.count, **numbers)


# --- what leaves through the templates -----------------------------------------------------------


def _clean(value: Any) -> Any:
    """Control characters are no text; in HTML they are errors.  They become U+FFFD, one for one."""
    return value.translate(dict.fromkeys(CONTROLS, "�")) if type(value) is str else value


def _finalize_markdown(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(escape_markdown(str(value)))


def _mark_in_markdown(piece: str, is_marked: bool) -> Markup:
    """A piece of a quote, bold if marked; blanks at its ends stay, outside the asterisks."""
    inner = escape_markdown(piece)
    before, after = (" " if end.isspace() else "" for end in (piece[:1], piece[-1:]))
    return Markup(f"{before}**{inner}**{after}" if is_marked and inner else f"{before}{inner}{after}")


_MARKS = re.compile(r"([\\`*_\[\]|~#$^=@])")
_LIST_AT_START = re.compile(r"^([-+]|\d+(?=[.)](?:\s|$)))")
_AUTOLINK = re.compile(r"(https?|ftp|mailto|xmpp)(:)|(www)(\.)", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    r"""Return text on one line that Markdown shows as it is: no markup, no HTML, no list, no link.

    Angle brackets become entities, not backslash escapes: an old converter would pass the tag on.

    >>> escape_markdown("<b>*naik* 2.500|x")
    '&lt;b&gt;\\*naik\\* 2.500\\|x'
    >>> escape_markdown("1. satu"), escape_markdown("- dua")
    ('1\\. satu', '\\- dua')
    """
    line = _MARKS.sub(r"\\\1", clean_line(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _AUTOLINK.sub(r"\1\3\\\2\4", line)
    return _LIST_AT_START.sub(lambda m: m.group() + "\\" if m.group().isdigit() else "\\" + m.group(), line)


_HOST = re.compile(r"[\w.:\[\]-]+")  # no blanks, and no name@ that makes a link look like another place


def keep_weblink(url: str) -> str:
    """Return a link that may be clicked, or "".

    >>> keep_weblink("https://kabar.example/a b"), keep_weblink("javascript:alert(1)")
    ('https://kabar.example/a%20b', '')
    >>> keep_weblink("https://kabar.example@evil.example/")
    ''
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
    except ValueError:
        return ""
    # what would end a Markdown link or an attribute is percent-encoded, and so is every control character
    return (
        re.sub(r"[\x00-\x20<>\"'()\\`\[\]|*~\x7f-\x9f]", lambda m: f"%{ord(m.group()):02X}", url)
        if usable
        else ""
    )


def _keep_markdown_link(url: str) -> Markup:
    return Markup(keep_weblink(url).replace("&", "&amp;"))  # nothing is left in it that ends a link


def tell_date(value: str, lang: str) -> str:
    """Return an ISO date at its own precision in words; what is no date stays as it is.

    >>> tell_date("2026-03-04", "id"), tell_date("2026-03", "en"), tell_date("kemarin", "id")
    ('4 Maret 2026', 'March 2026', 'kemarin')
    """
    try:
        if len(value) == 7:
            return format_date(date.fromisoformat(f"{value}-01"), "MMMM y", locale=lang)
        if len(value) == 10:
            return format_date(date.fromisoformat(value), "d MMMM y", locale=lang)
        if len(value) > 10:
            return format_datetime(datetime.fromisoformat(value), "d MMMM y, HH:mm xxx", locale=lang)
    except (ValueError, OverflowError):
        pass
    return value
