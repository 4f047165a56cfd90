"""What can be checked in a sentence: its dates, amounts, grades and anything else with a digit, each with its place.

Knows how English writes numbers and dates, and the grades of the frameworks. Does not know claims or quotes. Unlike
qa.language.amounts, which picks the amount a question asks for, nothing with a digit in it is left out here.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from qa.ground.normal import clean

__all__ = ["Day", "Value", "ValueKind", "agrees", "values"]

ValueKind = Literal["number", "share", "money", "date", "grade", "ordinal", "code"]

Day = tuple[int | None, int | None, int | None]
"""Year, month, day; None where it is not said."""

_SMALL_WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = {word: n for n, word in enumerate(f"{_SMALL_WORDS} seventeen eighteen nineteen".split())} | {"nil": 0}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000, "m": 10**6, "bn": 10**9}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}

_SMALL_RE, _TENS_RE = "|".join(sorted(_SMALL, key=len, reverse=True)), "|".join(_TENS)
_BASE = rf"(?:(?:{_TENS_RE})(?:[\s-]?(?:{_SMALL_RE}))?|{_SMALL_RE})"
_HUNDREDS = "hundred|thousand|million|billion"
_WORDED = rf"(?:{_BASE}|\ba(?=\s+(?:{_HUNDREDS})))(?:\s+(?:{_HUNDREDS})(?:\s+(?:and\s+)?{_BASE})?)*"
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_BIG = r"(?:\s?(?:million|billion|thousand|bn|m|k)\b)?"
_N = rf"(?:(?<![\w.,])(?<!\d[:/])(?:{_FIGURE})|\b(?:{_WORDED})\b)"
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d\b"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("iso", r"\b(\d{4})-(\d\d)-(\d\d)\b"),
        ("slashed", r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.]((?:20|19)?\d\d)(?![\d/]|\.\d)"),
        ("day", rf"\b({_DAY})(?:\s*(?:-|to|and|until)\s*({_DAY}))?\s+(?:of\s+)?({_MONTH})(?:,?\s+({_YEAR}))?"),
        ("us", rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_YEAR})"),
        ("month", rf"\b({_MONTH}),?\s+({_YEAR})"),
        ("bare", rf"(?:(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\bsince )|(?<=\bfrom )|(?<=\buntil ))({_MONTH})(?!\s*\d)"),
        ("years", r"(?<![\w£.,])((?:19|20)\d\d)\s*[-/]\s*((?:19|20)?\d\d)(?![\w/-]|[.,]\d)"),
        ("money", rf"£\s?(?:{_FIGURE}){_BIG}|{_N}{_BIG}\s+pounds\b"),
        ("share", rf"{_N}\s?(?:%|per\s?cent\b|percent(?:age\s+points?)?\b)"),
        (
            "part",
            r"\b(?:a|one|two|three|four)[\s-](?:third|quarter|fifth|tenth)s?\s+of\b"
            r"|\b(?:one|two|three)[\s-](?:third|quarter|fifth|tenth)s?\b"
            r"|\bhalf\b(?![\s-]?(?:term|day|hour|year))",
        ),
        ("year", r"(?<![\w£.,/-])(?:19|20)\d\d(?![\w%/]|[.,]\d|-\d)"),
        ("ordinal", r"\b\d+(?:st|nd|rd|th)\b"),
        (
            "number",
            rf"{_N}{_BIG}(?![\w]|[.,/:]\d)"
            r"(?:[\s-]*(?:(?:working|calendar|school)\s+)?(?P<unit>minute|hour|day|week|month|year)s?\b)?",
        ),
        ("code", r"[^\s()\[\]]*\d(?:[^\s()\[\]]*\w)?"),
        ("code", r"\d+"),  # what is left beside a value found before
    )
)
# "one" that counts nothing.
_PRONOUN = re.compile(
    r"\b(?:no|any|every|each|which|this|that|another|the|at|day)[\s-]one\b|\bone\s+(?:of|another|or|who|that|which)\b"
    r"|\bone[\s-]to[\s-]one\b|\bone\s+hand\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A checkable value at `start` to `end` of its sentence.

    `key` is what is compared: a Fraction (a share of 1 for "share"), a Day, or lower-case text. `unit` is a time's unit
    ("day"), where one stands beside the number. `text` is how it is written.
    """

    kind: ValueKind
    start: int
    end: int
    text: str
    key: Fraction | Day | str
    unit: str | None = None


def values(sentence: str) -> list[Value]:
    """The values of a sentence in the order they stand; every digit of it lies in one of them."""
    text = clean(sentence)
    taken: list[tuple[int, int]] = [match.span() for match in _PRONOUN.finditer(text)]
    found: list[Value] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(start < b and a < end for a, b in taken):
                continue
            made = _made(kind, match)
            if made:
                taken.append((start, end))
                found += made
    return sorted([*_inherited(found, text), *_grades(text)], key=lambda value: value.start)


