"""Pairs whose label follows from their facts: one fact of a sentence is changed, and we know what that does.

    "48 orang tewas"  beside  "37 orang tewas"              contradiction
                              "lebih dari 40 orang tewas"   entailment: the bound is met
                              "kurang dari 40 orang tewas"  contradiction: the bound is broken
                              "40-50 orang tewas"           entailment: the range covers it

The sentences are Indonesian and come from the public training set; what is a number, a date or a name in them
is found by `claims.facts`.  Where an edit leaves two readings open, the pair names both labels.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims.facts.actors import find_actors
from claims.facts.numbers import find_quantities
from claims.facts.polarity import NegationKind, find_negations
from claims.facts.times import find_times
from claims.models import Actor, ActorKind, Quantity, Span
from compare.train.data import Labels, Pair

LANGUAGE = "id"
SOURCE = "edits"
MOST_OF_A_KIND = 2_200
BACKWARDS = 0.4  # of the bounds and ranges are also the premise: "more than 40" says neither 48 nor not 48
LONGEST = (
    220  # characters of a sentence that is edited: longer ones hold more than one fact to be wrong about
)

CONFLICT = frozenset({"contradiction"}), frozenset({"contradiction"})
DENIED = frozenset({"contradiction"}), frozenset({"contradiction", "tension"})
COVERED = frozenset({"entailment"}), frozenset({"compatible"})
OPEN_BOUND = frozenset({"neutral"}), frozenset({"compatible"})
OTHER_DAY = frozenset({"contradiction"}), frozenset({"contradiction", "different_scope"})
OTHER_EVENT = frozenset({"contradiction", "neutral"}), frozenset({"different_scope", "update"})
OTHER_NAME = (
    frozenset({"contradiction", "neutral"}),
    frozenset({"contradiction", "tension", "different_scope", "other_question"}),
)
SWAPPED = frozenset({"contradiction", "neutral"}), frozenset({"contradiction", "tension"})
UNRELATED = frozenset({"neutral"}), frozenset({"other_question"})

Verdict = tuple[Labels, Labels]

_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DAY = re.compile(r"\b(?:[12]?\d|3[01])\b(?= (?:" + "|".join(_MONTHS) + r")\b)")
# What is put before a word so that a clause says the opposite; only where the word can be nothing but a verb.
_DENIALS = (
    (re.compile(r"\b(?:telah|sudah) (?=\w)"), "belum "),
    (
        re.compile(r"\b(?=(?:akan|bisa|dapat|mampu|pernah|berhasil|termasuk|memiliki|mempunyai|ingin) )"),
        "tidak ",
    ),
    (re.compile(r"\b(?=merupakan )"), "bukan "),
    (re.compile(r"\badalah (?=\w)"), "bukanlah "),
    (
        re.compile(
            r"(?<=\w )(?=(?:mem[bpf]|men[cdjt]|meng[aghikou]|meny|ber[a-z]|di[bcdjklmprst])[a-z]{4,} )"
        ),
        "tidak ",
    ),
)
# They begin like verbs and are none, or stand in a clause of their own.
_NO_VERB = re.compile(
    r"^(?:mengenai|menjelang|mengapa|berikut|bersama|berdasarkan|beberapa|berbagai|berita|bermacam|dimana|dirinya|"
    r"dimulai|disebut|bernama|bertajuk|berjudul|berusia|berasal)\b"
)
_HIDDEN_CLAUSE = re.compile(
    r"(?:yang|untuk|dengan|dan|atau|guna|agar|setelah|sebelum|saat|ketika|dalam|tidak|belum) $"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed sentence and what it is to the one it was made from."""

    text: str
    verdict: Verdict


Editor = Callable[[str, random.Random], Iterator[Edit]]


def edit_pairs(texts: Sequence[tuple[str, str]], seed: int) -> list[Pair]:
    """Return pairs made from (premise, entailed hypothesis); the same seed gives the same pairs.

    An edit of the hypothesis that contradicts it contradicts the premise as well.
    """
    rng = random.Random(seed)
    found: list[Pair] = []
    names = _collect_names([hypothesis for _, hypothesis in texts])
    for premise, hypothesis in texts:
        for sentence in dict.fromkeys((hypothesis, premise)):
            if len(sentence) > LONGEST:
                continue
            edits = [edit for editor in EDITORS for edit in editor(sentence, rng)]
            edits += edit_names(sentence, names, rng)
            for edit in edits:
                found.append(_make(sentence, edit.text, edit.verdict))
                if edit.verdict is COVERED and rng.random() < BACKWARDS:
                    found.append(_make(edit.text, sentence, OPEN_BOUND))
                if sentence is hypothesis and edit.verdict in (CONFLICT, DENIED) and len(premise) <= LONGEST:
                    found.append(_make(premise, edit.text, edit.verdict))
    others = rng.sample(texts, len(texts))
    found += [
        _make(one[1], two[1], UNRELATED) for one, two in zip(texts, others, strict=True) if one[0] != two[0]
    ]
    return _thin_out(found, rng)


