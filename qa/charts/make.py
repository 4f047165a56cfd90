"""Charts made of recorded facts: which points they have, of how many reports they are, and what is left out.

Knows reports and the facts read from them. Does not know how a chart is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from corpus.errors import FilterError
from corpus.measures import find_measures, measures
from qa.charts.model import Chart, Point, Series
from qa.charts.prose import prose_chart
from qa.facts.model import area_name, scale_rank
from qa.language.phrasing import listed
from qa.listings.grades import ordered, scale_notes
from qa.listings.reports import AREAS, facts_table, judgements_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from corpus.measures import Measure
    from corpus.model import Report
    from corpus.store import Store
    from qa.tables.model import Table

__all__ = ["MOST_LINES", "By", "figure_chart", "grades_chart", "ranking_chart", "shares_chart"]

By = Literal["year", "region"]
MOST_LINES = 8  # that can be told apart by shape and colour
_MOST_BARS = 20


def grades_chart(store: Store, reports: Sequence[Report], *, area: str = "overall") -> Chart:
    """The grades of an area over time, a line an authority; raises FilterError for more than 8 authorities or none."""
    given = _graded(reports, area)
    named = _few(given)
    steps = ordered(given)
    series = [
        Series(
            name=name,
            points=tuple(
                Point(
                    label=f"{report.dated:%b %Y}" if report.dated else "no date",
                    value=steps.index(report.judgements[area].casefold()),
                    shown=report.judgements[area],
                    day=report.dated,
                    scale=report.framework or "",
                )
                for report in given
                if report.authority == name and report.dated and scale_rank(report, report.judgements[area]) is not None
            ),
        )
        for name in named
    ]
    return Chart(
        kind="grades",
        title=_of(named, f"{area_name(area)}: grades over time"),
        covers=_covers(given, reports, f"grade {area_name(area)}" if area != "overall" else "give an overall grade"),
        axis="grade",
        series=tuple(series),
        steps=steps,
        table=_of_area(judgements_table(store, given), area),
        notes=tuple(scale_notes(given)),
    )


def shares_chart(store: Store, reports: Sequence[Report], *, by: By, area: str = "overall") -> Chart:
    """How the grades of an area divide, by year of inspection (every report) or by region (each authority's latest)."""
    chosen = list(reports) if by == "year" else _latest(reports, area)
    given = [one for one in _graded(chosen, area) if _group(one, by)]
    steps = ordered(given)
    series = []
    for name in sorted({_group(one, by) for one in given}):
        grades = [one.judgements[area].casefold() for one in given if _group(one, by) == name]
        points = [
            Point(label=step, value=grades.count(step), shown=f"{grades.count(step)} of {len(grades)}")
            for step in reversed(steps)
            if grades.count(step)
        ]
        series.append(Series(name=name, points=tuple(points)))
    which = "" if by == "year" else ", the latest report of each authority"
    return Chart(
        kind="shares",
        title=f"{_upper(area_name(area))}: grades by {by}{which}",
        covers=_covers(given, chosen, "give the grade" if by == "year" else "give the grade and are of a known region"),
        axis="share of reports",
        series=tuple(series),
        steps=steps,
        table=_of_area(judgements_table(store, given), area),
        notes=tuple(scale_notes(given)),
    )


def figure_chart(store: Store, reports: Sequence[Report], words: str, *, prose: bool = False) -> Chart:
    """A standard figure over time, a line an authority: the first of each report, at the inspection's end.

    What is no standard figure, or of `prose`, is looked for among the figures of prose (qa.charts.prose).
    """
    measure = None if prose else _known_measure(words)
    if measure is None:
        return prose_chart(store, reports, words, most=MOST_LINES)
    table = _of_measure(store, reports, measure)
    rows = [row for row in table.records() if row["authority"]]
    _few_names(sorted({row["authority"] for row in rows}))
    by_number = {report.number: report for report in reports}
    series = []
    for name in sorted({row["authority"] for row in rows}):
        points: dict[int, Point] = {}
        for row in rows:
            day = by_number[row["report"]].dated
            if row["authority"] == name and day is not None:
                points.setdefault(row["report"], _point(f"{day:%b %Y}", row, day))
        series.append(Series(name=name, points=tuple(sorted(points.values(), key=lambda p: str(p.day)))))
    return Chart(
        kind="figure",
        title=_of([one.name for one in series], measure.label),
        covers=_covers_rows(rows, reports),
        axis=measure.unit,
        series=tuple(series),
        table=table,
    )


def ranking_chart(store: Store, reports: Sequence[Report], words: str, *, lowest: bool = False) -> Chart:
    """Authorities by the figure in their latest report that gives it; the first twenty."""
    measure = _measure(words)
    table = _of_measure(store, reports, measure)
    dated = {report.number: report.dated for report in reports}
    latest: dict[str, dict[str, Any]] = {}
    for row in table.records():
        held = latest.get(row["authority"])
        if row["authority"] and (held is None or str(dated[row["report"]]) > str(dated[held["report"]])):
            latest[row["authority"]] = row
    rows = sorted(latest.values(), key=lambda row: (row["number"] if lowest else -row["number"], row["authority"]))
    points = []
    for row in rows[:_MOST_BARS]:
        day = dated[row["report"]]
        points.append(_point(f"{row['authority']}{f' ({day:%Y})' if day else ''}", row, None))
    more = len(rows) - _MOST_BARS
    return Chart(
        kind="ranking",
        title=f"{_upper(measure.label)}: {'lowest' if lowest else 'highest'} first, by each authority's latest report",
        covers=_covers_rows(rows, reports),
        axis=measure.unit,
        series=(Series(name=measure.label, points=tuple(points)),),
        table=table,
        notes=(f"{more} more authorit{'y' if more == 1 else 'ies'} below these.",) if more > 0 else (),
    )


def _point(label: str, row: dict[str, Any], day: Any) -> Point:
    return Point(label=label, value=row["number"], shown=f"{row['number']:,.10g}", day=day)


def _graded(reports: Iterable[Report], area: str) -> list[Report]:
    found = [one for one in reports if area in one.judgements and scale_rank(one, one.judgements[area]) is not None]
    if not found:
        raise FilterError(
            f"None of these reports gives a grade for {area.replace('_', ' ')}. Choose others, or another --area: "
            f"{listed(list(AREAS))}."
        )
    return found


def _latest(reports: Iterable[Report], area: str) -> list[Report]:
    """Each authority's latest report that grades the area."""
    kept: dict[str, Report] = {}
    for report in reports:
        before = kept.get(report.authority or "")
        if report.authority and area in report.judgements and (before is None or str(report.dated) > str(before.dated)):
            kept[report.authority] = report
    return list(kept.values())


def _group(report: Report, by: By) -> str:
    if by == "region":
        return report.region or ""
    return f"{report.dated:%Y}" if report.dated else ""


def _few(reports: Sequence[Report]) -> list[str]:
    return _few_names(sorted({one.authority for one in reports if one.authority}))


def _few_names(names: list[str]) -> list[str]:
    if not names:
        raise FilterError("None of these reports gives it for a named authority. Choose others.")
    if len(names) > MOST_LINES:
        raise FilterError(
            f"{len(names)} authorities are more than a chart of lines can show; {MOST_LINES} can be told apart. Name "
            "some with --authority, or count them: chart grades --by year, chart ranking."
        )
    return names


def _known_measure(words: str) -> Measure | None:
    known = next((one for one in measures() if words in (one.key, one.label)), None)
    return known or next((one for one, _, _ in find_measures(words)), None)


def _measure(words: str) -> Measure:
    found = _known_measure(words)
    if found is None:
        some = ", ".join(f"“{one.label}”" for one in measures()[:4])
        raise FilterError(f"No standard figure called {words!r} is known. There are {some} and others.")
    return found


def _of_measure(store: Store, reports: Sequence[Report], measure: Measure) -> Table:
    table = facts_table(store, reports, kinds=["statistic"])
    at = [column.name for column in table.columns].index("key")
    number = [column.name for column in table.columns].index("number")
    rows = tuple(row for row in table.rows if row[at] == measure.key and row[number] is not None)
    if not rows:
        raise FilterError(f"None of these reports gives {measure.label} as a standard figure. Choose others.")
    return type(table)(name=measure.key, columns=table.columns, rows=rows)


def _of_area(table: Table, area: str) -> Table:
    at = [column.name for column in table.columns].index("area")
    rows = tuple(row for row in table.rows if row[at] == area)
    return type(table)(name=f"grades {area}", columns=table.columns, rows=rows, notes=table.notes)


def _covers(given: Sequence[Report], of: Sequence[Report], do: str) -> str:
    authorities = len({one.authority for one in given if one.authority})
    return f"{len(given)} of {len(of)} reports, on {authorities} authorit{'y' if authorities == 1 else 'ies'}, {do}."


def _covers_rows(rows: Sequence[dict[str, Any]], of: Sequence[Report]) -> str:
    authorities = len({row["authority"] for row in rows})
    return (
        f"{len({row['report'] for row in rows})} of {len(of)} reports, on {authorities} "
        f"authorit{'y' if authorities == 1 else 'ies'}, give it."
    )


def _of(names: Sequence[str], title: str) -> str:
    """The title, with the authority's name before it where the chart is of one alone."""
    if len(names) != 1:
        return _upper(title)
    name = "".join(character for character in names[0] if character.isprintable())
    return f"{name}, {title}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
