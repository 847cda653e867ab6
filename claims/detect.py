"""Finds the statements of an article that can be checked, and says of the rest why they are none.

Generous on purpose: an opinion or a forecast that holds a fact is a claim of its kind, and only what says
nothing that could be so or not so is left out (claims/judgements.py).  A sentence is taken apart where that
is safe: the words of a quote without the tail that attributes them, and clauses that stand on their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from claims.clauses import clauses_of, load_grammar
from claims.facts.polarity import modality_of, polarity_of
from claims.frames import Frame, FrameKind
from claims.items import list_items
from claims.judgements import judge_tokens
from claims.languages import load_table
from claims.models import Claim, ClaimKind, Document, Modality, Rejected, Sentence, Span
from claims.quotations import Quotation, find_quotations
from claims.speakers import SpeakerReader
from claims.speech import FrameFinder
from claims.speech_words import load_lexicon as load_speech
from claims.tokens import PhraseTable, Token, find_tokens

# A sentence of fewer words than this is a claim only with a predicate ("Harga naik.") or a stop.
FEWEST_WORDS = 5
# With fewer words than this nothing is said.
LEAST_WORDS = 2
# What is stripped from the ends of a claim: marks that belong to the sentence around it.
EDGES = ' \t\n\r\xa0“”„«»"‘’–—-•·*,:;'
# Of several kinds the first here names the claim: the particular before the general.
KIND_ORDER = (
    ClaimKind.MEMBERSHIP,
    ClaimKind.RULE,
    ClaimKind.CAUSE,
    ClaimKind.PLAN,
    ClaimKind.OPINION,
)


@dataclass(frozen=True)
class Lexicon:
    """The words by which a sentence is known to be no claim, and a claim to be of a kind."""

    refusals: tuple[tuple[str, PhraseTable], ...]
    kinds: PhraseTable


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the tables of a language, read once."""
    table = load_table(language, "detection")
    reasons = {"question": "questions", "exhortation": "exhortations", "greeting": "greetings"}
    return Lexicon(
        refusals=tuple((reason, PhraseTable({reason: table[key]})) for reason, key in reasons.items()),
        kinds=PhraseTable(table["kinds"]),
    )


def detect_claims(
    document: Document, sentences: Sequence[Sentence]
) -> tuple[tuple[Claim, ...], tuple[Rejected, ...]]:
    """Return the claims of a document in order, and what is none with the reason.

    >>> from claims.models import Basis, Known
    >>> text = "Apakah harga naik? Harga beras naik 5 persen."
    >>> doc = Document(text, language=Known("id", Basis.STATED))
    >>> found, rejected = detect_claims(doc, [Sentence(Span(0, 18), 0), Sentence(Span(19, 45), 0)])
    >>> [claim.quote for claim in found], [r.reason for r in rejected]
    (['Harga beras naik 5 persen.'], ['question'])
    """
    language = document.language.value
    pieces = _Pieces(document.text, language)
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    seen: Counter[str] = Counter()
    for sentence in sentences:
        for span, reason in pieces.cut(sentence):
            if reason:
                rejected.append(Rejected(span, reason))
                continue
            claim = _make_claim(document, sentence, span, seen)
            seen[_words(claim.quote)] += 1
            claims.append(claim)
    return tuple(claims), tuple(rejected)


def _words(quote: str) -> str:
    return " ".join(quote.split())


def _make_claim(document: Document, sentence: Sentence, span: Span, seen: Counter[str]) -> Claim:
    quote, language = span.of(document.text), document.language.value
    tokens = find_tokens(quote)
    modality = modality_of(tokens, language)
    return Claim(
        document=document.id,
        span=span,
        quote=quote,
        sentence=sentence.span,
        outlet=document.outlet.value,
        occurrence=seen[_words(quote)],
        modality=modality,
        polarity=polarity_of(tokens, language),
        kind=kind_of(tokens, language, modality),
        is_headline=sentence.is_headline,
    )


