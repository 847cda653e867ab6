"""What happens to a database under the running app: locked, removed, replaced.  Each says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from app_driving import check, fill, open_page, read
from factories import make_flood
from streamlit.testing.v1 import AppTest

from claims.models import Judgement
from claims.store import open_store
from compare.evaluate.generate import Size, make_analysis
from ui.desk import Desk
from ui.session import PAGES
from ui.words import tell

LOCKED = "Program lain memegangnya"
GONE = "dihapus atau diganti"
OTHER = Size(articles=4, claims=20, questions=5, lines=0)


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@contextmanager
def held_by_another(file: Path) -> Iterator[None]:
    """Another program has the file to itself."""
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
    other.close()


def name_reviewer(at: AppTest) -> AppTest:
    return check(at.text_input(key="reviewer_side").set_value("Sari").run())


def judge(at: AppTest, choice: Judgement = Judgement.UNSURE) -> AppTest:
    return check(at.button(key=f"judge-{choice.value}").click().run())


def test_a_locked_database_says_so_and_the_verdict_goes_in_afterwards(
    url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.database.BUSY_SECONDS", 1)
    fill(url, make_flood())
    at = name_reviewer(open_page("review"))
    with held_by_another(file):
        judge(at)
        shown = read(at)
        assert LOCKED in shown and "cs-task" in shown
        for page in PAGES:  # reading does not wait for who writes
            assert LOCKED not in read(open_page(page))
    judge(at)
    assert LOCKED not in read(at)
    with open_store(url) as store:
        assert [v.verdict for v in store.verdicts() if v.reviewer == "Sari"] == [Judgement.UNSURE]


def test_a_database_that_is_locked_when_the_app_opens_it_says_so(
    url: str, file: Path, flood: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.database.BUSY_SECONDS", 1)
    with held_by_another(file):
        at = open_page("review")
        assert LOCKED in read(at)
    check(at.run())
    assert "cs-task" in read(at)


def test_a_file_that_is_removed_is_missed_and_nothing_is_confirmed(
    url: str, file: Path, flood: Desk, tmp_path: Path
) -> None:
    at = name_reviewer(open_page("review"))
    away = file.rename(tmp_path / "away.sqlite")
    judge(at)
    assert GONE in read(at)
    for page in PAGES:
        assert GONE in read(open_page(page))
    assert not file.exists()  # no empty one in its place
    away.rename(file)
    check(at.run())
    judge(at)
    assert GONE not in read(at)
    with open_store(url) as store:
        assert [v.verdict for v in store.verdicts() if v.reviewer == "Sari"] == [Judgement.UNSURE]


def test_a_file_that_is_replaced_is_taken_up_and_gets_the_next_verdict(
    url: str, file: Path, flood: Desk, tmp_path: Path
) -> None:
    at = name_reviewer(open_page("review"))
    other = tmp_path / "other.sqlite"
    fill(f"sqlite:///{other}", make_analysis(OTHER))
    other.replace(file)
    check(at.run())
    assert flood.cards[0].question.title not in read(at)
    assert "RT " in read(at)  # the questions of the other
    judge(at)
    with open_store(url) as store:
        assert [v.reviewer for v in store.verdicts()] == ["Sari"]


def test_a_verdict_on_what_was_replaced_since_it_was_drawn_is_kept(
    url: str, file: Path, flood: Desk, tmp_path: Path
) -> None:
    at = name_reviewer(open_page("review"))
    other = tmp_path / "other.sqlite"
    fill(f"sqlite:///{other}", make_analysis(OTHER))
    other.replace(file)
    judge(at)
    with open_store(url) as store:
        (verdict,) = store.verdicts()
    assert verdict.target in {relation.id for relation in flood.analysis.relations}
    assert tell("id", "lost.title") in read(open_page("about"))


def test_what_was_confirmed_is_there_after_a_reload(url: str, flood: Desk) -> None:
    judge(name_reviewer(open_page("review")))
    at = name_reviewer(open_page("review", line="mine"))
    assert tell("id", "verdict.unsure") in read(at)
