"""Every noun of Ceksilang, in the order in which the pipeline makes them.

    Document -> Boilerplate, Sentence -> Claim (Speaker, Quantity, Time, Actor, Concept)
             -> Question (Position, Relation) -> Verdict

Everything is frozen and holds tuples.  A `Span` counts Unicode code points of the *untouched* text
of its document, half-open, so `span.of(document.text)` always gives back what is shown.  Ids are
derived from content, never random.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


def content_id(prefix: str, *parts: object) -> str:
    """Return a short id made of the content alone.

    >>> content_id("d", "a", 1) == content_id("d", "a", 1)
    True
    >>> content_id("d", "ab", "c") == content_id("d", "a", "bc")
    False
    """
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A half-open range of code points in a text.

    >>> Span(4, 9).of("the quick fox")
    'quick'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the piece of `text` that this span marks."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return this span moved by `by` code points (local to document offsets)."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


# --- what came in --------------------------------------------------------------------------------


class Basis(StrEnum):
    """How a piece of metadata is known."""

    STATED = "stated"  # in the text, the file's own metadata or the manifest
    INFERRED = "inferred"  # from evidence that is named beside it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """A piece of metadata, how it is known and from what.  An unknown value is the empty string."""

    value: str = ""
    basis: Basis = Basis.UNKNOWN
    evidence: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.value.strip())
        if not self.value:
            object.__setattr__(self, "basis", Basis.UNKNOWN)

    def __bool__(self) -> bool:
        return bool(self.value)


UNKNOWN = Known()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an article came in; no part of what it says.

    `original` is the SHA-256 of the bytes as they came, under which the store keeps them; `media` their
    media type.  `canonical` is the address that the page gives itself, `fetched` when it was fetched and
    `modified` when the page says it was last changed (ISO 8601), `author` its byline.
    """

    original: str = ""
    media: str = ""
    canonical: str = ""
    fetched: str = ""
    modified: str = ""
    author: str = ""


UNKNOWN_PROVENANCE = Provenance()


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it came: the text is never edited.

    `published` is ISO 8601 at the precision that is known ("2022-01-10T18:27+07:00", "2022-01").
    `language` is an ISO 639-1 code.  `path` is the file's name as given, for people; neither it nor the
    provenance is part of the identity.
    """

    text: str
    path: str = ""
    url: str = ""
    outlet: Known = UNKNOWN
    title: Known = UNKNOWN
    published: Known = UNKNOWN
    language: Known = UNKNOWN
    provenance: Provenance = UNKNOWN_PROVENANCE
    sha256: str = field(init=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "sha256", digest)
        object.__setattr__(self, "id", content_id("d", digest, self.outlet.value, self.url))

    @property
    def published_on(self) -> date | None:
        """The day of publication, if it is known to the day."""
        try:
            return date.fromisoformat(self.published.value[:10])
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A stretch that is not the article; `reason` is a word such as "advertisement" or "caption"."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `paragraph` counts the lines of the text that hold something, from 0."""

    span: Span
    paragraph: int
    is_headline: bool = False


# --- what a claim says ---------------------------------------------------------------------------


class Modality(StrEnum):
    """How a claim is put forward."""

    ASSERTED = "asserted"
    REPORTED = "reported"  # "dikabarkan", "reportedly": on unnamed word
    HEDGED = "hedged"  # "mungkin", "appears to"
    CONDITIONAL = "conditional"  # "jika", "if"
    PREDICTED = "predicted"  # "akan", "is expected to"
    PROMISED = "promised"  # "berjanji", "pledged"
    NORMATIVE = "normative"  # "harus", "dilarang", "must": a rule, not a fact
    DENIED = "denied"  # "membantah": the claim is reported in order to be denied
    QUESTION = "question"


class Polarity(StrEnum):
    """Whether the main clause asserts or denies."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class ClaimKind(StrEnum):
    """What a claim is about; a coarse label that a reviewer can filter by."""

    EVENT = "event"
    NUMBER = "number"
    DATE = "date"
    MEMBERSHIP = "membership"
    CAUSE = "cause"
    RULE = "rule"
    PLAN = "plan"
    STATE = "state"
    OPINION = "opinion"


class ActorKind(StrEnum):
    """What a name names."""

    COUNTRY = "country"  # a nationality is the country in another word form
    PLACE = "place"
    ORGANISATION = "organisation"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds, in the unit it is compared in.

    `low` and `high` are in `unit`; None is an open end ("lebih dari 2.500" is 2500..None).
    `unit` is "" for a plain count, else a canonical symbol ("km", "percent", "USD", "year").
    `what` is what is counted, as written ("tentara Rusia"), "" if it is not said.
    `ordinal` marks "pertama", "third".

    >>> Quantity(2500, None, Span(0, 16), what="pasukan").is_open
    True
    """

    low: float | None
    high: float | None
    span: Span
    unit: str = ""
    what: str = ""
    approximate: bool = False
    ordinal: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            low, high = self.high, self.low
            object.__setattr__(self, "low", low)
            object.__setattr__(self, "high", high)

    @property
    def is_open(self) -> bool:
        return self.low is None or self.high is None


