"""What a filter leaves of the list, and what each of its options would leave; no Streamlit here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from claims.models import ConflictKind, Level, RelationType
from compare.findings import Finding
from ui.desk import Card, Desk, Standing, Status


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field lets everything through.

    The names of the fields are the names in the address.
    """

    outlet: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    status: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    def without(self, name: str) -> Filters:
        """Return the filters with one of them open."""
        kept = {facet: getattr(self, facet) for facet in (*FACETS, "status") if facet != name}
        return Filters(**kept)

    def to_query(self) -> dict[str, str | list[str]]:
        """Return the filters as query parameters, without the empty ones."""
        chosen = {name: list(getattr(self, name)) for name in FACETS}
        query: dict[str, str | list[str]] = {name: values for name, values in chosen.items() if values}
        return query | ({"status": self.status} if self.status else {})


FACETS = tuple(f.name for f in fields(Filters) if f.name != "status")
ALLOWED = {
    "kind": {kind.value for kind in ConflictKind},
    "level": {level.value for level in Level},
    "relation": {relation.value for relation in RelationType if relation.is_flagged},
}


def read_filters(query: Mapping[str, Sequence[str]], outlets: Iterable[str]) -> Filters:
    """Return the filters of an address; what is no option any more is left out.

    >>> read_filters({"kind": ["number", "nonsense"], "status": ["new"]}, ["Kabar"])
    Filters(outlet=(), kind=('number',), level=(), relation=(), status='new')
    """
    allowed = ALLOWED | {"outlet": set(outlets)}
    chosen = {
        name: tuple(dict.fromkeys(value for value in query.get(name, ()) if value in allowed[name]))
        for name in FACETS
    }
    status = next((value for value in query.get("status", ()) if value in set(Status)), "")
    return Filters(**chosen, status=status)


def filter_cards(desk: Desk, filters: Filters, standing: Standing) -> tuple[Card, ...]:
    """Return the cards that hold a finding which meets every filter, that finding as their lead."""
    kept = []
    for card in desk.cards:
        if filters.status and card.status(standing).value != filters.status:
            continue
        lead = next((f for f in card.findings if _meets(f, filters, desk)), None)
        if lead:
            kept.append(replace(card, lead=lead))
    return tuple(kept)


def _meets(finding: Finding, filters: Filters, desk: Desk) -> bool:
    return all(
        not getattr(filters, name) or facet_values(finding, name, desk) & set(getattr(filters, name))
        for name in FACETS
    )


def facet_values(finding: Finding, name: str, desk: Desk) -> set[str]:
    """Return what a finding counts as under one filter."""
    if name == "outlet":
        return {desk.outlet_of(claim) for claim in finding.claims}
    return {getattr(relation, name).value for relation in finding.relations}


def count_facet(desk: Desk, name: str, filters: Filters, standing: Standing) -> Counter[str]:
    """Return how many cards each option of one filter would leave, the other filters as they are."""
    others = filters.without(name)
    counts: Counter[str] = Counter()
    for card in filter_cards(desk, others, standing):
        if name == "status":
            counts[card.status(standing).value] += 1
            continue
        matching = (f for f in card.findings if _meets(f, others, desk))
        counts.update({value for finding in matching for value in facet_values(finding, name, desk)})
    return counts
