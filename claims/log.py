"""The review log as one value: its lines in the order of time, and what of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from claims.events import (
    Adjudication,
    Annotation,
    Correction,
    Event,
    Move,
    SavedView,
    Skip,
    Teaching,
    Withdrawal,
)
from claims.models import Judgement, Verdict
from claims.review import standing_verdicts

E = TypeVar("E")
OPINIONS = (Verdict, Annotation, Adjudication, SavedView, Skip)  # only who said it takes it back


@dataclass(frozen=True)
class ReviewLog:
    """All lines, oldest first; `number` is the last line's in the database.

    What is asked of it is worked out once and kept: a log that has not grown is the same object.

    >>> from claims.events import Mark
    >>> log = ReviewLog((Annotation("k-1", "Ayu", Mark.TAG, "korban", at="1"),))
    >>> [mark.value for mark in log.annotations["k-1"]], log.history("k-1") == log.events
    (['korban'], True)
    """

    events: tuple[Event, ...] = ()
    number: int = 0

    @cached_property
    def standing(self) -> tuple[Event, ...]:
        """The lines that nobody took back, without the withdrawals."""
        return find_standing(self.events)

    @cached_property
    def verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """Each reviewer's standing verdict, by target and reviewer."""
        return standing_verdicts(self._those(Verdict))

    @cached_property
    def adjudications(self) -> Mapping[str, Adjudication]:
        """The last standing adjudication of each relation."""
        return {line.target: line for line in self._those(Adjudication)}

    @cached_property
    def annotations(self) -> Mapping[str, tuple[Annotation, ...]]:
        """Labels, tags and notes by claim key, each said once by each reviewer."""
        last = {(a.target, a.mark, a.value, a.reviewer): a for a in self._those(Annotation)}
        return _by_target(last.values())

    @cached_property
    def corrections(self) -> Mapping[str, tuple[Correction, ...]]:
        """The corrections that count, by claim key: of each part the last, whoever made it."""
        last: dict[object, Correction] = {}
        for line in self._those(Correction):
            key = (line.target, line.aspect, line.place)
            last.pop(key, None)  # a later one goes to the end
            last[key] = line
        return _by_target(last.values())

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Standing moves in the order in which they are to be applied."""
        return self._those(Move)

    @cached_property
    def views(self) -> tuple[SavedView, ...]:
        """Saved views by name; the last of a reviewer's equal names."""
        last = {line.target: line for line in self._those(SavedView)}
        return tuple(sorted(last.values(), key=lambda view: (view.name.casefold(), view.reviewer)))

    @cached_property
    def skips(self) -> frozenset[tuple[str, str]]:
        """What was set aside for later, as (relation, reviewer); who judged it since is asked elsewhere."""
        return frozenset((line.target, line.reviewer) for line in self._those(Skip))

    @cached_property
    def teaching(self) -> Teaching | None:
        """The model that counts, None for the one that comes with Ceksilang."""
        learned = self._those(Teaching)
        return learned[-1] if learned else None

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """Every line by its id."""
        return {line.id: line for line in self.events}

    @cached_property
    def reviewers(self) -> tuple[str, ...]:
        """Everybody who ever judged a relation, by name."""
        return tuple(sorted({line.reviewer for line in self.events if isinstance(line, Verdict)}))

    def extend(self, new: Sequence[Event], number: int) -> ReviewLog:
        """Return the log with new lines; what they do not touch is not worked out again.

        A verdict on one relation among twenty thousand lines then costs a click next to nothing.
        """
        if not new or not self.events:
            return ReviewLog(sort_log((*self.events, *new)), number)
        new = sort_log(new)
        if _when(new[0]) < _when(self.events[-1]) or any(isinstance(line, Withdrawal) for line in new):
            return ReviewLog(sort_log((*self.events, *new)), number)
        longer = ReviewLog((*self.events, *new), number)
        known, kept = vars(self), vars(longer)
        kept |= {name: known[name] for name in _kept_by(new) if name in known}
        if "standing" in known:
            kept["standing"] = (*self.standing, *new)
        if "by_id" in known:
            kept["by_id"] = {**self.by_id, **{line.id: line for line in new}}
        if "_mentions" in known:
            kept["_mentions"] = _add_mentions(self._mentions, new)
        if "verdicts" in known and "verdicts" not in kept:
            kept["verdicts"] = longer._judge_anew(self.verdicts, {line.target for line in new})
        return longer

    def history(self, *targets: str) -> tuple[Event, ...]:
        """Return every line about some relations or claims, what was taken back and its undo included."""
        found = {line.id: line for target in targets for line in self._mentions.get(target, ())}
        undone = {line.id: line for name in found for line in self._mentions.get(name, ())}
        return tuple(sorted((found | undone).values(), key=_when))

    def last_by(self, reviewer: str) -> Event | None:
        """Return the reviewer's last line that stands: what undo takes back."""
        for line in reversed(self.standing):
            if line.reviewer != reviewer:
                continue
            if not isinstance(line, Verdict):
                return line
            if self.verdicts.get(line.target, {}).get(reviewer) == line:
                return line
        return None

    def _those(self, kind: type[E]) -> tuple[E, ...]:
        return tuple(line for line in self.standing if isinstance(line, kind))

    @cached_property
    def _mentions(self) -> Mapping[str, tuple[Event, ...]]:
        """All lines by what they are about."""
        return _add_mentions({}, self.events)

    def _judge_anew(
        self, before: Mapping[str, Mapping[str, Verdict]], targets: set[str]
    ) -> Mapping[str, Mapping[str, Verdict]]:
        """The standing verdicts when only those on some targets can have changed."""
        withdrawn = {line.target for line in self.events if isinstance(line, Withdrawal)}
        lines = [line for name in targets for line in self._mentions.get(name, ())]
        if any(line.id in withdrawn for line in lines):
            return standing_verdicts(self._those(Verdict))
        changed = standing_verdicts([line for line in lines if isinstance(line, Verdict)])
        kept = {target: given for target, given in before.items() if target not in targets}
        return {**kept, **changed}


