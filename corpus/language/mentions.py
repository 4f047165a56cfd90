"""Times that a sentence speaks of, and how well one fits a time asked for.

Knows how near two times are. Does not know how times are written (corpus.language.times), questions or reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.language.atoms import atoms_of
from corpus.language.times.moments import moments_in
from corpus.language.times.stretches import inherited

__all__ = ["Mention", "mentions"]

_FINENESS = {"day": 3, "month": 2, "season": 2, "year": 1, "range": 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A time named at `at` to `until` in a sentence, from `start` to `end` (both inclusive).

    `fineness` is 3 for a day, 2 for a month or a season, 1 for a year or a span of years.
    """

    at: int
    until: int
    start: date
    end: date
    fineness: int

    def fits(self, start: date, end: date) -> float:
        """1 where one lies in the other or their months are the same, 0.6 where they only overlap, else 0."""
        if self.end < start or end < self.start:
            return 0.0
        inside = (start <= self.start and self.end <= end) or (self.start <= start and end <= self.end)
        asked = (end - start).days
        if inside and (self.fineness >= 2 or asked > 300):
            return 1.0
        return 0.6


def mentions(text: str) -> tuple[Mention, ...]:
    """The times named in `text` with at least a year, in order; a month without a year takes that of the next date."""
    atoms = atoms_of(text)
    found = []
    for moment in inherited(atoms, moments_in(atoms)):
        days = moment.days()
        if days is None:
            continue
        start, end = days
        fineness = _FINENESS[moment.unit]
        if fineness == 1:
            # a question that names one of a financial year's two calendar years may mean it
            start, end = date(start.year, 1, 1), date(end.year, 12, 31)
        at, until = atoms[moment.at].start, atoms[moment.until - 1].end
        found.append(Mention(at=at, until=until, start=start, end=end, fineness=fineness))
    return tuple(found)
