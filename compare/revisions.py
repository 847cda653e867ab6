"""An article that was changed at its address: which texts are versions of one, the newest last.

Old versions are kept and shown, but only the newest is compared with other outlets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from claims.addresses import plain_address
from claims.models import Document, Reading, RevisionChain
from compare.copies import article_words, cut_shingles, share_of_shorter

# Share of the shorter version's shingles that a version keeps.  Two articles at one address with less in
# common are two articles: a live page, or a table whose rows all carry the address of the front page.
REVISION_SHARE = 0.3


def find_revisions(readings: Sequence[Reading], arrivals: Mapping[str, int]) -> tuple[RevisionChain, ...]:
    """Return the articles that came in more than one version, sorted by address.

    Args:
        readings: all articles.
        arrivals: their place in the order in which they came in, by id; decides where fetch times do not.
    """
    at_address: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        address = address_of(reading.document)
        if address:
            at_address[address].append(reading)
    chains = []
    for address, versions in sorted(at_address.items()):
        if len(versions) > 1:
            versions.sort(key=lambda reading: _moment(reading.document, arrivals))
            chains += [RevisionChain(address, ids) for ids in _chain(versions)]
    return tuple(chains)


def address_of(document: Document) -> str:
    """Return the place of an article: the address that its page gives itself, else the one it came from."""
    return plain_address(document.provenance.canonical) or plain_address(document.url)


def _moment(document: Document, arrivals: Mapping[str, int]) -> tuple[str, int, str]:
    return document.provenance.fetched, arrivals.get(document.id, 0), document.id


def _chain(versions: Iterable[Reading]) -> list[tuple[str, ...]]:
    """Texts that follow each other with enough in common."""
    chains: list[list[tuple[str, frozenset[int]]]] = []
    for reading in versions:
        shingles = cut_shingles(article_words(reading))
        for chain in chains:
            if share_of_shorter(chain[-1][1], shingles) >= REVISION_SHARE:
                chain.append((reading.document.id, shingles))
                break
        else:
            chains.append([(reading.document.id, shingles)])
    return [tuple(name for name, _ in chain) for chain in chains if len(chain) > 1]


def superseded(chains: Iterable[RevisionChain]) -> frozenset[str]:
    """Return the ids of the versions that a later one has replaced."""
    return frozenset(name for chain in chains for name in chain.documents[:-1])
