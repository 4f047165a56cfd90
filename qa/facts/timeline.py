"""The reports of each authority in order of time, what a condition may narrow them to, and which one is chosen.

Knows reports, dates and conditions on one report. Does not know conditions on a series (qa.facts.series).
"""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from qa.facts.truth import report_test, unknown_because
from qa.plan.query import Always

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.model import Report
    from qa.facts.result import Why
    from qa.plan.query import Choice, ReportCondition

    Series = tuple[Report, ...]
    Missing = tuple[tuple[Report, Why], ...]

__all__ = [
    "Arranged",
    "Chosen",
    "Narrowed",
    "arranged",
    "chooser",
    "chosen",
    "days_between",
    "in_time",
    "narrower",
    "too_few",
    "undated",
]

# Beyond so many reports of which it is unknown whether they belong, the ways to tell them apart are not gone through.
_MOST_UNKNOWN = 6

_last: tuple[Sequence[Report], Arranged] | None = None


class Arranged(NamedTuple):
    """Reports in order of time, and the series of each authority by name; those of no known authority are in none."""

    reports: Series
    series: dict[str, Series]


def arranged(reports: Sequence[Report]) -> Arranged:
    """The reports in order. For one and the same tuple, a catalogue's, they are put in order once."""
    global _last  # noqa: PLW0603
    held = _last
    if held is not None and held[0] is reports:
        return held[1]
    ordered = tuple(sorted(reports, key=report_order))
    groups: dict[str, list[Report]] = {}
    for report in ordered:
        if report.authority is not None:
            groups.setdefault(report.authority, []).append(report)
    found = Arranged(ordered, {name: tuple(groups[name]) for name in sorted(groups, key=str.casefold)})
    if isinstance(reports, tuple):
        _last = reports, found
    return found


def report_order(report: Report) -> tuple[date, str, date, int]:
    """What puts reports in order: `placed`, authority, publication, number; those without a date come last."""
    return (report.placed or date.max, report.authority or "", report.published or date.max, report.number)


def in_time(series: Series) -> Series:
    """The reports of a series whose place in time is known; one alone needs no date."""
    if len(series) < 2 or series[-1].placed is not None:
        return series
    return tuple(report for report in series if report.placed is not None)


def too_few(known: Series, series: Series) -> bool:
    """Whether a pair of reports cannot be found only because there is one without a date."""
    return len(known) < 2 <= len(series)


def days_between(before: Report, after: Report) -> int:
    """Days from one report to the next by publication, by `placed` where one of them states no publication."""
    if before.published and after.published:
        return abs((after.published - before.published).days)
    if before.placed is None or after.placed is None:
        raise ValueError("Reports without a date have no days between them.")
    return (after.placed - before.placed).days


class Narrowed(NamedTuple):
    """The series that a condition may leave of a series: one where it is known of every report.

    `missing` says of which reports it is not, and why; `too_many` that they are too many for all ways to be here.
    """

    ways: tuple[Series, ...]
    missing: Missing = ()
    too_many: bool = False


def narrower(among: ReportCondition) -> Callable[[Series], Narrowed]:
    """What narrows a series to the reports that fulfil `among`."""
    if isinstance(among, Always):
        return lambda series: Narrowed((series,))
    holds = report_test(among)

    def narrowed(series: Series) -> Narrowed:
        truths = [holds(report) for report in series]
        unknown = [report for report, truth in zip(series, truths, strict=True) if truth is None]
        if not unknown:
            return Narrowed((_kept(series, truths),))
        missing = tuple((report, why) for report in unknown for why in unknown_because(among, report))
        if len(unknown) > _MOST_UNKNOWN:
            return Narrowed((_kept(series, truths),), missing, too_many=True)
        options = [(True, False) if truth is None else (truth,) for truth in truths]
        return Narrowed(tuple(_kept(series, way) for way in product(*options)), missing)

    return narrowed


def _kept(series: Series, truths: Iterable[bool | None]) -> Series:
    return tuple(report for report, truth in zip(series, truths, strict=True) if truth)


class Chosen(NamedTuple):
    """The report chosen of a series, None where there is none; `missing` is why that is not known, if it is not."""

    report: Report | None
    missing: Missing = ()


def chosen(index: int, series: Series) -> Chosen:
    """The report at `index` (negative: from the end) of those whose place in time is known."""
    known = in_time(series)
    if -len(known) <= index < len(known):
        return Chosen(known[index])
    return Chosen(None, undated(series) if -len(series) <= index < len(series) else ())


def chooser(choice: Choice) -> Callable[[Series], Chosen]:
    """What chooses one report of a series."""
    narrowed = narrower(choice.among)

    def choose(series: Series) -> Chosen:
        ways, missing, too_many = narrowed(series)
        found = [chosen(choice.index, way) for way in ways]
        if too_many or any(one.report is not found[0].report for one in found):
            return Chosen(None, missing)
        return next((one for one in found if one.missing), found[0])

    return choose


def undated(series: Series) -> Missing:
    """The reports of a series that state no date, and that this is what is missing."""
    return tuple((report, "date not stated") for report in series if report.placed is None)
