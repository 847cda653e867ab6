"""The command line: exit codes, no tracebacks, words in two languages, files whole or not at all."""

from __future__ import annotations

import csv
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_flood, make_hostile

from claims.errors import ModelError, StoreError
from claims.models import Analysis, Document
from claims.read import READING_VERSION
from claims.store import Store, open_store
from ui.cli import main
from ui.commands import doctor as doctor_module
from ui.commands.call import LANG, choose_language, tell
from ui.commands.doctor import hide_password
from ui.commands.serve import is_taken, make_command

ROOT = Path(__file__).parent.parent
OTHER = "en" if LANG == "id" else "id"

Run = Callable[..., "Result"]


class Result:
    """What a command left: its exit code and what it printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'cek silang.sqlite'}"  # a space, as in many people's folders


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object, lang: str = "en") -> Result:
        code: object = 0
        try:
            main(["--db", url, "--lang", lang, *map(str, arguments)])
        except SystemExit as stop:
            code = stop.code or 0
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Result(int(str(code)), printed.out, printed.err)

    return call


@pytest.fixture
def flood(url: str) -> Analysis:
    analysis = make_flood()
    fill(url, analysis)
    return analysis


def fill(url: str, analysis: Analysis) -> None:
    """Put a whole analysis into the store."""
    with open_store(url) as store:
        for reading in analysis.readings:
            store.save_document(reading.document)
            store.save_reading(reading, READING_VERSION)
        store.save_analysis(analysis)
        for verdict in analysis.verdicts:
            store.add_verdict(verdict)


# --- what stands before the command --------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, environment, language",
    [
        ([], {}, "id"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "id_ID.UTF-8"}, "id"),
        ([], {"LANG": "C.UTF-8"}, "id"),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "id_ID"}, "en"),
        ([], {"CEKSILANG_LANG": "en", "LC_ALL": "id_ID"}, "en"),
        (["--lang", "en"], {"CEKSILANG_LANG": "id"}, "en"),
        (["--lang=id", "sources"], {"LANG": "en_US"}, "id"),
        (["--lang"], {"LANG": "en_US"}, "en"),
    ],
)
def test_language_is_chosen(arguments: Sequence[str], environment: dict[str, str], language: str) -> None:
    assert choose_language(arguments, environment) == language


def test_messages_follow_lang(run: Run) -> None:
    assert "nothing has been analysed yet" in run("export", "-o", "x.json", lang="en").err
    assert "belum ada yang dianalisis" in run("export", "-o", "x.json", lang="id").err


@pytest.mark.parametrize("lang, words", [("id", "Kode keluar:"), ("en", "Exit codes:")])
def test_help_is_quick_and_in_the_users_language(lang: str, words: str) -> None:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "--lang", lang, "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    print(
        f"ceksilang --help: {time.perf_counter() - began:.2f} s"
    )  # aim 0.5; a busy machine must not fail the test
    assert words in done.stdout
    for command in ("analyse", "report", "export", "app", "sources", "doctor", "bench"):
        assert f"\n  {command} " in done.stdout


# --- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, code",
    [
        (["no-such-command"], 2),
        (["analyse"], 2),
        (["report"], 2),
        (["report", "-o", "laporan.docx"], 2),
        (["export", "--format", "xlsx", "-o", "x.xlsx"], 2),
        (["export", "-o", "x"], 2),
        (["app", "--host", "0.0.0.0"], 2),
        (["app", "--port", "0"], 2),
        (["report", "-o", "laporan.html"], 2),  # nothing analysed yet
    ],
)
def test_mistakes_end_with_their_code(run: Run, arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert done.code == code
    assert done.err.strip()


def test_a_mistake_says_what_is_allowed(run: Run, flood: Analysis) -> None:
    assert ".html, .pdf" in run("report", "-o", "x.odt").err
    assert "json, csv" in run("export", "-o", "x.yaml").err
    assert "localhost" in run("app", "--host", "192.168.1.5").err


def test_articles_cannot_give_orders_to_the_terminal(run: Run, url: str) -> None:
    fill(
        url, make_hostile("judul \x1b[2J\x1b]0;x\x07 [bold red]merah[/] [link=https://evil.example]x[/link]")
    )
    done = run("sources")
    assert done.code == 0
    assert "\x1b" not in done.out and "\x07" not in done.out
    assert "[bold red]" in done.out.replace("\n", " ")


@pytest.mark.parametrize(
    "error, code",
    [
        (StoreError("the disk is read-only"), 3),
        (ModelError("the model is damaged"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_errors_below_end_with_their_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(url: str) -> None:
        raise error

    monkeypatch.setattr("claims.store.open_store", fail)
    done = run("sources")
    assert done.code == code
    assert (str(error) or "Interrupted. What is done is kept") in done.err


def test_a_defect_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(url: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("claims.store.open_store", fail)
    with pytest.raises(ZeroDivisionError):
        run("sources")


def test_a_reader_that_goes_away_is_no_error(url: str, flood: Analysis) -> None:
    command = [sys.executable, "-m", "ui.cli", "--db", url, "sources"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout and process.stderr
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in err and "BrokenPipe" not in err


# --- analyse -------------------------------------------------------------------------------------


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Document]]:
    """Stand in for the comparison, which has tests of its own; remembers what it was given."""
    given: list[Sequence[Document]] = []

    def analyse(documents: Sequence[Document], store: Store, *rest: object) -> Analysis:
        given.append((*documents, *store.documents()))
        rest[-1]("read", len(given[-1]), len(given[-1]))  # type: ignore[operator]
        return make_flood()

    monkeypatch.setattr("compare.pipeline.analyse", analyse)
    return given


def test_analyse_sums_up_and_says_what_is_next(
    run: Run, tmp_path: Path, fake_pipeline: list[Sequence[Document]]
) -> None:
    for reading in make_flood().readings:
        (tmp_path / reading.document.path).write_text(reading.document.text, "utf-8")
    done = run("analyse", *sorted(tmp_path.glob("*.txt")))
    assert done.code == 0
    assert [len(documents) for documents in fake_pipeline] == [3]
    assert "2 contradictions, 1 tensions, 3 near-misses" in done.out
    assert "Apakah pintu Bendungan Tirta dibuka?" in done.out
    assert "ceksilang app" in done.out
    assert "reading articles" in done.err


def test_bad_input_is_told_and_the_rest_goes_on(
    run: Run, tmp_path: Path, fake_pipeline: list[Sequence[Document]]
) -> None:
    (tmp_path / "kosong.txt").write_bytes(b"")
    (tmp_path / "baik.txt").write_text(make_flood().readings[0].document.text, "utf-8")
    done = run("analyse", tmp_path / "kosong.txt", tmp_path / "baik.txt", tmp_path / "tak-ada.txt")
    assert done.code == 0
    assert [len(documents) for documents in fake_pipeline] == [1]
    assert "kosong.txt" in done.err and "tak-ada.txt" in done.err
    assert "2 could not be read" in done.err


def test_nothing_usable_ends_with_1(
    run: Run, tmp_path: Path, fake_pipeline: list[Sequence[Document]]
) -> None:
    (tmp_path / "kosong.txt").write_bytes(b"")
    done = run("analyse", tmp_path / "kosong.txt")
    assert done.code == 1
    assert not fake_pipeline
    assert "No article could be read" in done.err


# --- what comes out ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["laporan.html", "laporan.md"])
def test_report_is_written(run: Run, flood: Analysis, tmp_path: Path, name: str) -> None:
    done = run("report", "-o", tmp_path / name)
    assert done.code == 0 and name in done.err and not done.out
    assert "Bendungan Tirta" in (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("arguments", [["-o", "out.json"], ["--format", "json", "-o", "out.data"]])
def test_json_is_written(run: Run, flood: Analysis, tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / arguments[-1]
    assert run("export", *arguments[:-1], path).code == 0
    export = json.loads(path.read_text("utf-8"))
    assert export["format"] == "ceksilang/1"
    assert len(export["relations"]) == len(flood.relations)
    assert len(export["verdicts"]) == len(flood.verdicts)


def test_csv_is_written(run: Run, flood: Analysis, tmp_path: Path) -> None:
    assert run("export", "--format", "csv", "-o", tmp_path / "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + len(flood.relations)


def test_sources_say_how_things_are_known(run: Run, flood: Analysis) -> None:
    done = run("sources")
    assert done.code == 0
    for words in (
        "Kabar Wening",
        "stated: KABAR WENING -",
        "inferred: Rabu (4/3)",
        "tanpa-nama.txt",
        "unknown",
    ):
        assert words in done.out
    assert "disimpulkan" in run("sources", lang="id").out


def test_sources_of_an_empty_store(run: Run) -> None:
    done = run("sources")
    assert done.code == 0 and "No articles yet" in done.out


# --- app, doctor ---------------------------------------------------------------------------------


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_said_and_another_proposed(run: Run, taken_port: int) -> None:
    done = run("app", "--port", taken_port)
    assert done.code == 2
    assert f"--port {taken_port}" in done.err and f"http://localhost:{taken_port}" in done.err


def test_app_is_for_this_computer_and_tells_nobody() -> None:
    command = make_command("localhost", 8501)
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]).is_file()
    options = dict(zip(command[5::2], command[6::2], strict=True))
    assert options["--server.address"] == "localhost"
    assert options["--browser.gatherUsageStats"] == "false"
    assert options["--server.headless"] == "true"


def test_doctor_finds_this_installation_well(run: Run, flood: Analysis) -> None:
    done = run("doctor")
    assert "3 articles" in done.out
    assert "package sqlalchemy" in done.out
    assert done.code == 0, done.out


def test_doctor_does_not_make_a_database_by_looking(run: Run, tmp_path: Path) -> None:
    done = run("doctor")
    assert "made by the first analysis" in done.out
    assert not list(tmp_path.glob("*.sqlite"))


def test_doctor_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_module, "requires", lambda name: ["no-such-package>=1", "rich>=9999"])
    monkeypatch.setattr(doctor_module, "ROOM_TO_WORK", 1e9)
    monkeypatch.setattr(doctor_module, "ROOM_TO_UNPACK", 1e9)
    done = run("doctor")
    assert done.code == 1
    assert "package no-such-package: missing -> wants no-such-package>=1" in done.out
    assert "rich>=9999" in done.out
    assert "Free some space" in done.out
    assert "3 not ok" in done.out


def test_doctor_reports_a_store_that_cannot_be_opened(run: Run, url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_bytes(b"this is no database" * 100)
    done = run("doctor")
    assert done.code == 1 and "not ok" in done.out


def test_passwords_are_not_shown() -> None:
    assert "rahasia" not in hide_password("postgresql+psycopg://ayu:rahasia@db.example:5432/cek")
    assert hide_password("sqlite:///C:/berkas.sqlite") == "sqlite:///C:/berkas.sqlite"


def test_run_on_a_document_with_no_claims(run: Run, url: str, tmp_path: Path) -> None:
    flood = make_flood()
    fill(url, replace(flood, questions=(), relations=(), verdicts=()))
    assert run("report", "-o", tmp_path / "kosong.html").code == 0
    assert run("export", "-o", tmp_path / "kosong.csv").code == 0


def test_stopping_the_command_stops_the_app(url: str) -> None:
    """A server that outlives its command would hold the port and the database."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "--db", url, "--lang", "en", "app", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout
        try:
            assert f"http://localhost:{port}" in process.stdout.readline().decode()
            wait_until(lambda: is_taken(port), 120)
        finally:
            process.terminate()
            process.wait(30)
    assert process.returncode == 0
    assert not is_taken(port)


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait for something that takes as long as the machine is busy."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.2)


def test_verdicts_go_out_and_come_in(run: Run, url: str, tmp_path: Path) -> None:
    flood = make_flood()
    with open_store(url) as store:
        store.save_analysis(flood)
        store.add_events(flood.verdicts)
    path = tmp_path / "log.jsonl"
    assert run("verdicts", "export", "-o", path).code == 0
    assert len(path.read_text("utf-8").splitlines()) == len(flood.verdicts)
    again = run("verdicts", "import", path)
    assert (again.code, again.err.strip()) == (0, "0 lines added, 4 were there already, 0 not taken")
    path.write_text(path.read_text("utf-8") + "{}\n", "utf-8")
    bad = run("verdicts", "import", path)
    assert bad.code == 1 and f"{path}:5: not taken" in bad.err
    assert run("verdicts", "import", tmp_path / "missing.jsonl").code == 1


def test_teach_says_what_came_of_it(run: Run, url: str) -> None:
    few = run("teach", "--reviewer", "Ayu")
    assert few.code == 1 and "Too few" in few.out
    assert "machine's own" in run("teach", "--undo").out
    assert {tell(f"teach.{key}", "id", least=1, each=1) for key in ("too_few", "one_sided", "nothing_new")}
