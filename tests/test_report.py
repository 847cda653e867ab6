"""The report: all of it there, the same bytes again, and nothing of an article's text but text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from factories import make_flood, make_hostile
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claims.errors import UsageError
from claims.models import Analysis, CopyGroup, Judgement, Reason, Verdict
from compare.report import write_report
from compare.report.render import TEMPLATES, escape_markdown, render_report
from compare.report.view import lay_out
from compare.wording import LANGUAGES, load_messages

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """What a browser would make of a page: tags, attributes, text; complains of what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


@pytest.fixture(scope="module")
def flood() -> Analysis:
    return make_flood()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_says_who_says_what_and_where(flood: Analysis, lang: str) -> None:
    text = Page(render_report(flood, ".html", lang)).text
    for reading in flood.readings:
        assert reading.document.sha256 in text
        for claim in reading.claims:
            assert claim.quote in text
            assert f"{claim.span.start}–{claim.span.end}" in text
            for speaker in claim.attribution:
                assert speaker.name in text and speaker.via in text
    for expected in (
        "Kabar Wening",
        "Ayu",
        "Rekaman wawancara diminta.",
        "fake-encoder",
        "question_distance",
    ):
        assert expected in text


@pytest.mark.parametrize("ending", TEMPLATES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_same_analysis_same_bytes(flood: Analysis, ending: str, lang: str) -> None:
    again = replace(make_flood(), readings=flood.readings[::-1], relations=flood.relations[::-1])
    assert render_report(flood, ending, lang) == render_report(again, ending, lang)


def test_languages_have_the_same_messages() -> None:
    for package, prefix in (("compare", ""), ("compare", "report_"), ("ui", "cli_")):
        indonesian, english = (load_messages(package, prefix + lang) for lang in ("id", "en"))
        assert set(indonesian) == set(english), (package, prefix)
        for key, text in english.items():
            holes = re.findall(r"\{\w+\}", text)
            assert sorted(holes) == sorted(re.findall(r"\{\w+\}", indonesian[key])), key


def test_differing_words_are_marked(flood: Analysis) -> None:
    html = render_report(flood, ".html", "id")
    assert "<mark>tidak pernah dibuka</mark>" in html
    assert "<mark>12</mark>" in html and "<mark>15</mark>" in html


def test_cards_stand_in_order_and_dismissed_ones_apart(flood: Analysis) -> None:
    view = lay_out(flood)
    assert [card.question.title for card in view.cards] == [
        "Apakah pintu Bendungan Tirta dibuka?",
        "Berapa orang tewas akibat banjir?",
    ]
    assert [card.question.title for card in view.dismissed] == ["Apa penyebab banjir?"]
    assert [column.label for column in view.cards[1].columns] == ["12 orang", "15 orang"]
    assert [column.label for column in view.cards[1].others] == ["4 orang (2019)"]
    assert len(view.near) == 3


def test_two_reviewers_who_differ_are_both_shown(flood: Analysis) -> None:
    gate = flood.relations[1]
    more = Verdict(gate.id, "Citra", Judgement.NO_CONFLICT, "Dua hari berbeda.", "2026-03-07T09:00:00+00:00")
    disputed = replace(flood, verdicts=(*flood.verdicts, more))
    text = Page(render_report(disputed, ".html", "en")).text
    assert "reviewers differ" in text and "Citra" in text and "Ayu" in text


def test_empty_analysis_is_a_whole_report(flood: Analysis) -> None:
    empty = replace(flood, readings=(), questions=(), relations=(), verdicts=())
    assert "No disagreements were found" in Page(render_report(empty, ".html", "en")).text
    assert "No disagreements were found" in render_report(empty, ".md", "en")


def test_page_needs_nothing_from_outside(flood: Analysis) -> None:
    page = Page(render_report(flood, ".html", "id"))
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(page.tags)
    links = [value for _, name, value in page.attributes if name in ("href", "src", "action")]
    assert all(link.startswith(("#", "https://kabar.example/")) for link in links)
    html = render_report(flood, ".html", "id")
    assert "@import" not in html and "url(" not in html
    assert "default-src 'none'" in html


INJECTIONS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    'https://evil.example/"onclick=alert(1)//',
    "&lt;b&gt; &#60;script&#62;",
    "\x00\x1b[2J\x07",
]


