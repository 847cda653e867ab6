"""The last analysis as people made it: claims as they corrected them, the order they taught, the questions as
they arranged them.

The store keeps what the machine found, from claims as they were corrected before the run.  What people did
since is done to it when it is loaded, so everything is seen at once; only the relations of a claim that was
corrected since (or whose correction was taken back) are those of before, until the analysis is made anew
(`is_behind`).
"""

from __future__ import annotations

from dataclasses import replace

from claims.corrections import apply_corrections, digest_corrections
from claims.log import ReviewLog
from claims.models import Analysis, Reading, content_id
from claims.read import READING_VERSION, reread_facts
from claims.store import Store
from compare.moves import apply_moves
from compare.teach import apply_teaching

CORRECTIONS = "corrections"  # among the versions of a run: the digest of what was corrected before it


def load_result(store: Store) -> Analysis | None:
    """Return the last analysis with everything that people did to it; None before the first."""
    analysis = store.load_analysis()
    return None if analysis is None else apply_people(analysis, store)


def apply_people(analysis: Analysis, store: Store) -> Analysis:
    """Return what the machine found as people changed it; `analysis` is as the store has it."""
    log = store.log()
    if is_behind(analysis, log):
        readings = tuple(_correct(reading, store, log) for reading in analysis.readings)
        analysis = replace(analysis, readings=readings)
    return apply_moves(apply_teaching(analysis, log.teaching), log.moves)


def find_revision(store: Store) -> str:
    """Return a string that changes whenever `load_result` would give something else, but for the verdicts."""
    log = store.log()
    corrections = (line.id for lines in log.corrections.values() for line in lines)
    taught = log.teaching.id if log.teaching else ""
    return content_id("s", store.revision(), taught, *(move.id for move in log.moves), *sorted(corrections))


def is_behind(analysis: Analysis, log: ReviewLog) -> bool:
    """True if claims were corrected, or a correction taken back, after the analysis: make it anew."""
    made_with = dict(analysis.run.versions).get(CORRECTIONS, "")
    return digest_corrections(analysis.readings, log.corrections) != made_with


def _correct(reading: Reading, store: Store, log: ReviewLog) -> Reading:
    """A reading as it is corrected now; the claims of before this run's corrections are in the store."""
    if not any(claim.corrected or claim.key in log.corrections for claim in reading.claims):
        return reading
    kept = store.reading(reading.document.id, READING_VERSION) or reading
    return apply_corrections(kept, log.corrections, reread_facts)