class Precision(StrEnum):
    """How finely a time is given."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    PERIOD = "period"  # a decade, a century, "1992-1999"


@dataclass(frozen=True, slots=True)
class Time:
    """A closed interval of days with what was written and how finely.

    `start`/`end` None is an open end; both None means that it could not be placed on the calendar
    ("sehari sebelumnya" without an anchor) - unknown stays unknown.
    `anchored` is true when a missing part (year, month) was filled in from the publication date or
    from another date of the text.  `is_report` marks the time of speaking, not of the event.
    """

    start: date | None
    end: date | None
    span: Span
    precision: Precision = Precision.DAY
    anchored: bool = False
    is_report: bool = False

    @property
    def is_placed(self) -> bool:
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class Actor:
    """A name and the id under which all its spellings meet ("country:KZ", "organisation:nato").

    >>> Actor("country:KG", "Kirgistan", Span(0, 9), ActorKind.COUNTRY).id
    'country:KG'
    """

    id: str
    name: str
    span: Span
    kind: ActorKind = ActorKind.OTHER


@dataclass(frozen=True, slots=True)
class Concept:
    """What a stretch of a claim is about, whatever its words: "dead", "withdraw", or a pole "force:free".

    `is_negated` is true under a negation ("tidak akan ditarik"); a pole that is negated speaks for the other
    side.
    """

    id: str
    span: Span
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """One link of the chain of who said it: first the speaker, then who carried it ("via").

    `role` is what the text calls the speaker ("Presiden Chili").  `span` is where the name stands, `cue`
    the words that attribute ("menurut", "ujar"); both in the document.  `via` names the carrier (agency,
    paper) through which the words came.  `is_certain` is false where a pronoun or an earlier
    sentence had to be resolved and more than one speaker was possible.
    """

    name: str
    span: Span
    role: str = ""
    cue: Span | None = None
    via: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that can be checked, in the words of its source.

    `span` is the claim, `sentence` the whole sentence it stands in.  `attribution` is empty for the
    outlet's own voice.  `key` is equal for equal words of one outlet wherever they stand: verdicts hang on
    it, so they survive an edit elsewhere in the article; `id` is unique in a run.  `corrected` names what a
    person corrected; where that is the boundaries, `cut` and `cut_quote` are as the machine had them, and id
    and key stay those of the machine's words.
    """

    document: str
    span: Span
    quote: str
    sentence: Span
    outlet: str = ""
    occurrence: int = 0
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    kind: ClaimKind = ClaimKind.EVENT
    is_headline: bool = False
    attribution: tuple[Speaker, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Time, ...] = ()
    actors: tuple[Actor, ...] = ()
    concepts: tuple[Concept, ...] = ()
    corrected: tuple[str, ...] = ()
    cut: Span | None = None
    cut_quote: str = ""
    id: str = field(init=False)
    key: str = field(init=False)

    def __post_init__(self) -> None:
        words = " ".join((self.cut_quote or self.quote).split())
        object.__setattr__(self, "id", content_id("c", self.document, words, self.occurrence))
        object.__setattr__(self, "key", content_id("k", self.outlet, words))

    def words_at(self, span: Span) -> str:
        """Return the words at a span of the document that lies in this claim."""
        return self.quote[span.start - self.span.start : span.end - self.span.start]

    @property
    def speaker(self) -> str:
        """The name of who is said to have said it, "" for the outlet's own voice."""
        return self.attribution[0].name if self.attribution else ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that is no claim, with the reason ("question", "exhortation", "fragment")."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one document."""

    document: Document
    boilerplate: tuple[Boilerplate, ...]
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...] = ()


# --- where sources disagree ----------------------------------------------------------------------


class RelationType(StrEnum):
    """What two answers to one question are to each other."""

    CONTRADICTION = "contradiction"
    TENSION = "tension"
    AGREEMENT = "agreement"
    COMPATIBLE = "compatible"
    UPDATE = "update"
    DIFFERENT_SCOPE = "different_scope"
    UNCLEAR = "unclear"

    @property
    def is_flagged(self) -> bool:
        """True for what is put before a reviewer without being asked for."""
        return self in (RelationType.CONTRADICTION, RelationType.TENSION)


