"""Times of day, a case a line: language, text, minutes after midnight found in it."""

from __future__ import annotations

import pytest

from claims.facts.clocks import Clock, find_clocks
from claims.models import Span

CASES = [
    ("id", "Gempa terjadi pukul 05.52 WIB.", [352]),
    ("id", "Toko tutup jam 7 malam.", [1140]),
    ("id", "Ia dipanggil pukul dua pagi.", [120]),
    ("id", "Kapal berangkat pukul 00.15 WITA.", [15]),
    ("id", "Rapat berlangsung pukul 19.00 sampai larut.", [1140]),
    ("id", "Harga naik 5.30 persen.", []),
    ("id", "Jam tangan itu seharga Rp2.500.000.", []),
    ("id", "Skor akhir 3:15.", []),
    ("id", "Ia bekerja 12 jam sehari.", []),
    ("en", "The gates opened at 6:30 a.m. sharp.", [390]),
    ("en", "Police came at 7 p.m.", [1140]),
    ("en", "It began at 3 in the afternoon.", [900]),
    ("en", "Sales rose from 5 to 7 percent.", []),
    ("en", "The match ended 2:15 after extra time.", []),
    ("en", "He was 12 at the time.", []),
    ("ru", "Сирена сработала в 05:52.", [352]),
    ("ru", "Поезд ушёл в пять часов утра.", [300]),
    ("ru", "Собрание началось около 12:30.", [750]),
    ("ru", "Цена выросла с 12 до 15 рублей.", []),
    ("ru", "Работы идут с 12 марта.", []),
]


@pytest.mark.parametrize(("language", "text", "minutes"), CASES, ids=[case[1][:40] for case in CASES])
def test_clocks_of_a_text(language: str, text: str, minutes: list[int]) -> None:
    found = find_clocks(text, language)
    assert [clock.minute for clock in found] == minutes
    assert all(text[clock.span.start : clock.span.end].strip() for clock in found)


def test_how_far_two_clocks_are_apart() -> None:
    def at(minute: int, is_sure: bool = True) -> Clock:
        return Clock(minute, Span(0, 1), is_sure)

    assert at(23 * 60).apart(at(60)) == 120  # over midnight
    assert at(6 * 60).apart(at(18 * 60)) == 720
    assert at(6 * 60, is_sure=False).apart(at(18 * 60)) == 0  # "at 6:00" may be in the evening
