"""A time as it is written; its year may be missing.

Knows the calendar. Does not know words.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["Moment"]

Unit = Literal["day", "month", "season", "year", "range"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A time at atoms `at` to `until`: the months `first` to `last` of `year` (above 12: of those after), or days.

    `year` is None where it is not said; `day` and `last_day` are None where no day is. `edge` is "start" or "end" where
    the words are "the start of", "the end of". `season` is the season's name. `core` is where the time itself begins
    ("March" in "the end of March", which is read as the whole month).
    """

    at: int
    until: int
    unit: Unit
    year: int | None
    first: int = 1
    last: int = 12
    day: int | None = None
    last_day: int | None = None
    edge: str = ""
    season: str = ""
    core: int = -1

    def days(self) -> tuple[date, date] | None:
        """The first and the last day, both inclusive; None without a year, or where there is no such day."""
        if self.year is None:
            return None
        years, month = divmod(self.last - 1, 12)
        final = (self.year + years, month + 1)
        try:
            start = date(self.year + (self.first - 1) // 12, (self.first - 1) % 12 + 1, self.day or 1)
            return start, date(*final, self.last_day or self.day or monthrange(*final)[1])
        except ValueError:
            return None
