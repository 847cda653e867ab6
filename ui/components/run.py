"""What made an analysis: when, with which models, settings and versions."""

from __future__ import annotations

from claims.models import Run
from ui.components.text import escape, list_facts
from ui.words import name_setting, tell, tell_moment


def render_run(run: Run, lang: str) -> str:
    """Return the facts of a run."""
    rows = [
        (tell(lang, "report.created"), escape(tell_moment(run.created, lang))),
        (tell(lang, "report.run_id"), f"<code>{escape(run.id)}</code>"),
    ]
    named = (*run.models, *run.settings, *run.versions)
    return list_facts([*rows, *((name_setting(name, lang), escape(value)) for name, value in named)])
