"""Where names that no list knows stand: runs of capitalised words, cut free of titles and openers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import simplemma

from claims.facts.gazetteer import STEP, Hit
from claims.facts.spelling import fold_name
from claims.facts.times import load_calendar_names
from claims.facts.tokens import Gap, Tokens
from claims.languages import load_table
from claims.models import ActorKind

_HEADLINE_SHARE = 0.7  # of a line's words: more capitals than this say nothing about names
_HEADLINE_WORDS = 4
_SENTENCE_ENDS = '.!…"”»)'
_MAX_ACRONYM = 8
_TITLE_REACH = 10  # tokens before a name in which its title may begin ("Menteri ... Rusia, Nama")
_PLACE_AND_NAME = 3  # words at least of a place and a name behind a local title
_CASES = ("ыми", "ого", "ому", "ым", "ом", "ем", "ой", "ею", "а", "у", "е", "ы", "и", "ю", "я")


@dataclass(frozen=True)
class Name:
    """A name at tokens first..last.

    `words` are its tokens that are words, `key` is their folded slug, `country` the id of the one beside it.
    """

    first: int
    last: int
    words: tuple[int, ...]
    key: str
    has_title: bool = False
    country: str = ""


@lru_cache(maxsize=50_000)
def _is_in_dictionary(word: str, language: str) -> bool:
    """Ask simplemma once for each word: its look-up costs more than all the rest of a name."""
    return bool(simplemma.is_known(word, lang=language))


class Page:
    """A document's tokens with what its whole text says about its capitals."""

    def __init__(self, tokens: Tokens, language: str, lists: Mapping[str, frozenset[str]]) -> None:
        self.tokens = tokens
        self.lists = lists
        self._calendar = load_calendar_names(language)
        self._dictionary: str = load_table(language, STEP).get("dictionary", "")

    @cached_property
    def _name_words(self) -> list[bool]:
        pairs = zip(self.tokens.words, self.tokens.lower, strict=True)
        return [word[0].isupper() and lower not in self._calendar for word, lower in pairs]

    def is_name_word(self, at: int) -> bool:
        """True for a capitalised word that is not a month or a weekday."""
        return self._name_words[at]

    def is_common(self, word: str) -> bool:
        """True for a word of the language; known only where the table names a dictionary."""
        return bool(self._dictionary) and _is_in_dictionary(word, self._dictionary)

    @cached_property
    def _lines(self) -> tuple[list[int], list[bool]]:
        """The line of every token, and for every line whether it has a headline's capitals and no stop."""
        tokens = self.tokens
        starts = [at for at in range(len(tokens)) if tokens.gaps[at] is Gap.BREAK]
        numbers: list[int] = []
        flags: list[bool] = []
        for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
            words = [at for at in range(start, end) if tokens.words[at][0].isalpha()]
            big = sum(tokens.is_capital(at) for at in words)
            is_long = len(words) >= _HEADLINE_WORDS and tokens.words[end - 1] not in _SENTENCE_ENDS
            flags.append(is_long and big / len(words) >= _HEADLINE_SHARE)
            numbers += [len(flags) - 1] * (end - start)
        return numbers, flags

    def is_headline(self, at: int) -> bool:
        """True in a line whose capitals say nothing."""
        lines, flags = self._lines
        return flags[lines[at]]

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the document also writes with a small letter."""
        return frozenset(word for word in self.tokens.words if word[:1].islower())

    @cached_property
    def proper(self) -> frozenset[str]:
        """The words that stand capitalised inside a sentence and never small: names beyond doubt."""
        tokens = self.tokens
        found = {
            tokens.lower[at]
            for at in range(len(tokens))
            if self.is_name_word(at) and not tokens.opens_sentence(at) and not self.is_headline(at)
        }
        return frozenset(found - self.small)

    @cached_property
    def _proper_keys(self) -> frozenset[str]:
        return frozenset(fold_name(word) for word in self.proper)

    def is_proper(self, word: str) -> bool:
        """True for a name beyond doubt in any of its spellings and case forms."""
        return word.lower() in self.proper or fold_name(self.nominative(word)) in self._proper_keys

    def nominative(self, word: str) -> str:
        """Return the Cyrillic form without its case ending, if the document also writes it so."""
        lower = word.lower()
        if not "а" <= lower[-1:] <= "я":
            return word
        for case in _CASES:
            stem = lower[: -len(case)] if lower.endswith(case) else ""
            if len(stem) >= 3:
                forms = [stem + end for end in ("", "а", "я", "й", "ь")]
                base = next((form for form in forms if form != lower and form in self.proper), "")
                if base:
                    return base
        return word


def find_names(page: Page, hits: Sequence[Hit]) -> Iterator[Name]:
    """Yield the names between the known ones, in order."""
    taken = {at: hit for hit in hits for at in range(hit.first, hit.last + 1)}
    at = 0
    while at < len(page.tokens):
        if at in taken or not page.is_name_word(at):
            at += 1
            continue
        end = _find_run_end(page, taken, at)
        yield from _cut_run(page, taken, at, end)
        at = end


def _make_name(page: Page, words: Sequence[int], has_title: bool, country: str = "") -> Name:
    key = "-".join(fold_name(page.nominative(page.tokens.words[n])) for n in words).strip("-")
    return Name(words[0], words[-1], tuple(words), key, has_title, country)


def _find_run_end(page: Page, taken: Mapping[int, Hit], start: int) -> int:
    """Return the token behind the run of capitalised words (with "J." and "van") that begins here."""
    tokens, end, is_body = page.tokens, start + 1, False
    while end < len(tokens) and tokens.gaps[end] is not Gap.BREAK and end not in taken:
        is_body = is_body or tokens.lower[end - 1] in page.lists["organisation_words"]
        step = _count_joined(page, taken, end, is_body)
        if not step:
            break
        end += step
    return end


def _count_joined(page: Page, taken: Mapping[int, Hit], at: int, is_body: bool) -> int:
    """Return how many tokens from `at` on belong to the name before them: 0, 1 or, with a joint, 2."""
    tokens, word = page.tokens, page.tokens.words[at]
    is_glued, after = tokens.gaps[at] is Gap.NOTHING, at + 1
    if page.is_name_word(at):
        return int(not is_glued or tokens.words[at - 1] in "-.")
    if is_body and not is_glued and tokens.lower[at] in page.lists["portfolios"]:
        return 1  # "Министерство обороны"
    if after >= len(tokens) or after in taken or tokens.gaps[after] is Gap.BREAK:
        return 0
    if word == "-" and is_glued:
        return 2 * _is_second_half(page, after)
    if not page.is_name_word(after):
        return 0
    if word == "." and is_glued:
        return 2 * (len(tokens.words[at - 1]) == 1)  # "J. Olander"
    return 2 * (not is_glued and _is_particle(page, at, is_body))


def _is_second_half(page: Page, at: int) -> bool:
    """True for the second half of "Alma-ata", not for the suffix of "Kremlin-nya"."""
    tokens = page.tokens
    if tokens.gaps[at] is not Gap.NOTHING:
        return False
    return tokens.words[at].isalpha() and tokens.lower[at] not in page.lists["suffixes"]


def _is_particle(page: Page, at: int, is_body: bool) -> bool:
    word = page.tokens.lower[at]
    if word in page.lists["name_particles"]:
        return True
    return is_body and word in page.lists["organisation_particles"]


def _cut_run(page: Page, taken: Mapping[int, Hit], start: int, end: int) -> Iterator[Name]:
    """Yield what is left of a run without openers, titles and shouting."""
    tokens = page.tokens
    if page.is_headline(start):
        yield from _cut_headline(page, start, end)
        return
    first = _skip_opener(page, start, end)
    after_titles = _skip_titles(page, first, end)
    if after_titles == end or _is_model(page, end):
        return
    title = after_titles > first or _has_title_before(page, taken, after_titles)
    is_person = title or (end < len(tokens) and tokens.lower[end] in page.lists["saying"])
    place_end = _find_place_end(page, first, after_titles, end) if is_person else after_titles
    if place_end > after_titles:
        yield _make_name(page, range(after_titles, place_end), has_title=False)
        after_titles = place_end
    for piece in _split_acronyms(page, after_titles, end):
        words = [n for n in piece if tokens.words[n][0].isalpha()]
        country = _find_country(page, taken, words[0], words[-1] + 1) if words else ""
        if not words or _is_no_name(page, words, country):
            continue
        is_opener = words[0] == start and tokens.opens_sentence(start)
        if is_opener and not title and not _is_sure(page, words):
            continue
        has_title = title and not _is_acronym(tokens.words[words[0]])
        yield _make_name(page, words, has_title, country)


def _find_place_end(page: Page, first: int, start: int, end: int) -> int:
    """Return where a place ends that stands between a title and a name, `start` if none does.

    "Bupati Garut Rina Kartika", "Kepala Dinas Kota Tanjung Sari Rina Kartika".
    """
    words = page.tokens.lower
    plain = all(page.is_name_word(at) for at in range(start, end))
    is_local = start > first and words[start - 1] in page.lists["local_titles"]
    if not plain or end - start < _PLACE_AND_NAME + (not is_local):
        return start
    headed = words[start] in page.lists["place_words"]
    if any(words[at] in page.lists["organisation_words"] for at in range(start, end)):
        return start
    return end - 2 if is_local or headed else start


def _split_acronyms(page: Page, first: int, end: int) -> Iterator[range]:
    """Cut "XYZ Maria Lestari" into the body and its head, unless it is the name of a body throughout."""
    tokens = page.tokens
    bodies = page.lists["organisation_words"]
    if any(tokens.lower[n] in bodies and not _is_acronym(tokens.words[n]) for n in range(first, end)):
        yield range(first, end)
        return
    start = first
    for at in range(first, end):
        if _is_acronym(tokens.words[at]) and tokens.gaps[at] is not Gap.NOTHING:
            yield range(start, at)
            yield range(at, at + 1)
            start = at + 1
    yield range(start, end)


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= _MAX_ACRONYM and word.isalpha() and word.isupper()


def _is_model(page: Page, end: int) -> bool:
    """True if a hyphen and a number follow: "Boeing-737" and "COVID-19" are things."""
    tokens = page.tokens
    if end + 1 >= len(tokens) or tokens.words[end] != "-":
        return False
    return tokens.gaps[end] is Gap.NOTHING and tokens.words[end + 1][0].isdigit()


def _cut_headline(page: Page, start: int, end: int) -> Iterator[Name]:
    """Yield the words of a headline that the article writes as names."""
    tokens, at = page.tokens, start
    while at < end:
        first = at
        while at < end and (tokens.lower[at] in page.proper or (at > first and tokens.words[at] in "-.")):
            at += 1
        words = [n for n in range(first, at) if tokens.words[n][0].isalpha()]
        left = [n for n in words if tokens.lower[n] not in page.lists["titles"]]
        if left and not _is_no_name(page, left):
            yield _make_name(page, left, len(left) < len(words))
        at = max(at, first + 1)


def _skip_opener(page: Page, start: int, end: int) -> int:
    """Step over a sentence's first word where only its place makes it big."""
    tokens = page.tokens
    lower = tokens.lower[start]
    heads = page.lists["heads"]
    if lower in page.lists["starters"] and (
        tokens.opens_sentence(start) or (lower not in page.proper and lower not in heads)
    ):
        return start + 1
    if tokens.opens_sentence(start) and lower not in heads:
        follows_body = start + 2 < end and tokens.lower[start + 1] in page.lists["organisation_words"]
        if lower in page.small or (follows_body and page.is_common(lower)):
            return start + 1  # "Pengurus Serikat Nelayan": the body begins behind it
    return start


