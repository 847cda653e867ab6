"""What a sentence denies: the cue, how far it reaches, and what kind of denial it is.

A negation has a cue ("tidak"), a scope (what it denies) and a kind: "bukan hanya" denies nothing, and
"bukan yang pertama" denies only that it was the first.  One inside "yang ...", "jika ..." or "untuk ..."
belongs to no main clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from claims.clauses import CLAUSE_START, Grammar, load_grammar, opens_clause
from claims.languages import load_table
from claims.models import Span
from claims.speech_words import load_lexicon as load_speech
from claims.tokens import Match, PhraseTable, Token, find_tokens, span_of

# "bukan percobaan yang pertama", "not, after all, the first": how far the ordinal may stand from the cue.
ORDINAL_REACH = 6
# How far a negation may stand behind "yang" or "untuk" and still belong to that clause.
CLAUSE_REACH = 4
# "untuk tidak memperpanjang": the purpose word stands right before the negation.
PURPOSE_REACH = 2
# How far behind "yang" a negation inside its clause may stand.
RELATIVE_REACH = 8
# No clause is longer, and a text of nothing but negations stays linear.
SCOPE_REACH = 40


class NegationKind(StrEnum):
    """What a negation does to its clause."""

    PLAIN = "plain"  # "tidak", "not", "нет"
    NEVER = "never"  # "tidak pernah", "belum pernah"
    NOT_YET = "not_yet"  # "belum": not so far
    NO_LONGER = "no_longer"  # "tidak lagi": it was so
    NOT_ONLY = "not_only"  # "bukan hanya": true, and more than that
    NOT_FIRST = "not_first"  # "bukan yang pertama": there were others
    WITHOUT = "without"  # "tanpa": denies a circumstance, not the clause
    UNFULFILLED = "unfulfilled"  # "gagal", "refused to": it was not done, then at least


# The kinds that turn the clause they stand in.
TURNING = frozenset(NegationKind) - {NegationKind.NOT_ONLY, NegationKind.NOT_FIRST, NegationKind.WITHOUT}


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation; both spans are local to the quote, and the scope does not hold the cue.

    `is_main` is true where it belongs to a main clause of the quote.
    """

    cue: Span
    scope: Span
    kind: NegationKind
    is_main: bool = True

    @property
    def turns(self) -> bool:
        """True where the claim says that something is not so."""
        return self.is_main and self.kind in TURNING


