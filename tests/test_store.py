"""The store gives back what it was given, whatever happens around it; no confirmed verdict is ever lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from factories import make_flood, make_hostile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import models
from claims.codec import decode, encode
from claims.errors import StoreError, StoreGone
from claims.models import Analysis, Claim, Document, Judgement, Known, Provenance, Reading, Run, Span, Verdict
from claims.originals import Original
from claims.schema import LAST_ANALYSIS, METADATA, SCHEMA_VERSION
from claims.store import Store, open_store


def as_url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def make_verdict(number: int, reviewer: str = "ani", target: str = "r-1", **given: Any) -> Verdict:
    return Verdict(target, reviewer, Judgement.CONFLICT, f"note {number}", **given)


# --- round trips ---------------------------------------------------------------------------------------

PLACE = st.integers(0, 10**7)
st.register_type_strategy(Span, st.tuples(PLACE, PLACE).map(lambda pair: Span(*sorted(pair))))
st.register_type_strategy(float, st.floats(allow_nan=False))
st.register_type_strategy(date, st.dates())
NOUNS = [kind for _, kind in sorted(vars(models).items()) if isinstance(kind, type) and is_dataclass(kind)]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_noun_survives_the_codec(noun: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(noun))
    again = decode(encode(value), noun)
    assert again == value
    assert encode(again) == encode(value)


HOSTILE = ("'; DROP TABLE claim; --", "a\0b\u2028👩‍🚒", "lone \ud800 surrogate")


@pytest.mark.parametrize(
    "analysis", [make_flood(), *map(make_hostile, HOSTILE)], ids=["flood", "sql", "nul", "surrogate"]
)
def test_an_analysis_comes_back_as_it_was(store: Store, analysis: Analysis) -> None:
    store.save_analysis(analysis)
    for verdict in analysis.verdicts:
        store.add_verdict(verdict)
    assert store.load_analysis() == analysis
    assert store.last_run() == analysis.run
    assert store.documents() == tuple(
        sorted((reading.document for reading in analysis.readings), key=lambda document: document.id)
    )


def test_an_empty_store_says_so(store: Store) -> None:
    assert store.documents() == store.verdicts() == ()
    assert store.load_analysis() is None
    assert store.last_run() is None
    assert store.reading("d-1", "1") is None
    assert store.vectors("model", ["a"]) == {}
    assert store.current_verdicts() == {}


def test_an_analysis_without_anything_is_still_one(store: Store) -> None:
    empty = Analysis(Run("2026-01-01T00:00:00+00:00"), (), (), ())
    store.save_analysis(empty)
    assert store.load_analysis() == empty


def test_a_new_analysis_takes_the_place_of_the_last(store: Store) -> None:
    flood = make_flood()
    store.save_analysis(flood)
    smaller = Analysis(replace(flood.run, created="2027-01-01"), flood.readings[:1], (), ())
    store.save_analysis(smaller)
    assert store.load_analysis() == smaller
    assert len(store.documents()) == len(flood.readings)  # documents stay until they are removed


def test_an_analysis_is_saved_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = make_flood()
    store.save_analysis(flood)
    broken = replace(flood, relations=(*flood.relations, replace(flood.relations[0], score=None)))
    with pytest.raises(StoreError):
        store.save_analysis(broken)
    assert store.load_analysis() == replace(flood, verdicts=())


def test_the_file_alone_holds_all_that_was_confirmed(tmp_path: Path) -> None:
    file, copy = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    with open_store(f"sqlite:///{file}") as store:
        store.save_analysis(make_flood())
        store.add_verdict(make_verdict(1))
        copy.write_bytes(file.read_bytes())  # as people make their copies, while it is open
        with open_store(f"sqlite:///{copy}") as other:
            assert other.load_analysis() == store.load_analysis()
            assert other.verdicts() == store.verdicts()


def test_what_is_written_into_a_file_that_is_gone_is_not_confirmed(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    with open_store(f"sqlite:///{file}") as store:
        file.unlink()
        with pytest.raises(StoreGone, match="removed or replaced"):
            store.add_verdict(make_verdict(1))
        with pytest.raises(StoreGone):
            store.verdicts()
        assert not store.is_replaced()
        with open_store(f"sqlite:///{file}"):
            assert store.is_replaced()
    assert not open_store("sqlite://").is_replaced()


def test_the_revision_follows_the_analysis_and_not_the_verdicts(store: Store) -> None:
    seen = [store.revision()]
    store.save_analysis(make_flood())
    seen.append(store.revision())
    store.add_verdict(make_verdict(1))
    assert store.revision() == seen[-1]
    store.save_analysis(make_flood())
    seen.append(store.revision())
    store.remove_document(make_flood().readings[0].document.id)
    seen.append(store.revision())
    assert len(set(seen)) == 4


# --- documents and readings ------------------------------------------------------------------------------


def test_a_reading_is_kept_by_version(store: Store) -> None:
    reading = make_flood().readings[0]
    store.save_reading(reading, "1")
    assert store.reading(reading.document.id, "1") == reading
    assert store.reading(reading.document.id, "2") is None
    store.save_reading(replace(reading, claims=()), "2")
    assert store.reading(reading.document.id, "1") is None
    assert store.reading(reading.document.id, "2") == replace(reading, claims=())


def test_new_metadata_drops_the_reading_and_a_new_path_does_not(store: Store) -> None:
    reading = make_flood().readings[0]
    document = reading.document
    store.save_reading(reading, "1")
    moved = replace(document, path="elsewhere/article.txt")
    store.save_document(moved)
    assert store.reading(document.id, "1") == replace(reading, document=moved)
    dated = replace(moved, published=Known("2026-03-05"))
    store.save_document(dated)
    assert store.reading(document.id, "1") is None
    assert dated in store.documents()


def test_documents_are_sorted_and_can_be_removed(store: Store) -> None:
    documents = [Document(f"Teks nomor {n}.", url=f"https://example.org/{n}") for n in range(20)]
    for document in documents:
        store.save_document(document)
        store.save_document(document)
    ids = [document.id for document in store.documents()]
    assert ids == sorted(document.id for document in documents)
    store.remove_document(ids[3])
    store.remove_document("d-never-there")
    assert [document.id for document in store.documents()] == ids[:3] + ids[4:]


def test_removing_a_document_takes_what_was_made_of_it(store: Store) -> None:
    flood = make_flood()
    reading = flood.readings[0]
    store.save_reading(reading, "1")
    store.save_analysis(flood)
    store.add_verdict(make_verdict(1))
    store.remove_document(reading.document.id)
    assert store.reading(reading.document.id, "1") is None
    assert store.load_analysis() is None
    assert len(store.verdicts()) == 1
    assert reading.document not in store.documents()


def test_vectors_are_kept_by_model_and_hash(store: Store) -> None:
    random = np.random.default_rng(1)
    kept = {f"t-{n}": random.normal(size=384).astype(np.float32) for n in range(1200)}
    store.save_vectors("one", kept)
    store.save_vectors("two", {"t-1": np.zeros(3, np.float32)})
    found = store.vectors("one", [*kept, "t-unknown", "t-1"])
    assert found.keys() == kept.keys()
    assert all(np.array_equal(found[name], kept[name]) and found[name].dtype == np.float32 for name in kept)
    found["t-1"][:] = 0  # the caller's own copy
    store.save_vectors("one", {"t-2": kept["t-3"]})
    assert np.array_equal(store.vectors("one", ["t-2"])["t-2"], kept["t-3"])
    assert store.vectors("two", ["t-1"])["t-1"].shape == (3,)


# --- verdicts --------------------------------------------------------------------------------------------


def test_a_verdict_gets_its_time(store: Store) -> None:
    kept = store.add_verdict(make_verdict(1))
    at = datetime.fromisoformat(kept.at)
    assert at.utcoffset() is not None
    assert at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]
    assert store.verdicts() == (kept,)


def test_the_same_line_again_changes_nothing(store: Store) -> None:
    kept = store.add_verdict(make_verdict(1))
    assert store.add_verdict(kept) == kept
    assert store.verdicts() == (kept,)


UNDO = [
    # what one reviewer does, what stands then
    ("conflict", "conflict"),
    ("conflict unsure", "unsure"),
    ("conflict withdrawn", None),
    ("conflict unsure withdrawn", "conflict"),
    ("conflict unsure withdrawn withdrawn", None),
    ("conflict unsure withdrawn no_conflict", "no_conflict"),
    ("conflict unsure withdrawn no_conflict withdrawn", "conflict"),
    ("withdrawn", None),
    ("withdrawn withdrawn conflict", "conflict"),
]


@pytest.mark.parametrize(("done", "stands"), UNDO)
def test_undo_shows_the_verdict_before(store: Store, done: str, stands: str | None) -> None:
    for word in done.split():
        store.add_verdict(Verdict("r-1", "ani", Judgement(word)))
        store.add_verdict(Verdict("r-1", "budi", Judgement.UNSURE))
    current = store.current_verdicts()["r-1"]
    assert current["budi"].verdict is Judgement.UNSURE
    assert (current["ani"].verdict if "ani" in current else None) == stands
    assert len(store.verdicts()) == 2 * len(done.split())  # nothing leaves the log


def write_verdicts(url: str, reviewer: str, count: int) -> list[str]:
    with open_store(url) as opened:
        return [opened.add_verdict(make_verdict(n, reviewer)).id for n in range(count)]


def test_processes_and_threads_write_at_once(url: str) -> None:
    open_store(url).close()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as processes, ThreadPoolExecutor(3) as threads:
        jobs = [processes.submit(write_verdicts, url, f"process {n}", 100) for n in range(2)]
        with open_store(url) as shared:
            more = [threads.submit(shared.add_verdict, make_verdict(n, "thread")) for n in range(60)]
            confirmed = {job.result().id for job in more} | {name for job in jobs for name in job.result()}
            assert {verdict.id for verdict in shared.verdicts()} == confirmed
    assert len(confirmed) == 260


def test_first_use_by_several_processes_at_once(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, mp_context=context) as processes:
        jobs = [processes.submit(write_verdicts, url, f"process {n}", 2) for n in range(3)]
        assert sum(len(job.result()) for job in jobs) == 6


def test_a_reader_sees_one_state_while_another_writes(store: Store, url: str) -> None:
    flood = make_flood()
    other = Analysis(replace(flood.run, created="2027-01-01"), flood.readings[:1], (), ())
    store.save_analysis(flood)
    expected = {flood.run.created: len(flood.relations), other.run.created: 0}
    with open_store(url) as writer, ThreadPoolExecutor(1) as threads:
        job = threads.submit(lambda: [writer.save_analysis(a) for _ in range(20) for a in (other, flood)])
        while not job.done():
            seen = store.load_analysis()
            assert seen is not None
            assert len(seen.relations) == expected[seen.run.created]
        job.result()


KILLED = """
import sys
from claims.models import Judgement, Verdict
from claims.store import open_store
store = open_store(sys.argv[1])
for number in range(1_000):
    print(store.add_verdict(Verdict("r-1", "ani", Judgement.CONFLICT, str(number))).id, flush=True)
