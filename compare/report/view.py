"""What the report shows, laid out for the templates: the analysis with everything looked up and in order.

    View -> Card (a question) -> Column (an answer) -> Side (a claim and where it stands)
                              -> Pair (a finding: what two answers disagree on)

No words of the interface are chosen here: the templates ask for those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from claims.events import Adjudication
from claims.log import ReviewLog
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
from claims.passes import adjudication_of
from compare.copies import count_sources
from compare.findings import Finding, group_findings
from compare.lookup import NEAR_MISSES, Lookup, Review, look_up, rank_relations, sum_up
from compare.precision import measure_precision
from compare.report.marking import cut_pieces, mark_evidence


@dataclass(frozen=True)
class Side:
    """A claim as it is shown: its exact words with marks, and the rest of its sentence around them."""

    claim: Claim
    document: Document
    number: int  # of the source in the table of sources
    name: str  # "A", or "A1", "A2" where an answer has several claims
    before: str
    pieces: tuple[tuple[str, bool], ...]
    after: str


@dataclass(frozen=True)
class Column:
    """One answer to a question: the claims that show the disagreement best, and the others that hold it."""

    letter: str
    label: str
    sides: tuple[Side, ...]
    also: tuple[Side, ...]


@dataclass(frozen=True)
class Pair:
    """A finding, both sides of its best relation, the pairs that say the same, the verdicts."""

    finding: Finding
    left: Side
    right: Side
    others: tuple[str, ...]
    review: Review
    verdicts: tuple[Verdict, ...]
    adjudication: Adjudication | None = None  # the last word, where there is one

    @property
    def relation(self) -> Relation:
        """The best of its relations."""
        return self.finding.lead


@dataclass(frozen=True)
class Card:
    """A question on which sources disagree."""

    anchor: str
    question: Question
    relation: RelationType  # the gravest of its relations
    review: Review
    columns: tuple[Column, ...]
    others: tuple[Column, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Source:
    """An article in the table of sources; `copy_of` numbers the text that it mostly repeats, or is 0."""

    number: int
    document: Document
    claims: int
    copy_of: int = 0


@dataclass(frozen=True)
class Measured:
    """What reviewers' verdicts say so far: `value` with its 95 % interval, of `count` judged.

    `name` is "precision", with the relation it is of, or "alpha" (Krippendorff's).
    """

    name: str
    of: str
    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class View:
    """The whole report."""

    analysis: Analysis
    cards: tuple[Card, ...]
    dismissed: tuple[Card, ...]
    near: tuple[Pair, ...]
    sources: tuple[Source, ...]
    counts: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, int], ...]
    measured: tuple[Measured, ...]


def lay_out(analysis: Analysis, log: ReviewLog | None = None) -> View:
    """Return the report's content in reading order; `log` is asked for what was adjudicated."""
    lookup, log = look_up(analysis), log or ReviewLog(analysis.verdicts)
    readings = sorted(analysis.readings, key=lambda r: (r.document.path, r.document.id))
    sources = _list_sources(analysis, readings)
    maker = _Maker(lookup, {source.document.id: source.number for source in sources}, log)
    ranked = rank_relations(analysis.relations)
    flagged: dict[str, list[Relation]] = {}
    for relation in ranked:
        if relation.relation.is_flagged:
            flagged.setdefault(relation.question, []).append(relation)
    cards = [
        maker.make_card(lookup.questions[question], relations) for question, relations in flagged.items()
    ]
    near = tuple(maker.make_near_miss(r) for kind in NEAR_MISSES for r in ranked if r.relation is kind)
    return View(
        analysis=analysis,
        cards=tuple(card for card in cards if card.review is not Review.NO_CONFLICT),
        dismissed=tuple(card for card in cards if card.review is Review.NO_CONFLICT),
        near=near,
        sources=sources,
        counts=_count(analysis, len(near)),
        left_out=_count_left_out(analysis),
        measured=tuple(_measure(log, [pair for card in cards for pair in card.pairs])),
    )


def _count(analysis: Analysis, near: int) -> tuple[tuple[str, int], ...]:
    types = [relation.relation for relation in analysis.relations]
    return (
        ("articles", len(analysis.readings)),
        ("outlets", len({r.document.outlet.value for r in analysis.readings if r.document.outlet})),
        ("origins", count_sources(analysis, [r.document.id for r in analysis.readings]).origins),
        ("claims", sum(len(reading.claims) for reading in analysis.readings)),
        ("questions", sum(len(question.claims) > 1 for question in analysis.questions)),
        ("contradiction", types.count(RelationType.CONTRADICTION)),
        ("tension", types.count(RelationType.TENSION)),
        ("near", near),
    )


def _list_sources(analysis: Analysis, readings: Sequence[Reading]) -> tuple[Source, ...]:
    number = {reading.document.id: n for n, reading in enumerate(readings, 1)}
    origin = {copy: number.get(group.origin, 0) for group in analysis.copies for copy in group.copies}
    return tuple(
        Source(n, r.document, len(r.claims), origin.get(r.document.id, 0)) for n, r in enumerate(readings, 1)
    )


def _count_left_out(analysis: Analysis) -> tuple[tuple[str, int], ...]:
    """What the run looked at and the report does not show."""
    asked = {claim for question in analysis.questions for claim in question.claims}
    types = [relation.relation for relation in analysis.relations]
    claims = [claim for reading in analysis.readings for claim in reading.claims]
    return (
        ("furniture", sum(len(reading.boilerplate) for reading in analysis.readings)),
        ("rejected", sum(len(reading.rejected) for reading in analysis.readings)),
        ("alone", sum(claim.id not in asked for claim in claims)),
        ("agreement", types.count(RelationType.AGREEMENT)),
        ("unclear", types.count(RelationType.UNCLEAR)),
    )


def _measure(log: ReviewLog, pairs: Sequence[Pair]) -> Iterator[Measured]:
    """Precision by relation, and how far the reviewers agree; nothing where nobody has judged."""
    from compare.agreement import (  # numpy and more, for a report that has verdicts
        collect_ratings,
        measure_alpha,
    )

    cases = [pair.finding.relations for pair in pairs]
    for (relation, kind), found in measure_precision(log, cases).items():
        if relation and not kind and found.judged:
            yield Measured("precision", relation, found.share, found.low, found.high, found.judged)
    if not log.verdicts:
        return
    ratings = collect_ratings(log, [tuple(relation.id for relation in relations) for relations in cases])
    alpha = measure_alpha(ratings)
    if not isnan(alpha.alpha):
        yield Measured("alpha", "", alpha.alpha, alpha.low, alpha.high, alpha.cases)


class _Maker:
    """Makes cards and pairs; holds what every one of them looks things up in."""

    def __init__(self, lookup: Lookup, numbers: dict[str, int], log: ReviewLog) -> None:
        self._lookup = lookup
        self._numbers = numbers
        self._log = log

    def make_card(self, question: Question, relations: Sequence[Relation]) -> Card:
        findings = group_findings(relations, question)
        touched = {claim for finding in findings for claim in sides_of(finding.lead)}
        positions = _positions_of(question, {c for r in relations for c in sides_of(r)}, self._lookup)
        split = [p for p in positions if touched & set(p.claims)]
        columns = tuple(self._make_column(n, p, touched, split, relations) for n, p in enumerate(split))
        rest = [p for p in positions if p not in split]
        sides = {side.claim.id: side for column in columns for side in (*column.sides, *column.also)}
        pairs = tuple(self._make_pair(finding, sides) for finding in findings)
        return Card(
            anchor=question.id,
            question=question,
            relation=min((r.relation for r in relations), key=list(RelationType).index),
            review=_sum_up_card(pairs),
            columns=columns,
            others=tuple(
                self._make_column(len(split) + n, p, set(p.claims), (), ()) for n, p in enumerate(rest)
            ),
            pairs=pairs,
        )

    def make_near_miss(self, relation: Relation) -> Pair:
        claims = [self._lookup.claims[i] for i in (relation.claim_l, relation.claim_r)]
        sides = {
            claim.id: self._make_side(claim, name, [other.quote], [relation])
            for claim, other, name in zip(claims, reversed(claims), "AB", strict=True)
        }
        return self._make_pair(Finding(relation), sides)

    def _make_column(
        self,
        number: int,
        position: Position,
        touched: set[str],
        split: Sequence[Position],
        relations: Sequence[Relation],
    ) -> Column:
        letter = _letter(number)
        beside = [
            self._lookup.claims[i].quote for p in split if p is not position for i in p.claims if i in touched
        ]
        first = sorted(position.claims, key=lambda i: (i not in touched, position.claims.index(i)))
        made = [
            self._make_side(
                self._lookup.claims[claim], letter if len(first) == 1 else f"{letter}{n}", beside, relations
            )
            for n, claim in enumerate(first, 1)
        ]
        shown = sum(claim in touched for claim in first)
        return Column(letter, position.label, tuple(made[:shown]), tuple(made[shown:]))

    def _make_side(
        self, claim: Claim, name: str, beside: Sequence[str], relations: Iterable[Relation]
    ) -> Side:
        document = self._lookup.document_of(claim)
        evidence = [span for r in relations if r.claim_l == claim.id for span in r.evidence_l]
        evidence += [span for r in relations if r.claim_r == claim.id for span in r.evidence_r]
        return Side(
            claim=claim,
            document=document,
            number=self._numbers[document.id],
            name=name,
            before=document.text[claim.sentence.start : claim.span.start],
            pieces=cut_pieces(
                document.text, claim.span, mark_evidence(claim, document.language.value, evidence, beside)
            ),
            after=document.text[claim.span.end : claim.sentence.end],
        )

    def _make_pair(self, finding: Finding, sides: Mapping[str, Side]) -> Pair:
        left, right = _read_from_a_to_b(finding.lead, sides)
        verdicts = finding.verdicts(self._lookup.verdicts)
        others = tuple(
            "–".join(side.name for side in _read_from_a_to_b(relation, sides)) for relation in finding.others
        )
        last = adjudication_of(self._log, [relation.id for relation in finding.relations])
        review = Review(last.verdict) if last else sum_up(verdicts)
        return Pair(finding, left, right, others, review, verdicts, last)


def sides_of(relation: Relation) -> tuple[str, str]:
    """Return the ids of a relation's two claims."""
    return relation.claim_l, relation.claim_r


def _read_from_a_to_b(relation: Relation, sides: Mapping[str, Side]) -> tuple[Side, Side]:
    """The two sides in the order of their names, whatever order the ids have."""
    left, right = (sides[claim] for claim in sides_of(relation))
    return (right, left) if (len(right.name), right.name) < (len(left.name), left.name) else (left, right)


def _positions_of(question: Question, touched: set[str], lookup: Lookup) -> list[Position]:
    """The question's answers; a claim that no answer holds stands as an answer of its own."""
    held = {claim for position in question.positions for claim in position.claims}
    loose = sorted(
        touched - held, key=lambda i: (lookup.document_of(lookup.claims[i]).path, lookup.claims[i].span)
    )
    return [*question.positions, *(Position("", (claim,)) for claim in loose)]


def _sum_up_card(pairs: Sequence[Pair]) -> Review:
    """A card is dismissed only when all of it is; one confirmed pair confirms it."""
    reviews = {pair.review for pair in pairs}
    for review in (Review.DISPUTED, Review.CONFLICT, Review.OPEN, Review.UNSURE):
        if review in reviews:
            return review
    return Review.NO_CONFLICT


def _letter(number: int) -> str:
    """Return A, B ... Z, AA, AB: as spreadsheets count.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
