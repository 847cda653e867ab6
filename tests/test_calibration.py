"""Told probabilities against what was judged: the known measures, and a correction that keeps every order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss
from typer.testing import CliRunner

from compare.evaluate.calibration import (
    Told,
    base_score,
    brier_score,
    calibration_error,
    correct_all,
    count_abstentions,
    fit_platt,
    leave_one_out,
    split_bins,
)
from compare.relate.weigh import Platt, load_calibration
from compare.train.joining import write_models
from ui.cli import app

GOLD = Path(__file__).parent / "gold"


def tell(count: int, seed: int, too_shy: bool = False) -> list[Told]:
    """Pairs whose conflicts are as likely as told, or of likelier ones told less."""
    random, found = Random(seed), []
    for _ in range(count):
        likely = random.uniform(0.05, 0.95)
        told = Platt(0.6, -1.2).correct(likely) if too_shy else likely
        found.append(Told(told, random.random() < likely))
    return found


def test_the_brier_score_is_the_known_one() -> None:
    told = tell(300, 1)
    answers, probabilities = zip(*((one.is_conflict, one.probability) for one in told), strict=True)
    assert brier_score(told) == pytest.approx(brier_score_loss(answers, probabilities))
    share = sum(answers) / len(answers)
    assert base_score(told) == pytest.approx(brier_score_loss(answers, [share] * len(answers)))


def test_every_pair_is_in_one_bin() -> None:
    told = [*tell(500, 2), Told(0.0, False), Told(1.0, True)]
    bins = split_bins(told)
    assert sum(part.pairs for part in bins) == len(told)
    assert all(part.low - 1e-9 <= part.told <= part.high + 1e-9 for part in bins)


def test_what_is_told_too_shyly_is_corrected_by_the_other_sets() -> None:
    sets = [tell(300, seed, too_shy=True) for seed in range(4)]
    pooled = [one for told in sets for one in told]
    before, after = calibration_error(pooled), calibration_error(leave_one_out(sets))
    assert before > 0.2 and after < 0.06
    assert calibration_error(tell(1200, 9)) < 0.06  # and what is right needs none
    assert fit_platt(tell(1200, 9)).slope == pytest.approx(1, abs=0.2)


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=20))
def test_the_shipped_correction_keeps_every_order(probabilities: list[float]) -> None:
    platt = load_calibration()
    assert platt.slope > 0
    corrected = [platt.correct(one) for one in sorted(probabilities)]
    assert all(one <= other + 1e-12 for one, other in pairwise(corrected))
    assert all(0 <= one <= 1 for one in corrected)
    assert platt.correct(0.0) == 0.0


def test_nothing_to_fit_corrects_nothing() -> None:
    told = [Told(0.4, True), Told(0.0, False)]
    assert correct_all(told, fit_platt(told)) == told


def test_a_higher_threshold_leaves_more_unclear() -> None:
    rows = list(count_abstentions([*tell(400, 3), Told(0.0, True)]))
    assert [row.unclear for row in rows] == sorted(row.unclear for row in rows)
    assert all(row.unclear + row.kept == 400 for row in rows)
    assert rows[0].right > rows[-1].right and rows[0].kept_right < rows[-1].kept_right


def test_a_new_fit_drops_the_calibration_of_the_old_model(tmp_path: Path) -> None:
    write_models({}, tmp_path / "new.toml")
    write_models({}, tmp_path / "kept.toml", Platt(2.0, 1.0))
    assert "[calibration]" not in (tmp_path / "new.toml").read_text("utf-8")
    assert "[calibration]\nslope = 2.0000\nshift = 1.0000" in (tmp_path / "kept.toml").read_text("utf-8")


@pytest.mark.model
def test_the_command_shows_the_tables() -> None:
    shown = CliRunner().invoke(
        app, ["--lang", "en", "evaluate", "calibration", str(GOLD / "banjir"), str(GOLD / "pilkada")]
    )
    assert shown.exit_code == 0, shown.output
    for words in ("banjir", "pilkada", "all", "as shipped", "mean told", "rightly (no conflict)"):
        assert words in shown.output
