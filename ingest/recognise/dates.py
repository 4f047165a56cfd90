"""When an inspection took place and when its report was published, as printed.

Knows the shapes in which reports print dates ("9-24 November 2017", "12/09/2016 to 06/10/2016", two visits in one
line) and file names carry them. Knows no framework.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from corpus.model import Fact
from ingest.recognise.told import days_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.frameworks.model import Dates
    from corpus.lazy import Lazy

Order = Literal["day first", "month first", "unknown"]

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
_MONTH_ALONE = re.compile(rf"[\s:*|_]*(?P<month>{_MONTH})\b\.?,?\s+(?P<year>20\d\d)\b", re.IGNORECASE)
_TIME = r"\b[0-2]?\d:[0-5]\d\b(?:\s?(?:hrs|hours|am|pm)\b)?"
_BETWEEN = (
    rf"[\s,;&/()*|_{_DASH}]|\b(?:to|and|until|till|through|from|between|then|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun)(?:day)?\b"
)
_RUN = re.compile(rf"(?:{_TIME}|{_TOKEN.pattern.replace('?P<', '?P<r_')}|{_BETWEEN})+", re.IGNORECASE | re.MULTILINE)
_CLOCK = re.compile(_TIME, re.IGNORECASE)

_INSPECTED = re.compile(
    r"^[ \t#*>|•]*(?:(?:on-?site|site|inspection|assessment|visit)(?:\s+visits?)?\s+dates?(?:\(s\))?"
    r"|dates?(?:\(s\))?\s+(?:of|when|on)\s+(?:the\s+|our\s+)?(?:on-?site\s+)?(?:inspection|visit|assessment|site)"
    r"(?:\s+visits?)?|on-?site\s+(?:work|dates?)"
    # "Inspection: 4 June 2024", and nothing else in the line.
    r"|inspection(?=[ \t]*[:–-][ \t]*(?:\w+day[ \t]+)?\d{1,2}\b[^\n|:,]{2,40}20\d\d[ \t.*]*$)"
    r"|(?:when\s+we\s+)?(?:inspected|visited)(?:\s+(?:on|between|from))?"
    r"|(?:this\s+)?inspection\s+(?:carried\s+out|took\s+place|visit)(?:\s+(?:on|between|from))?)(?![\w’'])[\s:*|_–-]*(?:from\s+)?",
    re.IGNORECASE | re.MULTILINE,
)
_INSPECTED_IN_PROSE = re.compile(
    r"\b(?:visit|inspection)\b(?:(?!\.\s|\bpubli|\bissued)[^?]){0,200}?\b(?:on|from|between|took\s+place\s+(?:on|from|between))\s+(?=\d)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    # At a line's beginning, or behind another date: "Assessed: 4 June 2024. Report published: 1 July 2024".
    r"(?:^[ \t#*>|•]*|(?<=20\d\d)[.;,]?[ \t]+(?=(?:report )?published[ \t]*:))"
    r"(?:(?:date\s+)?(?:this\s+)?(?:the\s+)?(?:report\s+)?(?:was\s+)?(?:first\s+)?published"
    r"|(?:report\s+)?publi(?:cation|sh)\s+date|date\s+of\s+publication|date\s+(?:report\s+)?published"
    r"|(?:report\s+)?publication(?=[ \t]*(?:[:|–-]|\d|\w{3,6}day\s+\d))|report\s+(?:issued|publication)"
    # "Latest assessment published 4 May 2025", "Pilot report, published 4 May 2025": and nothing else in the line.
    r"|(?:(?!last\b|previous|earlier|was\b|were\b)[\w’'-]+,?[ \t]+){1,4}published(?=(?:\s+on)?[\s:]+[^\n|]{6,20}$))"
    r"(?:\s+(?:date|on))?(?![\w’'])[\s:*|_•–-]*",
    re.IGNORECASE | re.MULTILINE,
)
_IMPRINTED = re.compile(
    r"^[ \t#*>|•]*(?:this|the)[ \t]+report[ \t]+was[ \t]+published[ \t]+on[ \t]+(?=\d)", re.I | re.M
)
_IN_NAME = re.compile(  # only at the end: what stands before it is an event's date, or part of an id
    rf"(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ _.-]*(?P<month>{_MONTH})[ _.,-]*(?P<year>20\d\d)"
    r"|(?<!\d)(?P<iso>20\d\d[-_.]?[01]\d[-_.]?[0-3]\d)(?!\d)|(?<!\d)(?P<nd>\d{1,2})[-_.](?P<nm>\d{1,2})[-_.](?P<ny>20\d\d))"
    r"(?P<copy>[ _-]*\(\d{1,2}\))?[ _-]*$",
    re.IGNORECASE,
)

_ALONE = re.compile(
    rf"^[ \t#*>|_]*(?P<period>\d{{1,2}}(?:\s+{_MONTH})?\s*(?:[{_DASH}]|to|and)\s*\d{{1,2}}\s+{_MONTH}\s+20\d\d)"
    r"[ \t*|_.]*$",
    re.IGNORECASE | re.MULTILINE,
)
_OF_INSPECTION = re.compile(r"\b(?:inspections?|visit|review)\b", re.IGNORECASE)
_IMPRINT = 600  # characters at a report's end
_LOOKED_AT = 20_000  # characters in which the country of a report shows
_FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](?:20)?\d\d(?![\d/.])")
_AMERICAN = re.compile(r"\b[A-Z]{2}[ \t]+\d{5}(?:-\d{4})?\b|\bZIP\b|\bState of [A-Z]")
_BRITISH = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ \t]+\d[A-Z]{2}\b|\bOfsted\b|\b(?:His|Her) Majesty['’]s\b|\bEngland\b")


def inspection_dates(
    text: str, end: int, *, shape: Dates | None = None, order: Order = "day first", lone: bool = False
) -> list[Fact]:
    """The first and the last day of the inspection as text[:end] prints them; none where it does not.

    `shape` is what the report's framework says of its dates. With `lone`, days "from - to" that stand alone in a line
    below the words for an inspection are its days.
    """
    for label in _labels(text, end, shape.inspected if shape else None, _INSPECTED):
        if facts := _period(text, label.end(), order):
            return _longer(text, facts, order) if shape else facts
    labels = shape.completed.finditer(text, 0, end) if shape and shape.completed else ()
    completed = {label.end(): facts[1] for label in labels if (facts := _period(text, label.end(), order))}
    last = next(iter(completed.values()), None)
    for label in _INSPECTED_IN_PROSE.finditer(text, 0, min(end, 3000)):
        if label.end() in completed or not (facts := _period(text, label.end(), order)):
            continue
        # Days that end on another day than the one that is printed for the last are of another inspection.
        if last is None or facts[1].value == last.value:
            return facts
    if shape and (facts := _stated(text, end, shape, order) or _stated(text, len(text), shape, order)):
        return facts
    if last is not None:
        return [last]
    told = (_period(text, at, order) for at in days_told(text)) if shape else ()
    if facts := next((facts for facts in told if facts), []):
        return facts
    for line in _ALONE.finditer(text, 0, min(end, 1500)) if lone else ():
        if _OF_INSPECTION.search(text, 0, line.start()) and (facts := _period(text, line.start("period"), order)):
            return facts
    return []


def _longer(text: str, facts: list[Fact], order: Order) -> list[Fact]:
    """A single day behind a label, and the days that a sentence gives of the inspection that began on it."""
    if facts[0].value == facts[1].value:
        for told in (_period(text, at, order) for at in days_told(text)):
            if told and told[0].value == facts[0].value:
                return told
    return facts


def _stated(text: str, end: int, shape: Dates, order: Order) -> list[Fact]:
    """The days by the framework's own sentences, else the first day alone behind its label."""
    for sentence in shape.stated:
        for said in sentence.finditer(text, 0, end):
            if facts := _first_and_last(read_dates(text, *said.span("days"), order=order)):
                return facts
    for label in shape.started.finditer(text, 0, end) if shape.started else ():
        if facts := _period(text, label.end(), order):
            return facts[:1]
    return []


