"""Read the value of one number, in digits, in words or in both.

"2.500" -> 2500      "2,5 ribu" -> 2500      "dua puluh satu" -> 21      "puluhan ribu" -> 20000..99999
"""

from __future__ import annotations

from claims.facts.number_line import MOST_DIGITS, Line, Number, multiply, read_digits
from claims.facts.number_sum import NumberSum, add_words, skip_abbreviation_point
from claims.facts.number_tokens import TokenKind

# Units that are written with a capital letter, so that 40W is a measure and 5G is none.
_CAPITAL_UNITS = frozenset("wlcс")


def read_number(line: Line, start: int) -> Number | None:
    """Return the number that begins at the token `start`, or None."""
    if line.tokens[start].kind == TokenKind.NUMBER:
        return _read_number_in_digits(line, start)
    numbers = line.lexicon.numbers
    word = line.words[start]
    if word not in numbers.starters:
        return None
    readers = (_read_vague, _read_fraction, _read_article, _read_ordinal, _read_about_word, _read_cardinal)
    for reader in readers:
        number = reader(line, start)
        if number:
            return number
    return None


# --- digits --------------------------------------------------------------------------------------


def _read_number_in_digits(line: Line, start: int) -> Number:
    numbers = line.lexicon.numbers
    text = line.words[start]
    values = read_digits(text, numbers) if len(text) <= MOST_DIGITS else None
    if values is None:
        return Number(start, start + 1, 0, 0, problem="code")
    value, alternative = values
    number = NumberSum(small=value, room=0)
    after = start + 1
    ordinal_first = _find_ordinal_prefix(line, start)
    if ordinal_first is not None:
        return Number(ordinal_first, after, value, value, ordinal=True, digits=text)
    if line.is_glued(after) and line.is_word(after):
        return _read_glued_word(line, start, value)
    if line.word(after) == "-" and line.is_glued(after) and line.is_glued(after + 1):
        suffixed = _read_suffix(line, start, value)
        if suffixed:
            return suffixed
    end = add_words(line, after, number)
    if end == after:
        end = _add_money_scale(line, start, number)
    if end == after:
        return Number(start, end, value, value, digits=text, decimal_alternative=alternative)
    return Number(start, end, number.value, number.value, number.factors)


def _find_ordinal_prefix(line: Line, start: int) -> int | None:
    """Return where "ke-3" begins if an ordinal's prefix stands before the digits."""
    prefix = line.lexicon.numbers.ordinal_before
    if not prefix:
        return None
    is_joined = line.is_glued(start) and line.is_glued(start - 1)
    if line.word(start - 1) == "-" and is_joined and line.word(start - 2) == prefix:
        return start - 2
    if line.is_glued(start) and line.word(start - 1) == prefix:
        return start - 1
    return None


def _read_glued_word(line: Line, start: int, value: float) -> Number:
    """Read "25rb", "$5bn", "3rd", "5km"; anything else glued to digits makes a code ("82A")."""
    numbers, around = line.lexicon.numbers, line.lexicon.around
    word, after = line.words[start + 1], start + 1
    is_code = line.words[start][0] == "0" and value > 0 and line.words[start].isdigit()
    if word in numbers.ordinal_after and not line.tokens[after].is_capital and not is_code:
        return Number(start, after + 1, value, value, ordinal=True)
    is_unit = word in around.units.meanings
    is_money = around.money_before.before(line.words, start) is not None
    scale = (is_money and numbers.money_scales.get(word)) or numbers.glued_scales.get(word)
    is_count = line.word(after + 1) in line.lexicon.counted.counters
    if scale and (is_money or is_count or not is_unit):
        scaled = multiply(value, scale)
        return Number(start, after + 1, scaled, scaled, (scale,))
    # The G of 5G is no gram, but 40W and 25C are measures.
    is_letter = len(word) == 1 and line.tokens[after].is_capital and word not in _CAPITAL_UNITS
    is_measure = (is_unit or around.units.at(line.words, after) is not None) and not is_letter
    problem = "" if is_measure else "code"
    return Number(start, after, value, value, digits=line.words[start], problem=problem)


