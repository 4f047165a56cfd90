"""All times of a text, in order: at each atom the rules that may begin there.

Knows which rule to try. Does not know how any reads.
"""

from __future__ import annotations

from corpus.language.atoms import Atom
from corpus.language.numerals import ORDINALS
from corpus.language.times.days import (
    MONTHS,
    WEEKDAYS,
    day_of_month,
    days_of_month,
    misspelt,
    month_moment,
    numeric,
    weekday,
)
from corpus.language.times.moment import Moment
from corpus.language.times.parts import LAST, PARTS, SEASONS, lettered, part_of_year, season, share_of_year
from corpus.language.times.years import NAMED_YEARS, QUOTES, named_year, year_moment

__all__ = ["moments_in"]


def moments_in(atoms: list[Atom]) -> list[Moment]:
    """The times that are written, in order; none overlap."""
    found: list[Moment] = []
    i = 0
    while atoms[i].text:
        atom = atoms[i]
        made = None
        if atom.is_digits:
            made = _from_figures(atoms, i)
        elif atom.is_word:
            rule = _BY_WORD.get(atom.text)
            made = rule(atoms, i) if rule else misspelt(atoms, i) if len(atom.text) > 3 else None
        elif atom.text in QUOTES:
            made = year_moment(atoms, i)
        if made is not None and (made.year is None or made.days() is not None):
            found.append(made)
            i = made.until
        else:
            i += 1
    return found


def _from_figures(atoms: list[Atom], i: int) -> Moment | None:
    for rule in _BY_FIGURE:
        made = rule(atoms, i)
        if made is not None:
            return made
    return None


_BY_FIGURE = (numeric, days_of_month, day_of_month, year_moment, share_of_year)
_BY_WORD = {
    **dict.fromkeys(MONTHS, month_moment),
    **dict.fromkeys(SEASONS, season),
    **dict.fromkeys(PARTS, part_of_year),
    **dict.fromkeys(WEEKDAYS, weekday),
    **dict.fromkeys((*ORDINALS, *LAST), share_of_year),
    **dict.fromkeys(NAMED_YEARS, named_year),
    **dict.fromkeys(("q", "h"), lettered),
}
