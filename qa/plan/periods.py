"""The dates, months, seasons and years in a question, and what they qualify: publication, inspection, or a figure.

Knows English ways of naming time, terse ones included. Does not know the library, nor relative words that need one
("latest", "previous": those are the plan's `which`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa.language.pattern import Lazy
from qa.question import Period

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from qa.question import Precision, Qualifies

__all__ = ["FoundPeriod", "find_periods"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:\s+of)?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DASH = r"\s*(?:-|–|—|─|to|until|and)\s*"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_PARTS = {
    "early": (1, 4),
    "start": (1, 3),
    "beginning": (1, 3),
    "mid": (5, 8),
    "middle": (5, 8),
    "late": (9, 12),
    "end": (10, 12),
}
_HALVES = {"first": (1, 6), "1st": (1, 6), "second": (7, 12), "2nd": (7, 12), "latter": (7, 12)}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY_OF_WEEK = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundPeriod:
    """A period and where its words stand in the question (`start` to `end`, exclusive)."""

    period: Period
    start: int
    end: int


def find_periods(question: str) -> list[FoundPeriod]:
    """The periods named in `question`, in order; none overlap."""
    found: list[FoundPeriod] = []
    lower = question.casefold()
    # Every form has a year, and most have a month: what cannot match need not be compiled.
    if not re.search(r"(?:19|20)\d\d", question):
        return found
    monthly = any(month in lower for month in _MONTHS)
    for pattern, make, needs_month in _FORMS:
        if needs_month and not monthly:
            continue
        for match in pattern.finditer(question):
            if any(match.start() < f.end and f.start < match.end() for f in found):
                continue
            period = make(match)
            if period is not None:
                found.append(FoundPeriod(period=period, start=match.start(), end=match.end()))
    found.sort(key=lambda f: f.start)
    return _shared(question, [_qualified(question, f) for f in _opened(question, _joined(question, found))])


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _span(words: str, start: date, end: date, precision: Precision) -> Period:
    return Period(start=start, end=end, words=re.sub(r"\s+", " ", words).strip(), precision=precision)


def _months(words: str, first: tuple[int, int], last: tuple[int, int], precision: Precision) -> Period:
    """The whole months from `first` to `last`, each (year, month)."""
    return _span(words, date(*first, 1), date(*last, monthrange(*last)[1]), precision)


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _on_days(m: Match[str]) -> Period | None:
    """'11-15 September 2023', '25 October - 5 November 2021': an inspection's days."""
    year = m["y2"]
    last = _date(year, _month(m["m2"]), m["d2"])
    first = _date(m["y1"] or year, _month(m["m1"] or m["m2"]), m["d1"])
    return _span(m[0], first, last, "day") if first and last and first <= last else None


def _on_day(m: Match[str]) -> Period | None:
    day = _date(m["y"], _month(m["m"]), m["d"])
    return _span(m[0], day, day, "day") if day else None


def _on_numbers(m: Match[str]) -> Period | None:
    day = _date(m["y"], int(m["m"]), m["d"])
    return _span(m[0], day, day, "day") if day else None


def _in_months(m: Match[str]) -> Period:
    year = int(m["y2"])
    return _months(m[0], (int(m["y1"] or year), _month(m["m1"])), (year, _month(m["m2"])), "range")


def _in_month(m: Match[str]) -> Period:
    at = (int(m["y"]), _month(m["m"]))
    return _months(m[0], at, at, "month")


def _in_season(m: Match[str]) -> Period:
    year, (first, last) = int(m["y"]), _SEASONS[m["season"].lower()]
    return _months(m[0], (year, first), (year + (last < first), last), "season")


def _in_part(m: Match[str]) -> Period:
    year, (first, last) = int(m["y"]), _PARTS[m["part"].lower()]
    return _months(m[0], (year, first), (year, last), "season")


def _in_half(m: Match[str]) -> Period:
    year, (first, last) = int(m["y"]), _HALVES[m["half"].lower()]
    return _months(m[0], (year, first), (year, last), "season")


def _in_quarter(m: Match[str]) -> Period:
    year, quarter = int(m["y"]), _QUARTERS[(m["q"] or m["word"]).lower()]
    return _months(m[0], (year, 3 * quarter - 2), (year, 3 * quarter), "season")


def _in_two_years(m: Match[str]) -> Period | None:
    """'2014-15' is a financial year (April to March), '2014-2018' the calendar years from the first to the last."""
    first, last = int(m["y"]), m["z"]
    if len(last) == 2:
        if int(last) == (first + 1) % 100:
            return _months(m[0], (first, 4), (first + 1, 3), "year")
        second = first // 100 * 100 + int(last)
    else:
        second = int(last)
    return _months(m[0], (first, 1), (second, 12), "range") if second > first else None


