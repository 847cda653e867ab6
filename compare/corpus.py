"""The claims of a run, ready to be compared: vectors, words, actors and the story each article belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.metrics.pairwise import cosine_similarity
from wordfreq import available_languages, zipf_frequency

from claims.facts.concepts import WORD, lemmatise
from claims.models import Claim, Precision, Reading
from compare.settings import Settings

Vectors = NDArray[np.float32]

COMMON = 6.5  # Zipf frequency of a function word such as "tersebut"; commoner words say nothing of a topic
FINE = (Precision.MINUTE, Precision.DAY)
NAME_RARITY = 4.0  # of a name, as of a word that stands once in some million
LISTED = frozenset(available_languages())


@dataclass(frozen=True)
class Corpus:
    """Claims in the order of their ids, so that nothing depends on the order of the input.

    `vectors` has shape (n, dim), float32, unit length, as the encoder gave them.
    """

    readings: tuple[Reading, ...]
    claims: tuple[Claim, ...]
    vectors: Vectors
    settings: Settings

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The row of each claim id."""
        return {claim.id: row for row, claim in enumerate(self.claims)}

    @cached_property
    def language(self) -> Mapping[str, str]:
        """The language of each document id."""
        return {r.document.id: r.document.language.value for r in self.readings}

    @cached_property
    def centred(self) -> Vectors:
        """The vectors around the corpus' own centre, unit length again.

        E5 cosines live between 0.75 and 0.98; what all claims of a story share says nothing of one claim.
        The centre is weighted by n / (n + context_weight), so that few claims are not centred on themselves.
        """
        n = len(self.claims)
        centre = self.vectors.mean(axis=0) * (n / (n + self.settings.context_weight)) if n else 0
        moved = self.vectors - centre
        norms = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(norms, 1e-9), dtype=np.float32)

    @cached_property
    def lemmas(self) -> tuple[frozenset[str], ...]:
        """The content words of each claim; words of up to three letters are left out as function words."""
        return tuple(frozenset(_content_lemmas(c, self.language[c.document])) for c in self.claims)

    @cached_property
    def word_weight(self) -> Mapping[str, float]:
        """Weight of each lemma: how rare it is in the language, times how rare it is among these claims.

        In a corpus of three articles its own counts alone cannot tell a function word from the topic.
        """
        rare_here = _inverse_frequency(self.lemmas)
        languages = {
            word: self.language[c.document]
            for c, words in zip(self.claims, self.lemmas, strict=True)
            for word in words
        }
        return {word: weight * rarity(word, languages[word]) for word, weight in rare_here.items()}

    @cached_property
    def actors(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(actor.id for actor in claim.actors) for claim in self.claims)

    @cached_property
    def actor_weight(self) -> Mapping[str, float]:
        return _inverse_frequency(self.actors)

    @cached_property
    def concepts(self) -> tuple[frozenset[str], ...]:
        """The event concepts of each claim, without the poles of axes."""
        return tuple(frozenset(c.id for c in claim.concepts if ":" not in c.id) for claim in self.claims)

    @cached_property
    def concept_weight(self) -> Mapping[str, float]:
        return _inverse_frequency(self.concepts)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The row of each document id in `profile_similarity` and `one_story`."""
        return {reading.document.id: row for row, reading in enumerate(self.readings)}

    @cached_property
    def one_story(self) -> NDArray[np.bool_]:
        """Which two articles are about one story, shape (documents, documents): like profiles, near in
        time.
        """
        days = [_reported_day(reading) for reading in self.readings]
        most = self.settings.story_days
        near = [[a is None or b is None or abs((a - b).days) <= most for b in days] for a in days]
        alike = self.profile_similarity >= self.settings.same_story
        return np.asarray((alike & np.array(near, dtype=bool)) | np.eye(len(days), dtype=bool))

    def share_story(self, left: int, right: int) -> bool:
        """True if the articles of two claims, by row, are about one story."""
        documents = self.claims[left].document, self.claims[right].document
        return bool(self.one_story[self.place[documents[0]], self.place[documents[1]]])

    @cached_property
    def profile_similarity(self) -> NDArray[np.float64]:
        """Cosine of what two articles speak of, shape (documents, documents), in 0..1.

        Articles in one language are compared by their lemmas and names, weighted by rarity in the language;
        across languages only by their names, which have one id in all spellings.
        """
        languages = [r.document.language.value for r in self.readings]
        profiles = [self._profile(reading) for reading in self.readings]
        names = [{k: w for k, w in profile.items() if ":" in k} for profile in profiles]
        by_all, by_name = _cosine(profiles), _cosine(names)
        same = np.array([[one == other for other in languages] for one in languages], dtype=bool)
        return np.where(same, by_all, by_name)

    def _profile(self, reading: Reading) -> dict[str, float]:
        language = reading.document.language.value
        words = {word for claim in reading.claims for word in self.lemmas[self.index[claim.id]]}
        profile = {word: rarity(word, language) for word in words}
        return profile | {actor.id: NAME_RARITY for claim in reading.claims for actor in claim.actors}


def _reported_day(reading: Reading) -> date | None:
    """The day of publication, or where it is unknown the last day that the article tells of."""
    published = reading.document.published.value[:10]
    if published:  # "2022-01" is taken for its first day: story_days forgives a month
        with suppress(ValueError):  # a page may state what is no date
            return date.fromisoformat((published + "-01-01")[:10])
    days = [t.end for claim in reading.claims for t in claim.times if t.end and t.precision in FINE]
    return max(days, default=None)


def rarity(word: str, language: str) -> float:
    """How rare a word is in a language, 0 for the commonest; half a point a factor of three.

    `COMMON` less the Zipf frequency (van Heuven and others 2014) of wordfreq's lists.

    >>> rarity("yang", "id"), rarity("tanggul", "id") > 2
    (0.0, True)
    """
    known = language if language in LISTED else "en"
    return max(0.0, COMMON - max(1.0, zipf_frequency(word, known)))


def _cosine(profiles: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
    vectors = DictVectorizer().fit_transform([dict(profile) or {"": 0.0} for profile in profiles])
    return np.asarray(cosine_similarity(vectors), dtype=np.float64)


def _content_lemmas(claim: Claim, language: str) -> Iterator[str]:
    return (lemmatise(word, language) for word in WORD.findall(claim.quote) if len(word) > 3)


def _inverse_frequency(sets: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """Weight of each item, log(1 + n / df): what stands everywhere tells least (Sparck Jones 1972)."""
    counts = Counter(item for items in sets for item in items)
    return {item: log(1 + len(sets) / count) for item, count in counts.items()}


def weighted_overlap(left: frozenset[str], right: frozenset[str], weight: Mapping[str, float]) -> float:
    """Weighted Jaccard overlap in 0..1, 0 where one side is empty.

    One item more of the mean weight is counted in the union: two claims that share the one thing they have
    are less surely about one question than two that share five of six.

    >>> weighted_overlap(frozenset("ab"), frozenset("bc"), {"a": 1.0, "b": 2.0, "c": 1.0})
    0.375
    """
    both = left | right
    union = sum(weight[item] for item in both)
    if not left or not right or not union:
        return 0.0
    return sum(weight[item] for item in left & right) / (union + union / len(both))
