"""Pairs of annotated claims with everything the joining model may look at: what it is fitted on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from claims.models import Document
from claims.read import read_document
from claims.store import Store
from compare.candidates import find_candidates
from compare.context import find_announcements
from compare.encoder import Encoder
from compare.engine import read_all_traits
from compare.evaluate.gold import CONFLICTS, Gold, share_half
from compare.pipeline import embed
from compare.relate.features import Opinion
from compare.relate.finding import Finding
from compare.relate.join import compare
from compare.relate.traits import Traits
from compare.sameness import gather_evidence
from compare.settings import Settings

SAME = (*CONFLICTS, "agree", "compatible-different-detail")
OTHERS_SHARE = 0.15  # of the pairs of two questions of a training story that are looked at


@dataclass(frozen=True, slots=True)
class Example:
    """Two claims of an analysis that cover two annotated ones."""

    left: Traits
    right: Traits
    evidence: Mapping[str, float]
    findings: tuple[Finding, ...]
    is_candidate: bool
    is_same: bool  # both answer one question, says the annotation
    judged: Mapping[str, Any] | None  # the judged pair; None where the annotator said nothing
    opinion: Opinion | None = None  # of the relation model, where the comparators leave it open

    @property
    def is_conflict(self) -> bool:
        return self.judged is not None and self.judged["relation"] in CONFLICTS


def gather_examples(
    documents: Sequence[Document], gold: Gold, encoder: Encoder, store: Store, share: float = 1.0
) -> Iterator[Example]:
    """Yield an example for each two claims of `documents` that cover two annotated ones.

    Args:
        documents: the annotated articles.
        gold: their annotation.
        encoder: makes the vectors that `store` does not have yet.
        store: where vectors are kept.
        share: of the pairs that are neither judged nor in one group, how many are taken.
    """
    readings = tuple(read_document(document) for document in documents)
    corpus = embed(readings, store, lambda: encoder, Settings(), lambda step, done, total: None)
    traits = read_all_traits(corpus, find_announcements(corpus))
    candidates = set(find_candidates(corpus, traits)[0])
    rows = _cover(gold, {r.document.sha256: r.document.id for r in readings}, corpus.claims)
    judged = {frozenset((pair["a"], pair["b"])): pair for pair in gold.pairs}
    same = _same_question(gold, judged)
    chance = random.Random(gold.claims[0]["file"])
    for names in combinations(sorted(rows), 2):
        key = frozenset(names)
        if key not in judged and key not in same and chance.random() > share:
            continue
        for one, other in product(rows[names[0]], rows[names[1]]):
            left, right = sorted((one, other))
            if left != right:
                yield Example(
                    traits[left],
                    traits[right],
                    gather_evidence(corpus, left, right).values(),
                    tuple(compare(traits[left], traits[right])),
                    (left, right) in candidates,
                    key in same,
                    judged.get(key),
                )


def _cover(gold: Gold, known: Mapping[str, str], claims: Sequence[Any]) -> dict[str, list[int]]:
    """The rows of the claims that cover each annotated one."""
    document = {d["file"]: known[d["sha256"]] for d in gold.documents if d["sha256"] in known}
    spans = [
        {"start": claim.span.start, "end": claim.span.end, "document": claim.document} for claim in claims
    ]
    return {
        wanted["id"]: [
            row
            for row, span in enumerate(spans)
            if span["document"] == document[wanted["file"]] and share_half(span, wanted)
        ]
        for wanted in gold.claims
        if wanted["file"] in document
    }


def _same_question(gold: Gold, judged: Mapping[frozenset[str], Any]) -> set[frozenset[str]]:
    groups = (group["claim_ids"] for group in gold.groups if not group.get("is_trap_group"))
    same = {frozenset(pair) for claims in groups for pair in combinations(claims, 2)}
    same |= {key for key, pair in judged.items() if pair["relation"] in SAME}
    return same - {key for key, pair in judged.items() if pair["relation"] not in SAME}
