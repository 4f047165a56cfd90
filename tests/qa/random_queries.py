"""Random libraries and random queries for property tests: every class of the algebra, nothing that nobody would ask.

A library has a few made-up authorities with up to five reports each, some of which lack a date, a lead inspector or a
grade. A query is one that can be said in a plain English sentence: conditions join at most three others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from corpus.model import Report
from qa.plan import query as q
from qa.question import Period

if TYPE_CHECKING:
    from qa.plan.query import Between, DateKind, ReportCondition, SeriesCondition, WantKind

BETWEEN: tuple[Between, ...] = ("any", "any", "last", "ends", "every")
REGIONS = ("London", "South West", "North East")
AUTHORITIES = {"Alderton": "London", "Brackwell": "South West", "Corveley": "London", "Dunmere": "North East"}
INSPECTORS = ("Ada Penhaligon", "Bo Lindqvist", "Cai Trevelyan")
SCALES = {
    "ILACS": ("outstanding", "good", "requires improvement", "inadequate"),
    "SIF": ("outstanding", "good", "requires improvement", "inadequate"),
    "LAC": ("outstanding", "good", "adequate", "inadequate"),
    "focused visit": (),
}
AREAS = ("overall", "help_and_protection", "in_care", "care_leavers", "leadership")
GRADES = (
    *((grade,) for grade in SCALES["ILACS"]),
    ("outstanding", "good"),
    ("requires improvement", "inadequate"),
    ("outstanding", "inadequate"),
)
# How often: at least once, twice, three times; exactly once, twice; at most once.
BOUNDS = ((1, None), (2, None), (3, None), (1, 1), (2, 2), (None, 1))
YEARS = range(2014, 2024)


# libraries


def libraries() -> st.SearchStrategy[tuple[Report, ...]]:
    """The reports of a few authorities, and one of none, in no order; most state what reports state, each may not.

    Drawn by a number, because drawing each date and grade by itself would take most of a test's time.
    """
    return st.integers(0, 2**31).map(lambda seed: make_library(Random(seed)))


def make_library(random: Random) -> tuple[Report, ...]:
    """A library of up to 20 reports."""
    owners: list[str | None] = [name for name in AUTHORITIES for _ in range(random.choice((1, 2, 3, 3, 4, 5)))]
    owners += [None] * random.choice((0, 0, 1))
    made = [make_report(random, number, owner) for number, owner in enumerate(owners, start=1)]
    random.shuffle(made)
    return tuple(made)


def make_report(random: Random, number: int, authority: str | None) -> Report:
    """One report of `authority`; one in eight lacks what most state."""

    def stated() -> bool:
        return random.random() < 7 / 8

    framework = random.choice((*("ILACS",) * 4, *("SIF",) * 3, "LAC", "focused visit", None))
    scale = SCALES.get(framework or "", SCALES["ILACS"])
    given = [area for area in AREAS if scale and (stated() if area == "overall" else random.random() < 2 / 3)]
    spelt = random.choice((str, str, str.capitalize))
    end = date(random.choice(YEARS), random.choice((1, 6, 12)), 10)
    return Report(
        id=f"{number:064x}",
        number=number,
        source=f"{number}.pdf",
        title=f"Report {number}",
        media_type="application/pdf",
        pages=4,
        authority=authority,
        region=AUTHORITIES[authority] if authority else None,
        framework=framework,
        inspection_start=end - timedelta(days=12) if stated() else None,
        inspection_end=end if stated() else None,
        published=end + timedelta(days=random.choice((20, 45, 45, 60))) if stated() else None,
        lead_inspector=random.choice(INSPECTORS) if stated() else None,
        judgements={area: spelt(random.choice(scale)) for area in given},
    )


# conditions


@st.composite
def periods(draw: st.DrawFn, of: DateKind) -> Period:
    """A year, some years, or all time since or before one."""
    first = draw(st.sampled_from(YEARS))
    last = draw(st.sampled_from(range(first, YEARS.stop)))
    kind = of if of in ("published", "inspected") else "any"
    start, end = date(first, 1, 1), date(last, 12, 31)
    made = (
        Period(start=start, end=date(first, 12, 31), words=str(first), of=kind),
        Period(start=start, end=end, words=f"from {first} to {last}", of=kind, precision="range"),
        Period(start=start, end=date.max, words=f"since {first}", of=kind, precision="range"),
        Period(start=date.min, end=start - timedelta(days=1), words=f"before {first}", of=kind, precision="range"),
    )
    return draw(st.sampled_from(made))


@cache
def _dates() -> st.SearchStrategy[q.DateOf]:
    kinds: tuple[DateKind, ...] = ("published", "inspected", "started", "ended", "any")
    return st.sampled_from(kinds).flatmap(lambda kind: periods(kind).map(lambda period: q.DateOf(kind, period)))


@cache
def _graded() -> st.SearchStrategy[q.Graded]:
    return st.builds(q.Graded, st.sampled_from(("overall", "overall", *AREAS)), st.sampled_from(GRADES))


def _some(names: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True).map(tuple)


@cache
def _places() -> st.SearchStrategy[q.InRegion | q.ByAuthority]:
    return st.one_of(st.builds(q.InRegion, _some(REGIONS)), st.builds(q.ByAuthority, _some(tuple(AUTHORITIES))))


@cache
def _frameworks() -> st.SearchStrategy[q.FrameworkIs]:
    return st.builds(q.FrameworkIs, _some(("ILACS", "SIF", "LAC")))


@cache
def report_conditions(depth: int = 2) -> st.SearchStrategy[ReportCondition]:
    """A condition on one report that joins others down to `depth`."""
    counts = st.sampled_from(((1, None), (2, None), (3, None), (None, 0), (1, 1)))
    single = st.one_of(
        _graded(),
        _graded(),
        st.builds(q.Judged, st.sampled_from(AREAS)),
        st.tuples(st.sampled_from(GRADES), counts).map(lambda one: q.AreaCount(one[0], *one[1])),
        _dates(),
        _frameworks(),
        _places(),
        st.builds(q.LedBy, _some(INSPECTORS)),
    )
    return single if depth <= 1 else _joined(single, report_conditions(depth - 1))


def _joined(single: st.SearchStrategy, inner: st.SearchStrategy) -> st.SearchStrategy:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(single, single, st.builds(q.And, parts), st.builds(q.Or, parts), st.builds(q.Not, inner))


@cache
def _among() -> st.SearchStrategy[ReportCondition]:
    """What a series may be narrowed to: all, mostly; a framework, a time, those that judge an area."""
    judged = st.builds(q.Judged, st.sampled_from(AREAS))
    return st.one_of(*[st.just(q.ALL)] * 6, _frameworks(), judged, _dates(), _graded())


@cache
def choices() -> st.SearchStrategy[q.Choice]:
    """The latest, the first, the one before the latest, the second."""
    return st.builds(q.Choice, st.sampled_from((-1, -1, 0, -2, 1)), _among())


@cache
def _has(bounds: tuple[tuple[int | None, int | None], ...]) -> st.SearchStrategy[q.Has]:
    often = st.tuples(report_conditions(), _among(), st.sampled_from(bounds))
    every = st.tuples(report_conditions(1), _among(), st.sampled_from((1, 2, 3)))
    return st.one_of(
        often.map(lambda one: q.Has(one[0], one[1], *one[2])),
        every.map(lambda one: q.Has(one[0], one[1], one[2], every=True)),
    )


@cache
def steps(least_known: bool = False) -> st.SearchStrategy[q.Step]:
    """A rise, a fall, no change, one of so many grades; only rises where `least_known`."""
    moves = ((1, None), (2, None), (1, 1)) if least_known else ((1, None), (None, -1), (0, 0), (2, 2), (-2, -2))
    return st.tuples(
        st.sampled_from(("overall", "overall", "leadership", "care_leavers")),
        st.sampled_from(moves),
        st.sampled_from(BETWEEN),
        st.one_of(*[st.just(q.ALL)] * 4, _frameworks(), st.just(q.Judged("overall")), _dates()),
    ).map(lambda one: q.Step(one[0], *one[1], one[2], one[3]))


@cache
def series_conditions(
    depth: int = 2, bounds: tuple[tuple[int | None, int | None], ...] = BOUNDS
) -> st.SearchStrategy[SeriesCondition]:
    """A condition on a series of reports that joins others down to `depth`."""
    then = st.builds(q.Then, report_conditions(1), report_conditions(1), st.booleans(), st.just(False), _among())
    never = st.builds(q.Then, report_conditions(1), report_conditions(1), st.just(False), st.just(True), _among())
    days = st.sampled_from(((None, 400), (700, None), (300, 1500)))
    single = st.one_of(
        st.builds(q.At, choices(), report_conditions()),
        _has(bounds),
        then,
        never,
        steps(),
        st.tuples(days, _among()).map(lambda one: q.GapBetween(*one[0], one[1])),
        st.builds(q.Repeats, st.sampled_from((2, 3)), _among()),
        _places(),
    )
    return single if depth <= 1 else _joined(single, series_conditions(depth - 1, bounds))


# queries


@cache
def _universes() -> st.SearchStrategy[ReportCondition]:
    return st.one_of(*[st.just(q.ALL)] * 6, _frameworks(), _places(), _dates())


@cache
def _wants(bases: st.SearchStrategy, *more: WantKind) -> st.SearchStrategy[tuple[q.Want, ...]]:
    """What is wanted, `more` besides the members themselves, their number, whether there are any and their share."""
    kinds: tuple[WantKind, ...] = ("list", "count", "exists", *more)
    plain = st.sampled_from(kinds).map(lambda kind: (q.Want(kind=kind),))
    share = st.one_of(st.none(), bases).map(lambda base: (q.Want(kind="share", base=base),))
    return st.one_of(plain, plain, share)


@cache
def _rankings(by: tuple[str, ...]) -> st.SearchStrategy[q.Ranking | None]:
    made = st.builds(
        q.Ranking,
        by=st.sampled_from(by),
        most=st.booleans(),
        limit=st.sampled_from((1, 1, 2, 3)),
        area=st.sampled_from(("overall", "care_leavers")) if "grade" in by else st.just("overall"),
    )
    return st.one_of(st.none(), st.none(), made)


@cache
def _extremes(of: tuple[str, ...]) -> st.SearchStrategy[q.Extreme]:
    return st.builds(q.Extreme, of=st.sampled_from(of), most=st.booleans(), limit=st.sampled_from((1, 1, 2, 3)))


@st.composite
def queries(draw: st.DrawFn, bounds: tuple[tuple[int | None, int | None], ...] = BOUNDS) -> q.Query:
    """Any query. Authorities are ranked by region alone, and ordered by what does not hang on which report shows it."""
    over = draw(st.sampled_from(("authorities", "authorities", "reports", "steps")))
    universe = draw(_universes())
    if over == "reports":
        where = draw(st.one_of(st.just(q.ALL), report_conditions(3)))
        wants = draw(_wants(report_conditions(1), "grades", "leader", "dates", "framework", "region"))
        choice = draw(st.one_of(st.none(), st.none(), choices()))
        ranking = draw(_rankings(("region", "year", "authority", "inspector", "framework", "grade")))
        made = q.Query(over="reports", where=where, wants=wants, choice=choice, universe=universe, ranking=ranking)
        return made if ranking else replace(made, extreme=draw(st.one_of(st.none(), _extremes(("date",)))))
    if over == "steps":
        inner = st.one_of(steps(), st.tuples(steps(), _places()).map(q.And))
        made = q.Query(over="steps", where=draw(inner), universe=universe, ranking=draw(_rankings(("region", "year"))))
        return (
            made
            if made.ranking
            else replace(made, extreme=draw(st.one_of(st.none(), _extremes(("gap", "improvement", "date")))))
        )
    series: SeriesCondition = draw(
        st.one_of(st.just(q.ALL), series_conditions(3, bounds), series_conditions(2, bounds))
    )
    wants = draw(_wants(series_conditions(1, bounds)))
    made = q.Query(
        over="authorities", where=series, wants=wants, universe=universe, ranking=draw(_rankings(("region",)))
    )
    if made.ranking or draw(st.integers(0, 3)):
        return made
    if draw(st.booleans()):
        step = replace(draw(steps(least_known=True)), among=q.ALL)
        return replace(made, where=step, wants=(q.Want(kind="list"),), extreme=draw(_extremes(("improvement",))))
    return replace(made, extreme=draw(_extremes(("gap", "reports"))))