def _thin_out(pairs: list[Pair], rng: random.Random) -> list[Pair]:
    """Keep at most `MOST_OF_A_KIND` of each verdict: denials are many, and would be all that is learned."""
    rng.shuffle(pairs)
    kept: dict[Verdict, list[Pair]] = {}
    for pair in pairs:
        kept.setdefault((pair.nli, pair.relation), []).append(pair)
    return [pair for group in kept.values() for pair in group[:MOST_OF_A_KIND]]


def _make(left: str, right: str, verdict: Verdict) -> Pair:
    return Pair(left, right, SOURCE, *verdict)


# --- numbers ----------------------------------------------------------------------------------------


def edit_numbers(text: str, rng: random.Random) -> Iterator[Edit]:
    """Change a plain number, or put a bound or a range in its place.

    >>> edits = list(edit_numbers("Sebanyak 48 orang tewas.", random.Random(1)))
    >>> [edit.verdict is CONFLICT for edit in edits]
    [True, False, True, False, True]
    """
    for quantity in find_quantities(text, LANGUAGE)[:2]:
        digits = _DIGITS.search(text, quantity.span.start, quantity.span.end)
        if digits is None or quantity.low is None or quantity.low != quantity.high or quantity.ordinal:
            continue
        written = _read_number(digits.group())
        if written is None or written <= 1 or quantity.approximate:
            continue
        for value, words, verdict in _draw_answers(written, rng):
            number = [_write_number(one, digits.group()) for one in value]
            if all(one != digits.group() for one in number):
                yield Edit(_put(text, quantity, digits.span(), words, number), verdict)


def _draw_answers(value: float, rng: random.Random) -> Iterator[tuple[tuple[float, ...], str, Verdict]]:
    """Yield (numbers, words before them, verdict) for another number, two bounds and two ranges."""
    less, more = value * rng.uniform(0.4, 0.93), value * rng.uniform(1.07, 2.2)
    yield (rng.choice((less, more, value * 10)),), "", CONFLICT
    above = rng.choice(("lebih dari", "setidaknya", "sedikitnya", "di atas"))
    below = rng.choice(("kurang dari", "paling banyak", "tidak sampai", "di bawah"))
    yield rng.choice((((less,), above, COVERED), ((more,), below, COVERED)))
    yield rng.choice((((more,), above, CONFLICT), ((less,), below, CONFLICT)))
    yield (less, more), "antara", COVERED
    yield (more, more * 1.3), "antara", CONFLICT


def _put(text: str, quantity: Quantity, place: tuple[int, int], words: str, numbers: Sequence[str]) -> str:
    """Return the text with the numbers in the old one's place; words go before the unit's sign ("Rp")."""
    start, end = place
    before, after = text[quantity.span.start : start], text[end : quantity.span.end]
    said = " dan ".join(before + number + (after if len(numbers) == 1 else "") for number in numbers)
    said += after if len(numbers) > 1 else ""
    return text[: quantity.span.start] + (f"{words} " if words else "") + said + text[quantity.span.end :]


def _read_number(text: str) -> float | None:
    """Read digits as Indonesian writes them: "2.500,5" is 2500.5."""
    try:
        return float(text.replace(".", "").replace(",", "."))
    except ValueError:
        return None


def _write_number(value: float, like: str) -> str:
    """Write a number in the manner of another one.

    >>> _write_number(3172.4, "2.500"), _write_number(0.21, "0,15"), _write_number(1999.2, "1304")
    ('3.200', '0,21', '1999')
    """
    if "," in like:
        places = len(like.rsplit(",", 1)[1])
        return f"{value:.{places}f}".replace(".", ",")
    if value >= 1000 and like.endswith("00"):
        value = round(value, -2)
    return f"{round(value):,}".replace(",", ".") if "." in like else str(round(value))


# --- dates ------------------------------------------------------------------------------------------


