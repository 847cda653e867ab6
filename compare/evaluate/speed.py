"""How fast articles are read, on one core, and whether the time stays in proportion to the length.

Everything in `claims/` is measured together, from the text of a document to its claims; no model takes part.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.models import Document
from claims.read import read_document

ROUNDS = 3  # the best counts: what else runs on the machine only ever slows it down
MEGABYTE = 1_000_000
LONG_TEXTS = (1, 2, 10)  # megabytes
LONG_SENTENCE = 100_000  # characters
NESTED = 10_000  # quotation marks opened one in another


@dataclass(frozen=True, slots=True)
class SpeedScore:
    """One text, or many: characters, sentences, and the processor time of this process."""

    text: str
    characters: int
    sentences: int
    seconds: float

    @property
    def sentences_a_second(self) -> float:
        return self.sentences / max(self.seconds, 1e-9)

    @property
    def seconds_a_megabyte(self) -> float:
        return self.seconds / max(self.characters / MEGABYTE, 1e-9)


def measure_speed(
    documents: Sequence[Document], sizes: Sequence[int] = LONG_TEXTS, length: int = LONG_SENTENCE
) -> Iterator[SpeedScore]:
    """Yield the speed on the articles, on long texts made of them, and on texts that want to be slow.

    Args:
        documents: the articles.
        sizes: of the long texts, in megabytes.
        length: of the one sentence, in characters; a tenth of it are the quotation marks of the last text.
    """
    for document in documents:
        read_document(document)  # the tables are read once in a life
    yield min((_time_all("articles", documents) for _ in range(ROUNDS)), key=lambda score: score.seconds)
    longest = max(documents, key=lambda document: len(document.text))
    for size in sizes:
        text = (longest.text + "\n\n") * (1 + size * MEGABYTE // (len(longest.text) + 2))
        yield _time_all(f"{size} MB", [replace(longest, text=text[: size * MEGABYTE])])
    yield from (_time_all(name, [replace(longest, text=text)]) for name, text in list_hard_texts(length))


def list_hard_texts(length: int) -> Iterator[tuple[str, str]]:
    """Yield texts of `length` characters on which a careless rule takes forever.

    >>> [len(text) for _, text in list_hard_texts(1000)]
    [1000, 1000, 1000, 1000, 1000]
    """
    words = "kata Rina bahwa 2.500 warga tidak pergi ke Garut, menurut dia, "
    yield "one sentence", (words * (length // len(words) + 1))[:length]
    yield "nested quotes", ("“kata " * (length // 6 + 1))[:length]
    yield "one word", "a" * length
    yield "lines of labels", ("Baca juga: Foto: Editor:\n" * (length // 25 + 1))[:length]
    yield "numbers", ("1.000 ribu - 2 juta (3/4) " * (length // 26 + 1))[:length]


def _time_all(name: str, documents: Sequence[Document]) -> SpeedScore:
    began = time.process_time()
    sentences = sum(len(read_document(document).sentences) for document in documents)
    spent = time.process_time() - began
    return SpeedScore(name, sum(len(document.text) for document in documents), sentences, spent)
