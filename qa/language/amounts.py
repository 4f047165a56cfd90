"""Amounts in a sentence: counts, percentages, rates, money, durations and fractions, in figures or in words.

Knows how English writes amounts, and what looks like one but is not (years, dates, ages, numbering). Does not know
questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

__all__ = ["Amount", "AmountKind", "amounts"]

AmountKind = Literal["count", "percentage", "rate", "money", "duration", "fraction", "none", "ordinal", "vague"]

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_SMALL = {word: n for n, word in enumerate(f"{_UNITS} eighteen nineteen".split(), 1)}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SMALL_RE = "|".join(sorted(_SMALL, key=len, reverse=True))
_TENS_RE = "|".join(_TENS)
_WORDED = rf"(?:(?:{_TENS_RE})(?:[-\s](?:{_SMALL_RE}))?|(?:{_SMALL_RE}))(?:\s+hundred)?"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_TIME = r"(?:calendar\s+|working\s+|school\s+)?(?:minute|hour|day|week|month|year)s?"
_PER_CENT = r"(?:\s?%|\s*per\s?cent\b)"
_PART = r"half|(?:a|one)\s+(?:third|quarter|fifth|tenth)|(?:two|three|four)[-\s](?:thirds|quarters|fifths|tenths)"

_DAYS = r"\d{1,2}(?:st|nd|rd|th)?"
_OF_WHAT = r"(?:the\s+|a\s+total\s+of\s+|these\s+|all\s+)?"
_LOOSELY = (
    r"a\s+(?:very\s+)?small\s+(?:minority|number)|a\s+(?:very\s+)?(?:large\s+|small\s+|significant\s+)?(?:majority|minority)"
    r"|a\s+(?:few|handful)|the\s+(?:vast\s+)?majority|almost\s+all|all|most|many|few"
)
_NUMBER = rf"(?:{_FIGURE}|\b(?:{_WORDED})\b)"

_FIGURES = re.compile(r"\d")
_WORDS = re.compile(
    rf"\d|\b(?:{_SMALL_RE}|{_TENS_RE}|half|quarters?|thirds?|none|no|zero|nil|any)\b|\b(?:major|minor|few|handful|all|most|many)",
    re.IGNORECASE,
)
_BEFORE_AGE = (
    r"\b(?:aged?|ages|under|over|turn(?:s|ed|ing)?|reach(?:es|ed|ing)?|approach(?:es|ing)?|until|age\s+of|from"
    r"|(?:people|persons?|children|those|youngsters|teenagers|boys|girls)\s+of)\s+"
)
_NOT_AGE = rf"(?!,?\d|\s*%|\s+(?:{_TIME}|(?:social|child|case|care|young)))"
_YEAR_ON = r"[-–/]\s*(?:(?:19|20)?\d\d)|to\s+(?:19|20)\d\d"
_NUMBERED = (
    r"key\s+stage|grade|section|tier|level|band|page|paragraph|figure|table|Act|volume|chapter|regulation|phase|stage"
    r"|year|part"
)

# In order: what is matched first is not looked at again. Kind "" is what only looks like an amount. The second member
# says what must be in the sentence for the pattern to be worth trying: a figure ("d"), or one of the strings.
_PATTERNS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (kind, needs, re.compile(pattern, re.IGNORECASE))
    for kind, needs, pattern in (
        # dates and spans of years
        (
            "",
            ("d",),
            rf"\b{_DAYS}(?:\s*(?:-|–|to|and)\s*{_DAYS})?\s+(?:of\s+)?{_MONTH}\b(?:\s+(?:\d{{4}}|['’]?\d{{2}}\b))?",
        ),
        ("", ("d",), rf"\b{_MONTH}\s+(?:\d{{4}}|['’]?\d{{2}}\b(?!\s*%))"),
        ("", ("/", "."), r"\b(?:\d{1,2}[/.]){2}\d{2,4}\b"),
        ("", ("20", "19"), rf"\b(?:19|20)\d\d\s*(?:{_YEAR_ON})\b(?!\s*%)"),
        ("money", ("£",), rf"£\s?(?:{_FIGURE})(?:\s?(?:million|billion|thousand|m|bn|k)\b)?"),
        ("rate", ("000",), rf"(?:{_FIGURE})\s+(?:(?:children|young\s+people)\s+)?(?:per|in\s+every)\s+10,?000"),
        ("", ("00",), r"\b(?:per|every)\s+(?:10,?000|1,?000|100)\b"),
        ("percentage", ("%", "cent"), rf"(?:{_FIGURE}){_PER_CENT}|\b(?:{_WORDED})\s+per\s?cent\b"),
        # numbering and ages
        ("", (), rf"\b(?:{_NUMBERED})\s+(?:{_NUMBER})(?!\d)"),
        ("", (), rf"\b(?:{_NUMBERED})s\s+(?:{_NUMBER})(?:\s*(?:,|and|to|or|-|–)\s*(?:{_NUMBER}))*(?!\d)"),
        (
            "",
            ("d",),
            rf"{_BEFORE_AGE}\d{{1,2}}(?:\s*(?:-|–|to|and|or)\s*\d{{1,2}})?(?=\b{_NOT_AGE}(?:\s+(?:years?|to|and)\b)?)",
        ),
        (
            "",
            ("age",),
            rf"\bage[ds]?\s+(?:of\s+|between\s+)?(?:{_NUMBER})(?:\s*(?:-|–|/|to|and|or)\s*(?:{_NUMBER}))?(?:\s+years)?",
        ),
        ("", ("year",), r"\b\d{1,2}(?:-|–)?(?:\s*(?:-|–|to|and|or)\s*\d{1,2}(?:-|–)?)?\s*years?[-\s–]olds?\b"),
        ("", ("year",), r"\b\d{1,2}-?\s*(?:and|to|or|–)\s*\d{1,2}-?\s*year"),
        (
            "fraction",
            ("of",),
            rf"\b(?:only\s+|just\s+)?(?:{_NUMBER})\s+(?:\w+\s+)?(?:out\s+)?of\s+{_OF_WHAT}(?:{_NUMBER})(?=\s)",
        ),
        (
            "fraction",
            ("in",),
            rf"\b(?:{_NUMBER})\s+in\s+(?:{_NUMBER})(?=\s+(?:child|care|young|case|of|social|people|plan|famil|looked|assess))",
        ),
        ("fraction", ("half", "third", "quarter", "fifth", "tenth"), rf"\b(?:{_PART})\b(?!-)"),
        (
            "duration",
            ("minute", "hour", "day", "week", "month", "year"),
            rf"(?:{_NUMBER})(?:\s+(?:and\s+a\s+half|or\s+more))?[\s-]+{_TIME}\b",
        ),
        ("", ("20", "19"), r"(?<![\w£.,])(?:19|20)\d\d(?!\w|,\d{3}|\.\d|\s*%)"),
        ("", ("d",), r"^\s*\(?\d{1,3}[.)]\s?(?=\D)"),
        (
            "",
            ("one",),
            r"\bone\s+another\b|\b(?:no|at|day|one\s+or\s+more)\s+one\b|\bone\s+(?:of\s+the|hand)\b|\bone-to-one\b",
        ),
        ("", ("one",), r"\bone\b(?=\s+(?:who|that|which|aspect|place|example|is|has)\b)"),
        ("ordinal", ("st", "nd", "rd", "th"), r"\b\d{1,3}(?:st|nd|rd|th)\b"),
        (
            "count",
            (),
            rf"(?<![\w.,£/])(?<![A-Za-z]-)(?:{_FIGURE})(?![\w%]|-\w|[.,]\d|/\d)|(?<![\w-])(?:{_WORDED})(?![\w-])",
        ),
        ("none", ("no", "zero", "nil"), r"\b(?:none|no|zero|nil|not\s+any)\b(?!\s+(?:longer|doubt|matter|later|one))"),
        ("vague", ("major", "minor", "few", "handful", "all", "most", "many"), rf"\b(?:{_LOOSELY})\b"),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """An amount as it is written: `start` to `end` in the sentence, its kind, and its value where it is one number."""

    start: int
    end: int
    kind: AmountKind
    text: str
    value: float | None


def amounts(sentence: str) -> list[Amount]:
    """The amounts of a sentence in the order they stand; dates, years, ages and numbering are left out."""
    if not _WORDS.search(sentence):
        return []
    folded = sentence.lower()
    figures = _FIGURES.search(sentence) is not None
    taken: list[tuple[int, int]] = []
    found: list[Amount] = []
    for kind, needs, pattern in _PATTERNS:
        if needs and not (figures if needs == ("d",) else any(part in folded for part in needs)):
            continue
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if start == end or any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            if kind:
                text = " ".join(match.group().split())
                value = None if kind in ("fraction", "vague") else _value(text)
                found.append(Amount(start=start, end=end, kind=cast(AmountKind, kind), text=text, value=value))
    return sorted(found, key=lambda amount: amount.start)


def _value(text: str) -> float | None:
    figure = re.search(_FIGURE, text)
    if figure:
        return float(figure.group().replace(",", ""))
    if re.fullmatch(r"none|no|zero|nil|not any", text, re.IGNORECASE):
        return 0.0
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _SMALL:
            total += _SMALL[word]
        elif word in _TENS:
            total += _TENS[word]
        elif word == "hundred":
            total *= 100
    return float(total) if total else None
