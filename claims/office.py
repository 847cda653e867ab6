"""Word files to text, and what every Office file is checked for before anything reads it.

An Office file is a zip of XML.  Ours never has a document type, so entities cannot grow or reach out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.archives import Zip
from claims.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART = 256 * 1024 * 1024  # bytes of one XML part; a sheet with 300,000 articles has 200 MB
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.-]+)""", re.IGNORECASE)
_SAFE_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "modified": "{http://purl.org/dc/terms/}modified",
}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
# What was deleted under tracked changes, and what a field is computed from, is not the text.
_SKIPPED = (f"{_W}del", f"{_W}delText", f"{_W}instrText", f"{_W}moveFrom", f"{_W}txbxContent")


@dataclass(frozen=True, slots=True)
class WordText:
    """A Word file's paragraphs and what its own metadata says."""

    text: str
    title: str = ""
    author: str = ""
    modified: str = ""


def check_office(data: bytes, source: object, needed: str) -> Zip:
    """Open an Office file after its XML was found to be harmless.

    Raises:
        InputError: it is no such file, is damaged, unpacks to too much, or its XML has a document type.
    """
    refused: list[InputError] = []
    archive = Zip(str(source), data, refused.append)
    if refused:
        raise refused[0]
    if needed not in archive.names:
        raise InputError(source, f"is no Office file of its ending ({needed} is missing)", "Save it again")
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels", ".vml")):
            check_xml(archive.read(name, MAX_PART), f"{source}/{name}")
    return archive


def check_xml(data: bytes, source: object) -> None:
    """Refuse XML that could do more than say something.

    Raises:
        InputError: it has a document type (entities live there), or hides it in another encoding.
    """
    stated = _ENCODING.search(data[:400])
    if b"\0" in data or (stated and stated[1].lower() not in _SAFE_ENCODINGS):
        raise InputError(source, "is XML in an encoding that is not read", "Save it again as UTF-8")
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", data, re.IGNORECASE):
        problem = "has a document type with entities, which can grow without end or read files"
        raise InputError(source, problem, "It is left out; save it again with an office program")


def read_docx(data: bytes, source: object) -> WordText:
    """Return the text of a Word file: a line a paragraph, as it stands with all changes accepted.

    Raises:
        InputError: it is no Word file, is damaged or hostile.
    """
    archive = check_office(data, source, "word/document.xml")
    body = _parse(archive.read("word/document.xml", MAX_PART), source)
    core = {}
    if "docProps/core.xml" in archive.names:
        root = _parse(archive.read("docProps/core.xml", MAX_PART), source)
        core = {name: (root.findtext(tag) or "").strip() for name, tag in _CORE.items()}
    text = "\n".join(_paragraph_text(paragraph) for paragraph in _list_paragraphs(body))
    return WordText(re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", **core)


def _parse(data: bytes, source: object) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(source, f"is damaged ({str(error)[:200]})", "Save it again") from None


def _list_paragraphs(root: _Element) -> Iterator[_Element]:
    skipped = {child for tag in _SKIPPED for node in root.iter(tag) for child in node.iter(f"{_W}p")}
    return (paragraph for paragraph in root.iter(f"{_W}p") if paragraph not in skipped)


def _paragraph_text(paragraph: _Element) -> str:
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag in _SKIPPED:
            continue
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in _BREAKS:
            pieces.append(_BREAKS[str(node.tag)])
        else:
            waiting += reversed(node)
    return "".join(pieces).rstrip()
