"""Small pieces of English that answers and refusals share: lists, dates, counts, amounts.

Knows no report and no question.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.language.periods import Period

__all__ = [
    "amount",
    "count_words",
    "day_words",
    "duration_words",
    "listed",
    "month_words",
    "period_words",
    "reports_on",
    "span_words",
    "title_grade",
]

_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def listed(items: Sequence[str], *, last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    items = list(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def reports_on(reports: int, authorities: int, *, nameless: int) -> str:
    """'4 reports on 3 authorities'; `nameless` are those of the reports that name none, which is said."""
    said = f"{reports:,} report{'s' if reports != 1 else ''}"
    if not authorities:
        return f"{said} that name{'s' if reports == 1 else ''} no authority" if reports else said
    said += f" on {authorities:,} authorit{'ies' if authorities != 1 else 'y'}"
    return f"{said} ({nameless:,} of them name{'s' if nameless == 1 else ''} none)" if nameless else said


def day_words(day: date | None) -> str:
    """'1 September 2015'."""
    return f"{day.day} {day:%B %Y}" if day else "on a date that the report does not state"


def month_words(day: date) -> str:
    """'in September 2015'."""
    return f"in {day:%B %Y}"


def span_words(start: date, end: date) -> str:
    """'9 to 24 November 2017', with as much of the first date as is needed."""
    if start == end:
        return day_words(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_words(end)}"
    first = f"{start.day} {start:%B}" if start.year == end.year else day_words(start)
    return f"{first} to {day_words(end)}"


def period_words(period: Period) -> str:
    """'in 2014', 'from July to December 2023', 'on 5 March 2014', 'since 1 January 2020', 'until 31 August 2019'."""
    first, last = period.start, period.end
    if last == date.max:
        return "at any time" if first == date.min else f"since {day_words(first)}"
    if first == date.min:
        return f"until {day_words(last)}"
    if first == last:
        return f"on {day_words(last)}"
    after = last + timedelta(days=1)
    whole_years = (first.day, first.month, after.day, after.month) == (1, 1, 1, 1)
    if whole_years:
        return f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    if first.day == 1 and after.day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"in {last:%B %Y}"
        return f"from {first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"
    return f"from {span_words(first, last)}"


def duration_words(days: int) -> str:
    """'5 years and 4 months' where so many days are just that, else '400 days'. Lengths as qa.plan.phrases has them."""
    for months in range(1, 360):
        years, rest = divmod(months, 12)
        if round(years * 365.25 + rest * 30.4375) == days:
            parts = [f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n]
            return listed(parts)
    return f"{days:,} day{'' if days == 1 else 's'}"


def count_words(count: int) -> str:
    """A number as running text has it: words up to twelve, then figures with thousands marked."""
    return _COUNTS[count] if 0 <= count < len(_COUNTS) else f"{count:,}"


def amount(value: float, unit: str | None) -> str:
    """'1,826', '19%', '122 per 10,000', '98 days'."""
    number = f"{int(value):,}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}" if unit else number


def title_grade(grade: str) -> str:
    """The grade as reports print it: 'requires improvement' is 'requires improvement to be good'."""
    return "requires improvement to be good" if grade == "requires improvement" else grade
