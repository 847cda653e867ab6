"""Whether a claim says that something is so or is not, and how firmly.

The polarity of a claim is that of its main clauses (claims/facts/negations.py): a "not" inside "yang ...",
"jika ..." or "untuk ..." leaves the claim positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from claims.clauses import Grammar, load_grammar
from claims.facts.negations import negations_of
from claims.languages import load_table
from claims.models import Modality, Polarity
from claims.tokens import PhraseTable, Token, find_tokens

# What stands first here wins where several apply: a denied "if" is a denial, a promise speaks of the
# future by itself, and "mungkin akan" is a prediction before it is a doubt.
MODALITY_ORDER = (
    Modality.QUESTION,
    Modality.DENIED,
    Modality.CONDITIONAL,
    Modality.PROMISED,
    Modality.NORMATIVE,
    Modality.PREDICTED,
    Modality.HEDGED,
    Modality.REPORTED,
)


@cache
def load_modalities(language: str) -> PhraseTable:
    """Return the words of modality of a language, read once."""
    return PhraseTable(load_table(language, "polarity")["modality"])


def read_polarity(quote: str, language: str) -> Polarity:
    """Return whether the main clauses of a quote say that something is not so.

    >>> read_polarity("Klub itu tidak pernah menjual pemainnya.", "id").value
    'negative'
    >>> read_polarity("Not only the bridge but also the road was closed.", "en").value
    'positive'
    >>> read_polarity("Это был не первый пожар на заводе.", "ru").value
    'positive'
    """
    return polarity_of(find_tokens(quote), language)


def polarity_of(tokens: Sequence[Token], language: str) -> Polarity:
    """Return the polarity of a quote that is given as tokens."""
    turns = any(negation.turns for negation in negations_of(tokens, language))
    return Polarity.NEGATIVE if turns else Polarity.POSITIVE


def read_modality(quote: str, language: str) -> Modality:
    """Return how a quote is put forward; where several apply the first of `MODALITY_ORDER`.

    >>> read_modality("Bupati berjanji jalan itu akan diperbaiki.", "id").value
    'promised'
    >>> read_modality("The vaccine may have been stored too warm.", "en").value
    'hedged'
    """
    return modality_of(find_tokens(quote), language)


def modality_of(tokens: Sequence[Token], language: str) -> Modality:
    """Return the modality of a quote that is given as tokens."""
    last = next((token.text for token in reversed(tokens) if token.text not in "\"'”»’)"), "")
    if last == "?":
        return Modality.QUESTION
    grammar = load_grammar(language)
    seen = {
        Modality(match.key)
        for match in load_modalities(language).find(tokens)
        if match.key != "none" and not _is_relative(tokens, match.first, grammar)
    }
    return next((modality for modality in MODALITY_ORDER if modality in seen), Modality.ASSERTED)


def _is_relative(tokens: Sequence[Token], at: int, grammar: Grammar) -> bool:
    """True for "yang akan", "who must": said of somebody, not the claim itself."""
    return at > 0 and tokens[at - 1].low in grammar.relatives
