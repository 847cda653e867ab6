"""The tables of the store.

Version 2 added what came in as bytes (original, arrival) and the one log of all that people say (event).

A row holds what people filter and sort by in columns and the whole dataclass as JSON in `body`; only types
that SQLite and PostgreSQL share.  Documents, originals, arrivals, readings, vectors and the review log are
kept; run, article, claim, question, relation and kinship hold the last analysis only and are written anew
with each.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 2

METADATA = MetaData()

STATE = Table(
    "ceksilang_state",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

DOCUMENT = Table(
    "document",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("published", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Index("document_by_outlet", "outlet", "published"),
    Index("document_by_text", "sha256"),
)

# The bytes as they came, by their own hash; deflated.
ORIGINAL = Table(
    "original",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes before packing
    Column("data", LargeBinary, nullable=False),
)

# When an article came in and in which bytes; the same article in other bytes is another line.
ARRIVAL = Table(
    "arrival",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("original", String(64), nullable=False),  # "" where the bytes were not kept
    Column("at", String(64), nullable=False),
    Index("arrival_of_document", "document", "original", unique=True),
    Index("arrival_by_original", "original"),
    sqlite_autoincrement=True,
)

# What is known of addresses that were fetched: a run that broke off goes on, and only what is new is asked
# for.
FETCHED = Table(
    "fetched",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("original", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Index("fetched_by_original", "original"),
)

READING = Table(
    "reading",
    METADATA,
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),
)

VECTOR = Table(
    "vector",
    METADATA,
    Column("model", Text, primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # float32, little-endian
)

RUN = Table(
    "run",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("created", Text, nullable=False),
    Column("body", Text, nullable=False),
)

ARTICLE = Table(
    "article",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("body", Text, nullable=False),  # the reading without its document and claims
    Index("article_by_document", "document"),
)

CLAIM = Table(
    "claim",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("document", ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("modality", String(32), nullable=False),
    Column("polarity", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Index("claim_by_id", "id"),
    Index("claim_by_key", "key"),
    Index("claim_by_document", "document"),
    Index("claim_by_speaker", "speaker"),
)

QUESTION = Table(
    "question",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("claims", Integer, nullable=False),  # how many
    Column("body", Text, nullable=False),
    Index("question_by_id", "id"),
)

RELATION = Table(
    "relation",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("question", String(64), nullable=False),
    Column("claim_l", String(64), nullable=False),
    Column("claim_r", String(64), nullable=False),
    Column("relation", String(32), nullable=False),
    Column("is_flagged", Boolean, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("level", String(32), nullable=False),
    Column("score", Float, nullable=False),
    Column("body", Text, nullable=False),
    Index("relation_by_id", "id"),
    Index("relation_by_question", "question"),
    Index("relation_by_worth", "is_flagged", "score"),
)

EVENT = Table(
    "event",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("target", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Index("event_by_target", "target"),
    Index("event_by_time", "at"),
    sqlite_autoincrement=True,  # a number is never given twice: the log only grows
)

# Which articles of the last analysis are one text: groups of copies ("copies") and versions ("revisions").
KINSHIP = Table(
    "kinship",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

LAST_ANALYSIS = (KINSHIP, RELATION, QUESTION, CLAIM, ARTICLE, RUN)  # in the order in which they are emptied
