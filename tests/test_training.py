"""Training: edits whose labels follow from the facts, stories kept apart, a loss that knows what is open."""

from __future__ import annotations

import gzip
import json
import math
import random
from pathlib import Path

import pytest
import torch
from fakes import write_tiny_weights
from hypothesis import example, given
from hypothesis import strategies as st

from claims.errors import InputError
from claims.facts.numbers import find_quantities
from compare.relate.model import LABELS, NLI_LABELS
from compare.relate.model_network import open_network
from compare.train.augment import edit_pairs
from compare.train.data import SOURCES, Pair, make_pair, read_rows
from compare.train.edit_figures import edit_dates, edit_numbers
from compare.train.edit_words import edit_lists, edit_negation, edit_roles
from compare.train.edits import COVERED, Editor
from compare.train.loop import Recipe, Trainer, loss_of
from compare.train.mix import Example, Mixer
from compare.train.stories import read_stories
from compare.unpack import unpack_encoder


@pytest.mark.parametrize(
    ("editor", "sentence", "edited"),
    [
        (edit_negation, "Bupati tidak menyetujui usul itu.", "Bupati menyetujui usul itu."),
        (
            edit_negation,
            "Bupati akan menyetujui usul itu.",
            "Bupati tidak akan menyetujui usul itu.",
        ),
        (
            edit_negation,
            "Bendungan itu adalah yang tertua.",
            "Bendungan itu bukanlah yang tertua.",
        ),
        (edit_roles, "India mengalahkan Jepang.", "Jepang mengalahkan India."),
        (
            edit_lists,
            "Delegasi datang dari India, Jepang, dan Kanada.",
            "Delegasi datang dari India, dan Kanada.",
        ),
    ],
)
def test_an_edit_changes_one_fact(editor: Editor, sentence: str, edited: str) -> None:
    assert edited in [edit.text for edit in editor(sentence, random.Random(1))]


@pytest.mark.parametrize(
    ("editor", "sentence"),
    [
        (edit_negation, "Warga yang tidak hanya marah juga kecewa."),  # denies nothing
        (edit_negation, "Menteri itu ramah."),  # begins like a verb and is none
        (edit_roles, "India dan Jepang bertemu."),  # means the same the other way round
        (edit_lists, "India bertemu Jepang."),
        (edit_numbers, "Lebih dari 40 orang tewas."),  # a bound already
        (edit_numbers, "Pada 2019 ia pindah ke kota."),  # a year is no quantity
        (edit_dates, "Mereka pulang kemarin."),
    ],
)
def test_nothing_to_edit(editor: Editor, sentence: str) -> None:
    assert list(editor(sentence, random.Random(1))) == []


@given(st.integers(2, 90_000), st.integers(0, 10_000))
@example(2, 6028)  # both ends of a range were rounded to one number: "antara 3 dan 3 orang"
def test_bounds_and_ranges_mean_what_the_label_says(value: int, seed: int) -> None:
    """The facts are read back from the edited sentence and compared with the first figure."""
    sentence = f"Sebanyak {value:,} orang mengungsi.".replace(",", ".")
    for edit in edit_numbers(sentence, random.Random(seed)):
        (found,) = find_quantities(edit.text, "id")
        low = -math.inf if found.low is None else found.low
        high = math.inf if found.high is None else found.high
        assert (low <= value <= high) == (edit.verdict is COVERED), edit.text


def test_edits_are_the_same_for_the_same_seed() -> None:
    texts = [
        ("Sebanyak 48 orang tewas.", "48 orang tewas."),
        ("Rusia menyerang Ukraina.", "Ukraina diserang."),
    ]
    assert edit_pairs(texts, 5) == edit_pairs(texts, 5) != edit_pairs(texts, 6)


def test_a_set_without_a_clear_licence_is_not_trained_on() -> None:
    banned = ("mt_mnli", "xnli", "test_lay", "val.jsonl", "sts_id", "equate", "fever_symmetric")
    assert not [source for source in SOURCES if any(word in source.file for word in banned)]
    assert all(source.licence for source in SOURCES)


def test_not_entailed_stays_open() -> None:
    pair = make_pair({"premise": "a", "hypothesis": "b", "label": "not_entailment"}, "terra")
    assert pair.nli == {"contradiction", "neutral"} and "agreement" not in pair.relation


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        list(read_rows(tmp_path / "gone.jsonl"))
    with gzip.open(tmp_path / "x.jsonl.gz", "wt") as file:
        file.write('{"a": 1}\n\n{"a": 2}\n')
    assert [row["a"] for row in read_rows(tmp_path / "x.jsonl.gz")] == [1, 2]


# --- stories ----------------------------------------------------------------------------------------


def test_stories_are_kept_apart_by_their_id() -> None:
    stories = read_stories()
    held_out = [story for story in stories if story.is_held_out]
    assert 0.05 < len(held_out) / len(stories) < 0.3
    kept = {
        text for s in stories if not s.is_held_out for pair in s.judged for text in (pair.left, pair.right)
    }
    assert not [
        pair for story in held_out for pair in story.judged if pair.left in kept or pair.right in kept
    ]


