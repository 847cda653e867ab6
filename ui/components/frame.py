"""The frame of a page: heading, section, note, and what stands there when there is nothing to show."""

from __future__ import annotations

from ui.components.text import escape

LONG_TITLE = 80  # a heading of more letters is set smaller: it is a sentence, not a name


def render_brand(tagline: str) -> str:
    """Return the name of the thing, for the top of the side bar."""
    return f'<div class="cs-brand"><strong>Ceksilang</strong><span>{escape(tagline)}</span></div>'


def render_heading(title: str, text: str = "", *, above: str = "", below: str = "") -> str:
    """Return a page's heading; `above` and `below` are HTML that is already safe."""
    words = f"<p>{escape(text)}</p>" if text else ""
    size = ' class="cs-long"' if len(title) > LONG_TITLE else ""
    return f'<header class="cs-head">{above}<h1{size}>{escape(title)}</h1>{words}{below}</header>'


def render_section(title: str, aside: str = "") -> str:
    """Return the heading of a section."""
    small = f" <small>{escape(aside)}</small>" if aside else ""
    return f'<h2 class="cs-section">{escape(title)}{small}</h2>'


def render_label(text: str) -> str:
    """Return the name of a group of controls."""
    return f'<p class="cs-label">{escape(text)}</p>'


def render_note(text: str) -> str:
    """Return a quiet line of text."""
    return f'<p class="cs-note">{escape(text)}</p>'


def render_hint(text: str) -> str:
    """Return a line that should not be missed."""
    return f'<div class="cs-hint" role="status"><p class="cs-note">{escape(text)}</p></div>'


def render_file(name: str, text: str) -> str:
    """Return what a file to download is good for."""
    return f'<h3 class="cs-file">{escape(name)}</h3><p class="cs-note">{escape(text)}</p>'


def render_position(letter: str, label: str, outlets: str, *, is_flagged: bool) -> str:
    """Return the head of a column: the answer and who gives it; an answer that nobody disputes is quieter."""
    kind = "cs-position" if is_flagged else "cs-position cs-quiet"
    return (
        f'<div class="{kind}"><h3><span class="cs-letter">{escape(letter)}</span>{escape(label)}</h3>'
        f"<p>{escape(outlets)}</p></div>"
    )


def render_empty(title: str, text: str, command: str = "", *, wrong: bool = False) -> str:
    """Return what stands there when there is nothing: what is missing and what to do next."""
    code = f"<pre>{escape(command)}</pre>" if command else ""
    kind = "cs-empty cs-wrong" if wrong else "cs-empty"
    role = ' role="alert"' if wrong else ""
    return f'<div class="{kind}"{role}><h2>{escape(title)}</h2><p>{escape(text)}</p>{code}</div>'
