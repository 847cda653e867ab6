"""What the analysis is exported as, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from claims.log import ReviewLog
from claims.models import Analysis
from compare.claim_review import make_claim_reviews
from compare.export import make_csv, make_json
from compare.interchange import make_linked_data
from compare.writing import write_whole

MAKERS: Mapping[str, Callable[[Analysis, ReviewLog, str], bytes]] = {
    "json": lambda analysis, log, lang: make_json(analysis, lang),
    "csv": lambda analysis, log, lang: make_csv(analysis, lang),
    "jsonld": lambda analysis, log, lang: make_linked_data(analysis, lang),
    "claimreview": make_claim_reviews,
}


def write_export(name: str, analysis: Analysis, log: ReviewLog, path: Path, lang: str) -> None:
    """Write the analysis in the format `name` (a key of `MAKERS`), whole or not at all.

    Raises:
        UsageError: the place cannot be written.
    """
    write_whole(path, MAKERS[name](analysis, log, lang))
