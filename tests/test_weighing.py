"""What spoke for a relation and against it is kept with it, told in words and never run as markup."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest
from factories import make_flood

from claims.codec import decode, encode
from claims.models import Contribution, Relation
from claims.store import open_store
from compare.relate.weigh import load_joining
from compare.report.render import render_report
from compare.weighing import MOST, list_strongest, tell_feature, tell_weighing, weighs_question
from compare.wording import LANGUAGES, load_messages
from ui.components.weighing import render_weighing

WEIGHED = tuple(
    Contribution(name, value, weight)
    for name, value, weight in (
        ("finding.poles", 0.9, 1.2),
        ("manner.conditional", 1.0, -0.9),
        ("same", 2.0, 0.4),
        ("manner.headline", 1.0, 0.3),
        ("conflict.kinds", 1.0, 0.2),
        ("manner.short", 1.0, 0.01),
    )
)


def weighed_relation() -> Relation:
    return replace(make_flood().relations[0], contributions=WEIGHED)


def test_a_relation_keeps_them_and_one_of_before_has_none() -> None:
    relation = weighed_relation()
    body = encode(relation)
    assert decode(body, Relation) == relation
    older = json.loads(body)
    del older["contributions"]
    assert decode(json.dumps(older), Relation) == replace(relation, contributions=())


def test_the_store_has_them(url: str) -> None:
    flood = make_flood()
    flood = replace(flood, relations=(weighed_relation(), *flood.relations[1:]))
    with open_store(url) as store:
        store.save_analysis(flood)
        loaded = store.load_analysis()
    assert loaded is not None and loaded.relations[0].contributions == WEIGHED


def test_the_strongest_of_each_side_are_shown_and_the_rest_is_not() -> None:
    shown = list_strongest(weighed_relation())
    assert [one.feature for one in shown] == [
        "finding.poles",
        "manner.conditional",
        "same",
        "manner.headline",
    ]
    assert len([one for one in shown if one.amount > 0]) == MOST and not weighs_question(shown)
    assert tell_weighing(weighed_relation(), "en").startswith("Speaks for it: words that lean opposite ways")
    assert "Yang melemahkan: salah satunya hanya berlaku dengan syarat." in tell_weighing(
        weighed_relation(), "id"
    )
    assert tell_weighing(make_flood().relations[0], "en") == ""


def joining_features() -> set[str]:
    """Every feature that a model of joining.toml weighs, as a relation names it."""
    table = tomllib.loads((files("compare.relate") / "joining.toml").read_text("utf-8"))
    one_question = {f"question.{name}" for name in table.pop("same_question")["weights"] if name != "raised"}
    return one_question | {name for model in table.values() for name in model.get("weights", {})}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_feature_of_the_joining_model_has_words(lang: str) -> None:
    known = load_messages("compare", lang)
    missing = sorted(name for name in joining_features() if f"feature.{name}" not in known)
    assert not missing, (
        f"joining.toml weighs {', '.join(missing)}, but compare/messages/{lang}.toml has no words for it: "
        'add a line NAME = "what an editor calls it" to its table [feature], and one to [feature_below] if a '
        "value below 0 means the opposite."
    )


def test_words_for_a_value_below_zero_belong_to_a_feature() -> None:
    for lang in LANGUAGES:
        below = {key for key in load_messages("compare", lang) if key.startswith("feature_below.")}
        assert below and {key.removeprefix("feature_below.") for key in below} <= joining_features()


def test_what_the_model_adds_is_in_the_sum() -> None:
    model = load_joining("conflict")
    values = {"same": 1.5, "finding.poles": 0.75, "manner.headline": 1.0, "finding.unheard_of": 1.0}
    found = {one.feature: one for one in model.contributions(values)}
    assert found.keys() == values.keys()
    assert found["finding.unheard_of"].amount == 0
    total = model.bias + sum(one.amount for one in found.values())
    logit = model.bias + sum(model.weights.get(name, 0) * value for name, value in values.items())
    assert total == pytest.approx(logit, abs=1e-3)


def test_the_app_shows_them_in_words_with_their_side() -> None:
    html = render_weighing(weighed_relation(), "id")
    assert "kata-kata yang condong berlawanan" in html and "mendukung (1,1)" in html
    assert "melemahkan (0,9)" in html and "finding.poles" not in html
    assert render_weighing(make_flood().relations[0], "id") == ""


def test_a_feature_of_a_foreign_file_is_text() -> None:
    hostile = replace(weighed_relation(), contributions=(Contribution("<script>x</script>", 1.0, 1.0),))
    assert "<script>" not in render_weighing(hostile, "en")
    flood = make_flood()
    assert "<script>x" not in render_report(replace(flood, relations=(hostile,)), ".html", "en")
    assert tell_feature(Contribution("<b>", 1.0, 1.0), "en") == "<b>"
