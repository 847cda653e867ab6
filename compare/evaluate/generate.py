"""A large invented analysis with its review log, to measure the store and the app with.

The articles say the same few hundred things in different figures; nothing is read or embedded, so it is
made in seconds.  The same seed makes the same analysis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from claims.events import Adjudication, Annotation, Aspect, Correction, Event, Mark, SavedView
from claims.models import (
    Actor,
    ActorKind,
    Analysis,
    Basis,
    Claim,
    ClaimKind,
    ConflictKind,
    Document,
    Judgement,
    Known,
    Level,
    Position,
    Quantity,
    Question,
    Reading,
    Reason,
    Relation,
    RelationType,
    Run,
    Sentence,
    Span,
    Speaker,
    Verdict,
)
from claims.store import Store
from compare.settings import BUNDLED

OUTLETS = ("Harian Rimba", "Kabar Muara", "Suara Lembah", "Warta Teluk", "Pos Bukit", "Tribun Karang")
TOPICS = ("rumah terendam", "warga mengungsi", "jembatan rusak", "sekolah tutup", "hektare sawah gagal panen")
PLACES = ("Sukamaju", "Tanjung Biru", "Karangrejo", "Lembah Sari", "Muara Jati", "Bukit Dua", "Pulau Lima")
SPEAKERS = ("Sari Wulandari", "Dani Prakoso", "Rina Hapsari", "Yusuf Malik")
REVIEWERS = ("Ayu", "Bima", "Citra", "Dewi")
FLAGGED_KINDS = (ConflictKind.NUMBER, ConflictKind.DATE, ConflictKind.ACTOR, ConflictKind.CAUSE)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How much is made."""

    articles: int = 300
    claims: int = 10_000
    questions: int = 2_000
    lines: int = 20_000
    seed: int = 1


def fill_store(store: Store, size: Size | None = None) -> Analysis:
    """Save a large analysis and its log and return it as the store has it."""
    size = size or Size()
    analysis = make_analysis(size)
    store.save_analysis(analysis)
    store.add_events(make_log(analysis, size))
    return store.load_analysis() or analysis


def make_analysis(size: Size) -> Analysis:
    """Return an analysis of this size; each question is answered by claims of different articles."""
    random = Random(size.seed)
    readings = make_readings(size, random)
    claims = [claim for reading in readings for claim in reading.claims]
    by_subject: dict[str, list[Claim]] = {}
    for number, claim in enumerate(claims):
        by_subject.setdefault(_subject(number % size.questions), []).append(claim)
    questions: list[Question] = []
    relations: list[Relation] = []
    for subject, answers in by_subject.items():
        question = _make_question(subject, answers)
        questions.append(question)
        relations += _make_relations(question, {claim.id: claim for claim in answers}, random)
    relations.sort(key=lambda r: (not r.relation.is_flagged, -r.score, r.id))
    sources = tuple(reading.document.id for reading in readings)
    run = Run("2026-01-02T08:00:00+00:00", models=(("encoder", BUNDLED),), documents=sources)
    return Analysis(run, readings, tuple(questions), tuple(relations))


def make_log(analysis: Analysis, size: Size) -> Iterator[Event]:
    """Yield the lines of the review log: of ten, seven verdicts, two annotations, one correction or other."""
    random = Random(size.seed + 1)
    flagged = [relation for relation in analysis.relations if relation.relation.is_flagged]
    claims = [claim for reading in analysis.readings for claim in reading.claims]
    for number in range(size.lines):
        at = (BEGINNING + timedelta(seconds=number)).isoformat(timespec="microseconds")
        who, relation, claim = random.choice(REVIEWERS), random.choice(flagged), random.choice(claims)
        turn = number % 20
        if turn < 14:
            word = random.choices(list(Judgement), (6, 3, 1, 1))[0]
            yield Verdict(relation.id, who, word, "", at, "", random.randint(0, 3), analysis.run.id)
        elif turn < 18:
            tag = random.choice(("korban", "angka resmi", "perlu dicek", "kutipan"))
            yield Annotation(claim.key, who, Mark.TAG, tag, at)
        elif turn == 18:
            yield Correction(claim.key, who, Aspect.SPEAKER, random.choice(SPEAKERS), at=at)
        elif number % 200 == 19:
            yield SavedView(f"Saringan {number}", who, (("kind", ("number",)),), at=at)
        else:
            yield Adjudication(relation.id, "Dewi", Judgement.CONFLICT, at=at)


