"""What spoke for a relation and against it, in words: the strongest of its contributions."""

from __future__ import annotations

from collections.abc import Sequence

from claims.models import Contribution, Relation
from compare.wording import has_message, say

MOST = 3  # of the contributions on each side that a reader is shown
LEAST = 0.05  # of the log odds: what adds less moves a probability by a hundredth at most
QUESTION = "question."  # begins the features of "one question?"; the others are of "a conflict?"
FINDING, OTHER = "finding.", "finding.other"


def list_strongest(relation: Relation, most: int = MOST) -> tuple[Contribution, ...]:
    """Return what weighs most for it and against it, `most` of each side and the strongest first.

    What hardly weighs is left out, and so is what every pair is given ("question.raised").
    """
    named = [one for one in relation.contributions if one.feature != f"{QUESTION}raised"]
    clear = sorted((one for one in named if abs(one.amount) >= LEAST), key=lambda one: -abs(one.amount))
    speaking = [one for one in clear if one.amount > 0][:most]
    against = [one for one in clear if one.amount < 0][:most]
    return tuple(one for one in clear if one in speaking or one in against)


def weighs_question(contributions: Sequence[Contribution]) -> bool:
    """True if what was weighed is whether two claims answer one question: nothing at odds was found."""
    return bool(contributions) and contributions[0].feature.startswith(QUESTION)


def is_of_conflict(one: Contribution) -> bool:
    """True if a contribution is to whether two claims conflict, not to whether they answer one question."""
    return not one.feature.startswith(QUESTION)


def tell_feature(one: Contribution, lang: str) -> str:
    """Return the words for what was weighed; a feature that another version stored reads as it is.

    A value below 0 of what can be either way ("same": the odds that both answer one question) has words of
    its own.

    >>> tell_feature(Contribution("manner.headline", 1.0, 0.2), "en")
    'one is a headline'
    >>> tell_feature(Contribution("same", 2.0, 0.2), "en")
    'both surely answer one question'
    >>> tell_feature(Contribution("same", -2.0, 0.2), "en")
    'both may answer different questions'
    """
    keys = [f"feature.{one.feature}"]
    if one.value < 0:
        keys.insert(0, f"feature_below.{one.feature}")
    if one.feature.startswith(FINDING):
        keys.append(f"feature.{OTHER}")
    return next((say(lang, key) for key in keys if has_message(lang, key)), one.feature)


def tell_weighing(relation: Relation, lang: str) -> str:
    """Return what weighed most as a sentence for and one against, "" where nothing was weighed."""
    shown = list_strongest(relation)
    sides = {
        "weighed_for": [one for one in shown if one.amount > 0],
        "weighed_against": [one for one in shown if one.amount < 0],
    }
    told = (
        say(lang, key, prefix="report_", names="; ".join(tell_feature(one, lang) for one in ones))
        for key, ones in sides.items()
        if ones
    )
    return " ".join(told)
