"""The quality gate: figures on annotated articles may not fall below their floors.

The floors are raised by hand when the engine gets better; nothing lowers them.  Which sets thresholds were
set on, and which were held out, stands in tests/gold/README.md.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ui.commands.evaluate import score_folder

FOLDER = Path(__file__).parent
FLOORS = json.loads((FOLDER / "floors.json").read_text("utf-8"))
AT_MOST = ("false_alarm_rate", "pairs_overclaimed_as_contradiction")


def digest(folder: Path) -> str:
    """A hash of all that a set is made of, so that a floor is never met by changing what is measured."""
    sums = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        sums.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return sums.hexdigest()


@pytest.mark.model
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(name: str) -> None:
    folder = FOLDER / "gold" / name
    assert digest(folder) == FLOORS[name]["digest"], (
        "the annotation changed: measure again, then set the floors"
    )
    values = {score.name: score.value for score in score_folder(folder)}
    for figure, floor in FLOORS[name]["floors"].items():
        value = values[figure]
        assert value is not None, figure
        if figure in AT_MOST:
            assert value <= floor, f"{figure} {value:.3f} is above {floor}"
        else:
            assert value >= floor, f"{figure} {value:.3f} is below {floor}"
