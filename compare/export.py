"""The analysis as data: one JSON object by contract, and a table of relations as CSV.

The JSON is complete and ordered, so two exports of one analysis are the same bytes.  The CSV is for
spreadsheets: UTF-8 with a byte order mark, because Excel reads Cyrillic as noise without it, and no
cell begins like a formula.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.models import Analysis, Claim, Document, Known, Quantity, Question, Relation, Span, Speaker, Time
from compare.lookup import NEAR_MISSES, Lookup, look_up, rank_relations, tell_relation
from compare.wording import say
from compare.writing import CONTROLS, encode_text, keep_utf8, write_whole

if TYPE_CHECKING:
    from pandas import DataFrame

FORMAT = "ceksilang/1"

# what a spreadsheet takes for the beginning of a formula, its full-width twins included
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

RELATION, QUESTION, KIND, LEVEL, SCORE, REASON = "relation", "question", "kind", "level", "score", "reason"
RELATION_ID, REVIEW, VERDICTS = "relation_id", "review", "verdicts"
OUTLET, PUBLISHED, SPEAKER, QUOTE = "outlet", "published", "speaker", "quote"
START, END, TITLE, PATH, URL, SHA256 = "start", "end", "title", "path", "url", "sha256"
LEFT, RIGHT = "_l", "_r"
SIDE_COLUMNS = (OUTLET, PUBLISHED, SPEAKER, QUOTE, START, END, TITLE, PATH, URL, SHA256)
COLUMNS = (
    RELATION,
    KIND,
    LEVEL,
    SCORE,
    QUESTION,
    *(column + side for column in (OUTLET, PUBLISHED, SPEAKER, QUOTE) for side in (LEFT, RIGHT)),
    REASON,
    REVIEW,
    VERDICTS,
    *(column + side for side in (LEFT, RIGHT) for column in (START, END, TITLE, PATH, URL, SHA256)),
    RELATION_ID,
)


# --- JSON ----------------------------------------------------------------------------------------


def to_contract(analysis: Analysis, lang: str = "en") -> dict[str, Any]:
    """Return the analysis as the one JSON object of the export contract.

    Args:
        analysis: what a run found.
        lang: language of the reasons; all else is as the sources have it.
    """
    lookup = look_up(analysis)
    readings = sorted(analysis.readings, key=lambda r: (r.document.path, r.document.id))
    relations = rank_relations(analysis.relations)
    best = {
        relation.question: relation.score for relation in reversed(relations) if relation.relation.is_flagged
    }
    return {
        "format": FORMAT,
        "run": _run(analysis),
        "documents": [
            _document(r.document, [{**_span(b.span), "reason": b.reason} for b in r.boilerplate])
            for r in readings
        ],
        "claims": [
            _claim(claim, lookup)
            for reading in readings
            for claim in sorted(reading.claims, key=lambda c: (c.span, c.id))
        ],
        "questions": [
            _question(q) for q in sorted(analysis.questions, key=lambda q: (-best.get(q.id, -1.0), q.id))
        ],
        "relations": [_relation(relation, lang) for relation in relations],
        "verdicts": [
            {
                "target": v.target,
                "reviewer": v.reviewer,
                "verdict": v.verdict.value,
                "note": v.note,
                "at": v.at,
            }
            for v in sorted(analysis.verdicts, key=lambda v: (v.at, v.id))
        ],
    }


def make_json(analysis: Analysis, lang: str = "en") -> bytes:
    """Return the contract's JSON as UTF-8."""
    text = json.dumps(to_contract(analysis, lang), ensure_ascii=False, allow_nan=False, indent=1)
    return encode_text(text + "\n")


def write_json(analysis: Analysis, path: Path, lang: str = "en") -> None:
    """Write the contract's JSON to `path`, whole or not at all."""
    write_whole(path, make_json(analysis, lang))


def _run(analysis: Analysis) -> dict[str, Any]:
    run = analysis.run
    named = {
        "settings": dict(run.settings + run.notes),
        "models": dict(run.models),
        "versions": dict(run.versions),
    }
    return {"id": run.id, "created": run.created, **named}


def _document(document: Document, boilerplate: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": document.id,
        "path": document.path or None,
        "url": document.url or None,
        "sha256": document.sha256,
        "outlet": _value(document.outlet),
        "title": _value(document.title),
        "published": _value(document.published),
        "language": _value(document.language),
        "boilerplate": boilerplate,
    }


def _claim(claim: Claim, lookup: Lookup) -> dict[str, Any]:
    text = lookup.document_of(claim).text
    return {
        "id": claim.id,
        "document": claim.document,
        **_span(claim.span),
        "quote": claim.quote,
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "kind": claim.kind.value,
        "attribution": [_speaker(speaker, text) for speaker in claim.attribution],
        "quantities": [_quantity(quantity) for quantity in claim.quantities],
        "times": [_time(time, text) for time in claim.times],
        "actors": [{"id": actor.id, "name": actor.name, **_span(actor.span)} for actor in claim.actors],
        **({"corrected": list(claim.corrected)} if claim.corrected else {}),
    }


