"""The report to take away, and what made it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from claims.models import Analysis
from compare.export import write_json
from compare.report import write_report
from ui.components.frame import render_file, render_heading, render_section
from ui.components.run import render_run
from ui.data import load_verdicts, open_desk
from ui.session import current_language, text

Writer = Callable[[Analysis, Path, str], None]
FORMATS: dict[str, tuple[str, str, Writer]] = {
    "html": ("ceksilang.html", "text/html", write_report),
    "markdown": ("ceksilang.md", "text/markdown", write_report),
    "json": ("ceksilang.json", "application/json", write_json),
}
NAMES = {"html": "HTML", "markdown": "Markdown", "json": "JSON"}


def show() -> None:
    """Show what can be downloaded; a file is made when its button is pressed."""
    desk = open_desk()
    analysis = replace(desk.analysis, verdicts=load_verdicts())
    st.html(render_heading(text("report.title"), text("report.text")))
    with st.container(key="files"):
        for column, name in zip(st.columns(len(FORMATS)), FORMATS, strict=True):
            with column, st.container(key=f"file-{name}", gap="small"):
                _show_format(name, analysis)
    st.html(render_section(text("report.run")) + render_run(analysis.run, current_language()))


def _show_format(name: str, analysis: Analysis) -> None:
    file_name, mime, write = FORMATS[name]
    st.html(render_file(NAMES[name], text(f"report.{name}")))
    st.download_button(
        text("report.download", format=NAMES[name]),
        partial(make_file, analysis, file_name, write, current_language()),
        file_name=file_name,
        mime=mime,
        icon=":material/download:",
        key=f"download-{name}",
        on_click="ignore",
    )


def make_file(analysis: Analysis, file_name: str, write: Writer, lang: str) -> bytes:
    """Return the bytes of a report or export."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        write(analysis, path, lang)
        return path.read_bytes()


show()
