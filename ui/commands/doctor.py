"""The command `doctor`: what Ceksilang stands on, whether it holds, and what to do if not."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import typer
from packaging.requirements import Requirement

from claims.errors import CeksilangError
from compare.unpack import cache_folder, find_bundled_weights, unpack_encoder
from compare.writing import clean_line
from ui.commands.call import tell
from ui.commands.console import print_lines
from ui.refusals import tell_error

GIGABYTE = 1e9
ROOM_TO_UNPACK = 1.5  # GB: the unpacked model is 0.5, and a second one is written before a damaged one goes
ROOM_TO_WORK = 0.2
WRONG = 1  # the exit code when something is wrong
OLDEST, NEWEST = (3, 11), (3, 13)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    is_ok: bool
    found: str
    remedy: str = ""


def run_checks(url: str, lang: str) -> Iterator[Check]:
    """Yield what is found, in the order in which a newcomer should mend it."""
    yield check_python(lang)
    yield from check_packages(lang)
    yield check_folder("cache", cache_folder(), lang)
    yield check_model(lang)
    yield check_database(url, lang)
    yield check_disk(lang)


def print_checks(checks: Iterable[Check], lang: str) -> int:
    """Print the doctor's findings, a line each, and return the exit code."""
    wrong = 0
    for check in checks:
        wrong += not check.is_ok
        mark = tell("doctor.ok" if check.is_ok else "doctor.bad", lang)
        typer.secho(f"{mark:<12}", fg="green" if check.is_ok else "red", nl=False)
        remedy = "" if check.is_ok else f" -> {check.remedy}"
        typer.echo(clean_line(f"{check.name}: {check.found}{remedy}"))
    print_lines([tell("doctor.not_well", lang, count=wrong) if wrong else tell("doctor.all_well", lang)])
    return WRONG if wrong else 0


def check_python(lang: str) -> Check:
    """Look at the Python that runs this."""
    found = ".".join(map(str, sys.version_info[:3]))
    is_ok = OLDEST <= sys.version_info[:2] <= NEWEST
    return Check(
        tell("doctor.python", lang), is_ok, f"{found} ({sys.executable})", tell("doctor.python_remedy", lang)
    )


def check_packages(lang: str) -> Iterator[Check]:
    """Compare what is installed with what Ceksilang's own metadata ask for."""
    for line in _read_requirements():
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        remedy = tell("doctor.package_remedy", lang, wanted=f"{wanted.name}{wanted.specifier}")
        name = tell("doctor.package", lang, name=wanted.name)
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            yield Check(name, False, tell("doctor.package_missing", lang), remedy)
            continue
        yield Check(name, wanted.specifier.contains(found, prereleases=True), found, remedy)


def _read_requirements() -> list[str]:
    """What Ceksilang's metadata ask for; run from a bare folder it is itself what is missing."""
    try:
        return requires("ceksilang") or []
    except PackageNotFoundError:
        return ["ceksilang"]


def check_folder(kind: str, folder: Path, lang: str) -> Check:
    """See whether a folder, or the nearest one above it that exists, can be written."""
    is_ok = os.access(_existing(folder), os.W_OK)
    found = tell("doctor.writable" if is_ok else "doctor.unwritable", lang, folder=folder)
    return Check(tell(f"doctor.{kind}", lang), is_ok, found, tell(f"doctor.{kind}_remedy", lang))


def check_model(lang: str) -> Check:
    """See whether the bundled model is there and, once unpacked, whole; a damaged one is unpacked anew."""
    name = tell("doctor.weights", lang)
    try:
        find_bundled_weights()
        if not is_unpacked():
            return Check(name, True, tell("doctor.weights_packed", lang, folder=cache_folder()))
        return Check(name, True, tell("doctor.weights_unpacked", lang, folder=unpack_encoder(verify=True)))
    except CeksilangError as error:
        return Check(name, False, tell_error(error, lang))


def is_unpacked() -> bool:
    """Return whether a model was unpacked before, whole or not."""
    return any(cache_folder().glob("*/manifest.json"))


def check_database(url: str, lang: str) -> Check:
    """Open the database if it is there; one that is not is not made by looking."""
    name = tell("doctor.database", lang)
    shown = hide_password(url)
    path = url.removeprefix("sqlite:///")
    if path != url and not Path(path).exists():
        folder = check_folder("data", Path(path).absolute().parent, lang)
        found = tell("doctor.database_new", lang, url=shown)
        return Check(name, True, found) if folder.is_ok else folder
    from claims.store import open_store

    try:
        with open_store(url) as store:
            count = len(store.documents())
    except CeksilangError as error:
        return Check(name, False, tell_error(error, lang))
    return Check(name, True, tell("doctor.database_there", lang, url=shown, count=count))


def check_disk(lang: str) -> Check:
    """Compare the free space where the model is unpacked with what is wanted there."""
    place = _existing(cache_folder())
    free = shutil.disk_usage(place).free / GIGABYTE
    wanted = ROOM_TO_WORK if is_unpacked() else ROOM_TO_UNPACK
    found = tell("doctor.disk_found", lang, free=f"{free:.1f}", folder=place)
    return Check(
        tell("doctor.disk", lang), free >= wanted, found, tell("doctor.disk_remedy", lang, needed=wanted)
    )


def hide_password(url: str) -> str:
    """Return a database address that may be shown.

    >>> hide_password("postgresql://ayu:rahasia@db.example/cek")
    'postgresql://ayu:***@db.example/cek'
    """
    return re.sub(r"(?<=://)([^:/@]*):[^@/]*@", r"\1:***@", url)


def _existing(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if place.exists()), Path())
