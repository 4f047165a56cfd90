"""When an inspection took place and when its report was published, as printed.

Knows the shapes in which reports print dates ("9-24 November 2017", "12/09/2016 to 06/10/2016", two visits in one
line) and file names carry them. Knows no framework.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.model import Fact

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DASH = r"\-‐‑‒–—―−─━"
# "19 June 26" at a line's end, or before the other end of a period written so; "15 June 26 July" is no year.
_SHORT_YEAR_ENDS = rf"[ \t]*(?:$|[\n.,;)]|(?:to|[{_DASH}])\s*\d{{1,2}}\s+{_MONTH}\s+\d\d\s*$)"
_TOKEN = re.compile(
    rf"(?P<iso>\b20\d\d-\d\d-\d\d\b)|\b(?P<nd>\d{{1,2}})[/.](?P<nm>\d{{1,2}})[/.](?P<ny>(?:20)?\d\d)\b"
    rf"|\b(?P<us>{_MONTH})\.?\s+(?P<usday>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<usyear>20\d\d)\b"
    rf"|\b(?P<day>\d{{1,2}})(?:\s*(?:st|nd|rd|th)\b)?(?:\s*(?:of\s+)?(?P<month>{_MONTH})\b\.?)?"
    rf"(?:,?\s*(?P<year>20\d\d)\b|\s+(?P<short>[1-3]\d)(?={_SHORT_YEAR_ENDS}))?(?!\d)",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN = (
    rf"[\s,;&/()*|_{_DASH}]|\b(?:to|and|until|till|through|from|between|then|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun)(?:day)?\b"
)
_RUN = re.compile(rf"(?:{_TOKEN.pattern.replace('?P<', '?P<r_')}|{_BETWEEN})+", re.IGNORECASE | re.MULTILINE)

_INSPECTED = re.compile(
    r"^[ \t#*>|]*(?:(?:on-?site\s+)?(?:inspection|visit)\s+dates?|dates?\s+of\s+(?:the\s+)?(?:on-?site\s+)?"
    r"(?:inspection|visit)|inspected(?:\s+(?:on|between|from))?|inspection\s+carried\s+out)\b[\s:*|_]*",
    re.IGNORECASE | re.MULTILINE,
)
_INSPECTED_IN_PROSE = re.compile(
    r"\b(?:visit|inspection)\b(?:(?!\.\s)[^?]){0,200}?\b(?:on|from|between|took\s+place\s+(?:on|from|between))\s+(?=\d)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"^[ \t#*>|]*(?:(?:date\s+)?(?:this\s+)?(?:the\s+)?(?:report\s+)?(?:was\s+)?(?:first\s+)?published"
    r"|(?:report\s+)?publication\s+date|date\s+of\s+publication|report\s+publication)(?:\s+(?:date|on))?\b[\s:*|_]*",
    re.IGNORECASE | re.MULTILINE,
)
_IN_NAME = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ _.-]*(?P<month>{_MONTH})[ _.,-]*(?P<year>20\d\d)"
    r"|(?<!\d)(?P<iso>20\d\d[-_.]?[01]\d[-_.]?[0-3]\d)(?!\d)|(?<!\d)(?P<nd>\d{1,2})[-_.](?P<nm>\d{1,2})[-_.](?P<ny>20\d\d)",
    re.IGNORECASE,
)


def inspection_dates(text: str, end: int) -> list[Fact]:
    """The first and the last day of the inspection as text[:end] prints them; none where it does not."""
    for label in _INSPECTED.finditer(text, 0, end):
        if facts := _period(text, label.end()):
            return facts
    for label in _INSPECTED_IN_PROSE.finditer(text, 0, min(end, 3000)):
        if facts := _period(text, label.end()):
            return facts
    return []


def _period(text: str, start: int) -> list[Fact]:
    run = _RUN.match(text, start)
    days = read_dates(text, start, run.end()) if run else []
    if not days:
        return []
    first, last = min(days), max(days)
    return [
        Fact(kind="inspection_start", value=first[0].isoformat(), start=first[1], end=first[2]),
        Fact(kind="inspection_end", value=last[0].isoformat(), start=last[1], end=last[2]),
    ]


def published(text: str, end: int, source: str) -> Fact | None:
    """The day of publication: as text[:end] prints it, else as the file's name says it, else None."""
    for label in _PUBLISHED.finditer(text, 0, end):
        found = _RUN.match(text, label.end())
        days = read_dates(text, label.end(), found.end()) if found else []
        if days:
            day, start, stop = days[0]
            return Fact(kind="published", value=day.isoformat(), start=start, end=stop)
    named = date_in_name(source)
    return Fact(kind="published", value=named.isoformat(), start=0, end=0, origin="filename") if named else None


def date_in_name(source: str) -> date | None:
    """The last whole date in a file's name, or None."""
    name = re.split(r"[/\\]", source)[-1]
    for found in reversed(list(_IN_NAME.finditer(name))):
        if found["month"]:
            day = _date(int(found["year"]), _month(found["month"]), int(found["day"]))
        elif found["iso"]:
            digits = re.sub(r"\D", "", found["iso"])
            day = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        else:
            day = _date(int(found["ny"]), int(found["nm"]), int(found["nd"]))
        if day:
            return day
    return None


def read_dates(text: str, start: int, end: int) -> list[tuple[date, int, int]]:
    """The dates in text[start:end] with their spans; a day takes the month and year it lacks from the date after it.

    A day after the last whole date is no date ("... July 2015" and then the footnote "1").
    """
    found: list[tuple[date, int, int]] = []
    month = year = 0
    tail = end
    for token in reversed(list(_TOKEN.finditer(text, start, end))):
        if token["day"]:
            own_year = int(token["year"] or 0) or (
                2000 + int(token["short"]) if token["month"] and token["short"] else 0
            )
            own_month = _month(token["month"]) if token["month"] else month
            # "30 November to 9 January 2015": the first month is the year before's.
            before = 1 if not own_year and own_month > month > 0 else 0
            day = _date(own_year or year - before, own_month, int(token["day"]))
        else:
            day = _whole(token)
        if day:
            month, year = day.month, day.year
            found.append((day, token.start(), token.end() if _is_whole(token) else tail))
            tail = found[-1][2]
    return found[::-1]


def _is_whole(token: re.Match[str]) -> bool:
    return not token["day"] or bool(token["year"] or (token["month"] and token["short"]))


def _whole(token: re.Match[str]) -> date | None:
    if token["iso"]:
        year, month, day = (int(part) for part in token["iso"].split("-"))
        return _date(year, month, day)
    if token["us"]:
        return _date(int(token["usyear"]), _month(token["us"]), int(token["usday"]))
    year = int(token["ny"])
    return _date(year if year > 99 else 2000 + year, int(token["nm"]), int(token["nd"]))


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
