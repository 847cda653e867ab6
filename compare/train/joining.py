"""Fit the joining model: `python -m compare.train.joining` writes compare/relate/joining.toml.

Fitted on our own training stories and on the development sets (and an annotation of `seeds/`, if one is
given); each set is also held out in turn, and the figures of that are printed.  The held-out sets of
tests/gold are never read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from claims.ingest import load_documents
from claims.store import open_store
from compare.encoder import load_encoder
from compare.evaluate.gold import load_gold
from compare.relate.features import Features, open_conflicts, read_features
from compare.relate.join import decide, is_left_open
from compare.relate.model import LABELS, RelationModel, StoredModel, load_relation_model
from compare.relate.weigh import Logistic, Platt, load_calibration, load_joining
from compare.sameness import RAISED
from compare.settings import NO_MODEL, Settings
from compare.train.articles import as_articles, load_stories
from compare.train.pairs import OTHERS_SHARE, Example, gather_examples

DEVELOPMENT = ("banjir", "company", "pilkada")
WITH_MODEL = (*DEVELOPMENT, "demo")  # sets that the word of the relation model is weighed on
WORD_OF_MODEL = "conflict_with_model"
STORY = 0.2  # weight of a story's pair beside one of an annotated article: shorter, and denser in conflicts
UNJUDGED = 0.3  # weight of a pair the annotator said nothing of: most are none, some are unlisted conflicts
TARGET = Path(__file__).parent.parent / "relate" / "joining.toml"
HEADER = "# Made by python -m compare.train.joining.  Log odds = bias + the sum of weight x value.\n"

NEGLIGIBLE = 1e-3  # a weight smaller than this is left out


@dataclass(frozen=True)
class Part:
    """The examples of one set and what each of them weighs."""

    name: str
    examples: Sequence[Example]
    weight: float


def fit_same_question(parts: Iterable[Part]) -> Logistic:
    """Return the model of "one question?", fitted on whole articles: a story's claims have no neighbours."""
    examples = [e for part in parts if part.weight == 1 for e in part.examples]
    return _fit([dict(e.evidence) for e in examples], [e.is_same for e in examples], None, 10.0)


def fit_conflict(parts: Sequence[Part], same: Logistic) -> Logistic:
    """Return the model of "would an editor set them side by side?", by what the comparators find."""
    examples = [(e, part.weight) for part in parts for e in part.examples if e.judged or e.is_candidate]
    weights = [weight * (1 if e.judged else UNJUDGED) for e, weight in examples]
    return _fit([describe(e, same) for e, _ in examples], [e.is_conflict for e, _ in examples], weights, 0.3)


def fit_conflict_with_model(parts: Iterable[Part]) -> Logistic:
    """Return the model for pairs that the comparators leave open, with the relation model's word on them.

    The stories are left out: their conflicts are denser and plainer than news has them, and with them four
    wrong alarms more came for each right one (each set held out in turn).
    """
    same = load_joining("same_question")
    examples = [e for part in parts if part.weight == 1 for e in part.examples if e.opinion is not None]
    weights = [1.0 if e.judged else UNJUDGED for e in examples]
    return _fit([describe(e, same) for e in examples], [e.is_conflict for e in examples], weights, 0.3)


def ask_model(examples: Sequence[Example], model: RelationModel) -> list[Example]:
    """Return the examples, with the model's word on those that a run would ask it about."""
    same, settings = load_joining("same_question"), Settings()
    places = []
    for place, e in enumerate(examples):
        odds = same.probability({**e.evidence, "raised": RAISED})
        decision = decide(e.left, e.right, odds, settings) if e.is_candidate else None
        if is_left_open(decision, e.left, e.right, settings):
            places.append(place)
    scores = model.predict([(examples[k].left.claim.quote, examples[k].right.claim.quote) for k in places])
    found = list(examples)
    for place, row in zip(places, scores, strict=True):
        found[place] = replace(found[place], opinion=dict(zip(LABELS, map(float, row), strict=True)))
    return found


def describe(example: Example, same: Logistic) -> Features:
    """Return the features of an example as the engine reads them."""
    odds = same.probability({**example.evidence, "raised": RAISED})
    return read_features(example.left, example.right, odds, example.findings, example.opinion)


def _fit(
    values: Sequence[Features], labels: Sequence[bool], weights: Sequence[float] | None, strictness: float
) -> Logistic:
    vectors = DictVectorizer()
    model = LogisticRegression(C=strictness, max_iter=5000)
    model.fit(vectors.fit_transform(values), labels, sample_weight=weights)
    named = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    return Logistic(
        float(model.intercept_[0]),
        {name: float(weight) for name, weight in named if abs(weight) >= NEGLIGIBLE},
    )