_KINDS = {
    "verdicts": Verdict,
    "adjudications": Adjudication,
    "annotations": Annotation,
    "corrections": Correction,
    "moves": Move,
    "views": SavedView,
    "teaching": Teaching,
    "skips": Skip,
    "reviewers": Verdict,
}
"""What of a log is worked out from lines of one kind alone."""


def _kept_by(new: Iterable[Event]) -> list[str]:
    """What stays as it is when these lines are added."""
    kinds = {type(line) for line in new}
    return [name for name, kind in _KINDS.items() if kind not in kinds]


def _add_mentions(
    before: Mapping[str, tuple[Event, ...]], new: Iterable[Event]
) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for line in new:
        names = {line.target, *line.claims, *line.others} if isinstance(line, Move) else {line.target}
        for name in names:
            found[name].append(line)
    return {**before, **{name: (*before.get(name, ()), *lines) for name, lines in found.items()}}


def find_standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the lines that stand, oldest first.

    A withdrawal takes back one line, if it stands itself; an opinion is taken back only by who holds it.

    >>> from claims.events import Mark
    >>> tag = Annotation("k-1", "Ayu", Mark.TAG, "korban", at="1")
    >>> undo = Withdrawal(tag.id, "Ayu", at="2")
    >>> find_standing([tag, undo]), find_standing([tag, undo, Withdrawal(undo.id, "Ayu", at="3")]) == (tag,)
    ((), True)
    """
    ordered = sort_log(events)
    by_id = {line.id: line for line in ordered}
    gone: set[str] = set()
    for line in reversed(ordered):
        if isinstance(line, Withdrawal) and line.id not in gone and _may_withdraw(line, by_id):
            gone.add(line.target)
    return tuple(line for line in ordered if line.id not in gone and not isinstance(line, Withdrawal))


def sort_log(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return lines in the order of time; ids break ties, so that every copy of a log is in one order."""
    return tuple(sorted(events, key=_when))


def make_undo(event: Event, reviewer: str, run: str = "") -> Event:
    """Return the line that takes `event` back: a verdict is WITHDRAWN, anything else withdrawn by its id.

    >>> make_undo(Verdict("r-1", "Ayu", Judgement.CONFLICT), "Ayu").verdict.value
    'withdrawn'
    """
    if isinstance(event, Verdict):
        return Verdict(event.target, reviewer, Judgement.WITHDRAWN, run=run)
    return Withdrawal(event.id, reviewer, run=run)


def _may_withdraw(line: Withdrawal, by_id: Mapping[str, Event]) -> bool:
    taken = by_id.get(line.target)
    if taken is None or _when(taken) > _when(line):
        return False
    return line.reviewer == taken.reviewer or not isinstance(taken, (*OPINIONS, Withdrawal))


def _when(event: Event) -> tuple[str, str]:
    return event.at, event.id


T = TypeVar("T", Annotation, Correction)


def _by_target(lines: Iterable[T]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for line in lines:
        found[line.target].append(line)
    return {target: tuple(given) for target, given in found.items()}
