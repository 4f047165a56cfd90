"""Conditions of a query out of the clauses of a question.

Knows how what is said of one report, and of several in order, becomes a condition. Does not know tokens' places, wants
or answers.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from qa.language.small_words import PAST, REACHING
from qa.plan import query as q
from qa.plan.phrases.grades import SCALE
from qa.plan.phrases.model import Bound, Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.clauses.model import Clause, GradeCondition
    from qa.plan.wants import Subject

__all__ = ["all_of", "authority_condition", "report_condition"]

_Condition = TypeVar("_Condition", q.ReportCondition, q.SeriesCondition)

_BETWEEN: dict[str, q.Between] = {
    "last two": "last",
    "latest": "last",
    "previous": "last",
    "ends": "ends",
    "first": "ends",
}
_INDEX = {"latest": -1, "first": 0, "previous": -2, "second": 1, "third": 2}


def all_of(parts: Sequence[_Condition]) -> _Condition:
    """All of these conditions as one."""
    kept = tuple(dict.fromkeys(part for part in parts if part != q.ALL))
    return q.ALL if not kept else kept[0] if len(kept) == 1 else q.And(kept)


def report_condition(clause: Clause, default: str = "overall") -> q.ReportCondition:
    """Everything that a clause says of one report."""
    return all_of([_said(clause, default), _which(clause)])


def _said(clause: Clause, default: str = "overall") -> q.ReportCondition:
    """The grades of a clause, and whether an area is judged at all."""
    if _counts_areas(clause):
        return _area_counts(clause)
    parts: list[q.ReportCondition] = [_graded(one, default) for one in clause.grades]
    parts += [q.Beside(area or default, other, way) for area, way, other in clause.beside]
    if clause.judged is not None:
        judged = [
            q.Judged(area)
            for listed in clause.areas
            for area in listed.names
            if area != "overall" or clause.judged is False
        ]
        parts += [one if clause.judged is not False else q.Not(one) for one in judged]
    return all_of(parts)


def _counts_areas(clause: Clause) -> bool:
    """'With two inadequate areas', 'no area below good': grades of areas that are not named."""
    about = any(token.has("noun.area") for token in clause.tokens) and not clause.authorities
    return about and bool(clause.grades) and all(one.areas is None for one in clause.grades)


def _from_grade(clause: Clause, area: str, which: q.ReportCondition) -> q.SeriesCondition | None:
    """'Lost its outstanding rating', 'improved from inadequate': from that grade to a lower or a higher one, next."""
    step = clause.step
    graded = [one for one in clause.grades if one.areas in (None, (area,))]
    if step is None or step.direction is None or len(graded) != len(clause.grades) or len(graded) != 1:
        return None
    if graded[0].negated or clause.steps_by is not None or clause.choice not in ("", "next"):
        return None
    places = [SCALE.index(name) for name in graded[0].grades if name in SCALE]
    if not places:
        return None
    beyond = SCALE[: min(places)] if step.direction > 0 else SCALE[max(places) + 1 :]
    if not beyond:
        return None
    first = all_of([q.Graded(area, graded[0].grades), which])
    return q.Then(first, q.Graded(area, beyond), adjacent=True)


def _area_counts(clause: Clause) -> q.ReportCondition:
    bound = clause.bound or Bound(1, None)
    most = None if not bound.exact and bound.least == bound.most else bound.most
    return all_of(
        [
            q.AreaCount(one.grades, None, 0) if one.negated else q.AreaCount(one.grades, bound.least, most)
            for one in clause.grades
        ]
    )


def _graded(one: GradeCondition, default: str) -> q.ReportCondition:
    areas = one.areas or (default,)
    parts = tuple(q.Graded(area, one.grades) for area in areas)
    denied = tuple(q.Not(part) for part in parts) if one.negated else parts
    if len(denied) == 1:
        return denied[0]
    return q.Or(denied) if one.joined == "or" else q.And(denied)


def _which(clause: Clause) -> q.ReportCondition:
    """Which reports a clause is about: their time, framework, lead inspector."""
    parts: list[q.ReportCondition] = []
    for kind, listed in clause.periods:
        dates = tuple(q.DateOf(kind, period) for period in listed.names)
        parts.append(dates[0] if len(dates) == 1 else q.Or(dates))
    if clause.frameworks:
        parts.append(q.FrameworkIs(clause.frameworks))
    if clause.inspectors:
        parts.append(q.LedBy(clause.inspectors))
    return all_of(parts)


def authority_condition(clauses: Sequence[Clause], subject: Subject) -> q.SeriesCondition | None:
    """The condition on an authority's reports that the clauses make together, or None where they make none."""
    default = _area(clauses)
    if subject.repeats is not None:
        return q.Repeats(subject.repeats, all_of([_which(one) for one in clauses]))
    whole = [_together(clauses, default)]
    return None if whole[0] is None else whole[0]


