"""Filters as people write them, made the scope that every question is held to.

Knows the library's catalogue, the register of authorities and the frameworks. Does not know who asks: the command
line, the chat and the library's face call it alike. A name that is known, of which there is no report here, is a filter
all the same: what is asked within it is then refused, and says so. A name that nothing knows is an error.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from corpus.authorities import authorities as register
from corpus.authorities import find_authorities
from corpus.errors import FilterError
from corpus.frameworks import frameworks as known_frameworks
from qa.language.phrasing import listed
from qa.plan.places import standing_for
from qa.question import Scope, as_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.question import Catalogue

__all__ = ["named_authorities", "named_framework", "named_grade", "named_region", "read_scope"]

_LIKE = 0.5  # difflib's ratio from which a name is offered as the one that was meant
_NO_YEAR = -1  # the year of no report: nothing passes
_LISTED = 12  # names, at most, that an error lists in place of the nearest


def read_scope(
    catalogue: Catalogue,
    *,
    authorities: Sequence[str] = (),
    region: str | None = None,
    since: int | None = None,
    until: int | None = None,
    framework: str | None = None,
    grade: str | None = None,
) -> Scope:
    """The scope that these filters mean; `since` and `until` are years, both inclusive; `grade` is an overall one.

    Raises FilterError, with the nearest name, for a region, framework, authority or grade that is not known.
    """
    names = as_list(authorities, called="authorities")
    return Scope(
        authorities=tuple(dict.fromkeys(one for name in names for one in named_authorities(name, catalogue))),
        regions=() if region is None else (named_region(region, catalogue),),
        years=_years(catalogue, since, until),
        frameworks=() if framework is None else (named_framework(framework, catalogue),),
        grades=() if grade is None else (named_grade(grade, catalogue).casefold(),),
    )


def named_authorities(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The canonical name that `name` is or stands for; one that was abolished stands for its successors here.

    Raises FilterError for a name that no authority has, that two may mean, or that is misspelt.
    """
    text = _text(name, "authority")
    own = _same(text, catalogue.authorities)
    if own is not None:
        return (own,)
    found = {match.name: match for match in find_authorities(text, fuzzy=False)}
    meant = [one for match in found.values() for one in (match.name, *match.rivals)]
    if len(meant) > 1:
        raise FilterError(f"The filter {text!r} could mean {listed(meant, last='or')}. Name one, or each by itself.")
    if meant:
        return tuple(standing_for(meant[0], set(catalogue.authorities)))
    near = [match.name for match in find_authorities(text)]
    raise _unknown("authority", text, [*catalogue.authorities, *(one.name for one in register())], near=near)


def named_region(name: str, catalogue: Catalogue) -> str:
    """The region of that name, whatever its capitals; raises FilterError for one that is not known."""
    text = _text(name, "region")
    known = sorted({*catalogue.regions, *(one.region for one in register())})
    found = _same(text, known)
    if found is None:
        raise _unknown("region", text, known)
    return found


def named_framework(name: str, catalogue: Catalogue) -> str:
    """The key of the framework of that key or name; raises FilterError for one that is not known."""
    text = _text(name, "framework")
    known = sorted({*catalogue.frameworks, *(one.key for one in known_frameworks())})
    found = _same(text, known)
    named = [one.key for one in known_frameworks() if one.name.casefold() == text.casefold()]
    if found is None and not named:
        raise _unknown("framework", text, known)
    return found or named[0]


def named_grade(name: str, catalogue: Catalogue) -> str:
    """The grade of that name, or of those printed words; raises FilterError for one that is not known."""
    text = _text(name, "grade")
    given = (grade.casefold() for report in catalogue.reports for grade in report.judgements.values())
    known = list(dict.fromkeys([*(grade for one in known_frameworks() for grade in one.scale), *given]))
    found = _same(text, known) or next((grade for one in known_frameworks() if (grade := one.grade(text))), None)
    if found is None:
        raise _unknown("grade", text, known)
    return found


def _years(catalogue: Catalogue, since: int | None, until: int | None) -> tuple[int, ...]:
    for called, year in (("since", since), ("until", until)):
        if year is not None and not isinstance(year, int):
            raise FilterError(f"{called} takes a year, not {year!r}. Write it as {called}=2016.")
    if since is None and until is None:
        return ()
    if since is not None and until is not None and since > until:
        raise FilterError(f"No year is since {since} and until {until}. Write the earlier year first.")
    return tuple(y for y in catalogue.years if (since or y) <= y <= (until or y)) or (_NO_YEAR,)


def _text(name: object, called: str) -> str:
    if not isinstance(name, str) or not name.strip():
        raise FilterError(f"The {called} of a filter is a name, not {name!r}. Write it in quotes, or leave it out.")
    return " ".join(name.split())


def _same(name: str, known: Iterable[str]) -> str | None:
    return next((one for one in known if one.casefold() == name.casefold()), None)


def _unknown(what: str, name: str, known: Sequence[str], *, near: Sequence[str] = ()) -> FilterError:
    folded = {one.casefold(): one for one in known}
    like = [*near, *(folded[one] for one in get_close_matches(name.casefold(), folded, n=1, cutoff=_LIKE))]
    if like:
        hint = f"Did you mean {like[0]}?"
    elif len(known) <= _LISTED:
        hint = f"Name one of {listed(known)}."
    elif what == "framework":
        hint = "`inspectqa frameworks` lists those that are known."
    else:
        hint = "`inspectqa reports` lists those that are here."
    return FilterError(f"No {what} called {name!r} is known. {hint}")
