"""Score an export against a hand-made annotation: what was found, what was called a conflict and is none.

An annotation is a folder with documents.json, claims.jsonl, groups.json and pairs.jsonl (tests/gold/README.md
describes them).  Everything is counted over the annotation's items, so a larger export is neither rewarded
nor punished for claims that the annotation does not mention.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from claims.errors import InputError

Row = Mapping[str, Any]
FLAGGED = ("contradiction", "tension")
CONFLICTS = ("contradict", "tension")


@dataclass(frozen=True, slots=True)
class Score:
    """One figure: `hits` of `total`."""

    name: str
    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share in 0..1, None if there was nothing to count."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True)
class Gold:
    """A hand-made annotation."""

    documents: tuple[Row, ...]
    claims: tuple[Row, ...]
    groups: tuple[Row, ...]
    pairs: tuple[Row, ...]


def load_gold(folder: Path) -> Gold:
    """Return the annotation in `folder`.

    Raises:
        InputError: a file is missing or is not what it should be.
    """
    try:
        groups = _read_json(folder / "groups.json")
        return Gold(
            tuple(_read_json(folder / "documents.json")),
            tuple(_read_lines(folder / "claims.jsonl")),
            tuple(groups["groups"] if isinstance(groups, dict) else groups),
            tuple(_read_lines(folder / "pairs.jsonl")),
        )
    except (OSError, ValueError, KeyError) as error:
        remedy = "An annotation needs documents.json, claims.jsonl, groups.json and pairs.jsonl."
        raise InputError(folder, f"cannot be read as an annotation ({error})", remedy) from error


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _read_lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@dataclass(frozen=True)
class Match:
    """An export laid beside an annotation."""

    export: Row
    gold: Gold

    @cached_property
    def document(self) -> Mapping[str, str]:
        """The export's document id of each annotated file, by the hash of the text."""
        by_hash = {d["sha256"]: d["id"] for d in self.export["documents"]}
        return {d["file"]: by_hash[d["sha256"]] for d in self.gold.documents if d["sha256"] in by_hash}

    @cached_property
    def claims(self) -> Mapping[str, Row]:
        return {c["id"]: c for c in self.gold.claims if c["file"] in self.document}

    @cached_property
    def covers(self) -> Mapping[str, Sequence[Row]]:
        """The exported claims that share at least half of the shorter span with each annotated claim."""
        found = defaultdict(list)
        for claim in self.export["claims"]:
            found[claim["document"]].append(claim)
        return {
            name: [c for c in found[self.document[gold["file"]]] if share_half(c, gold)]
            for name, gold in self.claims.items()
        }

    @cached_property
    def pairs(self) -> Sequence[Row]:
        return [p for p in self.gold.pairs if p["a"] in self.claims and p["b"] in self.claims]

    @cached_property
    def relations(self) -> Mapping[frozenset[str], list[Row]]:
        by_pair = defaultdict(list)
        for relation in self.export["relations"]:
            by_pair[frozenset((relation["claim_l"], relation["claim_r"]))].append(relation)
        return by_pair

    @cached_property
    def rank(self) -> Mapping[int, int]:
        """The place of each flagged relation in the reviewer's queue, by the id of the object."""
        flagged = [r for r in self.export["relations"] if r["relation"] in FLAGGED]
        return {id(r): k for k, r in enumerate(sorted(flagged, key=lambda r: -float(r["score"])))}

    def flagged(self, pair: Row) -> list[Row]:
        """The flagged relations between any exported claims that cover the two sides of `pair`."""
        return [
            relation
            for left in self.covers[pair["a"]]
            for right in self.covers[pair["b"]]
            if left["id"] != right["id"]
            for relation in self.relations.get(frozenset((left["id"], right["id"])), [])
            if relation["relation"] in FLAGGED
        ]

    @cached_property
    def questions(self) -> Mapping[str, set[str]]:
        homes = defaultdict(set)
        for question in self.export["questions"]:
            for claim in question["claims"]:
                homes[claim].add(question["id"])
        return homes


