"""Gather claims into questions and the answers of a question into positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from claims.models import RelationType
from compare.candidates import Pair
from compare.linkage import link_by_average
from compare.relate.join import Decision

SHARED_ASPECT = 0.2  # least mean closeness inside an aspect; set on the development sets
COMMON = 0.15  # share of all claims from which an aspect is too common to be a question
LEAST_COMMON = 12  # claims; in a small corpus an aspect of so many is still one question
ALIKE = 0.3  # share of the claims of two groups that are in both, from which they are one question
AGREEING = (RelationType.AGREEMENT, RelationType.COMPATIBLE)


def group_claims(
    closeness: Mapping[Pair, float],
    decisions: Mapping[Pair, Decision],
    aspects: Sequence[frozenset[str]],
    threshold: float,
) -> tuple[frozenset[int], ...]:
    """Return groups of rows that answer one question, sorted by their first row.

    Claims that share an aspect (somebody asks for help, so many are dead) are grouped by average linkage,
    which keeps one chance link from chaining two questions; then the claims that are alike without a common
    aspect.  A claim may answer two questions.  A flagged pair that falls apart in this is joined by adding
    the claim that sits better in the other's group.  Groups of one are no questions.

    Args:
        closeness: of each compared pair of rows, in 0..1.
        decisions: what compared pairs of rows are to each other.
        aspects: of each row; one that more than `COMMON` of all claims share asks nothing in particular.
        threshold: least closeness of two claims without a common aspect.
    """
    groups: list[set[int]] = []
    linked = _neighbours(closeness, SHARED_ASPECT)
    for rows in _rows_by_aspect(aspects):
        for part in _linked_parts(rows, linked):
            groups += [set(group) for group in link_by_average(part, closeness, SHARED_ASPECT)]
    groups = [group for group in groups if len(group) > 1]
    groups = _merge_alike(groups)
    close = {pair: value for pair, value in closeness.items() if value >= threshold}
    held = _groups_of_pairs(groups, close)
    rest = {pair: value for pair, value in close.items() if not held[pair]}
    for part in _components(len(aspects), rest):
        groups += [set(group) for group in link_by_average(part, rest, threshold / 2)]
    _rejoin([pair for pair, d in decisions.items() if d.finding.relation.is_flagged], groups, closeness)
    unique = {frozenset(group) for group in _merge_alike(groups) if len(group) > 1}
    return tuple(sorted(unique, key=lambda g: sorted(g)))


def _rows_by_aspect(aspects: Sequence[frozenset[str]]) -> list[list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, names in enumerate(aspects):
        for name in names:
            rows[name].append(row)
    most = max(LEAST_COMMON, COMMON * len(aspects))
    return [rows[name] for name in sorted(rows) if 1 < len(rows[name]) <= most]


def _neighbours(links: Mapping[Pair, float], least: float) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for (left, right), closeness in links.items():
        if closeness >= least:
            found[left].add(right)
            found[right].add(left)
    return found


def _linked_parts(rows: Sequence[int], linked: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """The parts of `rows` that links hold together: average linkage never joins two parts without one."""
    left = set(rows)
    for row in rows:
        if row not in left:
            continue
        part, frontier = [], [row]
        left.discard(row)
        while frontier:
            one = frontier.pop()
            part.append(one)
            near = linked.get(one, set()) & left
            left -= near
            frontier += near
        if len(part) > 1:
            yield sorted(part)


def _merge_alike(groups: Sequence[set[int]]) -> list[set[int]]:
    """Join groups that are nearly the same claims: two aspects of one question."""
    merged: list[set[int]] = []
    homes: dict[int, set[int]] = defaultdict(set)  # of each row, the places of the groups that hold it
    for group in sorted(groups, key=lambda g: (-len(g), sorted(g))):
        near = sorted({place for row in group for place in homes[row]})
        alike = (k for k in near if len(merged[k] & group) >= ALIKE * len(merged[k] | group))
        place = next(alike, len(merged))
        if place == len(merged):
            merged.append(set(group))
        else:
            merged[place] |= group
        for row in group:
            homes[row].add(place)
    return merged


def _components(n: int, links: Iterable[Pair]) -> list[list[int]]:
    rows = list(links)
    matrix = csr_matrix(
        (np.ones(len(rows)), tuple(zip(*rows, strict=True)) if rows else ([], [])), shape=(n, n)
    )
    _, labels = connected_components(matrix, directed=False)
    parts = defaultdict(list)
    for row, label in enumerate(labels):
        parts[label].append(row)
    return [part for part in parts.values() if len(part) > 1]


def _rejoin(flagged: Sequence[Pair], groups: list[set[int]], links: Mapping[Pair, float]) -> None:
    homes: dict[int, set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        for row in group:
            homes[row].add(place)
    for left, right in sorted(flagged):
        if homes[left] & homes[right]:
            continue
        near = [(groups[k], k, right) for k in sorted(homes[left])]
        near += [(groups[k], k, left) for k in sorted(homes[right])]
        if near:
            _, place, guest = max(near, key=lambda home: (_fit(home[2], home[0], links), -min(home[0])))
            groups[place].add(guest)
            homes[guest].add(place)
        else:
            groups.append({left, right})
            for row in (left, right):
                homes[row].add(len(groups) - 1)


def _fit(row: int, group: set[int], links: Mapping[Pair, float]) -> float:
    return sum(links.get((min(row, other), max(row, other)), 0.0) for other in group) / len(group)


def find_homes(groups: Sequence[frozenset[int]], decisions: Iterable[Pair]) -> dict[Pair, frozenset[int]]:
    """Return the question of each pair: the smallest of those that hold both sides asks most exactly."""
    shared = _groups_of_pairs(groups, decisions)
    return {
        pair: groups[min(both, key=lambda k: (len(groups[k]), k))] for pair, both in shared.items() if both
    }


def pairs_by_group(
    groups: Sequence[frozenset[int]], decisions: Mapping[Pair, Decision]
) -> dict[frozenset[int], dict[Pair, Decision]]:
    """Return for each group what its pairs are to each other, in one pass over the pairs."""
    found: dict[frozenset[int], dict[Pair, Decision]] = {rows: {} for rows in groups}
    for pair, both in _groups_of_pairs(groups, decisions).items():
        for place in both:
            found[groups[place]][pair] = decisions[pair]
    return found


def _groups_of_pairs(groups: Iterable[Collection[int]], pairs: Iterable[Pair]) -> dict[Pair, set[int]]:
    """The places of the groups that hold both sides of each pair."""
    by_row: dict[int, set[int]] = defaultdict(set)
    for place, rows in enumerate(groups):
        for row in rows:
            by_row[row].add(place)
    nowhere: set[int] = set()
    return {pair: by_row.get(pair[0], nowhere) & by_row.get(pair[1], nowhere) for pair in pairs}


def group_positions(rows: frozenset[int], own: Mapping[Pair, Decision]) -> tuple[tuple[int, ...], ...]:
    """Return the rows of a question by position: agreeing claims together, never two that conflict.

    Agreements join in the order of their strength, unless the joined position would hold a conflict.
    """
    conflicts = [pair for pair, d in own.items() if d.finding.relation.is_flagged]
    home = {row: {row} for row in rows}
    agreeing = sorted(
        (p for p in own if own[p].finding.relation in AGREEING), key=lambda p: (-own[p].score, p)
    )
    for left, right in agreeing:
        joined = home[left] | home[right]
        if not any(joined.issuperset(pair) for pair in conflicts):
            for row in joined:
                home[row] = joined
    positions = {tuple(sorted(group)) for group in home.values()}
    return tuple(sorted(positions))
