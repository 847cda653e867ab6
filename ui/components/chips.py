"""Small labels: what a relation is, what it is about, who disagrees, how far the review is."""

from __future__ import annotations

from claims.models import Relation, RelationType
from ui.components.text import escape
from ui.desk import Status
from ui.words import SIGNS, name_kind, name_level, name_relation, tell


def render_relation(relation: RelationType, lang: str) -> str:
    """Return the relation's word with its sign and colour."""
    return (
        f'<span class="cs-chip cs-{relation.value}"><b aria-hidden="true">{SIGNS[relation]}</b>'
        f"{escape(name_relation(relation, lang))}</span>"
    )


def render_chips(relation: Relation, lang: str, more: str = "") -> str:
    """Return what a relation is, about what, and between whom; `more` is HTML that is already safe."""
    plain = (name_kind(relation.kind, lang), name_level(relation.level, lang))
    return (
        f'<div class="cs-chips">{render_relation(relation.relation, lang)}'
        + "".join(f'<span class="cs-chip">{escape(word)}</span>' for word in plain)
        + f"{more}</div>"
    )


def render_status(status: Status, checked: int, total: int, lang: str) -> str:
    """Return whether a question still waits, with the count where it is partly done."""
    sign = {Status.NEW: "○", Status.DISPUTED: "⇄", Status.CHECKED: "✓"}[status]
    words = tell(lang, f"status.{status.value}")
    if status is Status.NEW and checked:
        words = tell(lang, "status.partly", n=checked, total=total)
    return (
        f'<span class="cs-chip cs-status cs-{status.value}"><b aria-hidden="true">{sign}</b>'
        f"{escape(words)}</span>"
    )
