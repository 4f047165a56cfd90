"""What other reports than those on children's services judge: areas of their own, and which of them is the whole.

Knows queries, reports and what their frameworks' files say. Does not know the text of a question.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.frameworks import framework
from qa.facts.model import area_name
from qa.language.phrasing import listed
from qa.plan.query import Beside, Graded, authorities_of, every_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.frameworks import Framework
    from corpus.model import Report
    from qa.plan.query import Query

__all__ = ["COUNCILS_AREAS", "areas_in", "as_headlined", "judged_by_none"]

COUNCILS_AREAS = frozenset(
    (
        *("overall", "leadership", "help_and_protection", "in_care", "care_leavers", "adoption", "lscb"),
        *("outcomes", "quality_of_practice", "quality_of_provision", "capacity_to_improve"),
    )
)
"""The areas of councils' children's services, of which the translator was taught."""


def areas_in(query: Query) -> frozenset[str]:
    """Every area that the query speaks of."""
    found: set[str] = set()
    for part in every_part(query):
        found |= {area for name in ("area", "other") if isinstance(area := getattr(part, name, None), str)}
        found |= set(getattr(part, "areas", ()))
    return frozenset(found)


def as_headlined(query: Query, reports: Sequence[Report]) -> Query:
    """The query with the area that is the whole in place of "overall", where no framework here judges that."""
    known = _frameworks(reports)
    whole = {one.headline for one in known if one.headline in one.areas}
    if len(whole) != 1 or whole == {"overall"} or any("overall" in one.areas for one in known):
        return query
    changed: Query = _put(query, whole.pop())
    return changed


def _put(value: Any, area: str) -> Any:
    if isinstance(value, tuple):
        return tuple(area if one == "overall" else _put(one, area) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {one.name: getattr(value, one.name) for one in fields(value)}
    return replace(value, **{name: area if part == "overall" else _put(part, area) for name, part in parts.items()})


def judged_by_none(query: Query, reports: Sequence[Report]) -> str | None:
    """Why no set can be told by a grade that none of the frameworks of the reports gives; None where one does."""
    known = _frameworks(reports)
    graded = [part for part in every_part(query) if isinstance(part, Graded | Beside)]
    if authorities_of(query.universe) or not known or not graded:
        return None
    asked = {part.area for part in graded} | {part.other for part in graded if isinstance(part, Beside)}
    given = {area for one in known for area in one.areas}
    if asked & given or any(report.framework is None for report in reports):
        return None
    what = listed(["overall grade" if area == "overall" else f"grade for {area_name(area)}" for area in sorted(asked)])
    return f"The reports asked about give no {what}: they are of the {listed([one.name for one in known])}."


def _frameworks(reports: Sequence[Report]) -> list[Framework]:
    keys = dict.fromkeys(report.framework for report in reports if report.framework)
    return [one for key in keys if (one := framework(key)) is not None]
