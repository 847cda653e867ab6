"""Verdicts teach the order of the queue, but only what is better than the old order beyond chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

import numpy as np
from scipy.stats import binom
from sklearn.metrics import roc_auc_score

from claims.events import Event
from claims.log import ReviewLog
from claims.models import Analysis, ConflictKind, Contribution, Judgement, Relation, Verdict
from claims.store import open_store
from compare.evaluate.generate import Size, make_analysis
from compare.rank import rank_relations
from compare.result import find_revision, load_result
from compare.teach import LEAST, LEVEL, apply_teaching, area, learn, take_back, teach

ANALYSIS = make_analysis(Size(articles=20, claims=600, questions=120, lines=0, seed=3))
FLAGGED = [relation for relation in ANALYSIS.relations if relation.relation.is_flagged]


def judge(is_conflict: Callable[[Relation], bool], count: int = 120, day: int = 1) -> Iterable[Event]:
    """Yield the verdicts of a reviewer who goes by a rule, with a slip in ten."""
    random = Random(day)
    for number, relation in enumerate(FLAGGED[:count]):
        answer = is_conflict(relation) != (random.random() < 0.1)
        word = Judgement.CONFLICT if answer else Judgement.NO_CONFLICT
        yield Verdict(relation.id, "Ayu", word, at=f"2026-03-{day:02}T00:{number // 60:02}:{number % 60:02}")


def is_number(relation: Relation) -> bool:
    return relation.kind is ConflictKind.NUMBER


def order(analysis: Analysis) -> list[str]:
    return [relation.id for relation in analysis.relations if relation.relation.is_flagged]


def test_what_is_right_about_a_kind_is_learned() -> None:
    lesson = learn(ANALYSIS, ReviewLog(tuple(judge(is_number))), "Ayu")
    assert lesson.is_better and lesson.decided == 120
    assert lesson.before < 0.6 < 0.8 < lesson.after
    assert lesson.gain_low > 0
    assert lesson.teaching is not None
    weights = dict(lesson.teaching.weights)
    assert weights["kind:number"] > max(w for name, w in weights.items() if name.startswith("kind:d"))
    taught = apply_teaching(ANALYSIS, lesson.teaching)
    first = [r for r in taught.relations if r.relation.is_flagged][:30]
    assert sum(map(is_number, first)) > 25
    assert all(0 <= relation.score <= 1 for relation in taught.relations)
    assert sorted(order(taught)) == sorted(order(ANALYSIS))
    assert [r for r in taught.relations if not r.relation.is_flagged] == [
        r for r in sorted(ANALYSIS.relations, key=lambda r: (-r.score, r.id)) if not r.relation.is_flagged
    ]
    assert learn(ANALYSIS, ReviewLog(tuple(judge(is_number))), "Ayu") == lesson  # seeded


def test_chance_teaches_nothing() -> None:
    random = Random(5)
    words = {relation.id: random.random() < 0.5 for relation in FLAGGED}
    lesson = learn(ANALYSIS, ReviewLog(tuple(judge(lambda r: words[r.id]))), "Ayu")
    assert not lesson.is_better and lesson.teaching is None
    assert lesson.gain_low < 0 and not lesson.problem


def test_a_good_order_is_not_replaced_by_one_as_good() -> None:
    lesson = learn(ANALYSIS, ReviewLog(tuple(judge(lambda r: r.score > 0.9))), "Ayu")
    assert lesson.before > 0.7 and not lesson.is_better


def test_too_few_and_too_one_sided() -> None:
    assert learn(ANALYSIS, ReviewLog(), "Ayu").problem == "too_few"
    assert learn(ANALYSIS, ReviewLog(tuple(judge(is_number, LEAST - 1))), "Ayu").problem == "too_few"
    all_same = (Verdict(r.id, "Ayu", Judgement.CONFLICT, at="1") for r in FLAGGED[:80])
    assert learn(ANALYSIS, ReviewLog(tuple(all_same)), "Ayu").problem == "one_sided"


def test_it_is_kept_applied_and_taken_back(url: str) -> None:
    with open_store(url) as store:
        assert teach(store, "Ayu").problem == "too_few"
        store.save_analysis(ANALYSIS)
        store.add_events(judge(is_number))
        before, revision = load_result(store), find_revision(store)
        assert teach(store, "Ayu").is_better
        after = load_result(store)
        assert before is not None and after is not None
        assert order(after) != order(before) and find_revision(store) != revision
        assert (
            teach(store, "Ayu").problem == "nothing_new"
        )  # the old one knows these verdicts: no fair comparison
        assert take_back(store, "Bima") is not None
        assert load_result(store) == before and find_revision(store) == revision
        assert take_back(store, "Bima") is None


def test_what_was_learned_is_compared_on_what_came_after_it() -> None:
    first = tuple(judge(is_number))
    taught = learn(ANALYSIS, ReviewLog(first), "Ayu").teaching
    assert taught is not None
    dated = type(taught)(taught.reviewer, taught.weights, taught.figures, at="2026-03-02T00:00:00")
    later = tuple(judge(lambda r: r.kind is ConflictKind.CAUSE, day=3))
    lesson = learn(ANALYSIS, ReviewLog((*first, dated, *later)), "Ayu")
    assert lesson.is_better and lesson.before < 0.5 < lesson.after


def test_the_area_is_the_known_one() -> None:
    random = np.random.default_rng(4)
    answers, scores = random.random(200) < 0.3, random.integers(0, 20, 200) / 20
    assert math.isclose(area(answers, scores), roc_auc_score(answers, scores))


def test_equal_words_in_two_articles_are_ranked_too() -> None:
    """One outlet, the same words in two articles: two relations of one id and one score."""
    one = FLAGGED[0]
    assert len(rank_relations([one, replace(one, claim_l="c-twin"), replace(one, question="q-twin")])) == 3


# --- the features of the joining model -----------------------------------------------------------


def weigh(weight: float) -> Analysis:
    """The analysis with two features on each flag, weighed alike; chance, so nothing else tells of them."""
    random = Random(11)
    relations = [
        replace(
            relation,
            contributions=tuple(
                Contribution(name, float(random.random() < 0.5), weight)
                for name in ("manner.headline", "finding.denied")
            ),
        )
        for relation in sorted(ANALYSIS.relations, key=lambda r: r.id)
    ]
    return replace(ANALYSIS, relations=rank_relations(relations))


def has_headline(relation: Relation) -> bool:
    return any(c.feature == "manner.headline" and c.value for c in relation.contributions)


def judge_all(analysis: Analysis, is_conflict: Callable[[Relation], bool]) -> tuple[Event, ...]:
    random = Random(2)
    flagged = sorted((r for r in analysis.relations if r.relation.is_flagged), key=lambda r: r.id)[:160]
    words = {True: Judgement.CONFLICT, False: Judgement.NO_CONFLICT}
    return tuple(
        Verdict(r.id, "Ayu", words[is_conflict(r) != (random.random() < 0.1)], at=f"2026-03-01T00:{n:05}")
        for n, r in enumerate(flagged)
    )


def test_what_the_joining_model_weighed_is_weighed_anew() -> None:
    analysis = weigh(0.3)
    log = ReviewLog(judge_all(analysis, has_headline))
    lesson = learn(analysis, log, "Ayu")
    assert lesson.is_better and lesson.before < 0.65 and lesson.after > 0.8
    assert lesson.teaching is not None
    weights = dict(lesson.teaching.weights)
    assert weights["joining:manner.headline"] > 1 > abs(weights["joining:finding.denied"])
    bare = replace(analysis, relations=tuple(replace(r, contributions=()) for r in analysis.relations))
    assert not learn(bare, log, "Ayu").is_better  # nothing else tells what the reviewer goes by


def toss(seed: int) -> Callable[[Relation], bool]:
    """A reviewer who goes by a coin, the same each time for one relation."""
    return lambda relation: Random(f"{seed}{relation.id}").random() < 0.5


def test_reviewers_who_toss_a_coin_teach_at_most_as_often_as_stated() -> None:
    """Were chance let through more often than `LEVEL` says, one in a thousand draws would pass this."""
    analysis, reviewers = weigh(0.3), 30
    logs = (ReviewLog(judge_all(analysis, toss(seed))) for seed in range(reviewers))
    kept = sum(learn(analysis, log, "Ayu").is_better for log in logs)
    assert kept <= binom.ppf(0.999, reviewers, LEVEL)


def test_reviewers_who_go_by_a_rule_teach_it_though_they_slip_one_time_in_five() -> None:
    analysis = weigh(0.3)
    for seed in range(5):
        slips = toss(seed)
        log = ReviewLog(
            judge_all(analysis, lambda r: has_headline(r) != (slips(r) and is_unlucky(r)))  # noqa: B023
        )
        assert learn(analysis, log, "Ayu").is_better


def is_unlucky(relation: Relation) -> bool:
    """True for one relation in five."""
    return Random(relation.id).random() < 0.2


def test_what_was_learned_of_features_survives_an_analysis_by_other_weights(url: str) -> None:
    with open_store(url) as store:
        store.save_analysis(weigh(0.3))
        store.add_events(judge_all(weigh(0.3), has_headline))
        assert teach(store, "Ayu").is_better
        store.save_analysis(weigh(-0.7))
        after = load_result(store)
    assert after is not None
    first = [r for r in after.relations if r.relation.is_flagged][:30]
    assert sum(map(has_headline, first)) > 25


def test_it_is_said_how_many_verdicts_are_missing() -> None:
    assert learn(ANALYSIS, ReviewLog(), "Ayu").missing == LEAST
    assert learn(ANALYSIS, ReviewLog(tuple(judge(is_number, LEAST - 3))), "Ayu").missing >= 3
