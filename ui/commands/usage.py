"""What typer says by itself, in the language of the command line: usage errors, and the headings of the help.

Typer writes these words in English, where they are raised.  As in `ui/refusals.py` the English sentence is
the key: `messages/usage_id.toml` has it with `{}` for what varies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import typer
from typer.main import get_command

from ui.commands.call import tell
from ui.refusals import translate

TABLE = "usage"
MISUSED = 2  # the exit code of a command that cannot be understood
_TYPE = re.compile(r" ?<[a-z\[\] ]+>")  # what typer puts behind a name for the type of a value


class Words(typer.Context):
    """The context of a command, whose help is in the reader's language."""

    lang = ""

    def get_usage(self) -> str:
        """Return the line that says how the command is called."""
        return tell_help(super().get_usage(), self.lang)

    def get_help(self) -> str:
        """Return the whole help of the command."""
        return tell_help(super().get_help(), self.lang)


def run(app: typer.Typer, arguments: Sequence[str], lang: str) -> int:
    """Run the command that the arguments name and return the exit code; a misuse is told in `lang`."""
    command: Any = get_command(app)
    words = type("Words", (Words,), {"lang": lang})
    for one in _walk(command):
        one.context_class = words
    try:
        code = command.main(args=list(arguments), prog_name="ceksilang", standalone_mode=False)
    except typer.TyperException as error:
        _tell_misuse(error, lang)
        return error.exit_code
    return code if isinstance(code, int) else 0


def _walk(command: Any) -> Iterator[Any]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _walk(inner)


def _tell_misuse(error: typer.TyperException, lang: str) -> None:
    """Print what was wrong below how the command is called; without any command that is the whole help."""
    said, context = error.format_message(), getattr(error, "ctx", None)
    if context is None:
        typer.echo(f"{tell('error.label', lang)}: {translate(said, lang, TABLE)}", err=True)
        return
    if said == context.get_help():
        typer.echo(said, err=True)
        return
    hint = tell("error.usage_hint", lang, command=f"{context.command_path} {context.help_option_names[0]}")
    problem = f"{tell('error.label', lang)}: {translate(said, lang, TABLE)}"
    typer.echo(f"{context.get_usage()}\n{hint}\n\n{problem}", err=True)


def tell_help(words: str, lang: str) -> str:
    """Return the help of a command with typer's own words in a language, and without the types of values.

    >>> tell_help("Options:\\n  --limit <int range>  Pages.  [required]", "id")
    'Opsi:\\n  --limit N            Pages.  [wajib]'
    """

    def pad(found: re.Match[str]) -> str:
        is_number = "int" in found.group() or "float" in found.group()
        return (" N" if is_number else "").ljust(len(found.group()))

    def said(key: str) -> Callable[[re.Match[str]], str]:
        return lambda found: tell(f"usage.{key}", lang)

    words = _TYPE.sub(pad, words)
    for key, pattern in _PLACES.items():
        words = pattern.sub(said(key), words)
    return words


_PLACES = {
    "heading": re.compile(r"(?m)^Usage:"),
    "options_there": re.compile(r"\[OPTIONS\]"),
    "command_there": re.compile(r"\bCOMMAND \[ARGS\]\.\.\."),
    "arguments": re.compile(r"(?m)^Arguments:$"),
    "options": re.compile(r"(?m)^Options:$"),
    "commands": re.compile(r"(?m)^Commands:$"),
    "help": re.compile(r"Show this message and exit\."),
    "required": re.compile(r"(?<=\[)required(?=\])|(?<=; )required(?=\])"),
    "default": re.compile(r"(?<=\[)default:"),
}
