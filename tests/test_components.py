"""What comes from outside reaches HTML only as text: every component, every field, every kind of attack."""

from __future__ import annotations

import doctest
import math
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from factories import make_flood, make_hostile
from hypothesis import given
from hypothesis import strategies as st

import ui.desk
import ui.differences
import ui.filters
import ui.matrix
import ui.settings
import ui.words
from claims.errors import InputError
from claims.events import (
    Adjudication,
    Annotation,
    Aspect,
    Correction,
    Mark,
    Move,
    MoveKind,
    SavedView,
    Withdrawal,
)
from claims.languages import load_table
from claims.models import Basis, Document, Judgement, Known, Span, Verdict
from compare.lookup import keep_standing
from ui.components import (
    answers,
    article,
    chips,
    claim,
    claimrow,
    facts,
    figures,
    finding,
    frame,
    history,
    intake,
    run,
    source,
    tables,
    text,
    timeline,
    views,
)
from ui.desk import Desk, Standing
from ui.matrix import make_row, rank_outlets
from ui.words import tell

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><style>body{display:none}</style>",
    "</blockquote></article><h1>mine</h1>",
    "<!-- --><svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "javascript:alert(1)",
    "**bold** [link](https://evil.example) $\\alpha$ :red[x] :material/bolt:",
    "\u202eevil\u202c \x00 \ud83d half",
]
OURS = {"article", "section", "header", "div", "span", "p", "h1", "h2", "h3", "b", "i", "em", "strong", "br"}
OURS |= {"small", "sup", "a", "mark", "blockquote", "details", "summary", "dl", "dt", "dd", "code", "pre"}
ATTRIBUTES = {"class", "href", "target", "rel", "lang", "title", "id", "style", "role", "aria-hidden"}


OURS |= {"table", "thead", "tbody", "tr", "th", "td", "ol", "ul", "li", "s"}
ATTRIBUTES |= {"scope", "tabindex", "aria-label"}
PAGES = ("./", "question?", "article?", "claims?")  # where links of our own lead


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")


def render_everything(desk: Desk, lang: str) -> Iterator[tuple[str, str]]:
    """Every component with every field of an analysis, by name."""
    verdicts = desk.analysis.verdicts
    yield "run", run.render_run(desk.analysis.run, lang)
    for question in desk.analysis.questions:
        link = tables.make_href("question", {"q": question.title})
        yield "answers", answers.render_answers(question, desk, link, lang)
        points = [
            timeline.Point(date(2026, 3, day), day > 1, desk.outlet_of(claim), quantity)
            for day, claim in enumerate(question.claims, 1)
            for quantity in desk.claims[claim].quantities
        ]
        yield "timeline", timeline.render_timeline(points, lang)
    standing = Standing(keep_standing(verdicts))
    for card in desk.cards:
        yield "card", finding.render_card(card, desk, standing, lang)
        yield "heading", finding.render_question_heading(card, standing, lang)
        for relation in (*card.lead.relations, *card.near_misses):
            yield "near miss", finding.render_near_miss(relation, desk, lang)
            yield "chips", chips.render_chips(relation, lang)
        for position in desk.positions_of(card.question):
            yield "position", frame.render_position("A", position.label, position.label, is_flagged=True)
    yield from render_review_room(desk, lang)
    for verdict in verdicts:
        yield "verdict", finding.render_verdict(verdict, lang)
    for reading in desk.analysis.readings:
        yield "source", source.render_source(reading, 1, lang)
        notes = article.find_footnotes(reading.document.id, desk)
        yield "heading", article.render_article_heading(reading, lang)
        whole = Span(0, len(reading.document.text))
        yield "article", article.render_article(reading, whole, notes, "", lang)
        for one in reading.claims:
            yield "claim", claim.render_claim(one, reading, (), lang)
            for note in notes.get(one.id, ()):
                yield "footnote", article.render_footnote(note, chips.render_relation(note.relation, lang))
    for words in (v.note for v in verdicts):
        yield "frame", frame.render_empty(words, words, words, wrong=True) + frame.render_note(words)
        yield (
            "frame",
            frame.render_section(words, words) + frame.render_label(words) + frame.render_file(words, words),
        )
        yield "frame", text.fold(words, "") + frame.render_brand(words)


