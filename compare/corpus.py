"""The claims of a run, ready to be compared: vectors, words, actors and the story each article belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray
from wordfreq import available_languages, zipf_frequency

from claims.facts.concepts import WORD
from claims.facts.senses import MARK, find_sense
from claims.models import ActorKind, Claim, Reading
from compare.settings import Settings
from compare.stories import Stories, find_stories
from compare.vectors import Vectors, add_neighbours, centre_by_story

COMMON = 6.5  # Zipf frequency of a function word such as "tersebut"; commoner words say nothing of a topic
NEIGHBOUR, REACH = 0.5, 2  # how much a claim's neighbours say of it, and how far
NAME_RARITY = 4.0  # of a name, as of a word that stands once in some million
COUNTRY_RARITY = 3.0  # many stories name a country
FIGURE_RARITY, LEAST_TELLING = 3.0, 10  # small numbers are in every article
CONCEPT_RARITY = 1.0
STEM, SHORTEST_STEM = 6, 4  # letters of a folded name: Russian names are inflected at their end
_NAME_PART = re.compile(r"[-. ]")
_GLIDES = re.compile(r"[yij]")  # what transliterations differ in most
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
    def story(self) -> NDArray[np.int32]:
        """The component of stories that each claim's article belongs to, shape (n,)."""
        places = [self.place[claim.document] for claim in self.claims]
        return np.asarray(self.stories.component[places], dtype=np.int32)

    @cached_property
    def centred(self) -> Vectors:
        """The vectors without what their story shares, unit length."""
        chosen = self.settings
        return centre_by_story(self.vectors, self.story, chosen.context_weight, chosen.directions)

    @cached_property
    def around(self) -> Vectors:
        """The centred vectors with those of the claims around each, unit length."""
        return add_neighbours(self.centred, self.claims, NEIGHBOUR, REACH)

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
    def axes(self) -> tuple[frozenset[str], ...]:
        """The axes on which each claim takes a side, whichever."""
        return tuple(
            frozenset(c.id.split(":")[0] for c in claim.concepts if ":" in c.id) for claim in self.claims
        )

    @cached_property
    def axis_weight(self) -> Mapping[str, float]:
        return _inverse_frequency(self.axes)

    @cached_property
    def concepts_around(self) -> tuple[frozenset[str], ...]:
        """The event concepts of each claim and of those before and after it."""
        order = sorted(
            range(len(self.claims)), key=lambda row: (self.claims[row].document, self.claims[row].span)
        )
        found = list(self.concepts)
        for before, after in pairwise(order):
            if self.claims[before].document == self.claims[after].document:
                found[before] |= self.concepts[after]
                found[after] |= self.concepts[before]
        return tuple(found)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of each document id among the readings."""
        return {reading.document.id: row for row, reading in enumerate(self.readings)}

    @cached_property
    def stories(self) -> Stories:
        profiles = [self._profile(reading) for reading in self.readings]
        across = [profile_facts(reading.claims) for reading in self.readings]
        chosen = self.settings
        return find_stories(self.readings, profiles, across, chosen.same_story, chosen.story_days)

    def share_story(self, left: int, right: int) -> bool:
        """True if the articles of two claims, by row, are about one story."""
        return self.stories.share(*self._places(left, right))

    def story_likeness(self, left: int, right: int) -> float:
        """How alike the articles of two claims are, in 0..1; 0 if they are not about one story."""
        return self.stories.likeness(*self._places(left, right))

    def _places(self, left: int, right: int) -> tuple[int, int]:
        return self.place[self.claims[left].document], self.place[self.claims[right].document]

    def _profile(self, reading: Reading) -> dict[str, float]:
        language = reading.document.language.value
        words = {word for claim in reading.claims for word in self.lemmas[self.index[claim.id]]}
        profile = {word: rarity(word, language) for word in words}
        return profile | {actor.id: NAME_RARITY for claim in reading.claims for actor in claim.actors}


def profile_facts(claims: Sequence[Claim]) -> dict[str, float]:
    """What an article speaks of, in no language: names by how they sound, exact figures, event concepts.

    Weights and folding were set on the development sets: articles of one story in two languages have a cosine
    of 0.22 to 0.43, of two stories at most 0.09 (names under their ids alone: 0.00 to 0.30).
    """
    profile: dict[str, float] = {}
    for claim in claims:
        for actor in claim.actors:
            if actor.kind is ActorKind.COUNTRY:
                profile[actor.id] = COUNTRY_RARITY
            else:
                profile |= dict.fromkeys(_sounds(actor.id), NAME_RARITY)
        for quantity in claim.quantities:
            if quantity.low is not None and quantity.low == quantity.high and quantity.low >= LEAST_TELLING:
                profile[f"figure:{quantity.unit}:{quantity.low:g}"] = FIGURE_RARITY
        profile |= {f"concept:{c.id}": CONCEPT_RARITY for c in claim.concepts if ":" not in c.id}
    return profile


def _sounds(name: str) -> Iterator[str]:
    """The words of the id of a name, so folded that spellings and cases of several languages meet.

    >>> sorted(_sounds("other:novaia-derevnia")), sorted(_sounds("place:novaya-derevnya"))
    (['name:derevn', 'name:novaa'], ['name:derevn', 'name:novaa'])
    """
    for word in _NAME_PART.split(name.partition(":")[2]):
        folded = _GLIDES.sub("", word)[:STEM]
        if len(folded) >= SHORTEST_STEM:
            yield f"name:{folded}"


def rarity(word: str, language: str) -> float:
    """How rare a word is in a language, 0 for the commonest; half a point a factor of three.

    `COMMON` less the Zipf frequency (van Heuven and others 2014) of wordfreq's lists.

    >>> rarity("yang", "id"), rarity("tanggul", "id") > 2
    (0.0, True)
    """
    if word.startswith(MARK):  # a sense is named by an English word
        word, language = word.removeprefix(MARK).partition("_")[0], "en"
    known = language if language in LISTED else "en"
    return max(0.0, COMMON - max(1.0, zipf_frequency(word, known)))


def _content_lemmas(claim: Claim, language: str) -> Iterator[str]:
    return (find_sense(word, language) for word in WORD.findall(claim.quote) if len(word) > 3)


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
