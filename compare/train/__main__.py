"""Train the relation model: `python -m compare.train --bench FOLDER --minutes 65 --out FOLDER`.

What is written to `--out`: a checkpoint every minute or two (`--resume` goes on from it), `training.json`
with the recipe, the data and the course of the training, and at the end the packed weights.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from compare.train.data import SOURCES, Pair, make_pair, read_rows, read_source

logger = logging.getLogger(__name__)

LONGEST_PAIR = 56  # tokens: longer pairs cost more than they teach
LONGEST_INDONESIAN = 72
MOST_OF_A_SET = 12_000
VALIDATION = 240
HELD_OUT = 240  # pairs of the validation set that are looked at while training
LOOK_EVERY = 6  # chunks of batches


def main(arguments: Sequence[str]) -> None:
    """Train with the settings of the command line."""
    options = _read_options(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    import torch

    from compare.train.base import BASES
    from compare.train.loop import train
    from compare.train.mix import Mixer

    torch.set_num_threads(1)
    base = BASES[options.base]()
    recipe = base.recipe(options)
    torch.manual_seed(recipe.seed)
    course = Course(base, options, recipe.seed)
    trainer = base.open_trainer(recipe)
    if options.resume:
        trainer.resume(options.out)
    # A resumed one does not begin anew.
    mixer = Mixer(recipe.seed + trainer.state.pairs, recipe.batch_size, base.phases)
    course.put_sources(mixer, trainer.state.progress(recipe))

    def on_chunk(progress: float) -> None:
        course.put_stories(mixer, progress)

    train(trainer, mixer, options.out, course.measure, on_chunk)
    write_result(trainer, base, options.out, course)


def write_result(trainer: Any, base: Any, out: Path, course: Course) -> None:
    """Write the packed weights and the report of the training into the folder `out`."""
    recipe, state = asdict(trainer.recipe), trainer.state
    licences = {source.name: source.licence for source in SOURCES}
    about = {
        "recipe": recipe,
        "sources": licences | {"edits": licences["indonli"], "stories": "the project's own"},
        "seen": {"pairs": state.pairs, "steps": state.steps},
    }
    base.pack(trainer.network, out, about)
    report = {**about, "there": course.counts, "course": state.log}
    (out / "training.json").write_text(json.dumps(report, indent=1), "utf-8")


class Course:
    """The data of a training, as token ids."""

    def __init__(self, base: Any, options: argparse.Namespace, seed: int) -> None:
        self._tokenizer, self._phases = base.tokenizer, base.phases
        self._bench: Path = options.bench
        self._stories: list[Path] = options.stories
        self._seed = seed
        self._looks = 0
        rows = list(read_rows(self._bench / "indonli/val.jsonl"))
        chosen = random.Random(seed).sample(rows, min(VALIDATION, len(rows)))
        self._validation = self._tokenise([make_pair(row, "indonli") for row in chosen])
        self._held_out: list[Any] = []
        self._put = 0
        self.counts: dict[str, int] = {}

    def put_sources(self, mixer: Any, progress: float) -> None:
        """Put the public sets and the edits that are still to be seen into the mixer."""
        from compare.train.augment import edit_pairs
        from compare.train.mix import sources_from

        counts = self.counts
        for source in SOURCES:
            if source.name not in sources_from(progress, self._phases):
                continue
            pairs = read_source(source, self._bench)
            pairs = random.Random(self._seed).sample(pairs, min(len(pairs), MOST_OF_A_SET))
            counts[source.name] = self._put_pairs(mixer, source.name, pairs)
            if source.name == "indonli":
                entailed = [(p.left, p.right) for p in pairs if p.nli == {"entailment"}]
                counts["edits"] = self._put_pairs(mixer, "edits", edit_pairs(entailed, self._seed))
        logger.info("%s", counts)

    def put_stories(self, mixer: Any, progress: float) -> None:
        """Put the stories into the mixer when their time has come; those written since then join them."""
        from compare.train.mix import shares_at
        from compare.train.stories import read_stories

        if "stories" not in shares_at(progress, self._phases):
            return
        stories = read_stories(self._stories)
        if len(stories) == self._put:
            return
        self._put = len(stories)
        kept = [pair for story in stories if not story.is_held_out for pair in story.pairs(self._seed)]
        held_out = [pair for story in stories if story.is_held_out for pair in story.pairs(self._seed)]
        self.counts["stories"] = self._put_pairs(mixer, "stories", kept)
        self.counts["stories held out"] = len(held_out)
        chosen = random.Random(self._seed).sample(held_out, min(HELD_OUT, len(held_out)))
        self._held_out = self._tokenise(chosen)
        labels = Counter(label for pair in kept for label in pair.relation)
        logger.info("%s stories: %s", len(stories), dict(labels))

    def measure(self, network: Any) -> dict[str, float]:
        """Return the figures of now and then: accuracy on validation, how well conflicts stand out."""
        from compare.train.measure import measure_network

        self._looks += 1
        if self._looks % LOOK_EVERY:
            return {}
        return measure_network(network, self._validation, self._held_out)

    def _put_pairs(self, mixer: Any, name: str, pairs: list[Pair]) -> int:
        longest = LONGEST_INDONESIAN if name in ("indonli", "edits", "stories") else LONGEST_PAIR
        examples = [example for example in self._tokenise(pairs) if len(example) <= longest]
        mixer.put(name, examples)
        return len(examples)

    def _tokenise(self, pairs: list[Pair]) -> list[Any]:
        from compare.train.mix import Example

        if not pairs:
            return []
        sides = [
            self._tokenizer([getattr(pair, side) for pair in pairs], add_special_tokens=False)["input_ids"]
            for side in ("left", "right")
        ]
        return [Example(left, right, pair) for left, right, pair in zip(*sides, pairs, strict=True)]


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    from compare.train.stories import FOLDER

    parser = argparse.ArgumentParser(
        prog="python -m compare.train", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the public sets")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoint, report and weights go")
    parser.add_argument(
        "--stories", type=Path, nargs="+", default=[FOLDER], help="folders of our own stories"
    )
    parser.add_argument("--minutes", type=float, default=65, help="budget of time")
    parser.add_argument(
        "--pairs", type=int, default=0, help="budget of pairs instead: the same on every machine"
    )
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--base", choices=("small", "large"), default="small", help="the network to train")
    parser.add_argument("--batch", type=int, help="pairs a step; 32, large 16")
    parser.add_argument("--rate", type=float, help="highest learning rate; 3e-4, large 5e-4")
    parser.add_argument("--still", type=int, default=4, help="lowest layers that do not learn")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