def _in_year(m: Match[str]) -> Period:
    year = int(m["y"])
    return _months(m[0], (year, 1), (year, 12), "year")


def _form(
    pattern: str, make: Callable[[Match[str]], Period | None]
) -> tuple[Lazy, Callable[[Match[str]], Period | None], bool]:
    return Lazy(rf"(?<![\w£$])(?:{pattern})(?![\w%])(?!,\d)"), make, "jan(?:uary)?" in pattern


_M, _Y, _D = _MONTH.format("m"), _YEAR.format("y"), _DAY.format("d")
# Longer forms first: what one has taken, the next leaves alone.
_FORMS = (
    _form(
        rf"{_DAY.format('d1')}(?:\s+{_MONTH.format('m1')})?(?:\s+{_YEAR.format('y1')})?{_DASH}"
        rf"{_DAY.format('d2')}\s+{_MONTH.format('m2')},?\s+{_YEAR.format('y2')}",
        _on_days,
    ),
    _form(rf"{_DAY_OF_WEEK}{_D}\s*-?{_M},?\s*-?{_Y}", _on_day),
    _form(rf"{_M}\s+{_D},?\s+{_Y}", _on_day),
    _form(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d\d)", _on_numbers),
    _form(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", _on_numbers),
    _form(
        rf"{_MONTH.format('m1')}(?:\s+{_YEAR.format('y1')})?\s*(?:-|–|—|to|until)\s*{_MONTH.format('m2')},?\s+"
        rf"{_YEAR.format('y2')}",
        _in_months,
    ),
    _form(rf"{_M}(?:,|\s+of)?\s*[-/]?\s*{_Y}", _in_month),
    _form(rf"(?P<season>spring|summer|autumn|fall|winter)\s*(?:of\s+)?{_Y}(?:[-/]\d\d)?", _in_season),
    _form(rf"(?P<half>first|1st|second|2nd|latter)\s+half\s+of\s+{_Y}", _in_half),
    _form(rf"(?:(?P<word>first|second|third|fourth|last)\s+quarter(?:\s+of)?|q(?P<q>[1-4]))\s+{_Y}", _in_quarter),
    _form(rf"(?P<part>early|late|mid|middle|start|beginning|end)(?:\s+(?:of|in)\s+|\s*-\s*|\s+){_Y}", _in_part),
    _form(rf"{_Y}\s*(?:-|–|—|/|to|until|through\s+to)\s*(?P<z>(?:19|20)\d\d|\d\d)", _in_two_years),
    _form(_Y, _in_year),
)

_BETWEEN = Lazy(r"(?:\b(?:between|from)\s+(?:(?:the|its|their|reports?|inspections?|of|in|published)\s+)*)$")
_LINK = Lazy(
    r"^(?:\s*(?:report|inspection|one)s?)?\s*(?:and|to|until|through|till|-|–)\s*(?:(?:the|its|their|of)\s+)*$"
)
_SINCE = Lazy(r"\b(?:since|starting\s+(?:in|from|with))\s+(?:the\s+)?(?:(?:start|beginning|end)\s+of\s+)?$")
_AFTER = Lazy(r"\b(?:after|later\s+than|post)[\s-]+(?:the\s+)?(?:end\s+of\s+)?$")
_BEFORE = Lazy(r"\b(?:before|earlier\s+than|prior\s+to|pre)[\s-]+(?:the\s+)?$")
_UNTIL = Lazy(r"\b(?:until|till|up\s+to|by\s+the\s+end\s+of|through)\s+$")
_FROM = Lazy(r"\bfrom\s+(?:(?:the|its|their)\s+)?$")
_TO_NOW = Lazy(
    r"\b(?:to|until|till|through\s+to)\s+(?:the\s+|its\s+|their\s+)?(?:latest|most\s+recent|now|present|"
    r"today|date|last|current|newest)\b"
)
_ONWARDS = Lazy(r"^\s*(?:on|on-?wards?|or\s+later|and\s+(?:later|after|since))\b")
_OR_BEFORE = Lazy(r"^\s*(?:or\s+(?:earlier|before)|and\s+(?:earlier|before))\b")


def _joined(question: str, found: list[FoundPeriod]) -> list[FoundPeriod]:
    """'Between X and Y', 'from X to Y': one range."""
    joined: list[FoundPeriod] = []
    for this in found:
        if joined:
            last = joined[-1]
            linked = _LINK.match(question[last.end : this.start])
            if linked and _BETWEEN.search(question[: last.start]) and last.period.start <= this.period.start:
                words = question[last.start : this.end]
                period = _span(words, last.period.start, this.period.end, "range")
                joined[-1] = FoundPeriod(period=period, start=last.start, end=this.end)
                continue
        joined.append(this)
    return joined


def _opened(question: str, found: list[FoundPeriod]) -> list[FoundPeriod]:
    """'Since', 'after', 'before', 'until': one end is open."""
    opened: list[FoundPeriod] = []
    for this in found:
        before, after, period = question[: this.start], question[this.end :], this.period
        if period.precision != "range" or _AFTER.search(before) or _BEFORE.search(before):
            if _AFTER.search(before) and not _about_one_inspection(after):
                period = _range(period, start=_next(period.end), end=date.max)
            elif _BEFORE.search(before) and not _about_one_inspection(after):
                period = _range(period, start=date.min, end=period.start - timedelta(days=1))
            elif _ONWARDS.search(after) or _SINCE.search(before) or (_FROM.search(before) and _TO_NOW.search(after)):
                period = _range(period, end=date.max)
            elif _OR_BEFORE.search(after) or _UNTIL.search(before):
                period = _range(period, start=date.min)
        opened.append(replace(this, period=period))
    return opened


def _about_one_inspection(after: str) -> bool:
    """'(in the year) before its 2014 inspection' names one inspection, not all that came before."""
    return bool(re.match(r"\s+(?:re-?)?(?:inspection|report|visit|one)\b", after, re.IGNORECASE))


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _range(period: Period, *, start: date | None = None, end: date | None = None) -> Period:
    return replace(period, start=start or period.start, end=end or period.end, precision="range")


_NEAR = r"(?:[\w&'’,.()-]+\s+){0,4}?"
_QUALIFIERS: tuple[tuple[Qualifies, str, str], ...] = (
    # what it qualifies, words up to four before it, words just after it
    (
        "published",
        r"publish\w*|released?|issued|came\s+out|reported|publication",
        r"publish\w*|publication|release[ds]?",
    ),
    ("as_of", r"as\s+(?:at|of)|at\s+the\s+end\s+of|at\s+(?:the\s+)?end|snapshot", r"snapshot|figures?"),
    (
        "inspected",
        r"(?:re-?)?inspect(?:ed|ions?|ing)|visit(?:ed|s)?|on[\s-]site|re-?visit(?:ed)?|(?:inspectors|"
        r"ofsted|they)\s+(?:came|arrived|"
        r"went|called)(?:\s+(?:in|to|calling|round))?|who\s+inspected",
        r"(?:\w+\s+){0,3}?(?:re-?)?inspections?|visit",
    ),
    ("published", r"reports?(?:\s+of|\s+from|\s+for|\s+in|\s+dated)?", r"(?:\w+\s+){0,2}?reports?"),
)


def _qualified(question: str, found: FoundPeriod) -> FoundPeriod:
    """Say what the period qualifies, from the nearest words before it (in the same clause) and just after it."""
    before = re.split(r"[?;:]|\b(?:19|20)\d\d\b", question[: found.start])[-1][-60:]
    after = re.split(r"[?;:,.]|\b(?:19|20)\d\d\b", question[found.end :])[0][:40]
    nearest: tuple[int, Qualifies] | None = None
    for of, leading, trailing in _QUALIFIERS:
        if re.match(rf"[\s'’s)-]*(?:{trailing})\b", after, re.IGNORECASE):
            return replace(found, period=replace(found.period, of=of))
        for match in re.finditer(rf"\b(?:{leading})\b", before, re.IGNORECASE):
            gap = len(before[match.end() :].split())
            if gap <= 4 and (nearest is None or gap < nearest[0]):
                nearest = (gap, of)
    if nearest is not None:
        return replace(found, period=replace(found.period, of=nearest[1]))
    if found.period.precision == "day" and re.search(r"\b(?:at|on|by|as)\s*$", before, re.IGNORECASE):
        return replace(found, period=replace(found.period, of="as_of"))
    return found


def _shared(question: str, found: list[FoundPeriod]) -> list[FoundPeriod]:
    """'The 2015 and 2018 reports': what qualifies the last of a list qualifies those before it."""
    for i in range(len(found) - 2, -1, -1):
        between = question[found[i].end : found[i + 1].start]
        if found[i].period.of == "any" and re.fullmatch(
            r"\s*(?:,|and|or|to|vs\.?|versus|&|the|\s)+\s*", between, re.IGNORECASE
        ):
            found[i] = replace(found[i], period=replace(found[i].period, of=found[i + 1].period.of))
    return found
