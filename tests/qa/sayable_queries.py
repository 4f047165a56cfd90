"""Queries that people would ask, a family each: what is generated here must be said and read back as the same query."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

from qa.plan import query as q
from qa.plan.said_report import parts_of
from qa.question import Catalogue, Period

if TYPE_CHECKING:
    from qa.plan.query import ReportCondition, SeriesCondition

REGIONS = ("London", "South West", "North East", "East of England", "Yorkshire and the Humber")
NAMES = ("Alderton", "Brackwell", "Corveley", "Dunmere", "Darlington", "Kent", "Bath and North East Somerset", "Slough")
INSPECTORS = ("Ada Penhaligon", "Bo Lindqvist", "Cai Trevelyan")
FRAMEWORKS = ("ILACS", "SIF")
AREAS = ("overall", "overall", "help_and_protection", "in_care", "care_leavers", "leadership", "adoption", "lscb")
GRADES = (
    ("outstanding",),
    ("good",),
    ("requires improvement",),
    ("inadequate",),
    ("outstanding", "good"),
    ("requires improvement", "inadequate"),
    ("outstanding", "inadequate"),
)
CATALOGUE = Catalogue(
    reports=(),
    authorities=NAMES,
    regions=REGIONS,
    frameworks=FRAMEWORKS,
    inspectors=INSPECTORS,
    years=tuple(range(2013, 2026)),
)

BY: tuple[Literal["region", "year", "inspector", "framework"], ...] = ("region", "year", "inspector", "framework")
some = st.sampled_from


def _period(start: date, end: date) -> Period:
    return Period(start=start, end=end, words="", precision="range")


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A day, a month, a year, a run of them, or all time since or until a day."""
    year, month = draw(some(range(2013, 2026))), draw(some(range(1, 13)))
    day = date(year, month, draw(some((1, 2, 15, 28))))
    until = date(year, month, monthrange(year, month)[1])
    later = draw(some(range(year, 2027)))
    made = (
        _period(date(year, 1, 1), date(year, 12, 31)),
        _period(date(year, 1, 1), date(year, 12, 31)),
        _period(date(year, 1, 1), date(later, 12, 31)),
        _period(date(year, month, 1), until),
        _period(date(year, month, 1), date(later, 12, 31)),
        _period(day, day),
        _period(day, day + timedelta(days=draw(some((3, 40, 400))))),
        _period(day, date.max),
        _period(date.min, day),
        _period(date(year, 1, 1), date.max),
        _period(date.min, date(year - 1, 12, 31)),
    )
    return draw(some(made))