def _labels(
    text: str, end: int, own: Lazy | None, known: re.Pattern[str], *, start: int = 0
) -> Iterator[re.Match[str]]:
    """The framework's own labels, then those that are known of all."""
    if own is not None:
        yield from own.finditer(text, start, end)
    yield from known.finditer(text, start, end)


def _period(text: str, start: int, order: Order) -> list[Fact]:
    run = _RUN.match(text, start)
    return _first_and_last(read_dates(text, start, run.end(), order=order)) if run else []


def _first_and_last(days: list[tuple[date, int, int]]) -> list[Fact]:
    if not days:
        return []
    first, last = min(days), max(days)
    return [
        Fact(kind="inspection_start", value=first[0].isoformat(), start=first[1], end=first[2]),
        Fact(kind="inspection_end", value=last[0].isoformat(), start=last[1], end=last[2]),
    ]


def published(
    text: str, end: int, source: str, *, shape: Dates | None = None, order: Order = "day first"
) -> Fact | None:
    """The day of publication: as text[:end] prints it, else the imprint at the report's end by a label of `shape`, else
    as the file's name says it; else the month that is printed alone ("Published: June 2024"), else None.
    """
    month: Fact | None = None
    for label in _labels(text, end, shape.published if shape else None, _PUBLISHED):
        found = _RUN.match(text, label.end())
        days = read_dates(text, label.end(), found.end(), order=order) if found else []
        if days:
            day, start, stop = days[0]
            return Fact(kind="published", value=day.isoformat(), start=start, end=stop)
        printed = _MONTH_ALONE.match(text, label.end())
        if printed and month is None:
            value = f"{printed['year']}-{_month(printed['month']):02}"
            month = Fact(kind="published_month", value=value, start=printed.start("month"), end=printed.end())
    imprint = max(end, len(text) - _IMPRINT)
    for label in _labels(text, len(text), shape.published if shape else None, _IMPRINTED, start=imprint):
        found = _RUN.match(text, label.end())
        for day, start, stop in read_dates(text, label.end(), found.end(), order=order) if found else ():
            return Fact(kind="published", value=day.isoformat(), start=start, end=stop)
    named = date_in_name(source, order=order)
    return Fact(kind="published", value=named.isoformat(), start=0, end=0, origin="filename") if named else month


