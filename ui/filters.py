"""What a filter leaves of the list, and what each of its options would leave; no Streamlit here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from claims.models import ConflictKind, Level, RelationType
from compare.findings import Finding
from ui.desk import Card, Desk, Standing, Status, finding_case

FACETS = ("outlet", "kind", "level", "relation", "language", "reviewer")
DATES = ("since", "until")
NAMES = (*FACETS, "between", "status", *DATES)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field lets everything through.

    The names of the fields are the names in the address.  `since` and `until` are ISO days; they look at the
    day on which either side of a disagreement was published.  `between` names two outlets that must stand on
    the two sides (the same twice: an outlet's own articles).
    """

    outlet: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    reviewer: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    status: str = ""
    since: str = ""
    until: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    def without(self, name: str) -> Filters:
        """Return the filters with one of them open."""
        opened: dict[str, Any] = {name: () if name in (*FACETS, "between") else ""}
        return replace(self, **opened)

    def to_query(self) -> dict[str, str | list[str]]:
        """Return the filters as query parameters, without the empty ones."""
        given = {name: getattr(self, name) for name in NAMES}
        return {name: v if isinstance(v, str) else list(v) for name, v in given.items() if v}


ALLOWED = {
    "kind": {kind.value for kind in ConflictKind},
    "level": {level.value for level in Level},
    "relation": {relation.value for relation in RelationType if relation.is_flagged},
}
MOST_LETTERS = 200  # of a name in an address; longer ones are no name


def read_filters(query: Mapping[str, Sequence[str]], outlets: Iterable[str]) -> Filters:
    """Return the filters of an address; what is no option any more is left out.

    >>> read_filters({"kind": ["number", "nonsense"], "status": ["new"]}, ["Kabar"]).to_query()
    {'kind': ['number'], 'status': 'new'}
    """
    allowed = ALLOWED | {"outlet": set(outlets)}
    chosen: dict[str, Any] = {
        name: tuple(dict.fromkeys(value for value in query.get(name, ()) if value in allowed[name]))
        for name in allowed
    }
    for name in ("language", "reviewer"):  # who has judged so far is not known here
        given = (value for value in query.get(name, ()) if value and len(value) <= MOST_LETTERS)
        chosen[name] = tuple(dict.fromkeys(given))
    between = tuple(value for value in query.get("between", ()) if value in allowed["outlet"])
    chosen["between"] = between if len(between) == 2 else ()
    status = next((value for value in query.get("status", ()) if value in set(Status)), "")
    chosen |= {name: next(filter(_is_day, query.get(name, ())), "") for name in DATES}
    return Filters(**chosen, status=status)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


# --- what a finding counts as --------------------------------------------------------------------


def facet_values(finding: Finding, name: str, desk: Desk, standing: Standing) -> frozenset[str]:
    """Return what a finding counts as under one filter."""
    if name == "reviewer":
        return frozenset(verdict.reviewer for verdict in finding.verdicts(standing))
    return desk.facts_of(finding)[name]


def _fails(finding: Finding, filters: Filters, desk: Desk, standing: Standing) -> list[str]:
    """The filters that a finding does not pass; two are as good as all."""
    failed = []
    for name in FACETS:
        wanted = getattr(filters, name)
        if wanted and facet_values(finding, name, desk, standing).isdisjoint(wanted):
            failed.append(name)
            if len(failed) > 1:
                break
    return failed


def _is_in_time(finding: Finding, filters: Filters, desk: Desk) -> bool:
    if not (filters.since or filters.until):
        return True
    days = desk.facts_of(finding)["day"]
    return any((filters.since or "") <= day <= (filters.until or "9999") for day in days)


def _is_between(finding: Finding, filters: Filters, desk: Desk) -> bool:
    if not filters.between:
        return True
    wanted = sorted(filters.between)
    ends = ((desk.outlet_of(r.claim_l), desk.outlet_of(r.claim_r)) for r in finding.relations)
    return any(sorted(pair) == wanted for pair in ends)


# --- what is left --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """One thing to judge: a finding on its card."""

    card: Card
    finding: Finding

    @property
    def id(self) -> str:
        """The id that verdicts on it hang on."""
        return self.finding.lead.id

    @property
    def case(self) -> tuple[str, ...]:
        """The ids of all relations that say the same: a verdict on any of them counts."""
        return finding_case(self.finding)


@dataclass(frozen=True)
class Survey:
    """The items that meet every filter, and by filter how many cards each of its options would leave."""

    items: tuple[Item, ...]
    counts: Mapping[str, Counter[str]]

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in the order of the list, each led by its first finding that meets the filters."""
        first: dict[str, Card] = {}
        for item in self.items:
            if item.card.question.id not in first:
                first[item.card.question.id] = replace(item.card, lead=item.finding)
        return tuple(first.values())


def survey(desk: Desk, filters: Filters, standing: Standing) -> Survey:
    """Go once through the list: what the filters leave, and what each other choice would."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*FACETS, "status")}
    items: list[Item] = []
    for card in desk.cards:
        status = card.status(standing).value
        is_status = not filters.status or status == filters.status
        would: dict[str, set[str]] = {name: set() for name in counts}
        for finding in card.findings:
            if not (_is_in_time(finding, filters, desk) and _is_between(finding, filters, desk)):
                continue
            failed = _fails(finding, filters, desk, standing)
            if not failed:
                would["status"].add(status)
            if is_status:
                if not failed:
                    items.append(Item(card, finding))
                for name in failed if len(failed) == 1 else () if failed else FACETS:
                    would[name] |= facet_values(finding, name, desk, standing)
        for name, values in would.items():
            counts[name].update(values)
    return Survey(tuple(items), counts)


def filter_cards(desk: Desk, filters: Filters, standing: Standing) -> tuple[Card, ...]:
    """Return the cards that hold a finding which meets every filter, that finding as their lead."""
    return survey(desk, filters, standing).cards


def list_outlets(desk: Desk) -> list[str]:
    """Return the outlets that take part in something flagged, by name."""
    return sorted({outlet for card in desk.cards for outlet in card.outlets}, key=str.casefold)


def iter_dates(desk: Desk) -> Iterator[str]:
    """Yield the days on which something flagged was published."""
    for card in desk.cards:
        for finding in card.findings:
            yield from desk.facts_of(finding)["day"]
