"""Average linkage of claims by how surely each two answer one question: scikit-learn's, and for parts too
large for a matrix of all by all the same from the links alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from compare.candidates import Pair

LARGE = 2_000  # rows; their matrix takes 32 MB, and scikit-learn copies it twice


def link_by_average(part: Sequence[int], links: Mapping[Pair, float], least: float) -> list[list[int]]:
    """Return groups of rows whose mean closeness is more than `least`; rows that were not compared have
    none.

    Args:
        part: the rows.
        links: closeness in 0..1 of compared rows, the smaller row first; other rows' links do not count.
        least: closeness at which two groups stay apart.
    """
    if len(part) > LARGE:
        return link_sparsely(part, links, least)
    place = {row: k for k, row in enumerate(part)}
    distance = np.ones((len(part), len(part)))
    np.fill_diagonal(distance, 0)
    for left, right in combinations(sorted(part), 2):
        if closeness := links.get((left, right)):
            distance[place[left], place[right]] = distance[place[right], place[left]] = 1 - closeness
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - least
    )
    groups = defaultdict(list)
    for row, label in zip(part, model.fit_predict(distance), strict=True):
        groups[label].append(row)
    return list(groups.values())


def link_sparsely(part: Sequence[int], links: Mapping[Pair, float], least: float) -> list[list[int]]:
    """Return what `link_by_average` returns, in memory that grows with the links and not with the square.

    The closest two groups join first.  The mean closeness of a joined group to a third lies between those of
    its parts, so what is not above `least` need not wait in the heap.  Of equally close groups those with the
    earlier rows join first.
    """
    members = {row: [row] for row in sorted(part)}
    totals = _neighbours(members, links)  # of each group, the sum of its links to each other group
    heap = [(-total, one, other) for one, near in totals.items() for other, total in near.items()]
    heap = [entry for entry in heap if entry[1] < entry[2] and -entry[0] > least]
    heapq.heapify(heap)
    joined = max(members, default=0) + 1  # groups get new names, so that what waits for an old one is known
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in members or other not in members:
            continue
        members[joined] = members.pop(one) + members.pop(other)
        totals[joined] = _join(totals, one, other, joined)
        for near, total in totals[joined].items():
            mean = total / (len(members[near]) * len(members[joined]))
            if mean > least:
                heapq.heappush(heap, (-mean, near, joined))
        joined += 1
    return sorted(sorted(group) for group in members.values())


def _neighbours(rows: Mapping[int, object], links: Mapping[Pair, float]) -> dict[int, dict[int, float]]:
    totals: dict[int, dict[int, float]] = {row: {} for row in rows}
    for (left, right), closeness in links.items():
        if closeness and left in rows and right in rows:
            totals[left][right] = totals[right][left] = closeness
    return totals


def _join(totals: dict[int, dict[int, float]], one: int, other: int, joined: int) -> dict[int, float]:
    """Take two groups out, give their neighbours the joined one and return what it is to each of them."""
    mine, others = totals.pop(one), totals.pop(other)
    near: dict[int, float] = {}
    for name in (*mine, *others):
        if name not in (one, other) and name not in near:
            near[name] = mine.get(name, 0.0) + others.get(name, 0.0)
            totals[name].pop(one, None)
            totals[name].pop(other, None)
            totals[name][joined] = near[name]
    return near
