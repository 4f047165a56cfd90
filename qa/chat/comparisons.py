"""Turns that set authorities, or two times, side by side: "compare them", "who had more?", "and its neighbours?".

Knows the authorities that the state holds. Each rule gives a question that stands alone, or None where it does not fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.authorities import authority
from corpus.measures import measure
from qa.chat.patterns import BETTER_OR_WORSE, COMPARE, SIMILAR, THAN
from qa.chat.wording import (
    MOST_NAMED,
    area_words,
    asked,
    figure_question,
    grade_question,
    in_report,
    swap_places,
    swap_time,
    without_which,
)
from qa.language.periods import find_periods
from qa.language.phrasing import listed
from qa.plan.select import fit

if TYPE_CHECKING:
    from qa.chat.resolved import ResolvedTurn

__all__ = ["compared", "grade_trend", "similar"]

_PER_HEAD = re.compile(r"\b(?:rates?|relative|proportion\w*|per|population|share|percentage)\b", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:lower|lowest|fewer|fewest|less|least|smaller|smallest)\b", re.IGNORECASE)
_GRADED = ("judgement", "trend", "compare", "aggregate", "person", "date", "lookup")
_RANKS = frozenset("best worst better worse harshest highest lowest which who most".split())


def compared(resolved: ResolvedTurn) -> str | None:
    """ "compare them", "so who had more?": the last two spoken of, or those of the last answer, on what was asked
    about them."""
    turn, state = resolved.turn, resolved.state
    text = turn.text
    than = THAN.search(text) and turn.plan.authorities
    if (
        not (COMPARE.search(text) or than)
        or (turn.named and len(turn.plan.authorities) != 1)
        or BETTER_OR_WORSE.search(text)
    ):
        return None
    names = _sides(resolved)
    if len(names) == 1 and turn.time and state.grades and state.report is not None:
        return _two_times(resolved, names[0])
    if len(names) < 2:
        ranked = set(turn.words) <= _RANKS and state.grades
        return grade_trend(resolved) if names and (resolved.bare or ranked) else None
    key = (turn.plan.measures or state.measures or ("",))[0]
    if key and not turn.plan.areas and not turn.plan.grades:
        one = measure(key)
        if _PER_HEAD.search(text):
            key = one.rate or one.share or key
        return _more_of(resolved, key, names)
    if turn.plan.areas or state.kind in _GRADED:
        when = resolved.as_said if _all_have(resolved, names) else ""
        return grade_question(names, turn.plan.areas or state.areas, when=when, latest=not when)
    swapped = swap_places(state.question, names, resolved.catalogue)
    return asked(f"Compare {listed(names)}: {swap_time(swapped, resolved.as_said)}") if swapped else None


def _all_have(resolved: ResolvedTurn, names: tuple[str, ...]) -> bool:
    """Whether each of `names` has a report of the time that was spoken of; a time of the turn's own always counts."""
    periods = [found.period for found in find_periods(resolved.as_said)]
    if resolved.turn.time or not periods:
        return True
    having = {r.authority for r in resolved.catalogue.reports if any(fit(r, period) for period in periods)}
    return set(names) <= having


def _two_times(resolved: ResolvedTurn, name: str) -> str | None:
    """ "compare that to 2015": the grade of the report spoken of against that of the turn's own time."""
    turn, state = resolved.turn, resolved.state
    focus = next((report for report in resolved.catalogue.reports if report.number == state.report), None)
    area = next((area for area in (*turn.plan.areas, *state.areas) if area != "overall"), None)
    what = f"grade for {area_words(area)}" if area else "overall grade"
    return asked(f"Was the {what} of {name} better or worse {in_report(focus)} than {turn.time}")


def grade_trend(resolved: ResolvedTurn) -> str:
    """How one authority's grade went over its inspections."""
    area = next((area for area in (*resolved.turn.plan.areas, *resolved.state.areas) if area != "overall"), None)
    what = f"grade for {area_words(area)}" if area else "overall grade"
    return asked(f"How has the {what} of {resolved.names[0]} changed across its inspections")


def _sides(resolved: ResolvedTurn) -> tuple[str, ...]:
    turn, state = resolved.turn, resolved.state
    own = turn.plan.authorities
    some = re.search(r"\b(first|last) (two|three)\b", turn.text, re.IGNORECASE)
    if some and state.members:
        count = 2 if some[2].casefold() == "two" else 3
        return state.members[:count] if some[1].casefold() == "first" else state.members[-count:]
    if own:
        return tuple(dict.fromkeys((*state.authorities, *own)))
    if len(state.authorities) > 1:
        return state.authorities[:MOST_NAMED]
    return state.recent[-2:]


def _more_of(resolved: ResolvedTurn, key: str, names: tuple[str, ...]) -> str:
    one = measure(key)
    text = resolved.turn.text
    if not re.search(r"\b(?:who|which)\b", text, re.IGNORECASE):
        return figure_question(names, key, when=resolved.as_said)
    low = bool(_LOWER.search(text))
    if one.unit in ("%", "per 10,000"):
        per = " per 10,000" if one.unit == "per 10,000" else ""
        head = f"Which had the {'lower' if low else 'higher'} {one.label}{per}"
    else:
        head = f"Which had {'fewer' if low else 'more'} {one.label}"
    return asked(f"{head} {resolved.as_said}, {listed(names, last='or')}")


def similar(resolved: ResolvedTurn) -> str | None:
    """ "what about the neighbouring authorities?", "and the same region?": the last question asked of those."""
    turn, state = resolved.turn, resolved.state
    match = SIMILAR.search(turn.text)
    if match is None or turn.plan.authorities or not resolved.names:
        return None
    known = authority(resolved.names[0])
    report = next((r for r in resolved.catalogue.reports if r.authority == resolved.names[0]), None)
    here = set(resolved.catalogue.authorities)
    region = report.region if report is not None else known.region if known is not None else None
    near = [name for name in known.neighbours if name in here] if known is not None else []
    if not match["near"] or not near:
        near = sorted(
            {
                r.authority
                for r in resolved.catalogue.reports
                if r.authority and r.region == region and region and r.authority != resolved.names[0]
            }
        )
    if not near:
        return None
    names = near[:MOST_NAMED]
    if state.measures:
        return figure_question(names, state.measures[0], when=resolved.as_said)
    if state.kind in _GRADED:
        return grade_question(names, state.areas, when=resolved.as_said, latest=not resolved.as_said)
    swapped = swap_places(state.question, names, resolved.catalogue)
    return without_which(swap_time(swapped, resolved.as_said)) if swapped else None