def read_kind(quote: str, language: str, modality: Modality = Modality.ASSERTED) -> ClaimKind:
    """Return what a claim is about, by its words; a coarse label.

    >>> read_kind("Komisi itu terdiri dari tujuh orang.", "id").value
    'membership'
    >>> read_kind("The bridge was closed on 3 May 2019.", "en").value
    'date'
    """
    return kind_of(find_tokens(quote), language, modality)


def kind_of(tokens: Sequence[Token], language: str, modality: Modality = Modality.ASSERTED) -> ClaimKind:
    """Return the kind of a claim that is given as tokens."""
    kinds = {ClaimKind(match.key) for match in load_lexicon(language).kinds.find(tokens)}
    if modality in (Modality.PREDICTED, Modality.PROMISED):
        kinds.add(ClaimKind.PLAN)
    for kind in KIND_ORDER:
        if kind in kinds:
            return kind
    calendar = load_speech(language).calendar
    numbers = [at for at, token in enumerate(tokens) if token.is_number]
    if any(not _is_date(tokens, at, calendar) for at in numbers):
        return ClaimKind.NUMBER
    if numbers or any(token.low in calendar for token in tokens):
        return ClaimKind.DATE
    return ClaimKind.STATE if ClaimKind.STATE in kinds else ClaimKind.EVENT


def _is_date(tokens: Sequence[Token], at: int, calendar: frozenset[str]) -> bool:
    """True for "10/5", a year, and a number beside a month's name."""
    text = tokens[at].text
    beside = [tokens[near].low for near in (at - 1, at + 1) if 0 <= near < len(tokens)]
    return "/" in text or (len(text) == 4 and text[:2] in ("19", "20")) or any(w in calendar for w in beside)


def _is_age(tokens: Sequence[Token], at: int) -> bool:
    """True for a bare number between commas or brackets: "kata Rina, 45," is no date."""
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return before in ",(" and after in ",)." and "/" not in tokens[at].text


