"""Put the offsets of a gold set right after its articles or quotes were edited by hand.

python tests/gold/place_quotes.py tests/gold/banjir

Annotators write quotes, never offsets: this finds each quote in its article again, nearest to where it was,
and renews title, boilerplate and sentence offsets, lengths and digests. A quote that is gone is an error.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

# Abbreviations before a capital, so that "Prof. Murniati" stays one sentence.
ABBREVIATION = re.compile(r"\b(?:Prof|Dr|dr|No|Rp|H|г|ул)\.\s+$")
SENTENCE_END = re.compile(r"[.!?][\"”»]?\s+(?=[\"“«A-ZА-ЯЁ0-9])")


def locate_set(directory: Path) -> dict[str, str]:
    """Return the new content of `documents.json` and `claims.jsonl`, by file name."""
    documents = json.loads((directory / "documents.json").read_text("utf-8"))
    claims = [json.loads(line) for line in (directory / "claims.jsonl").read_text("utf-8").splitlines()]
    # Bytes, then decode: text mode would turn \r\n into \n and move every offset after it.
    texts = {d["file"]: (directory / "articles" / d["file"]).read_bytes().decode("utf-8") for d in documents}
    for document in documents:
        locate_document(document, texts[document["file"]])
    marks = {d["file"]: d["boilerplate"] for d in documents}
    for claim in claims:
        locate_claim(claim, texts[claim["file"]], marks[claim["file"]])
    return {
        "documents.json": json.dumps(documents, ensure_ascii=False, indent=1) + "\n",
        "claims.jsonl": "".join(json.dumps(c, ensure_ascii=False) + "\n" for c in claims),
    }


def locate_document(document: dict[str, Any], text: str) -> None:
    """Boilerplate is listed in the order of the text, so each mark is sought after the one before."""
    at = 0
    for mark in document["boilerplate"]:
        mark["start"] = find(mark["text"], text, at)
        at = mark["end"] = mark["start"] + len(mark["text"])
    document["title_start"] = find(document["title"], text, 0)
    document["n_chars"] = len(text)
    document["sha256"] = hashlib.sha256(text.encode("utf-8")).hexdigest()


def locate_claim(claim: dict[str, Any], text: str, marks: list[dict[str, Any]]) -> None:
    """A quote that occurs twice stays at the occurrence nearest to its former place."""
    quote, former = claim["quote"], claim["start"]
    places = [m.start() for m in re.finditer(re.escape(quote), text)] or [find(quote, text, 0)]
    claim["start"] = min(places, key=lambda place: abs(place - former))
    claim["end"] = claim["start"] + len(quote)
    claim["sentence_start"], claim["sentence_end"] = find_sentence(text, claim["start"], claim["end"], marks)


def find_sentence(text: str, start: int, end: int, marks: list[dict[str, Any]]) -> tuple[int, int]:
    """The sentence around a quote, or the run of them: within one line and outside boilerplate."""
    left = max([text.rfind("\n", 0, start) + 1, *(m["end"] for m in marks if m["end"] <= start)])
    left += len(text[left:start]) - len(text[left:start].lstrip())
    right = min([len(text), *(i for i in [text.find("\n", end)] if i >= 0)])
    cuts = [
        m.end()
        for m in SENTENCE_END.finditer(text, left, right)
        if not ABBREVIATION.search(text[left : m.end()])
    ]
    sentence_start = max([left, *(c for c in cuts if c <= start)])
    sentence_end = min([right, *(c for c in cuts if c >= end)])
    return sentence_start, sentence_start + len(text[sentence_start:sentence_end].rstrip())


def find(part: str, text: str, at: int) -> int:
    """Like `str.index`, with a message that says what is missing."""
    place = text.find(part, at)
    if place < 0:
        raise SystemExit(
            f"not in the article (after character {at}): {part!r}; correct the quote or the text"
        )
    return place


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        for name, content in locate_set(Path(argument)).items():
            (Path(argument) / name).write_bytes(content.encode("utf-8"))
