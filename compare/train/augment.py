"""Pairs whose label follows from their facts: one fact of a sentence is changed, and we know what that does.

    "48 orang tewas"  beside  "37 orang tewas"              contradiction
                              "lebih dari 40 orang tewas"   entailment: the bound is met
                              "kurang dari 40 orang tewas"  contradiction: the bound is broken
                              "40-50 orang tewas"           entailment: the range covers it

The sentences are Indonesian and come from the public training set; what is a number, a date or a name in them
is found by `claims.facts`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from compare.train.data import Pair
from compare.train.edit_figures import edit_dates, edit_numbers
from compare.train.edit_words import collect_names, edit_lists, edit_names, edit_negation, edit_roles
from compare.train.edits import CONFLICT, COVERED, DENIED, OPEN_BOUND, UNRELATED, Editor, Verdict

SOURCE = "edits"
MOST_OF_A_KIND = 2_200
BACKWARDS = 0.4  # of the bounds and ranges are also the premise: "more than 40" says neither 48 nor not 48
LONGEST = (
    220  # characters of a sentence that is edited: longer ones hold more than one fact to be wrong about
)
EDITORS: tuple[Editor, ...] = (edit_numbers, edit_dates, edit_negation, edit_roles, edit_lists)


def edit_pairs(texts: Sequence[tuple[str, str]], seed: int) -> list[Pair]:
    """Return pairs made from (premise, entailed hypothesis); the same seed gives the same pairs.

    An edit of the hypothesis that contradicts it contradicts the premise as well.
    """
    rng = random.Random(seed)
    found: list[Pair] = []
    names = collect_names([hypothesis for _, hypothesis in texts])
    for premise, hypothesis in texts:
        for sentence in dict.fromkeys((hypothesis, premise)):
            if len(sentence) > LONGEST:
                continue
            edits = [edit for editor in EDITORS for edit in editor(sentence, rng)]
            edits += edit_names(sentence, names, rng)
            for edit in edits:
                found.append(_make(sentence, edit.text, edit.verdict))
                if edit.verdict is COVERED and rng.random() < BACKWARDS:
                    found.append(_make(edit.text, sentence, OPEN_BOUND))
                if sentence is hypothesis and edit.verdict in (CONFLICT, DENIED) and len(premise) <= LONGEST:
                    found.append(_make(premise, edit.text, edit.verdict))
    others = rng.sample(texts, len(texts))
    found += [
        _make(one[1], two[1], UNRELATED) for one, two in zip(texts, others, strict=True) if one[0] != two[0]
    ]
    return _thin_out(found, rng)


def _thin_out(pairs: list[Pair], rng: random.Random) -> list[Pair]:
    """Keep at most `MOST_OF_A_KIND` of each verdict: denials are many, and would be all that is learned."""
    rng.shuffle(pairs)
    kept: dict[Verdict, list[Pair]] = {}
    for pair in pairs:
        kept.setdefault((pair.nli, pair.relation), []).append(pair)
    return [pair for group in kept.values() for pair in group[:MOST_OF_A_KIND]]


def _make(left: str, right: str, verdict: Verdict) -> Pair:
    return Pair(left, right, SOURCE, *verdict)
