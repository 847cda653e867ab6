"""What two positions disagree on: the pair of quotes, the reason, and what reviewers said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claims.events import Adjudication
from claims.models import Relation, Span, Verdict
from compare.findings import Finding
from ui.components.chips import render_chips, render_status
from ui.components.claim import render_claim, render_side
from ui.components.frame import render_heading
from ui.components.text import escape
from ui.components.weighing import render_weighing
from ui.desk import Card, Desk, Standing, sides
from ui.differences import find_evidence
from ui.words import explain, name_judgement, tell, tell_count, tell_moment, tell_outlet


def render_pair(relation: Relation, marks: Mapping[str, Sequence[Span]], desk: Desk, lang: str) -> str:
    """Return the two quotes of a relation side by side, the better known order first: by date, then id."""
    claims = sorted(
        (desk.claims[c] for c in sides(relation)), key=lambda c: (desk.document_of(c).published.value, c.id)
    )
    shown = (render_side(claim, desk.document_of(claim), marks.get(claim.id, ()), lang) for claim in claims)
    return f'<div class="cs-pair">{"".join(shown)}</div>'


def render_reason(relation: Relation, lang: str) -> str:
    """Return why the relation is what it is."""
    return f'<p class="cs-why">{escape(explain(relation.reason, lang))}</p>'


def render_question_heading(card: Card, standing: Standing, lang: str) -> str:
    """Return the head of a question's page: what it is, the question, why it is in the list."""
    lead = card.lead.lead
    status = render_status(card.status(standing), card.count_checked(standing), len(card.findings), lang)
    above = render_chips(lead, lang, status)
    below = f'<p class="cs-reason">{escape(explain(lead.reason, lang))}</p>'
    return render_heading(card.question.title, above=above, below=below)


def render_card(card: Card, desk: Desk, standing: Standing, lang: str) -> str:
    """Return a question as a card of the list: its best pair, the reason and who takes part."""
    lead, total = card.lead.lead, len(card.findings)
    pair = {desk.outlet_of(claim) for claim in sides(lead)}
    more = [tell_outlet(outlet, lang) for outlet in card.outlets if outlet not in pair]
    rest = [tell(lang, "list.also", outlets=", ".join(more))] if more else []
    rest += [tell_count(lang, "count.finding", total)] if total > 1 else []
    foot = f'<p class="cs-outlets">{escape(" · ".join(rest))}</p>' if rest else ""
    status = render_status(card.status(standing), card.count_checked(standing), total, lang)
    return (
        f'<article><div class="cs-top">{render_chips(lead, lang)}{status}</div>'
        f'<h2 class="cs-title">{escape(card.question.title)}</h2>'
        f"{render_pair(lead, find_evidence(card.lead, desk), desk, lang)}{render_reason(lead, lang)}"
        f"{foot}</article>"
    )


def render_task(card: Card, finding: Finding, desk: Desk, lang: str) -> str:
    """Return one thing to judge: what it is, both claims in full, and why it is asked."""
    marks = find_evidence(finding, desk)
    claims = sorted(
        (desk.claims[claim] for claim in sides(finding.lead)),
        key=lambda claim: (desk.document_of(claim).published.value, claim.id),
    )
    columns = "".join(render_claim(c, desk.readings[c.document], marks.get(c.id, ()), lang) for c in claims)
    head = render_heading(
        card.question.title,
        above=render_chips(finding.lead, lang),
        below=f'<p class="cs-reason">{escape(explain(finding.lead.reason, lang))}</p>',
    )
    return f'<div class="cs-task">{head}<div class="cs-pair cs-full">{columns}</div></div>'


def render_verdicts(verdicts: Iterable[Verdict], lang: str) -> str:
    """Return what reviewers have said, each with name, time and note."""
    return "".join(render_verdict(verdict, lang) for verdict in verdicts)


def render_last_word(word: Adjudication, lang: str) -> str:
    """Return how a case was settled that reviewers judged differently."""
    note = f"<br>{escape(word.note)}" if word.note else ""
    said = tell(lang, "last_word", verdict=name_judgement(word.verdict, lang))
    who = escape(f"{word.reviewer}, {tell_moment(word.at, lang)}")
    words = f"<p><strong>{escape(said)}</strong>{note}<br><small>{who}</small></p>"
    return f'<div class="cs-verdict cs-last"><b aria-hidden="true">§</b>{words}</div>'


def render_verdict(verdict: Verdict, lang: str) -> str:
    """Return a saved verdict: what, by whom, when, and the note."""
    note = f"<br>{escape(verdict.note)}" if verdict.note else ""
    word = escape(name_judgement(verdict.verdict, lang))
    if verdict.confidence:
        word += f" <em>{escape(tell(lang, f'sure.{verdict.confidence}'))}</em>"
    who = escape(f"{verdict.reviewer}, {tell_moment(verdict.at, lang)}")
    words = f"<p><strong>{word}</strong>{note}<br><small>{who}</small></p>"
    return f'<div class="cs-verdict"><b aria-hidden="true">✓</b>{words}</div>'


def render_near_miss(relation: Relation, desk: Desk, lang: str) -> str:
    """Return a pair that looked like a conflict, with the reason why it was put aside."""
    head = render_chips(relation, lang) + render_reason(relation, lang)
    pair = render_pair(relation, {}, desk, lang) + render_weighing(relation, lang)
    return f'<section class="cs-near">{head}{pair}</section>'


def render_meter(checked: int, total: int, lang: str) -> str:
    """Return how much of the list has been judged, as a bar and in words."""
    share = round(100 * checked / total) if total else 0
    words = tell(lang, "progress", n=checked, total=total)
    return (
        f'<div class="cs-meter"><div aria-hidden="true"><i style="width:{share}%"></i></div>'
        f"<span>{escape(words)}</span></div>"
    )
