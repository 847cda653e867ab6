"""Sources into the store, a batch at a time: what is new is kept with the bytes it came in, and counted.

keeper = Keeper(store)
intake = keeper.take_in(load_uploads(files, on_problem=..., on_original=keeper.keep))
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.models import Document
from claims.originals import Original
from claims.store import Store

BATCH = 200  # documents
BATCH_BYTES = 32 * 1024 * 1024  # of originals that wait in memory


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: the documents, and how many of them the store did not have."""

    documents: tuple[str, ...]  # ids, in the order in which they came
    new: int
    known: int


@dataclass
class Keeper:
    """Keeps what the verbs of `claims.ingest` read; pass `keep` as their `on_original`."""

    store: Store
    _waiting: list[Original] = field(default_factory=list)
    _bytes: int = 0

    def keep(self, original: Original) -> None:
        """Take the bytes of a source; they are written with the next batch."""
        self._waiting.append(original)
        self._bytes += len(original.data)

    def take_in(self, documents: Iterable[Document]) -> Intake:
        """Read and save documents batch by batch; one that is interrupted keeps the batches before."""
        before = set(self.store.arrivals())
        ids: dict[str, None] = {}
        batch: list[Document] = []
        for document in documents:
            batch.append(document)
            ids[document.id] = None
            if len(batch) >= BATCH or self._bytes >= BATCH_BYTES:
                self._save(batch)
                batch = []
        self._save(batch)
        new = len(ids.keys() - before)
        return Intake(tuple(ids), new, len(ids) - new)

    def _save(self, batch: list[Document]) -> None:
        self.store.save_originals(self._waiting)
        self.store.save_documents(batch)
        self._waiting, self._bytes = [], 0