def render_review_room(desk: Desk, lang: str) -> Iterator[tuple[str, str]]:
    """What shows the review log, the tables and the figures."""
    evil = desk.analysis.readings[0].document.outlet.value
    standing = Standing(keep_standing(desk.analysis.verdicts))

    def link(_: object) -> str:
        return tables.make_href("./", {"between": [evil, evil]})

    rows = [make_row(card, desk) for card in desk.cards]
    yield "table", tables.render_card_table(desk.cards, standing, link, lang)
    yield "matrix", tables.render_matrix(rows, rank_outlets(rows), link, lang)
    yield "heat", tables.render_heat({(evil, evil): 2, (evil, "x"): 1}, [evil, "x"], link, lang)
    for card in desk.cards:
        yield "task", finding.render_task(card, card.lead, desk, lang)
    for one in desk.claims.values():
        document = desk.document_of(one)
        marks = [Annotation(one.key, evil, mark, evil) for mark in Mark]
        links = ((tables.make_href("claims", {"s": evil}), evil),)
        yield "row", claimrow.render_claim_row(one, document, marks, links, lang)
        yield "facts", facts.render_claim_facts(one, document, lang)
        lines = [
            *marks,
            Adjudication("r-1", evil, Judgement.UNSURE, evil),
            *(Correction(one.key, evil, aspect, evil) for aspect in (Aspect.SPEAKER, Aspect.SPAN)),
            Move("", evil, MoveKind.SPLIT, (evil,), (evil,), note=evil),
            Withdrawal(evil, evil),
        ]
        yield "history", history.render_history(lines, frozenset(), lang)
        yield "last word", finding.render_last_word(lines[3], lang)
    yield "views", views.render_views([(link(evil), SavedView(evil, evil))], lang)
    yield "problems", intake.render_problems([InputError(evil, evil, evil)], lang)
    shares = [figures.render_share(evil, 1, 2, 0.1, 0.9, lang)]
    shares.append(figures.render_coefficient(evil, math.nan, None, evil, lang))
    yield "figures", figures.render_figures(evil, [evil], shares)


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_hostile_becomes_markup(payload: str, lang: str) -> None:
    seen = set()
    for name, page in render_everything(Desk(make_hostile(payload)), lang):
        seen.add(name)
        reader = Reader(page)
        assert not reader.open, f"{name}: not closed: {reader.open}"
        for tag, attributes in reader.tags:
            assert tag in OURS, f"{name}: <{tag}>"
            assert set(attributes) <= ATTRIBUTES, f"{name}: <{tag} {attributes}>"
            assert (attributes.get("href") or "https://").startswith(("https://", "http://", *PAGES)), name
        page.encode("utf-8")  # half an emoji would stop the whole page from being sent
    assert {
        "card",
        "claim",
        "source",
        "article",
        "verdict",
        "near miss",
        "footnote",
        "position",
        "answers",
    } <= seen


@pytest.mark.parametrize("payload", PAYLOADS[:-1])
def test_what_is_hostile_is_still_shown_word_for_word(payload: str) -> None:
    pages = dict(render_everything(Desk(make_hostile(payload)), "en"))
    for name in ("card", "claim", "source", "article", "verdict"):
        assert payload in Reader(pages[name]).words, name


@given(words=st.text(max_size=60), start=st.integers(0, 60), length=st.integers(0, 60))
def test_marked_text_reads_as_the_text(words: str, start: int, length: int) -> None:
    mark = Span(min(start, len(words)), min(start + length, len(words)))
    marks = [mark] if len(mark) else []
    page = text.mark_text(words, Span(0, len(words)), marks)
    reader = Reader(f"<p>{page}</p>")
    # HTML itself reads \r and \0 differently; everything else comes back as it went in
    assert reader.words.replace("\r", "\n") == text.mend(words).replace("\r", "\n")
    assert ("mark" in {tag for tag, _ in reader.tags}) is bool(marks)


def test_an_article_is_shown_to_the_last_character() -> None:
    desk = Desk(make_flood())
    for reading in desk.analysis.readings:
        notes = article.find_footnotes(reading.document.id, desk)
        parts = article.cut_parts(reading.document.text, 40)
        assert "".join(part.of(reading.document.text) for part in parts) == reading.document.text
        shown = "".join(Reader(article.render_article(reading, part, {}, "", "id")).words for part in parts)
        assert shown == reading.document.text
        page = article.render_article(reading, Span(0, len(reading.document.text)), notes, "", "id")
        assert all(f'id="{one.id}"' in page for one in reading.claims)


@pytest.mark.parametrize(
    ("size", "words"), [(7, "a\nb\nc"), (3, "aaaaaaaaaa"), (5, ""), (4, "\n\n\n\n\n\n"), (1, "ab\n")]
)
def test_parts_cover_the_text(size: int, words: str) -> None:
    parts = article.cut_parts(words, size)
    assert "".join(part.of(words) for part in parts) == words
    assert all(len(part) <= size for part in parts)


def test_boilerplate_is_greyed_with_its_reason() -> None:
    desk = Desk(make_flood())
    reading = desk.analysis.readings[0]
    page = article.render_article(reading, Span(0, len(reading.document.text)), {}, "", "en")
    assert 'title="Not part of the article: related link">Baca juga: Jadwal kereta' in page


