"""The larger relation model: a tiny network, its changes packed and put back, its terms, its absence."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import lxml.html
import numpy as np
import pytest
import torch
from safetensors import safe_open

from claims.errors import ModelError
from compare.relate import model_large_terms
from compare.relate.model import load_nli_model
from compare.relate.model_large_files import ADAPTER, pack_changes, put_changes
from compare.relate.model_large_gguf import EMBEDDING, put_together
from compare.relate.model_large_network import LargeNetwork, add_changes
from compare.relate.model_network import judge

ROOT = Path(__file__).parents[1]
PAIRS = [([5, 6, 7], [6]), ([9] * 12, [5, 8]), ([7], [7, 7])]


def open_tiny(seed: int = 1) -> LargeNetwork:
    """A network of the architecture with a few thousand random weights."""
    from transformers import Gemma3TextConfig, Gemma3TextModel

    config = Gemma3TextConfig(
        vocab_size=200, hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=2,
        num_key_value_heads=1, head_dim=16, query_pre_attn_scalar=16,
        layer_types=["sliding_attention", "sliding_attention", "full_attention"],
    )  # fmt: skip
    torch.manual_seed(seed)
    weights = {n: v for n, v in Gemma3TextModel(config).state_dict().items() if n != "embed_tokens.weight"}
    packed = torch.randint(0, 255, (200, 34), dtype=torch.uint8)
    packed[:, 0], packed[:, 1] = 0, 36  # the scale of each row: 2 ** -6
    return LargeNetwork(put_together(config, {**weights, EMBEDDING: packed})).eval()


def learn_a_little(network: LargeNetwork) -> None:
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.requires_grad:
                parameter.add_(0.05 * torch.randn_like(parameter))


def test_what_is_packed_predicts_what_was_learned(tmp_path: Path) -> None:
    trained = open_tiny()
    add_changes(trained, still_layers=1, rank=4)
    learn_a_little(trained)
    pack_changes(trained, tmp_path / "x.safetensors", {"seed": 1})
    restored, fresh = put_changes(open_tiny(), tmp_path / "x.safetensors"), open_tiny()
    for head in ("nli", "relation"):
        before, after = (judge(network, PAIRS, head, 100) for network in (trained, restored))
        assert np.abs(before - after).max() < 0.01
        assert np.abs(before - judge(fresh, PAIRS, head, 100)).max() > 0.01


def test_padding_changes_no_judgement() -> None:
    network = open_tiny()
    together = judge(network, PAIRS, "nli", 10_000)
    alone = np.concatenate([judge(network, [pair], "nli", 10) for pair in PAIRS])
    assert np.abs(together - alone).max() < 1e-5


def test_only_changes_and_heads_learn() -> None:
    network = open_tiny()
    add_changes(network, still_layers=1)
    learning = [name for name, parameter in network.named_parameters() if parameter.requires_grad]
    assert all(name.startswith("heads.") or name.endswith((".down", ".up")) for name in learning)
    assert not any(".layers.0." in name for name in learning)
    assert any(".layers.1." in name for name in learning)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"x\.safetensors"):
        put_changes(open_tiny(), tmp_path / "x.safetensors")


def test_what_ships_is_small_and_names_its_data() -> None:
    assert ADAPTER.stat().st_size < 30_000_000
    with safe_open(ADAPTER, "pt") as file:
        assert "CC BY-SA 4.0" in file.metadata()["about"]


def test_without_the_extra_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_large_terms, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r'pip install "ceksilang\[large\]"'):
        load_nli_model("large")


def test_the_terms_are_shown_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEKSILANG_CACHE", str(tmp_path))
    monkeypatch.setattr(model_large_terms, "check_packages", lambda: None)
    assert model_large_terms.unseen_terms("") is None
    assert model_large_terms.unseen_terms("large") == model_large_terms.TERMS
    assert model_large_terms.unseen_terms("large") is None


def test_what_is_passed_on_carries_what_the_terms_ask_for() -> None:
    """Section 3.1: the restrictions, a copy of the terms, a mark in changed files, the notice."""
    notice, terms = (file.read_text("utf-8") for file in (model_large_terms.NOTICE, model_large_terms.TERMS))
    said = "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms"
    assert notice.startswith(said) and "Section 3.2" in notice and "prohibited_use_policy" in notice
    assert all(f"\n{section} " in terms for section in ("1.1", "2.2", "3.1", "3.2", "3.3", "4.3", "4.9"))
    with safe_open(ADAPTER, "pt") as file:
        assert said in json.loads(file.metadata()["about"])["notice"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    carried = {ROOT / name for name in project["license-files"]}
    assert {model_large_terms.NOTICE, model_large_terms.TERMS} <= carried


def test_the_copy_says_what_the_packages_say() -> None:
    if (spec := find_spec(model_large_terms.PACKAGE)) is None:
        pytest.skip("the extra large is not installed")
    (folder,) = spec.submodule_search_locations or ()
    page = lxml.html.parse(Path(folder) / "data" / "GEMMA_TERMS.html")
    (body,) = page.xpath('//*[contains(@class, "devsite-article-body")]')
    ours = re.sub(r" <https:[^>]+>", "", model_large_terms.TERMS.read_text("utf-8"))
    there = set(re.findall(r"\w+", ours))
    assert {word for word in re.findall(r"\w+", body.text_content()) if word not in there} == set()
