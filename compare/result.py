"""The last analysis as people made it: their moves done to the machine's questions, in the order they taught.

The store keeps what the machine found; corrections of claims are in it already, because they change what is
compared.
"""

from __future__ import annotations

from claims.corrections import digest_corrections
from claims.log import ReviewLog
from claims.models import Analysis, content_id
from claims.store import Store
from compare.moves import apply_moves
from compare.teach import apply_teaching

CORRECTIONS = "corrections"  # among the versions of a run: the digest of what was corrected before it


def load_result(store: Store) -> Analysis | None:
    """Return the last analysis with everything that people did to it; None before the first."""
    analysis = store.load_analysis()
    return None if analysis is None else apply_people(analysis, store.log())


def apply_people(analysis: Analysis, log: ReviewLog) -> Analysis:
    """Return what the machine found, as people changed it."""
    return apply_moves(apply_teaching(analysis, log.teaching), log.moves)


def find_revision(store: Store) -> str:
    """Return a string that changes whenever `load_result` would give something else, but for the verdicts."""
    log = store.log()
    taught = log.teaching.id if log.teaching else ""
    return content_id("s", store.revision(), taught, *(move.id for move in log.moves))


def is_behind(analysis: Analysis, log: ReviewLog) -> bool:
    """True if claims were corrected, or a correction taken back, after the analysis: make it anew."""
    made_with = dict(analysis.run.versions).get(CORRECTIONS, "")
    return digest_corrections(analysis.readings, log.corrections) != made_with
