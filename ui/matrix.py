"""Who says what, as a table: outlets by questions, and outlets by outlets; no Streamlit here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compare.findings import Finding
from ui.desk import Card, Desk
from ui.filters import Item


def name_place(number: int) -> str:
    """Return A, B, C ... for an answer, and 27 for the twenty-seventh.

    >>> name_place(0), name_place(26)
    ('A', '27')
    """
    return chr(ord("A") + number) if number < 26 else str(number + 1)


@dataclass(frozen=True)
class Row:
    """A question and the numbers of the answers of each outlet; one that is not in it is silent."""

    card: Card
    labels: tuple[str, ...]  # of the answers, in the order of their numbers
    answers: Mapping[str, tuple[int, ...]]


def make_row(card: Card, desk: Desk) -> Row:
    """Return a question as a row; the answers that disagree come first, as on its own page."""
    positions = desk.order_positions(card)
    answers: dict[str, list[int]] = {}
    for number, position in enumerate(positions):
        for outlet in dict.fromkeys(desk.outlet_of(claim) for claim in position.claims):
            answers.setdefault(outlet, []).append(number)
    labels = tuple(position.label for position in positions)
    return Row(card, labels, {outlet: tuple(numbers) for outlet, numbers in answers.items()})


def rank_outlets(rows: Iterable[Row]) -> list[str]:
    """Return the outlets, those that answer most first."""
    counts = Counter(outlet for row in rows for outlet in row.answers)
    return sorted(counts, key=lambda outlet: (-counts[outlet], outlet.casefold()))


Pair = tuple[str, str]


def find_pairs(finding: Finding, desk: Desk) -> frozenset[Pair]:
    """Return the pairs of outlets on the two sides of a finding, each in the order of names."""
    ends = ((desk.outlet_of(r.claim_l), desk.outlet_of(r.claim_r)) for r in finding.relations)
    return frozenset((min(pair), max(pair)) for pair in ends)


def count_pairs(items: Sequence[Item], desk: Desk) -> Counter[Pair]:
    """Return on how many things each two outlets disagree; an outlet with itself is its own articles."""
    return Counter(pair for item in items for pair in find_pairs(item.finding, desk))


def rank_in_pairs(counts: Mapping[Pair, int]) -> list[str]:
    """Return the outlets of a heat map, those in most disagreements first."""
    totals: Counter[str] = Counter()
    for pair, count in counts.items():
        for outlet in set(pair):
            totals[outlet] += count
    return sorted(totals, key=lambda outlet: (-totals[outlet], outlet.casefold()))
