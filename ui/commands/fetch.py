"""The command `fetch`: from addresses to a stored analysis, telling what goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.errors import InputError
from claims.fetch.client import Fetcher, FetchSettings
from claims.fetch.links import fetch_all
from claims.ingest import load_originals
from claims.intake import Keeper
from ui.commands.analyse import NOTHING_USABLE, Models, analyse_store, summarise, tell_unread
from ui.commands.console import Progress, print_lines
from ui.refusals import tell_error

if TYPE_CHECKING:
    from ui.commands.call import Call


def fetch_addresses(
    urls: Sequence[str], settings: FetchSettings, limit: int, call: Call, only_keep: bool = False
) -> int:
    """Fetch what the addresses name, analyse it with what is there, and return the exit code."""
    problems: list[InputError] = []
    with call.open_store() as store, Progress(call.lang) as progress:

        def take_problem(problem: InputError) -> None:
            problems.append(problem)
            progress.print(tell_error(problem, call.lang))

        keeper = Keeper(store)
        with Fetcher(store, settings) as fetcher:
            pages = fetch_all(urls, fetcher, on_problem=take_problem, on_progress=progress.see, limit=limit)
            documents = load_originals(pages, on_problem=take_problem, on_original=keeper.keep)
            intake = keeper.take_in(documents)
        analysis = None
        if intake.documents and not only_keep:
            analysis = analyse_store(store, Models(), progress)
    tell_unread(problems, call)
    if not intake.documents:
        print_lines([call.tell("analyse.nothing")], error=True)
        return NOTHING_USABLE
    print_lines([call.tell("fetch.done", new=intake.new, known=intake.known)])
    if analysis is not None:
        print_lines(summarise(analysis, call))
    return 0
