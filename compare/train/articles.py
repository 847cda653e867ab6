"""Training stories as articles and annotations, in the form in which the gold sets come."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claims.models import Basis, Document, Known
from compare.evaluate.gold import Gold

FOLDER = Path(__file__).parent / "stories"
# The gold sets' names for the labels of the stories; an update is no conflict, and judged as another scope.
RELATIONS = {
    "contradiction": "contradict",
    "tension": "tension",
    "agreement": "agree",
    "compatible": "compatible-different-detail",
    "update": "different-scope",
    "different_scope": "different-scope",
}


def load_stories(folder: Path = FOLDER) -> Iterator[Mapping[str, Any]]:
    """Yield the stories of all files in `folder`, in the order of their names."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def as_articles(story: Mapping[str, Any]) -> tuple[tuple[Document, ...], Gold]:
    """Return a story as articles, one an outlet and day, and as an annotation of them."""
    parts: dict[tuple[str, str, str], list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for number, question in enumerate(story["questions"]):
        for claim in question["claims"]:
            language = claim.get("language", story["language"])
            parts[claim["outlet"], claim["date"], language].append((f"{number}{claim['id']}", claim))
    documents, claims = [], []
    for (outlet, date, language), told in sorted(parts.items()):
        text = "\n\n".join(claim["text"] for _, claim in told) + "\n"
        documents.append(_write(story, outlet, date, language, text))
        start = 0
        for name, claim in told:
            end = start + len(claim["text"])
            speakers = [{"name": claim["speaker"]}] if claim["speaker"] else []
            claims.append(
                {
                    "id": name,
                    "file": documents[-1].path,
                    "start": start,
                    "end": end,
                    "attribution": speakers,
                }
            )
            start = end + 2
    annotated = tuple({"file": document.path, "sha256": document.sha256} for document in documents)
    return tuple(documents), Gold(
        annotated, tuple(claims), tuple(_groups(story)), tuple(_pairs(story, claims))
    )


def _write(story: Mapping[str, Any], outlet: str, date: str, language: str, text: str) -> Document:
    path = f"{story['id']}-{outlet}-{date}-{language}.txt"
    known = [Known(value, Basis.STATED, "story") for value in (outlet, date, language)]
    return Document(text, path, outlet=known[0], published=known[1], language=known[2])


def _groups(story: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for number, question in enumerate(story["questions"]):
        yield {"claim_ids": [f"{number}{claim['id']}" for claim in question["claims"]]}


def _pairs(story: Mapping[str, Any], claims: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    files = {claim["id"]: claim["file"] for claim in claims}
    for number, question in enumerate(story["questions"]):
        for one, other, label, kind in question["relations"]:
            left, right = f"{number}{one}", f"{number}{other}"
            yield {
                "a": left,
                "b": right,
                "relation": RELATIONS[label],
                "conflict_type": kind,
                "issue": f"{number}",
                "cross_file": files[left] != files[right],
            }
