"""What a claim leaves unsaid because the words around it have said it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from claims.languages import load_table
from claims.models import Claim, Span
from compare.corpus import Corpus

FEW = 9  # things that an article announces and then takes up one by one
REACH = 4  # sentences over which an enumeration is followed
HEAD = 4  # words in which the enumerator stands ("Yang pertama ...", "Satu permintaan lain ...")

Announcements = Mapping[str, tuple[str, ...]]


def find_announcements(corpus: Corpus) -> Announcements:
    """Return for each claim of an enumeration the claims of the sentence that announced it, by id.

    "Two countries asked for help.  The first was Chile, in 2009." - the second sentence answers the question
    of the first.
    """
    found: dict[str, tuple[str, ...]] = {}
    ordered = sorted(corpus.claims, key=lambda c: (c.document, c.span))
    for document, claims in groupby(ordered, key=lambda c: c.document):
        announced: tuple[str, ...] = ()
        age = REACH
        for _, mates in groupby(claims, key=lambda c: c.sentence):
            sentence = list(mates)
            if age < REACH and is_enumerated(sentence[0], corpus.language[document]):
                found |= dict.fromkeys((claim.id for claim in sentence), announced)
            is_new = announces(sentence)
            announced, age = (tuple(c.id for c in sentence), 0) if is_new else (announced, age + 1)
    return found


def read_contexts(corpus: Corpus, announcements: Announcements) -> Mapping[str, frozenset[str]]:
    """Return for each claim the concepts of its sentence and of the sentence that announced it."""
    sentence: dict[tuple[str, Span], frozenset[str]] = defaultdict(frozenset)
    for claim, concepts in zip(corpus.claims, corpus.concepts, strict=True):
        sentence[claim.document, claim.sentence] |= concepts
    return {
        claim.id: sentence[claim.document, claim.sentence].union(
            *(corpus.concepts[corpus.index[one]] for one in announcements.get(claim.id, ()))
        )
        for claim in corpus.claims
    }


def announces(sentence: Sequence[Claim]) -> bool:
    """True for a sentence that counts a few things which the next ones may take up ("two requests")."""
    quantities = (q for claim in sentence for q in claim.quantities)
    return any(
        q.low == q.high and 2 <= (q.low or 0) <= FEW and not q.unit and not q.ordinal for q in quantities
    )


def is_enumerated(claim: Claim, language: str) -> bool:
    """True for a claim whose first words take up something announced before."""
    head = " ".join(claim.quote.split()[:HEAD])
    return bool(_enumerator(language).search(head))


@cache
def _enumerator(language: str) -> re.Pattern[str]:
    words = sorted(load_table(language, "lists")["enumerators"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
