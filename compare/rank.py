"""The order in which a reviewer meets the conflicts: one of each issue first, its variants after the others.

Several pairs of claims show one issue ("jebol" in three articles, "tidak jebol" in two).  A reviewer who has
ten minutes wants ten issues, so a pair that adds little to what stands above it waits.  Maximal marginal
relevance (Carbonell and Goldstein 1998), with the discounts below as the penalty.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.models import Level, Relation

# How much of its score a relation keeps for each one above it in the queue that shares ...
SAME_QUESTION = 0.75  # ... its question and kind,
SAME_CLAIM = 0.8  # ... one of its claims,
SAME_ARTICLE = 0.6  # and what it keeps if it sets an article beside itself, whatever stands above it.


def rank_relations(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return the relations in the order of the queue, their scores discounted for what stands above them.

    Flagged ones first; the rest keep their scores.  The same relations in another order give the same queue.
    """
    flagged = list(_queue([r for r in relations if r.relation.is_flagged]))
    rest = sorted((r for r in relations if not r.relation.is_flagged), key=lambda r: (-r.score, r.id))
    return (*flagged, *rest)


def _queue(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Take the best by its discounted score, again and again.

    Discounts only grow, so the best of the heap whose score is up to date is the best of all.
    """
    seen: Counter[object] = Counter()
    heap = [(-_discounted(relation, seen), _name(relation), relation) for relation in relations]
    heapq.heapify(heap)
    while heap:
        known, name, relation = heapq.heappop(heap)
        score = _discounted(relation, seen)
        if score < -known:
            heapq.heappush(heap, (-score, name, relation))
            continue
        seen.update(((relation.question, relation.kind), relation.claim_l, relation.claim_r))
        yield replace(relation, score=round(score, 4))


def _name(relation: Relation) -> tuple[str, ...]:
    """What no other relation has: equal words of one outlet in two articles give two relations of one id."""
    return relation.id, relation.question, relation.claim_l, relation.claim_r


def _discounted(relation: Relation, seen: Counter[object]) -> float:
    own = SAME_ARTICLE if relation.level is Level.SELF else 1.0
    turns = seen[relation.question, relation.kind]
    claims = seen[relation.claim_l] + seen[relation.claim_r]
    return relation.score * own * SAME_QUESTION**turns * SAME_CLAIM**claims
