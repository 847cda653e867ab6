"""The command `sources`: the articles, and how what is known of each is known."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from claims.models import Document, Known
from compare.wording import say
from compare.writing import clean_line
from ui.commands.call import tell
from ui.commands.console import open_console, print_lines


def print_sources(documents: Sequence[Document], lang: str) -> None:
    """Print the articles with how outlet, title, date and language are known."""
    if not documents:
        print_lines([tell("sources.none", lang)])
        return
    names = [
        say(lang, f"column.{name}", prefix="report_")
        for name in ("outlet", "article", "published", "language")
    ]
    table = Table(tell("sources.file", lang), *names, box=None, pad_edge=False)
    for document in sorted(documents, key=lambda d: (d.path, d.id)):
        known = (document.outlet, document.title, document.published, document.language)
        table.add_row(Text(clean_line(document.path)), *(_show_known(k, lang) for k in known))
    open_console().print(table)


def _show_known(known: Known, lang: str) -> Text:
    basis = say(lang, f"basis.{known.basis.value}", prefix="report_")
    source = f"{basis}: {known.evidence}" if known.evidence else basis
    text = Text(clean_line(known.value))
    return text.append(("\n" if known else "") + clean_line(source), style="dim")