def test_claims_of_two_questions_answer_no_common_one() -> None:
    story = read_stories()[0]
    assert {label for pair in story.other for label in pair.relation} == {"other_question"}
    assert "other_question" not in {label for pair in story.judged for label in pair.relation}
    assert story.pairs(1) == story.pairs(1)


def test_a_broken_story_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text(json.dumps({"id": "x", "language": "id"}), "utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl"):
        read_stories([tmp_path])


# --- the loop ---------------------------------------------------------------------------------------


def test_the_loss_counts_only_what_is_ruled_out() -> None:
    logits = {"nli": torch.tensor([[4.0, 0.0, 0.0]]), "relation": torch.zeros(1, len(LABELS))}
    right = Pair("a", "b", "toy", nli=frozenset({"contradiction"}))
    either = Pair("a", "b", "toy", nli=frozenset({"contradiction", "neutral"}))
    wrong = Pair("a", "b", "toy", nli=frozenset({"entailment"}))
    unknown = Pair("a", "b", "toy")
    losses = [float(loss_of(logits, [pair])) for pair in (either, right, wrong, unknown)]
    assert losses[3] == 0 < losses[0] < losses[1] < losses[2]
    judged = Pair("a", "b", "stories", relation=frozenset({"tension"}))
    assert float(loss_of(logits, [judged])) == pytest.approx(math.log(len(LABELS)))


def toy_examples(count: int) -> list[Example]:
    """Pairs of which the second holds the word of the first, or not."""
    rng, found = random.Random(4), []
    for _ in range(count):
        word = rng.randrange(8, 20)
        same = rng.random() < 0.5
        other = word if same else rng.choice([w for w in range(8, 20) if w != word])
        label = frozenset({NLI_LABELS[1 if same else 0]})
        found.append(Example([word, 6], [other, 7], Pair("a", "b", "toy", nli=label)))
    return found


def make_trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **recipe: float) -> Trainer:
    monkeypatch.setenv("CEKSILANG_CACHE", str(tmp_path / "cache"))
    torch.manual_seed(2)
    network = open_network(unpack_encoder(source=write_tiny_weights(tmp_path / "tiny.bin")))
    return Trainer(network, Recipe(**recipe))  # type: ignore[arg-type]


def test_training_learns_and_leaves_the_word_embeddings_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = make_trainer(tmp_path, monkeypatch, pairs=40 * 32, rate=3e-3)
    words = trainer.network.encoder.embeddings.word_embeddings.weight
    before = words.detach().clone()
    examples = toy_examples(32 * 40)
    losses = [trainer.step(examples[at : at + 32]) for at in range(0, len(examples), 32)]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])
    assert torch.equal(words, before)
    assert trainer.state.progress(trainer.recipe) == 1


def test_a_training_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = toy_examples(32 * 4)
    batches = [examples[at : at + 32] for at in range(0, len(examples), 32)]
    straight = make_trainer(tmp_path, monkeypatch, pairs=32 * 4)
    for batch in batches:
        straight.step(batch)
    first = make_trainer(tmp_path, monkeypatch, pairs=32 * 4)
    for batch in batches[:2]:
        first.step(batch)
    first.save(tmp_path / "run")
    second = make_trainer(tmp_path, monkeypatch, pairs=32 * 4)
    second.resume(tmp_path / "run")
    for batch in batches[2:]:
        second.step(batch)
    assert second.state.pairs == straight.state.pairs
    for one, two in zip(straight.network.parameters(), second.network.parameters(), strict=True):
        torch.testing.assert_close(one, two, atol=1e-6, rtol=1e-5)


def test_still_layers_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = make_trainer(tmp_path, monkeypatch, pairs=64, still_layers=1)
    before = {name: value.detach().clone() for name, value in trainer.network.named_parameters()}
    trainer.step(toy_examples(32))
    trainer.step(toy_examples(32))
    changed = {n for n, p in trainer.network.named_parameters() if not torch.equal(p, before[n])}
    assert changed and not [name for name in changed if "layer.0." in name or "embeddings" in name]


def test_sources_are_drawn_by_their_shares() -> None:
    pair = Pair("a", "b", "toy", nli=frozenset({"neutral"}))
    mixer = Mixer(seed=1, batch_size=16)
    mixer.put("indonli", [Example([1], [2] * size, pair) for size in range(1, 30)])
    mixer.put("stories", [Example([3], [4], pair)])
    early = [example for batch in mixer.draw(0.0) for example in batch]
    late = [example for batch in mixer.draw(0.9) for example in batch]
    assert {example.left[0] for example in early} == {1}
    stories = sum(example.left[0] == 3 for example in late) / len(late)
    assert stories == pytest.approx(50 / 86, abs=0.08)
