"""Wire and reprinted text: which articles are mostly the same words, and how many sources they really are.

Texts are compared as sets of shingles (runs of `WIDTH` words), page furniture left out.  The share counts
from the shorter text, so an agency's short report is found inside a long article.  Only whole articles are
grouped: sentences are never merged, and what a copy changed is found by `compare/drift.py`.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims.models import Analysis, Basis, CopyGroup, Reading, Reason

WIDTH = 5  # words; five in a row are seldom the same by chance
# Share of the shorter text's shingles.  One changed figure costs five shingles of some two hundred; a reprint
# with a new opening and a cut end keeps 0.6 to 0.9.  Two reports of one event by two writers, who quote the
# same statement, share next to nothing (seeds and development sets: at most 0.03).
COPY_SHARE = 0.5
FEWEST_SHINGLES = 30  # below it a caption or a notice is the whole text
SAMPLED = 8  # one shingle in so many is looked up; with 30 of them a copy shares several
MOST_HOLDERS = 200  # articles; a shingle that more of them have is a formula, and pairs grow with its square
_WORD = re.compile(r"\w+")

Pair = tuple[int, int]


def find_copies(readings: Sequence[Reading]) -> tuple[CopyGroup, ...]:
    """Return the groups of articles that are mostly one text, each with its origin; sorted."""
    shingles = [cut_shingles(article_words(reading)) for reading in readings]
    shares = {
        pair: share
        for pair in sorted(_candidates(shingles))
        if (share := share_of_shorter(shingles[pair[0]], shingles[pair[1]])) >= COPY_SHARE
    }
    groups = (_make_group(readings, rows, shares) for rows in _connect(shares))
    return tuple(sorted(groups, key=lambda group: group.origin))


def article_words(reading: Reading) -> list[str]:
    """Return the words of an article without its page furniture."""
    text, pieces, place = reading.document.text, [], 0
    for mark in sorted(reading.boilerplate, key=lambda mark: mark.span):
        pieces.append(text[place : max(place, mark.span.start)])
        place = max(place, mark.span.end)
    return _WORD.findall("\n".join((*pieces, text[place:])).casefold())


def cut_shingles(words: Sequence[str]) -> frozenset[int]:
    """Return the hashes of all runs of `WIDTH` words (32 bits; the same on every machine).

    >>> one = cut_shingles("banjir di tiga desa surut".split())
    >>> len(one), one == cut_shingles("banjir di tiga desa surut".split())
    (1, True)
    """
    runs = zip(*(words[offset:] for offset in range(WIDTH)), strict=False)
    return frozenset(zlib.crc32(" ".join(run).encode("utf-8", "replace")) for run in runs)


def share_of_shorter(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of the shorter text stands in the longer, 0..1; 0 where there is too little to tell."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= FEWEST_SHINGLES else 0.0


def _candidates(shingles: Sequence[frozenset[int]]) -> Iterator[Pair]:
    """Pairs that share at least a quarter of what a copy would share of the sampled shingles."""
    holders: dict[int, list[int]] = defaultdict(list)
    sampled = [[one for one in own if one % SAMPLED == 0] for own in shingles]
    for row, own in enumerate(sampled):
        for one in own:
            holders[one].append(row)
    common: Counter[Pair] = Counter()
    for rows in holders.values():
        if len(rows) <= MOST_HOLDERS:
            common.update((left, right) for place, left in enumerate(rows) for right in rows[place + 1 :])
    for (left, right), count in common.items():
        shorter = min(len(sampled[left]), len(sampled[right]))
        if count >= COPY_SHARE / 4 * shorter:
            yield left, right


def _connect(pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """Groups of rows that pairs tie together, directly or through others."""
    above: dict[int, int] = {}

    def root(row: int) -> int:
        while above.setdefault(row, row) != row:
            row = above[row]
        return row

    for left, right in pairs:
        above[root(left)] = root(right)
    groups: dict[int, list[int]] = defaultdict(list)
    for row in sorted(above):
        groups[root(row)].append(row)
    return [tuple(rows) for rows in groups.values()]


def _make_group(readings: Sequence[Reading], rows: Sequence[int], shares: Mapping[Pair, float]) -> CopyGroup:
    members = [readings[row] for row in rows]
    origin, basis, reason = find_origin(members)
    best = {readings[row].document.id: 0.0 for row in rows}
    for (left, right), share in shares.items():
        if left in rows and right in rows:
            for row in (left, right):
                name = readings[row].document.id
                best[name] = max(best[name], share)
    copies = tuple(sorted(name for name in best if name != origin))
    return CopyGroup(origin, copies, tuple(round(best[name], 3) for name in copies), basis, reason)


def find_origin(members: Sequence[Reading]) -> tuple[str, Basis, Reason]:
    """Return the id of the article that the others took over, how that is known and why it is thought so.

    One whose outlet the others name as their source; else the one that was published first; else nobody
    knows, and the longest stands for all.
    """
    named = Counter(
        other.document.id
        for reading in members
        for other in members
        if other is not reading and _names(reading, other.document.outlet.value)
    )
    if named:
        best, count = min(named.items(), key=lambda item: (-item[1], item[0]))
        if count > len(members) / 3 and list(named.values()).count(count) == 1:
            outlet = next(r.document.outlet.value for r in members if r.document.id == best)
            return best, Basis.STATED, Reason("origin_named", (("outlet", outlet),))
    dated = sorted((r.document.published.value, r.document.id) for r in members if r.document.published_on)
    if len(dated) == len(members) and _is_before(dated[0][0], dated[1][0]):
        return dated[0][1], Basis.INFERRED, Reason("origin_first", (("published", dated[0][0]),))
    longest = min(members, key=lambda r: (-len(r.document.text), r.document.id))
    return longest.document.id, Basis.UNKNOWN, Reason("origin_unknown")


def _is_before(one: str, other: str) -> bool:
    """Whether a date is earlier as far as both are known: "2024-03-04" is not before "2024-03-04T10:00"."""
    shared = min(len(one), len(other), 16)
    return one[:shared] < other[:shared]


def _names(reading: Reading, outlet: str) -> bool:
    """Whether a text names an outlet other than its own ("Sumber: Kabar", "dikutip dari Kabar",
    "(Kabar)").
    """
    own = reading.document.outlet.value
    if len(outlet) < 3 or outlet.casefold() == own.casefold():
        return False
    return re.search(rf"\b{re.escape(outlet)}\b", reading.document.text, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many outlets print something, and how many texts of their own that really is."""

    outlets: int
    origins: int


def count_sources(analysis: Analysis, documents: Collection[str]) -> SourceCount:
    """Return by how many outlets and from how many origins `documents` (ids) come.

    Articles of one outlet are one outlet; articles that copy each other are one origin, and so are two
    articles of one outlet.  An article of an unknown outlet is one of its own.
    """
    home = {d: group.origin for group in analysis.copies for d in group.documents}
    outlet = {
        reading.document.id: reading.document.outlet.value.casefold() or reading.document.id
        for reading in analysis.readings
    }
    known = [name for name in dict.fromkeys(documents) if name in outlet]
    outlets = {outlet[name] for name in known}
    origins = {outlet.get(home.get(name, name), home.get(name, name)) for name in known}
    return SourceCount(len(outlets), len(origins))
