"""Who is said to have said it: the tables in tests/cases, and what holds for every text."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.attribute import attribute_claims
from claims.detect import detect_claims
from claims.models import Actor, ActorKind, Basis, Boilerplate, Claim, Document, Known, Sentence, Span
from claims.quotations import find_quotations
from claims.sentences import split_sentences

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("id", "en", "ru")


def load_cases() -> list[Any]:
    """Return every case of the tables with its language; a known failure keeps its reason."""
    params = []
    for language in LANGUAGES:
        table = tomllib.loads((CASES / f"attribution_{language}.toml").read_text("utf-8"))
        for number, case in enumerate(table["case"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            params.append(
                pytest.param(language, case, marks=marks, id=f"{language}-{number}-{case['claim'][:24]}")
            )
    return params


def read_claims(text: str, language: str, actors: tuple[Actor, ...] = ()) -> tuple[Claim, ...]:
    document = Document(text, language=Known(language, Basis.STATED))
    sentences = split_sentences(text, language)
    claims, _ = detect_claims(document, sentences)
    return attribute_claims(document, sentences, (), claims, actors)


def claim_with(claims: tuple[Claim, ...], text: str, piece: str) -> Claim:
    start = text.index(piece)
    end = start + len(piece)
    shared = [(min(c.span.end, end) - max(c.span.start, start), c) for c in claims]
    best = max(shared, key=lambda pair: pair[0])
    assert best[0] >= 0.5 * min(len(piece), len(best[1].quote)), f"no claim holds {piece!r}"
    return best[1]


@pytest.mark.parametrize(("language", "case"), load_cases())
def test_speakers_of_a_claim(language: str, case: dict[str, Any]) -> None:
    text = case["text"].replace("\\n", "\n")
    claim = claim_with(read_claims(text, language), text, case["claim"])
    assert [speaker.name for speaker in claim.attribution] == case["speakers"]
    if "roles" in case:
        assert [speaker.role for speaker in claim.attribution[: len(case["roles"])]] == case["roles"]


def test_there_are_enough_cases_in_each_language() -> None:
    counts = {language: sum(p.values[0] == language for p in load_cases()) for language in LANGUAGES}
    assert sum(counts.values()) >= 150
    assert min(counts.values()) >= 50


def test_every_link_says_where_it_stands_and_what_carried_it() -> None:
    text = '"Pasar lama akan dibongkar," kata Wali Kota Tuti Handayani dikutip Warta Kota dari Harian Nusa.'
    chain = read_claims(text, "id")[0].attribution
    assert [link.span.of(text) for link in chain] == ["Tuti Handayani", "Harian Nusa", "Warta Kota"]
    assert [link.cue.of(text) for link in chain if link.cue] == ["kata", "dikutip", "dikutip"]
    assert [link.via for link in chain] == ["Harian Nusa", "Warta Kota", ""]


def test_the_outlet_itself_is_no_carrier() -> None:
    text = '"Pasar lama akan dibongkar," kata Tuti Handayani dikutip Warta Kota dari Harian Nusa.'
    document = Document(text, outlet=Known("Warta Kota", Basis.STATED), language=Known("id", Basis.STATED))
    sentences = split_sentences(text, "id")
    claims, _ = detect_claims(document, sentences)
    claims = attribute_claims(document, sentences, (), claims, ())
    assert [link.name for link in claims[0].attribution] == ["Tuti Handayani", "Harian Nusa"]


def test_a_pronoun_is_uncertain_where_two_people_were_named() -> None:
    text = "Rina Kartika mengatakan stok aman. Joko Santoso menyatakan stok habis. Ia yakin impor dibuka."
    *_, last = read_claims(text, "id")
    assert [(link.name, link.is_certain) for link in last.attribution] == [("Joko Santoso", False)]


def test_a_pronoun_is_certain_where_one_person_was_named() -> None:
    *_, last = read_claims("Rina Kartika mengatakan stok aman. Ia menambahkan impor telah dibuka.", "id")
    assert [(link.name, link.is_certain) for link in last.attribution] == [("Rina Kartika", True)]


def test_the_people_that_were_found_give_the_full_name() -> None:
    text = "Pada Senin, Kartika mengatakan stok aman. Rina Kartika memimpin dinas itu."
    actors = (
        Actor("person:rina kartika", "Kartika", Span(12, 19), ActorKind.PERSON),
        Actor("person:rina kartika", "Rina Kartika", Span(42, 54), ActorKind.PERSON),
    )
    assert actors[1].span.of(text) == "Rina Kartika"
    assert read_claims(text, "id", actors)[0].speaker == "Rina Kartika"


def test_a_last_name_finds_the_full_name_with_its_role() -> None:
    text = "Menteri Kesehatan Arif Budiman meninjau pasar. “Vaksin sudah tiba di sini,” kata Budiman."
    chain = read_claims(text, "id")[-1].attribution
    assert [(link.name, link.role) for link in chain] == [("Arif Budiman", "Menteri Kesehatan")]


def test_a_role_finds_the_name_that_the_article_gives_later() -> None:
    text = "Menteri Kesehatan mengatakan vaksin sudah tiba. Menteri Kesehatan Arif Budiman meninjau pasar."
    assert read_claims(text, "id")[0].speaker == "Arif Budiman"


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Janji Arif Budiman: Vaksin Tiba Pekan Depan", "Arif Budiman"),
        ("Menkes: Vaksin Tiba Pekan Depan", "Menkes"),
        ("Wabah 2024: Vaksin Tiba Pekan Depan", ""),
    ],
)
def test_a_headline_with_a_colon(headline: str, speaker: str) -> None:
    text = f"{headline}\n\nMenteri Kesehatan Arif Budiman meninjau pasar pada Senin. Vaksin tiba pekan depan."
    claims = read_claims(text, "id")
    assert claims[0].is_headline
    assert claims[0].speaker == speaker


def test_a_quote_over_two_paragraphs_has_one_speaker() -> None:
    text = (
        "“Kami menutup tiga jembatan pada malam hari.\n\n"
        "“Dua di antaranya rusak berat,” kata Bambang Wijaya.\n\n"
        "Perbaikan memakan waktu sebulan."
    )
    assert [claim.speaker for claim in read_claims(text, "id")] == ["Bambang Wijaya", "Bambang Wijaya", ""]


def test_a_quote_that_is_never_closed_ends_with_its_line() -> None:
    text = "“Kami menutup tiga jembatan, kata Bambang Wijaya.\n\nPerbaikan jembatan memakan waktu sebulan."
    quotations = find_quotations(text)
    assert [quotation.outer.end for quotation in quotations] == [text.index("\n")]
    assert read_claims(text, "id")[-1].speaker == ""


def test_boilerplate_holds_no_quote() -> None:
    text = "“Baca juga artikel kami yang lain\nHarga beras naik,” ujar pedagang."
    assert len(find_quotations(text, (Boilerplate(Span(0, 33), "link"),))) < len(find_quotations(text))


@pytest.mark.parametrize("language", ["", "xx", "tlh", "zh-Hant"])
def test_a_language_without_tables_is_read_with_the_english_ones(language: str) -> None:
    assert read_claims('"The bridge is closed," said Anna Keller.', language)[0].speaker == "Anna Keller"


def test_a_body_that_is_only_guessed_is_uncertain() -> None:
    text = "Kestrel Lane, the maker of ferries, said fares would rise. The firm said crews would grow."
    *_, last = read_claims(text, "en")
    assert [(link.name, link.is_certain) for link in last.attribution] == [("Kestrel Lane", False)]


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "«",
        "»",
        "‘",
        "’",
        "„",
        ",",
        ".",
        "?",
        ":",
        "—",
        "(",
        ")",
        "\n",
        "Rina",
        "Kartika",
        "Menteri",
        "kata",
        "ujar",
        "mengatakan",
        "bahwa",
        "menurut",
        "dikutip",
        "dari",
        "Harian",
        "Nusa",
        "said",
        "Anna",
        "told",
        "he",
        "according",
        "to",
        "the",
        "minister",
        "заявил",
        "Громов",
        "по",
        "словам",
        "сообщили",
        "в",
        "МЧС",
        "об",
        "этом",
        "dan",
        "tetapi",
        "tidak",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map(" ".join))


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_any_text_is_attributed_and_spans_slice_back(text: str, language: str) -> None:
    for claim in read_claims(text, language):
        assert claim.quote == claim.span.of(text)
        for link in claim.attribution:
            assert link.name
            assert link.span.end <= len(text)
            assert link.cue is None or link.cue.of(text)


@given(TEXTS)
def test_quotations_are_sorted_and_do_not_overlap(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.outer.start
        assert quotation.outer.contains(quotation.inner)
        end = quotation.outer.end


@pytest.mark.parametrize(
    "text",
    [
        "“" * 10_000 + " kata Rina.",
        '"' * 10_001 + " kata Rina.",
        "“a " * 10_000 + "” " * 10_000 + "kata Rina.",
        "Rina mengatakan bahwa " * 4_500,
        '"satu dua tiga empat," kata Rina, ' * 3_000,
        "dikutip Harian Nusa " * 5_000,
        "Ketua RT 04 Tanjung Sari " * 4_000,
        "PT Nusa, pengelola, menolak tuduhan, perusahaan itu mengatakan " * 1_600,
    ],
    ids=["open quotes", "straight quotes", "nested quotes", "verbs", "tails", "carriers", "titles", "bodies"],
)
def test_long_sentences_take_linear_time(text: str) -> None:
    """A hundred thousand characters in one sentence: what grows with their square would take minutes."""
    document = Document(text, language=Known("id", Basis.STATED))
    sentences = (Sentence(Span(0, len(text)), 0),)
    start = time.process_time()
    claims, _ = detect_claims(document, sentences)
    attribute_claims(document, sentences, (), claims, ())
    assert time.process_time() - start < 20
