"""Our dataclasses as rows of the tables in `schema`."""

from __future__ import annotations

import zlib
from dataclasses import replace

from sqlalchemy import Table

from claims.codec import encode
from claims.events import Event, kind_of
from claims.models import Analysis, Claim, CopyGroup, Document, Question, Reading, Relation
from claims.originals import Original
from claims.schema import ARTICLE, CLAIM, KINSHIP, QUESTION, RELATION, RUN

Row = dict[str, object]
COPIES, REVISIONS = "copies", "revisions"  # the kinds of kinship

_NO_DOCUMENT = Document("")


def make_analysis_rows(analysis: Analysis) -> dict[Table, list[Row]]:
    """Return the rows of the last analysis by table, in the order in which they can be inserted."""
    claims = [claim for reading in analysis.readings for claim in reading.claims]
    return {
        RUN: [
            {"id": analysis.run.id, "created": _column(analysis.run.created), "body": encode(analysis.run)}
        ],
        ARTICLE: [_make_article_row(place, reading) for place, reading in enumerate(analysis.readings)],
        CLAIM: [_make_claim_row(place, claim) for place, claim in enumerate(claims)],
        QUESTION: [_make_question_row(place, question) for place, question in enumerate(analysis.questions)],
        RELATION: [_make_relation_row(place, relation) for place, relation in enumerate(analysis.relations)],
        KINSHIP: [
            {"place": place, "kind": COPIES if isinstance(kin, CopyGroup) else REVISIONS, "body": encode(kin)}
            for place, kin in enumerate((*analysis.copies, *analysis.revisions))
        ],
    }


def make_document_row(document: Document) -> Row:
    """Return the row of a document; its text is in the body."""
    return {
        "id": document.id,
        "outlet": _column(document.outlet.value),
        "published": _column(document.published.value),
        "language": _column(document.language.value),
        "title": _column(document.title.value),
        "path": _column(document.path),
        "url": _column(document.url),
        "sha256": document.sha256,
        "body": encode(document),
    }


def make_original_row(original: Original) -> Row:
    """Return the row of the bytes of a source."""
    return {
        "sha256": original.sha256,
        "media": _column(original.media),
        "size": len(original.data),
        "data": zlib.compress(original.data),
    }


def make_reading_row(reading: Reading, version: str) -> Row:
    """Return the row of what `version` of the reading steps understood of a document."""
    return {"document": reading.document.id, "version": version, "body": _encode_reading(reading)}


def make_event_row(event: Event) -> Row:
    """Return a line of the review log."""
    return {
        "id": event.id,
        "kind": kind_of(event),
        "target": _column(event.target),
        "reviewer": _column(event.reviewer),
        "at": _column(event.at),
        "body": encode(event),
    }


def _encode_reading(reading: Reading) -> str:
    """The reading without its document, which has a row of its own."""
    return encode(replace(reading, document=_NO_DOCUMENT))


def _make_article_row(place: int, reading: Reading) -> Row:
    body = _encode_reading(replace(reading, claims=()))
    return {"place": place, "document": reading.document.id, "body": body}


def _make_claim_row(place: int, claim: Claim) -> Row:
    return {
        "place": place,
        "id": claim.id,
        "key": claim.key,
        "document": claim.document,
        "outlet": _column(claim.outlet),
        "speaker": _column(claim.speaker),
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "kind": claim.kind.value,
        "body": encode(claim),
    }


def _make_question_row(place: int, question: Question) -> Row:
    return {
        "place": place,
        "id": question.id,
        "title": _column(question.title),
        "claims": len(question.claims),
        "body": encode(question),
    }


def _make_relation_row(place: int, relation: Relation) -> Row:
    return {
        "place": place,
        "id": relation.id,
        "question": relation.question,
        "claim_l": relation.claim_l,
        "claim_r": relation.claim_r,
        "relation": relation.relation.value,
        "is_flagged": relation.relation.is_flagged,
        "kind": relation.kind.value,
        "level": relation.level.value,
        "score": relation.score,
        "body": encode(relation),
    }


def _column(text: str) -> str:
    """What a text column takes: no NUL in PostgreSQL, no lone surrogate anywhere; the body keeps them."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
