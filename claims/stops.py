"""Whether a sentence ends at a stop: abbreviations, initials, figures, quotes, brackets, missing spaces.

The words are in the tables `sentences.toml`.  sentencex, which knows the abbreviations of two hundred
languages, has a veto on short capitalised words that our tables do not know, and decides alone where there is
no table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import sentencex

from claims.languages import FALLBACK, list_languages, load_table

# A sentence inside a quote with fewer words stays with its neighbour: "“Tidak. Kami menang,” kata dia."
SHORT_QUOTED = 3
# Words after a closing quote in which a verb of speech keeps the sentence open: '"Benarkah?" Sari bertanya.'
SPEECH_REACH = 5
# A bracket is looked for this far: what is longer than that is no aside, and the search stays linear.
LONGEST_ASIDE = 300
# Characters before and behind a stop that are looked at; the longest abbreviation in the tables has 7.
LOOK_BACK, LOOK_AHEAD = 24, 80
# Letters up to which a capitalised word may be an abbreviation that only sentencex knows ("Kol.", "Sgt.").
LONGEST_UNKNOWN = 4
# sentencex pairs quote marks at a cost that grows with their square, so it sees pieces of this length.
PIECE = 20_000

# A stop with all that closes on it: quotes, brackets, a footnote mark; a curly mark may stand after a space.
_CANDIDATE = re.compile(
    r"(?P<stop>[.!?…。！？।؟]+)(?P<close>[\"'”’»›)\]}“]*(?:\s?[”»](?=[\s,.]|$))?(?:\[\d{1,3}\])*)"
)
_WIDE_STOPS = "。！？"
_OPEN, _CLOSE = "“«„‹", "”»›"
_OPENING = "\"'“«„‘‹`([{ "
_BLANKED = re.compile(r"[\"“”„«»‹›‘`´()\[\]{}]|(?<!\w)['’]|['’](?!\w)")
_QUOTE_MARK = re.compile(r"[\"“”„«»‹›]")
_TOKEN = re.compile(r"[\w.,'’/-]{1,24}$")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_BULLET = re.compile(r"[•·▪●◦*–—-]\s+")
_DASH = re.compile(r"[–—-]\s+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ENUMERATOR = re.compile(r"\d{1,2}|[a-zа-я]|[ivx]{1,4}", re.IGNORECASE)
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")  # "iPhone" opens a sentence in lower case
_RUN_ON = re.compile(r"[\"“«(]?[A-ZА-ЯЁ](?:[a-zа-яё]+[\s,]|\s)")
_CLAUSE_END = re.compile(r"[.!?,:\"“«]")
# Behind "Ltd." these go on with the name; behind "No. XI." a letter or a figure goes on with the number.
_NAME_GOES_ON = re.compile(r"\(|[Cc]/[Oo]\b")
_CODE = re.compile(r"(?:^|\W)(?:[Nn]o|[Nn]omor|№)\.?\s?[A-Z0-9][\w.:/-]*$")
_CODE_GOES_ON = re.compile(r"[A-Z]\.|\d")
_LETTER_IN_BRACKETS = re.compile(r"\([A-ZА-ЯЁ][a-zа-яё]{0,2}$")
_GROUPED, _GROUP = re.compile(r"(?:^|\s)\d{1,3}(?:\.\d{3})+$"), re.compile(r"\d{3}\s+[a-zа-яё]")
_WEB = re.compile(r"https?:|www\.|@|\w\.\w+\.\w", re.IGNORECASE)
_TOP_LEVEL = frozenset(
    [
        "com",
        "co",
        "id",
        "net",
        "org",
        "ru",
        "info",
        "tv",
        "io",
        "az",
        "kz",
        "uk",
        "gov",
        "edu",
        "my",
        "sg",
        "me",
        "news",
        "ac",
        "go",
    ]
)


@dataclass(frozen=True, slots=True)
class _Rules:
    never: frozenset[str]
    maybe: frozenset[str]
    rarely: frozenset[str]
    openers: frozenset[str]
    speech: frozenset[str]
    has_table: bool


@cache
def _load_rules(language: str) -> _Rules:
    table = load_table(language, "sentences")
    marks = table["abbreviations"]
    return _Rules(
        never=frozenset(marks["never"]),
        maybe=frozenset(marks["maybe"]),
        rarely=frozenset(marks["rarely"]),
        openers=frozenset(table["openers"]["words"]),
        speech=frozenset(table["speech"]["words"]),
        has_table=language in list_languages(),
    )


def find_ends(paragraph: str, language: str) -> Iterator[int]:
    """Yield the offsets at which sentences end, behind the quotes and brackets that close on the stop.

    >>> text = "Prof. Sari tiba pukul 09.30. Ia tidak bicara."
    >>> [text[:end] for end in find_ends(text, "id")][0]
    'Prof. Sari tiba pukul 09.30.'
    """
    rules = _load_rules(language)
    known = _ask_sentencex(paragraph, language)
    quotes = _pair_quotes(paragraph)
    last = 0
    for found in _CANDIDATE.finditer(paragraph):
        if _Candidate(paragraph, found, last, rules, quotes, found.end("stop") in known).is_end():
            last = found.end()
            yield last


def _ask_sentencex(paragraph: str, language: str) -> frozenset[int]:
    """Ends that sentencex sees once quotes and brackets, inside which it never splits, are blanked."""
    plain = _BLANKED.sub(" ", paragraph)
    ends: set[int] = set()
    start = 0
    while start < len(plain):
        stop = len(plain) if len(plain) - start <= PIECE else plain.rfind(" ", start + 1, start + PIECE) + 1
        stop = stop if stop > start else start + PIECE
        for boundary in sentencex.get_sentence_boundaries(language or FALLBACK, plain[start:stop]):
            end = start + boundary["end_index"]
            while end > start and plain[end - 1].isspace():
                end -= 1
            ends.add(end)
        start = stop
    return frozenset(ends)


def _pair_quotes(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Quotes of a paragraph, outermost, as (open, close); an open one runs to the end of the paragraph."""
    pairs: list[tuple[int, int]] = []
    opened = -1
    for found in _QUOTE_MARK.finditer(paragraph):
        mark, at = found.group(), found.start()
        opens = mark in _OPEN or (mark == '"' and (at == 0 or paragraph[at - 1] in " \t\xa0(["))
        if opened < 0 and opens:
            opened = at
        elif opened >= 0 and _closes(mark, paragraph[opened]):
            pairs.append((opened, at))
            opened = -1
    if opened >= 0:
        pairs.append((opened, len(paragraph)))
    return tuple(pairs)


