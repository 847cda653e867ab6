"""The training stories keep their format: every pair of a question judged once, with a label that exists."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "compare" / "train" / "stories"
FILES = sorted(FOLDER.glob("*.jsonl"))
STORIES: list[Any] = [json.loads(line) for path in FILES for line in path.read_text("utf-8").splitlines()]
CONFLICTS = {"contradiction", "tension"}
LABELS = CONFLICTS | {"agreement", "compatible", "update", "different_scope"}
KINDS = {"number", "date", "actor", "membership", "negation", "cause", "framing", "scope", "legal", "other"}
LANGUAGES = {"id", "en", "ru"}

every_story = pytest.mark.parametrize("story", STORIES, ids=[story["id"] for story in STORIES])


def labels(story: Any) -> list[str]:
    return [relation[2] for question in story["questions"] for relation in question["relations"]]


def test_story_ids_are_unique_and_all_languages_are_there() -> None:
    assert max(Counter(story["id"] for story in STORIES).values()) == 1
    assert {story["language"] for story in STORIES} == LANGUAGES | {"mixed"}


@every_story
def test_claims_are_whole(story: Any) -> None:
    for question in story["questions"]:
        assert question["q"].strip()
        for claim in question["claims"]:
            wanted = {"id", "outlet", "date", "speaker", "text"}
            assert set(claim) == (wanted | {"language"} if story["language"] == "mixed" else wanted)
            assert claim["outlet"].strip() and len(claim["text"].split()) >= 5, claim
            assert date.fromisoformat(claim["date"])


@every_story
def test_every_pair_is_judged_exactly_once(story: Any) -> None:
    for question in story["questions"]:
        ids = [claim["id"] for claim in question["claims"]]
        assert len(ids) == len(set(ids)) >= 3, question["q"]
        judged = Counter(frozenset(relation[:2]) for relation in question["relations"])
        assert judged == Counter(frozenset(pair) for pair in combinations(ids, 2)), question["q"]


@every_story
def test_labels_and_kinds_exist(story: Any) -> None:
    for left, right, label, kind in chain.from_iterable(q["relations"] for q in story["questions"]):
        assert label in LABELS, (left, right, label)
        assert kind in KINDS if label in CONFLICTS else kind == "", (left, right, label, kind)


@every_story
def test_an_update_is_reported_later(story: Any) -> None:
    for question in story["questions"]:
        day = {claim["id"]: claim["date"] for claim in question["claims"]}
        for left, right, label, _ in question["relations"]:
            assert label != "update" or day[left] != day[right], (question["q"], left, right)


@every_story
def test_a_story_has_conflicts_and_more_of_the_rest(story: Any) -> None:
    conflicts = sum(label in CONFLICTS for label in labels(story))
    assert 0 < conflicts < len(labels(story)) / 2


@every_story
def test_the_language_is_the_one_that_is_named(story: Any) -> None:
    for question in story["questions"]:
        named = [claim.get("language", story["language"]) for claim in question["claims"]]
        assert set(named) <= LANGUAGES
        for language, claim in zip(named, question["claims"], strict=True):
            cyrillic = len(re.findall("[а-яё]", claim["text"].lower()))
            assert (cyrillic > len(claim["text"]) / 3) == (language == "ru"), claim["text"]


def test_no_sentence_stands_in_two_places() -> None:
    texts = Counter(c["text"] for story in STORIES for q in story["questions"] for c in q["claims"])
    assert [text for text, times in texts.items() if times > 1] == []


def test_position_and_length_do_not_give_the_label_away() -> None:
    """Claims that conflict stand first, and are longer, about as often as claims that do not."""
    place: dict[bool, list[float]] = {True: [], False: []}
    size: dict[bool, list[float]] = {True: [], False: []}
    for question in chain.from_iterable(story["questions"] for story in STORIES):
        ids = [claim["id"] for claim in question["claims"]]
        words = {claim["id"]: len(claim["text"].split()) for claim in question["claims"]}
        for left, right, label, _ in question["relations"]:
            place[label in CONFLICTS].append((ids.index(left) + ids.index(right)) / (2 * len(ids) - 2))
            size[label in CONFLICTS].append(words[left] + words[right])
    mean = {key: sum(values) / len(values) for key, values in place.items()}
    length = {key: sum(values) / len(values) for key, values in size.items()}
    assert abs(mean[True] - mean[False]) < 0.1
    assert 0.8 < length[True] / length[False] < 1.25