def agrees(claimed: Value, stated: Value) -> bool:
    """Whether a stated value says what is claimed: the same amount and kind, or a date at least as fine."""
    if isinstance(claimed.key, tuple) and isinstance(stated.key, tuple):
        return all(c is None or c == s for c, s in zip(claimed.key, stated.key, strict=True))
    if claimed.kind != stated.kind or claimed.key != stated.key:
        return False
    return claimed.unit is None or stated.unit is None or claimed.unit == stated.unit


def _made(kind: str, match: re.Match[str]) -> list[Value]:
    start, end, text = match.start(), match.end(), match.group()
    if kind in {"iso", "slashed", "day", "us", "month", "bare", "years", "year"}:
        days = _days(kind, match)
        return [Value(kind="date", start=start, end=end, text=text, key=day) for day in dict.fromkeys(days)]
    if kind == "code":
        bare = text.strip(".,;:!?'\"-%")
        return [Value(kind="code", start=start, end=end, text=text, key=bare.lower())]
    if kind == "ordinal":
        return [Value(kind="ordinal", start=start, end=end, text=text, key=text.lower())]
    if kind == "part":
        return [Value(kind="share", start=start, end=end, text=text, key=_part(text))]
    amount = _amount(text)
    if amount is None:
        return []
    if kind == "share":
        return [Value(kind="share", start=start, end=end, text=text, key=amount / 100)]
    if kind == "money":
        return [Value(kind="money", start=start, end=end, text=text, key=amount)]
    unit = match["unit"].lower() if match["unit"] else None
    return [Value(kind="number", start=start, end=end, text=text, key=amount, unit=unit)]


def _days(kind: str, match: re.Match[str]) -> list[Day]:
    groups = match.groups()
    if kind == "iso":
        return [(int(groups[0]), int(groups[1]), int(groups[2]))]
    if kind == "slashed":
        year = int(groups[2]) if len(groups[2]) == 4 else 2000 + int(groups[2])
        return [(year, int(groups[1]), int(groups[0]))]
    if kind == "day":
        year_, month = int(groups[3]) if groups[3] else None, _month(groups[2])
        return [(year_, month, int(re.sub(r"\D", "", day))) for day in groups[:2] if day]
    if kind == "us":
        return [(int(groups[2]), _month(groups[0]), int(groups[1]))]
    if kind == "month":
        return [(int(groups[1]), _month(groups[0]), None)]
    if kind == "bare":
        return [(None, _month(groups[0]), None)]
    if kind == "years":
        last = groups[1] if len(groups[1]) == 4 else groups[0][:2] + groups[1]
        return [(int(groups[0]), None, None), (int(last), None, None)]
    return [(int(match.group()), None, None)]


def _month(text: str) -> int:
    return _MONTHS[text.lower().rstrip(".")]


def _inherited(found: list[Value], text: str) -> list[Value]:
    """Days without a year take that of the date right after them: "6 March to 30 March 2017"."""
    kept: list[Value] = []
    for value in found:
        later = [v for v in found if v.kind == "date" and 0 < v.start - value.end < 12]
        if isinstance(value.key, tuple) and value.key[0] is None and later:
            after = later[0]
            joined = re.fullmatch(r"\s*(?:to|and|until|-|,)\s*", text[value.end : after.start])
            if joined and isinstance(after.key, tuple):
                kept.append(replace(value, key=(after.key[0], *value.key[1:])))
                continue
        kept.append(value)
    return kept


def _amount(text: str) -> Fraction | None:
    figure = re.search(_FIGURE, text)
    if figure:
        big = re.match(r"\s?(million|billion|thousand|bn|m|k)\b", text[figure.end() :], re.IGNORECASE)
        scale = _SCALES[big[1].lower()] if big else 1
        return Fraction(figure.group().replace(",", "")) * scale
    return _worded(text)


def _worded(text: str) -> Fraction | None:
    total, current, seen = 0, 0, False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _SMALL or word in _TENS:
            current += _SMALL.get(word, 0) + _TENS.get(word, 0)
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        else:
            continue
        seen = True
    return Fraction(total + current) if seen else None


def _part(text: str) -> Fraction:
    words = re.findall(r"[a-z]+", text.lower())
    bottom = next(n for part, n in _PARTS.items() for word in words if word.startswith(part))
    top = next((_SMALL[word] for word in words if word in _SMALL), 1)
    return Fraction(top, bottom)


@lru_cache(maxsize=1)
def _grade_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every grade of every framework with the ways it is printed, the longer grades first."""
    from corpus.frameworks import frameworks

    printed: dict[str, set[str]] = {}
    for framework in frameworks():
        for grade, pattern in framework.printed.items():
            printed.setdefault(grade.lower(), set()).add(pattern.pattern)
    return tuple(
        (grade, re.compile(rf"\b(?:{'|'.join(sorted(printed[grade], key=len, reverse=True))})\b", re.IGNORECASE))
        for grade in sorted(printed, key=len, reverse=True)
    )


def _grades(text: str) -> list[Value]:
    found: list[Value] = []
    for grade, pattern in _grade_patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < v.end and v.start < end for v in found):
                found.append(Value(kind="grade", start=start, end=end, text=match.group(), key=grade))
    return found
