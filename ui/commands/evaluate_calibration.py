"""`evaluate calibration`: how far the probability of a conflict can be believed, and what is left unclear."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands.evaluate import Row, find_articles, print_table

if TYPE_CHECKING:
    from compare.evaluate.calibration import Told

ALL = "all"


def show_calibration(folders: Sequence[Path], articles: Path | None) -> None:
    """Print the scores of each annotated set, the reliability table and what each threshold leaves unclear.

    Raises:
        InputError: a folder holds no annotation, or its articles are nowhere.
    """
    sets = _tell_sets(folders, articles)
    pooled = [one for told in sets.values() for one in told]
    for table in (_score_sets(sets), _show_bins(pooled), _show_abstentions(pooled)):
        print_table(table)


def _tell_sets(folders: Sequence[Path], articles: Path | None) -> dict[str, list[Told]]:
    from claims.ingest import load_documents
    from claims.store import open_store
    from compare.encoder import load_encoder
    from compare.evaluate.calibration import tell_judged
    from compare.evaluate.gold import load_gold
    from compare.settings import Settings

    golds = [
        (folder, gold, find_articles(folder, gold, articles))
        for folder in folders
        for gold in (load_gold(folder),)
    ]
    encoder, sets = load_encoder(), {}
    for folder, gold, place in golds:
        documents = list(load_documents([place], on_problem=lambda problem: None))
        with tempfile.TemporaryDirectory() as work, open_store(f"sqlite:///{work}/c.sqlite3") as store:
            sets[folder.name] = tell_judged(documents, gold, encoder, store, Settings())
    return sets


def _score_sets(sets: dict[str, list[Told]]) -> Iterator[Row]:
    """A line a set; then all as told, corrected as shipped, and corrected by what the other sets taught."""
    from compare.evaluate.calibration import correct_all, fit_platt, leave_one_out
    from compare.relate.weigh import load_calibration

    pooled = [one for told in sets.values() for one in told]
    yield (
        "set",
        "judged",
        "conflicts",
        "Brier",
        "of the base rate",
        "weighed",
        "Brier",
        "of the base rate",
        "ECE",
    )
    for name, told in sets.items():
        yield _score(name, told)
    yield _score(ALL, pooled)
    shipped = load_calibration()
    yield _score(_name_correction("as shipped", shipped.slope, shipped.shift), correct_all(pooled, shipped))
    if len(sets) > 1:
        fitted = fit_platt(pooled)
        name = _name_correction("each set by the others", fitted.slope, fitted.shift)
        yield _score(name, leave_one_out(list(sets.values())))


def _name_correction(how: str, slope: float, shift: float) -> str:
    return f"corrected {how} (slope {slope:.4f}, shift {shift:.4f})"


def _score(name: str, told: Sequence[Told]) -> Row:
    from compare.evaluate.calibration import base_score, brier_score, calibration_error, weighed_only

    weighed = weighed_only(told)
    conflicts = sum(one.is_conflict for one in told)
    figures = [brier_score(told), base_score(told)] if told else []
    of_weighed = [brier_score(weighed), base_score(weighed), calibration_error(weighed)] if weighed else []
    return (
        name,
        str(len(told)),
        str(conflicts),
        *_cells(figures, 2),
        str(len(weighed)),
        *_cells(of_weighed, 3),
    )


def _cells(figures: Sequence[float], count: int) -> list[str]:
    return [f"{figure:.3f}" for figure in figures] or ["-"] * count


def _show_bins(told: Sequence[Told]) -> Iterator[Row]:
    from compare.evaluate.calibration import split_bins

    yield "told", "pairs", "mean told", "are conflicts"
    for part in split_bins(told):
        yield f"{part.low:.1f}-{part.high:.1f}", str(part.pairs), f"{part.told:.3f}", f"{part.found:.3f}"


def _show_abstentions(told: Sequence[Told]) -> Iterator[Row]:
    from compare.evaluate.calibration import count_abstentions, weighed_only

    weighed = max(1, len(weighed_only(told)))
    yield "threshold", "unclear", "share", "rightly (no conflict)", "flagged", "rightly (conflict)"
    for one in count_abstentions(told):
        share = f"{one.unclear / weighed:.3f}"
        yield (
            f"{one.threshold:.2f}",
            str(one.unclear),
            share,
            f"{one.right:.3f}",
            str(one.kept),
            f"{one.kept_right:.3f}",
        )
