"""Which articles are about one story, when they are in two languages or state no day."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from claims.models import Basis, Document, Known
from claims.read import read_document
from compare.corpus import Corpus, profile_facts
from compare.settings import Settings
from compare.stories import find_stories

FERRY = {
    "id": "Feri Tirta Sagara dengan 214 penumpang kandas di Selat Mondar pada 3 Mei 2024. Kapten Rustam "
    "Halilu mengatakan mesin mati karena air masuk. Sebanyak 37 penumpang terluka, kata kepala "
    "pelabuhan Dewi Arsanti.",
    "en": "The ferry Tirta Sagara ran aground in the Mondar Strait with 214 passengers on 3 May 2024. "
    "Captain Rustam Halilu said the engine had failed after water came in. Port chief Dewi Arsanti "
    "said 37 passengers were injured.",
    "ru": "Паром «Тирта Сагара» с 214 пассажирами сел на мель 3 мая 2024 года. Капитан Рустам Халилу "
    "сказал, что двигатель отказал из-за воды. Пострадали 37 пассажиров, сообщила начальник порта "
    "Деви Арсанти.",
}
BUDGET = (
    "The city council of Norwell passed a budget of 118 million dollars on 6 May 2024. Mayor Elaine "
    "Porter said taxes would rise by 12 percent. Councillor Hugh Dempsey called the plan reckless."
)


def read(text: str, language: str, published: str = ""):  # type: ignore[no-untyped-def]
    told = Known(published, Basis.STATED) if published else Known("")
    return read_document(Document(text, language=Known(language), outlet=Known(text[:9]), published=told))


def stories_of(readings):  # type: ignore[no-untyped-def]
    profiles = [profile_facts(reading.claims) for reading in readings]
    chosen = Settings()
    return find_stories(readings, profiles, profiles, chosen.same_story, chosen.story_days)


def test_one_story_in_three_languages_is_one_and_another_is_not() -> None:
    readings = [read(text, language, "2024-05-04") for language, text in FERRY.items()]
    readings.append(read(BUDGET, "en", "2024-05-07"))
    found = stories_of(readings)
    for one, other in combinations(range(3), 2):
        assert found.share(one, other), (one, other)
    assert not any(found.share(k, 3) for k in range(3))


def test_the_corpus_compares_articles_of_two_languages() -> None:
    readings = tuple(read(text, language, "2024-05-04") for language, text in FERRY.items())
    claims = tuple(claim for reading in readings for claim in reading.claims)
    vectors = np.eye(len(claims), 8, dtype=np.float32)
    assert len(set(Corpus(readings, claims, vectors, Settings()).story.tolist())) == 1


def test_an_article_without_a_day_is_of_its_last_day_or_later() -> None:
    undated = read(FERRY["en"], "en")
    assert stories_of([undated, read(FERRY["id"], "id", "2024-09-01")]).share(0, 1)
    assert not stories_of([undated, read(FERRY["id"], "id", "2023-05-04")]).share(0, 1)
    assert not stories_of(
        [read(FERRY["en"], "en", "2024-05-04"), read(FERRY["id"], "id", "2024-09-01")]
    ).share(0, 1)
