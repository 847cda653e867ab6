"""What a text says of its language, outlet, title and day - and that nothing else is claimed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.metadata import detect_language, infer_metadata
from claims.models import UNKNOWN, Basis

BODY = {
    "id": "Harga beras naik di semua pasar sejak pekan lalu. Pedagang mengeluh karena pembeli berkurang.",
    "en": "The price of rice rose in all markets last week. Traders complain that buyers stay away.",
    "ru": "Цены на рис выросли на всех рынках на прошлой неделе. Продавцы жалуются на покупателей.",
}


@pytest.mark.parametrize("language", BODY)
def test_the_language_is_told(language: str) -> None:
    found = detect_language(BODY[language])
    assert found.value == language
    assert found.basis == Basis.INFERRED
    assert "py3langid" in found.evidence


@pytest.mark.parametrize(
    "text", ["", "  \n", "NATO 2022", "Breaking news", "Рис", "12.345 67.890 " * 20, "a b c " * 3]
)
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect_language(text) == UNKNOWN


def test_malay_is_not_taken_for_indonesian_nor_the_other_way_round() -> None:
    malay = (
        "Polis menahan dua lelaki kerana mencuri kereta di pejabat itu semalam, kata beliau kepada wartawan."
    )
    indonesian = (
        "Polisi menahan dua laki-laki karena mencuri mobil di kantor itu kemarin, kata dia kepada warga."
    )
    assert (detect_language(malay).value, detect_language(indonesian).value) == ("ms", "id")


OUTLETS = [
    # text, language, outlet, basis
    ("KABAR.com - {body}", "id", "KABAR.com", "stated"),
    ("JAKARTA, KABAR.com - {body}", "id", "KABAR.com", "stated"),
    ("Kabarku.co.id, Jakarta – {body}", "id", "Kabarku.co.id", "stated"),
    ("Jakarta, Kabar Indonesia -- {body}", "id", "Kabar Indonesia", "stated"),
    ("Bandung (KABAR) - {body}", "id", "KABAR", "stated"),
    ("KABAR – {body} Hal itu dikutip KABAR Ekonomi dari pedagang.", "id", "KABAR", "stated"),
    ("KABAR – {body}", "id", "KABAR", "inferred"),
    ("LABUAN BAJO - {body} Pasar Labuan Bajo sepi.", "id", "", "unknown"),
    ("Jakarta - {body}", "id", "", "unknown"),
    ("{body}", "id", "", "unknown"),
    ("{body}\nMohon cantumkan tautan bila mengutip materi dari Kabar Wening.", "id", "", "unknown"),
    (
        "{body}\nKetika mengutip materi dari Kabar Wening, mohon cantumkan tautan.",
        "id",
        "Kabar Wening",
        "stated",
    ),
    ("{body}\nHak Cipta © 2024 Kabar Wening", "id", "Kabar Wening", "stated"),
    ("{body}\nArtikel ini telah tayang di Kabar.com dengan judul Harga Beras", "id", "Kabar.com", "stated"),
    ("{body} Kata dia, dikutip Kabar Wening dari Harian Kota.", "id", "Kabar Wening", "inferred"),
    ("LONDON (Courier) - {body}", "en", "Courier", "stated"),
    ("PARIS, May 5 (Courier) - {body}", "en", "Courier", "stated"),
    ("{body}\n© 2024 Hill Courier. All rights reserved.", "en", "Hill Courier", "stated"),
    ("{body} The ministry told Courier that stocks are full.", "en", "", "unknown"),
    ("МОСКВА, 5 мая — Курьер Новости. {body}", "ru", "Курьер Новости", "stated"),
    ("КАЗАНЬ, 5 мая. /КУРЬЕР/. {body}", "ru", "КУРЬЕР", "stated"),
    ("{body}\nПри использовании материалов ссылка на Курьер обязательна", "ru", "Курьер", "stated"),
    ("{body}", "ru", "", "unknown"),
]


@pytest.mark.parametrize(("text", "language", "outlet", "basis"), OUTLETS)
def test_the_outlet_is_what_the_text_names(text: str, language: str, outlet: str, basis: str) -> None:
    found = infer_metadata(text.format(body=BODY[language]), language).outlet
    assert (found.value, found.basis.value) == (outlet, basis)
    assert bool(found.evidence) == bool(outlet)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Harga Beras Naik\n\n{body}", "Harga Beras Naik"),
        ("Mengapa Harga Beras Naik?\n\n{body}", "Mengapa Harga Beras Naik?"),
        ("# Harga Beras Naik\n\n{body}", "Harga Beras Naik"),
        (
            "Mengapa Harga Naik?\n\nTeras singkat di sini.\n\nMengapa Harga Naik?\n\n{body}",
            "Mengapa Harga Naik?",
        ),
        ("{body}", ""),
        ("{body}\n\n{body}", ""),
        ("ADVERTISEMENT\n{body}", ""),
        ("Penulis\n{body}", ""),
        ("harga beras\n{body}", ""),
        ("Beras\n{body}", ""),
        ("Harga Beras Naik", ""),
        ("Harga Beras Naik\nHarga Beras Turun", ""),
    ],
)
def test_the_title_is_a_first_line_written_as_one(head: str, title: str) -> None:
    found = infer_metadata(head.format(body=BODY["id"]), "id").title
    assert found.value == title
    assert found.basis == (Basis.STATED if title else Basis.UNKNOWN)


@pytest.mark.parametrize(
    ("head", "language", "published"),
    [
        ("Harga Beras Naik\n4 Maret 2024 07:15 WIB\n", "id", "2024-03-04T07:15+07:00"),
        ("Senin, 4 Maret 2024\n", "id", "2024-03-04"),
        ("Kabar.com - 04/03/2024, 07.15 WITA\n", "id", "2024-03-04T07:15+08:00"),
        ("JAKARTA, 4 Maret 2024 - ", "id", "2024-03-04"),
        ("JAKARTA, 4 Maret - ", "id", ""),
        ("Pada 4 Maret 2024, ", "id", ""),
        ("March 4, 2024\n", "en", "2024-03-04"),
        ("3/4/2024\n", "en", ""),
        ("4 марта 2024, 12:30 МСК\n", "ru", "2024-03-04T12:30+03:00"),
    ],
)
def test_the_day_is_what_a_dateline_states(head: str, language: str, published: str) -> None:
    found = infer_metadata(head + BODY[language], language).published
    assert found.value == published


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(["id", "en", "ru", "xx", ""]))
def test_any_text_is_survived_and_what_is_said_of_it_has_evidence(text: str, language: str) -> None:
    detect_language(text)
    found = infer_metadata(text, language)
    for known in (found.outlet, found.title, found.published):
        assert bool(known.value) == (known.basis != Basis.UNKNOWN)
        assert not known.value or known.evidence
