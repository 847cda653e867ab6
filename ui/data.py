"""What the pages read from the database and write into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

import streamlit as st

from claims.errors import CeksilangError, StoreGone
from claims.events import Event
from claims.log import ReviewLog
from claims.models import Analysis, Claim, Run, Verdict
from claims.store import Store, open_store
from compare.result import apply_people, find_revision
from compare.settings import Settings
from ui.components.frame import render_empty
from ui.desk import Desk, Standing
from ui.guard import guarded
from ui.refusals import tell_error
from ui.search import Meanings, Vectors, gather_meanings, hash_words
from ui.session import current_language, current_reviewer, link_page, text
from ui.settings import database_url

if TYPE_CHECKING:
    from compare.encoder import Encoder


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Store:
    return open_store(url)


def _open_current(url: str) -> Store:
    """Return the open store, opened anew if another file was put in the place of the one that was open."""
    store = _open(url)
    if store.is_replaced():
        store.close()  # SQLite's log beside the file is the old one's: it must not get into the new one
        _open.clear(url)
    return _open(url)


@st.cache_resource(show_spinner=False, max_entries=1)
def _load_machine(url: str, revision: str) -> Analysis | None:
    """The analysis as the store has it: it takes seconds to load a large one, a move must not do it again."""
    return _open_current(url).load_analysis()


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(url: str, revision: str) -> Desk | None:
    store = _open_current(url)
    analysis = _load_machine(url, store.revision())
    return Desk(apply_people(analysis, store)) if analysis else None


def open_desk(*, can_add_here: bool = False) -> Desk:
    """Return the last analysis; without one, say what to do and end the page."""
    url = database_url()
    desk = _load(url, find_revision(_open_current(url)))
    if desk is None:
        words = text("empty.analysis.text")
        st.html(render_empty(text("empty.analysis.title"), words, "ceksilang analyse seeds/"))
        if not can_add_here:
            link_page("sources", text("empty.analysis.add"), "add")
        st.stop()
    return desk


def show_problem(error: CeksilangError) -> None:
    """Say in one place what is wrong with the database; the next run of the page opens it anew.

    A file that is gone is not opened anew: that would make an empty one in its place.
    """
    if not isinstance(error, StoreGone):
        _open.clear()
    problem = text("empty.damaged.text", problem=tell_error(error, current_language()))
    st.html(render_empty(text("empty.damaged.title"), problem, wrong=True))


def open_current_store() -> Store:
    """Return the store of this app, open."""
    return _open_current(database_url())


def load_log() -> ReviewLog:
    """Return the review log; other reviewers' lines too, as they come in."""
    return open_current_store().log()


def load_verdicts() -> tuple[Verdict, ...]:
    """Return every verdict of the log, for the report."""
    return open_current_store().verdicts()


def load_standing() -> Standing:
    """Return the verdicts that stand now, and what the last word has been said on."""
    log = load_log()
    given = {target: tuple(of_target.values()) for target, of_target in log.verdicts.items()}
    return Standing(given, log.adjudications)


def save(*events: Event, said: str) -> bool:
    """Add lines to the log, all or none; a failure is said, never swallowed.  True: they are saved."""
    return _write(lambda store: store.add_events(events), said)


def undo(*events: Event) -> bool:
    """Take lines back in the reviewer's name."""
    return _write(lambda store: store.undo(events, current_reviewer()), "verdict.undone")


@guarded
def take_back(*events: Event) -> None:
    """Take lines back; for a button."""
    undo(*events)  # a failure is a notice


def _write(act: Callable[[Store], object], said: str) -> bool:
    try:
        act(open_current_store())
    except CeksilangError as error:
        st.session_state["notice"] = (
            "error",
            text("verdict.not_saved", problem=tell_error(error, current_language())),
        )
        return False
    st.session_state["notice"] = ("done", text(said))
    return True


# --- an analysis from here -----------------------------------------------------------------------


def analysed_documents() -> frozenset[str]:
    """Return the ids of the articles that the last analysis holds."""
    run = open_current_store().last_run()
    return frozenset(run.documents) if run else frozenset()


def run_analysis(on_progress: Callable[[str, int, int], None]) -> None:
    """Analyse all that is in the store, with the encoder that this process has already.

    Raises:
        CeksilangError: it failed; what was done is kept.
    """
    on_progress("prepare", 0, 0)
    from compare.pipeline import analyse

    store = open_current_store()
    run = store.last_run()
    name = _name_encoder(run) if run else ""
    analyse((), store, lambda: _load_encoder(name), Settings(encoder=name), on_progress)


# --- meaning -------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=1)
def _gather(url: str, revision: str, model: str) -> Meanings | None:
    desk = _load(url, revision)
    if desk is None:
        return None
    stored = _open_current(url).vectors(model, [hash_words(claim.quote) for claim in desk.claims.values()])
    return gather_meanings(desk, stored)


def load_meanings(desk: Desk) -> Meanings | None:
    """Return the vectors of the claims as the analysis made them; None if the store has none."""
    url = database_url()
    return _gather(url, find_revision(_open_current(url)), dict(desk.analysis.run.models).get("encoder", ""))


@st.cache_resource(show_spinner=False)
def _load_encoder(name: str) -> Encoder:
    from compare.encoder import load_encoder

    return load_encoder(name or None)


@st.cache_data(show_spinner=False, max_entries=500)
def _encode(words: str, name: str) -> Vectors:
    vector: Vectors = _load_encoder(name).encode([words])[0]
    return vector


def rank_by_meaning(words: str, meanings: Meanings, desk: Desk) -> Iterator[tuple[Claim, float]]:
    """Return the claims by how near they are to `words` in meaning, to the encoder of the analysis.

    Raises:
        ModelError: that encoder cannot be loaded here.
    """
    return meanings.rank(_encode(words, _name_encoder(desk.analysis.run)))


def _name_encoder(run: Run) -> str:
    """Return what `load_encoder` is to be given for the encoder of a run: "" for the bundled one."""
    name = dict(run.models).get("encoder", "")
    return "" if name == Settings().encoder_name else name


def show_notice() -> None:
    """Say once what the last action has to say: success in passing, a failure until the next action."""
    notice = cast("tuple[str, str] | None", st.session_state.pop("notice", None))
    if not notice:
        return
    kind, words = notice
    if kind == "error":
        st.html(render_empty(words, "", wrong=True))
    else:
        st.toast(words)
