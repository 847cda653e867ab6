"""The report as a Word document: the same content in the same order as the page, without folding."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from claims.log import ReviewLog
from claims.models import Analysis
from compare.lookup import tell_relation
from compare.report.manifest import dump_manifest, load_manifest, make_manifest
from compare.report.render import keep_weblink, tell_date, tell_measured
from compare.report.view import Card, Column, Pair, Side, View, lay_out
from compare.report.workbook import read_moment
from compare.wording import say
from compare.writing import CONTROLS, keep_utf8

MANIFEST_PART = "/customXml/ceksilang1.xml"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_SOFT = (0x5B, 0x61, 0x6E)


def make_document(analysis: Analysis, lang: str, log: ReviewLog | None = None) -> bytes:
    """Return the bytes of a .docx file; the same analysis gives the same bytes."""
    from docx import Document
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    word = Document()
    moment = read_moment(analysis.run.created)
    properties = word.core_properties
    properties.title, properties.author, properties.language = _say(lang, "title"), "Ceksilang", lang
    properties.created = properties.modified = moment
    properties.comments = ""
    _Writer(word, lang).write(lay_out(analysis, log))
    body = f"<manifest>{dump_manifest(make_manifest(analysis))}</manifest>".encode()
    part = Part(PackURI(MANIFEST_PART), "application/xml", body, word.part.package)
    word.part.relate_to(part, _CUSTOM_XML)
    buffer = io.BytesIO()
    word.save(buffer)
    return _stop_the_clock(buffer.getvalue())


def read_document_manifest(content: bytes) -> Any:
    """Return the manifest of a document that `make_document` made.

    Raises:
        ValueError: it holds none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            text = parts.read(MANIFEST_PART.lstrip("/")).decode("utf-8")
    except (KeyError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise ValueError(f"no manifest in it ({error})") from error
    return load_manifest(text.removeprefix("<manifest>").removesuffix("</manifest>"))


def _stop_the_clock(content: bytes) -> bytes:
    """The same parts without the times at which they were packed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename), old.read(item), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _say(lang: str, key: str, /, **values: object) -> str:
    prefix = "" if key.split(".")[0] in ("relation", "kind", "level") else "report_"
    return say(lang, key, package="compare", prefix=prefix, **values)


def _clean(text: str) -> str:
    """XML takes neither control characters nor half a surrogate."""
    return keep_utf8(text.translate(dict.fromkeys(CONTROLS, "�")))


class _Writer:
    """Writes the view into a document, a heading or paragraph at a time."""

    def __init__(self, word: Any, lang: str) -> None:
        self._word = word
        self._lang = lang

    def _tell(self, key: str, /, **values: object) -> str:
        return _say(self._lang, key, **values)

    def write(self, view: View) -> None:
        run = view.analysis.run
        self._head(self._tell("title"), 0)
        self._line(self._tell("promise"))
        self._line(" · ".join(f"{count} {self._tell(f'count.{name}')}" for name, count in view.counts))
        self._line(self._tell("made", created=tell_date(run.created, self._lang), run=run.id), soft=True)
        self._section("disagreements")
        for card in view.cards:
            self._card(card)
        if not view.cards:
            self._line(self._tell("nothing"))
        if view.dismissed:
            self._section("dismissed")
            for card in view.dismissed:
                self._card(card)
        self._section("near")
        for pair in view.near:
            self._pair(pair)
            self._side(pair.left)
            self._side(pair.right)
        self._section("left_out")
        for name, count in view.left_out:
            self._bullet(f"{count} {self._tell(f'left_out.{name}')}")
        self._sources(view)
        self._section("method")
        for one in view.measured:
            self._bullet(tell_measured(one, self._lang))
        for heading, pairs in (
            ("models", run.models),
            ("versions", run.versions),
            ("settings", run.settings + run.notes),
        ):
            self._head(self._tell(f"method.{heading}"), 2)
            for name, value in pairs:
                self._bullet(f"{name}: {value}")

    def _section(self, name: str) -> None:
        self._head(self._tell(f"section.{name}"), 1)
        self._line(self._tell(f"intro.{name}"), soft=True)

    def _card(self, card: Card) -> None:
        self._head(card.question.title, 2)
        first = card.pairs[0].relation
        tags = (f"relation.{card.relation}", f"kind.{first.kind}", f"level.{first.level}")
        self._line(" · ".join(self._tell(tag) for tag in (*tags, f"review.{card.review}")), soft=True)
        for column in card.columns:
            self._column(column)
        for pair in card.pairs:
            self._pair(pair)
        if card.others:
            self._line(self._tell("other_answers", count=len(card.others)), bold=True)
            for column in card.others:
                self._column(column)

    def _column(self, column: Column) -> None:
        label = column.label or self._tell("answer", letter=column.letter)
        self._line(f"{column.letter} · {label}", bold=True)
        for side in (*column.sides, *column.also):
            self._side(side)

    def _side(self, side: Side) -> None:
        from docx.enum.text import WD_COLOR_INDEX

        quote = self._word.add_paragraph(style="Quote")
        quote.add_run(_clean(f"{side.name}: “"))
        for text, is_marked in side.pieces:
            run = quote.add_run(_clean(text))
            if is_marked:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        quote.add_run("”")
        self._line(self._provenance(side), soft=True)

    def _provenance(self, side: Side) -> str:
        document = side.document
        published = document.published
        words = [
            document.outlet.value or self._tell("outlet_unknown"),
            f"{tell_date(published.value, self._lang)} ({self._tell(f'basis.{published.basis}')})"
            if published
            else self._tell("date_unknown"),
            self._chain(side),
            self._tell("source_number", number=side.number),
            self._tell("characters", start=side.claim.span.start, end=side.claim.span.end),
            f"sha256 {document.sha256[:12]}…",
            keep_weblink(document.url),
        ]
        if side.claim.modality != "asserted":
            words.insert(3, self._tell(f"modality.{side.claim.modality}"))
        return " · ".join(word for word in words if word)

    def _chain(self, side: Side) -> str:
        links = []
        for speaker in side.claim.attribution:
            who = f"{speaker.name}, {speaker.role}" if speaker.role else speaker.name
            via = f", {self._tell('via', name=speaker.via)}" if speaker.via else ""
            doubt = "" if speaker.is_certain else f" ({self._tell('uncertain')})"
            links.append(self._tell("says", name=who) + via + doubt)
        return " ← ".join(links) or self._tell("own_voice")

    def _pair(self, pair: Pair) -> None:
        relation = pair.relation
        tags = (f"relation.{relation.relation}", f"kind.{relation.kind}", f"level.{relation.level}")
        told = [self._tell(tag) for tag in tags] + [self._tell(f"review.{pair.review}")]
        text = (
            f"{pair.left.name} / {pair.right.name}: {' · '.join(told)}. {tell_relation(relation, self._lang)}"
        )
        if pair.others:
            text += " " + self._tell("same_between", names=", ".join(pair.others))
        self._bullet(text)
        if pair.adjudication:
            last = pair.adjudication
            note = f" – {last.note}" if last.note else ""
            said, when = self._tell(f"verdict.{last.verdict}"), tell_date(last.at, self._lang)
            self._bullet(f"{self._tell('adjudicated', name=last.reviewer)}: {said}{note} ({when})", level=2)
        for verdict in pair.verdicts:
            note = f" – {verdict.note}" if verdict.note else ""
            when = tell_date(verdict.at, self._lang)
            said = self._tell(f"verdict.{verdict.verdict}")
            self._bullet(f"{verdict.reviewer}: {said}{note} ({when})", level=2)

    def _sources(self, view: View) -> None:
        self._section("sources")
        heads = ("number", "outlet", "article", "published", "language", "hash")
        table = self._word.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
        for cell, name in zip(table.rows[0].cells, heads, strict=True):
            cell.text = self._tell(f"column.{name}")
        for source in view.sources:
            document = source.document
            values: Iterable[str] = (
                str(source.number),
                document.outlet.value or "–",
                " · ".join(
                    part
                    for part in (
                        document.title.value or self._tell("title_unknown"),
                        document.path,
                        self._tell("copy_of", number=source.copy_of) if source.copy_of else "",
                    )
                    if part
                ),
                tell_date(document.published.value, self._lang) or self._tell("date_unknown"),
                document.language.value or "–",
                document.sha256,
            )
            for cell, value in zip(table.add_row().cells, values, strict=True):
                cell.text = _clean(value)

    def _head(self, text: str, level: int) -> None:
        self._word.add_heading(_clean(text), level)

    def _line(self, text: str, *, bold: bool = False, soft: bool = False) -> None:
        from docx.shared import Pt, RGBColor

        run = self._word.add_paragraph().add_run(_clean(text))
        run.bold = bold
        if soft:
            run.font.size, run.font.color.rgb = Pt(9), RGBColor(*_SOFT)

    def _bullet(self, text: str, level: int = 1) -> None:
        self._word.add_paragraph(_clean(text), style="List Bullet" if level == 1 else "List Bullet 2")
