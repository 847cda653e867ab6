"""Questions and relations in words: a title that a person would write, labels of positions, sides in a fixed
order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from claims.models import ActorKind, Claim, Position, Question, Reason, Relation
from compare.candidates import Pair
from compare.corpus import Corpus
from compare.group import group_positions
from compare.rank import rank_relations
from compare.relate.join import Decision, level_of
from compare.relate.negation import DENYING
from compare.sameness import gather_evidence, weigh_question
from compare.wording import has_message, pick_language, say
from compare.writing import shorten

LEAST_LABEL = 5  # characters; a bare "tidak" says nothing
CLAUSE_END = re.compile(r"(?<=\w{4})[,;:]\s")
LABEL = 80  # characters of a label; a longer quote is cut at a word
TITLE_VALUE = 48
PUNCTUATION = ".,;:!?()\"'“”«»„"
NEARNESS = 4  # decimals in which two claims are equally near the middle


@dataclass(frozen=True)
class Names:
    """What each row can be an answer to, and in how many rows each of it stands."""

    rows: Sequence[frozenset[str]]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(name for row in self.rows for name in row)


def make_question(
    corpus: Corpus,
    aspects: Names,
    rows: frozenset[int],
    own: Mapping[Pair, Decision],
    at_home: Iterable[Pair],
) -> Question:
    """Return the question that the claims in `rows` answer, with its positions and a title.

    Args:
        corpus: the claims.
        aspects: what each row can be an answer to.
        rows: the claims of this question.
        own: what the pairs of these rows are to each other.
        at_home: the pairs whose relation is shown in this question; its title is theirs.
    """
    positions = tuple(
        Position(_label(corpus, group, own), tuple(corpus.claims[row].id for row in group))
        for group in group_positions(rows, own)
    )
    claims = tuple(corpus.claims[row].id for row in rows)
    return Question(_title(corpus, aspects, rows, {pair: own[pair] for pair in at_home}), claims, positions)


def _title(corpus: Corpus, aspects: Names, rows: frozenset[int], own: Mapping[Pair, Decision]) -> str:
    """What the claims have in common, of whom, and the two values of the strongest conflict."""
    language = pick_language(
        Counter(corpus.language[corpus.claims[row].document] for row in rows).most_common(1)[0][0]
    )
    fallback = shorten(_central(corpus, rows).quote, LABEL)
    flagged = [
        (decision.score, pair) for pair, decision in own.items() if decision.finding.relation.is_flagged
    ]
    if not flagged:
        return _topic(corpus, aspects, rows, language) or fallback
    reason = own[max(flagged)[1]].finding.reason
    about = dict(reason.values).get("aspect", "")
    about = about if has_message(language, f"aspect.{about}") else ""
    topic = _topic(corpus, aspects, rows, language, about)
    names = {word for row in rows for actor in corpus.claims[row].actors for word in actor.name.split()}
    values = {
        name: shorten(lower_words(_first_clause(value), names), TITLE_VALUE) for name, value in reason.values
    }
    if any(_denies(corpus.claims[row], values.get("cue", "")) for row in rows):
        values |= {"cue": ""}  # asked is what was denied, not the denial
    keys = (reason.key, *_generic_titles(values))
    key = next((k for k in keys if has_message(language, f"title.{k}")), "")
    if key and not topic:  # a whole sentence is no topic: the values alone ask
        key = key if has_message(language, f"title.{key}_alone") else ""
        return say(language, f"title.{key}_alone", **values).replace("“ ", "“") if key else fallback
    return say(language, f"title.{key}", topic=topic, **values).replace("“ ", "“") if key else topic


def _denies(claim: Claim, cue: str) -> bool:
    """True if `cue` is a verb by which the claim denies something ("membantah")."""
    return any(c.id == DENYING and claim.words_at(c.span).lower() == cue.lower() for c in claim.concepts)


def lower_words(value: str, names: Collection[str]) -> str:
    """Return words of a headline as a sentence has them: names, acronyms and figures stay as they are.

    >>> lower_words("Akan Segera Tinggalkan Lombok", {"Lombok"})
    'akan segera tinggalkan Lombok'
    """
    words = (
        word if word.strip(PUNCTUATION) in names or not is_titled(word) else word.lower()
        for word in value.split()
    )
    return " ".join(words)


def is_titled(word: str) -> bool:
    """True for a word of which only the first letter is large: "Segera", not "PBB" or "LinkAja".

    >>> is_titled("Segera"), is_titled("PBB"), is_titled("LinkAja")
    (True, False, False)
    """
    letters = word.strip(PUNCTUATION)
    return len(letters) > 1 and letters.isalpha() and letters[0].isupper() and letters[1:].islower()


def _first_clause(value: str) -> str:
    """A value up to its first comma between words: the rest is for the position's label."""
    return CLAUSE_END.split(value.strip(), maxsplit=1)[0]