@dataclass(frozen=True)
class Lexicon:
    """The tables of one language, ready to be looked up."""

    negations: PhraseTable
    ordinals: frozenset[str]
    late_ordinals: frozenset[str]  # "last", which is a rank only after one of `determiners`
    determiners: frozenset[str]
    withheld: PhraseTable  # what is refused where somebody keeps silent: "to comment"
    scope_ends: frozenset[str]
    correctives: frozenset[str]  # "but": puts something else in the place of what was denied, or goes on
    replacements: frozenset[str]  # "melainkan", which always does the former
    reporting: frozenset[str]  # the verbs of saying that take a clause


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the tables of a language, read once."""
    table, speech = load_table(language, "polarity"), load_speech(language)
    return Lexicon(
        negations=PhraseTable(table["negations"]),
        ordinals=frozenset(table["ordinals"]),
        late_ordinals=frozenset(table["late_ordinals"]),
        determiners=frozenset(table["determiners"]),
        withheld=PhraseTable({"withheld": table["withheld"]}),
        scope_ends=frozenset(table["scope_ends"]),
        correctives=frozenset(table["correctives"]),
        replacements=frozenset(table["replacements"]),
        reporting=speech.words["verbs"] | speech.words["stances"],
    )


def find_negations(quote: str, language: str) -> tuple[Negation, ...]:
    """Return the negations of a quote from left to right.

    >>> quote = "Harga tidak naik karena cuaca dan hanya dipicu oleh pajak."
    >>> [(n.cue.of(quote), n.scope.of(quote)) for n in find_negations(quote, "id")]
    [('tidak', 'naik karena cuaca dan hanya dipicu oleh pajak')]
    """
    return negations_of(find_tokens(quote), language)


def names_rank(text: str, language: str) -> bool:
    """Return whether a text says that something is the first or the last.

    >>> names_rank("The striker scored in the first half.", "en")
    True
    """
    ordinals = load_lexicon(language).ordinals
    return any(token.low in ordinals for token in find_tokens(text))


def negations_of(tokens: Sequence[Token], language: str) -> tuple[Negation, ...]:
    """Return the negations of a quote that is given as tokens; spans are those of the tokens."""
    lexicon, grammar = load_lexicon(language), load_grammar(language)
    found = []
    for match in _read_cues(lexicon.negations.find(tokens), tokens, grammar, lexicon):
        last = _scope_end(tokens, match.last, grammar, lexicon)
        matrix = _matrix_verb(tokens, match, last, grammar, lexicon)
        last = last if matrix is None else matrix
        scope = tokens[match.last : last]
        kind = NegationKind(match.key)
        if kind is NegationKind.PLAIN and _is_about_rank(scope, grammar, lexicon):
            kind = NegationKind.NOT_FIRST
        cue = span_of(tokens[match.first : match.last])
        reach = span_of(scope) if scope else Span(cue.end, cue.end)
        is_main = matrix is None and not _is_subordinate(tokens, match.first, match.last, grammar)
        if (
            last < len(tokens)
            and _corrects(tokens, last, grammar, lexicon)
            and _is_constituent(tokens, match, grammar)
        ):
            is_main = False  # "bukan karena hujan, melainkan karena gempa": the clause itself holds
        found.append(Negation(cue, reach, kind, is_main))
    return tuple(found)


def _read_cues(
    matches: Sequence[Match], tokens: Sequence[Token], grammar: Grammar, lexicon: Lexicon
) -> Sequence[Match]:
    """Return the cues that deny something.

    "tidak kurang dari" looks like a negation and is none; what was refused and is denied itself was done.
    """
    cues: list[Match] = []
    for match in matches:
        if match.key == NegationKind.UNFULFILLED:
            if cues and cues[-1].last == match.first:
                cues.pop()
            elif _is_left_undone(match, tokens, grammar, lexicon):
                cues.append(match)
        elif match.key != "none":
            cues.append(match)
    return cues


def _is_left_undone(match: Match, tokens: Sequence[Token], grammar: Grammar, lexicon: Lexicon) -> bool:
    """True for "gagal mencetak gol": the claim says that somebody did not do it.

    Not for "mediasi gagal", which has no verb; nor "menolak berkomentar tentang ledakan": who keeps silent
    does not deny the explosion; nor "dinilai gagal menangani banjir", which is what others think.
    """
    if match.last >= len(tokens) or lexicon.withheld.match(tokens, match.last):
        return False
    if match.first:
        before = tokens[match.first - 1]
        if grammar.is_predicate(before) and not grammar.is_auxiliary(before):
            return False
    return match.last - match.first > 1 or grammar.is_predicate(tokens[match.last])


def _is_about_rank(scope: Sequence[Token], grammar: Grammar, lexicon: Lexicon) -> bool:
    """True for "not the first"; "did not score in the first half" denies the goal."""
    for at, token in enumerate(scope[:ORDINAL_REACH]):
        if token.low in lexicon.ordinals:
            return True
        if token.low in lexicon.late_ordinals:
            return bool(at) and _is_determiner(scope[at - 1].low, lexicon)  # "not last week"
        if token.low in grammar.prepositions or (
            grammar.is_predicate(token) and not grammar.is_auxiliary(token)
        ):
            return False
    return False


def _is_determiner(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.determiners or word.endswith(("'s", "’s", "s'", "s’"))


def _scope_end(tokens: Sequence[Token], at: int, grammar: Grammar, lexicon: Lexicon) -> int:
    """Return where the scope ends: at a stop, a contrast, or a clause with a subject of its own."""
    start = at
    while at < min(len(tokens), start + SCOPE_REACH):
        token = tokens[at]
        if token.text in ".;:!?()" or token.low in grammar.contrasts or token.low in lexicon.scope_ends:
            break
        if token.text == "," and at > start and not _goes_on(tokens, at + 1, grammar):
            break
        following = tokens[at + 1 : at + CLAUSE_START]
        if token.low in grammar.coordinators and opens_clause(following, grammar, strict=True):
            break  # "dan hanya ..." goes on, because no subject of its own follows
        at += 1
    return at


def _matrix_verb(
    tokens: Sequence[Token], match: Match, last: int, grammar: Grammar, lexicon: Lexicon
) -> int | None:
    """Return where a verb of saying ends the relative clause in which the negation stands, None if none does.

    "Seorang saksi yang tidak ingin disebut mengatakan dua pintu dibuka": the doors were opened.
    """
    inside = False
    for back in range(match.first - 1, max(-1, match.first - 1 - RELATIVE_REACH), -1):
        if not tokens[back].is_word:
            break
        if tokens[back].low in grammar.relatives and not _is_complement(tokens, back, grammar):
            inside = True
            break
    if not inside:
        return None
    filled = match.first > 0 and tokens[match.first - 1].low in lexicon.reporting
    for at in range(match.last, last):
        if filled and tokens[at].low in lexicon.reporting:
            return at
        filled = filled or grammar.is_predicate(tokens[at])
    return None


def _goes_on(tokens: Sequence[Token], at: int, grammar: Grammar) -> bool:
    """True where a comma only separates the items of a list ("tanpa air, listrik, dan obat")."""
    for token in tokens[at : at + 4]:
        if token.low in grammar.coordinators:
            return True
        if not token.is_word and token.text != ",":
            return False
    return False


def _is_subordinate(tokens: Sequence[Token], at: int, last: int, grammar: Grammar) -> bool:
    """True where the cue from `at` to `last` stands in a relative clause, a condition or a purpose."""
    for back in range(at - 1, max(-1, at - 1 - CLAUSE_REACH), -1):
        token = tokens[back]
        if token.low in grammar.relatives and not _is_complement(tokens, back, grammar):
            return True
        if not token.is_word or (grammar.is_predicate(token) and not grammar.is_auxiliary(token)):
            break
    if at and last < len(tokens) and tokens[last].low in grammar.purposes:
        return not grammar.is_auxiliary(tokens[at - 1])  # "decided not to extend"
    for back in range(at - 1, max(-1, at - 1 - SCOPE_REACH), -1):
        token = tokens[back]
        if token.text in ",;:.—–" or token.low in grammar.contrasts:
            return False
        if token.low in grammar.conjunctions:
            return not _is_complement(tokens, back, grammar)
        if token.low in grammar.purposes and at - back <= PURPOSE_REACH:
            return True
    return False


def _is_complement(tokens: Sequence[Token], at: int, grammar: Grammar) -> bool:
    """True for "bahwa", "that", "что" after a verb: what follows is what the claim says."""
    low = tokens[at].low
    if at == 0 or low not in grammar.complementizers:
        return False
    doubtful = low in grammar.relatives or low in grammar.subordinators  # "that", "jika": also something else
    return not doubtful or grammar.is_predicate(tokens[at - 1])


def _corrects(tokens: Sequence[Token], at: int, grammar: Grammar, lexicon: Lexicon) -> bool:
    """True where "but a stove" takes the place of what was denied; "but patients were ..." is a clause."""
    for place in range(at, min(at + 2, len(tokens))):
        if tokens[place].low in lexicon.replacements:
            return True
        if tokens[place].low in lexicon.correctives:
            return not opens_clause(tokens[place + 1 : place + CLAUSE_START], grammar, strict=False)
    return False


def _is_constituent(tokens: Sequence[Token], match: Match, grammar: Grammar) -> bool:
    """True where the negation denies a part of the clause and not the clause: "bukan karena hujan"."""
    if match.last < len(tokens):
        following = tokens[match.last].low
        if match.first and (following in grammar.prepositions or following in grammar.subordinators):
            return True
    return grammar.find_predicate(tokens[max(0, match.first - SCOPE_REACH) : match.first]) is not None
