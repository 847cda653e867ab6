"""The command line: `ceksilang`.

Only what parses arguments is imported here, so that `--help` is quick; each command imports what it
needs.  A user's mistake is one line on the error stream and an exit code, never a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from claims.errors import CeksilangError, UsageError
from ui.commands.call import Call, choose_language, tell
from ui.commands.usage import run
from ui.settings import database_url

INTERRUPTED = 130


app = typer.Typer(
    name="ceksilang",
    help=tell("help.app"),
    epilog=tell("help.epilog"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich's help would double the time of --help
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"ceksilang {version('ceksilang')}")
        except PackageNotFoundError:
            typer.echo("ceksilang (not installed)")
        raise typer.Exit


@app.callback()
def take_options(
    context: typer.Context,
    db: Annotated[str | None, typer.Option(metavar="URL", help=tell("help.db"))] = None,
    lang: Annotated[str | None, typer.Option(metavar="id|en", help=tell("help.lang"))] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=tell("help.verbose"))] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help=tell("help.version"))
    ] = False,
) -> None:
    """Take what stands before the command."""
    if verbose:
        _log_to_stderr()
    language = choose_language(["--lang", lang] if lang else [], os.environ)
    context.obj = Call(database_url(db), language, verbose)


@app.command(short_help=tell("short.analyse"), help=tell("help.analyse"))
def analyse(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=tell("help.paths"))],
    encoder: Annotated[str, typer.Option(metavar="NAME", help=tell("help.encoder"))] = "",
    relation_model: Annotated[
        str, typer.Option(metavar="NAME", help=tell("help.analyse_relation_model"))
    ] = "none",
    map_: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help=tell("help.map"))
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=tell("help.verbose"))] = False,
) -> None:
    """Read articles, compare them and keep the result."""
    from claims.columns import parse_mapping
    from claims.ingest import ReadOptions
    from ui.commands.analyse import Models, analyse_paths

    if verbose:
        _log_to_stderr()
    call: Call = context.obj
    options = ReadOptions(parse_mapping(map_ or []))
    raise typer.Exit(analyse_paths(paths, Models(encoder, relation_model), call, options))


@app.command(short_help=tell("short.fetch"), help=tell("help.fetch"))
def fetch(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help=tell("help.urls"))],
    limit: Annotated[int, typer.Option(min=0, help=tell("help.limit"))] = 100,
    delay: Annotated[float, typer.Option(min=0.5, max=60, help=tell("help.delay"))] = 1.0,
    fresh: Annotated[float, typer.Option(min=0, metavar="MINUTES", help=tell("help.fresh"))] = 60.0,
    only_keep: Annotated[bool, typer.Option("--only-keep", help=tell("help.only_keep"))] = False,
) -> None:
    """Fetch articles from the web, compare them and keep the result."""
    from claims.fetch.client import FetchSettings
    from ui.commands.fetch import fetch_addresses

    call: Call = context.obj
    settings = FetchSettings(delay=delay, fresh_for=fresh)
    raise typer.Exit(fetch_addresses(urls, settings, limit, call, only_keep))


@app.command(short_help=tell("short.report"), help=tell("help.report"))
def report(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=tell("help.report_output"))],
    question: Annotated[
        list[str] | None, typer.Option("--question", "-q", metavar="ID", help=tell("help.report_question"))
    ] = None,
) -> None:
    """Write the report of what disagrees."""
    from compare.report import check_format, write_report

    call: Call = context.obj
    check_format(output)  # before the database is opened: a typing slip is told at once
    analysis, log = call.load_reviewed()
    write_report(analysis, output, call.lang, question or (), log)
    _say_on_stderr(call.tell("done.written", path=output))


@app.command(short_help=tell("short.verify"), help=tell("help.verify"))
def verify(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="REPORT", help=tell("help.verify_path"))],
) -> None:
    """Check a report against the store."""
    from ui.commands.verify import verify_file

    call: Call = context.obj
    raise typer.Exit(verify_file(path, call))


@app.command(short_help=tell("short.export"), help=tell("help.export"))
def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=tell("help.export_output"))],
    format_: Annotated[
        str, typer.Option("--format", metavar="json|csv|jsonld|claimreview", help=tell("help.format"))
    ] = "",
) -> None:
    """Write the result as data."""
    from compare.formats import MAKERS, write_export

    call: Call = context.obj
    chosen = format_.lower() or output.suffix.lower().removeprefix(".")
    if chosen not in MAKERS:
        raise UsageError(call.tell("error.format", path=output, given=chosen, known=", ".join(MAKERS)))
    write_export(chosen, *call.load_reviewed(), output, call.lang)
    _say_on_stderr(call.tell("done.written", path=output))


@app.command(name="app", short_help=tell("short.app"), help=tell("help.app_command"))
def open_app(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help=tell("help.port"))] = 8501,
    host: Annotated[str, typer.Option(help=tell("help.host"))] = "localhost",
) -> None:
    """Open the app on this computer."""
    from ui.commands.serve import serve_app

    call: Call = context.obj
    raise typer.Exit(serve_app(host, port, call))


@app.command(short_help=tell("short.sources"), help=tell("help.sources"))
def sources(context: typer.Context) -> None:
    """List the articles."""
    from ui.commands.sources import print_sources

    call: Call = context.obj
    with call.open_store() as store:
        print_sources(store.documents(), call.lang)


verdicts = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=tell("help.verdicts"))
app.add_typer(verdicts, name="verdicts", short_help=tell("short.verdicts"))


@verdicts.command(name="export", help=tell("help.verdicts_export"))
def export_verdicts(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help=tell("help.verdicts_output"))
    ],
) -> None:
    """Write the review log to a file."""
    from ui.commands import verdicts as command

    command.export_verdicts(output, context.obj)


@verdicts.command(name="import", help=tell("help.verdicts_import"))
def import_verdicts(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tell("help.verdicts_file"))],
) -> None:
    """Add the lines of a file to the review log."""
    from ui.commands import verdicts as command

    raise typer.Exit(command.import_verdicts(file, context.obj))


@app.command(short_help=tell("short.teach"), help=tell("help.teach"))
def teach(
    context: typer.Context,
    undo: Annotated[bool, typer.Option("--undo", help=tell("help.teach_undo"))] = False,
    reviewer: Annotated[str, typer.Option(metavar="NAME", help=tell("help.teach_reviewer"))] = "",
) -> None:
    """Learn the order of the queue from the verdicts."""
    from getpass import getuser

    from ui.commands.teach import run_teach

    raise typer.Exit(run_teach(reviewer or getuser(), undo, context.obj))


@app.command(short_help=tell("short.explain"), help=tell("help.explain"))
def explain(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help=tell("help.explain_paths"))],
    no_color: Annotated[bool, typer.Option("--no-color", help=tell("help.no_color"))] = False,
) -> None:
    """Print articles with everything that was understood of them."""
    from ui.commands.console import open_console
    from ui.commands.explain import explain_paths, read_kept

    call: Call = context.obj
    kept = None
    if call.has_database():
        with call.open_store() as store:
            kept = read_kept(store)
    explain_paths(paths, open_console(no_color=no_color), call.lang, kept)


@app.command(short_help=tell("short.doctor"), help=tell("help.doctor"))
def doctor(context: typer.Context) -> None:
    """Check what Ceksilang stands on."""
    from ui.commands.doctor import print_checks, run_checks

    call: Call = context.obj
    raise typer.Exit(print_checks(run_checks(call.url, call.lang), call.lang))


@app.command(short_help=tell("short.bench"), help=tell("help.bench"))
def bench(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help=tell("help.bench_paths"))
    ] = None,
    store: Annotated[bool, typer.Option("--store", help=tell("help.bench_store"))] = False,
    ingest: Annotated[bool, typer.Option("--ingest", help=tell("help.bench_ingest"))] = False,
    formats: Annotated[bool, typer.Option("--formats", help=tell("help.bench_formats"))] = False,
    of_app: Annotated[bool, typer.Option("--app", help=tell("help.bench_app"))] = False,
    of_report: Annotated[bool, typer.Option("--report", help=tell("help.bench_report"))] = False,
    engine: Annotated[bool, typer.Option("--engine", help=tell("help.bench_engine"))] = False,
    claims: Annotated[int, typer.Option(min=10, help=tell("help.bench_claims"))] = 50_000,
) -> None:
    """Measure speed and memory."""
    from ui.commands.bench import measure, measure_desk, print_figures

    call: Call = context.obj
    if ingest:
        from ui.commands.bench_ingest import measure_ingest, print_paces

        print_paces(measure_ingest(call.lang), call.lang)
        return
    if formats:
        from ui.commands.bench_formats import measure_formats, print_kept

        print_kept(measure_formats(call.lang), call.lang)
        return
    if engine:
        from ui.commands.bench_engine import measure_engine

        print_figures(measure_engine(claims, call.lang), call.lang)
        return
    if of_report:
        from ui.commands.bench_report import measure_report

        print_figures(measure_report(call.lang), call.lang)
        return
    if of_app:
        from ui.commands.bench_app import measure_app

        print_figures(measure_app(call.lang), call.lang)
        return
    print_figures(measure_desk(call.lang) if store else measure(paths or [], call.lang), call.lang)


@app.command(short_help=tell("short.evaluate"), help=tell("help.evaluate"))
def evaluate(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help=tell("help.evaluate_what"))],
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help=tell("help.evaluate_folder"))],
    articles: Annotated[
        Path | None, typer.Option(metavar="PATH", help=tell("help.evaluate_articles"))
    ] = None,
    relation_model: Annotated[str, typer.Option(metavar="NAME", help=tell("help.relation_model"))] = "",
    limit: Annotated[int, typer.Option(min=0, help=tell("help.evaluate_limit"))] = 0,
    tests: Annotated[bool, typer.Option("--tests", help=tell("help.evaluate_tests"))] = False,
) -> None:
    """Measure how good the analysis is."""
    from ui.commands import evaluate as command

    call: Call = context.obj
    judge = command.Judge(relation_model, limit, tests)
    if what == "baselines":
        command.compare_baselines(folders, articles, call.lang, judge)
        return
    if what == "calibration":
        from ui.commands.evaluate_calibration import show_calibration

        show_calibration(folders, articles)
        return
    command.evaluate(what, command.take_one(what, folders, call.lang), articles, call.lang, judge)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the entry point of `ceksilang`."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = choose_language(given, os.environ)
    try:
        code = run(app, given, lang)
    except CeksilangError as error:
        if "--verbose" in given or "-v" in given:
            raise
        from ui.refusals import tell_error

        _say_on_stderr(f"{tell('error.label', lang)}: {tell_error(error, lang)}")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        _say_on_stderr(tell("error.interrupted", lang))
    if code:
        sys.exit(code)


def _say_on_stderr(line: str) -> None:
    from compare.writing import clean_line

    typer.echo(clean_line(line), err=True)


def _log_to_stderr() -> None:
    import logging

    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    for package in ("claims", "compare", "ui"):
        logging.getLogger(package).setLevel(logging.DEBUG)


if __name__ == "__main__":
    main()