def _generic_titles(values: Mapping[str, str]) -> Iterator[str]:
    if "n_left" in values:
        yield "with_counts"
    if "left" in values:
        yield "with_values"


def _topic(corpus: Corpus, aspects: Names, rows: Iterable[int], language: str, about: str = "") -> str:
    """What is asked of whom: the aspect that most of the claims share (or `about`), and the name."""
    members = sorted(rows)
    best = (
        about
        or _most_shared(members, aspects, language)
        or _most_shared(members, Names(corpus.concepts), language)
    )
    aspect = say(language, f"aspect.{best}") if best else ""
    subject = _subject(corpus, members)
    return (
        say(language, "title.subject", aspect=aspect, subject=subject)
        if aspect and subject
        else aspect or subject
    )


def _most_shared(members: Sequence[int], names: Names, language: str) -> str:
    """The name that more than half of the claims have and few others do, "" if there is none."""
    counts = Counter(
        name for row in members for name in names.rows[row] if has_message(language, f"aspect.{name}")
    )
    shared = [name for name, count in counts.items() if count > len(members) / 2]
    if len(shared) < 2:
        return next(iter(shared), "")
    return max(shared, key=lambda name: (counts[name] / names.counts[name] ** 0.5, name))


def _subject(corpus: Corpus, members: Sequence[int]) -> str:
    """The name that most of the claims share; an organisation that half of them name goes before others."""
    actors = {actor.id: actor for row in members for actor in corpus.claims[row].actors}
    counts = Counter(name for row in members for name in corpus.actors[row])
    shared = [name for name, count in counts.items() if count > 1]
    bodies = [
        name
        for name in shared
        if actors[name].kind is ActorKind.ORGANISATION and counts[name] * 2 >= len(members)
    ]
    best = max(bodies or shared, key=lambda name: (counts[name], name), default="")
    return _spelling(corpus, members, best) if best else ""


def _spelling(corpus: Corpus, members: Iterable[int], name: str) -> str:
    """The shortest spelling of a name in these claims: "WHO" rather than the name in full."""
    found = {a.name for row in members for a in corpus.claims[row].actors if a.id == name}
    return min(found, key=lambda text: (len(text), text))


def _central(corpus: Corpus, rows: Iterable[int]) -> Claim:
    """The claim nearest to the middle of its question; of equally near ones the first by id.

    Two claims are always equally near, and what rounding makes of that hangs on the texts that were embedded
    beside them: an article added later would give another label than all at once.
    """
    members = sorted(rows)
    vectors = corpus.centred[members]
    nearness = np.round(vectors @ vectors.mean(axis=0), NEARNESS)
    return corpus.claims[members[int(nearness.argmax())]]


def _label(corpus: Corpus, group: Sequence[int], own: Mapping[Pair, Decision]) -> str:
    """The words that make the difference, where one of the position's claims conflicts; else the central
    claim.
    """
    for (left, right), decision in sorted(own.items(), key=lambda item: (-item[1].score, item[0])):
        if not decision.finding.relation.is_flagged or (left in group) == (right in group):
            continue
        row, spans = (
            (left, decision.finding.evidence_l) if left in group else (right, decision.finding.evidence_r)
        )
        words = (
            corpus.claims[row].words_at(spans[0])
            if spans and corpus.claims[row].span.contains(spans[0])
            else ""
        )
        if len(words) > LEAST_LABEL:
            return shorten(words, LABEL)
    return shorten(_central(corpus, group).quote, LABEL)


def make_relations(
    corpus: Corpus,
    questions: Sequence[Question],
    decisions: Mapping[Pair, Decision],
    homes: Mapping[Pair, frozenset[int]],
) -> tuple[Relation, ...]:
    """Return a relation for each decided pair that a question holds, sides in the order of their ids."""
    asked = {
        frozenset(corpus.index[claim] for claim in question.claims): question.id for question in questions
    }
    relations = [_relate(corpus, asked[home], pair, decisions[pair]) for pair, home in homes.items()]
    return rank_relations(relations)


def _relate(corpus: Corpus, question: str, pair: Pair, decision: Decision) -> Relation:
    left, right = corpus.claims[pair[0]], corpus.claims[pair[1]]  # rows are in the order of ids
    finding = decision.finding
    weighed = decision.contributions or weigh_question(gather_evidence(corpus, *pair))
    return Relation(
        question=question,
        claim_l=left.id,
        claim_r=right.id,
        key_l=left.key,
        key_r=right.key,
        relation=finding.relation,
        kind=finding.kind,
        level=level_of(left, right),
        score=round(decision.score, 4),
        reason=Reason(finding.reason.key, finding.reason.values),
        evidence_l=finding.evidence_l,
        evidence_r=finding.evidence_r,
        contributions=weighed,
    )