def _names(names: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(some(names), min_size=1, max_size=most, unique=True).map(tuple)


def _and(parts: tuple[ReportCondition, ...]) -> ReportCondition:
    kept = tuple(part for part in parts if part != q.ALL)
    return q.ALL if not kept else kept[0] if len(kept) == 1 else q.And(kept)


graded = st.builds(q.Graded, some(AREAS), some(GRADES))
published = periods().map(lambda one: q.DateOf("published", one))
KINDS: tuple[q.DateKind, ...] = ("published", "published", "inspected", "started", "ended", "any")
BETWEEN: tuple[Literal["any", "last", "ends"], ...] = ("any", "any", "last", "ends")
ALIKE: tuple[Literal["every", "last", "ends"], ...] = ("every", "last", "ends")
dates = st.tuples(some(KINDS), periods()).map(lambda one: q.DateOf(*one))
frameworks = _names(FRAMEWORKS, 1).map(q.FrameworkIs)
led = _names(INSPECTORS).map(q.LedBy)
areas_two = st.lists(some(AREAS), min_size=2, max_size=2, unique=True)
none = st.just(q.ALL)

# what is said of the grades of one report
grades_said = st.one_of(
    graded,
    graded,
    graded.map(q.Not),
    st.tuples(areas_two, some(GRADES)).map(lambda one: q.And(tuple(q.Graded(area, one[1]) for area in one[0]))),
    st.tuples(areas_two, some(GRADES)).map(lambda one: q.Or(tuple(q.Graded(area, one[1]) for area in one[0]))),
    st.tuples(areas_two, some(GRADES), some(GRADES)).map(
        lambda one: q.And((q.Graded(one[0][0], one[1]), q.Graded(one[0][1], one[2])))
    ),
    st.tuples(areas_two, some(GRADES), some(GRADES)).map(
        lambda one: q.And((q.Graded(one[0][0], one[1]), q.Not(q.Graded(one[0][1], one[2]))))
    ),
)
WAYS: tuple[Literal["higher", "lower", "same"], ...] = ("higher", "lower", "same")
beside = st.tuples(areas_two, some(WAYS)).map(lambda one: q.Beside(one[0][0], one[0][1], one[1]))
# which report is meant
which = st.one_of(none, none, published, dates, frameworks, st.tuples(published, frameworks).map(_and), led)
report = st.tuples(grades_said, which).map(_and)
simple_report = st.tuples(graded, st.one_of(none, published, frameworks)).map(_and)
missing = some(AREAS).map(lambda area: q.Not(q.Judged(area)))

# what is said of an authority's reports
now = grades_said.map(lambda one: q.At(q.Choice(-1), one))
now_of = st.tuples(frameworks, grades_said).map(lambda one: q.At(q.Choice(-1, one[0]), one[1]))
now_lacks = missing.map(lambda one: q.At(q.Choice(-1), one))
chosen = st.tuples(some((0, -2, 0, 1)), st.one_of(none, published, frameworks), grades_said).map(
    lambda one: q.At(q.Choice(one[0], one[1]), one[2])
)
dated_latest = dates.map(lambda one: q.At(q.Choice(-1), one))
ever = report.map(q.Has)
never = st.tuples(st.one_of(graded, graded, grades_said), which).map(_and).map(lambda one: q.Not(q.Has(one)))
every = st.tuples(graded, st.one_of(none, frameworks, published), some((1, 1, 2, 3))).map(
    lambda one: q.Has(one[0], one[1], one[2], every=True)
)
counted = st.tuples(report, some(((2, None), (3, None), (1, 1), (2, 2), (None, 1), (None, 2)))).map(
    lambda one: q.Has(one[0], q.ALL, *one[1])
)
then = st.tuples(simple_report, simple_report, st.booleans()).map(lambda one: q.Then(one[0], one[1], one[2]))
never_again = st.tuples(graded, st.one_of(none, published, frameworks)).map(
    lambda one: q.Then(_and(one), one[0], never=True)
)
never_later = st.tuples(simple_report, simple_report).map(lambda one: q.Then(one[0], one[1], never=True))
step = st.tuples(
    some(AREAS),
    some(((1, None), (None, -1), (2, None), (None, -2), (1, 1), (-1, -1), (2, 2), (-2, -2))),
    some(BETWEEN),
    st.one_of(none, none, frameworks),
).map(lambda one: q.Step(one[0], *one[1], one[2], one[3]))
either_way = st.tuples(some(AREAS), some((1, 2))).map(
    lambda one: q.Or((q.Step(one[0], one[1], None), q.Step(one[0], None, -one[1])))
)
same = st.tuples(some(AREAS), some((2, 3)), some(ALIKE)).map(
    lambda one: q.And((q.Step(one[0], 0, 0, one[2]), q.Has(q.ALL, least=one[1])))
)
gap = st.tuples(
    some(((1000, None), (731, None), (None, 400), (1949, None), (366, 731))), st.one_of(none, frameworks)
).map(lambda one: q.GapBetween(*one[0], one[1]))
repeats = st.tuples(some((2, 3)), st.one_of(none, none, frameworks)).map(lambda one: q.Repeats(*one))

SERIES: dict[str, st.SearchStrategy[SeriesCondition]] = {
    "now": now,
    "now of a framework": now_of,
    "now without a grade": now_lacks,
    "first, previous or second": chosen,
    "latest dated": dated_latest,
    "one area beside another": beside.map(lambda one: q.At(q.Choice(-1), one)),
    "ever": ever,
    "never": never,
    "every": every,
    "so many": counted,
    "then": then,
    "never again": never_again,
    "never later": never_later,
    "step": step,
    "step either way": either_way,
    "the same": same,
    "gap": gap,
    "the same inspector": repeats,
}
_plain = st.one_of(now, now_of, ever, never, every, then, step, gap, counted)
SERIES["and"] = st.lists(_plain, min_size=2, max_size=2).map(lambda parts: q.And(tuple(parts)))
SERIES["or"] = st.lists(_plain, min_size=2, max_size=2).map(lambda parts: q.Or(tuple(parts)))
SERIES["and, or"] = st.tuples(_plain, st.lists(_plain, min_size=2, max_size=2)).map(
    lambda one: q.And((one[0], q.Or(tuple(one[1]))))
)
SERIES["or, and"] = st.tuples(_plain, st.lists(_plain, min_size=2, max_size=2)).map(
    lambda one: q.Or((one[0], q.And(tuple(one[1]))))
)
SERIES["three"] = st.lists(_plain, min_size=3, max_size=3).map(lambda parts: q.And(tuple(parts)))
SERIES["one of three"] = st.lists(_plain, min_size=3, max_size=3).map(lambda parts: q.Or(tuple(parts)))

_several = st.lists(some(NAMES), min_size=2, max_size=3, unique=True).map(tuple)
_places = st.one_of(_names(REGIONS).map(q.InRegion), _several.map(q.ByAuthority))
_list, _count = (q.Want(kind="list"),), (q.Want(kind="count"),)


def _over_authorities(where: st.SearchStrategy[SeriesCondition]) -> st.SearchStrategy[q.Query]:
    return where.map(lambda one: q.Query(over="authorities", where=one))


def _over_reports(where: st.SearchStrategy[ReportCondition]) -> st.SearchStrategy[q.Query]:
    return where.map(lambda one: q.Query(over="reports", where=one))


REPORTS: dict[str, st.SearchStrategy[ReportCondition]] = {
    "reports by date": dates,
    "reports by framework": st.tuples(frameworks, published).map(_and),
    "reports by inspector": st.tuples(led, st.one_of(none, published, frameworks)).map(_and),
    "reports by grade": report,
    "reports of two years": st.lists(some(range(2013, 2026)), min_size=2, max_size=2, unique=True).map(
        lambda years: q.Or(
            tuple(q.DateOf("published", _period(date(year, 1, 1), date(year, 12, 31))) for year in years)
        )
    ),
    "reports by one area beside another": beside,
    "reports without a grade": st.tuples(missing, st.one_of(none, frameworks, published)).map(_and),
}


def _share(where: ReportCondition) -> q.Query:
    parts = parts_of(where)
    base = _and(tuple(part for part in parts if isinstance(part, q.DateOf | q.FrameworkIs | q.LedBy)))
    return q.Query(over="reports", where=where, wants=(q.Want(kind="share", base=base),))


def _of(names: tuple[str, ...], *more: ReportCondition) -> ReportCondition:
    return _and((q.ByAuthority(names), *more))


_one_or_two = st.one_of(_names(NAMES, 1), _names(NAMES, 1), _names(NAMES, 2))
_of_them = st.lists(some(AREAS), min_size=1, max_size=2, unique=True).map(tuple)
_nth = some((-1, -1, 0, -2)).map(q.Choice)


def _asked(
    wants: st.SearchStrategy[q.Want],
    choice: st.SearchStrategy[q.Choice | None],
    where: st.SearchStrategy[ReportCondition] = none,
    within: st.SearchStrategy[ReportCondition] = none,
    names: st.SearchStrategy[tuple[str, ...]] = _one_or_two,
) -> st.SearchStrategy[q.Query]:
    """What is asked of the reports of authorities that are named."""
    return st.tuples(names, wants, choice, where, within).map(
        lambda one: q.Query(over="reports", where=one[3], wants=(one[1],), choice=one[2], universe=_of(one[0], one[4]))
    )


_grades = _of_them.map(lambda areas: q.Want(kind="grades", areas=areas))
_history = some(AREAS).map(lambda area: q.Want(kind="history", areas=(area,)))
NAMED: dict[str, st.SearchStrategy[q.Query]] = {
    "grades of the latest": _asked(_grades, _nth, within=st.one_of(none, frameworks)),
    "grades of a time": _asked(_grades, st.none(), within=published),
    "who led": _asked(st.just(q.Want(kind="leader")), _nth),
    "when": _asked(st.just(q.Want(kind="dates")), _nth),
    "history": _asked(_history, st.none()),
    "history of the last two": _asked(
        some(AREAS).map(lambda area: q.Want(kind="history", areas=(area,), last=2)), st.none()
    ),
    "whether the latest": _asked(
        st.just(q.Want(kind="exists")), st.just(q.Choice(-1)), graded, st.one_of(none, frameworks), _names(NAMES, 1)
    ),
    "whether ever": _asked(st.just(q.Want(kind="exists")), st.none(), graded, names=_names(NAMES, 1)),
    "how often": _asked(st.just(q.Want(kind="times")), st.none(), graded, names=_names(NAMES, 1)),
}

FAMILIES: dict[str, st.SearchStrategy[q.Query]] = {
    **{name: _over_authorities(made) for name, made in SERIES.items()},
    **{name: _over_reports(made) for name, made in REPORTS.items()},
    **NAMED,
    "somewhere": st.tuples(_plain, _places).map(lambda one: q.Query(over="authorities", where=one[0], universe=one[1])),
    "how many authorities": _plain.map(lambda one: q.Query(over="authorities", where=one, wants=_count)),
    "how many reports": report.map(lambda one: q.Query(over="reports", where=one, wants=_count)),
    "share of authorities": st.tuples(now, st.one_of(none, _names(REGIONS).map(q.InRegion))).map(
        lambda one: q.Query(over="authorities", where=one[0], universe=one[1], wants=(q.Want(kind="share"),))
    ),
    "share of reports": report.map(_share),
    "reports somewhere": st.tuples(report, _names(REGIONS).map(q.InRegion)).map(
        lambda one: q.Query(over="reports", where=one[0], universe=one[1])
    ),
    "latest reports": st.tuples(st.one_of(none, frameworks), grades_said).map(
        lambda one: q.Query(over="reports", where=one[1], choice=q.Choice(-1, one[0]))
    ),
    "ranking of authorities": st.tuples(_plain, st.booleans(), some((1, 1, 2, 3))).map(
        lambda one: q.Query(over="authorities", where=one[0], ranking=q.Ranking(by="region", most=one[1], limit=one[2]))
    ),
    "ranking of reports": st.tuples(st.one_of(none, report), some(BY), st.booleans(), some((1, 1, 2, 3))).map(
        lambda one: q.Query(over="reports", where=one[0], ranking=q.Ranking(by=one[1], most=one[2], limit=one[3]))
    ),
    "first by date": st.tuples(which, st.booleans(), some((1, 1, 2, 3))).map(
        lambda one: q.Query(over="reports", where=one[0], extreme=q.Extreme(of="date", most=one[1], limit=one[2]))
    ),
    "longest gap": st.tuples(st.booleans(), st.one_of(none, _names(REGIONS).map(q.InRegion))).map(
        lambda one: q.Query(
            over="authorities",
            universe=one[1],
            extreme=q.Extreme(of="gap", most=one[0]),
            wants=(q.Want(kind="list"), q.Want(kind="gap")),
        )
    ),
    "most reports": st.booleans().map(
        lambda most: q.Query(over="authorities", extreme=q.Extreme(of="reports", most=most))
    ),
}
