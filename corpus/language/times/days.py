"""Days and months as they are written, misspelt months too.

Knows their names and the orders in which they stand. Does not know seasons or halves.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from corpus.language.atoms import Atom, closes, ends_plain, is_plain, joined, skip, small
from corpus.language.spelling import one_slip
from corpus.language.times.moment import Moment
from corpus.language.times.years import CENTURIES, DAYS_JOINED, century, year_at

__all__ = [
    "MONTHS",
    "SUFFIXES",
    "VERBS",
    "WEEKDAYS",
    "day_of_month",
    "days_of_month",
    "misspelt",
    "month_at",
    "month_moment",
    "numeric",
    "weekday",
    "year_after",
]

_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: n for n, name in enumerate(_NAMES, 1)} | {name[:3]: n for n, name in enumerate(_NAMES, 1)} | {"sept": 9}
WEEKDAYS = frozenset(f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))
SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_LATEST = 49  # "5.3.61" is the number of a section


def numeric(atoms: list[Atom], i: int) -> Moment | None:
    """ "2015-09-01", "1/9/2015", "1.9.15", "9/2015"."""
    one, mark, two = small(atoms[i]), atoms[i + 1].text, small(atoms[i + 2])
    if one is None or two is None or not joined(atoms, i + 1) or not joined(atoms, i + 2) or mark not in "/.-":
        return None
    if joined(atoms, i) and atoms[i - 1].text not in ("(", "[", "'", '"', ",", ";", ":"):
        return None
    again = atoms[i + 3].text == mark and joined(atoms, i + 3) and joined(atoms, i + 4)
    three = small(atoms[i + 4]) if again else None
    if three is None:
        if mark != "/" or two not in CENTURIES or not 1 <= one <= 12 or not ends_plain(atoms, i + 2):
            return None
        return Moment(at=i, until=i + 3, unit="month", year=two, first=one, last=one)
    if not ends_plain(atoms, i + 4) or (atoms[i + 5].text == mark and atoms[i + 6].is_digits):
        return None
    if one in CENTURIES and mark == "-":
        one, three = three, one
    elif three < 100:
        if mark == "-" or len(atoms[i + 4].text) != 2 or three > _LATEST:
            return None
        three = century(three)
    if not (1 <= one <= 31 and 1 <= two <= 12 and three in CENTURIES):
        return None
    return _checked(Moment(at=i, until=i + 5, unit="day", year=three, first=two, last=two, day=one))


def _checked(moment: Moment) -> Moment | None:
    return moment if moment.days() is not None else None


def _day(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """The day of a month that begins at `i`, "1", "1st", "1st of", and the place after it."""
    day = small(atoms[i])
    if day is None or not 1 <= day <= 31 or len(atoms[i].text) > 2 or not _starts_plain(atoms, i):
        return None
    j = i + 1
    if atoms[j].text in SUFFIXES and joined(atoms, j):
        j += 1
    elif not ends_plain(atoms, i) and atoms[j].text not in MONTHS:
        return None
    return day, j + (atoms[j].text == "of")


def _starts_plain(atoms: list[Atom], i: int) -> bool:
    before = atoms[i - 1]
    return not joined(atoms, i) or not (before.is_word or before.is_digits or before.text in ".,/£$€_:")


def month_at(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """The month named at `i`, misspelt or not, and the place after it."""
    word = atoms[i].text
    month = MONTHS.get(word) or _slip(word)
    if month is None:
        return None
    stop = atoms[i + 1].text == "." and joined(atoms, i + 1) and len(word) <= 4
    return month, i + 1 + stop


@lru_cache(maxsize=4096)
def _slip(word: str) -> int | None:
    """The month that a word is with one slip of the pen."""
    meant = one_slip(word, _NAMES)
    return _NAMES.index(meant) + 1 if meant else None


def year_after(atoms: list[Atom], j: int, *, bare: bool = False) -> tuple[int | None, int]:
    """The year that belongs to the day or month before `j`, past "of", "," or "-"; `bare` allows "14" for 2014."""
    k = j + (atoms[j].text in (",", "of") or (atoms[j].text in ("-", "/") and joined(atoms, j)))
    read = year_at(atoms, k)
    if read is not None:
        return read
    short = small(atoms[j])
    if bare and short is not None and len(atoms[j].text) == 2 and is_plain(atoms, j) and _is_year(atoms, j, short):
        return century(short), j + 1
    return None, j


def _is_year(atoms: list[Atom], j: int, short: int) -> bool:
    """Whether two figures behind a month are the year: "31 May 14, 261 children"."""
    return 10 <= short <= _LATEST and closes(atoms, j + 1)


def days_of_month(atoms: list[Atom], i: int) -> Moment | None:
    """ "18 to 29 November 2024", "9 and 10 March"."""
    first = _day(atoms, i)
    if first is None or atoms[first[1]].text not in DAYS_JOINED:
        return None
    last = _day_loosely(atoms, first[1] + 1)
    month = month_at(atoms, last[1]) if last else None
    if last is None or month is None or last[0] <= first[0]:
        return None
    year, until = year_after(atoms, month[1])
    at = month[0]
    return Moment(at=i, until=until, unit="day", year=year, first=at, last=at, day=first[0], last_day=last[0])


def _day_loosely(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """A day with perhaps its weekday before it."""
    return _day(atoms, skip(atoms, i, WEEKDAYS))


def day_of_month(atoms: list[Atom], i: int) -> Moment | None:
    """ "1 September 2015", "1st of Sept '15", "1-Sept-2015", "3 May"."""
    day = _day(atoms, i)
    if day is None:
        return None
    j = day[1] + (atoms[day[1]].text == "-" and joined(atoms, day[1]))
    month = month_at(atoms, j)
    if month is None:
        return None
    year, until = year_after(atoms, month[1], bare=True)
    if year is None and not may_is_month(atoms, j):
        return None
    return Moment(at=i, until=until, unit="day", year=year, first=month[0], last=month[0], day=day[0])


def may_is_month(atoms: list[Atom], j: int) -> bool:
    """Whether a word that is also a verb ends its phrase, as a month would: "on 3 May.", not "3 may have"."""
    return atoms[j].text not in VERBS or closes(atoms, j + 1)


VERBS = frozenset(("may", "march", "mar"))


def month_moment(atoms: list[Atom], i: int) -> Moment | None:
    """ "March 2014", "Sept '15", "September 1 2015", "Sept 1st", "March"."""
    month = month_at(atoms, i)
    if month is None:
        return None
    at, j = month
    year, until = year_after(atoms, j)
    if year is not None:
        return Moment(at=i, until=until, unit="month", year=year, first=at, last=at)
    day = _day(atoms, j + (atoms[j].text == "the"))
    if day is not None:
        year, until = year_after(atoms, day[1])
        if year is not None:
            made = Moment(at=i, until=until, unit="day", year=year, first=at, last=at, day=day[0])
            return _checked(made)
    year, until = year_after(atoms, j, bare=True)
    if year is not None:
        return Moment(at=i, until=until, unit="month", year=year, first=at, last=at)
    if day is not None and (atoms[day[1] - 1].text in SUFFIXES or closes(atoms, day[1])):
        return Moment(at=i, until=day[1], unit="day", year=None, first=at, last=at, day=day[0])
    return Moment(at=i, until=j, unit="month", year=None, first=at, last=at) if len(atoms[i].text) > 2 else None


def misspelt(atoms: list[Atom], i: int) -> Moment | None:
    """A month with one slip of the pen: "Febuary 2014"."""
    return month_moment(atoms, i) if _slip(atoms[i].text) else None


def weekday(atoms: list[Atom], i: int) -> Moment | None:
    """ "Tuesday, 1 September 2015", "Tuesday September 1st"."""
    j = skip(atoms, i + 1, frozenset((",", "the")))
    if atoms[j].is_digits:
        made = days_of_month(atoms, j) or day_of_month(atoms, j) or numeric(atoms, j)
    else:
        made = month_moment(atoms, j) if atoms[j].text in MONTHS else None
    return replace(made, at=i) if made is not None and made.day is not None else None
