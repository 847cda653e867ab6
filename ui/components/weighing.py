"""What spoke for a disagreement and against it: the contributions of the joining model, folded away."""

from __future__ import annotations

from claims.models import Contribution, Relation
from compare.weighing import list_strongest, tell_feature, weighs_question
from ui.components.text import escape
from ui.words import tell, tell_number

FULL = 2.0  # of the log odds: a bar of full length; it alone moves even odds to nearly nine in ten


def render_weighing(relation: Relation, lang: str) -> str:
    """Return a fold with the strongest contributions, each in words; "" where nothing was weighed."""
    shown = list_strongest(relation)
    if not shown:
        return ""
    asked = "question" if weighs_question(shown) else "conflict"
    rows = "".join(_render_row(one, lang) for one in shown)
    title, note = tell(lang, "weighing.title"), tell(lang, f"weighing.{asked}")
    return (
        f'<details class="cs-weighing"><summary>{escape(title)}</summary>'
        f"<p>{escape(note)}</p><ul>{rows}</ul></details>"
    )


def _render_row(one: Contribution, lang: str) -> str:
    side = "for" if one.amount > 0 else "against"
    width = min(100, max(4, round(100 * abs(one.amount) / FULL)))
    amount = tell_number(abs(one.amount), lang, 1)
    said = tell(lang, f"weighing.{side}", amount=amount)
    return (
        f'<li class="cs-{side}"><span>{escape(tell_feature(one, lang))}</span>'
        f'<span class="cs-bar" aria-hidden="true"><i style="width:{width}%"></i></span>'
        f"<small>{escape(said)}</small></li>"
    )
