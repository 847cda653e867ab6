"""Linked data: every span is a place that can be found again, every name leads to a thing that is there."""

from __future__ import annotations

import json

import pytest
from factories import make_flood, make_hostile

from claims.events import Adjudication
from claims.log import ReviewLog
from claims.models import Analysis, Judgement
from compare.claim_review import to_claim_reviews
from compare.interchange import AROUND, PROVENANCE, SOFTWARE, make_linked_data, to_linked_data
from compare.report import make_report

# The terms of the Web Annotation context (https://www.w3.org/TR/annotation-vocab/) that we may use.
TERMS = {
    *("id", "type", "body", "target", "source", "selector", "creator", "generator", "motivation", "purpose"),
    *("value", "exact", "prefix", "suffix", "created", "start", "end", "language", "format", "name", "label"),
}
CLASSES = {
    *("Annotation", "Text", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "Person", "Software"),
    *("prov:Entity", "prov:Activity", "prov:Person", "prov:SoftwareAgent"),
}
MOTIVATIONS = {
    *("identifying", "linking", "assessing", "describing", "tagging", "classifying", "commenting"),
}


@pytest.fixture(scope="module")
def flood() -> Analysis:
    return make_flood()


def nodes_of(analysis: Analysis) -> list[dict[str, object]]:
    graph: list[dict[str, object]] = to_linked_data(analysis)["@graph"]
    return graph


def walk(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return [found for item in value for found in walk(item)]
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in walk(item))]
    return []


def test_only_terms_of_the_vocabularies(flood: Analysis) -> None:
    known = TERMS | {name for name in PROVENANCE if name != "prov"}
    for node in walk(to_linked_data(flood)["@graph"]):
        assert set(node) <= known, set(node) - known
        kinds = node.get("type", [])
        assert set(kinds if isinstance(kinds, list) else [kinds]) <= CLASSES
        for name in ("motivation", "purpose"):
            assert node.get(name, "linking") in MOTIVATIONS


def test_places_give_back_the_words(flood: Analysis) -> None:
    texts = {f"urn:sha256:{r.document.sha256}": r.document.text for r in flood.readings}
    places = [node for node in walk(nodes_of(flood)) if "selector" in node]
    assert len(places) >= sum(len(reading.claims) for reading in flood.readings)
    for place in places:
        by_words, by_place = place["selector"]  # type: ignore[misc]
        text, start, end = texts[str(place["source"])], by_place["start"], by_place["end"]
        assert text[start:end] == by_words["exact"]
        assert by_words["prefix"] == text[max(0, start - AROUND) : start]
        assert by_words["suffix"] == text[end : end + AROUND]


def test_every_name_leads_to_a_thing(flood: Analysis) -> None:
    nodes = nodes_of(flood)
    names = [node["id"] for node in nodes]
    assert len(names) == len(set(names))
    for node in nodes:
        for link in ("wasGeneratedBy", "generator", "creator", "wasQuotedFrom", "wasAssociatedWith"):
            if link in node:
                assert node[link] in names, (link, node[link])
    assert SOFTWARE in names
    assert sum(node.get("motivation") == "assessing" for node in nodes) == len(flood.verdicts)


@pytest.mark.parametrize("payload", ["<script>", "a b", "\ud83d", 'x"y', "../z"])
def test_hostile_names_stay_names(payload: str) -> None:
    made = json.loads(make_linked_data(make_hostile(payload)))
    for node in made["@graph"]:
        assert not set(node["id"]) & set(' <>"{}|^`\\')


def test_only_what_was_settled_as_a_conflict_becomes_a_draft(flood: Analysis) -> None:
    first, second = [relation for relation in flood.relations if relation.relation.is_flagged][:2]
    assert to_claim_reviews(flood, ReviewLog()) == []
    lines = (
        Adjudication(first.id, "Citra", Judgement.CONFLICT, "Rekaman cocok.", at="2026-03-08T09:00:00+00:00"),
        Adjudication(second.id, "Citra", Judgement.NO_CONFLICT, at="2026-03-08T09:01:00+00:00"),
    )
    drafts = to_claim_reviews(flood, ReviewLog(lines), "id")
    quotes = {c.id: c.quote for reading in flood.readings for c in reading.claims}
    assert {d["claimReviewed"] for d in drafts} == {quotes[first.claim_l], quotes[first.claim_r]}
    for draft in drafts:
        assert draft["creativeWorkStatus"] == "Draft" and "ratingValue" not in draft["reviewRating"]
        assert draft["author"]["name"] == "Citra" and "Rekaman cocok." in draft["reviewBody"]
        assert draft["itemReviewed"]["appearance"]["identifier"].startswith("sha256:")


def test_an_adjudication_stands_in_the_report(flood: Analysis) -> None:
    relation = next(r for r in flood.relations if r.relation.is_flagged)
    line = Adjudication(
        relation.id, "Citra", Judgement.NO_CONFLICT, "Dua hari.", at="2026-03-08T09:00:00+00:00"
    )
    for ending in (".html", ".md"):
        text = make_report(flood, ending, "id", log=ReviewLog((line,))).decode("utf-8")
        assert "Diputuskan oleh Citra" in text and "Dua hari." in text
        assert "Diputuskan oleh" not in make_report(flood, ending, "id").decode("utf-8")
