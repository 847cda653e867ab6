"""By which of several figures or times of a text a word stands: the nearest, and rather one in its clause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from claims.facts.concepts import lemmatise
from claims.languages import load_table
from claims.models import Span

KEPT = 4  # words about a figure that say what it belongs to, the nearest first
LONG = 4  # letters of a word that is no function word
FIGURE = 3.0  # votes of another figure, beside one of a word: nothing is more telling
BORDER = 25  # characters that a border of clauses is worth
CLEAR = 4  # characters by which one has to be nearer than the next
_TOKEN = re.compile(r"\w+(?:[-.,]\w+)*")


def stands_elsewhere(
    text: str, spans: Sequence[Span], equal: Collection[int], said: str, place: Span, language: str
) -> bool:
    """Return whether the words about a figure stand by another one in `text`.

    Args:
        text: where the figures are looked for.
        spans: the figures in it.
        equal: which of them are the figure that is said.
        said: a sentence that says one of them.
        place: where in `said`.
        language: of both.

    >>> text, said = "Ia merebut Latakia pada 1287 dan Tripoli pada 1289.", "Ia merebut Latakia pada 1289."
    >>> stands_elsewhere(text, [Span(24, 28), Span(46, 50)], [1], said, Span(24, 28), "id")
    True
    """
    tokens = list(_tokens(text, language))
    counts = Counter(lemma for _, lemma in tokens)
    votes = _find_words(said, place, counts, language)
    borders = [match.start() for match in _borders(language).finditer(text)]
    here = elsewhere = 0.0
    for span, lemma in tokens:
        if lemma not in votes or any(figure.overlaps(span) for figure in spans):
            continue
        nearest = _find_nearest(span, spans, borders)
        if nearest is None:
            continue
        weight = votes[lemma] / counts[lemma]
        here, elsewhere = (here + weight, elsewhere) if nearest in equal else (here, elsewhere + weight)
    return elsewhere > here


def _tokens(text: str, language: str) -> Iterator[tuple[Span, str]]:
    for match in _TOKEN.finditer(text):
        yield Span(*match.span()), lemmatise(match.group(), language)


def _find_words(said: str, place: Span, there: Collection[str], language: str) -> dict[str, float]:
    """Return the votes of the words about `place` that stand in the text, too."""
    found = [
        (max(span.start - place.end, place.start - span.end), lemma, FIGURE if is_figure else 1.0)
        for span, lemma in _tokens(said, language)
        for is_figure in (span.of(said)[0].isdigit(),)
        if not span.overlaps(place) and lemma in there and (is_figure or len(span.of(said)) >= LONG)
    ]
    votes: dict[str, float] = {}
    for rank, (_, lemma, weight) in enumerate(sorted(found, key=lambda item: item[0])[:KEPT], 1):
        votes.setdefault(lemma, weight / rank)
    return votes


def _find_nearest(span: Span, figures: Sequence[Span], borders: Sequence[int]) -> int | None:
    """Return which figure is clearly the nearest, None if none is."""
    gaps = []
    for place, figure in enumerate(figures):
        gap = max(figure.start - span.end, span.start - figure.end, 0)
        low, high = min(span.end, figure.end), max(span.start, figure.start)
        gaps.append((gap + BORDER * sum(low <= border < high for border in borders), place))
    gaps.sort()
    if len(gaps) > 1 and gaps[1][0] - gaps[0][0] < CLEAR:
        return None
    return gaps[0][1]


@cache
def _borders(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_table(language, "premise")["borders"]))
    return re.compile(rf"[,;:.()]\s|\b(?:{words})\b", re.IGNORECASE)