def _area(clauses: Sequence[Clause]) -> str:
    """The area that a grade without one is of: the only one that is named, else the overall judgement."""
    named = {area for clause in clauses for listed in clause.areas for area in listed.names}
    named |= {area for clause in clauses for one in clause.grades for area in one.areas or ()}
    return named.pop() if len(named) == 1 else "overall"


def _together(clauses: Sequence[Clause], default: str) -> q.SeriesCondition | None:
    clauses = [
        one
        for one in clauses
        if one.says or one.refers or one.bound or one.frameworks or one.inspectors or one.areas or one.negated
    ]
    for place, (had, then) in enumerate(pairwise(clauses)):
        if had.choice == "earlier" and then.tokens[0].text.lower() == "before":
            clauses[place] = replace(had, choice="")  # "had been inadequate before it was good"
    made: list[list[list[q.SeriesCondition]]] = []  # all of these, of which one of these, of which all
    before: Clause | None = None
    paired = False
    for each, after in zip(clauses, [*clauses[1:], None], strict=False):
        once = each.choice == "earlier" and before is not None and before.choice == "latest"
        # "good now, but previously inadequate": at any time
        clause = replace(each, choice="", quantifier=each.quantifier or "ever") if once else each
        condition = _of_two(before, clause, default) if before is not None and not clause.either else None
        one = condition or _of_one(clause, default)
        if one is None and after is not None and not after.either and _of_two(clause, after, default) is not None:
            one = q.ALL  # "straight from ...": with the next it is a pair
        if one is None:
            return None
        if condition is not None:
            made[-1][-1][-1] = condition
        elif clause.either and made:
            made[-1].append([one])
            paired = clause.both
        elif paired and made:
            made[-1][-1].append(one)
        else:
            made.append([[one]])
            paired = clause.both
        before = clause
    if not clauses:
        return None
    return all_of([_any_of([all_of(each) for each in one]) for one in made])


def _any_of(parts: Sequence[q.SeriesCondition]) -> q.SeriesCondition:
    return parts[0] if len(parts) == 1 else q.Or(tuple(parts))


def _of_two(before: Clause, clause: Clause, default: str) -> q.SeriesCondition | None:
    """'... in one report, ... in a later one': two reports in order of time; None where they stand apart."""
    first, second = report_condition(before, default), report_condition(clause, default)
    later = clause.choice == "later" and (clause.negated or clause.quantifier == "never")
    if (clause.again or later) and not clause.grades:
        second = all_of([_said(before, default), _which(clause)])
        if clause.negated or clause.quantifier == "never":
            return q.Then(first, second, never=True)
        return q.Then(first, second)
    if clause.again and all(one.negated for one in clause.grades):
        held = [replace(one, negated=False) for one in clause.grades]
        return q.Then(first, report_condition(replace(clause, grades=held), default), never=True)
    if clause.choice == "earlier" and clause.tokens[0].text.lower() == "before":
        return q.Then(first, second)  # "inadequate before it was good"
    if before.choice in ("latest", "first", "second", "third") or clause.step is not None:
        return None
    if before.days is not None or clause.days is not None:
        return None
    reaches = clause.tokens[0].text.lower() in REACHING
    if before.step is not None and not (reaches and before.step.least is None):
        return None
    if reaches:
        straight = "next" in (before.choice, clause.choice) and before.choice in ("", "next")
        plain = replace(before, step=None, choice=""), replace(clause, choice="")
        return q.Then(report_condition(plain[0], default), report_condition(plain[1], default), adjacent=straight)
    if clause.choice in ("later", "next"):
        never = clause.quantifier == "never"
        return q.Then(first, second, adjacent=clause.choice == "next", never=never)
    if clause.choice in ("earlier", "previous") and before.choice not in ("latest",):
        return q.Then(second, first, adjacent=clause.choice == "previous")
    return None


