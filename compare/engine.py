"""From claims with vectors to questions with relations: the step that needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from claims.models import Analysis, Claim, RelationType, Run
from compare.candidates import Pair, find_candidates
from compare.context import Announcements, find_announcements, read_contexts
from compare.corpus import Corpus
from compare.group import find_homes, group_claims, pairs_by_group
from compare.relate.join import Decision, decide
from compare.relate.model import RelationModel
from compare.relate.opinions import decide_open_pairs
from compare.relate.times import compare_times
from compare.relate.traits import Traits, read_aspects, read_traits
from compare.sameness import gather_evidence, same_question
from compare.title import Names, make_question, make_relations

Progress = Callable[[str, int, int], None]
ANNOUNCED = 0.9  # closeness of an enumerated claim to the one that announced it


def compare_claims(
    corpus: Corpus,
    run: Run,
    on_progress: Progress = lambda step, done, total: None,
    model: RelationModel | None = None,
) -> Analysis:
    """Return the questions and relations of the claims of `corpus`; `model` judges what is left open."""
    announcements = find_announcements(corpus)
    traits = read_all_traits(corpus, announcements)
    pairs, left_out = find_candidates(corpus, traits)
    decisions, closeness = _decide_all(corpus, traits, pairs, on_progress)
    if model is not None:
        judged = decide_open_pairs(model, traits, decisions, corpus.settings)
        decisions |= judged
        closeness |= {pair: decision.closeness for pair, decision in judged.items()}
    closeness |= _link_announced(corpus, announcements)
    aspects = [read_aspects(trait) for trait in traits]
    groups = group_claims(closeness, decisions, aspects, corpus.settings.same_question)
    decisions |= _part_by_time(groups, traits, decisions, closeness)
    own = pairs_by_group(groups, decisions)
    groups = tuple(rows for rows in groups if _is_worth_asking(corpus, rows, own[rows].values()))
    homes = find_homes(groups, decisions)
    at_home: dict[frozenset[int], list[Pair]] = {rows: [] for rows in groups}
    for pair, rows in homes.items():
        at_home[rows].append(pair)
    names = Names(aspects)
    questions = tuple(make_question(corpus, names, rows, own[rows], at_home[rows]) for rows in groups)
    relations = make_relations(corpus, questions, decisions, homes)
    on_progress("group", len(groups), len(groups))
    run = replace(run, notes=(("pairs left out", str(left_out)),)) if left_out else run
    return Analysis(run, corpus.readings, questions, relations)


def _is_worth_asking(corpus: Corpus, rows: frozenset[int], decisions: Iterable[Decision]) -> bool:
    """A question that two articles answer, or to which one gives two answers or a later one."""
    if len({corpus.claims[row].document for row in rows}) > 1:
        return True
    telling = (RelationType.CONTRADICTION, RelationType.TENSION, RelationType.UPDATE)
    return any(decision.finding.relation in telling for decision in decisions)


def _part_by_time(
    groups: Iterable[frozenset[int]],
    traits: Sequence[Traits],
    decisions: Mapping[Pair, Decision],
    closeness: Mapping[Pair, float],
) -> dict[Pair, Decision]:
    """In one question, claims on different times are different answers, however little else they share."""
    found = {}
    for pair in (pair for rows in groups for pair in combinations(sorted(rows), 2) if pair not in decisions):
        for finding in compare_times(traits[pair[0]], traits[pair[1]]):
            if finding.relation is RelationType.DIFFERENT_SCOPE:
                same = closeness.get(pair, 0.0)
                found[pair] = Decision(finding, finding.strength * same, same)
    return found


def _link_announced(corpus: Corpus, announcements: Announcements) -> dict[Pair, float]:
    """An enumerated claim answers the question of the claim that announced it."""
    pairs = (
        (corpus.index[one], corpus.index[other]) for one, others in announcements.items() for other in others
    )
    return {(min(pair), max(pair)): ANNOUNCED for pair in pairs}


def read_all_traits(corpus: Corpus, announcements: Announcements) -> tuple[Traits, ...]:
    """Return what the comparators ask of each claim, in the order of the corpus."""
    published = {r.document.id: r.document.published.value for r in corpus.readings}
    context = read_contexts(corpus, announcements)
    before = _claims_before(corpus)
    return tuple(
        read_traits(c, corpus.language[c.document], published[c.document], context[c.id], before.get(c.id))
        for c in corpus.claims
    )


def _claims_before(corpus: Corpus) -> Mapping[str, Claim]:
    """The claim before each claim in its article, the last of the sentence before, by id."""
    ordered = sorted(corpus.claims, key=lambda c: (c.document, c.span))
    found = {}
    for one, other in pairwise(ordered):
        if one.document == other.document:
            found[other.id] = one
    return found


def _decide_all(
    corpus: Corpus, traits: Sequence[Traits], pairs: Sequence[Pair], on_progress: Progress
) -> tuple[dict[Pair, Decision], dict[Pair, float]]:
    """What compared pairs are to each other, and how surely each pair answers one question."""
    decisions, closeness = {}, {}
    for done, (left, right) in enumerate(pairs, 1):
        same = same_question(gather_evidence(corpus, left, right))
        decision = decide(traits[left], traits[right], same, corpus.settings)
        closeness[left, right] = same
        if decision is not None:
            decisions[left, right] = decision
            closeness[left, right] = decision.closeness
        if done % 1000 == 0 or done == len(pairs):
            on_progress("relate", done, len(pairs))
    return decisions, closeness
