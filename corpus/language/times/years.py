"""Years as they are written: alone, in pairs, as a decade, and financial or academic ones.

Knows what only looks like a year (an age, an Act). Does not know months' names.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.language.atoms import DASHES, Atom, closes, ends_plain, is_plain, joined, skip, small
from corpus.language.times.moment import Moment

__all__ = [
    "CENTURIES",
    "DAYS_JOINED",
    "NAMED_YEARS",
    "QUOTES",
    "century",
    "first_month",
    "lettered_part",
    "named_year",
    "year_at",
    "year_moment",
]

QUOTES = frozenset("'’‘")
_LAWS = frozenset(("act", "regulations", "order", "regs"))
_AGES = frozenset("aged age ages year years under over to".split())
_BEFORE_PAIR = frozenset("in for during fy since from until between year after before of the".split())
_OF = frozenset(("of", ","))
DAYS_JOINED = DASHES | {"to", "until", "and", "&"}
NAMED_YEARS = frozenset(("fy", "financial", "academic", "school", "tax"))
CENTURIES = range(1900, 2100)


def year_at(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """The year that begins at `i`, "2015" or "'15", and the place after it."""
    atom = atoms[i]
    if atom.is_digits:
        year = small(atom)
        if year is None or year not in CENTURIES or not is_plain(atoms, i):
            return None
        in_date = atoms[i - 1].text == "/" and joined(atoms, i) and atoms[i - 2].is_digits  # "31/02/2016"
        return None if in_date else (year, i + 1)
    if atom.text in QUOTES and len(atoms[i + 1].text) == 2 and joined(atoms, i + 1):
        short = small(atoms[i + 1])
        if short is not None and ends_plain(atoms, i + 1) and not _quotation(atoms, i):
            return century(short), i + 2
    return None


def first_month(atoms: list[Atom], i: int) -> tuple[int, int, int] | None:
    """The year at `i`, the month it begins with (April in "2014-15", of parts of which is said), the place after it."""
    read = year_at(atoms, i)
    if read is None:
        return None
    pair = _pair(atoms, i, *read)
    if pair is not None and pair.last in (15, 24):
        return read[0], 4, pair.until
    return read[0], 1, read[1]


def century(short: int) -> int:
    return 2000 + short if short <= 50 else 1900 + short


def _quotation(atoms: list[Atom], i: int) -> bool:
    """Whether the mark opens a quotation that is closed later on: "'94 assessments'"."""
    rest = atoms[i + 2 :]
    return any(a.text in QUOTES and not rest[n + 1].is_digits for n, a in enumerate(rest[:-1]))


def year_moment(atoms: list[Atom], i: int) -> Moment | None:
    """A year alone, a pair of years, a decade: "2015", "2014-15", "the 2010s", "2019 Q3"."""
    if atoms[i].is_digits and atoms[i + 1].text == "s" and joined(atoms, i + 1):
        decade = small(atoms[i]) or 0
        if decade in CENTURIES and decade % 10 == 0:
            return Moment(at=i, until=i + 2, unit="range", year=decade, last=120)
    read = year_at(atoms, i)
    if read is None:
        return _short_pair(atoms, i)
    year, j = read
    if atoms[i - 1].text in _LAWS or (atoms[i - 1].text == "of" and atoms[i - 2].text in _LAWS):
        return None  # "the Children Act 1989" names no time
    if atoms[j].text == "act":
        return None
    pair = _pair(atoms, i, year, j)
    if pair is not None:
        return pair
    if atoms[j].text in ("q", "h") and joined(atoms, j + 1):
        part = lettered_part(atoms, j)
        if part is not None:
            return Moment(at=i, until=j + 2, unit="season", year=year, first=part[0], last=part[1])
    return Moment(at=i, until=j, unit="year", year=year)


def _pair(atoms: list[Atom], i: int, year: int, j: int) -> Moment | None:
    """What "2014-15" (a financial year), "2014-2018" (calendar years) or "2014-09" (a month) says."""
    mark = atoms[j].text
    if mark not in DASHES and mark not in ("/", "to"):
        return None
    other, k = atoms[j + 1], j + 2
    if other.text in QUOTES and joined(atoms, k):
        other, k = atoms[k], k + 1
    last = small(other)
    if last is None or not ends_plain(atoms, k - 1):
        return None
    if len(other.text) == 4:
        if last <= year or last not in CENTURIES:
            return None
        return Moment(at=i, until=k, unit="range", year=year, last=12 * (last - year + 1))
    near = joined(atoms, j) + joined(atoms, j + 1)  # "2014–\n15", but not "2015 - 49 assessments"
    if mark == "to" or not near:
        return None
    if last == (year + 1) % 10 ** len(other.text) and (len(other.text) == 2 or near == 2):
        return Moment(at=i, until=k, unit="year", year=year, first=4, last=15)
    if len(other.text) != 2 or near < 2:
        return None
    if last > year % 100:
        return Moment(at=i, until=k, unit="range", year=year, last=12 * (last - year % 100 + 1))
    if 1 <= last <= 12 and mark == "-":
        return Moment(at=i, until=k, unit="month", year=year, first=last, last=last)
    return None


def _short_pair(atoms: list[Atom], i: int) -> Moment | None:
    """'14/15' and "in 14-15": a financial year, unless it is an age or a count."""
    first, mark, last = atoms[i], atoms[i + 1], atoms[i + 2]
    if not (first.is_digits and last.is_digits and len(first.text) == len(last.text) == 2):
        return None
    if not joined(atoms, i + 1) or not joined(atoms, i + 2) or mark.text not in ("/", "-", "–"):
        return None
    if int(last.text) != (int(first.text) + 1) % 100 or joined(atoms, i) or not ends_plain(atoms, i + 2):
        return None
    before, after = atoms[i - 1].text, atoms[i + 3].text
    if before in _AGES and atoms[i - 2].text != "financial":
        return None
    if after in ("year", "years", "-", "yr", "yrs") or after in DAYS_JOINED:
        return None
    if mark.text == "/" and not closes(atoms, i + 3):
        return None
    if mark.text != "/" and (before not in _BEFORE_PAIR or not closes(atoms, i + 3)):
        return None
    return Moment(at=i, until=i + 3, unit="year", year=century(int(first.text)), first=4, last=15)


def named_year(atoms: list[Atom], i: int) -> Moment | None:
    """ "FY2014-15", "financial year 2014/15", "academic year 2018/19"."""
    kind = atoms[i].text
    j = i + 1
    if kind != "fy":
        if atoms[j].text not in ("year", "years"):
            return None
        j = skip(atoms, j + 1, _OF)
    elif joined(atoms, j) and atoms[j].is_digits:
        # the figures right behind "FY" are plain although letters stand before them
        gap = Atom("", 0, 0)
        moved = named_year([*atoms[:j], gap, *atoms[j:]], i)
        return replace(moved, until=moved.until - 1) if moved else None
    elif not atoms[j].text:
        j += 1
    pair = year_moment(atoms, j)
    if pair is None:
        return None
    if kind in ("academic", "school"):
        return replace(pair, at=i, first=9, last=20) if pair.first == 4 else replace(pair, at=i)
    if pair.first == 1 and pair.last == 12:  # named by the year it ends in
        return replace(pair, at=i, year=(pair.year or 0) - 1, first=4, last=15)
    return replace(pair, at=i)


def lettered_part(atoms: list[Atom], i: int) -> tuple[int, int] | None:
    """The months of "Q3" or "H2"."""
    n = small(atoms[i + 1])
    size = 3 if atoms[i].text == "q" else 6
    return (size * (n - 1) + 1, size * n) if n is not None and 1 <= n <= 12 // size else None
