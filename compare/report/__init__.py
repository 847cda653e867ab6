"""The disagreement report: one analysis in a file for people, and the check of such a file later."""

from compare.report.formats import FORMATS, check_format, make_report, write_report

__all__ = ["FORMATS", "check_format", "make_report", "write_report"]
