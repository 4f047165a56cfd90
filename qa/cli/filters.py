"""The filters of what is asked, by authority, region, years and framework; of `reports` and `judgements`, by grade too.

Knows how people write these on a command line. Does not know how the reports are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from qa.question import Catalogue, Scope
    from qa.resources import Resources

__all__ = ["Filters", "select"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows every question, as the person wrote it; `since` and `until` are years, both inclusive."""

    authorities: tuple[str, ...] = ()
    region: str | None = None
    since: int | None = None
    until: int | None = None
    framework: str | None = None

    def __str__(self) -> str:
        years = f"{self.since or ''}–{self.until or ''}" if self.since or self.until else ""
        if self.since and self.since == self.until:
            years = str(self.since)
        return ", ".join(part for part in (*self.authorities, self.region, years, self.framework) if part)

    def scope(self, resources: Resources) -> Scope:
        """The scope that these name in that library."""
        from qa.plan.scope import read_scope

        return read_scope(
            resources.catalogue,
            authorities=self.authorities,
            region=self.region,
            since=self.since,
            until=self.until,
            framework=self.framework,
        )


def select(
    catalogue: Catalogue,
    *,
    authorities: Sequence[str] = (),
    region: str | None = None,
    framework: str | None = None,
    since: str | None = None,
    until: str | None = None,
    grade: str | None = None,
) -> list[Report]:
    """The reports that pass every filter given; `since` and `until` are years or ISO dates, both inclusive.

    Raises FilterError, with the nearest name, for an authority, region, framework or grade that is not known, and
    SettingsError for a date that cannot be read.
    """
    from qa.plan.scope import named_grade, read_scope

    scope = read_scope(catalogue, authorities=authorities, region=region, framework=framework)
    first = _bound(since, "--since", month=1, day=1)
    last = _bound(until, "--until", month=12, day=31)
    wanted = None if grade is None else named_grade(grade, catalogue)
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
    except ValueError:
        raise SettingsError(f"{option} {text!r} is no year or date. Write it as 2016 or as 2016-05-31.") from None