class ConflictKind(StrEnum):
    """What two claims differ in."""

    NUMBER = "number"
    DATE = "date"
    ACTOR = "actor"
    MEMBERSHIP = "membership"
    NEGATION = "negation"
    CAUSE = "cause"
    FRAMING = "framing"
    SCOPE = "scope"
    LEGAL = "legal"
    OTHER = "other"


class Level(StrEnum):
    """Who disagrees with whom."""

    OUTLETS = "outlets"  # two outlets in their own voice
    SPEAKERS = "speakers"  # two quoted people
    REPORTING = "reporting"  # one statement of one speaker, reported two ways
    ASSERTED_VS_REPORTED = "asserted_vs_reported"  # own voice against a quoted one
    SELF = "self"  # one article against itself, or against its earlier version
    COPY = "copy"  # a text that was taken over against the same text where it came from


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a relation is what it is: a key of the message tables and the values it is filled with.

    The words are chosen when it is shown, so one stored reason reads in Indonesian or English.
    """

    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature of two claims adds to the log odds of the joining model: weight x value.

    Value and weight stay apart, so that what people say of the pair can be learned from under other weights.

    >>> Contribution("manner.headline", 1.0, -0.5).amount
    -0.5
    """

    feature: str
    value: float
    weight: float

    @property
    def amount(self) -> float:
        """Above 0 it speaks for what the model looks for, below 0 against it."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Relation:
    """What two claims of one question are to each other; the two sides are in the order of their ids.

    `score` in 0..1 orders flagged relations by how much they deserve a reviewer's minute.
    `id` hangs on the claims' keys, so a verdict on it survives re-analysis.  Evidence spans are in the
    documents.  `contributions` say what spoke for a conflict and against it, the strongest first; where
    nothing at odds was found (and the features begin with "question.") for one question and against it.
    """

    question: str
    claim_l: str
    claim_r: str
    key_l: str
    key_r: str
    relation: RelationType
    kind: ConflictKind
    level: Level
    score: float
    reason: Reason
    evidence_l: tuple[Span, ...] = ()
    evidence_r: tuple[Span, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", content_id("r", *sorted((self.key_l, self.key_r))))


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a question and the claims that hold it."""

    label: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a set of claims answers; "who asked whom for help, and when?" """

    title: str
    claims: tuple[str, ...]
    positions: tuple[Position, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "claims", tuple(sorted(self.claims)))
        object.__setattr__(self, "id", content_id("q", *self.claims))


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that are mostly one text: one independent source, however many print it.

    `origin` and `copies` are ids of documents; `shares` is how much of each copy (of the shorter text) stands
    in another one of the group, 0..1.  `basis` says how the origin is known, `reason` why it is thought to be
    it; with an unknown origin the longest text stands for all.
    """

    origin: str
    copies: tuple[str, ...]
    shares: tuple[float, ...]
    basis: Basis = Basis.UNKNOWN
    reason: Reason = Reason("origin_unknown")

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all articles of the group, the origin first."""
        return (self.origin, *self.copies)


@dataclass(frozen=True, slots=True)
class RevisionChain:
    """The versions of one article at one address, as ids of documents, the newest last."""

    address: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One analysis: when, with which settings, models and versions (all as name, value pairs)."""

    created: str
    settings: tuple[tuple[str, str], ...] = ()
    models: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()  # what the run has to say of itself; no part of its identity
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "id", content_id("n", self.settings, self.models, self.versions, self.documents)
        )


# --- what people say of it -----------------------------------------------------------------------


class Judgement(StrEnum):
    """A reviewer's word on a relation; never on who is right."""

    CONFLICT = "conflict"  # a disagreement worth reporting
    NO_CONFLICT = "no_conflict"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"  # undo: the reviewer takes the earlier verdict back


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the append-only log: who judged what, when, with which note.

    `target` is the id of a relation, a question or a claim's key; `seen` is what stood on the screen, in
    words, so that the line can be read without the run that made it (`run` is its id).  `at` is UTC, ISO
    8601 with microseconds.  `confidence` is 1 (low) to 3 (high), 0 if it was not said.  The other kinds of
    lines are in `claims/events.py`.
    """

    target: str
    reviewer: str
    verdict: Judgement
    note: str = ""
    at: str = ""
    seen: str = ""
    confidence: int = 0
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "id", content_id("v", self.target, self.reviewer, self.verdict, self.note, self.at)
        )


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything one run found; what the report, the export and the app read.

    `readings` holds every version of an article; those that `revisions` names before the last were compared
    only with their own next version.
    """

    run: Run
    readings: tuple[Reading, ...]
    questions: tuple[Question, ...]
    relations: tuple[Relation, ...]
    verdicts: tuple[Verdict, ...] = ()
    copies: tuple[CopyGroup, ...] = ()
    revisions: tuple[RevisionChain, ...] = ()
