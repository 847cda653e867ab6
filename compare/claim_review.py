"""Drafts of ClaimReview (schema.org) for what a desk has settled as a disagreement, and for nothing else.

A ClaimReview says what a fact-checker found of a claim.  We do not: the draft carries who claimed what, where
and when, and that sources disagree on it; the rating and the address of the review are the desk's to fill in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from claims.events import Adjudication
from claims.log import ReviewLog
from claims.models import Analysis, Claim, Judgement, Relation
from compare.lookup import Lookup, look_up, rank_relations, tell_relation
from compare.wording import say
from compare.writing import encode_text


def to_claim_reviews(analysis: Analysis, log: ReviewLog, lang: str = "en") -> list[dict[str, Any]]:
    """Return a draft a claim for every relation that was adjudicated to be a conflict, most pressing first.

    Args:
        analysis: what a run found.
        log: of the reviews; what nobody adjudicated gives no draft.
        lang: of our own words in the drafts.
    """
    lookup = look_up(analysis)
    drafts: dict[str, dict[str, Any]] = {}
    for relation in rank_relations(analysis.relations):
        settled = log.adjudications.get(relation.id)
        if settled is not None and settled.verdict is Judgement.CONFLICT:
            for claim, other in _sides(relation, lookup):
                drafts.setdefault(claim.id, _draft(claim, other, relation, settled, lookup, lang))
    return list(drafts.values())


def make_claim_reviews(analysis: Analysis, log: ReviewLog, lang: str = "en") -> bytes:
    """Return the drafts as UTF-8 JSON-LD."""
    body = {"@context": "https://schema.org", "@graph": to_claim_reviews(analysis, log, lang)}
    return encode_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n")


def _sides(relation: Relation, lookup: Lookup) -> Iterator[tuple[Claim, Claim]]:
    left, right = lookup.claims[relation.claim_l], lookup.claims[relation.claim_r]
    yield left, right
    yield right, left


def _draft(
    claim: Claim, other: Claim, relation: Relation, settled: Adjudication, lookup: Lookup, lang: str
) -> dict[str, Any]:
    there = lookup.document_of(other).outlet.value or say(lang, "outlet_unknown", prefix="report_")
    found = say(lang, "claim_review.body", prefix="report_", outlet=there, quote=other.quote)
    return {
        "@type": "ClaimReview",
        "creativeWorkStatus": "Draft",
        "datePublished": settled.at[:10],
        "author": {"@type": "Person", "name": settled.reviewer},
        "claimReviewed": claim.quote,
        "itemReviewed": _item(claim, lookup),
        "reviewBody": " ".join(part for part in (found, tell_relation(relation, lang), settled.note) if part),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": say(lang, "claim_review.rating", prefix="report_"),
        },
    }


def _item(claim: Claim, lookup: Lookup) -> dict[str, Any]:
    document = lookup.document_of(claim)
    speaker = claim.attribution[0] if claim.attribution else None
    author = {"@type": "Person", "name": speaker.name, "jobTitle": speaker.role} if speaker else None
    outlet = {"@type": "Organization", "name": document.outlet.value}
    appearance = {
        "@type": "CreativeWork",
        "name": document.title.value,
        "url": document.url,
        "datePublished": document.published.value,
        "identifier": f"sha256:{document.sha256}",
        "publisher": outlet if document.outlet else None,
    }
    item = {
        "@type": "Claim",
        "author": author or (outlet if document.outlet else None),
        "datePublished": document.published.value,
        "appearance": {name: value for name, value in appearance.items() if value},
    }
    return {name: value for name, value in item.items() if value}
