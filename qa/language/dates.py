"""Times that a sentence speaks of: days, months, years, in the ways reports write them.

Knows English dates. Does not know questions or reports.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["Mention", "mentions"]

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: n for name, n in list(_MONTHS.items())} | {"sept": 9}
_MONTH_RE = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d(?!\s*(?:%|per|children|,\d|:\d|\d)))"
_PATTERN = re.compile(
    rf"\b(?:{_DAY}\s*(?:of\s+)?)?(?P<month>{_MONTH_RE})\b\.?,?(?:\s+{_YEAR}\b)?"
    r"|\b(?P<first>(?:19|20)\d\d)\s*(?:[-–/]\s*(?P<last>(?:19|20)?\d\d)|to\s+(?P<until>(?:19|20)\d\d))\b(?![/%])"
    r"|\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:20)?\d\d)\b"
    r"|(?<![\w£.,])(?P<alone>(?:19|20)\d\d)(?!\w|,\d{3}|\.\d|\s*%)",
    re.IGNORECASE,
)

_LAW = re.compile(r"\b(?:Act|Regulations|Order)\s+$")  # "the Children Act 1989" names no time


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A time named at `at` to `until` in a sentence, from `start` to `end` (both inclusive).

    `fineness` is 3 for a day, 2 for a month, 1 for a year or a span of years.
    """

    at: int
    until: int
    start: date
    end: date
    fineness: int

    def fits(self, start: date, end: date) -> float:
        """1 where one lies in the other or their months are the same, 0.6 where they only overlap, else 0."""
        if self.end < start or end < self.start:
            return 0.0
        inside = (start <= self.start and self.end <= end) or (self.start <= start and end <= self.end)
        asked = (end - start).days
        if inside and (self.fineness >= 2 or asked > 300):
            return 1.0
        return 0.6


def mentions(text: str) -> tuple[Mention, ...]:
    """The times named in `text` with at least a year, in order; a month without a year takes that of the next date."""
    found: list[Mention] = []
    bare: list[re.Match[str]] = []
    for match in _PATTERN.finditer(text):
        if match["alone"] and _LAW.search(text[: match.start()]):
            continue
        if match["month"] and not match["year"]:
            if match["day"] or match["month"][0].isupper():
                bare.append(match)
            continue
        mention = _mention(match)
        if mention is None:
            continue
        for earlier in bare:
            if match.start() - earlier.end() < 20:
                known = _of_month(earlier, mention.start.year)
                if known is not None:
                    found.append(known)
        bare.clear()
        found.append(mention)
    return tuple(found)


def _mention(match: re.Match[str]) -> Mention | None:
    if match["month"]:
        return _of_month(match, _full_year(match["year"]))
    if match["first"]:
        first = int(match["first"])
        said = match["last"] or match["until"]
        last = int(said) if len(said) == 4 else first // 100 * 100 + int(said)
        return _years(match, first, last) if first <= last <= first + 20 else _years(match, first, first)
    if match["d"]:
        return _day(match, int(match["d"]), int(match["m"]), _full_year(match["y"]))
    return _years(match, int(match["alone"]), int(match["alone"]))


def _full_year(text: str) -> int:
    digits = text.strip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _of_month(match: re.Match[str], year: int) -> Mention | None:
    month = _MONTHS[match["month"].lower()]
    if match["day"]:
        return _day(match, int(match["day"]), month, year)
    last = calendar.monthrange(year, month)[1]
    return Mention(
        at=match.start(), until=match.end(), start=date(year, month, 1), end=date(year, month, last), fineness=2
    )


def _day(match: re.Match[str], day: int, month: int, year: int) -> Mention | None:
    try:
        named = date(year, month, day)
    except ValueError:
        return None
    return Mention(at=match.start(), until=match.end(), start=named, end=named, fineness=3)


def _years(match: re.Match[str], first: int, last: int) -> Mention:
    return Mention(at=match.start(), until=match.end(), start=date(first, 1, 1), end=date(last, 12, 31), fineness=1)
