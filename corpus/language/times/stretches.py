"""Times that belong together: the ends of one stretch, and months that take the year of the time they are joined to.

Knows what may stand between two times. Does not know what bounds one ("since", "before": qa.language.periods).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from corpus.language.atoms import DASHES, Atom, skip
from corpus.language.times.recent import recent_in

if TYPE_CHECKING:
    from datetime import date

    from corpus.language.times.moment import Moment

__all__ = ["REPORTS", "Precision", "Stretch", "inherited", "lead", "stretches_of", "with_recent"]

Precision = Literal["day", "month", "season", "year", "range"]

_OWN = frozenset("the its their of in published report reports inspection inspections a year".split())
_ARTICLES = frozenset("the its their of in year".split())
REPORTS = frozenset("report reports inspection inspections one ones visit".split())
_TO = DASHES | {"to", "until", "through", "till"}
_AND = _TO | {"and"}
_SLASHED = ("month", "season")
_LIST = frozenset(("and", "or", ",", "&", "/", "-", "–", "to", "until", "then"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A period of the atoms `at` to `until`, without what stands before and after it."""

    at: int
    until: int
    first: date
    last: date
    precision: Precision
    edge: str = ""
    core: int = 0


def inherited(atoms: list[Atom], moments: list[Moment]) -> list[Moment]:
    """'March and June 2021', "Sept-Oct 2016": a month takes the year of the time right after it."""
    known = list(moments)
    for n in range(len(known) - 2, -1, -1):
        this, after = known[n], known[n + 1]
        lends = after.year is not None and after.unit in ("day", "month", "season")
        if this.year is None and lends and _between(atoms, this, after) in _LISTS:
            earlier = this.first > after.first and this.unit != "season"
            back = earlier and _ranged(atoms, this, after)
            known[n] = replace(this, year=(after.year or 0) - back)
    return known


def _between(atoms: list[Atom], this: Moment, after: Moment) -> str:
    return " ".join([a.text for a in atoms[this.until : after.at] if a.text not in _ARTICLES])


_LISTS = _LIST | {", and", "through to", "—", "─"}


def _ranged(atoms: list[Atom], this: Moment, after: Moment) -> bool:
    """Whether two times are the ends of one: by a dash or "to", or by "and" behind "between"."""
    i = skip(atoms, this.until, REPORTS) if lead(atoms, this.at) else this.until
    if atoms[i].text == "/" and this.unit == after.unit and this.unit in _SLASHED and i + 1 == after.at:
        return this.last < after.first or this.year != after.year
    if atoms[i].text not in _AND or (atoms[i].text == "and" and lead(atoms, this.at) != "between"):
        return False
    i += 1 + (atoms[i].text == "through" and atoms[i + 1].text == "to")
    if i < after.at and not (this.edge or after.edge or lead(atoms, this.at)):
        return False  # "compare 2014 to the 2018 report"
    return i <= after.at and skip(atoms, i, _ARTICLES) >= after.at


def lead(atoms: list[Atom], i: int) -> str:
    """The "between" or "from" that stands before a time, articles and "reports" in between left aside."""
    i -= 1
    while i > 0 and atoms[i].text in _OWN:
        i -= 1
    return atoms[i].text if i >= 0 and atoms[i].text in ("between", "from") else ""


def stretches_of(atoms: list[Atom], moments: list[Moment]) -> list[Stretch]:
    """The times with a year, two joined to one where they are its ends."""
    made: list[Stretch] = []
    known = inherited(atoms, moments)
    n = 0
    while n < len(known):
        this = _stretch(known[n])
        if this is None:
            n += 1
            continue
        after = _stretch(known[n + 1]) if n + 1 < len(known) else None
        if after is not None and _ranged(atoms, known[n], known[n + 1]) and this.first <= after.first:
            precision: Precision = "day" if this.precision == after.precision == "day" else "range"
            this = replace(this, until=after.until, last=after.last, precision=precision, edge="")
            n += 1
        elif n + 2 < len(known) and _apposed(atoms, known[n], known[n + 1], known[n + 2]):
            this = replace(this, until=known[n + 2].until)
            n += 2
        made.append(this)
        n += 1
    return made


def _stretch(moment: Moment) -> Stretch | None:
    days = moment.days()
    if days is None:
        return None
    return Stretch(
        at=moment.at,
        until=moment.until,
        first=days[0],
        last=days[1],
        precision=moment.unit,
        edge=moment.edge,
        core=moment.at if moment.core < 0 else moment.core,
    )


def _apposed(atoms: list[Atom], whole: Moment, first: Moment, last: Moment) -> bool:
    """'The second half of 2023, July to December': months that only say again what the time before them says."""
    if first.year is not None or last.year is not None or atoms[whole.until].text not in (",", "("):
        return False
    inside = whole.first <= first.first <= last.last <= whole.last
    return inside and first.at == whole.until + 1 and _ranged(atoms, first, last)


def with_recent(atoms: list[Atom], stretches: list[Stretch], today: date) -> list[Stretch]:
    """The stretches with those reckoned back from `today` between them."""
    taken = {i for one in stretches for i in range(one.at, one.until)}
    recent = [
        Stretch(at=r.at, until=r.until, first=r.first, last=r.last, precision="range", core=r.at)
        for r in recent_in(atoms, today)
        if taken.isdisjoint(range(r.at, r.until))
    ]
    return sorted([*stretches, *recent], key=lambda one: one.at)
