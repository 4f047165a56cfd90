"""Parts of a year as they are written: seasons, halves, quarters, the first months, early and late.

Knows their names. Does not know days.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.language.atoms import Atom, closes, joined, skip, small
from corpus.language.numerals import ORDINALS, cardinal_at
from corpus.language.times.days import MONTHS, SUFFIXES, VERBS, misspelt, month_at, month_moment, year_after
from corpus.language.times.moment import Moment
from corpus.language.times.years import NAMED_YEARS, QUOTES, first_month, lettered_part, named_year, year_at

__all__ = ["LAST", "PARTS", "SEASONS", "lettered", "part_of_year", "season", "share_of_year"]

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
# The terms of English schools; Easter parts the second from the third: here they part with March.
TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}
_START, _END = "start", "end"
PARTS: dict[str, tuple[int, int, str]] = {
    "early": (1, 4, ""),
    "start": (1, 3, _START),
    "beginning": (1, 3, _START),
    "mid": (5, 8, ""),
    "middle": (5, 8, ""),
    "late": (9, 12, ""),
    "end": (10, 12, _END),
    "close": (10, 12, _END),
}
LAST = {"latter": 2, "last": -1, "final": -1, "opening": 1, "closing": -1}
_WITHIN = frozenset(("of", "in", "-", "the", ","))
_TERM = frozenset(("term", "terms", "of", "in", ","))


def season(atoms: list[Atom], i: int) -> Moment | None:
    """ "autumn 2018", "spring of 2018", "winter 2019/20", "summer term 2019", "autumn"."""
    word = atoms[i].text
    first, last = TERMS.get(word, SEASONS[word]) if atoms[i + 1].text in ("term", "terms") else SEASONS[word]
    read = year_at(atoms, skip(atoms, i + 1, _TERM))
    if read is None:
        until = i + 1 + (atoms[i + 1].text == "term")
        return Moment(at=i, until=until, unit="season", year=None, first=first, last=last, season=word)
    year, j = read
    if atoms[j].text in ("/", "-", "–") and len(atoms[j + 1].text) == 2 and atoms[j + 1].is_digits:
        j += 2 if joined(atoms, j) and joined(atoms, j + 1) else 0
    return Moment(at=i, until=j, unit="season", year=year, first=first, last=last, season=word)


def part_of_year(atoms: list[Atom], i: int) -> Moment | None:
    """ "early 2014", "mid-2017", "the end of March 2014": of a month or a season, the whole."""
    first, last, edge = PARTS[atoms[i].text]
    if atoms[i].text == "beginning" and atoms[i + 1].text == "in":
        return None  # a verb: "inspections beginning in 2019"
    j = skip(atoms, i + 1, _WITHIN)
    if atoms[j].is_digits or atoms[j].text in QUOTES:
        decade = atoms[j + 1].text == "s"
        return None if decade else _in_year(atoms, i, j, (first, last), edge)
    whole = _whole(atoms, j)
    if whole is None or (whole.year is None and not _of_month(atoms, i, j)):
        return None
    if whole.unit == "year":
        months = whole.first - 1
        return replace(whole, at=i, unit="season", first=first + months, last=last + months, edge=edge)
    return replace(whole, at=i, core=j, edge=edge) if whole.unit != "range" else None


def _whole(atoms: list[Atom], j: int) -> Moment | None:
    """The month, season or named year of which "early" or "the end of" is said."""
    word = atoms[j].text
    if word in SEASONS:
        return season(atoms, j)
    if word in MONTHS:
        return month_moment(atoms, j)
    return named_year(atoms, j) if word in NAMED_YEARS else misspelt(atoms, j) if len(word) > 3 else None


def _of_month(atoms: list[Atom], i: int, j: int) -> bool:
    """Whether "early March", "the end of March" may be meant where no year is said."""
    return atoms[j].text not in VERBS or closes(atoms, j + 1)


def _ordinal(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """ "first", "2nd", "last" (-1) at `i`, and the place after it."""
    atom = atoms[i]
    if atom.is_digits:
        number = small(atom)
        if number is not None and atoms[i + 1].text in SUFFIXES and joined(atoms, i + 1):
            return number, i + 2
        return None
    number = ORDINALS.get(atom.text) or LAST.get(atom.text)
    return (number, i + 1) if number else None


def share_of_year(atoms: list[Atom], i: int) -> Moment | None:
    """ "first half of 2023", "third quarter of 2019", "the first three months of 2019", "the first of May 2014"."""
    read = _ordinal(atoms, i)
    if read is None:
        return None
    n, j = read
    if atoms[j].text == "of":
        return _ordinal_day(atoms, i, n, j + 1)
    months = _months_of(atoms, n, j)
    if months is None:
        return None
    first, last, k = months
    return _in_year(atoms, i, skip(atoms, k, _WITHIN), (first, last))


def _in_year(atoms: list[Atom], i: int, k: int, months: tuple[int, int], edge: str = "") -> Moment | None:
    """Some months of the year at `k`, counted from April in "2014-15"."""
    year = first_month(atoms, k)
    if year is None:
        return None
    first, last = (month + year[1] - 1 for month in months)
    return Moment(at=i, until=year[2], unit="season", year=year[0], first=first, last=last, edge=edge)


def _ordinal_day(atoms: list[Atom], i: int, n: int, j: int) -> Moment | None:
    """ "the first of May 2014", whose month is at `j`."""
    month = month_at(atoms, j) if 1 <= n <= 31 else None
    year, until = year_after(atoms, month[1]) if month else (None, j)
    if month is None or year is None:
        return None
    return Moment(at=i, until=until, unit="day", year=year, first=month[0], last=month[0], day=n)


def _months_of(atoms: list[Atom], n: int, j: int) -> tuple[int, int, int] | None:
    """The months of the n-th half or quarter, or the first (last) few months, and the place after the words."""
    word = atoms[j].text
    if word == "half" and n in (1, 2, -1):
        return (1, 6, j + 1) if n == 1 else (7, 12, j + 1)
    if word == "quarter" and n in (1, 2, 3, 4, -1):
        n = 4 if n == -1 else n
        return 3 * n - 2, 3 * n, j + 1
    count = cardinal_at(atoms, j)
    if count is not None and atoms[count[1]].text == "months" and n in (1, -1) and 1 <= count[0] <= 11:
        many = int(count[0])
        return (1, many, count[1] + 1) if n == 1 else (13 - many, 12, count[1] + 1)
    return None


def lettered(atoms: list[Atom], i: int) -> Moment | None:
    """ "Q3 2019", "H2 of 2023"."""
    part = lettered_part(atoms, i) if joined(atoms, i + 1) and not joined(atoms, i) else None
    return _in_year(atoms, i, skip(atoms, i + 2, _WITHIN), part) if part else None
