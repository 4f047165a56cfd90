"""Small pieces of English that answers and refusals share: lists, dates, counts, amounts.

Knows no report and no question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["amount", "count_words", "day_words", "listed", "span_words", "title_grade"]

_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def listed(items: Sequence[str], *, last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    items = list(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def day_words(day: date | None) -> str:
    """'1 September 2015'."""
    return f"{day.day} {day:%B %Y}" if day else "on a date that the report does not state"


def span_words(start: date, end: date) -> str:
    """'9 to 24 November 2017', with as much of the first date as is needed."""
    if start == end:
        return day_words(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_words(end)}"
    first = f"{start.day} {start:%B}" if start.year == end.year else day_words(start)
    return f"{first} to {day_words(end)}"


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