"""


@pytest.mark.parametrize("until", [1, 250, 700])
def test_kill_during_a_thousand_verdicts_loses_none_that_was_confirmed(url: str, until: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    confirmed = [process.stdout.readline().strip() for _ in range(until)]
    process.send_signal(signal.SIGKILL)
    confirmed += [
        line.strip() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")
    ]
    process.wait()
    process.stdout.close()
    with open_store(url) as opened:
        kept = [verdict.id for verdict in opened.verdicts()]
    assert all(confirmed) and until <= len(confirmed) < 1_000
    assert kept[: len(confirmed)] == confirmed
    assert len(kept) <= len(confirmed) + 1  # the one that was being confirmed


# --- what cannot be opened -------------------------------------------------------------------------------


def check_refused(url: str, *expected: str) -> None:
    """Opening says which file, what is wrong and what to do."""
    with pytest.raises(StoreError) as caught:
        open_store(url)
    for words in expected:
        assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Catatan rapat redaksi. " * 100, "utf-8")
    before = path.read_bytes()
    check_refused(as_url(path), str(path), "not a database", "--db")
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    check_refused(as_url(tmp_path), str(tmp_path), "is a folder", "--db")


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    check_refused(as_url(path), str(path), "another program", "--db")


def test_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    open_store(as_url(path)).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE ceksilang_state SET value = ? WHERE name = 'schema'", [str(SCHEMA_VERSION + 1)]
    )
    connection.commit()
    connection.close()
    check_refused(as_url(path), str(path), "newer", "pip install --upgrade")


def test_a_read_only_database(tmp_path: Path) -> None:
    path = tmp_path / "locked away.db"
    open_store(as_url(path)).close()
    check_refused(f"sqlite:///file:{path}?mode=ro&uri=true", "locked away.db", "readonly", "--db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_and_folder(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(as_url(path)).close()
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        check_refused(as_url(path), str(path), "--db")
        check_refused(as_url(tmp_path / "new.db"), "new.db", "--db")
    finally:
        tmp_path.chmod(0o755)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    check_refused(as_url(tmp_path / "file" / "store.db"), "file", "cannot be made", "--db")


@pytest.mark.parametrize(
    "url", ["", "not a url", "oracle9://x", "mysql://x@y/z", "sqlite:////dev/null/x/store.db"]
)
def test_addresses_that_are_none(url: str) -> None:
    check_refused(url, "--db" if "dev" in url else "database address")


def test_a_password_is_not_shown() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        open_store("postgresql+psycopg://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def fill(path: Path) -> None:
    with open_store(as_url(path)) as opened:
        opened.save_analysis(make_flood())
        for number in range(60):
            opened.add_verdict(make_verdict(number))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9])
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, share: float) -> None:
    path = tmp_path / "store.db"
    fill(path)
    content = bytearray(path.read_bytes())
    start = int(len(content) * share)
    content[start : start + 40_000] = b"\xa5" * len(content[start : start + 40_000])
    path.write_bytes(content)
    try:
        with open_store(as_url(path)) as opened:
            opened.load_analysis()
            opened.verdicts()
            opened.current_verdicts()
    except StoreError as error:
        assert str(path) in str(error)
    else:
        pytest.fail("the damage went unnoticed")


def test_a_file_cut_in_half_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    fill(path)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreError, match=r"store\.db"), open_store(as_url(path)) as opened:
        opened.load_analysis()
        opened.verdicts()


def test_a_body_that_cannot_be_understood_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    fill(path)
    connection = sqlite3.connect(path)
    connection.execute("""UPDATE claim SET body = '{"quote": 1}'""")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="stored claim"), open_store(as_url(path)) as opened:
        opened.load_analysis()


# --- the tables ------------------------------------------------------------------------------------------


def test_columns_say_what_the_bodies_say(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    flood = make_flood()
    with open_store(as_url(path)) as opened:
        opened.save_analysis(flood)
    connection = sqlite3.connect(path)
    claims = [claim for reading in flood.readings for claim in reading.claims]
    assert connection.execute(
        "SELECT id, outlet, speaker, modality FROM claim ORDER BY place"
    ).fetchall() == [(claim.id, claim.outlet, claim.speaker, claim.modality.value) for claim in claims]
    flagged = connection.execute("SELECT id FROM relation WHERE is_flagged ORDER BY place").fetchall()
    assert flagged == [(r.id,) for r in flood.relations if r.relation.is_flagged]
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_everything_of_the_last_analysis_is_emptied() -> None:
    kept = {"ceksilang_state", "document", "original", "arrival", "fetched", "reading", "vector", "event"}
    assert {table.name for table in LAST_ANALYSIS} == METADATA.tables.keys() - kept


def test_a_store_in_memory_serves_tests() -> None:
    with open_store("sqlite://") as opened:
        opened.save_analysis(make_flood())
        assert opened.last_run() == make_flood().run


def test_the_claim_of_a_reading_is_not_stored_with_its_text() -> None:
    claim = Claim("d-1", Span(0, 4), "kata", Span(0, 4))
    assert decode(encode(claim), Claim).id == claim.id
    assert '"id"' not in encode(claim)
    assert isinstance(decode(encode(Reading(Document("a"), (), (), (claim,))), Reading).claims, tuple)


# --- originals and arrivals -------------------------------------------------------------------------------


def test_bytes_come_back_as_they_came(store: Store) -> None:
    original = Original("a.html", b"<p>Banjir</p>\x00\xff" * 1000, media="text/html")
    store.save_originals([original, original])
    store.save_originals([original])
    assert store.original(original.sha256) == original.data
    assert store.original("0" * 64) is None


def test_a_damaged_original_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    original = Original("a.txt", b"Banjir surut.")
    with open_store(as_url(path)) as opened:
        opened.save_originals([original])
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE original SET data = ?", (zlib.compress(b"Banjir naik."),))
        connection.close()
        with pytest.raises(StoreError, match="is damaged"):
            opened.original(original.sha256)


def test_arrivals_keep_the_order_and_every_bytes_of_an_article(store: Store) -> None:
    sources = [Original(f"{n}.txt", f"Teks {n}".encode()) for n in range(5)]
    documents = [
        Document(f"Teks {n}", provenance=Provenance(source.sha256)) for n, source in enumerate(sources)
    ]
    store.save_originals(sources)
    store.save_documents(documents[3:])
    store.save_documents(documents)
    order = store.arrivals()
    assert sorted(order, key=lambda name: order[name]) == [d.id for d in (*documents[3:], *documents[:3])]
    page = Original("3.html", b"<p>Teks 3</p>")
    store.save_originals([page])
    store.save_document(replace(documents[3], provenance=Provenance(page.sha256)))
    assert store.arrivals() == order
    store.remove_document(documents[3].id)
    assert store.original(sources[3].sha256) is store.original(page.sha256) is None
    assert store.original(sources[4].sha256) == b"Teks 4"


def test_bytes_that_another_article_came_in_stay(store: Store) -> None:
    table = Original("a.csv", b"text\nSatu\nDua\n")
    one, other = (Document(text, provenance=Provenance(table.sha256)) for text in ("Satu", "Dua"))
    store.save_originals([table])
    store.save_documents([one, other])
    store.remove_document(one.id)
    assert store.original(table.sha256) == table.data


def test_a_store_of_version_1_opens_and_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    flood = make_flood()
    with open_store(as_url(path)) as opened:
        opened.save_analysis(flood)
        opened.add_verdict(make_verdict(1))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE original")
        connection.execute("DROP TABLE arrival")
        connection.execute("UPDATE ceksilang_state SET value = '1' WHERE name = 'schema'")
    connection.close()
    with open_store(as_url(path)) as opened:
        assert opened.load_analysis() == replace(flood, verdicts=opened.verdicts())
        assert len(opened.verdicts()) == 1
        assert opened.arrivals().keys() == {reading.document.id for reading in flood.readings}
    with open_store(as_url(path)) as again:
        assert len(again.arrivals()) == len(flood.readings)
