"""Average linkage from the links alone gives the groups that scikit-learn finds in the whole matrix."""

from __future__ import annotations

import tracemalloc
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compare.linkage
from compare.linkage import link_by_average, link_sparsely


def draw_links(rows: int, share: float, seed: int) -> dict[tuple[int, int], float]:
    """Links between some of the rows; no two are equally strong, so there is one right answer."""
    random = Random(seed)
    return {pair: random.random() for pair in combinations(range(rows), 2) if random.random() < share}


def as_groups(groups: list[list[int]]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(2, 40), share=st.floats(0.05, 1), seed=st.integers(0, 10_000), least=st.floats(0.05, 0.9)
)
def test_it_is_the_linkage_of_scikit_learn(rows: int, share: float, seed: int, least: float) -> None:
    links = draw_links(rows, share, seed)
    part = list(range(rows))
    assert as_groups(link_sparsely(part, links, least)) == as_groups(link_by_average(part, links, least))


def test_links_of_other_rows_do_not_count() -> None:
    links = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9}
    for link in (link_sparsely, link_by_average):
        assert as_groups(link([0, 1, 3], links, 0.5)) == {frozenset({0, 1}), frozenset({3})}


def test_the_order_of_rows_and_links_does_not_matter_even_where_links_are_equal() -> None:
    links = {pair: 0.6 for pair in combinations(range(30), 2) if sum(pair) % 3}
    turned = dict(reversed(links.items()))
    assert link_sparsely(range(30), links, 0.3) == link_sparsely(range(29, -1, -1), turned, 0.3)


def test_a_large_part_takes_no_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare.linkage, "LARGE", 100)
    random, rows = Random(1), 3_000
    links = {(row, row + step): random.random() for row in range(rows) for step in (1, 2, 3)}
    tracemalloc.start()
    groups = link_by_average(range(rows + 3), links, 0.3)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sorted(row for group in groups for row in group) == list(range(rows + 3))
    assert peak < rows**2 * 8 / 4  # bytes: a quarter of the matrix
