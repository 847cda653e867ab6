"""Keep documents, readings, vectors, the last analysis and the review log in one database.

    with open_store("sqlite:///ceksilang.db") as store:
        store.save_document(document)

SQLite by default, PostgreSQL by address.  A store may be used by several threads and processes at once.
The review log only grows: nothing here changes or deletes a line of it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select

from claims.codec import decode, encode
from claims.database import Database
from claims.errors import StoreError
from claims.events import Event
from claims.journal import Journal
from claims.log import ReviewLog, make_undo
from claims.models import (
    UNKNOWN_PROVENANCE,
    Analysis,
    Claim,
    CopyGroup,
    Document,
    Question,
    Reading,
    Relation,
    RevisionChain,
    Run,
    Verdict,
)
from claims.originals import Fetched, Original
from claims.rows import (
    COPIES,
    REVISIONS,
    Row,
    make_analysis_rows,
    make_document_row,
    make_original_row,
    make_reading_row,
)
from claims.schema import (
    ARRIVAL,
    ARTICLE,
    CLAIM,
    DOCUMENT,
    FETCHED,
    KINSHIP,
    LAST_ANALYSIS,
    ORIGINAL,
    QUESTION,
    READING,
    RELATION,
    RUN,
    STATE,
    VECTOR,
)

T = TypeVar("T")
Vectors = Mapping[str, NDArray[np.float32]]

_MOST_VALUES = 500  # in one IN (...): SQLite before 3.32 takes 999


def open_store(url: str) -> Store:
    """Open the store at a SQLAlchemy address; an empty database gets its tables.

    Raises:
        StoreError: it cannot be opened or written, is another program's, or a newer Ceksilang wrote it.
    """
    return Store(url)


class Store:
    """An open database; `close` it or use it in a `with`."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._journal = Journal(self._database)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; the store cannot be used after it."""
        self._database.close()

    # --- documents -----------------------------------------------------------------------------------

    def save_document(self, document: Document) -> None:
        """Add a document; one with the same id gets the new metadata and loses readings made with the old."""
        with self._database.writing() as connection:
            self._save_documents(connection, [document])

    def save_documents(self, documents: Sequence[Document]) -> None:
        """Add documents in one transaction; see `save_document`."""
        with self._database.writing() as connection:
            self._save_documents(connection, documents)

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, sorted by id."""
        with self._database.reading() as connection:
            bodies = connection.scalars(select(DOCUMENT.c.body).order_by(DOCUMENT.c.id)).all()
        return tuple(self._decode(body, Document) for body in bodies)

    def remove_document(self, document_id: str) -> None:
        """Remove a document and its readings.

        If the last analysis holds it, that goes too: without the document it would show what can no longer be
        checked.  Verdicts stay.
        """
        with self._database.writing() as connection:
            if (
                connection.scalar(select(ARTICLE.c.place).where(ARTICLE.c.document == document_id))
                is not None
            ):
                _clear_analysis(connection)
            bytes_of = select(ARRIVAL.c.original).where(ARRIVAL.c.document == document_id)
            came_in = connection.scalars(bytes_of).all()
            connection.execute(delete(DOCUMENT).where(DOCUMENT.c.id == document_id))
            used = select(ARRIVAL.c.original)
            for table, kept in ((FETCHED, FETCHED.c.original), (ORIGINAL, ORIGINAL.c.sha256)):
                connection.execute(delete(table).where(kept.in_(came_in), kept.not_in(used)))

    def arrivals(self) -> dict[str, int]:
        """Return the place of each document in the order in which they first came in, by its id."""
        first = select(ARRIVAL.c.document, func.min(ARRIVAL.c.number)).group_by(ARRIVAL.c.document)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(first)}

    def save_originals(self, originals: Sequence[Original]) -> None:
        """Keep bytes as they came, packed; bytes that are there already are not written again."""
        wanted = {original.sha256: original for original in originals}
        with self._database.writing() as connection:
            for part in _parts(list(wanted)):
                there = select(ORIGINAL.c.sha256).where(ORIGINAL.c.sha256.in_(part))
                for known in connection.scalars(there):
                    del wanted[known]
            rows = [make_original_row(original) for original in wanted.values()]
            if rows:
                connection.execute(insert(ORIGINAL), rows)

    def fetched(self, url: str) -> Fetched | None:
        """Return when and how an address was last fetched, None if it never was."""
        with self._database.reading() as connection:
            body = connection.scalar(select(FETCHED.c.body).where(FETCHED.c.url == url))
        return self._decode(body, Fetched) if body is not None else None

    def save_fetched(self, fetched: Fetched, original: Original) -> None:
        """Keep a fetched page with its bytes; the same address again replaces what was known of it."""
        self.save_originals([original])
        row: Row = {"url": fetched.url, "original": fetched.original, "body": encode(fetched)}
        with self._database.writing() as connection:
            self._database.upsert(connection, FETCHED, [row])

    def original(self, sha256: str) -> bytes | None:
        """Return bytes as they came by their hash, None if they were not kept.

        Raises:
            StoreError: what is stored is no longer what came.
        """
        with self._database.reading() as connection:
            packed = connection.scalar(select(ORIGINAL.c.data).where(ORIGINAL.c.sha256 == sha256))
        if packed is None:
            return None
        try:
            data = zlib.decompress(packed)
        except zlib.error:
            data = b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                f"{self._database.where}: the stored original {sha256[:12]} is damaged. "
                "Put a copy of the database back, or give the source again."
            )
        return data

    def _save_documents(self, connection: Connection, documents: Sequence[Document]) -> None:
        known: dict[str, str] = {}
        for part in _parts([document.id for document in documents]):
            found = connection.execute(select(DOCUMENT.c.id, DOCUMENT.c.body).where(DOCUMENT.c.id.in_(part)))
            known |= {row.id: row.body for row in found}
        rows = []
        for document in documents:
            row, before = make_document_row(document), known.get(document.id)
            if row["body"] == before:
                continue
            rows.append(row)
            if before and _reads_differently(document, self._decode(before, Document)):
                connection.execute(delete(READING).where(READING.c.document == document.id))
        self._database.upsert(connection, DOCUMENT, rows)
        self._note_arrivals(connection, documents)

    def _note_arrivals(self, connection: Connection, documents: Sequence[Document]) -> None:
        known: set[tuple[str, str]] = set()
        for part in _parts([document.id for document in documents]):
            there = select(ARRIVAL.c.document, ARRIVAL.c.original).where(ARRIVAL.c.document.in_(part))
            known |= {(row.document, row.original) for row in connection.execute(there)}
        came = dict.fromkeys((document.id, document.provenance.original) for document in documents)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [{"document": d, "original": o, "at": at} for d, o in came if (d, o) not in known]
        if rows:
            connection.execute(insert(ARRIVAL), rows)

    # --- what was read and embedded ------------------------------------------------------------------

    def save_reading(self, reading: Reading, version: str) -> None:
        """Keep what `version` of the reading steps understood of a document, and the document itself."""
        with self._database.writing() as connection:
            self._save_documents(connection, [reading.document])
            self._database.upsert(connection, READING, [make_reading_row(reading, version)])

    def reading(self, document_id: str, version: str) -> Reading | None:
        """Return what is kept of a document, if that version of the reading steps made it."""
        wanted = (
            select(READING.c.body, DOCUMENT.c.body.label("document"))
            .join(DOCUMENT, READING.c.document == DOCUMENT.c.id)
            .where(READING.c.document == document_id, READING.c.version == version)
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return replace(self._decode(row.body, Reading), document=self._decode(row.document, Document))

    def vectors(self, model: str, hashes: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of `model` that are kept for `hashes`; what is not kept is not in it."""
        found = {}
        with self._database.reading() as connection:
            for part in _parts(list(dict.fromkeys(hashes))):
                wanted = select(VECTOR.c.hash, VECTOR.c.data).where(
                    VECTOR.c.model == model, VECTOR.c.hash.in_(part)
                )
                for row in connection.execute(wanted):
                    found[row.hash] = np.frombuffer(row.data, "<f4").astype(np.float32)
        return found

    def save_vectors(self, model: str, vectors: Vectors) -> None:
        """Keep vectors of `model`, shape (dimension,), by the hash of their text."""
        rows: list[Row] = [
            {"model": model, "hash": text_hash, "data": np.asarray(vector, "<f4").tobytes()}
            for text_hash, vector in vectors.items()
        ]
        with self._database.writing() as connection:
            self._database.upsert(connection, VECTOR, rows)

    # --- the last analysis ---------------------------------------------------------------------------

    def save_analysis(self, analysis: Analysis) -> None:
        """Put `analysis` in the place of the last one, whole or not at all; verdicts have their own log."""
        with self._database.writing(settle=True) as connection:
            _clear_analysis(connection)
            self._save_documents(connection, [reading.document for reading in analysis.readings])
            for table, rows in make_analysis_rows(analysis).items():
                if rows:
                    connection.execute(insert(table), rows)

    def load_analysis(self) -> Analysis | None:
        """Return the last analysis with every verdict of the log; None before the first."""
        with self._database.reading() as connection:
            run = connection.scalar(select(RUN.c.body))
            if run is None:
                return None
            readings = self._load_readings(connection)
            questions = connection.scalars(select(QUESTION.c.body).order_by(QUESTION.c.place)).all()
            relations = connection.scalars(select(RELATION.c.body).order_by(RELATION.c.place)).all()
            kin = connection.execute(select(KINSHIP).order_by(KINSHIP.c.place)).all()
            verdicts = _only_verdicts(self._journal.read_in(connection))
        return Analysis(
            self._decode(run, Run),
            readings,
            tuple(self._decode(body, Question) for body in questions),
            tuple(self._decode(body, Relation) for body in relations),
            verdicts,
            tuple(self._decode(row.body, CopyGroup) for row in kin if row.kind == COPIES),
            tuple(self._decode(row.body, RevisionChain) for row in kin if row.kind == REVISIONS),
        )

    def last_run(self) -> Run | None:
        """Return when and how the last analysis was made, without loading it."""
        with self._database.reading() as connection:
            body = connection.scalar(select(RUN.c.body))
        return self._decode(body, Run) if body is not None else None

    def revision(self) -> str:
        """Return a string that changes whenever the last analysis does; verdicts do not change it.

        It names the run too: a file that is put in the place of this one may have been saved as often.
        """
        with self._database.reading() as connection:
            body = connection.scalar(select(RUN.c.body)) or ""
            return f"{_read_revision(connection)}-{hashlib.sha256(body.encode()).hexdigest()[:16]}"

    def is_replaced(self) -> bool:
        """Tell whether another file lies in the place of the one that is open: open it anew."""
        return self._database.file.is_replaced()

    def _load_readings(self, connection: Connection) -> tuple[Reading, ...]:
        claims: dict[str, list[Claim]] = defaultdict(list)
        for row in connection.execute(select(CLAIM.c.document, CLAIM.c.body).order_by(CLAIM.c.place)):
            claims[row.document].append(self._decode(row.body, Claim))
        wanted = (
            select(ARTICLE.c.body, DOCUMENT.c.body.label("document"))
            .join(DOCUMENT, ARTICLE.c.document == DOCUMENT.c.id)
            .order_by(ARTICLE.c.place)
        )
        readings = []
        for row in connection.execute(wanted):
            document = self._decode(row.document, Document)
            reading = self._decode(row.body, Reading)
            readings.append(replace(reading, document=document, claims=tuple(claims[document.id])))
        return tuple(readings)

    # --- what people say -----------------------------------------------------------------------------

    def add_event(self, event: Event) -> Event:
        """Add a line to the review log and return it with its time; it is on the disk by then.

        The same line again (same time too) changes nothing, so a line can be sent again when in doubt.
        """
        return self._journal.add([event])[0]

    def add_events(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Add lines, all of them or none: a label on a hundred claims is a hundred lines."""
        return self._journal.add(events)

    def undo(self, events: Iterable[Event], reviewer: str) -> tuple[Event, ...]:
        """Take lines back, all or none; they stay in the log, but do not stand."""
        return self._journal.add([make_undo(event, reviewer) for event in events])

    def log(self) -> ReviewLog:
        """Return the review log; the same object until somebody adds a line."""
        return self._journal.read()

    def add_verdict(self, verdict: Verdict) -> Verdict:
        """Add a verdict to the log; see `add_event`."""
        kept = self.add_event(verdict)
        assert isinstance(kept, Verdict)
        return kept

    def verdicts(self) -> tuple[Verdict, ...]:
        """Return every verdict of the log, oldest line first."""
        return _only_verdicts(self.log())

    def current_verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """Return what stands now, by target and reviewer."""
        return self.log().verdicts

    def _decode(self, body: str, kind: type[T]) -> T:
        try:
            return decode(body, kind)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(
                f"{self._database.where}: a stored {kind.__name__.lower()} cannot be understood ({error}). "
                "Put a copy of the file back, or analyse again into another database with --db."
            ) from error


def _only_verdicts(log: ReviewLog) -> tuple[Verdict, ...]:
    return tuple(line for line in log.events if isinstance(line, Verdict))


def _reads_differently(document: Document, before: Document) -> bool:
    """Tell whether what the steps are given has changed; a file that was only moved reads the same."""
    aside = {"path": "", "provenance": UNKNOWN_PROVENANCE}
    return replace(before, **aside) != replace(document, **aside)  # type: ignore[arg-type]


def _clear_analysis(connection: Connection) -> None:
    for table in LAST_ANALYSIS:
        connection.execute(delete(table))
    later = str(int(_read_revision(connection)) + 1)
    connection.execute(delete(STATE).where(STATE.c.name == "revision"))
    connection.execute(insert(STATE), {"name": "revision", "value": later})


def _read_revision(connection: Connection) -> str:
    return connection.scalar(select(STATE.c.value).where(STATE.c.name == "revision")) or "0"


def _parts(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _MOST_VALUES):
        yield values[start : start + _MOST_VALUES]
