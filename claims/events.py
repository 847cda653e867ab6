"""The nouns of the review log: all that people say of an analysis, a line each.

    Verdict (in models)  a relation: conflict, no conflict, unsure
    Annotation           a label, tag or note on a claim
    Correction           a part of a claim that the machine read wrongly
    Move                 a question split, two merged, a claim moved, a near-miss overruled
    SavedView            a named filter
    Adjudication         the last word on what reviewers judged differently
    Teaching             what was learned from the verdicts
    Skip                 a relation set aside for later by one reviewer
    Withdrawal           undo of any line, also of a withdrawal

Every line says who (`reviewer`), when (`at`: UTC, ISO 8601 with microseconds, set by the store), on what
(`target`: a relation's id or a claim's key, both made of the words, so a line survives re-analysis and
re-ingest) and what was on the screen (`run`: the id of the run; `seen`: in words).  A line is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from claims.models import Judgement, Quantity, RelationType, Time, Verdict, content_id


class Mark(StrEnum):
    """What an annotation is."""

    LABEL = "label"  # of a list that the desk agreed on
    TAG = "tag"  # any word
    NOTE = "note"  # a sentence


class Aspect(StrEnum):
    """The part of a claim that a correction is about."""

    SPEAKER = "speaker"
    QUANTITY = "quantity"
    TIME = "time"
    SPAN = "span"
    POLARITY = "polarity"
    MODALITY = "modality"
    KIND = "kind"


class MoveKind(StrEnum):
    """What is done to questions."""

    SPLIT = "split"  # `claims` leave `others` and are a question of their own
    MERGE = "merge"  # the question of `claims` and the question of `others` are one
    MOVE = "move"  # `claims` leave their question and go to the question of `others`
    OVERRULE = "overrule"  # the relation `target` is `relation` after all


@dataclass(frozen=True, slots=True)
class Annotation:
    """A label, tag or note that a reviewer puts on a claim; many claims are many lines, added at once.

    >>> Annotation("k-1", "Ayu", Mark.TAG, " korban ").value
    'korban'
    """

    target: str  # a claim's key
    reviewer: str
    mark: Mark
    value: str
    at: str = ""
    seen: str = ""
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.value.strip())
        object.__setattr__(
            self, "id", content_id("a", self.target, self.reviewer, self.mark, self.value, self.at)
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A part of a claim as a person reads it; it wins over the machine (`claims/corrections.py`).

    `place` is start and end (half-open), counted from the start of the claim as the machine cut it, so it
    holds wherever the words stand; negative before it.  The spans of `quantity` and `time` mean nothing.

    SPEAKER   `value` is the name, "" for the outlet's own voice, `role` what the text calls the speaker
    QUANTITY  `quantity` stands at `place` (what the machine read there goes); None: there is none
    TIME      the same with `time`
    SPAN      `value` is the claim's words from now on
    POLARITY, MODALITY, KIND   `value` is the word of the enum
    """

    target: str  # a claim's key
    reviewer: str
    aspect: Aspect
    value: str = ""
    role: str = ""
    place: tuple[int, int] | None = None
    quantity: Quantity | None = None
    time: Time | None = None
    at: str = ""
    seen: str = ""
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "id", content_id("x", self.target, self.reviewer, self.aspect, self.value, self.at)
        )


@dataclass(frozen=True, slots=True)
class Move:
    """A change to the questions, by the keys of the claims it concerns.

    >>> Move("", "Ayu", MoveKind.SPLIT, ("k-2", "k-1"), ("k-3",)).claims
    ('k-1', 'k-2')
    """

    target: str  # of OVERRULE a relation's id; of the others made from the claims
    reviewer: str
    move: MoveKind
    claims: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    relation: RelationType | None = None
    at: str = ""
    note: str = ""
    seen: str = ""
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "claims", tuple(sorted(set(self.claims))))
        object.__setattr__(self, "others", tuple(sorted(set(self.others))))
        if not self.target:
            object.__setattr__(self, "target", content_id("m", self.move, *self.claims, "onto", *self.others))
        object.__setattr__(
            self, "id", content_id("m", self.target, self.reviewer, self.move, self.relation, self.at)
        )


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter of one reviewer; saving the same name again replaces it.

    >>> SavedView("Angka", "Ayu", (("kind", ("number",)),)).target
    'view:Ayu:Angka'
    """

    name: str
    reviewer: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    page: str = "disagreements"
    at: str = ""
    run: str = ""
    target: str = field(init=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())
        object.__setattr__(self, "target", f"view:{self.reviewer}:{self.name}")
        object.__setattr__(self, "id", content_id("w", self.target, self.page, self.filters, self.at))


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The last word on what reviewers judged differently; `settles` are the ids of their verdicts."""

    target: str  # a relation's id
    reviewer: str
    verdict: Judgement
    note: str = ""
    settles: tuple[str, ...] = ()
    at: str = ""
    seen: str = ""
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "id", content_id("j", self.target, self.reviewer, self.verdict, self.note, self.at)
        )


@dataclass(frozen=True, slots=True)
class Teaching:
    """What `compare.teach` learned from the verdicts: a model of the scores, in numbers only."""

    reviewer: str
    weights: tuple[tuple[str, float], ...]
    figures: tuple[tuple[str, float], ...] = ()  # before against after, how many verdicts
    at: str = ""
    run: str = ""
    target: str = "teaching"
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", content_id("t", self.reviewer, self.weights, self.at))


@dataclass(frozen=True, slots=True)
class Skip:
    """A reviewer sets a relation aside for later; it counts until the same reviewer judges it."""

    target: str  # a relation's id
    reviewer: str
    at: str = ""
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", content_id("l", self.target, self.reviewer, self.at))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Undo: the line whose id is `target` does not stand.  Withdrawing a withdrawal is redo."""

    target: str
    reviewer: str
    at: str = ""
    run: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", content_id("u", self.target, self.reviewer, self.at))


Event: TypeAlias = (
    Verdict | Annotation | Correction | Move | SavedView | Adjudication | Teaching | Skip | Withdrawal
)
EVENT_KINDS: dict[str, type[Event]] = {
    "verdict": Verdict,
    "annotation": Annotation,
    "correction": Correction,
    "move": Move,
    "view": SavedView,
    "adjudication": Adjudication,
    "teaching": Teaching,
    "skip": Skip,
    "withdrawal": Withdrawal,
}
_NAMES = {kind: name for name, kind in EVENT_KINDS.items()}


def kind_of(event: Event) -> str:
    """Return the name of a line's kind.

    >>> kind_of(Withdrawal("a-1", "Ayu"))
    'withdrawal'
    """
    return _NAMES[type(event)]