def _add_money_scale(line: Line, start: int, number: NumberSum) -> int:
    """Read the "T" of "Rp 2,5 T", a letter that is a scale only beside a currency; return the end."""
    scale = line.lexicon.numbers.money_scales.get(line.word(start + 1))
    if (
        scale
        and line.tokens[start + 1].is_capital
        and line.lexicon.around.money_before.before(line.words, start)
    ):
        number.scale(scale)
        return start + 2
    return start + 1


def _read_suffix(line: Line, start: int, value: float) -> Number | None:
    """Read what follows digits and a hyphen: "30-an", "5-й", "40-odd"."""
    numbers, suffix = line.lexicon.numbers, line.word(start + 2)
    end = start + 3
    if suffix in numbers.ordinal_after:
        return Number(start, end, value, value, ordinal=True)
    problem = "year" if 1000 <= value <= 2100 and value % 10 == 0 else ""  # 1990-an
    if suffix in numbers.suffix_about:
        return Number(start, end, value, value, approximate=True, problem=problem)
    if suffix in numbers.suffix_plain:
        return Number(start, end, value, value, problem=problem)
    return None


# --- words --------------------------------------------------------------------------------------


def _read_cardinal(line: Line, start: int) -> Number | None:
    number = NumberSum()
    end = add_words(line, start, number)
    if end == start:
        return None
    ordinal_at = end + 1 if line.word(end) == "-" and line.is_glued(end) else end
    ordinal = line.lexicon.numbers.ordinals.get(line.word(ordinal_at))
    if ordinal is not None and number.small is not None and ordinal < number.room <= 100:
        value = number.value + ordinal
        return Number(start, ordinal_at + 1, value, value, ordinal=True)
    return Number(start, end, number.value, number.value, number.factors)


def _read_article(line: Line, start: int) -> Number | None:
    """Read "a hundred", "a dozen": an article counts only before a scale."""
    numbers = line.lexicon.numbers
    if line.words[start] not in numbers.builders["article"]:
        return None
    following = line.word(start + 1)
    if following not in numbers.scales and following not in numbers.builders["hundred"]:
        return None
    number = NumberSum(small=1, room=0)
    end = add_words(line, start + 1, number)
    return Number(start, end, number.value, number.value, number.factors) if end > start + 1 else None


def _read_ordinal(line: Line, start: int) -> Number | None:
    value = line.lexicon.numbers.ordinals.get(line.words[start])
    return None if value is None else Number(start, start + 1, value, value, ordinal=True)


def _read_about_word(line: Line, start: int) -> Number | None:
    """Read "seratusan", one word for "about a hundred"."""
    value = line.lexicon.numbers.about_words.get(line.words[start])
    return None if value is None else Number(start, start + 1, value, value, approximate=True)


def _read_vague(line: Line, start: int) -> Number | None:
    """Read "puluhan", "dozens of", "puluhan ribu": the scale widens the range to its last unit."""
    found = line.lexicon.numbers.vague.at(line.words, start)
    if not found:
        return None
    (low, high), end = found
    factor, end = _read_scales(line, end)
    if factor > 1:
        low, high = low * factor, (high + 1) * factor - 1
    return Number(start, end, low, high, approximate=True, vague=True)


def _read_fraction(line: Line, start: int) -> Number | None:
    """Read "sepertiga", "two thirds", and "setengah juta", where the scale makes it a count."""
    found = line.lexicon.numbers.fractions.at(line.words, start)
    if not found:
        return None
    value, end = found
    articles = line.lexicon.numbers.builders["article"]
    of = line.lexicon.numbers.of
    ahead = end
    while (
        line.word(ahead) in articles
        or line.word(ahead) in of
        or (line.word(ahead) == "-" and line.is_glued(ahead))
    ):
        ahead += 1
    factor, scaled_end = _read_scales(line, ahead)
    if factor > 1:
        scaled = multiply(value, factor)
        return Number(start, scaled_end, scaled, scaled)
    return Number(start, end, value, value, fraction=True)


def _read_scales(line: Line, start: int) -> tuple[float, int]:
    """Return the product of the scale words from `start` on (an "of" before each is allowed), and the end."""
    numbers, factor, end = line.lexicon.numbers, 1.0, start
    while True:
        place = end + 1 if line.word(end) in numbers.of else end
        scale = numbers.scales.get(line.word(place)) or (
            100 if line.word(place) in numbers.builders["hundred"] else 0
        )
        if not scale:
            return factor, end
        factor *= scale
        end = place + 1 + skip_abbreviation_point(line, place)
