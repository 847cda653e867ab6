"""Pairs to learn from, and the public sets whose licence lets the weights be shipped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.errors import InputError
from compare.relate.model import LABELS, NLI_LABELS

Row = Mapping[str, Any]
Labels = frozenset[str]
NOTHING: Labels = frozenset()

# What an NLI label leaves open about a relation.  A hypothesis was written for its premise, so
# "contradiction" is a conflict of some kind; "neutral" may be another detail, another event or framing.
RELATIONS_OF: Mapping[str, Labels] = {
    "contradiction": frozenset({"contradiction", "tension"}),
    "entailment": frozenset({"agreement", "compatible"}),
    "neutral": frozenset({"compatible", "tension", "different_scope", "other_question"}),
}
NOT_ENTAILED = frozenset({"contradiction", "neutral"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements and, for each head, the labels that are not ruled out; none: nothing is known.

    >>> Pair("Air naik.", "Air turun.", "toy", nli=frozenset({"contradiction"})).relation
    frozenset()
    """

    left: str
    right: str
    source: str
    nli: Labels = NOTHING
    relation: Labels = NOTHING

    def __post_init__(self) -> None:
        if self.nli - set(NLI_LABELS) or self.relation - set(LABELS):
            raise ValueError(
                f"no such label: {sorted((self.nli - set(NLI_LABELS)) | (self.relation - set(LABELS)))}"
            )


@dataclass(frozen=True, slots=True)
class Source:
    """A public set: where it lies, under which licence, and which rows are used."""

    name: str
    file: str
    licence: str
    keep: Callable[[Row], bool] = lambda row: True


SOURCES = (
    Source("indonli", "indonli/train.jsonl", "CC BY-SA 4.0"),
    Source("vitaminc", "train_vitaminc/train.jsonl.gz", "CC BY-SA 3.0", lambda row: row["part"] == "real"),
    Source(
        "taxinli", "train_taxinli_mnli/train.jsonl.gz", "C-UDA 1.0", lambda row: row.get("agree") is not False
    ),
    Source("cad_snli", "train_cad_snli/train.jsonl.gz", "Apache-2.0, CC BY-SA 4.0"),
    Source("conjnli", "train_conjnli/train.jsonl.gz", "MIT, CC BY-SA"),
    Source("breaking_nli", "train_breaking_nli/train.jsonl.gz", "CC BY-SA 4.0"),
    Source("negation", "train_negation/train.jsonl.gz", "MIT"),
    Source("fm2", "train_fm2/train.jsonl.gz", "Apache-2.0, CC BY-SA"),
    Source("infotabs", "train_infotabs_en/train.jsonl.gz", "Apache-2.0"),
    Source("xinfotabs_ru", "train_xinfotabs_ru/train.jsonl.gz", "MIT, Apache-2.0"),
    Source("terra_ru", "train_terra_ru/train_2way.jsonl.gz", "MIT"),
    Source("paraphraser_ru", "paraphraser_ru/train.jsonl", "MIT", lambda row: not is_measured_headline(row)),
)


def is_measured_headline(row: Row) -> bool:
    """True for the fifth of the Russian headline pairs that is kept to measure with."""
    return int(row["id"]) % 5 == 0


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the objects of a JSONL file, gzipped or not.

    Raises:
        InputError: the file is missing or is no JSONL.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield json.loads(line)
    except (OSError, ValueError) as error:
        raise InputError(
            path, f"cannot be read as JSON lines ({error})", "Name the folder of the sets"
        ) from error


def read_source(source: Source, bench: Path) -> list[Pair]:
    """Return the pairs of `source` in the folder of sets `bench`."""
    rows = read_rows(bench / source.file)
    return [make_pair(row, source.name) for row in rows if source.keep(row)]


def make_pair(row: Row, source: str) -> Pair:
    """Return a row of a public set as a pair; near paraphrases say only that one matter is meant.

    >>> pair = make_pair({"premise": "a", "hypothesis": "b", "label": "neutral"}, "toy")
    >>> sorted(pair.nli), "agreement" in pair.relation
    (['neutral'], False)
    """
    label = row["label"]
    if "text_1" in row:
        return Pair(row["text_1"], row["text_2"], source, relation=_HEADLINES[label])
    nli = NOT_ENTAILED if label == "not_entailment" else frozenset({label})
    relation = NOTHING.union(*(RELATIONS_OF[one] for one in nli))
    return Pair(row["premise"], row["hypothesis"], source, nli, relation)


_HEADLINES: Mapping[str, Labels] = {
    "paraphrase": frozenset({"agreement"}),
    "near_paraphrase": frozenset(LABELS) - {"other_question"},
    "non_paraphrase": frozenset({"other_question", "different_scope"}),
}
