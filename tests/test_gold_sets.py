"""The invented gold sets hold together: quotes slice back, pairs refer to claims, digests are right."""

import hashlib
import json
import runpy
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parent / "gold"
DEV = ("banjir", "company", "demo", "pilkada", "sidang", "tambang")
HELD_OUT = ("armada", "kapal", "liga", "mixed", "vaksin")
# Background articles and reports at length, or reports of middle length; in the other sets news briefs.
LONG = {"armada", "liga", "sidang", "vaksin"}
MIDDLE = {"tambang"}

POSITIVE = {"contradict", "tension"}
NEGATIVE = {"agree", "compatible-different-detail", "different-scope"}
CONFLICTS = {"numeric", "date", "actor", "membership", "negation", "causal", "framing", "legal", "scope"}

every_set = pytest.mark.parametrize("name", DEV + HELD_OUT)


def read_json(name: str, file: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads((GOLD / name / file).read_text("utf-8"))
    return items


def read_lines(name: str, file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name / file).read_text("utf-8").splitlines()]


def read_texts(name: str) -> dict[str, str]:
    # Bytes, then decode: reading in text mode would turn \r\n into \n and move every offset after it.
    return {p.name: p.read_bytes().decode("utf-8") for p in (GOLD / name / "articles").glob("*.txt")}


def test_every_directory_is_a_known_set() -> None:
    assert {p.name for p in GOLD.iterdir() if p.is_dir()} == {*DEV, *HELD_OUT}


@every_set
def test_documents_describe_the_articles(name: str) -> None:
    texts, documents = read_texts(name), read_json(name, "documents.json")
    assert {d["file"] for d in documents} == set(texts)
    for d in documents:
        text = texts[d["file"]]
        assert d["sha256"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
        assert d["n_chars"] == len(text)
        assert text[d["title_start"] :].startswith(d["title"])
        for mark in d["boilerplate"]:
            assert text[mark["start"] : mark["end"]] == mark["text"]
        assert all(left["end"] <= right["start"] for left, right in pairwise(d["boilerplate"]))


@every_set
def test_offsets_are_what_the_locator_finds(name: str) -> None:
    locate_set = runpy.run_path(str(GOLD / "place_quotes.py"))["locate_set"]
    for file, content in locate_set(GOLD / name).items():
        assert (GOLD / name / file).read_bytes().decode("utf-8") == content, file


def test_an_edited_article_is_located_again_or_refused(tmp_path: Path) -> None:
    locate_set = runpy.run_path(str(GOLD / "place_quotes.py"))["locate_set"]
    copy = shutil.copytree(GOLD / "company", tmp_path / "company")
    claims = read_lines("company", "claims.jsonl")
    article = copy / "articles" / claims[0]["file"]
    article.write_bytes(b"Kicker\n" + article.read_bytes())
    moved = [json.loads(line) for line in locate_set(copy)["claims.jsonl"].splitlines()]
    shift = [new["start"] - old["start"] for new, old in zip(moved, claims, strict=True)]
    assert shift == [len("Kicker\n") if c["file"] == article.name else 0 for c in claims]
    article.write_bytes(article.read_bytes().replace(b"unanimously", b"narrowly"))
    with pytest.raises(SystemExit, match="unanimously"):
        locate_set(copy)


@every_set
def test_articles_are_as_long_as_news_is(name: str) -> None:
    texts = read_texts(name)
    assert 3 <= len(texts) <= 4
    shortest, longest = (500, 900) if name in LONG else (350, 600) if name in MIDDLE else (150, 350)
    assert all(shortest <= len(text.split()) <= longest for text in texts.values())


@every_set
def test_quotes_slice_back(name: str) -> None:
    texts = read_texts(name)
    for c in read_lines(name, "claims.jsonl"):
        text = texts[c["file"]]
        assert text[c["start"] : c["end"]] == c["quote"], c["id"]
        assert c["sentence_start"] <= c["start"] < c["end"] <= c["sentence_end"], c["id"]
        # A quotation may run over several sentences, but never over two paragraphs.
        assert "\n" not in text[c["sentence_start"] : c["sentence_end"]], c["id"]


@every_set
def test_claims_stay_out_of_boilerplate(name: str) -> None:
    marks = {d["file"]: d["boilerplate"] for d in read_json(name, "documents.json")}
    for c in read_lines(name, "claims.jsonl"):
        for mark in marks[c["file"]]:
            assert c["end"] <= mark["start"] or mark["end"] <= c["start"], (c["id"], mark["text"])


@every_set
def test_ids_are_unique_and_known(name: str) -> None:
    ids = [c["id"] for c in read_lines(name, "claims.jsonl")]
    groups, pairs = read_json(name, "groups.json"), read_lines(name, "pairs.jsonl")
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert {i for g in groups for i in g["claim_ids"]} <= set(ids)
    assert {i for p in pairs for i in (p["a"], p["b"])} <= set(ids)
    judged = Counter(frozenset((p["a"], p["b"])) for p in pairs)
    assert [pair for pair, n in judged.items() if n > 1 or len(pair) != 2] == []


@every_set
def test_quantities_are_intervals(name: str) -> None:
    for c in read_lines(name, "claims.jsonl"):
        for q in c["facets"]["quantities"]:
            low, high = q["value_min"], q["value_max"]
            assert (low, high) != (None, None), c["id"]
            assert low is None or high is None or low <= high, c["id"]


@every_set
def test_pairs_are_judged_consistently(name: str) -> None:
    file_of = {c["id"]: c["file"] for c in read_lines(name, "claims.jsonl")}
    groups = {g["id"]: g for g in read_json(name, "groups.json")}
    for p in read_lines(name, "pairs.jsonl"):
        where = (p["a"], p["b"])
        assert p["relation"] in POSITIVE | NEGATIVE, where
        assert p["cross_file"] == (file_of[p["a"]] != file_of[p["b"]]), where
        assert 0 < p["confidence"] <= 1, where
        shared = {i for i, g in groups.items() if set(where) <= set(g["claim_ids"])}
        assert set(p["groups"]) == shared, where
        if p["relation"] in POSITIVE:
            assert p["conflict_type"] in CONFLICTS, where
            assert p["issue"], where
            assert p["tier"] in {1, 2, 3}, where
            # Only claims that answer one question can conflict.
            assert any(not groups[i].get("is_trap_group") for i in shared), where
        else:
            assert p["conflict_type"] is None, where
            assert "issue" not in p, where


@every_set
def test_sets_measure_both_recall_and_restraint(name: str) -> None:
    pairs = read_lines(name, "pairs.jsonl")
    issues = {p["issue"] for p in pairs if p["relation"] in POSITIVE}
    assert 10 <= len(issues) <= (18 if name in LONG else 15)
    assert {p["issue"] for p in pairs if p.get("tier") == 1} == issues
    assert sum(p["relation"] in NEGATIVE for p in pairs) > sum(p["relation"] in POSITIVE for p in pairs)
    assert sum("naive_trap" in p for p in pairs) >= 20
