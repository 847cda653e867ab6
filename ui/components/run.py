"""What made an analysis: when, with which models, settings and versions."""

from __future__ import annotations

from claims.models import Run
from compare.settings import NO_MODEL
from ui.components.text import escape, list_facts
from ui.words import name_setting, tell, tell_moment, tell_number


def render_run(run: Run, lang: str) -> str:
    """Return the facts of a run."""
    rows = [
        (tell(lang, "report.created"), escape(tell_moment(run.created, lang))),
        (tell(lang, "report.run_id"), f"<code>{escape(run.id)}</code>"),
    ]
    settings = ((name, _tell_value(value, lang)) for name, value in run.settings)
    named = (*run.models, *settings, *run.versions)
    return list_facts([*rows, *((name_setting(name, lang), escape(value)) for name, value in named)])


def _tell_value(value: str, lang: str) -> str:
    """A setting as the language writes numbers; what is switched off is said, the rest stays as it is."""
    if value == NO_MODEL:
        return tell(lang, "report.no_model")
    try:
        return tell_number(float(value), lang)
    except ValueError:
        return value
