"""A source: what is known of an article, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence

from claims.models import Basis, Known, Reading
from ui.components.text import escape, link, list_facts
from ui.desk import Desk
from ui.words import name_article, name_language, name_outlet, tell, tell_count, tell_day


def render_known(known: Known, shown: str, lang: str) -> str:
    """Return a value with how it is known: stated, inferred from what, or unknown."""
    if not known:
        return f'<span class="cs-basis">{escape(tell(lang, "basis.unknown"))}</span>'
    key = f"basis.{known.basis.value}" + ("_from" if known.evidence and known.basis is Basis.INFERRED else "")
    basis = escape(tell(lang, key, evidence=known.evidence))
    return f'{escape(shown)} <span class="cs-basis">({basis})</span>'


def render_document_facts(reading: Reading, lang: str) -> str:
    """Return the facts of an article: outlet, date, language, address, file and hash."""
    document = reading.document
    published = tell_day(document.published.value, lang)
    return list_facts(
        (
            (tell(lang, "fact.outlet"), render_known(document.outlet, document.outlet.value, lang)),
            (tell(lang, "fact.published"), render_known(document.published, published, lang)),
            (
                tell(lang, "fact.language"),
                render_known(document.language, name_language(document.language.value, lang), lang),
            ),
            (tell(lang, "fact.url"), link(document.url) if document.url else ""),
            (tell(lang, "fact.file"), escape(document.path)),
            ("SHA-256", f"<code>{escape(document.sha256)}</code>"),
        )
    )


Kin = tuple[str, str]  # a key of the messages and the name it is filled with


def find_kin(desk: Desk) -> dict[str, list[Kin]]:
    """Return for each article what it is a copy of, and which other version of it there is."""
    found: dict[str, list[Kin]] = {}

    def name(document: str) -> str:
        return name_outlet(desk.readings[document].document) if document in desk.readings else document

    for group in desk.analysis.copies:
        for member in group.documents:
            if group.basis is Basis.UNKNOWN:
                others = ", ".join(name(other) for other in group.documents if other != member)
                found.setdefault(member, []).append(("source.same_as", others))
            elif member == group.origin:
                found.setdefault(member, []).append(("source.origin", str(len(group.copies))))
            else:
                found.setdefault(member, []).append(("source.copy_of", name(group.origin)))
    for chain in desk.analysis.revisions:
        for number, version in enumerate(chain.documents, 1):
            is_last = number == len(chain.documents)
            key = "source.newest" if is_last else "source.older"
            found.setdefault(version, []).append((key, f"{number}/{len(chain.documents)}"))
    return found


def render_source(reading: Reading, disagreements: int, lang: str, kin: Sequence[Kin] = ()) -> str:
    """Return an article as a card of the list of sources."""
    counts = [
        tell_count(lang, "count.claim", len(reading.claims)),
        tell_count(lang, "count.question", disagreements),
    ]
    chips = "".join(f'<span class="cs-chip">{escape(count)}</span>' for count in counts)
    chips += "".join(
        f'<span class="cs-chip cs-kin">{escape(tell(lang, key, name=n))}</span>' for key, n in kin
    )
    return (
        f'<article class="cs-source"><h2>{escape(name_article(reading))}</h2>'
        f'<div class="cs-chips">{chips}</div>{render_document_facts(reading, lang)}</article>'
    )
