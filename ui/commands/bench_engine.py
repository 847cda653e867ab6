"""`bench --engine`: memory and time of the comparison itself, on many invented claims."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

from claims.errors import CeksilangError
from compare.evaluate.scaling import Load, measure_load
from ui.commands.bench import Figure
from ui.commands.call import tell

LINKED = 10  # of so many claims one may hang together with all others of a story
GROWTH = 5  # times more claims, to see how memory grows
MEMORY_AIM = 3  # GB


def measure_engine(claims: int, lang: str) -> Iterator[Figure]:
    """Yield the figures of a comparison of so many claims, of a smaller one, and of one huge part."""
    small, large = _measure(claims // GROWTH, lang), _measure(claims, lang)
    for load in (small, large):
        words = {
            "claims": f"{load.claims:,}",
            "questions": f"{load.found:,}",
            "relations": f"{load.relations:,}",
        }
        yield Figure(tell("bench.engine_time", lang, **words), f"{load.seconds:.0f} s")
        yield Figure(tell("bench.engine_memory", lang, **words), f"{load.peak:.2f} GB", f"< {MEMORY_AIM} GB")
    growth = (large.peak - large.made) / max(small.peak - small.made, 1e-3)
    yield Figure(tell("bench.engine_growth", lang, times=GROWTH), f"{growth:.1f}", f"< {2 * GROWTH}")
    linked = _measure(claims // LINKED, lang, linked=True)
    words = {"claims": f"{linked.claims:,}", "links": f"{linked.relations:,}"}
    yield Figure(tell("bench.engine_linked", lang, **words), f"{linked.seconds:.0f} s, {linked.peak:.2f} GB")


def _measure(claims: int, lang: str, linked: bool = False) -> Load:
    try:
        return measure_load(max(2, claims), linked)
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd[1:]))
        words = tell("error.bench_failed", lang, code=error.returncode, command=command)
        raise CeksilangError(words) from error
