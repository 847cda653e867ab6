"""The command `bench`: what a user waits for, measured from outside as whole commands."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from claims.errors import CeksilangError, UsageError
from compare.unpack import unpack_encoder
from ui.commands.call import tell
from ui.commands.console import open_console

SEEDS = Path(__file__).parents[2] / "seeds"
HELP_RUNS = 5
FIRST_AIM, AGAIN_AIM, HELP_AIM, MEMORY_AIM = 40, 6, 0.5, 3  # seconds, seconds, seconds, GB; on two cores
GIGABYTE = 1e9


@dataclass(frozen=True)
class Figure:
    """A measured value in words, and what is aimed at."""

    name: str
    value: str
    aim: str = ""


@dataclass(frozen=True)
class Spent:
    """What one command took."""

    seconds: float
    gigabytes: float  # most memory in use at once


def measure(paths: Sequence[Path], lang: str) -> Iterator[Figure]:
    """Yield the figures as they are measured; the user's database is not touched.

    Raises:
        UsageError: there is nothing to measure with.
    """
    paths = paths or ([SEEDS] if SEEDS.is_dir() else [])
    if not paths:
        raise UsageError(tell("error.no_seeds", lang))
    unpack_encoder()  # not part of the first analysis: it happens once in a life
    with tempfile.TemporaryDirectory() as folder:
        command = ["--db", f"sqlite:///{folder}/bench.sqlite", "analyse", *map(str, paths)]
        first, again = run(command, lang), run(command, lang)
    yield Figure(tell("bench.first", lang), f"{first.seconds:.1f} s", f"< {FIRST_AIM} s")
    yield Figure(tell("bench.again", lang), f"{again.seconds:.1f} s", f"< {AGAIN_AIM} s")
    yield Figure(tell("bench.ratio", lang), f"{first.seconds / again.seconds:.1f}")
    yield Figure(tell("bench.memory", lang), f"{first.gigabytes:.2f} GB", f"< {MEMORY_AIM} GB")
    best = min(run(["--help"], lang).seconds for _ in range(HELP_RUNS))
    yield Figure(tell("bench.help", lang, runs=HELP_RUNS), f"{best:.2f} s", f"< {HELP_AIM} s")


def measure_desk(lang: str) -> Iterator[Figure]:
    """Yield what a large desk waits for in the database; it is thrown away afterwards."""
    from compare.evaluate.storing import A_CLICK, measure_store

    for waited in measure_store():
        aim = f"< {A_CLICK} s" if waited.in_a_click else ""
        yield Figure(tell(f"bench.store.{waited.what}", lang), f"{waited.seconds:.3f} s", aim)


def print_figures(figures: Iterable[Figure], lang: str) -> None:
    """Print what was measured beside what is aimed at."""
    table = Table(tell("bench.what", lang), box=None, pad_edge=False)
    table.add_column(tell("bench.measured", lang), justify="right")
    table.add_column(tell("bench.aim", lang), justify="right")
    for figure in figures:
        table.add_row(figure.name, figure.value, figure.aim)
    open_console().print(table)


def run(arguments: Sequence[str], lang: str) -> Spent:
    """Run `ceksilang` with these arguments as a user would and return what it took."""
    command = [sys.executable, "-m", "ui.cli", *arguments]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)  # the only way to one child's own peak memory
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)  # it is reaped: Popen must not wait for it again
    if process.returncode:
        raise CeksilangError(
            tell("error.bench_failed", lang, code=process.returncode, command=" ".join(arguments))
        )
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
    return Spent(seconds, usage.ru_maxrss * unit / GIGABYTE)