class _Pieces:
    """Cuts the sentences of one document into claims and what is none."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.lexicon, self.grammar = load_lexicon(language), load_grammar(language)
        self.quotations = find_quotations(text, is_cue=load_speech(language).is_cue)
        self._ends = [quotation.outer.end for quotation in self.quotations]
        self.frames = FrameFinder(SpeakerReader((), (), language))

    def cut(self, sentence: Sentence) -> Iterator[tuple[Span, str]]:
        """Yield the pieces of a sentence, each with the reason why it is no claim, "" for a claim."""
        around = sentence.span
        quotations = self._quotations_in(around)
        standing: list[Quotation] = []
        frames: list[Frame] = []
        if any(quotation.is_statement for quotation in quotations):
            frames = self.frames.find(list_items(self.text, around, quotations)[0])
            standing = [q for q in quotations if self._stands_alone(q, around, frames)]
        if not standing:
            yield from self._whole(sentence, around)
            return
        at = around.start
        for quotation in standing:
            inner = Span(max(quotation.inner.start, around.start), min(quotation.inner.end, around.end))
            outer = Span(max(quotation.outer.start, around.start), min(quotation.outer.end, around.end))
            yield from self._lead(sentence, Span(at, max(at, outer.start)), frames)
            yield from self._clauses(sentence, inner)
            at = outer.end
        yield from self._rest(Span(at, max(at, around.end)))

    def _quotations_in(self, span: Span) -> list[Quotation]:
        found = []
        for quotation in self.quotations[bisect_left(self._ends, span.start + 1) :]:
            if quotation.outer.start >= span.end:
                break
            found.append(quotation)
        return found

    def _stands_alone(self, quotation: Quotation, around: Span, frames: Sequence[Frame]) -> bool:
        """True for a quote that is a statement beside its attribution, not a part of a sentence."""
        if not quotation.is_statement:
            return False
        before = self.text[around.start : max(around.start, quotation.outer.start)].strip(EDGES)
        after = self.text[min(quotation.outer.end, around.end) : around.end].strip(EDGES + ".!?…")
        if not before:
            return (
                not after
                or any(frame.kind is FrameKind.AFTER for frame in frames)
                or not self._runs_on(after)
            )
        lead = self.text[around.start : quotation.outer.start].rstrip()
        return lead.endswith((",", ":", "—", "–")) and any(
            frame.kind in (FrameKind.BEFORE, FrameKind.SOURCE, FrameKind.AFTER) for frame in frames
        )

    def _runs_on(self, after: str) -> bool:
        """True where the sentence goes on with a predicate after a quoted beginning."""
        tokens = find_tokens(after)
        return self.grammar.find_predicate(tokens) is not None

    def _lead(self, sentence: Sentence, span: Span, frames: Sequence[Frame]) -> Iterator[tuple[Span, str]]:
        """The words before a quote are a claim where they say something beyond who speaks."""
        first = bisect_left(frames, span.start, key=lambda frame: frame.cue.start)
        spoken = frames[first : bisect_left(frames, span.end, key=lambda frame: frame.cue.start)]
        if spoken:
            ends = [max(f.cue.end, f.phrase.name.end if f.phrase else 0) for f in spoken]
            said = find_tokens(self.text, max(ends), span.end) if max(ends) < span.end else []
            if self.grammar.find_predicate(said) is not None:
                yield from self._clauses(sentence, self._strip(span, EDGES))
                return
        yield from self._rest(span)

    def _rest(self, span: Span) -> Iterator[tuple[Span, str]]:
        """The words around a quote are a claim only with a fact of their own, such as a date."""
        piece = self._strip(span, EDGES)
        tokens = find_tokens(self.text, piece.start, piece.end)
        if not any(token.is_word for token in tokens):
            return
        has_fact = any(token.is_number and not _is_age(tokens, at) for at, token in enumerate(tokens))
        yield piece, "" if has_fact else "attribution"

    def _whole(self, sentence: Sentence, span: Span) -> Iterator[tuple[Span, str]]:
        tokens = find_tokens(self.text, span.start, span.end)
        reason = self._refuse(tokens, sentence.is_headline)
        if not reason and not sentence.is_headline:
            reason = judge_tokens(tokens, self.text, self.language)
        if reason or sentence.is_headline:
            yield span, reason
        else:
            yield from ((clause, "") for clause in clauses_of(tokens, self.grammar))

    def _clauses(self, sentence: Sentence, span: Span) -> Iterator[tuple[Span, str]]:
        """Yield the clauses of a quote or a lead, without the marks at its ends."""
        piece = self._strip(span, " \t\n\r\xa0,")
        if len(piece):
            yield from self._whole(sentence, piece)

    def _strip(self, span: Span, marks: str) -> Span:
        start, end = span.start, span.end
        while start < end and self.text[start] in marks:
            start += 1
        while end > start and self.text[end - 1] in marks:
            end -= 1
        return Span(start, end)

    def _refuse(self, tokens: Sequence[Token], is_headline: bool) -> str:
        """Return why a stretch is no claim, "" if it is one."""
        words = [token for token in tokens if token.is_word]
        if len(words) < LEAST_WORDS:
            return "fragment"
        last = next(token.text for token in reversed(tokens) if token.text not in EDGES + "!)")
        if last == "?":
            return "question"
        for reason, table in self.lexicon.refusals:
            if table.match(words, 0) and (reason != "question" or last != "."):
                return reason
        if len(words) >= FEWEST_WORDS or (is_headline and len(words) > LEAST_WORDS):
            return ""  # headlines leave out what a predicate is known by ("Gubernur Resmikan Pasar")
        if any(token.is_number or self.grammar.is_predicate(token) for token in words):
            return ""
        # "Pemain kelelahan.": adjectives say something, too, and a stop says that it is a sentence.
        following = self.text[tokens[-1].end : tokens[-1].end + 2].lstrip('”»"’')[:1]
        return "" if last in (".", "…") or tokens[-1].text == "!" or following == "," else "fragment"
