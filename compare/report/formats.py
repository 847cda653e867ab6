"""The formats of the report, by the ending of the file that it is written to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from claims.errors import UsageError
from claims.log import ReviewLog
from claims.models import Analysis
from compare.report.choose import choose_questions
from compare.wording import pick_language
from compare.writing import encode_text, write_whole

NO_LOG = ReviewLog()
Maker = Callable[[Analysis, str, ReviewLog], bytes]


def _make_html(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.report.render import render_report

    return encode_text(render_report(analysis, ".html", lang, log))


def _make_markdown(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.report.render import render_report

    return encode_text(render_report(analysis, ".md", lang, log))


def _make_pdf(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.report.pdf import make_pdf

    return make_pdf(analysis, lang, log)


def _make_document(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.report.document import make_document

    return make_document(analysis, lang, log)


def _make_workbook(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.report.workbook import make_workbook

    return make_workbook(analysis, lang, log)


def _make_json(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.export import make_json

    return make_json(analysis, lang)


def _make_csv(analysis: Analysis, lang: str, log: ReviewLog) -> bytes:
    from compare.export import make_csv

    return make_csv(analysis, lang)


FORMATS: Mapping[str, Maker] = {
    ".html": _make_html,
    ".pdf": _make_pdf,
    ".docx": _make_document,
    ".md": _make_markdown,
    ".xlsx": _make_workbook,
    ".csv": _make_csv,
    ".json": _make_json,
}


def make_report(
    analysis: Analysis, ending: str, lang: str, questions: Collection[str] = (), log: ReviewLog = NO_LOG
) -> bytes:
    """Return the bytes of a report; the same analysis and log give the same bytes.

    Args:
        analysis: what a run found.
        ending: a key of `FORMATS`.
        lang: of the interface's words; articles stay in theirs.
        questions: ids of the only questions to report on; none means all.
        log: of the reviews, for what was adjudicated.

    Raises:
        UsageError: an ending that is no format, a question that is not there, or a library that is missing.
    """
    check_format(Path(f"report{ending}"))
    return FORMATS[ending](choose_questions(analysis, questions), pick_language(lang), log)


def write_report(
    analysis: Analysis, path: Path, lang: str, questions: Collection[str] = (), log: ReviewLog = NO_LOG
) -> None:
    """Write the report in the format that the file's ending names, whole or not at all.

    Raises:
        UsageError: as `make_report`, or a place that cannot be written.
    """
    check_format(path)
    write_whole(path, make_report(analysis, path.suffix.lower(), lang, questions, log))


def check_format(path: Path) -> None:
    """Raise a UsageError if the file's ending names no report format."""
    if path.suffix.lower() not in FORMATS:
        allowed = ", ".join(FORMATS)
        raise UsageError(f'{path}: "{path.suffix}" is no report format. Allowed endings: {allowed}.')