def date_in_name(source: str, *, order: Order = "day first") -> date | None:
    """The whole date with which a file's name ends, or None."""
    name = re.split(r"[/\\]", source)[-1]
    found = _IN_NAME.search(re.sub(r"(?:\.(?=\w*[A-Za-z])\w{1,5}){1,2}$", "", name))
    if found is None:
        return None
    if found["month"]:
        return _date(int(found["year"]), _month(found["month"]), int(found["day"]))
    if found["iso"]:
        digits = re.sub(r"\D", "", found["iso"])
        return _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return _in_figures(int(found["nd"]), int(found["nm"]), int(found["ny"]), order)


def order_of(text: str, *, month_first: bool | None = None) -> Order:
    """Which figure of "01/02/2024" is the month in this report: as its framework says, else as its text shows.

    A date that has a figure above 12 shows it, and so do the marks of a country: a ZIP code, a postcode.
    """
    if month_first is not None:
        return "month first" if month_first else "day first"
    second = sum(int(found[2]) > 12 >= int(found[1]) for found in _FIGURES.finditer(text, 0, _LOOKED_AT))
    first = sum(int(found[1]) > 12 >= int(found[2]) for found in _FIGURES.finditer(text, 0, _LOOKED_AT))
    if bool(first) != bool(second):
        return "month first" if second else "day first"
    american, british = _AMERICAN.search(text, 0, _LOOKED_AT), _BRITISH.search(text, 0, _LOOKED_AT)
    if bool(american) != bool(british):
        return "month first" if american else "day first"
    return "unknown"


def read_dates(text: str, start: int, end: int, *, order: Order = "day first") -> list[tuple[date, int, int]]:
    """The dates in text[start:end] with their spans; a day takes the month and year it lacks from the date after it.

    Where the `order` of day and month is unknown, a date in figures that may be two is none. A day after
    the last whole date is no date ("... July 2015" and then the footnote "1"), and neither is the time of a day.
    """
    found: list[tuple[date, int, int]] = []
    month = year = 0
    tail = end
    if _CLOCK.search(text, start, end):
        text = text[:start] + _CLOCK.sub(lambda time: " " * len(time[0]), text[start:end]) + text[end:]
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
            day = _whole(token, order)
        if day:
            month, year = day.month, day.year
            found.append((day, token.start(), token.end() if _is_whole(token) else tail))
            tail = found[-1][2]
    return found[::-1]


def _is_whole(token: re.Match[str]) -> bool:
    return not token["day"] or bool(token["year"] or (token["month"] and token["short"]))


def _whole(token: re.Match[str], order: Order) -> date | None:
    if token["iso"]:
        year, month, day = (int(part) for part in token["iso"].split("-"))
        return _date(year, month, day)
    if token["us"]:
        return _date(int(token["usyear"]), _month(token["us"]), int(token["usday"]))
    year = int(token["ny"])
    return _in_figures(int(token["nd"]), int(token["nm"]), year if year > 99 else 2000 + year, order)


def _in_figures(first: int, second: int, year: int, order: Order) -> date | None:
    """The date written as two figures and a year."""
    if order == "unknown" and first != second and first <= 12 and second <= 12:
        return None
    month_first = order == "month first" or (order == "unknown" and second > 12)
    return _date(year, first, second) if month_first else _date(year, second, first)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
