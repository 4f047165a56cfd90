"""Amounts in a sentence: counts, percentages, rates, money, durations and fractions, in figures or in words.

Knows how English writes amounts, and what looks like one but is not (years, dates, ages, numbering). Does not know
questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Amount", "AmountKind", "amounts"]

AmountKind = Literal["count", "percentage", "rate", "money", "duration", "fraction", "none", "ordinal", "vague"]

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_SMALL = {word: n for n, word in enumerate(f"{_UNITS} eighteen nineteen".split(), 1)}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SMALL_RE = "|".join(sorted(_SMALL, key=len, reverse=True))
_TENS_RE = "|".join(_TENS)
_WORDED = rf"(?:(?:{_TENS_RE})(?:[-\s](?:{_SMALL_RE}))?|(?:{_SMALL_RE}))(?:\s+hundred)?"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_TIME = r"(?:calendar\s+|working\s+|school\s+)?(?:minute|hour|day|week|month|year)s?"
_PER_CENT = r"(?:\s?%|\s*per\s?cent\b)"
_PART = r"half|(?:a|one)\s+(?:third|quarter|fifth|tenth)|(?:two|three|four)[-\s](?:thirds|quarters|fifths|tenths)"

_NUMBER = rf"(?:{_FIGURE}|\b(?:{_WORDED})\b)"

# In order: what is matched first is not looked at again.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("", rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*\d{{1,2}}(?:st|nd|rd|th)?)?\s+(?:of\s+)?{_MONTH}\b(?:\s+(?:\d{{4}}|['’]?\d{{2}}\b))?"),
        ("", rf"\b{_MONTH}\s+(?:\d{{4}}|['’]?\d{{2}}\b(?!\s*%))"),
        ("", r"\b(?:\d{1,2}[/.]){2}\d{2,4}\b"),
        ("", r"\b(?:19|20)\d\d\s*(?:-|–|/|to)\s*(?:(?:19|20)?\d\d)\b"),
        ("money", rf"£\s?(?:{_FIGURE})(?:\s?(?:million|billion|thousand|m|bn|k)\b)?"),
        ("rate", rf"(?:{_FIGURE})\s+(?:(?:children|young\s+people)\s+)?(?:per|in\s+every)\s+10,?000"),
        ("", r"\b(?:per|every)\s+(?:10,?000|1,?000|100)\b"),
        ("percentage", rf"(?:{_FIGURE}){_PER_CENT}|\b(?:{_WORDED})\s+per\s?cent\b"),
        ("", rf"\b(?:key\s+stage|grade|section|tier|level|band|page|paragraph|figure|table|Act|volume|chapter|regulation|phase|stage|year|part)\s+(?:{_NUMBER})(?!\d)"),
        ("", r"\b(?:aged?|ages|under|over|turn(?:ed|ing)?|age\s+of|from)\s+(?:\d{1,2})(?:\s*(?:-|–|to|and|or)\s*\d{1,2})?(?=\b(?!,?\d|\s*%|\s+(?:" + _TIME + r"|(?:social|child|case|care|young)))(?:\s+(?:years?|to|and)\b)?)"),
        ("", r"\b\d{1,2}(?:-|–)?(?:\s*(?:-|–|to|and|or)\s*\d{1,2}(?:-|–)?)?\s*year[s]?[-\s–]olds?\b"),
        ("", r"\b\d{1,2}-?\s*(?:and|to|or|–)\s*\d{1,2}-?\s*year"),
        ("fraction", rf"\b(?:only\s+|just\s+)?(?:{_NUMBER})\s+(?:\w+\s+)?(?:out\s+)?of\s+(?:the\s+|a\s+total\s+of\s+|these\s+|all\s+)?(?:{_NUMBER})(?=\s)|\b(?:{_NUMBER})\s+in\s+(?:{_NUMBER})(?=\s+(?:child|care|young|case|of|social|people|plan|famil|looked|assess))"),
        ("fraction", rf"\b(?:{_PART})\b(?!-)"),
        ("duration", rf"(?:{_NUMBER})(?:\s+(?:and\s+a\s+half|or\s+more))?[\s-]+{_TIME}\b"),
        ("", r"(?<![\w£.,])(?:19|20)\d\d(?![\w,]|\.\d|\s*%)"),
        ("", r"^\s*\(?\d{1,3}[.)]\s?(?=\D)"),
        ("", r"\b(?:one|two)\s+(?:another|or\s+two)\b|\bno\s+one\b|\bone\s+of\s+the\b|\bone-to-one\b|\bone\b(?=\s+(?:who|that|which|aspect|place|example|is|has)\b)|\bat\s+one\b|\bone\s+or\s+more\b|\bone\s+hand\b|\bday\s+one\b"),
        ("ordinal", rf"\b\d{{1,3}}(?:st|nd|rd|th)\b"),
        ("count", rf"(?<![\w.,£/])(?:{_FIGURE})(?![\w%]|-\w|[.,]\d|/\d)|(?<![\w-])(?:{_WORDED})(?![\w])(?!-year)"),
        ("none", r"\b(?:none|no|zero|nil|not\s+any)\b(?!\s+(?:longer|doubt|matter|later|one))"),
        ("vague", r"\b(?:a\s+(?:very\s+)?small\s+(?:minority|number)|a\s+(?:very\s+)?(?:large\s+|small\s+|significant\s+)?(?:majority|minority)|a\s+(?:few|handful)|the\s+(?:vast\s+)?majority|all|most|many|few|several|almost\s+all)\b"),
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
    taken: list[tuple[int, int]] = []
    found: list[Amount] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if start == end or any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            if kind:
                text = re.sub(r"\s+", " ", match.group()).strip()
                found.append(Amount(start=start, end=end, kind=kind, text=text, value=_value(text)))  # type: ignore[arg-type]
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
