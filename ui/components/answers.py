"""A question in which nothing is flagged: its answers side by side, in the order of their times."""

from __future__ import annotations

from datetime import date

from claims.models import Claim, Question
from ui.components.claim import render_side
from ui.components.tables import link_to
from ui.components.text import escape, fold
from ui.desk import Desk
from ui.words import tell


def render_answers(question: Question, desk: Desk, href: str, lang: str) -> str:
    """Return a question that opens to its answers, the earliest event first, what has no date last.

    `href` is the address of its page, from `make_href`.
    """
    claims = sorted((desk.claims[claim] for claim in question.claims), key=_event_day)
    sides = "".join(render_side(claim, desk.document_of(claim), (), lang) for claim in claims)
    foot = f'<p class="cs-foot">{link_to(href, escape(tell(lang, "review.question")))}</p>'
    return fold(f"{question.title} ({len(claims)})", f'<div class="cs-pair">{sides}</div>{foot}')


def _event_day(claim: Claim) -> tuple[date, str]:
    days = [time.start or time.end for time in claim.times if not time.is_report]
    return min((day for day in days if day), default=date.max), claim.id
