"""The command `evaluate`: figures against annotated data, printed as a table."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from claims.errors import InputError, UsageError
from compare.writing import clean_line
from ui.commands.call import tell
from ui.commands.console import Progress, open_console
from ui.commands.terms import tell_terms

if TYPE_CHECKING:
    from compare.evaluate.baselines import Row as BaselineRow
    from compare.evaluate.gold import Gold, Score

Row = Sequence[str]
SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True, slots=True)
class Judge:
    """The relation model that is measured, how many pairs of a set, and whether test parts are looked at."""

    model: str = ""
    limit: int = 0
    with_tests: bool = False


def evaluate(what: str, folder: Path, articles: Path | None, lang: str, judge: Judge | None = None) -> None:
    """Print the figures of `what` on the data in `folder`.

    Raises:
        UsageError: there is no such measure.
    """
    known = sorted({*MEASURES, *MEASURES_OF_MODEL, "baselines", "calibration"})
    if what not in known:
        raise UsageError(tell("error.measure", lang, given=what, known=", ".join(known)))
    if what in MEASURES:
        rows = MEASURES[what](folder, articles)
    else:
        judge = judge or Judge()
        tell_terms(judge.model, lang)
        rows = MEASURES_OF_MODEL[what](folder, judge)
    print_table(rows)
    if what in EXPLAINED:
        open_console().print()
        print_table(EXPLAINED[what](folder, lang))


def print_table(rows: Iterator[Row]) -> None:
    """Print the rows, the first as the header."""
    header = next(rows)
    table = Table(header[0], box=None, pad_edge=False)
    for name in header[1:]:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*row)
    open_console().print(table)


def take_one(what: str, folders: Sequence[Path], lang: str) -> Path:
    """Return the one folder that all measures but baselines and calibration take.

    Raises:
        UsageError: there are several.
    """
    if len(folders) != 1:
        raise UsageError(tell("error.one_folder", lang, given=len(folders), what=what))
    return folders[0]


def compare_baselines(folders: Sequence[Path], articles: Path | None, lang: str, judge: Judge) -> None:
    """Print ours and three recipes of others side by side, on all the annotated sets together.

    Raises:
        InputError: a folder holds no annotation, or its articles are nowhere.
    """
    from claims.ingest import load_documents
    from claims.store import open_store
    from compare.encoder import load_encoder
    from compare.evaluate import baselines
    from compare.evaluate.gold import load_gold
    from compare.relate.model import load_nli_model

    tell_terms(judge.model, lang)
    golds = [
        (folder, gold, find_articles(folder, gold, articles))
        for folder in folders
        for gold in (load_gold(folder),)
    ]  # all are looked at before minutes are spent on the first
    encoder, model, boards = load_encoder(), load_nli_model(judge.model), []
    with Progress(lang) as progress:
        for _, gold, place in golds:
            documents = list(load_documents([place], on_problem=lambda problem: None))
            with tempfile.TemporaryDirectory() as work, open_store(f"sqlite:///{work}/b.sqlite3") as store:
                boards.append(baselines.set_up(documents, gold, store, (encoder, model), progress.see))
        rows = list(baselines.compare_ways(boards, progress.see))
    print_table(_turn(rows))


def _turn(rows: Sequence[BaselineRow]) -> Iterator[Row]:
    """A line a figure, a column a way."""
    yield "figure", *(row.name for row in rows)
    yield "thresholds", *(row.thresholds for row in rows)
    for scores in zip(*(row.scores for row in rows), strict=True):
        cells = ("-" if s.value is None else f"{s.value:.3f} {s.hits}/{s.total}" for s in scores)
        yield scores[0].name, *cells


def find_articles(folder: Path, gold: Gold, given: Path | None) -> Path:
    """Return the folder of the annotated articles: the given one, the one beside, or the project's seeds.

    Raises:
        InputError: none of them holds an article of the annotation.
    """
    wanted = {document["sha256"] for document in gold.documents}
    for place in (given, folder / "articles", SEEDS):
        if place is not None and place.is_dir() and wanted & _hash_files(place):
            return place
    raise InputError(folder, "its articles are not beside it", "Name their folder with --articles")


def _hash_files(folder: Path) -> set[str]:
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def measure_gold(folder: Path, articles: Path | None) -> Iterator[Row]:
    """Yield the figures of a fresh analysis of the annotated articles, beside what was counted."""
    yield "figure", "value", "of"
    for score in score_folder(folder, articles):
        value = "-" if score.value is None else f"{score.value:.3f}"
        yield score.name, value, f"{score.hits}/{score.total}"


def score_folder(folder: Path, articles: Path | None = None) -> tuple[Score, ...]:
    """Return the scores of a fresh analysis of `articles` (by default those beside the annotation)."""
    from claims.ingest import load_documents
    from claims.store import open_store
    from compare.encoder import load_encoder
    from compare.evaluate.gold import load_gold, score_export
    from compare.export import to_contract
    from compare.pipeline import analyse

    gold = load_gold(folder)
    documents = list(load_documents([articles or folder / "articles"], on_problem=lambda problem: None))
    with tempfile.TemporaryDirectory() as place, open_store(f"sqlite:///{place}/evaluate.sqlite3") as store:
        return score_export(to_contract(analyse(documents, store, load_encoder)), gold)


def measure_boundaries(folder: Path, articles: Path | None) -> Iterator[Row]:
    """Yield sentence boundaries on treebanks, ours beside a library's and a plain regular expression's."""
    from compare.evaluate import boundaries

    rows = list(boundaries.measure_boundaries(folder))
    names = list(rows[0].__dataclass_fields__) if rows else ["nothing"]
    yield names
    for row in rows:
        yield [_show(getattr(row, name)) for name in names]


def explain_boundaries(folder: Path, lang: str) -> Iterator[Row]:
    """Yield why our boundaries differ from the treebanks', each cause with an example."""
    from compare.evaluate.boundary_causes import count_causes

    headings = ("data", "kind", "cause", "joined", "with_breaks", "example")
    yield [tell(f"boundaries.{name}", lang) for name in headings]
    for row in count_causes(folder):
        told = (tell(f"boundaries.{row.kind}", lang), tell(f"boundaries.{row.cause.value}", lang))
        yield row.data, *told, str(row.joined), str(row.with_breaks), escape(clean_line(row.example))


