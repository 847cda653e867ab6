"""What the comparison itself takes: memory and time of candidates, relations and groups on invented claims.

The claims are those of `generate` with vectors and events made here (claims of one subject lie close, claims
on one event meet in the index of facts), so nothing is read or embedded.  `python -m compare.evaluate.scaling
50000` measures in a process of its own and prints JSON: only so is the peak memory its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from random import Random

import numpy as np

from claims.models import Claim, Concept, Run
from compare.corpus import Corpus
from compare.evaluate.generate import Size, make_readings
from compare.settings import Settings
from compare.vectors import Vectors

AN_ARTICLE = 33  # claims, as in `generate`'s usual desk
A_SUBJECT, AN_EVENT = 5, 25  # claims
LINKS = 100  # compared claims of each claim, where all of them hang together
DIMENSION = 384  # of the bundled encoder
SPREAD = 0.8  # length of the noise on a subject's direction: claims of one subject have a cosine of about 0.6
SEED = 1
GIGABYTE = 1e9


@dataclass(frozen=True, slots=True)
class Load:
    """What one step took.

    `found` are the questions or groups, `made` is the memory in GB once the claims were there, `peak` the
    most that was held at once.
    """

    claims: int
    found: int
    relations: int
    seconds: float
    made: float
    peak: float


def measure_load(claims: int, linked: bool = False) -> Load:
    """Return what it takes to compare so many invented claims, in a new process.

    Args:
        claims: how many.
        linked: only group them, all in one part that links hold together.

    Raises:
        subprocess.CalledProcessError: the process failed, as one without memory does.
    """
    command = [sys.executable, "-m", "compare.evaluate.scaling", str(claims), *(["linked"] if linked else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Load(**json.loads(done.stdout))


def compare_invented(claims: int) -> Load:
    """Compare here and return what it took; the peak is that of this whole process."""
    from compare.engine import compare_claims

    corpus, run = make_corpus(claims)
    made, began = read_peak(), time.perf_counter()
    analysis = compare_claims(corpus, run)
    seconds = time.perf_counter() - began
    return Load(claims, len(analysis.questions), len(analysis.relations), seconds, made, read_peak())


def group_linked(claims: int) -> Load:
    """Group so many claims that hang together by links of chance."""
    from compare.group import group_claims

    random = Random(SEED)
    links = {}
    for row in range(1, claims):
        for other in random.sample(range(row), min(row, LINKS // 2)):
            links[other, row] = random.uniform(0.5, 1.0)
    made, began = read_peak(), time.perf_counter()
    groups = group_claims(links, {}, [frozenset()] * claims, Settings().same_question)
    return Load(claims, len(groups), len(links), time.perf_counter() - began, made, read_peak())


def make_corpus(claims: int) -> tuple[Corpus, Run]:
    """Return so many invented claims, and the run that names their articles."""
    articles, subjects = max(2, claims // AN_ARTICLE), max(1, claims // A_SUBJECT)
    readings = make_readings(Size(articles, claims, subjects, 0, SEED), Random(SEED))
    readings = tuple(
        replace(reading, claims=tuple(_add_event(claim, claims) for claim in reading.claims))
        for reading in readings
    )
    rows = sorted((claim for reading in readings for claim in reading.claims), key=lambda claim: claim.id)
    run = Run("2026-01-02T08:00:00+00:00", documents=tuple(reading.document.id for reading in readings))
    return Corpus(readings, tuple(rows), _make_vectors(rows), Settings()), run


def _add_event(claim: Claim, claims: int) -> Claim:
    """The same claim on one of the events; which one its words say, so that it is the same each time."""
    number = zlib.crc32(claim.quote.encode()) % max(1, claims // AN_EVENT)
    return replace(claim, concepts=(Concept(f"event-{number}", claim.span),))


def _make_vectors(claims: Sequence[Claim]) -> Vectors:
    """A direction for each subject and noise for each claim; shape (n, DIMENSION), unit length."""
    random = np.random.default_rng(SEED)
    directions: dict[str, Vectors] = {}
    vectors = np.empty((len(claims), DIMENSION), dtype=np.float32)
    for row, claim in enumerate(claims):
        subject = claim.quote.split(" ", 1)[1].split(",")[0].rstrip(".")
        if subject not in directions:
            directions[subject] = _draw(random)
        vectors[row] = directions[subject] + SPREAD * _draw(random)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _draw(random: np.random.Generator) -> Vectors:
    drawn = random.standard_normal(DIMENSION).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


def read_peak() -> float:
    """Return the most memory that this process has held at once, in GB."""
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / GIGABYTE


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure one load and print it as JSON."""
    claims, *linked = arguments or sys.argv[1:]
    load = group_linked(int(claims)) if linked else compare_invented(int(claims))
    sys.stdout.write(json.dumps(asdict(load)) + "\n")


if __name__ == "__main__":
    main()
