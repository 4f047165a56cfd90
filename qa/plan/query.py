"""A question about what reports record, as data: a small algebra of conditions, closed under and, or and not.

Knows the fields of a report that are recorded as facts: authority, region, framework, dates, lead inspector, grades by
area. Does not know English (qa.plan.parse reads it, qa.plan.say writes it), nor how a query is run (qa.facts.execute).

Conditions are of two kinds. A `ReportCondition` holds of one report; a `SeriesCondition` of an authority's reports in
order of time (`Report.dated`). Both are three-valued: a report that gives no grade for an area neither has a grade
nor lacks it, so that `Graded` and `Not(Graded)` are both unknown of it. Who is left out for that is named in the
answer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.question import Period

__all__ = [
    "ALL",
    "Always",
    "And",
    "AreaCount",
    "At",
    "Beside",
    "ByAuthority",
    "Choice",
    "DateOf",
    "Extreme",
    "FrameworkIs",
    "GapBetween",
    "Graded",
    "Has",
    "InRegion",
    "Judged",
    "LedBy",
    "Not",
    "Or",
    "Query",
    "Ranking",
    "Repeats",
    "ReportCondition",
    "SeriesCondition",
    "Step",
    "Then",
    "Want",
    "authorities_of",
    "every_part",
    "report_parts",
]

Over = Literal["authorities", "reports", "steps"]
WantKind = Literal[
    "list",
    "count",
    "share",
    "exists",
    "grades",
    "judged",
    "areas",
    "leader",
    "dates",
    "framework",
    "region",
    "history",
    "difference",
    "times",
    "gap",
]
Between = Literal["any", "last", "ends", "every"]
Way = Literal["higher", "lower", "same"]
DateKind = Literal["published", "inspected", "started", "ended", "any"]


# conditions on one report


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of `area` is one of `grades` (lower case). Unknown where the report gives no grade for that area."""

    area: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The report gives a grade for `area`. Never unknown."""

    area: str


@dataclass(frozen=True, slots=True)
class AreaCount:
    """The number of areas graded one of `grades`, `overall` aside, lies between `least` and `most` (None: no bound)."""

    grades: tuple[str, ...]
    least: int | None = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The grade of `area` is higher than that of `other` in the same report, or lower, or the same. Unknown where one
    of them is not given, or not on the framework's scale.
    """

    area: str
    other: str
    way: Way


@dataclass(frozen=True, slots=True)
class DateOf:
    """A date of the report lies in `period`: publication, first or last day of the inspection, any day of it
    ("inspected"), or publication or inspection ("any"). Unknown where the report does not state that date.
    """

    kind: DateKind
    period: Period


@dataclass(frozen=True, slots=True)
class FrameworkIs:
    """The report follows one of the frameworks of these keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InRegion:
    """The authority lies in one of these regions."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ByAuthority:
    """The report is on one of these authorities."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedBy:
    """The inspection was led by one of these people. Unknown where the report does not name its lead inspector."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Always:
    """Holds of every report and of every series."""


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts` hold; without parts it always does."""

    parts: tuple[ReportCondition | SeriesCondition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts` holds."""

    parts: tuple[ReportCondition | SeriesCondition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`part` does not hold; unknown where it is."""

    part: ReportCondition | SeriesCondition


# conditions on an authority's series of reports


@dataclass(frozen=True, slots=True)
class Choice:
    """One report of a series: the `index`-th (0 the first, -1 the latest, -2 the one before it) of those that
    fulfil `among`.
    """

    index: int = -1
    among: ReportCondition = Always()


@dataclass(frozen=True, slots=True)
class At:
    """The chosen report fulfils `condition`; false where the series has no such report."""

    choice: Choice
    condition: ReportCondition


@dataclass(frozen=True, slots=True)
class Has:
    """Of the reports that fulfil `among`, between `least` and `most` (None: no bound) fulfil `condition`; with
    `every`, all of them do, and there are at least `least` and at most `most` of them.
    """

    condition: ReportCondition
    among: ReportCondition = Always()
    least: int | None = 1
    most: int | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """A report fulfils `first` and a later one `second`: the very next where `adjacent`; with `never`, no later one
    does. `among` narrows the series before it is looked at.
    """

    first: ReportCondition
    second: ReportCondition
    adjacent: bool = False
    never: bool = False
    among: ReportCondition = Always()