@pytest.mark.parametrize("lang", ["id", "en", "ru"])
def test_every_kind_of_boilerplate_has_a_word(lang: str) -> None:
    table = load_table(lang, "boilerplate")
    named = {reason for part in ("lines", "labels", "patterns") for reason in table[part]} - {"max_words"}
    for reason in named | {"caption", "dateline", "dateline_prefix", "repeated_title", "related_headline"}:
        assert tell("id", f"boilerplate.{reason}"), reason


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://kabar.example/banjir?a=1&b=2", True),
        ("http://kabar.example", True),
        ("HTTPS://kabar.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//evil.example", False),
        ("https:", False),
        ("https://[", False),
        ("ftp://kabar.example", False),
        ("vbscript:x", False),
    ],
)
def test_only_web_addresses_become_links(url: str, is_link: bool) -> None:
    tags = dict(Reader(text.link(url)).tags)
    assert ("a" in tags) is is_link
    if is_link:
        assert tags["a"]["rel"] == "noopener noreferrer nofollow"


def test_speaker_chain_reads_from_the_speaker_to_who_carried_it() -> None:
    desk = Desk(make_flood())
    chain = next(c for c in desk.claims.values() if c.speaker == "warga").attribution
    words = Reader(f"<p>{claim.render_speakers(chain, 'en')}</p>").words
    assert words == "According to warga quoted by Antarkota, kantor berita (speaker not certain)"
    assert "own voice" in claim.render_speakers((), "en")


def test_sentences_around_are_the_text_itself() -> None:
    desk = Desk(make_flood())
    for reading in desk.analysis.readings:
        for one in reading.claims:
            frame_ = claim.find_frame(one, reading)
            assert frame_.contains(one.span) or frame_ == one.span
            assert frame_.of(reading.document.text) in reading.document.text


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Known("Kabar", Basis.STATED), "Kabar (stated)"),
        (Known("2026-03", Basis.INFERRED, "Rabu (4/3)"), "2026-03 (inferred from: Rabu (4/3))"),
        (Known("id", Basis.INFERRED), "id (inferred)"),
        (Known(), "unknown"),
    ],
)
def test_what_is_known_says_how(known: Known, words: str) -> None:
    assert Reader(source.render_known(known, known.value, "en")).words == words


def test_an_article_without_an_outlet_shows_its_file() -> None:
    assert Reader(claim.render_outlet(Document("x", path="a/b.txt"), "en")).words == "Unnamed outlet (b)"


def test_a_verdict_shows_who_and_when() -> None:
    at = "2026-03-06T09:00:00.000000+00:00"
    verdict = Verdict("r-1", "Ayu", Judgement.CONFLICT, "Rekaman diminta.", at)
    words = Reader(finding.render_verdict(verdict, "id")).words
    assert words == "✓Memang berbedaRekaman diminta.Ayu, 6 Mar 2026, 09.00 UTC"


@pytest.mark.parametrize(
    "module",
    [
        ui.desk,
        ui.differences,
        ui.filters,
        ui.matrix,
        ui.settings,
        ui.words,
        article,
        facts,
        tables,
        text,
    ],
)
def test_examples(module: ModuleType) -> None:
    """`ui` is outside of pytest's own doctests: to import a page is to run it."""
    assert doctest.testmod(module).failed == 0


def test_pages_make_no_markup_of_their_own() -> None:
    """A page that writes a tag writes it round text that nobody has escaped."""
    home = Path(ui.desk.__file__).parent
    for path in [*(home / "views").glob("*.py"), *(p for p in home.glob("*.py") if p.name != "browser.py")]:
        assert not re.search(r"</?[a-z]+[ >]", path.read_text("utf-8")), path
        assert "unsafe_allow" not in path.read_text("utf-8"), path


# --- the style sheet -----------------------------------------------------------------------------

STYLE = Path(frame.__file__).with_name("style.css").read_text("utf-8")


def test_the_style_sheet_asks_nothing_of_the_network() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "http" not in STYLE


def test_every_colour_has_a_light_and_a_dark_side() -> None:
    root = STYLE[STYLE.index(":root {") : STYLE.index("}", STYLE.index(":root {"))]
    colours = [line for line in root.splitlines() if "#" in line]
    assert colours
    assert all("light-dark(" in line for line in colours)
    assert "#" not in STYLE.split("}", 1)[1].replace("light-dark(#", "").replace(", #", "")


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _colours(name: str) -> tuple[str, str]:
    line = next(line for line in STYLE.splitlines() if line.strip().startswith(f"--cs-{name}:"))
    light, dark = line[line.index("(") + 1 : line.index(")")].split(", ")
    return light, dark


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "card"), ("soft", "card"), ("soft", "sunk"), ("soft", "grey-bg"), ("accent", "card"),
        ("rust", "rust-bg"), ("violet", "violet-bg"), ("green", "green-bg"), ("blue", "blue-bg"),
        ("mark-ink", "mark"), ("green", "card"), ("ink", "rust-bg"), ("ink", "violet-bg"),
    ],
)  # fmt: skip
def test_words_can_be_read_on_their_ground(ink: str, paper: str) -> None:
    """At least 4.5 to 1, what WCAG 2 asks of text, in light and in dark."""
    for one, other in zip(_colours(ink), _colours(paper), strict=True):
        bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (one, other)
