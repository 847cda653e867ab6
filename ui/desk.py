"""The desk: what lies on it and in which order; no Streamlit here.

A card is a question; a finding is what two of its positions disagree on, however many pairs of
claims say so; a reviewer judges findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from claims.models import (
    Analysis,
    Claim,
    Document,
    Position,
    Question,
    Reading,
    Relation,
    RelationType,
    Verdict,
)
from compare.findings import Finding, group_findings
from compare.lookup import rank_relations
from ui.words import name_outlet


class Standing(dict[str, tuple[Verdict, ...]]):
    """The verdicts that stand, by what they judge; `settled` are the relations that had the last word."""

    def __init__(
        self, given: Mapping[str, tuple[Verdict, ...]] | None = None, settled: Iterable[str] = ()
    ) -> None:
        super().__init__(given or {})
        self.settled = frozenset(settled)


class Status(StrEnum):
    """How far the review of a question is."""

    NEW = "new"  # something in it has not been judged
    DISPUTED = "disputed"  # two reviewers say different things of something in it
    CHECKED = "checked"


@dataclass(frozen=True)
class Card:
    """A question with what is flagged in it; `lead` is the finding that the card shows."""

    question: Question
    findings: tuple[Finding, ...]
    near_misses: tuple[Relation, ...]
    outlets: tuple[str, ...]
    lead: Finding

    @property
    def score(self) -> float:
        return max(finding.lead.score for finding in self.findings)

    @property
    def flagged_claims(self) -> frozenset[str]:
        """The claims that take part in something flagged."""
        return frozenset(claim for finding in self.findings for claim in finding.claims)

    def count_checked(self, standing: Standing) -> int:
        """Return how many of its findings somebody has judged."""
        return sum(1 for finding in self.findings if finding.verdicts(standing))

    def status(self, standing: Standing) -> Status:
        """Return DISPUTED where reviewers differ, CHECKED when nothing in it waits for a verdict."""
        judged = [finding.verdicts(standing) for finding in self.findings]
        for finding, verdicts in zip(self.findings, judged, strict=True):
            if len({v.verdict for v in verdicts}) > 1 and standing.settled.isdisjoint(finding_case(finding)):
                return Status.DISPUTED
        return Status.CHECKED if all(judged) else Status.NEW


@dataclass(frozen=True)
class Desk:
    """An analysis with the ways through it that the pages need."""

    analysis: Analysis

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Readings by the id of their document."""
        return {reading.document.id: reading for reading in self.analysis.readings}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for reading in self.analysis.readings for claim in reading.claims}

    @cached_property
    def claim_words(self) -> tuple[tuple[Claim, str], ...]:
        """Claims with their words to search in, by outlet and place in the article."""
        claims = sorted(self.claims.values(), key=lambda c: (self.outlet_of(c.id), c.document, c.span))
        return tuple((c, f"{c.quote} {' '.join(s.name for s in c.attribution)}".casefold()) for c in claims)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Questions in which something is flagged, most worth a minute first."""
        cards = (self._make_card(question) for question in self.analysis.questions)
        return tuple(sorted((c for c in cards if c), key=lambda card: (-card.score, card.question.id)))

    @cached_property
    def _facts(self) -> dict[tuple[str, str], dict[str, frozenset[str]]]:
        """What findings can be filtered by, found out once: a click must not go through every claim."""
        return {
            (finding.lead.question, finding.lead.id): self._find_facts(finding)
            for card in self.cards
            for finding in card.findings
        }

    def facts_of(self, finding: Finding) -> dict[str, frozenset[str]]:
        """Return the outlets, kinds, levels, relations, languages and days of a finding."""
        known = self._facts.get((finding.lead.question, finding.lead.id))
        return known if known is not None else self._find_facts(finding)

    def _find_facts(self, finding: Finding) -> dict[str, frozenset[str]]:
        documents = [self.document_of(self.claims[claim]) for claim in finding.claims]
        of_relations = {
            name: frozenset(getattr(relation, name).value for relation in finding.relations)
            for name in ("kind", "level", "relation")
        }
        return of_relations | {
            "outlet": frozenset(map(name_outlet, documents)),
            "language": frozenset(d.language.value for d in documents if d.language),
            "day": frozenset(d.published.value[:10] for d in documents if d.published_on),
        }

    @cached_property
    def _relations(self) -> dict[str, list[Relation]]:
        of_question: dict[str, list[Relation]] = {}
        for relation in self.analysis.relations:
            if relation.claim_l in self.claims and relation.claim_r in self.claims:
                of_question.setdefault(relation.question, []).append(relation)
        return of_question

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.analysis.questions}

    @cached_property
    def quiet(self) -> tuple[Question, ...]:
        """Questions in which nothing is flagged, those with the most answers first."""
        flagged = {card.question.id for card in self.cards}
        quiet = (question for question in self.analysis.questions if question.id not in flagged)
        return tuple(sorted(quiet, key=lambda q: (-len(q.positions), -len(q.claims), q.id)))

    @cached_property
    def cards_of_document(self) -> dict[str, tuple[Card, ...]]:
        """The cards that an article takes part in, in the order of the list."""
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            for document in {self.claims[claim].document for claim in card.flagged_claims}:
                found.setdefault(document, []).append(card)
        return {document: tuple(cards) for document, cards in found.items()}

    def document_of(self, claim: Claim) -> Document:
        """Return the article that a claim stands in."""
        return self.readings[claim.document].document

    def outlet_of(self, claim_id: str) -> str:
        """Return who published the article of a claim."""
        return name_outlet(self.document_of(self.claims[claim_id]))

    def describe(self, finding: Finding) -> str:
        """Return what stands on the screen, so that the log can be read without the run."""
        question = self.questions[finding.lead.question]
        quotes = (f"{self.outlet_of(claim)}: {self.claims[claim].quote}" for claim in sides(finding.lead))
        return f"{question.title} | {' | '.join(quotes)}"

    def find_card(self, question: str, relation: str = "") -> Card | None:
        """Return the card of a question, or the one that now holds a relation.

        A question's id changes when it gains a claim, a relation's does not: an old link still arrives.
        """
        by_relation = None
        for card in self.cards:
            if card.question.id == question:
                return card
            if relation and any(r.id == relation for f in card.findings for r in f.relations):
                by_relation = card
        return by_relation

    def positions_of(self, question: Question) -> tuple[Position, ...]:
        """Return the positions of a question; claims that hold none are one of their own, without a label."""
        placed = {claim for position in question.positions for claim in position.claims}
        rest = tuple(c for c in question.claims if c not in placed)
        return (*question.positions, *([Position("", rest)] if rest else []))

    def near_misses_of(self, question: Question) -> tuple[Relation, ...]:
        """Return what looked like a conflict in a question and was put aside for a reason."""
        ranked = rank_relations(self._relations.get(question.id, ()))
        return tuple(relation for relation in ranked if is_near_miss(relation))

    def order_positions(self, card: Card) -> tuple[Position, ...]:
        """Return the positions of a question, those that disagree first: their letters go by this order."""
        flagged = card.flagged_claims
        return tuple(sorted(self.positions_of(card.question), key=lambda p: flagged.isdisjoint(p.claims)))

    def _make_card(self, question: Question) -> Card | None:
        ranked = rank_relations(self._relations.get(question.id, ()))
        findings = group_findings((r for r in ranked if r.relation.is_flagged), question)
        if not findings:
            return None
        outlets = dict.fromkeys(self.outlet_of(claim) for finding in findings for claim in finding.claims)
        near = tuple(r for r in ranked if is_near_miss(r))
        return Card(question, findings, near, tuple(outlets), findings[0])


def finding_case(finding: Finding) -> tuple[str, ...]:
    """Return what verdicts on a finding may hang on: the ids of all its relations."""
    return tuple(relation.id for relation in finding.relations)


def sides(relation: Relation) -> tuple[str, str]:
    """Return the ids of the two claims of a relation."""
    return relation.claim_l, relation.claim_r


def is_near_miss(relation: Relation) -> bool:
    """True for what looked like a conflict and was put aside for a reason."""
    return not relation.relation.is_flagged and relation.relation is not RelationType.AGREEMENT


def find_neighbours(cards: Sequence[Card], question: str) -> tuple[int, Card | None, Card | None]:
    """Return a question's place in a list from 1 (0: not in it), and the cards before and after it."""
    for number, card in enumerate(cards):
        if card.question.id == question:
            before = cards[number - 1] if number else None
            return number + 1, before, cards[number + 1] if number + 1 < len(cards) else None
    return 0, None, cards[0] if cards else None