@dataclass(frozen=True, slots=True)
class Step:
    """The grade of `area` rises by `least` to `most` grades from one report to the next (negative: it falls).

    Rises count upwards: requires improvement to good is 1, good to inadequate -2. `between` says which pairs: any two
    consecutive reports, the last two, the first and the latest, or every two consecutive ones. Only pairs on the
    same scale are compared; reports without the grade make the pair unknown. `among` narrows the series first.
    """

    area: str
    least: int | None
    most: int | None
    between: Between = "any"
    among: ReportCondition = Always()


@dataclass(frozen=True, slots=True)
class GapBetween:
    """Some two consecutive reports lie between `least` and `most` days apart, by publication (else by `dated`)."""

    least: int | None = None
    most: int | None = None
    among: ReportCondition = Always()


@dataclass(frozen=True, slots=True)
class Repeats:
    """One and the same lead inspector led at least `least` of the reports that fulfil `among`."""

    least: int = 2
    among: ReportCondition = Always()


ReportCondition = (
    Graded
    | Judged
    | AreaCount
    | Beside
    | DateOf
    | FrameworkIs
    | InRegion
    | ByAuthority
    | LedBy
    | Always
    | And
    | Or
    | Not
)
SeriesCondition = At | Has | Then | Step | GapBetween | Repeats | Always | And | Or | Not | InRegion | ByAuthority

ALL = Always()


# what is wanted of them


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """Groups ordered by how many members they have: by region, year of publication, authority, inspector, framework or
    grade of `area`; the `limit` first, ties included.
    """

    by: Literal["region", "year", "authority", "inspector", "framework", "grade"]
    most: bool = True
    limit: int = 1
    area: str = "overall"


@dataclass(frozen=True, kw_only=True, slots=True)
class Extreme:
    """The members first in an order: reports by date, authorities by the number of their reports or by the gap between
    two consecutive reports; the `limit` first, ties included.
    """

    of: Literal["date", "gap", "reports", "improvement"]
    most: bool = True
    limit: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Want:
    """One thing asked of the members.

    "list": who they are. "count": how many. "share": how many of those that fulfil `base`. "exists": whether there are
    any. "grades": of `areas` (empty: all that are given) for each member. "areas": which of a report's areas have one
    of `grades`. "leader", "dates", "framework", "region": of each. "history": the grades of `areas` report by report,
    of the `last` so many reports (0: of all). "difference": which of two or more members is graded higher in `areas`,
    or whether they are equal. "times": how often each member fulfils the condition. "gap": days between reports.
    """

    kind: WantKind
    areas: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    date: DateKind = "any"
    last: int = 0
    base: ReportCondition | SeriesCondition | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """Authorities or reports that fulfil `where`, and what is wanted of them.

    Over "authorities", `where` is a condition on the series of each; over "reports", on each report, out of those
    that `choice` picks of every authority's series where it is given ("each one's latest"); over "steps", each pair of
    consecutive reports that makes a `Step` true. `universe` narrows the library first: what is outside it is neither
    member nor left out. `ranking` groups the members, `extreme` keeps the first of an order.
    """

    over: Over
    where: ReportCondition | SeriesCondition = ALL
    wants: tuple[Want, ...] = (Want(kind="list"),)
    choice: Choice | None = None
    universe: ReportCondition = ALL
    ranking: Ranking | None = None
    extreme: Extreme | None = None


def authorities_of(condition: ReportCondition | SeriesCondition) -> tuple[str, ...]:
    """The authorities that a condition names, if it only holds of theirs."""
    if isinstance(condition, ByAuthority):
        return condition.names
    if isinstance(condition, And):
        return tuple(name for part in condition.parts for name in authorities_of(part))
    if isinstance(condition, Or):
        each = [authorities_of(part) for part in condition.parts]
        return tuple(name for names in each for name in names) if all(each) else ()
    return ()


def report_parts(condition: ReportCondition) -> tuple[ReportCondition, ...]:
    """The conditions on one report that hold together in this one."""
    return cast("tuple[ReportCondition, ...]", condition.parts) if isinstance(condition, And) else (condition,)


def every_part(value: Any) -> Iterator[Any]:
    """A query or a part of one, and every part within it: conditions, choices, wants, periods."""
    if is_dataclass(value) and not isinstance(value, type):
        yield value
        for one in fields(value):
            yield from every_part(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from every_part(one)