def _speaker(speaker: Speaker, text: str) -> dict[str, str]:
    cue = speaker.cue.of(text) if speaker.cue else ""
    return {"name": speaker.name, "role": speaker.role, "cue": cue, "via": speaker.via}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "what": quantity.what,
        "approximate": quantity.approximate,
        **_span(quantity.span),
    }


def _number(value: float | None) -> float | int | None:
    """Return a whole number as an int, so that 2500 people are not 2500.0.

    >>> _number(2500.0), _number(2.5), _number(None)
    (2500, 2.5, None)
    """
    return int(value) if value is not None and float(value).is_integer() else value


def _time(time: Time, text: str) -> dict[str, Any]:
    start, end = (day.isoformat() if day else None for day in (time.start, time.end))
    return {"from": start, "to": end, "text": time.span.of(text), **_span(time.span)}


def _question(question: Question) -> dict[str, Any]:
    positions = [
        {"label": position.label, "claims": list(position.claims)} for position in question.positions
    ]
    return {
        "id": question.id,
        "title": question.title,
        "claims": list(question.claims),
        "positions": positions,
    }


def _relation(relation: Relation, lang: str) -> dict[str, Any]:
    return {
        "id": relation.id,  # what a verdict's target names
        "question": relation.question,
        "claim_l": relation.claim_l,
        "claim_r": relation.claim_r,
        "relation": relation.relation.value,
        "kind": relation.kind.value,
        "level": relation.level.value,
        "score": round(relation.score, 6),
        "reason": tell_relation(relation, lang),
        "evidence_l": [[span.start, span.end] for span in relation.evidence_l],
        "evidence_r": [[span.start, span.end] for span in relation.evidence_r],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _value(known: Known) -> str | None:
    return known.value or None


# --- CSV -----------------------------------------------------------------------------------------


def to_rows(analysis: Analysis, lang: str = "en") -> list[dict[str, str | int | float]]:
    """Return one row a flagged relation or near-miss, with the columns `COLUMNS`, safe for spreadsheets."""
    lookup = look_up(analysis)
    chosen = (
        r for r in rank_relations(analysis.relations) if r.relation.is_flagged or r.relation in NEAR_MISSES
    )
    return [_row(relation, lookup, lang) for relation in chosen]


def to_frame(analysis: Analysis, lang: str = "en") -> DataFrame:
    """Return the same rows as a pandas table, for notebooks; no relations give no rows but all columns."""
    from pandas import DataFrame  # half a second that only tables need

    return DataFrame(to_rows(analysis, lang), columns=list(COLUMNS))


def make_csv(analysis: Analysis, lang: str = "en") -> bytes:
    """Return the table of flagged relations and near-misses as CSV."""
    table = to_frame(analysis, lang).to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + encode_text(table)


def write_csv(analysis: Analysis, path: Path, lang: str = "en") -> None:
    """Write the table of flagged relations and near-misses to `path`, whole or not at all."""
    write_whole(path, make_csv(analysis, lang))


def neutralise(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before a formula, no control characters.

    >>> neutralise("=cmd|'/C calc'!A0"), neutralise("2.500 orang")
    ("'=cmd|'/C calc'!A0", '2.500 orang')
    """
    clean = text.translate(CONTROLS)
    # some programs skip blanks before they look for a formula
    return (
        "'" + clean
        if clean.startswith(FORMULA_STARTS) or clean.lstrip().startswith(FORMULA_STARTS)
        else clean
    )


def _row(relation: Relation, lookup: Lookup, lang: str) -> dict[str, str | int | float]:
    row: dict[str, str | int | float] = {
        RELATION_ID: relation.id,
        RELATION: relation.relation.value,
        KIND: relation.kind.value,
        LEVEL: relation.level.value,
        SCORE: round(relation.score, 6),
        QUESTION: lookup.questions[relation.question].title,
        REASON: tell_relation(relation, lang),
        REVIEW: lookup.review_of(relation).value,
        VERDICTS: "; ".join(
            f"{v.reviewer}: {v.verdict.value}" + (f" ({v.note})" if v.note else "")
            for v in lookup.verdicts.get(relation.id, ())
        ),
    }
    for side, claim_id in ((LEFT, relation.claim_l), (RIGHT, relation.claim_r)):
        claim = lookup.claims[claim_id]
        row |= {
            column + side: value for column, value in _side(claim, lookup.document_of(claim), lang).items()
        }
    return {
        column: neutralise(keep_utf8(value)) if isinstance(value, str) else value
        for column, value in row.items()
    }


def _side(claim: Claim, document: Document, lang: str) -> dict[str, str | int]:
    return {
        OUTLET: document.outlet.value or say(lang, "outlet_unknown", prefix="report_"),
        PUBLISHED: document.published.value,
        SPEAKER: claim.speaker,
        QUOTE: claim.quote,
        START: claim.span.start,
        END: claim.span.end,
        TITLE: document.title.value,
        PATH: document.path,
        URL: document.url,
        SHA256: document.sha256,
    }
