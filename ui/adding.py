"""Articles in by upload or paste, and the analysis of what is in, with progress and clear refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from claims.articles import ENDINGS
from claims.errors import CeksilangError, InputError
from claims.ingest import load_originals, load_pasted, load_uploads
from claims.intake import Intake, Keeper
from claims.models import Document
from compare.result import is_behind
from compare.wording import say
from ui.components.frame import render_empty, render_hint, render_note
from ui.components.intake import render_problems
from ui.data import analysed_documents, load_log, open_current_store, run_analysis
from ui.refusals import tell_error
from ui.session import current_language, text
from ui.words import tell_count

if TYPE_CHECKING:
    from ui.desk import Desk

ROUND = "adding_round"  # raised after each intake: a file box with a new key is empty again
SAID = "adding_said"  # what the last intake has to say
MOST_PAGES = 25  # of one feed or sitemap, a second each; the command line takes more
PASTED = ("outlet", "title", "published", "url")


def show_adding(*, is_open: bool) -> None:
    """Show the ways in, what came of the last one, and what waits to be analysed."""
    with st.expander(text("add.title"), icon=":material/add:", expanded=is_open):
        files, web, paste = st.tabs([text(f"add.{way}") for way in ("files", "web", "paste")])
        with files:
            _show_files()
        with web:
            _show_web()
        with paste:
            _show_paste()
    _show_said()
    _show_waiting()


def _show_files() -> None:
    turn = st.session_state.get(ROUND, 0)
    with st.form(f"add-files-{turn}", border=False):
        files = st.file_uploader(
            text("add.choose", endings=", ".join(ENDINGS)), accept_multiple_files=True, key=f"files-{turn}"
        )
        wanted = st.form_submit_button(text("add.take"), type="primary", icon=":material/upload:")
    if not wanted:
        return
    if not files:
        st.html(render_note(text("add.no_file")))
        return
    problems: list[InputError] = []
    keeper = Keeper(open_current_store())
    given = [(file.name, file.getvalue()) for file in files]
    with _progress() as bar:
        documents = load_uploads(
            given, on_problem=problems.append, on_progress=bar.see, on_original=keeper.keep
        )
        _keep(keeper, documents, problems)


def _show_web() -> None:
    """Take articles from their addresses, by the rules of `ceksilang fetch`."""
    turn = st.session_state.get(ROUND, 0)
    with st.form(f"add-web-{turn}", border=False):
        words = st.text_area(text("add.addresses"), key=f"web-{turn}", height=110, placeholder="https://")
        st.html(render_note(text("add.web_text", most=MOST_PAGES)))
        wanted = st.form_submit_button(text("add.fetch"), type="primary", icon=":material/cloud_download:")
    if not wanted:
        return
    addresses = (words or "").split()
    if not addresses:
        st.html(render_note(text("add.no_address")))
        return
    from claims.fetch.client import Fetcher
    from claims.fetch.links import fetch_all

    problems: list[InputError] = []
    store = open_current_store()
    keeper = Keeper(store)
    with _progress() as bar, Fetcher(store) as fetcher:
        pages = fetch_all(
            addresses, fetcher, on_problem=problems.append, on_progress=bar.see, limit=MOST_PAGES
        )
        documents = load_originals(pages, on_problem=problems.append, on_original=keeper.keep)
        _keep(keeper, documents, problems)


def _show_paste() -> None:
    turn = st.session_state.get(ROUND, 0)
    with st.form(f"add-paste-{turn}", border=False):
        words = st.text_area(text("add.text"), key=f"pasted-{turn}", height=220)
        left, right = st.columns(2)
        for number, name in enumerate(PASTED):
            with left if number % 2 == 0 else right:
                hint = text("add.published_hint") if name == "published" else None
                st.text_input(
                    text(f"fact.{name}"), key=f"pasted-{name}-{turn}", placeholder=hint, max_chars=2000
                )
        wanted = st.form_submit_button(text("add.take"), type="primary", icon=":material/content_paste:")
    if not wanted:
        return
    keeper = Keeper(open_current_store())
    given = {name: str(st.session_state.get(f"pasted-{name}-{turn}") or "") for name in PASTED}
    try:
        document = load_pasted(words or "", **given, on_original=keeper.keep)
    except InputError as error:
        st.html(render_problems([error], current_language()))
        return
    _keep(keeper, [document], [])


def _keep(keeper: Keeper, documents: Iterable[Document], problems: Sequence[InputError]) -> None:
    """Save what came in and say so on a page that is drawn anew."""
    try:
        intake = keeper.take_in(documents)
    except CeksilangError as error:
        st.html(render_empty(text("add.failed"), tell_error(error, current_language()), wrong=True))
        return
    st.session_state[SAID] = (intake, tuple(problems))
    if intake.documents:
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _show_said() -> None:
    said: tuple[Intake, tuple[InputError, ...]] | None = st.session_state.pop(SAID, None)
    if said is None:
        return
    intake, problems = said
    language = current_language()
    words = text("add.taken", new=tell_count(language, "count.article", intake.new), known=intake.known)
    st.html(render_note(words))
    if problems:
        st.html(render_problems(problems, language))


def _show_waiting() -> None:
    """Say how many articles wait, and offer the analysis."""
    waiting = len(open_current_store().arrivals().keys() - analysed_documents())
    if not waiting:
        return
    articles = tell_count(current_language(), "count.article", waiting)
    with st.container(key="waiting", horizontal=True, vertical_alignment="center"):
        st.html(render_note(text("add.waiting", articles=articles)), width="content")
        wanted = st.button(text("add.analyse"), type="primary", icon=":material/play_arrow:", key="analyse")
    if wanted:
        show_analysis()


def show_if_behind(desk: Desk) -> None:
    """Say that something was corrected since the analysis, and offer to make it anew here and now."""
    if not is_behind(desk.analysis, load_log()):
        return
    with st.container(key="behind", gap="small"):
        st.html(render_hint(text("article.behind")))
        if st.button(text("add.again"), icon=":material/refresh:", key="again"):
            show_analysis()


def show_analysis() -> None:
    """Analyse what is in, with a bar, and draw the page anew; a failure is said."""
    try:
        with _progress() as bar:
            run_analysis(bar.see)
    except CeksilangError as error:
        st.html(render_empty(text("add.not_analysed"), tell_error(error, current_language()), wrong=True))
        return
    st.session_state["notice"] = ("done", text("add.analysed"))
    st.rerun()


class _Bar:
    """Shows how far a step is; the words are those of the command line."""

    def __init__(self) -> None:
        self._place = st.empty()

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *problem: object) -> None:
        self._place.empty()

    def see(self, step: str, done: int, total: int) -> None:
        """Take how much of a step is done; a total of 0 means that nobody knows."""
        try:
            name = say(current_language(), f"step.{step}", package="ui", prefix="cli_")
        except KeyError:
            return  # a step inside a step
        words = f"{name} {done}/{total}" if total else f"{name} ..."
        self._place.progress(min(done / total, 1.0) if total else 0.0, words)


def _progress() -> _Bar:
    return _Bar()
