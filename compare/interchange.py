"""The analysis as linked data: every claim a Web Annotation, with its provenance.

    source article   prov:Entity, by the SHA-256 of its text
    run              prov:Activity, with the software as its agent
    claim            Annotation "identifying": what a speaker is said to say, at a place in a source
    relation         Annotation "linking": two places, what they are to each other, and why
    verdict          Annotation "assessing" a relation, by a person

The vocabularies are W3C's Web Annotation (2017) and PROV-O (2013).  A place is given twice, by its words with
what stands around them (TextQuoteSelector) and by its code points (TextPositionSelector), so that it is found
again in a text that has changed elsewhere.
"""

from __future__ import annotations

import json
from typing import Any

from claims.models import Analysis, Claim, Document, Relation, Verdict
from compare.lookup import Lookup, look_up, rank_relations, tell_relation
from compare.writing import encode_text

ANNOTATION = "http://www.w3.org/ns/anno.jsonld"
PROVENANCE = {
    "prov": "http://www.w3.org/ns/prov#",
    "used": {"@id": "prov:used", "@type": "@id"},
    "endedAt": {"@id": "prov:endedAtTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
}
SOFTWARE = "urn:x-ceksilang:software"
AROUND = 32  # code points on either side of a quote: enough to tell two places of the same words apart


def to_linked_data(analysis: Analysis, lang: str = "en") -> dict[str, Any]:
    """Return the analysis as one JSON-LD object.

    Args:
        analysis: what a run found.
        lang: language of the reasons; all else is as the sources have it.
    """
    lookup = look_up(analysis)
    readings = sorted(analysis.readings, key=lambda r: (r.document.path, r.document.id))
    claims = [claim for r in readings for claim in sorted(r.claims, key=lambda c: (c.span, c.id))]
    known = {relation.id for relation in analysis.relations}
    verdicts = sorted(analysis.verdicts, key=lambda v: (v.at, v.id))
    return {
        "@context": [ANNOTATION, PROVENANCE],
        "@graph": [
            {"id": SOFTWARE, "type": ["Software", "prov:SoftwareAgent"], "name": "Ceksilang"},
            _describe_run(analysis),
            *(_describe_source(reading.document) for reading in readings),
            *(_describe_claim(claim, lookup, analysis.run.id) for claim in claims),
            *(
                _describe_relation(relation, lookup, analysis.run.id, lang)
                for relation in rank_relations(analysis.relations)
            ),
            *(
                {"id": _name("reviewer", name), "type": ["Person", "prov:Person"], "name": name}
                for name in sorted({verdict.reviewer for verdict in verdicts})
            ),
            *(_describe_verdict(verdict) for verdict in verdicts if verdict.target in known),
        ],
    }


def make_linked_data(analysis: Analysis, lang: str = "en") -> bytes:
    """Return the linked data as UTF-8."""
    text = json.dumps(to_linked_data(analysis, lang), ensure_ascii=False, allow_nan=False, indent=1)
    return encode_text(text + "\n")


def _name(kind: str, value: str) -> str:
    """Return a name for a thing of ours, as a URN (RFC 8141): what a URN may not hold is percent-encoded.

    >>> _name("reviewer", "Ayu K.")
    'urn:x-ceksilang:reviewer:Ayu%20K.'
    """
    from urllib.parse import quote

    return f"urn:x-ceksilang:{kind}:{quote(encode_text(value), safe='')}"


def _source(document: Document) -> str:
    return f"urn:sha256:{document.sha256}"


def _describe_run(analysis: Analysis) -> dict[str, Any]:
    run = analysis.run
    return {
        "id": _name("run", run.id),
        "type": "prov:Activity",
        "label": "; ".join(f"{name} {value}" for name, value in (*run.models, *run.versions)),
        "endedAt": run.created,
        "wasAssociatedWith": SOFTWARE,
        "used": sorted({_source(reading.document) for reading in analysis.readings}),
    }


def _describe_source(document: Document) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": _source(document),
        "type": ["Text", "prov:Entity"],
        "language": document.language.value,
        "label": document.title.value,
        "wasAttributedTo": _name("outlet", document.outlet.value) if document.outlet else "",
        "wasDerivedFrom": document.url,
    }
    return {name: value for name, value in described.items() if value}


def _describe_claim(claim: Claim, lookup: Lookup, run: str) -> dict[str, Any]:
    document = lookup.document_of(claim)
    said_by = [
        {"type": "TextualBody", "purpose": "describing", "value": f"{speaker.name} ({speaker.role})"}
        if speaker.role
        else {"type": "TextualBody", "purpose": "describing", "value": speaker.name}
        for speaker in claim.attribution
    ]
    tags = [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{name}:{value}"}
        for name, value in (("modality", claim.modality), ("polarity", claim.polarity), ("kind", claim.kind))
    ]
    return {
        "id": _name("claim", claim.id),
        "type": ["Annotation", "prov:Entity"],
        "motivation": "identifying",
        "generator": SOFTWARE,
        "wasGeneratedBy": _name("run", run),
        "wasQuotedFrom": _source(document),
        "body": [*said_by, *tags],
        "target": _place(claim, document),
    }


def _place(claim: Claim, document: Document) -> dict[str, Any]:
    start, end = claim.span.start, claim.span.end
    return {
        "source": _source(document),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": claim.quote,
                "prefix": document.text[max(0, start - AROUND) : start],
                "suffix": document.text[end : end + AROUND],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }


def _describe_relation(relation: Relation, lookup: Lookup, run: str, lang: str) -> dict[str, Any]:
    sides = [lookup.claims[claim] for claim in (relation.claim_l, relation.claim_r)]
    tags = [
        {"type": "TextualBody", "purpose": "classifying", "value": f"{name}:{value}"}
        for name, value in (
            ("relation", relation.relation.value),
            ("kind", relation.kind.value),
            ("level", relation.level.value),
            ("score", f"{relation.score:.6f}"),
        )
    ]
    reason = {
        "type": "TextualBody",
        "purpose": "describing",
        "value": tell_relation(relation, lang),
        "language": lang,
        "format": "text/plain",
    }
    return {
        "id": _name("relation", relation.id),
        "type": ["Annotation", "prov:Entity"],
        "motivation": "linking",
        "generator": SOFTWARE,
        "wasGeneratedBy": _name("run", run),
        "wasDerivedFrom": [_name("claim", claim.id) for claim in sides],
        "body": [reason, *tags],
        "target": [_place(claim, lookup.document_of(claim)) for claim in sides],
    }


def _describe_verdict(verdict: Verdict) -> dict[str, Any]:
    note = [{"type": "TextualBody", "purpose": "commenting", "value": verdict.note}] if verdict.note else []
    judged = {"type": "TextualBody", "purpose": "assessing", "value": verdict.verdict.value}
    return {
        "id": _name("verdict", verdict.id),
        "type": ["Annotation", "prov:Entity"],
        "motivation": "assessing",
        "creator": _name("reviewer", verdict.reviewer),
        "created": verdict.at,
        "body": [judged, *note],
        "target": _name("relation", verdict.target),
    }
