"""What figures and times of a premise say of a hypothesis."""

from __future__ import annotations

import pytest

from claims.languages import list_languages, load_table
from compare.relate.premise import Verdict, judge_facts

BRIDGES = "Jembatan A selesai pada 2010 dan jembatan B pada 2014. Keduanya menelan 40 miliar rupiah."
CASES = (
    # premise, hypothesis, language, verdict
    (BRIDGES, "Keduanya menelan 60 miliar rupiah.", "id", "contradicted"),
    (BRIDGES, "Keduanya menelan kurang dari 40 miliar rupiah.", "id", "contradicted"),
    (BRIDGES, "Keduanya menelan setidaknya 40 miliar rupiah.", "id", "met"),
    (BRIDGES, "Keduanya menelan lebih dari 30 miliar rupiah.", "id", "met"),
    (BRIDGES, "Keduanya menelan 60 miliar rupiah pada 2015.", "id", "other_time"),
    (BRIDGES, "Jembatan A selesai pada 2014.", "id", "contradicted"),
    (BRIDGES, "Jembatan A selesai pada 2010.", "id", "undecided"),
    (BRIDGES, "Warga menyukai kedua jembatan itu.", "id", "undecided"),
    ("Pengungsi mendekati 10 ribu orang.", "Pengungsi lebih dari 10 ribu orang.", "id", "contradicted"),
    ("57 dari 107 desa sudah teraliri listrik.", "57 desa sudah teraliri listrik.", "id", "undecided"),
    ("Pabrik itu mempunyai 200 pekerja.", "Pabrik itu tidak mempunyai 300 pekerja.", "id", "undecided"),
    ("Pabrik itu mempunyai 200 pekerja.", "Restoran di dekat pasar punya 300 pekerja.", "id", "undecided"),
    ("Museum diresmikan pada 3 Mei 2011.", "Museum diresmikan pada 3 Mei 2012.", "id", "contradicted"),
    ("Pada 2011 museum itu penuh.", "Pada 2012 museum itu penuh.", "id", "undecided"),  # it can be full twice
    ("Museum itu penuh pada 2011.", "Museum itu penuh sebelum 2011.", "id", "other_time"),
    ("The flood killed 48 people.", "37 people were killed in the flood.", "en", "contradicted"),
    ("The plant employs 200 workers.", "The plant employs at least 200 workers.", "en", "met"),
    ("The plant employs 200 workers.", "The plant employs more than 200 workers.", "en", "contradicted"),
    ("The museum opened in May 2011.", "The museum opened in May 2012.", "en", "contradicted"),
    ("На заводе 200 рабочих.", "На заводе 300 рабочих.", "ru", "contradicted"),
    ("На заводе 200 рабочих.", "На заводе более 150 рабочих.", "ru", "met"),
)  # fmt: skip


@pytest.mark.parametrize(("premise", "hypothesis", "language", "verdict"), CASES)
def test_what_the_facts_say(premise: str, hypothesis: str, language: str, verdict: str) -> None:
    assert judge_facts(premise, hypothesis, language) is Verdict(verdict)


def test_nothing_contradicts_itself() -> None:
    for premise, _, language, _ in CASES:
        assert judge_facts(premise, premise, language) in (Verdict.UNDECIDED, Verdict.MET)


def test_a_text_without_figures_decides_nothing() -> None:
    assert judge_facts("", "", "id") is judge_facts("Air naik.", "Air turun.", "id") is Verdict.UNDECIDED


@pytest.mark.parametrize("language", list_languages())
def test_every_language_has_the_words(language: str) -> None:
    table = load_table(language, "premise")
    assert all(table[kind] for kind in ("strict", "almost", "once", "borders"))
