"""Tables of our own: real tables with real links, for the eye, the keyboard and the screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from ui.components.chips import render_relation, render_status
from ui.components.text import escape, mend
from ui.desk import Card, Standing
from ui.matrix import Pair, Row, name_place
from ui.words import name_kind, name_level, tell, tell_outlet

HEATS = 5  # shades of the heat map


def make_href(path: str, query: Mapping[str, str | list[str]]) -> str:
    """Return a link inside the app, ready for an attribute.

    >>> make_href("question", {"q": "a&b", "outlet": ["x", "y"]})
    'question?q=a%26b&amp;outlet=x&amp;outlet=y'
    """
    given = {name: mend(v) if isinstance(v, str) else list(map(mend, v)) for name, v in query.items()}
    return escape(f"{path}?{urlencode(given, doseq=True)}" if given else path)


def link_to(href: str, words: str, title: str = "") -> str:
    """Return a link inside the app; `href` comes from `make_href`, `words` is HTML that is already safe."""
    name = f' title="{escape(title)}"' if title else ""
    return f'<a class="cs-go" target="_self" href="{href}"{name}>{words}</a>'


def _frame(label: str, table: str) -> str:
    """A table that scrolls inside itself, so that the page never does; the keyboard reaches it."""
    return f'<div class="cs-scroll" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'


def render_card_table(
    cards: Sequence[Card], standing: Standing, link: Callable[[Card], str], lang: str
) -> str:
    """Return the list as a table, a question a row; `link` makes the address of a card."""
    heads = ("question", "relation", "kind", "level", "outlet", "status")
    row = "".join(f'<th scope="col">{escape(tell(lang, f"table.{head}"))}</th>' for head in heads)
    body = "".join(_render_card_row(card, standing, link(card), lang) for card in cards)
    table = f'<table class="cs-table"><thead><tr>{row}</tr></thead><tbody>{body}</tbody></table>'
    return _frame(tell(lang, "view.table"), table)


def _render_card_row(card: Card, standing: Standing, href: str, lang: str) -> str:
    lead = card.lead.lead
    status = render_status(card.status(standing), card.count_checked(standing), len(card.findings), lang)
    cells = (
        render_relation(lead.relation, lang),
        escape(name_kind(lead.kind, lang)),
        escape(name_level(lead.level, lang)),
        escape(", ".join(tell_outlet(name, lang) for name in card.outlets)),
        status,
    )
    title = link_to(href, escape(card.question.title))
    return f'<tr><th scope="row">{title}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


# --- outlets by questions ------------------------------------------------------------------------


def render_matrix(rows: Sequence[Row], outlets: Sequence[str], link: Callable[[Card], str], lang: str) -> str:
    """Return who gives which answer: a letter an answer, a dot where an outlet is silent."""
    heads = _render_heads(outlets, lang)
    corner = f'<th scope="col">{escape(tell(lang, "table.question"))}</th>'
    body = "".join(_render_matrix_row(row, outlets, link(row.card), lang) for row in rows)
    table = (
        f'<table class="cs-table cs-matrix"><thead><tr>{corner}{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return _frame(tell(lang, "view.matrix"), table)


def _render_heads(outlets: Sequence[str], lang: str) -> str:
    names = (escape(tell_outlet(outlet, lang)) for outlet in outlets)
    return "".join(f'<th scope="col"><span>{name}</span></th>' for name in names)


def _render_matrix_row(row: Row, outlets: Sequence[str], href: str, lang: str) -> str:
    cells = "".join(f"<td>{_render_answers(row, outlet, lang)}</td>" for outlet in outlets)
    return f'<tr><th scope="row">{link_to(href, escape(row.card.question.title))}</th>{cells}</tr>'


def _render_answers(row: Row, outlet: str, lang: str) -> str:
    numbers = row.answers.get(outlet, ())
    if not numbers:
        return _render_nothing(tell(lang, "silent"))
    return "".join(
        f'<span class="cs-answer cs-answer-{min(number, 4)}" title="{escape(row.labels[number])}">'
        f"{name_place(number)}</span>"
        for number in numbers
    )


def _render_nothing(words: str) -> str:
    """A dot for the eye, words for the screen reader."""
    dot = f'<span aria-hidden="true">·</span><span class="cs-unseen">{escape(words)}</span>'
    return f'<span class="cs-silent">{dot}</span>'


# --- outlets by outlets --------------------------------------------------------------------------


def render_heat(
    counts: Mapping[Pair, int], outlets: Sequence[str], link: Callable[[Pair], str], lang: str
) -> str:
    """Return on how many things each two outlets disagree; each number leads to them."""
    most = max(counts.values(), default=1)
    heads = _render_heads(outlets, lang)
    body = ""
    for one in outlets:
        cells = "".join(
            _render_heat_cell((min(one, other), max(one, other)), counts, most, link, lang)
            for other in outlets
        )
        body += f'<tr><th scope="row">{escape(tell_outlet(one, lang))}</th>{cells}</tr>'
    table = (
        f'<table class="cs-table cs-matrix cs-heat"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return _frame(tell(lang, "view.heat"), table)


def _render_heat_cell(
    pair: Pair, counts: Mapping[Pair, int], most: int, link: Callable[[Pair], str], lang: str
) -> str:
    count = counts.get(pair, 0)
    if not count:
        return f"<td>{_render_nothing('0')}</td>"
    heat = max(1, round(HEATS * count / most))
    one, other = (tell_outlet(name, lang) for name in pair)
    title = tell(lang, "heat.title", one=one, other=other, n=count)
    return f'<td class="cs-heat-{heat}">{link_to(link(pair), str(count), title)}</td>'