def _skip_titles(page: Page, first: int, end: int) -> int:
    """Step over "Menteri Luar Negeri", "Foreign Minister" and "Dr."; a portfolio alone is no title."""
    at, has_title = first, False
    while at < end:
        word = page.tokens.lower[at]
        if word in page.lists["titles"]:
            has_title = True
        elif word not in page.lists["portfolios"] and (at == first or word not in ".-"):
            break
        at += 1
    return at if has_title else first


def _is_no_name(page: Page, words: Sequence[int], country: str = "") -> bool:
    tokens = page.tokens
    if len(words) == 1:
        word = tokens.words[words[0]]
        lower = tokens.lower[words[0]]
        if country and lower in page.lists["organisation_words"] and not tokens.opens_sentence(words[0]):
            return False  # "Garda Rusia"
        if len(word) < 2 or word in page.lists["not_organisations"]:
            return True
        return lower in page.lists["no_first_names"] and not _is_acronym(word)
    return all(tokens.words[n].isupper() and len(tokens.words[n]) > 3 for n in words) and len(words) > 2


def _is_sure(page: Page, words: Sequence[int]) -> bool:
    """True for a run at a sentence's start that is a name all the same."""
    tokens = page.tokens
    first = tokens.lower[words[0]]
    is_acronym = len(words) == 1 and tokens.words[words[0]].isupper()
    if is_acronym or (page.is_proper(first) and first not in page.small):
        return True
    return len(words) > 1 and first not in page.small


def _has_title_before(page: Page, taken: Mapping[int, Hit], first: int) -> bool:
    """True if a title stands before, perhaps with a country, body and comma between."""
    tokens, at, commas = page.tokens, first - 1, 0
    while at >= max(0, first - _TITLE_REACH) and tokens.gaps[at + 1] is not Gap.BREAK:
        if tokens.lower[at] in page.lists["titles"]:
            return True
        if tokens.words[at] == "," and not commas and at == first - 1:
            commas += 1
        elif not (at in taken or tokens.is_capital(at)) or tokens.opens_sentence(at):
            return False
        at -= 1
    return False


def _find_country(page: Page, taken: Mapping[int, Hit], first: int, end: int) -> str:
    """Return the id of the country that stands right beside a name, "" if there is none."""
    for at, gap_at in ((end, end), (first - 1, first)):
        hit = taken.get(at)
        if hit and hit.kind is ActorKind.COUNTRY and page.tokens.gaps[gap_at] is Gap.BLANK:
            return hit.id
    return ""
