"""The report as PDF: the page, printed by a library that may fetch nothing."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from claims.errors import UsageError
from claims.log import ReviewLog
from claims.models import Analysis
from compare.report.manifest import NAME, Manifest, dump_manifest, load_manifest, make_manifest
from compare.report.render import render_report
from compare.report.workbook import read_moment

_CLOCK = "SOURCE_DATE_EPOCH"
_WANTED = (
    "pip install 'ceksilang[pdf]' (it needs the Pango library of the system), or choose .html and print it"
)


def make_pdf(analysis: Analysis, lang: str, log: ReviewLog | None = None) -> bytes:
    """Return the bytes of a PDF with the manifest attached; the same analysis gives the same bytes.

    Raises:
        UsageError: the library that prints, or what it needs of the system, is not there.
    """
    try:
        from weasyprint import HTML, Attachment
    except (ImportError, OSError) as error:
        raise UsageError(
            f".pdf: the report cannot be printed here ({error}). Install it: {_WANTED}."
        ) from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells of every rule meant for screens
    moment = read_moment(analysis.run.created)
    manifest = dump_manifest(make_manifest(analysis))
    attached = Attachment(string=manifest, name=NAME, created=moment, modified=moment)
    page = HTML(string=render_report(analysis, ".html", lang, log), url_fetcher=_refuse)
    with _stopped_clock(int(moment.replace(tzinfo=UTC).timestamp())):
        made = page.write_pdf(attachments=[attached], pdf_identifier=analysis.run.id.encode())
    return bytes(made)


@contextmanager
def _stopped_clock(seconds: int) -> Iterator[None]:
    """Let the fonts that are cut for the PDF bear the run's time and not today's; they look nowhere else."""
    before = os.environ.get(_CLOCK)
    os.environ[_CLOCK] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CLOCK]
        else:
            os.environ[_CLOCK] = before


def _refuse(url: str, *_: object, **__: object) -> dict[str, Any]:
    """A report holds all it shows; whatever asks for more comes from an article and gets nothing."""
    raise ValueError(f"a report fetches nothing: {url}")


def read_pdf_manifest(content: bytes) -> Manifest:
    """Return the manifest that is attached to a PDF.

    Raises:
        ValueError: there is none, or it is no PDF.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"no PDF ({error})") from error
    for number in range(pdf.count_attachments()):
        attachment = pdf.get_attachment(number)
        if attachment.get_name() == NAME:
            return load_manifest(bytes(attachment.get_data()).decode("utf-8", "replace"))
    raise ValueError("no manifest attached")
