"""The filters of what is asked, by authority, region, years and framework; of `reports` and `judgements`, by grade too.

Knows how people write these on a command line, and the options of the commands that take them. Does not know how the
reports are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import SettingsError
from qa.cli.together import together
from qa.filters import Filters

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.question import Catalogue

__all__ = ["ALL", "EVERY", "Selected", "drawn", "narrowed", "selected"]

Authority = Annotated[
    list[str] | None,
    typer.Option("--authority", metavar="NAME", help="Only reports on this authority (may be repeated)."),
]
Region = Annotated[
    str | None, typer.Option("--region", metavar="NAME", help="Only reports on this region's authorities.")
]


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text.strip()):
        raise typer.BadParameter(f"{text!r} is no year. Write it as 2016.")
    return int(text)


Since = Annotated[
    int | None, typer.Option("--since", metavar="YEAR", parser=_year, help="Only reports of this year or later.")
]
Until = Annotated[
    int | None, typer.Option("--until", metavar="YEAR", parser=_year, help="Only reports of this year or earlier.")
]
FrameworkKey = Annotated[
    str | None, typer.Option("--framework", metavar="KEY", help="Only reports of this framework (SIF, ILACS).")
]
SinceFilter = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only reports of this year or date, or later.")
]
UntilFilter = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only reports of this year or date, or earlier.")
]
GradeFilter = Annotated[
    str | None, typer.Option("--grade", metavar="GRADE", help="Only reports with this overall grade.")
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """Which reports are listed, as the person wrote it; `since` and `until` are years or ISO dates, both inclusive."""

    authorities: tuple[str, ...] = ()
    region: str | None = None
    framework: str | None = None
    since: str | None = None
    until: str | None = None
    grade: str | None = None

    def among(self, catalogue: Catalogue) -> list[Report]:
        """The reports that pass every filter given.

        Raises FilterError, with the nearest name, for an authority, region, framework or grade that is not known, and
        SettingsError for a date that cannot be read.
        """
        from qa.plan.scope import named_grade, read_scope

        scope = read_scope(catalogue, authorities=self.authorities, region=self.region, framework=self.framework)
        first = _bound(self.since, "--since", month=1, day=1)
        last = _bound(self.until, "--until", month=12, day=31)
        wanted = None if self.grade is None else named_grade(self.grade, catalogue)
        return [
            report
            for report in catalogue.reports
            if scope.admits(report)
            and (wanted is None or report.judgements.get("overall", "").casefold() == wanted)
            and (first is None or (report.dated is not None and report.dated >= first))
            and (last is None or (report.dated is not None and report.dated <= last))
        ]


def _bound(text: str | None, option: str, *, month: int, day: int) -> date | None:
    if text is None:
        return None
    try:
        return date(int(text), month, day) if text.isdecimal() else date.fromisoformat(text)
    except (ValueError, OverflowError):
        raise SettingsError(f"{option} {text!r} is no year or date. Write it as 2016 or as 2016-05-31.") from None


def _filters(authority: list[str] | None = None, **others: Any) -> Filters:
    return Filters(authorities=tuple(authority or ()), **others)


def _selected(authority: list[str] | None = None, **others: Any) -> Selected:
    return Selected(authorities=tuple(authority or ()), **others)


ALL, EVERY = Filters(), Selected()

_ASKED = {
    "authority": (Authority, None),
    "region": (Region, None),
    "since": (Since, None),
    "until": (Until, None),
    "framework": (FrameworkKey, None),
}
_DRAWN = {
    "authority": (Authority, None),
    "region": (Region, None),
    "framework": (FrameworkKey, None),
    "since": (SinceFilter, None),
    "until": (UntilFilter, None),
}
narrowed = together("filters", _ASKED, _filters)
"""For a command that asks: its parameter `filters` is a `Filters`."""
drawn = together("chosen", _DRAWN, _selected)
"""For a command that draws: its parameter `chosen` is a `Selected`."""
selected = together("chosen", {**_DRAWN, "grade": (GradeFilter, None)}, _selected)
"""For a command that lists reports: the same, by their grade too."""
