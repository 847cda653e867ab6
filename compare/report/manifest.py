"""The hashes by which a report can be checked long after it left: every source's text, every quote in it.

    make_manifest(analysis) -> Manifest -> one block of JSON inside the report
    read_manifest(path)     -> the same Manifest, from a report of any format

A report that is data already (JSON, CSV) carries the same hashes in its own fields and needs no block.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from claims.models import Analysis

FORMAT = "ceksilang-manifest/1"
NAME = "ceksilang-manifest.json"  # of the file attached to a PDF
_PLACE = "ceksilang-manifest"
_HTML = (f'<pre id="{_PLACE}">', "</pre>")
_MARKDOWN = (f"```{_PLACE}\n", "\n```")
BRACKETS = {".html": _HTML, ".md": _MARKDOWN}


@dataclass(frozen=True, slots=True, order=True)
class Quoted:
    """A quote in a report: of which text (its SHA-256), from where to where, and the SHA-256 of its words."""

    text: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report claims to hold.

    `texts` are the SHA-256 of the sources' texts; `content` is the SHA-256 of the report itself without this
    block, "" where the format cannot carry it.
    """

    run: str
    texts: tuple[str, ...]
    quotes: tuple[Quoted, ...]
    content: str = ""


def make_manifest(analysis: Analysis) -> Manifest:
    """Return the manifest of a report on `analysis`: all its sources, and the claims that it quotes."""
    hashes = {reading.document.id: reading.document.sha256 for reading in analysis.readings}
    cards = {relation.question for relation in analysis.relations if relation.relation.is_flagged}
    asked = {claim for question in analysis.questions if question.id in cards for claim in question.claims}
    for relation in analysis.relations:
        asked |= {relation.claim_l, relation.claim_r}
    quotes = (
        Quoted(hashes[claim.document], claim.span.start, claim.span.end, digest(claim.quote))
        for reading in analysis.readings
        for claim in reading.claims
        if claim.id in asked
    )
    return Manifest(analysis.run.id, tuple(sorted(set(hashes.values()))), tuple(sorted(set(quotes))))


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def dump_manifest(manifest: Manifest) -> str:
    r"""Return a manifest as JSON on one line, quotes under the text they stand in.

    >>> dump_manifest(Manifest("n-1", ("ab",), (Quoted("ab", 0, 4, "cd"),)))
    '{"format":"ceksilang-manifest/1","run":"n-1","texts":{"ab":[[0,4,"cd"]]}}'
    """
    texts: dict[str, list[list[object]]] = {text: [] for text in manifest.texts}
    for quote in manifest.quotes:
        texts.setdefault(quote.text, []).append([quote.start, quote.end, quote.words])
    body: dict[str, object] = {"format": FORMAT, "run": manifest.run, "texts": texts}
    if manifest.content:
        body["content"] = manifest.content
    return json.dumps(body, separators=(",", ":"), sort_keys=False)


def load_manifest(text: str) -> Manifest:
    """Return the manifest that `dump_manifest` wrote.

    >>> made = Manifest("n-1", ("ab",), (Quoted("ab", 0, 4, "cd"),), "ef")
    >>> load_manifest(dump_manifest(made)) == made
    True

    Raises:
        ValueError: it is none, or of a later version.
    """
    body = json.loads(text)
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise ValueError(f"no manifest of the format {FORMAT}")
    try:
        quotes = tuple(
            Quoted(str(name), int(start), int(end), str(words))
            for name, found in body["texts"].items()
            for start, end, words in found
        )
        return Manifest(
            str(body["run"]), tuple(map(str, body["texts"])), quotes, str(body.get("content", ""))
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"a manifest that was changed ({error})") from error


def close_text(text: str, ending: str, manifest: Manifest) -> str:
    """Return a text report with the manifest's empty place filled, the report's own hash in it."""
    start, end = BRACKETS[ending]
    manifest = replace(manifest, content=digest(text))
    return text.replace(start + end, start + dump_manifest(manifest) + end, 1)


def open_text(text: str, ending: str) -> tuple[Manifest, str]:
    """Return the manifest of a text report, and the report as it was before its place was filled.

    Raises:
        ValueError: there is none, or it cannot be understood.
    """
    start, end = BRACKETS[ending]
    before, found, rest = text.rpartition(start)  # the last: an article may quote such a block
    inside, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError("no manifest in it")
    return load_manifest(inside), before + start + end + after