def hold_out(parts: Sequence[Part]) -> Iterable[tuple[str, ...]]:
    """Yield a row of figures for each annotated set, judged by models that have not seen it."""
    yield "set", "one question: AUC", "conflict: AUC", "average precision", "Brier", "of the base rate"
    for part in (p for p in parts if p.weight == 1):
        others = [p for p in parts if p is not part]
        same = fit_same_question(others)
        conflict = fit_conflict(others, same)
        shares = np.array([same.probability(e.evidence) for e in part.examples])
        one = roc_auc_score([e.is_same for e in part.examples], shares)
        judged = [e for e in part.examples if e.judged]
        truth = np.array([e.is_conflict for e in judged])
        likely: NDArray[np.float64] = np.array([conflict.probability(describe(e, same)) for e in judged])
        likely *= [bool(open_conflicts(e.findings)) for e in judged]
        base = float(truth.mean() * (1 - truth.mean()))
        figures = (
            one,
            roc_auc_score(truth, likely),
            average_precision_score(truth, likely),
            brier_score_loss(truth, likely),
            base,
        )
        yield part.name, *(f"{value:.3f}" for value in figures)


def write_models(
    models: Mapping[str, Logistic], target: Path = TARGET, calibration: Platt | None = None
) -> None:
    """Write the models as TOML, the weights in the order of their names.

    A calibration belongs to the model "conflict": without one `ceksilang evaluate calibration` fits it anew.
    """
    lines = [HEADER]
    for name, model in models.items():
        lines += [f"[{name}]", f"bias = {model.bias:.4f}", f"[{name}.weights]"]
        lines += [f'"{key}" = {weight:.4f}' for key, weight in sorted(model.weights.items())]
        lines.append("")
    if calibration is not None:
        lines += ["[calibration]", f"slope = {calibration.slope:.4f}", f"shift = {calibration.shift:.4f}", ""]
    target.write_text("\n".join(lines), "utf-8")


def load_parts(
    sets: Mapping[str, tuple[Path, Path]], cache: str, relation_model: str = NO_MODEL
) -> list[Part]:
    """Return the examples of annotated sets (annotation, articles) and of our own stories.

    With a relation model its word is asked on the annotated sets, and the stories are not read.
    """
    encoder = load_encoder()
    parts = []
    with open_store(cache) as store:
        for name, (folder, articles) in sets.items():
            documents = list(load_documents([articles], on_problem=lambda problem: None))
            examples = list(gather_examples(documents, load_gold(folder), encoder, store))
            if relation_model != NO_MODEL:
                examples = ask_model(examples, StoredModel(load_relation_model(relation_model), store))
            parts.append(Part(name, examples, 1.0))
        if relation_model != NO_MODEL:
            return parts
        stories: list[Example] = []
        for story in load_stories():
            stories += gather_examples(*as_articles(story), encoder, store, OTHERS_SHARE)
        parts.append(Part("stories", stories, STORY))
    return parts


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print the figures and write joining.toml."""
    parser = argparse.ArgumentParser(prog="python -m compare.train.joining", description=__doc__)
    parser.add_argument(
        "--gold", type=Path, default=Path("tests/gold"), help="the folder of the annotated sets"
    )
    parser.add_argument("--seeds-gold", type=Path, help="an annotation of seeds/, if there is one")
    parser.add_argument("--cache", default="sqlite:///joining-cache.sqlite3", help="where vectors are kept")
    parser.add_argument(
        "--relation-model",
        default=NO_MODEL,
        help="weigh the word of this relation model on what the comparators leave open; the rest stays",
    )
    told: Any = parser.parse_args(arguments)
    names = DEVELOPMENT if told.relation_model == NO_MODEL else WITH_MODEL
    sets = {name: (told.gold / name, told.gold / name / "articles") for name in names}
    if told.seeds_gold:
        sets["seeds"] = (told.seeds_gold, Path("seeds"))
    parts = load_parts(sets, told.cache, told.relation_model)
    kept = {name: load_joining(name) for name in ("same_question", "conflict")}
    if told.relation_model != NO_MODEL:
        models = {**kept, WORD_OF_MODEL: fit_conflict_with_model(parts)}
        write_models(models, calibration=load_calibration())
        return
    for row in hold_out(parts):
        sys.stdout.write("\t".join(row) + "\n")
    same = fit_same_question(parts)
    raised = Logistic(same.bias, {**same.weights, "raised": 1.0})
    conflict = fit_conflict(parts, same)
    write_models({"same_question": raised, "conflict": conflict, WORD_OF_MODEL: load_joining(WORD_OF_MODEL)})


if __name__ == "__main__":
    main()
