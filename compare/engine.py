"""From claims with vectors to questions with relations: the step that needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from claims.models import Analysis, Run
from compare.candidates import Pair, find_candidates
from compare.context import Announcements, find_announcements, read_contexts
from compare.corpus import Corpus
from compare.group import group_claims
from compare.relate.join import Decision, decide
from compare.relate.traits import Traits, read_aspects, read_traits
from compare.sameness import gather_evidence, same_question
from compare.title import make_question, make_relations

Progress = Callable[[str, int, int], None]
ANNOUNCED = 0.9  # closeness of an enumerated claim to the one that announced it


def compare_claims(
    corpus: Corpus, run: Run, on_progress: Progress = lambda step, done, total: None
) -> Analysis:
    """Return the questions and relations of the claims of `corpus`."""
    announcements = find_announcements(corpus)
    traits = read_all_traits(corpus, announcements)
    pairs, left_out = find_candidates(corpus, traits)
    decisions, closeness = _decide_all(corpus, traits, pairs, on_progress)
    closeness |= _link_announced(corpus, announcements)
    aspects = [read_aspects(trait) for trait in traits]
    groups = group_claims(closeness, decisions, aspects, corpus.settings.same_question)
    questions = tuple(
        make_question(corpus, aspects, rows, decisions)
        for rows in groups
        if _is_worth_asking(corpus, rows, decisions)
    )
    relations = make_relations(corpus, questions, decisions)
    on_progress("group", len(groups), len(groups))
    run = replace(run, notes=(("pairs left out", str(left_out)),)) if left_out else run
    return Analysis(run, corpus.readings, questions, relations)


def _is_worth_asking(corpus: Corpus, rows: frozenset[int], decisions: Mapping[Pair, Decision]) -> bool:
    """A question that two articles answer, or that one answers in two ways."""
    if len({corpus.claims[row].document for row in rows}) > 1:
        return True
    return any(d.finding.relation.is_flagged for pair, d in decisions.items() if rows.issuperset(pair))


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
    return tuple(
        read_traits(c, corpus.language[c.document], published[c.document], context[c.id])
        for c in corpus.claims
    )


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
