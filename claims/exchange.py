"""The review log as a file: one JSON object a line, so that desks can exchange what they judged.

    {"format":"ceksilang-log/1","kind":"verdict","id":"v-...","target":"r-...","reviewer":"Ayu",...}

Lines are facts about who said what and when: importing only adds those that are not there.  Two people who
differ, or one who changed his mind, are two lines; which of them stands is worked out from the log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from claims.codec import decode, dump_json, encode
from claims.events import EVENT_KINDS, Event, kind_of
from claims.log import sort_log
from claims.models import Verdict
from claims.store import Store

FORMAT = "ceksilang-log/1"
AHEAD = timedelta(days=1)  # of us a clock may be; a line from further ahead would outlast all others
HIGHEST_CONFIDENCE = 3
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


@dataclass(frozen=True)
class Problem:
    """A line that was not taken: its number from 1, a key of the messages, and what it is filled with."""

    line: int
    key: str
    value: str = ""


@dataclass(frozen=True)
class Imported:
    """What became of the lines of a file."""

    added: int
    known: int
    problems: tuple[Problem, ...]


def write_lines(events: Iterable[Event]) -> Iterator[str]:
    """Yield each line of the log as JSON, oldest first, without line ends.

    >>> from claims.events import Withdrawal
    >>> next(write_lines([Withdrawal("a-1", "Ayu", "2026-01-01T00:00:00.000000+00:00")]))[:55]
    '{"format":"ceksilang-log/1","kind":"withdrawal","id":"u'
    """
    for event in sort_log(events):
        head = {"format": FORMAT, "kind": kind_of(event), "id": event.id}
        yield dump_json({**head, **json.loads(encode(event))})


def export_log(store: Store) -> bytes:
    """Return the whole log as the bytes of a file."""
    return "".join(f"{line}\n" for line in write_lines(store.log().events)).encode("utf-8")


def import_log(store: Store, content: bytes) -> Imported:
    """Add the lines of a file that are not in the log; a line that is none is told, the others are taken.

    The same file again adds nothing.  All lines are added, or none if the database cannot be written.
    """
    there = store.log().by_id
    added, known, problems = [], 0, []
    seen: dict[str, Event] = {}
    for number, line in read_lines(content):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        before = there.get(line.id) or seen.get(line.id)
        if before is None:
            added.append(line)
            seen[line.id] = line
        elif before == line:
            known += 1
        else:  # the same words at the same moment, but something else about them: nothing is overwritten
            problems.append(Problem(number, "differs", line.id))
    store.add_events(added)
    return Imported(len(added), known, tuple(problems))


def read_lines(content: bytes) -> Iterator[tuple[int, Event | Problem]]:
    """Yield each line with its number, understood or with what is wrong with it; empty lines are left out."""
    now = datetime.now(UTC)
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if raw.strip():
            yield number, _read_line(number, raw, now)


def _read_line(number: int, raw: bytes, now: datetime) -> Event | Problem:
    try:
        given = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return Problem(number, "no_json")
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        return Problem(number, "format", str(given.get("format", ""))[:40] if isinstance(given, dict) else "")
    kind = EVENT_KINDS.get(str(given.get("kind")))
    if kind is None:
        return Problem(number, "kind", str(given.get("kind"))[:40])
    try:
        event: Event = decode(json.dumps(given), kind)
    except Exception as error:  # whatever a stranger's JSON makes of our classes, the other lines are read
        return Problem(number, "fields", f"{type(error).__name__}: {error}"[:120])
    return _check(number, event, given, now) or event


def _check(number: int, event: Event, given: dict[str, Any], now: datetime) -> Problem | None:
    """What is wrong with a line whose fields could be read."""
    if not event.reviewer.strip() or not event.target.strip():
        return Problem(number, "nobody")
    if not _AT.fullmatch(event.at) or not _is_past(event.at, now + AHEAD):
        return Problem(number, "time", event.at[:40])
    if isinstance(event, Verdict) and not 0 <= event.confidence <= HIGHEST_CONFIDENCE:
        return Problem(number, "confidence", str(event.confidence))
    if given.get("id", event.id) != event.id:
        return Problem(number, "id", str(given["id"])[:40])
    return None


def _is_past(at: str, latest: datetime) -> bool:
    try:
        return datetime.fromisoformat(at) <= latest
    except ValueError:  # the 31st of February
        return False
