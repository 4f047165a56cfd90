"""Times reckoned back from today: "the last three years", "in the past 18 months", "last year", "two years ago".

Knows the words and the calendar. Does not know what day it is: that is given.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.language.atoms import Atom
from corpus.language.numerals import cardinal_at

__all__ = ["Recent", "recent_in"]

_BACK = frozenset(("last", "past", "previous", "preceding", "recent"))
_UNITS = {unit + s: unit for unit in ("day", "week", "month", "year", "decade") for s in ("", "s")}
_MOST = {"day": 36_500, "week": 5_000, "month": 1_200, "year": 100, "decade": 10}


@dataclass(frozen=True, kw_only=True, slots=True)
class Recent:
    """The days `first` to `last` that the atoms `at` to `until` say."""

    at: int
    until: int
    first: date
    last: date


def recent_in(atoms: list[Atom], today: date) -> list[Recent]:
    """The times that `atoms` reckon back from `today`, in order."""
    found: list[Recent] = []
    i = 0
    while atoms[i].text:
        made = _back(atoms, i, today) or _this(atoms, i, today) or _ago(atoms, i, today)
        if made is not None:
            found.append(made)
        i = made.until if made is not None else i + 1
    return found


def _back(atoms: list[Atom], i: int, today: date) -> Recent | None:
    """ "last three years", "past 18 months", "(the) last year"; "last year" without an article is the calendar's."""
    if atoms[i].text not in _BACK:
        return None
    count = cardinal_at(atoms, i + 1)
    j = count[1] if count else i + 1 + (atoms[i + 1].text in ("few", "couple"))
    many = count[0] if count else {"few": 3.0, "couple": 2.0}.get(atoms[i + 1].text, 1.0)
    j += (atoms[j].text == "of") + (atoms[j].text == "calendar")
    unit = _UNITS.get(atoms[j].text)
    if unit is None or not 0 < many <= _MOST[unit]:
        return None
    whole = many == 1 and count is None and atoms[i].text == "last" and (i == 0 or atoms[i - 1].text != "the")
    if whole and unit in ("month", "year"):
        last = date(today.year, today.month if unit == "month" else 1, 1) - timedelta(days=1)
        first = last.replace(day=1) if unit == "month" else last.replace(month=1, day=1)
        return Recent(at=i, until=j + 1, first=first, last=last)
    return Recent(at=i, until=j + 1, first=earlier(today, many, unit), last=today)


def _this(atoms: list[Atom], i: int, today: date) -> Recent | None:
    """ "this year", "the current month"."""
    unit = _UNITS.get(atoms[i + 1].text) if atoms[i].text in ("this", "current") else None
    if unit not in ("year", "month") or atoms[i + 1].text != unit:
        return None
    first = today.replace(day=1) if unit == "month" else date(today.year, 1, 1)
    return Recent(at=i, until=i + 2, first=first, last=today)


def _ago(atoms: list[Atom], i: int, today: date) -> Recent | None:
    """ "two years ago": that calendar year; of shorter units, the month."""
    count = cardinal_at(atoms, i) or ((1.0, i + 1) if atoms[i].text == "a" else None)
    unit = _UNITS.get(atoms[count[1]].text) if count else None
    if count is None or unit is None or atoms[count[1] + 1].text != "ago" or not 0 < count[0] <= _MOST[unit]:
        return None
    day = earlier(today, count[0], unit)
    if unit in ("year", "decade"):
        return Recent(at=i, until=count[1] + 2, first=date(day.year, 1, 1), last=date(day.year, 12, 31))
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return Recent(at=i, until=count[1] + 2, first=day.replace(day=1), last=last)


def earlier(today: date, many: float, unit: str) -> date:
    """The day that lies `many` units before `today`; the last of its month where there is no such day."""
    if unit in ("day", "week"):
        return today - timedelta(days=many * (7 if unit == "week" else 1))
    months = round(many * {"month": 1, "year": 12, "decade": 120}[unit])
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