def make_readings(size: Size, random: Random) -> tuple[Reading, ...]:
    """Return the articles with their claims; the claims take turns with the questions."""
    each, more = divmod(size.claims, size.articles)
    readings, first = [], 0
    for number in range(size.articles):
        count = each + (number < more)
        readings.append(_make_reading(number, range(first, first + count), size, random))
        first += count
    return tuple(readings)


def _make_reading(number: int, claims: range, size: Size, random: Random) -> Reading:
    outlet = OUTLETS[number % len(OUTLETS)]
    values = [random.randint(2, 9_000) for _ in claims]
    speakers = [random.choice(SPEAKERS) if random.random() < 0.4 else "" for _ in claims]
    title = f"Banjir di {PLACES[number % len(PLACES)]}: laporan ke-{number + 1}"
    lines = [
        f"{value} {_subject(claim % size.questions)}" + (f", kata {speaker}." if speaker else ".")
        for claim, value, speaker in zip(claims, values, speakers, strict=True)
    ]
    day = date(2026, 1, 1) + timedelta(days=number % 60)
    document = Document(
        "\n".join([title, *lines, ""]),
        path=f"artikel-{number + 1}.txt",
        outlet=Known(outlet, Basis.STATED, "invented"),
        title=Known(title, Basis.STATED, "invented"),
        published=Known(day.isoformat(), Basis.STATED, "invented"),
        language=Known("id", Basis.STATED, "invented"),
    )
    made, start = [], len(title) + 1
    for line, value, speaker in zip(lines, values, speakers, strict=True):
        made.append(_make_claim(document, Span(start, start + len(line)), value, speaker))
        start += len(line) + 1
    sentences = tuple(Sentence(claim.sentence, place) for place, claim in enumerate(made, 1))
    return Reading(document, (), (Sentence(Span(0, len(title)), 0, True), *sentences), tuple(made))


def _make_claim(document: Document, span: Span, value: int, speaker: str) -> Claim:
    quote = span.of(document.text)
    figure = Span(span.start, span.start + len(str(value)))
    place = next(name for name in PLACES if name in quote)
    where = Span(span.start + quote.index(place), span.start + quote.index(place) + len(place))
    chain: tuple[Speaker, ...] = ()
    if speaker:
        at = span.start + quote.rindex(speaker)
        chain = (Speaker(speaker, Span(at, at + len(speaker))),)
    return Claim(
        document.id,
        span,
        quote,
        span,
        document.outlet.value,
        kind=ClaimKind.NUMBER,
        attribution=chain,
        quantities=(Quantity(value, value, figure, what="warga"),),
        actors=(Actor(f"place:{place.casefold()}", place, where, ActorKind.PLACE),),
    )


def _subject(question: int) -> str:
    """What is counted, where and in which spot; another one for each question."""
    topic, place = TOPICS[question % len(TOPICS)], PLACES[question % len(PLACES)]
    return f"{topic} di {place} RT {question + 1}"


def _make_question(subject: str, answers: Sequence[Claim]) -> Question:
    """Of five claims the first two agree, so that a question has as many answers as its claims less one."""
    first, rest = answers[:2], answers[2:]
    positions = [Position(first[0].quote[:40], tuple(claim.id for claim in first))]
    positions += [Position(claim.quote[:40], (claim.id,)) for claim in rest]
    return Question(f"Berapa {subject}?", tuple(claim.id for claim in answers), tuple(positions))


def _make_relations(question: Question, claims: dict[str, Claim], random: Random) -> Iterator[Relation]:
    """Half of the questions hold a conflict; every second pair of positions is set aside."""
    heads = [claims[position.claims[0]] for position in question.positions]
    has_conflict = random.random() < 0.5
    for number, (left, right) in enumerate(
        (left, right) for place, left in enumerate(heads) for right in heads[place + 1 :]
    ):
        left, right = sorted((left, right), key=lambda claim: claim.id)
        flagged = has_conflict and number % 2 == 0
        types = (RelationType.CONTRADICTION, RelationType.TENSION) if flagged else (RelationType.UPDATE,)
        figures = (("left", left.quote.split()[0]), ("right", right.quote.split()[0]))
        yield Relation(
            question.id,
            left.id,
            right.id,
            left.key,
            right.key,
            random.choice(types),
            random.choice(FLAGGED_KINDS),
            random.choice(list(Level)),
            round(random.random(), 4),
            Reason("figures_apart" if flagged else "later_figure", figures),
            tuple(quantity.span for quantity in left.quantities),
            tuple(quantity.span for quantity in right.quantities),
        )
