"""The disagreement report: one analysis as a page for people, HTML or Markdown."""

from compare.report.render import FORMATS, check_format, render_report, write_report

__all__ = ["FORMATS", "check_format", "render_report", "write_report"]
