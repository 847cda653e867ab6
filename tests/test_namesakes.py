"""People of one last name: told apart by their first names, met across spellings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.models import Basis, Document, Known, Reading
from claims.namesakes import separate_namesakes
from claims.read import read_document


def read(text: str, language: str = "id") -> Reading:
    return read_document(Document(text, language=Known(language, Basis.STATED)))


def ids(*readings: Reading) -> list[set[str]]:
    return [
        {a.id for claim in reading.claims for a in claim.actors if a.id.startswith("person:")}
        for reading in separate_namesakes(readings)
    ]


RINA = "Bupati Rina Kartika meresmikan pasar pada Senin. Kartika menutup pidatonya dengan doa."
BUDI = "Pengacara Budi Kartika mendatangi kantor polisi pada Senin. Kartika menolak berbicara."


def test_two_people_of_one_name_in_two_articles_are_two() -> None:
    assert ids(read(RINA), read(BUDI)) == [{"person:kartika.rina"}, {"person:kartika.budi"}]


def test_one_person_in_two_articles_keeps_the_plain_id() -> None:
    assert ids(read(RINA), read("Kartika hadir di Garut pada Senin, kata Rina Kartika.")) == [
        {"person:kartika"},
        {"person:kartika"},
    ]


def test_two_people_of_one_name_in_one_article_are_two_and_the_name_alone_is_neither() -> None:
    text = "Bupati Rina Kartika dan pengacara Budi Kartika bertemu. Menurut polisi, Kartika datang terlambat."
    assert ids(read(text)) == [{"person:kartika.rina", "person:kartika.budi", "person:kartika"}]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            ("Presiden Kassym-Jomart Tokayev tiba di Astana.", "id"),
            ("Президент Касым-Жомарт Токаев прибыл в Астану.", "ru"),
        ),
        (
            ("Minister Joseph Brandt resigned on Monday.", "en"),
            ("Minister Joe Brandt resigned on Monday.", "en"),
        ),
        (("Minister J. Brandt resigned on Monday.", "en"), ("Minister Joe Brandt resigned on Monday.", "en")),
        (("Министр Олег Громов ушел в отставку.", "ru"), ("Minister Oleg Gromov resigned on Monday.", "en")),
        (
            ("По словам министра Олега Громова, мост открыт.", "ru"),
            ("Minister Oleg Gromov resigned on Monday.", "en"),
        ),
    ],
)
def test_spellings_of_one_name_meet(left: tuple[str, str], right: tuple[str, str]) -> None:
    one, other = ids(read(*left), read(*right))
    assert one and one == other


def test_it_can_be_done_again() -> None:
    once = separate_namesakes((read(RINA), read(BUDI)))
    assert separate_namesakes(once) == once
    assert ids(once[0]) == [{"person:kartika"}]  # alone there is nobody to be told from


@settings(max_examples=30, deadline=None)
@given(order=st.permutations([RINA, BUDI, "Menteri R. Kartika tiba pada Senin.", "Kartika tiba pada Senin."]))
def test_the_order_of_the_articles_does_not_matter(order: list[str]) -> None:
    found = dict(zip(order, ids(*map(read, order)), strict=True))
    assert found[RINA] == {"person:kartika.rina"}
    assert found[BUDI] == {"person:kartika.budi"}