def _of_one(clause: Clause, default: str) -> q.SeriesCondition | None:
    """What one clause says of an authority's reports, or None where some word of it would be lost."""
    said, which = _said(clause, default), _which(clause)
    if clause.again or (clause.choice and clause.choice not in (*_INDEX, "next", "last two", "ends")):
        return None
    if clause.days is not None:
        bound = clause.days if isinstance(clause.days, Bound) else Bound(clause.days, None)
        return q.GapBetween(bound.least, bound.most, which)
    if clause.step is not None:
        return _of_step(clause, default, said, which)
    if clause.choice in ("next", "last two", "ends"):
        return None
    if clause.quantifier in ("every", "never"):
        return _of_all(clause, said, which)
    if clause.choice:
        return _of_chosen(clause, said, which)
    if clause.bound is not None and not _counts_areas(clause):
        bound = clause.bound
        most = None if not bound.exact and said != q.ALL and bound.least == bound.most else bound.most
        return q.Has(all_of([said, which]), least=bound.least, most=most)
    if clause.negated:
        # "Good without ...": what is denied stands after a grade that is not.
        return None if clause.grades else q.Not(q.Has(all_of([said, which])))
    if said == q.ALL and which == q.ALL:
        return q.ALL
    if which == q.ALL and clause.quantifier != "ever" and _is_present(clause):
        return q.At(q.Choice(-1), said)
    return _in_each(clause, said, which)


def _of_all(clause: Clause, said: q.ReportCondition, which: q.ReportCondition) -> q.SeriesCondition | None:
    if clause.negated or clause.choice:
        return None
    if clause.quantifier == "never":
        return None if clause.bound else q.Not(q.Has(all_of([said, which])))
    bound = clause.bound or Bound(None, None)
    return None if said == q.ALL else q.Has(said, which, least=bound.least or 1, most=bound.most, every=True)


def _of_chosen(clause: Clause, said: q.ReportCondition, which: q.ReportCondition) -> q.SeriesCondition | None:
    """'Good in its latest report': what else is said of the report narrows which one is meant, unless it is all."""
    if clause.bound is not None:
        return None
    index = _INDEX[clause.choice]
    if said == q.ALL:
        condition: q.ReportCondition = q.Not(which) if clause.negated else which
        return None if which == q.ALL else q.At(q.Choice(index), condition)
    return None if clause.negated else q.At(q.Choice(index, which), said)


def _in_each(clause: Clause, said: q.ReportCondition, which: q.ReportCondition) -> q.SeriesCondition:
    """'In 2014 and in 2019' are two reports; 'in 2014 or 2019' is one."""
    for at, (kind, listed) in enumerate(clause.periods):
        if listed.joined == "and" and len(listed.names) > 1:
            others = [pair for place, pair in enumerate(clause.periods) if place != at]
            each = [replace(clause, periods=[*others, (kind, Listed((one,)))]) for one in listed.names]
            return q.And(tuple(q.Has(all_of([said, _which(one)])) for one in each))
    return q.Has(all_of([said, which]))


def _is_present(clause: Clause) -> bool:
    """Whether a clause without a time speaks of now: nothing in it is in the past tense."""
    return not any(word in PAST for token in clause.tokens for word in token.text.lower().split())


def _of_step(
    clause: Clause, default: str, said: q.ReportCondition, which: q.ReportCondition
) -> q.SeriesCondition | None:
    step = clause.step
    assert step is not None
    area = next((name for listed in clause.areas for name in listed.names), default)
    if clause.negated or clause.again or clause.quantifier == "never":
        return None
    several = (
        clause.bound is not None and clause.bound.least != 1
    )  # "at two inspections running"; "from one to the next"
    if several and step.direction != 0:
        return None
    if clause.quantifier == "every" and step.direction != 0:
        return None
    between = _BETWEEN.get(clause.choice, "any")
    by = clause.steps_by or Bound(1, None)
    low, high = by.least or 1, by.most
    if step.direction == 0:
        between = "every" if between == "any" else between
        least = clause.bound.least if clause.bound else 2
        made: q.SeriesCondition = q.Step(area, 0, 0, between, which)
        return q.And((made, q.Has(said, which, least=max(least or 2, 2), every=said != q.ALL)))
    up = q.Step(area, low, high, between, which)
    down = q.Step(area, -high if high is not None else None, -low, between, which)
    moved: q.SeriesCondition = q.Or((up, down)) if step.direction is None else up if step.direction > 0 else down
    return moved if said == q.ALL else _from_grade(clause, area, which)