def share_half(one: Row, other: Row) -> bool:
    """True if two spans share at least half of the shorter one."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return bool(shared > 0 and shared >= 0.5 * min(one["end"] - one["start"], other["end"] - other["start"]))


def score_export(export: Row, gold: Gold, top: int = 20) -> tuple[Score, ...]:
    """Return every figure of an export (the dict of the JSON contract) against an annotation."""
    match = Match(export, gold)
    return (
        _count("claim_recall", (bool(found) for found in match.covers.values())),
        _boilerplate(match),
        *_issues(match, top),
        *_pairs(match),
        _same_question(match),
        *_attribution(match),
        _quantities(match),
    )


def _count(name: str, flags: Iterable[bool]) -> Score:
    listed = list(flags)
    return Score(name, sum(listed), len(listed))


def _boilerplate(match: Match) -> Score:
    total = inside = 0
    for document in match.gold.documents:
        claims = [c for c in match.export["claims"] if c["document"] == match.document.get(document["file"])]
        for mark in document.get("boilerplate") or []:
            total += mark["end"] - mark["start"]
            inside += sum(max(0, min(mark["end"], c["end"]) - max(mark["start"], c["start"])) for c in claims)
    return Score("boilerplate_kept_out", total - inside, total)


def _issues(match: Match, top: int) -> tuple[Score, ...]:
    """Recall by issue: an issue is found if one of the pairs that show it is flagged."""
    every: dict[str, bool] = defaultdict(bool)
    across: dict[str, bool] = defaultdict(bool)
    at_top: dict[str, bool] = defaultdict(bool)
    for pair in match.pairs:
        if pair["relation"] not in CONFLICTS:
            continue
        found = match.flagged(pair)
        every[pair["issue"]] |= bool(found)
        if pair.get("cross_file"):
            across[pair["issue"]] |= bool(found)
            at_top[pair["issue"]] |= any(match.rank[id(r)] < top for r in found)
    return (
        _count("issue_recall", every.values()),
        _count("cross_document_issue_recall", across.values()),
        _count(f"cross_document_issue_recall_at_{top}", at_top.values()),
    )


def _pairs(match: Match) -> tuple[Score, ...]:
    found = [(pair, match.flagged(pair)) for pair in match.pairs]
    right = sum(bool(f) for pair, f in found if pair["relation"] in CONFLICTS)
    wrong = [bool(f) for pair, f in found if pair["relation"] not in CONFLICTS]
    traps = [not f for pair, f in found if pair["relation"] not in CONFLICTS and pair.get("naive_trap")]
    hard = sum(
        any(r["relation"] == "contradiction" for r in f)
        for pair, f in found
        if pair["relation"] != "contradict"
    )
    return (
        Score("precision_on_judged_pairs", right, right + sum(wrong)),
        _count("false_alarm_rate", wrong),
        _count("trap_rejection", traps),
        Score("pairs_overclaimed_as_contradiction", hard, len(found)),
    )


def _same_question(match: Match) -> Score:
    def share(left: str, right: str) -> bool:
        return any(
            match.questions[a["id"]] & match.questions[b["id"]]
            for a in match.covers[left]
            for b in match.covers[right]
        )

    real = [group for group in match.gold.groups if not group.get("is_trap_group")]
    pairs = [p for g in real for p in combinations([c for c in g["claim_ids"] if c in match.claims], 2)]
    return _count("same_question_recall", (share(*pair) for pair in pairs))


def _attribution(match: Match) -> tuple[Score, ...]:
    covered = [(gold, match.covers[name]) for name, gold in match.claims.items() if match.covers[name]]
    named = {id(gold): [a["name"] for c in found for a in c["attribution"]] for gold, found in covered}
    speakers = (_is_named(gold["attribution"], named[id(gold)]) for gold, _ in covered if gold["attribution"])
    own = (not named[id(gold)] for gold, _ in covered if not gold["attribution"])
    return _count("speaker_accuracy", speakers), _count("own_voice_accuracy", own)


def _is_named(wanted: Sequence[Any], found: Sequence[str]) -> bool:
    names = [name["name"] if isinstance(name, dict) else name for name in wanted]
    said = {word for name in found for word in _words(name)}
    return any(_words(name) & said for name in names)


def _words(name: str) -> set[str]:
    return {word.strip(".,()\"'").lower() for word in name.split() if len(word) > 2}


def _quantities(match: Match) -> Score:
    hits = []
    for name, gold in match.claims.items():
        found = {
            v
            for c in match.covers[name]
            for q in c["quantities"]
            for v in (q["low"], q["high"])
            if v is not None
        }
        for quantity in gold.get("facets", {}).get("quantities") or []:
            if "implicit" not in str(quantity.get("note", "")):
                wanted = {v for v in (quantity["value_min"], quantity["value_max"]) if v is not None}
                hits.append(bool(wanted) and wanted <= found)
    return _count("quantity_recall", hits)
