"""Numbers and dates as reports write them: "1,251", "three", "none", "44.4%", "31st March 2014", "May 14".

Knows how to recognise and read them. Does NOT know what they count.
"""

from __future__ import annotations

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_WORDS |= {"no": 0, "none": 0, "nil": 0, "neither": 0, "both": 2}

_SPELT = (
    rf"(?:(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_UNITS[1:10])})|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
)
# A digit glued to thousands ("56,2002") is a footnote's mark.
NUMBER = (
    rf"\b(?=[\dznotfseb])(?<![\w.,£/-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{_SPELT})"
    r"(?![.,]\d)(?:(?<=,\d{3})(?=\d)|(?!\w))"
)
"""One number, in figures or in words; no named groups."""
PERCENTAGE = r"\b(?=\d)(?<![\w.,£/-])\d+(?:\.\d+)?(?:\s*%+|\s+per\s+cent)"
"""One percentage in figures."""

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_YEAR = r"(?:20\d\d|19\d\d|[01]\d(?!,?\d))"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+20\d\d"
    rf"|{_MONTH},?\s+20\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|20\d\d(?![-–/\d]))"
)
"""One date: a day, a month of a year, or a year; no named groups."""
_DAY = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTH})(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+({_YEAR})", re.I
)


def number(text: str) -> float:
    """The value of what NUMBER or PERCENTAGE matched."""
    plain = re.sub(r"\s*(?:%+|per\s+cent)$", "", text.strip().lower())
    if plain[0].isdigit():
        return float(plain.replace(",", ""))
    return float(sum(_WORDS[word] for word in re.split(r"[-\s]+", plain)))


def iso(text: str) -> str | None:
    """The date that DATE matched as "2015-03-31", as "2015-03" where no day is given, or as "2015".

    None where it is no date of the calendar (31 February).
    """
    plain = " ".join(text.split())
    if re.fullmatch(r"\d{4}", plain):
        return plain
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", plain):
        day, month, year = match.group(1), int(match.group(2)), match.group(3)
    elif match := _DAY.fullmatch(plain):
        day, year = match.group(1) or match.group(3), match.group(4)
        month = MONTHS.index(match.group(2).lower()) + 1
    else:
        return None
    prefix = f"20{year}" if len(year) == 2 else year
    if not day:
        return f"{prefix}-{month:02d}"
    return _calendar_day(int(prefix), month, int(day))


def _calendar_day(year: int, month: int, day: int) -> str | None:
    from datetime import date

    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
