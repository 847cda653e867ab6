"""The app's words: its own message tables, and those it shares with the report.

Nothing here knows Streamlit; the language is always given.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal

from claims.articles import ENDINGS
from claims.models import (
    Claim,
    ClaimKind,
    ConflictKind,
    Document,
    Judgement,
    Known,
    Level,
    Modality,
    Reading,
    Reason,
    RelationType,
)
from compare.wording import load_messages, pick_language, say, tell_reason

# a shape that does not rest on colour or on a font that may be missing
SIGNS = {
    RelationType.CONTRADICTION: "≠",
    RelationType.TENSION: "↔",
    RelationType.AGREEMENT: "=",
    RelationType.COMPATIBLE: "≈",
    RelationType.UPDATE: "→",
    RelationType.DIFFERENT_SCOPE: "∥",
    RelationType.UNCLEAR: "?",
}


def tell(lang: str, key: str, /, **values: object) -> str:
    """Return one of the app's own messages.

    >>> tell("en", "nav.sources")
    'Sources'
    """
    return say(lang, key, package="ui", prefix="app_", **values)


def tell_count(lang: str, key: str, number: int) -> str:
    """Return a counted noun; languages with a plural have `one` and `many`.

    >>> tell_count("en", "count.outlet", 1), tell_count("en", "count.outlet", 3)
    ('1 outlet', '3 outlets')
    """
    return tell(lang, f"{key}.{'one' if number == 1 else 'many'}", n=number)


def name_relation(relation: RelationType, lang: str) -> str:
    """Return the word for a relation, as the report has it."""
    return say(lang, f"relation.{relation.value}")


def name_kind(kind: ConflictKind, lang: str) -> str:
    """Return the word for what a conflict is about."""
    return say(lang, f"kind.{kind.value}")


def name_level(level: Level, lang: str) -> str:
    """Return the words for who disagrees with whom."""
    return say(lang, f"level.{level.value}")


def name_setting(name: str, lang: str) -> str:
    """Return the words for a setting of a run; a package, or an unknown setting, keeps its own name.

    >>> name_setting("story_days", "en"), name_setting("torch", "en")
    ('Days within a story', 'torch')
    """
    key = f"run.{name}"
    return load_messages("ui", "app_" + pick_language(lang)).get(key, name)


def name_language(code: str, lang: str) -> str:
    """Return the name of a language in the interface's language, a code that is none as it is.

    >>> name_language("ru", "id"), name_language("id", "en"), name_language("x1", "en")
    ('Rusia', 'Indonesian', 'x1')
    """
    try:
        return Locale.parse(code).get_display_name(pick_language(lang)) or code
    except (ValueError, TypeError, UnknownLocaleError):
        return code


LABELS = ("important", "to_check", "ready", "no_claim")  # what a desk says of a claim


def name_claim_kind(kind: ClaimKind, lang: str) -> str:
    """Return the word for what a claim is about."""
    return tell(lang, f"claim_kind.{kind.value}")


def name_judgement(judgement: Judgement, lang: str) -> str:
    """Return the word for a reviewer's verdict."""
    return tell(lang, f"verdict.{judgement.value}")


def name_modality(modality: Modality, lang: str) -> str:
    """Return how a claim is put forward, "" for a plain assertion."""
    return "" if modality is Modality.ASSERTED else tell(lang, f"modality.{modality.value}")


def name_boilerplate(reason: str, lang: str) -> str:
    """Return the word for a stretch that is not the article; a reason without a message reads as it is."""
    try:
        return tell(lang, f"boilerplate.{reason}")
    except KeyError:
        return reason.replace("_", " ")


def explain(reason: Reason, lang: str) -> str:
    """Return a relation's reason as a sentence.

    A database may hold reasons of another version: those are named, they do not break the page.
    """
    try:
        return tell_reason(reason, lang)
    except KeyError:
        return tell(lang, "reason_unknown", key=reason.key)


def name_outlet(document: Document) -> str:
    """Return who published an article, or its file when nobody is named: filters go by it."""
    return document.outlet.value or document.path.replace("\\", "/").rsplit("/", 1)[-1] or document.id


NAME_LENGTH = 18  # of the name of a file that stands where an outlet should


def shorten_name(path: str) -> str:
    """Return enough of a file's name to tell it from others: its start and its end.

    >>> shorten_name("seeds/000_ad8e8ba89b2b93cc.txt"), shorten_name("a/b.txt")
    ('000_ad…93cc', 'b')
    """
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] or name
    return stem if len(stem) <= NAME_LENGTH else f"{stem[:6]}…{stem[-4:]}"


def tell_outlet(name: str, lang: str) -> str:
    """Return what `name_outlet` gave as a reader should see it: a file is no outlet.

    >>> tell_outlet("000_ad8e8ba89b2b93cc.txt", "id"), tell_outlet("Kabar Muara", "id")
    ('Media tanpa nama (000_ad…93cc)', 'Kabar Muara')
    """
    if not name.casefold().endswith(ENDINGS):
        return name
    return f"{tell(lang, 'outlet_unnamed')} ({shorten_name(name)})"


TITLE_LENGTH = 90


def name_article(reading: Reading) -> str:
    """Return an article's title; without one, its first sentence, page furniture passed over."""
    document = reading.document
    if document.title:
        return document.title.value
    first = " ".join(reading.sentences[0].span.of(document.text).split()) if reading.sentences else ""
    if len(first) > TITLE_LENGTH:
        return first[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
    return first or name_outlet(document)


def tell_day(value: str, lang: str) -> str:
    """Return an ISO date at the precision it has, in words.

    >>> tell_day("2026-03-04T09:00+07:00", "id"), tell_day("2026-03", "en"), tell_day("2026", "en")
    ('4 Mar 2026', 'March 2026', '2026')
    """
    locale = pick_language(lang)
    try:
        if len(value) >= 10:
            return format_date(date.fromisoformat(value[:10]), "d MMM y", locale=locale)
        if len(value) == 7:
            return format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=locale)
    except ValueError:
        pass
    return value


def tell_number(number: float, lang: str, digits: int | None = None) -> str:
    """Return a number as the language writes it; `digits` after the decimal sign, None for as many as it has.

    >>> tell_number(2500.0, "id"), tell_number(0.5, "en", 2), tell_number(1.25, "id")
    ('2.500', '0.50', '1,25')
    """
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0.###"
    return str(format_decimal(number, pattern, locale=pick_language(lang)))


def tell_published(published: Known, lang: str) -> str:
    """Return the date of publication in words, or that it is unknown."""
    return tell_day(published.value, lang) if published else tell(lang, "date_unknown")


def tell_moment(at: str, lang: str) -> str:
    """Return a UTC moment of the verdict log in words; what is no moment reads as it is.

    >>> tell_moment("2026-03-06T09:00:00.000000+00:00", "en")
    '6 Mar 2026, 09:00 UTC'
    """
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    pattern = "d MMM y, HH.mm 'UTC'" if pick_language(lang) == "id" else "d MMM y, HH:mm 'UTC'"
    return str(format_datetime(moment, pattern, locale=pick_language(lang)))


def tell_event_days(claim: Claim, lang: str) -> str:
    """Return the days that a claim speaks of, "" if it names none that could be placed."""
    spans = []
    for time in claim.times:
        if time.is_report or not time.is_placed:
            continue
        ends = [tell_day(day.isoformat(), lang) if day else "…" for day in (time.start, time.end)]
        spans.append(ends[0] if ends[0] == ends[1] else " – ".join(ends))
    return "; ".join(dict.fromkeys(spans))