def edit_dates(text: str, rng: random.Random) -> Iterator[Edit]:
    """Move the date of a sentence; with a new number as well it tells of another time.

    >>> [edit.text for edit in edit_dates("Gempa terjadi pada Maret.", random.Random(1))]
    ['Gempa terjadi pada November.']
    """
    if not find_times(text, LANGUAGE, None):
        return
    changes = (
        (_YEAR, lambda match: str(int(match.group()) + rng.choice((-3, -2, -1, 1, 2, 3)))),
        (_MONTH, lambda match: rng.choice([month for month in _MONTHS if month != match.group()])),
        (_DAY, lambda match: str((int(match.group()) + rng.randint(2, 12)) % 28 + 1)),
    )
    possible = [(pattern, change) for pattern, change in changes if pattern.search(text)]
    if not possible:
        return
    pattern, change = rng.choice(possible)
    moved = pattern.sub(change, text, count=1)
    if moved != text:
        yield Edit(moved, OTHER_DAY)
    for edit in edit_numbers(moved, rng):
        yield Edit(edit.text, OTHER_EVENT)
        return


# --- negation ---------------------------------------------------------------------------------------


def edit_negation(text: str, rng: random.Random) -> Iterator[Edit]:
    """Take a denial out of a sentence or put one in.

    >>> [edit.text for edit in edit_negation("Bupati tidak memperpanjang masa darurat.", random.Random(1))]
    ['Bupati memperpanjang masa darurat.']
    >>> [edit.text for edit in edit_negation("Pasukan telah meninggalkan kota itu.", random.Random(1))]
    ['Pasukan belum meninggalkan kota itu.']
    """
    negations = find_negations(text, LANGUAGE)
    if len(negations) == 1:
        cue = negations[0].cue
        if negations[0].kind is NegationKind.PLAIN and cue.of(text).casefold() in ("tidak", "tak"):
            rest = text[: cue.start] + text[cue.end :].lstrip()
            yield Edit(rest[:1].upper() + rest[1:], DENIED)
        return
    if negations:
        return
    for pattern, denial in _DENIALS:
        match = pattern.search(text)
        if (
            match
            and not _HIDDEN_CLAUSE.search(text[: match.start()])
            and not _NO_VERB.match(text[match.end() :])
        ):
            yield Edit(text[: match.start()] + denial + text[match.end() :], DENIED)
            return


# --- who did it, who is listed ----------------------------------------------------------------------

_ACTS = re.compile(r"^ (?:\w+ )?(?:me[mn]\w{4,}|menge\w{3,}|meng\w{4,})(?: \w+)?(?: \w+)? $")
_LISTS = re.compile(r"^(?:, | dan |, dan )$")


def edit_roles(text: str, rng: random.Random) -> Iterator[Edit]:
    """Let two names change places around a verb that has a doer and a target.

    >>> [edit.text for edit in edit_roles("Rusia menyerang Ukraina.", random.Random(1))]
    ['Ukraina menyerang Rusia.']
    """
    actors = find_actors(text, LANGUAGE)
    for one, two in pairwise(actors):
        if one.id != two.id and _ACTS.match(text[one.span.end : two.span.start]):
            between = text[one.span.end : two.span.start]
            swapped = two.span.of(text) + between + one.span.of(text)
            yield Edit(text[: one.span.start] + swapped + text[two.span.end :], SWAPPED)
            return


def edit_lists(text: str, rng: random.Random) -> Iterator[Edit]:
    """Take a name out of a list of three or more: what is left was said by the whole list."""
    actors = find_actors(text, LANGUAGE)
    for one, two, three in zip(actors, actors[1:], actors[2:], strict=False):
        gaps = text[one.span.end : two.span.start], text[two.span.end : three.span.start]
        if all(_LISTS.match(gap) for gap in gaps):
            yield Edit(text[: one.span.end] + gaps[1] + text[three.span.start :], COVERED)
            return


def edit_names(text: str, names: dict[ActorKind, list[str]], rng: random.Random) -> Iterator[Edit]:
    """Put another name of the same kind in the place of one."""
    actors = [actor for actor in find_actors(text, LANGUAGE) if len(names.get(actor.kind, ())) > 1]
    if actors:
        actor: Actor = rng.choice(actors)
        name = rng.choice(names[actor.kind])
        if name != actor.span.of(text):
            yield Edit(_replace(text, actor.span, name), OTHER_NAME)


def _replace(text: str, span: Span, by: str) -> str:
    return text[: span.start] + by + text[span.end :]


def _collect_names(texts: Sequence[str]) -> dict[ActorKind, list[str]]:
    found: dict[ActorKind, dict[str, None]] = {}
    for text in texts:
        for actor in find_actors(text, LANGUAGE):
            if actor.kind is not ActorKind.OTHER:
                found.setdefault(actor.kind, {})[actor.span.of(text)] = None
    return {kind: list(names) for kind, names in found.items()}


EDITORS: tuple[Editor, ...] = (edit_numbers, edit_dates, edit_negation, edit_roles, edit_lists)
