"""Who did what and when: the lines of the review log as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from claims.events import (
    Adjudication,
    Annotation,
    Aspect,
    Correction,
    Event,
    Mark,
    Move,
    MoveKind,
    Skip,
    Withdrawal,
)
from claims.models import Judgement, RelationType, Verdict
from ui.components.text import escape
from ui.words import LABELS, name_judgement, name_relation, tell, tell_moment


def tell_event(event: Event, lang: str) -> str:
    """Return what a line of the log says was done, in plain words."""
    match event:
        case Verdict():
            if event.verdict is Judgement.WITHDRAWN:
                return tell(lang, "history.verdict_withdrawn")
            return tell(lang, "history.verdict", verdict=name_judgement(event.verdict, lang))
        case Adjudication():
            return tell(lang, "last_word", verdict=name_judgement(event.verdict, lang))
        case Correction():
            return _tell_correction(event, lang)
        case Move():
            return _tell_move(event, lang)
        case Annotation():
            value = event.value
            if event.mark is Mark.LABEL and value in LABELS:
                value = tell(lang, f"label.{value}")
            return tell(lang, f"history.{event.mark.value}", value=value)
        case Skip():
            return tell(lang, "history.skip")
        case Withdrawal():
            return tell(lang, "history.withdrawal")
        case _:
            return tell(lang, "history.other")


def _tell_correction(line: Correction, lang: str) -> str:
    value = line.value
    if line.aspect is Aspect.SPEAKER and not value:
        value = tell(lang, "own_voice")
    elif line.aspect is Aspect.KIND:
        value = tell(lang, f"claim_kind.{value}")
    elif line.aspect is Aspect.MODALITY:
        value = tell(lang, f"modality_of.{value}")
    elif line.aspect is Aspect.POLARITY:
        value = tell(lang, f"polarity.{value}")
    part = tell(lang, f"aspect.{line.aspect.value}")
    return tell(lang, "history.correction", part=part, value=value or tell(lang, "history.nothing"))


def _tell_move(line: Move, lang: str) -> str:
    if line.move is MoveKind.OVERRULE:
        relation = line.relation or RelationType.UNCLEAR
        return tell(lang, "history.overrule", relation=name_relation(relation, lang))
    return tell(lang, f"history.{line.move.value}", n=len(line.claims))


def render_event(event: Event, lang: str, *, is_gone: bool = False) -> str:
    """Return a line of the log: who, when, what, with the note; what was taken back is struck through."""
    words = escape(tell_event(event, lang))
    note = getattr(event, "note", "")
    told = f"<s>{words}</s>" if is_gone else words
    more = f'<br><span class="cs-note">{escape(note)}</span>' if note else ""
    who = f"{event.reviewer}, {tell_moment(event.at, lang)}"
    return f'<p class="cs-event"><strong>{told}</strong>{more}<br><small>{escape(who)}</small></p>'


def render_lost(event: Event, lang: str) -> str:
    """Return a line that found nothing to hang on, with the words that it was about."""
    seen = getattr(event, "seen", "")
    words = f'<blockquote class="cs-quote">{escape(seen)}</blockquote>' if seen else ""
    return render_event(event, lang) + words


def render_history(events: Iterable[Event], standing: frozenset[str], lang: str) -> str:
    """Return lines of the log, the newest first."""

    def is_gone(event: Event) -> bool:
        return event.id not in standing and not isinstance(event, Withdrawal)

    lines = [f"<li>{render_event(event, lang, is_gone=is_gone(event))}</li>" for event in events]
    return f'<ol class="cs-history">{"".join(reversed(lines))}</ol>'
