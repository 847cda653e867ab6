"""The command `verdicts`: the review log to a file and back."""

from __future__ import annotations

from pathlib import Path

from claims.errors import InputError
from claims.exchange import export_log, import_log
from compare.writing import write_whole
from ui.commands.call import Call
from ui.commands.console import print_lines

SOME_REFUSED = 1  # the exit code when lines were not taken
MOST_SHOWN = 20  # of the lines that were not taken; how many more there are is said


def export_verdicts(path: Path, call: Call) -> None:
    """Write the whole log to a file."""
    with call.open_store() as store:
        write_whole(path, export_log(store))
        count = len(store.log().events)
    print_lines([call.tell("verdicts.exported", count=count, path=path)], error=True)


def import_verdicts(path: Path, call: Call) -> int:
    """Add the lines of a file to the log, say what was not taken, and return the exit code."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(path, error.strerror or str(error), call.tell("verdicts.unreadable")) from error
    with call.open_store() as store:
        result = import_log(store, content)
    for problem in result.problems[:MOST_SHOWN]:
        words = call.tell(f"verdicts.problem.{problem.key}", value=problem.value)
        print_lines([f"{path}:{problem.line}: {words}"], error=True)
    if len(result.problems) > MOST_SHOWN:
        more = len(result.problems) - MOST_SHOWN
        print_lines([call.tell("verdicts.more_problems", count=more)], error=True)
    done = call.tell(
        "verdicts.imported", added=result.added, known=result.known, refused=len(result.problems)
    )
    print_lines([done], error=True)
    return SOME_REFUSED if result.problems else 0
