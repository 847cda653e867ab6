"""The command `verify`: what the store says of a report that comes back."""

from __future__ import annotations

from pathlib import Path

from compare.report.verify import Problem, verify_report
from ui.commands.call import Call
from ui.commands.console import print_lines

DOES_NOT_FIT = 1
SHOWN = 20  # problems named; how many more there are is said


def verify_file(path: Path, call: Call) -> int:
    """Check the report, print what was checked and what does not fit, and return the exit code."""
    with call.open_store() as store:
        found = verify_report(path, store.documents())
    print_lines([call.tell("verify.checked", path=path, texts=found.texts, quotes=found.quotes)])
    print_lines(_describe(problem, call) for problem in found.problems[:SHOWN])
    if len(found.problems) > SHOWN:
        print_lines([call.tell("verify.more", count=len(found.problems) - SHOWN)])
    print_lines([call.tell("verify.bad" if found.problems else "verify.good")])
    return DOES_NOT_FIT if found.problems else 0


def _describe(problem: Problem, call: Call) -> str:
    place = {"text": problem.text[:12], "start": problem.start, "end": problem.end}
    return "  " + call.tell(f"verify.{problem.fault}", **place)
