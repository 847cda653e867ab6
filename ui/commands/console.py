"""What the command line prints: lines, progress, tables.

Text of articles is printed as text: no control characters reach the terminal, and nothing in it is
read as rich's markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import TracebackType

import typer
from rich.console import Console
from rich.text import Text

from compare.writing import clean_line
from ui.commands.call import tell


def print_lines(lines: Iterable[str], error: bool = False) -> None:
    """Print lines as they are, but for control characters."""
    for line in lines:
        indent = line[: len(line) - len(line.lstrip(" "))]
        typer.echo(indent + clean_line(line), err=error)


INNER_STEPS = {"encode"}  # counts the texts of one batch again and again; "embed" counts all of them


class Progress:
    """Shows a bar a step on a terminal, else a line a step; all on the error stream."""

    def __init__(self, lang: str) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        self.lang = lang
        self._console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Bars(*columns, console=self._console, disable=not self._console.is_terminal)
        self._tasks: dict[str, TaskID] = {}
        self._last = ""

    def __enter__(self) -> Progress:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Leave the bars as they are."""
        self._bars.stop()

    def see(self, step: str, done: int, total: int) -> None:
        """Take how much of a step is done; a total of 0 means that nobody knows."""
        if step in INNER_STEPS:
            return
        if self._console.is_terminal:
            if step not in self._tasks:
                self._tasks[step] = self._bars.add_task(self._name(step), total=None)
            self._bars.update(self._tasks[step], completed=done, total=total or None)
        elif step != self._last:
            print_lines([f"{self._name(step)} ..."], error=True)
        self._last = step

    def tell(self, key: str, /, **values: object) -> str:
        """Return a message in the language of this command."""
        return tell(key, self.lang, **values)

    def print(self, line: str) -> None:
        """Print a line above the bars."""
        if self._console.is_terminal:
            self._console.print(Text(clean_line(line)), soft_wrap=True)
        else:
            print_lines([line], error=True)

    def _name(self, step: str) -> str:
        try:
            return tell(f"step.{step}", self.lang)
        except KeyError:
            return step


def open_console(*, no_color: bool = False) -> Console:
    """Return the console of the output stream."""
    # a file or a pipe has no width: nothing is cut there
    return Console(no_color=no_color) if sys.stdout.isatty() else Console(width=200, color_system=None)
