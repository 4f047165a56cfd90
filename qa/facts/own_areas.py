"""What other reports than those on children's services judge: areas of their own, and which of them is the whole.

Knows queries, reports and what their frameworks' files say. Does not know the text of a question.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from corpus.frameworks import framework
from qa.facts.model import area_name
from qa.language.phrasing import listed
from qa.plan.query import Beside, Graded, Step, authorities_of, every_part

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from corpus.frameworks import Framework
    from corpus.model import Report
    from qa.plan.query import Query

__all__ = ["COUNCILS_AREAS", "OFSTED_GRADES", "areas_in", "as_headlined", "grades_in", "judged_by_none", "judging"]

COUNCILS_AREAS = frozenset(
    (
        *("overall", "leadership", "help_and_protection", "in_care", "care_leavers", "adoption", "lscb"),
        *("outcomes", "quality_of_practice", "quality_of_provision", "capacity_to_improve"),
    )
)
"""The areas of councils' children's services, of which the translator was taught."""


OFSTED_GRADES = frozenset(("outstanding", "good", "requires improvement", "inadequate", "adequate", "satisfactory"))
"""The grades that the translator was taught."""


def areas_in(query: Query) -> frozenset[str]:
    """Every area that the query speaks of."""
    found: set[str] = set()
    for part in every_part(query):
        found |= {area for name in ("area", "other") if isinstance(area := getattr(part, name, None), str)}
        found |= set(getattr(part, "areas", ()))
    return frozenset(found)


def grades_in(query: Query) -> frozenset[str]:
    """Every grade that the query speaks of."""
    said = {grade for part in every_part(query) for grade in getattr(part, "grades", ())}
    # "Lower than overall" is how an area stands to another.
    return frozenset(grade.removeprefix("not ").replace("_", " ") for grade in said if " than " not in grade)


def judging(areas: Collection[str], reports: Sequence[Report]) -> list[Report]:
    """The reports without those of other inspections of councils that judge none of the areas, where a council has
    others: an assessment of adult social care is no step in the history of a grade that it does not give.
    """
    left = [one for one in reports if not _of_another(one, areas)]
    names = {one.authority for one in left}
    return left if len(left) == len(reports) else [one for one in reports if one in left or one.authority not in names]


def _of_another(report: Report, areas: Collection[str]) -> bool:
    known = framework(report.framework) if report.framework else None
    if known is None or known.body.kind != "council" or known.headline == "overall":
        return False
    return not known.areas.keys() & set(areas)


def as_headlined(query: Query, reports: Sequence[Report]) -> Query:
    """The query with the area that is the whole in place of "overall", where no framework here judges that."""
    named = authorities_of(query.universe)
    known = _frameworks([one for one in reports if not named or one.authority in named])
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
    if scored := _scored_alone(query, known):
        return f"The reports give a score for {area_name(scored)}, and no grade. Ask for the score, by that word."
    graded = [part for part in every_part(query) if isinstance(part, Graded | Beside | Step)]
    if authorities_of(query.universe) or not known or any(report.framework is None for report in reports):
        return None
    every = {grade for one in known for area in one.areas.values() for grade in area.scale}
    if strange := sorted(grades_in(query) - every - OFSTED_GRADES):
        return f"The reports asked about have no grade “{strange[0]}”."
    if not graded:
        return None
    asked = {part.area for part in graded} | {part.other for part in graded if isinstance(part, Beside)}
    given = {area for one in known for area in one.areas}
    if asked & given:
        return _off_scale(graded, known)
    what = listed(["overall grade" if area == "overall" else f"grade for {area_name(area)}" for area in sorted(asked)])
    return f"The reports asked about give no {what}: they are of the {listed([one.name for one in known])}."


def _scored_alone(query: Query, known: Sequence[Framework]) -> str | None:
    """An area that the query speaks of and that no framework here grades: a number beside it would count reports."""
    for key in sorted(areas_in(query)):
        areas = [one.areas[key] for one in known if key in one.areas]
        if areas and all(
            (area.scores or area.scored) and not (area.rows or area.stated or area.headings) for area in areas
        ):
            return key
    return None


_OF_OLD = ("adequate", "satisfactory")  # read besides the grades of today


def _off_scale(graded: Sequence[Graded | Beside | Step], known: Sequence[Framework]) -> str | None:
    """Why no set can be told by grades that are none of the scale; None where they are of it.

    "Good or better" and "not good" are read on Ofsted's scale, on which prisons' and Scottish care services' are not.
    """
    if any(one.body.kind == "council" and one.headline == "overall" for one in known):
        return None
    for part in graded:
        judging = [one.areas[part.area] for one in known if part.area in one.areas]
        scale = list(dict.fromkeys(grade for area in judging for grade in area.scale))
        if not isinstance(part, Graded) or not scale:
            continue
        if {one.replace("_", " ") for one in part.grades} - {*scale, *_OF_OLD}:
            return f"The grades for {area_name(part.area)} here are {listed(scale)}. Say which of them you mean."
    return None


def _frameworks(reports: Sequence[Report]) -> list[Framework]:
    keys = dict.fromkeys(report.framework for report in reports if report.framework)
    return [one for key in keys if (one := framework(key)) is not None]
