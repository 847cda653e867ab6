"""The analysis as tables: for notebooks (pandas) and for the sheets of a workbook.

The columns of the relations are those of the CSV export; the other tables are linked to them by ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.models import Analysis, Claim, Document, Known
from compare.export import COLUMNS, to_rows
from compare.lookup import Lookup, look_up
from compare.writing import keep_utf8

if TYPE_CHECKING:
    from pandas import DataFrame

Cell = str | int | float | bool | None
Row = dict[str, Cell]

COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "questions": ("question", "title", "positions", "claims", "outlets"),
    "positions": ("question", "position", "label", "claim"),
    "claims": (
        "claim",
        "document",
        "outlet",
        "published",
        "quote",
        "start",
        "end",
        "speaker",
        "role",
        "via",
        "kind",
        "modality",
        "polarity",
        "quantities",
        "times",
        "actors",
    ),
    "relations": COLUMNS,
    "verdicts": ("at", "reviewer", "verdict", "note", "target", "seen"),
    "sources": (
        "document",
        "outlet",
        "outlet_basis",
        "title",
        "published",
        "published_basis",
        "language",
        "url",
        "path",
        "sha256",
        "claims",
    ),
}


def to_tables(analysis: Analysis, lang: str = "en") -> dict[str, list[Row]]:
    """Return every table as rows, in a fixed order; the words are those of the sources, not neutralised.

    Only the relations are made for spreadsheets already (`compare.export.to_rows`).
    """
    lookup = look_up(analysis)
    readings = sorted(analysis.readings, key=lambda r: (r.document.path, r.document.id))
    claims = [claim for r in readings for claim in sorted(r.claims, key=lambda c: (c.span, c.id))]
    return {
        "questions": list(_question_rows(analysis, lookup)),
        "positions": list(_position_rows(analysis)),
        "claims": [_claim_row(claim, lookup.document_of(claim)) for claim in claims],
        "relations": [dict(row) for row in to_rows(analysis, lang)],
        "verdicts": [
            {
                "at": v.at,
                "reviewer": v.reviewer,
                "verdict": v.verdict.value,
                "note": v.note,
                "target": v.target,
                "seen": v.seen,
            }
            for v in sorted(analysis.verdicts, key=lambda v: (v.at, v.id))
        ],
        "sources": [_source_row(r.document, len(r.claims)) for r in readings],
    }


def to_frames(analysis: Analysis, lang: str = "en") -> dict[str, DataFrame]:
    """Return the analysis as pandas tables by name; an empty one has its columns all the same.

    Args:
        analysis: what a run found.
        lang: language of the reasons; all else is as the sources have it.
    """
    from pandas import DataFrame  # half a second that only tables need

    return {
        name: DataFrame([_keep_cells(row) for row in rows], columns=list(COLUMNS_OF[name]))
        for name, rows in to_tables(analysis, lang).items()
    }


def _keep_cells(row: Row) -> Row:
    """Cells that a table in memory can hold: it keeps text as UTF-8."""
    return {name: keep_utf8(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


def _question_rows(analysis: Analysis, lookup: Lookup) -> Iterator[Row]:
    for question in sorted(analysis.questions, key=lambda q: q.id):
        outlets = {lookup.claims[claim].outlet or lookup.claims[claim].document for claim in question.claims}
        yield {
            "question": question.id,
            "title": question.title,
            "positions": len(question.positions),
            "claims": len(question.claims),
            "outlets": len(outlets),
        }


def _position_rows(analysis: Analysis) -> Iterator[Row]:
    for question in sorted(analysis.questions, key=lambda q: q.id):
        for number, position in enumerate(question.positions, 1):
            for claim in position.claims:
                yield {
                    "question": question.id,
                    "position": number,
                    "label": position.label,
                    "claim": claim,
                }


def _claim_row(claim: Claim, document: Document) -> Row:
    first = claim.attribution[0] if claim.attribution else None
    return {
        "claim": claim.id,
        "document": claim.document,
        "outlet": document.outlet.value,
        "published": document.published.value,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "speaker": claim.speaker,
        "role": first.role if first else "",
        "via": first.via if first else "",
        "kind": claim.kind.value,
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "quantities": "; ".join(claim.words_at(q.span) for q in claim.quantities),
        "times": "; ".join(_day_range(t.start, t.end) for t in claim.times if t.is_placed),
        "actors": "; ".join(dict.fromkeys(actor.name for actor in claim.actors)),
    }


def _day_range(start: object, end: object) -> str:
    """Return an ISO 8601 interval; an open end is "..".

    >>> _day_range("2022-01-07", None)
    '2022-01-07/..'
    """
    return f"{start}" if start == end else f"{start or '..'}/{end or '..'}"


def _source_row(document: Document, claims: int) -> Row:
    def basis(known: Known) -> str:
        return f"{known.basis.value}: {known.evidence}" if known.evidence else known.basis.value

    return {
        "document": document.id,
        "outlet": document.outlet.value,
        "outlet_basis": basis(document.outlet),
        "title": document.title.value,
        "published": document.published.value,
        "published_basis": basis(document.published),
        "language": document.language.value,
        "url": document.url,
        "path": document.path,
        "sha256": document.sha256,
        "claims": claims,
    }