@pytest.mark.parametrize("payload", INJECTIONS)
def test_html_shows_hostile_text_as_text(payload: str) -> None:
    page = Page(render_report(make_hostile(payload), ".html", "en"))
    assert not {"script", "img", "svg", "b"} - {"b"} & set(page.tags)
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    links = [value for tag, name, value in page.attributes if name == "href"]
    assert all(link.startswith(("#", "https://evil.example/")) for link in links)
    shown = "".join("�" if ord(c) < 32 else c for c in payload)
    assert page.text.count(shown) >= 10


MARKDOWN_INJECTIONS = [
    *INJECTIONS,
    "# heading",
    "- list",
    "1. list",
    "> quote",
    "| a | b |",
    "*bold* _italic_ `code` ~~gone~~",
    "[text](javascript:alert(1)) ![image](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example www.evil.example",
    "line\n\n# second line\n\n<b>x</b>",
    "---",
    "```\ncode\n```",
    "    indented",
    "[ref]: http://evil.example",
    "\\",
    "a\\",
]


@pytest.mark.parametrize("payload", MARKDOWN_INJECTIONS)
def test_markdown_shows_hostile_text_as_text(payload: str) -> None:
    made = _elements(render_report(make_hostile(payload), ".md", "en"))
    plain = _elements(render_report(make_hostile("kata"), ".md", "en"))
    if payload.startswith(
        "https://"
    ):  # it has become a link where a link belongs: on the article's own address
        made = [element for element in made if not element.startswith("link")]
    assert made == plain


def _elements(markdown: str) -> list[str]:
    """The structure of a Markdown text: every element but the words."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found: list[str] = []
    for token in parser.parse(markdown):
        found.append(token.type)
        found += [child.type for child in token.children or () if child.type not in ("text", "softbreak")]
    return found


@given(st.text())
def test_escaped_markdown_reads_back_as_the_text(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark", {"html": True}).enable("strikethrough").parse(f"x {escape_markdown(text)} x")
    )
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    shown = "".join(child.content for child in children)
    expected = " ".join("".join(" " if _is_control(c) else c for c in text).split())
    assert " ".join(shown.split()) == f"x {expected} x".replace("x  x", "x x")


def _is_control(character: str) -> bool:
    return ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0


@pytest.mark.parametrize(
    "name, allowed",
    [("laporan.odt", ".html, .pdf, .docx, .md"), ("laporan", ".xlsx, .csv, .json"), ("x.HTM", ".html")],
)
def test_unknown_ending_names_the_allowed_ones(
    flood: Analysis, tmp_path: Path, name: str, allowed: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(allowed)):
        write_report(flood, tmp_path / name, "id")
    assert not list(tmp_path.iterdir())


def test_ending_may_be_in_capitals(flood: Analysis, tmp_path: Path) -> None:
    write_report(flood, tmp_path / "LAPORAN.HTML", "id")
    assert (tmp_path / "LAPORAN.HTML").read_text("utf-8").startswith("<!doctype html>")


def test_reason_of_another_version_does_not_stop_the_report(flood: Analysis) -> None:
    relation = replace(flood.relations[0], reason=Reason("a_reason_of_tomorrow"))
    assert "a_reason_of_tomorrow" in render_report(replace(flood, relations=(relation,)), ".html", "id")


def test_what_reviewers_say_so_far_is_measured(flood: Analysis) -> None:
    measured = {(one.name, one.of): one for one in lay_out(flood).measured}
    judged = [
        r for r in flood.relations if r.relation.is_flagged and any(v.target == r.id for v in flood.verdicts)
    ]
    assert sum(one.count for (name, _), one in measured.items() if name == "precision") <= len(judged)
    assert all(one.low <= one.value <= one.high for one in measured.values())
    assert "were called a disagreement" in render_report(flood, ".html", "en")
    assert not lay_out(replace(flood, verdicts=())).measured


def test_a_copy_is_named_and_counts_once(flood: Analysis) -> None:
    first, second, third = (reading.document.id for reading in flood.readings)
    copied = replace(flood, copies=(CopyGroup(first, (second,), (0.8,)),))
    view = lay_out(copied)
    assert dict(view.counts)["origins"] == 2 and dict(lay_out(flood).counts)["origins"] == 3
    named = {source.document.id: source.copy_of for source in view.sources}
    number = {source.document.id: source.number for source in view.sources}
    assert named == {first: 0, second: number[first], third: 0}
    assert f"mostly the text of source {number[first]}" in render_report(copied, ".html", "en")