def _closes(mark: str, opened: str) -> bool:
    """A straight mark closes only a straight one; “ closes „ and is the only close that also opens."""
    return opened == '"' if mark == '"' else mark in _CLOSE or mark == "“"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stop, and what is needed to say whether a sentence ends there."""

    part: str
    found: re.Match[str]
    last: int  # the end of the sentence before
    rules: _Rules
    quotes: tuple[tuple[int, int], ...]
    is_known: bool  # sentencex ends a sentence here

    @property
    def _stop(self) -> str:
        return self.found["stop"]

    @property
    def _next(self) -> str:
        """What follows, without white space: enough of it to judge."""
        return self.part[self.found.end() : self.found.end() + LOOK_AHEAD].lstrip()

    def _before(self, reach: int) -> str:
        """What stands before the stop in its sentence, at most `reach`: all of it would cost the square."""
        return self.part[max(self.last, self.found.start() - reach) : self.found.start()]

    def is_end(self) -> bool:
        if not self._next:
            return True
        if not self.part[self.found.end()].isspace():
            return self._stop[-1] in _WIDE_STOPS or self._is_run_on()
        if not self._opens_sentence() or self._is_in_aside() or self._is_followed_by_speech():
            return False
        if self._stop == "." and not self._ends_after_token():
            return False
        if self._stop in ("...", "…", "..") and not self._before(LOOK_BACK).strip(_OPENING):
            return False  # an ellipsis at the head: the quote begins in the middle
        return not self._is_short_in_quote()

    def _is_run_on(self) -> bool:
        """True for "selesai.Kemudian", where the space is missing; "Kabar.Com" and "kabar.id" are names."""
        token = _TOKEN.search(self._before(LOOK_BACK))
        after = self.part[self.found.end() : self.found.end() + LOOK_AHEAD]
        if not token or not _RUN_ON.match(after) or self._stop not in (".", "!", "?"):
            return False
        word = token.group()
        if _WEB.search(word) or after.split(maxsplit=1)[0].casefold().strip(".,") in _TOP_LEVEL:
            return False
        return len(word) > 3 and word[-1].islower() and "." not in word and self._ends_after_token()

    def _opens_sentence(self) -> bool:
        """A capital, a digit or a quote before one; a dash only behind a stop that no quote closes."""
        following = self._next
        if dash := _DASH.match(following):
            if self.found["close"].strip():
                return False  # «Да?» — Иван встал: the speaker follows
            following = following[dash.end() :]
        if _BULLET.match(following):
            return True
        bare = following.lstrip(_OPENING)
        if not bare or bare[0] in ",;:.!?…":
            return False
        return not bare[0].islower() or bool(_BRAND.match(bare))

    def _is_in_aside(self) -> bool:
        """Inside brackets that were opened in this sentence, after other words, and close before long."""
        before = self._before(LONGEST_ASIDE)
        opened = before.rfind("(")
        if opened <= before.rfind(")") or not before[:opened].strip(_OPENING) or ")" in self.found["close"]:
            return False
        return ")" in self.part[self.found.end() : self.found.end() + LONGEST_ASIDE]

    def _is_followed_by_speech(self) -> bool:
        """True for '"Benarkah?" Sari bertanya' and '"Benar." Kata Sari'; '"Benar." Sari bertanya' are two."""
        if not any(mark in self.found["close"] for mark in "\"”»’'“"):
            return False
        reach = 1 if self._stop == "." else SPEECH_REACH
        clause = _CLAUSE_END.split(self._next, maxsplit=1)[0]
        return any(word.casefold() in self.rules.speech for word in _WORD.findall(clause)[:reach])

    def _ends_after_token(self) -> bool:
        """Judge a single full stop by the word before it and the word behind."""
        token = _TOKEN.search(self._before(LOOK_BACK))
        word = token.group().lstrip("'’-/.,") if token else ""
        key, rules, opens = word.casefold(), self.rules, self._is_opener_next()
        if self._is_inside_code(word):
            return False
        if _ENUMERATOR.fullmatch(word) and self._is_enumeration(len(word)):
            return False
        if not rules.has_table:
            return self.is_known and not _INITIAL.fullmatch(word)
        if key in rules.never and not self.found["close"]:
            return opens and word.isupper() and len(word) > 2  # "KEL." is an acronym, "Kel." the title
        if key in rules.maybe:
            return not _NAME_GOES_ON.match(self._next)  # "PT Abadi Tbk. (ABAD)" goes on
        if key in rules.rarely or _INITIAL.fullmatch(word):
            return opens
        return self.is_known or opens or not word[:1].isupper() or len(word) > LONGEST_UNKNOWN

    def _is_inside_code(self, word: str) -> bool:
        """True within "No. XI. B. 02", "2.904. 678 orang" and behind "(Bl.)", who named a plant."""
        before, following = self._before(LOOK_BACK), self._next
        if ")" in self.found["close"]:
            return bool(_LETTER_IN_BRACKETS.search(before))
        if _CODE.search(before) and not word.isdecimal():
            return bool(_CODE_GOES_ON.match(following))
        return bool(_GROUPED.search(before) and _GROUP.match(following))

    def _is_opener_next(self) -> bool:
        """The next word opens sentences; but in "А. С. Петров" the second initial is no preposition."""
        following = self._next
        word = _WORD.search(following)
        if not word or (len(word.group()) == 1 and following[word.end() : word.end() + 1] == "."):
            return False
        return word.group().casefold() in self.rules.openers

    def _is_enumeration(self, length: int) -> bool:
        """True for "1." at the head of a sentence, or behind a colon, a comma or a semicolon."""
        before = self._before(LOOK_BACK)
        before = before[: len(before) - length].rstrip()
        return not before.strip(_OPENING + "•·-–—") or before[-1] in ":;,"

    def _is_short_in_quote(self) -> bool:
        """Inside a quote, with only a word or two before the stop or before the quote closes."""
        at = bisect_right(self.quotes, (self.found.start(), len(self.part))) - 1
        if at < 0:
            return False
        opened, closed = self.quotes[at]
        if not opened < self.found.start() < closed or self.found.end() > closed:
            return False
        said = self.part[max(opened, self.last, self.found.start() - LOOK_AHEAD) : self.found.start()]
        rest = self.part[self.found.end() : min(closed, self.found.end() + LOOK_AHEAD)]
        return min(len(said.split()), len(rest.split())) < SHORT_QUOTED