def measure_names(folder: Path, articles: Path | None) -> Iterator[Row]:
    """Yield how many annotated people, places and organisations are seen."""
    from compare.evaluate import names

    yield "data", "kind", "names", "found", "as this kind"
    for row in names.measure_names(folder):
        yield row.data, row.kind, str(row.names), f"{row.found:.3f}", f"{row.right:.3f}"


def measure_speed(folder: Path, articles: Path | None) -> Iterator[Row]:
    """Yield how fast the articles in `folder` are read, and texts that want to be slow."""
    from claims.ingest import load_documents
    from compare.evaluate import speed

    yield "text", "characters", "sentences", "seconds", "sentences/s", "s/MB"
    documents = list(load_documents([articles or folder], on_problem=lambda problem: None))
    for row in speed.measure_speed(documents):
        rates = f"{row.sentences_a_second:.0f}", f"{row.seconds_a_megabyte:.2f}"
        yield row.text, str(row.characters), str(row.sentences), f"{row.seconds:.2f}", *rates


def measure_nli(folder: Path, judge: Judge) -> Iterator[Row]:
    """Yield the relation model's figures on public sets of premise and hypothesis."""
    from compare.evaluate import nli
    from compare.relate.model import load_nli_model

    yield "data", "pairs", "accuracy", "contradiction P", "R", "F1", "pairs/s"
    model = load_nli_model(judge.model)
    start = nli.measure_start(model)
    for row in nli.measure_nli(model, folder, judge.limit, with_tests=judge.with_tests):
        figures = (row.accuracy, row.precision, row.recall, row.f1)
        rate = f"{row.pairs_a_second:.0f}" if row.pairs_a_second else ""
        yield row.data, str(row.pairs), *(f"{figure:.3f}" for figure in figures), rate
    yield f"first pair after {start.seconds:.1f} s, {start.processor:.1f} s of the processor", *[""] * 6


def measure_relations(folder: Path, judge: Judge) -> Iterator[Row]:
    """Yield how the relation model judges pairs that people judged, or the stories it was not trained on."""
    from compare.evaluate import relations
    from compare.relate.model import load_relation_model

    yield "figure", "value"
    figures = relations.measure_relations(load_relation_model(judge.model), folder, judge.limit)
    for name, value in figures.items():
        yield name, f"{value:.0f}" if name == "pairs" else f"{value:.3f}"


def _show(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


MEASURES: Mapping[str, Callable[[Path, Path | None], Iterator[Row]]] = {
    "gold": measure_gold,
    "boundaries": measure_boundaries,
    "names": measure_names,
    "speed": measure_speed,
}
EXPLAINED: Mapping[str, Callable[[Path, str], Iterator[Row]]] = {"boundaries": explain_boundaries}
MEASURES_OF_MODEL: Mapping[str, Callable[[Path, Judge], Iterator[Row]]] = {
    "nli": measure_nli,
    "relations": measure_relations,
}
