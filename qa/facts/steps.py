"""Two reports of one authority compared: by how many grades the second is better, how many days lie between.

Knows the scales of frameworks and the dates of reports. Does not know conditions.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.facts.result import Gap, Transition
from qa.facts.timeline import days_between, in_time
from qa.facts.truth import grade_missing

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.facts.timeline import Missing, Series

__all__ = ["gaps_of", "not_compared", "pairs_of", "transition"]


def pairs_of(series: Series, between: str) -> list[tuple[Report, Report]]:
    """The pairs of two and more reports that a step is "between": the "last" two, both "ends", any two consecutive."""
    if between == "last":
        return [(series[-2], series[-1])]
    if between == "ends":
        return [(series[0], series[-1])]
    return list(pairwise(series))


def transition(area: str, before: Report, after: Report) -> Transition | None:
    """How the grade of `area` moved; None where a report gives none or the two are on different scales."""
    one, two = before.judgements.get(area), after.judgements.get(area)
    scale = _scale(before.framework, area)
    if one is None or two is None or not scale or scale != _scale(after.framework, area):
        return None
    best = [one.casefold(), two.casefold()]
    if best[0] not in scale or best[1] not in scale:
        return None
    return Transition(area=area, before=before, after=after, rise=scale.index(best[0]) - scale.index(best[1]))


@lru_cache(maxsize=64)
def _scale(key: str | None, area: str) -> tuple[str, ...]:
    """A framework's grades for an area from the best to the worst, in small letters."""
    known = framework(key) if key else None
    if known is None:
        return ()
    scale = known.areas[area].scale if area in known.areas else known.scale
    return tuple(grade.casefold() for grade in scale)


def not_compared(area: str, before: Report, after: Report) -> Missing:
    """Why two reports cannot be compared."""
    lacking = tuple(
        (report, grade_missing(report, area)) for report in (before, after) if area not in report.judgements
    )
    return lacking or ((before, "other scale"), (after, "other scale"))


def gaps_of(series: Series) -> list[Gap]:
    """The time between every two consecutive reports whose place in time is known."""
    pairs = pairwise(in_time(series))
    return [Gap(before=one, after=two, days=days_between(one, two)) for one, two in pairs]
