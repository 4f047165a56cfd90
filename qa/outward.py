"""What a library gives out in rows and pictures: listings, data frames, files, charts, narrowed by filters.

Knows filters as people write them, tables and charts. Does not know questions: qa.library has this and asks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from corpus.errors import FilterError
from qa.charts.drawn import Charted, chart
from qa.listings.of_library import Listed, listing
from qa.plan.scope import read_scope
from qa.question import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from qa.charts.drawn import Drawn
    from qa.charts.make import By as Divided
    from qa.resources import Resources
    from qa.tables.model import Table

__all__ = ["Filters", "Outward"]


class Filters(TypedDict, total=False):
    """What narrows a question or a listing, as people write it; `since` and `until` are years, both inclusive."""

    authority: str | Sequence[str]
    region: str | None
    since: int | None
    until: int | None
    framework: str | None


class Outward:
    """The part of a library that lists and draws; `resources` is what it rests on."""

    resources: Resources

    def within(self, scope: Scope | None, filters: Filters) -> Scope:
        """The scope that is given, or the one that the filters mean; raises FilterError for both at once."""
        given = {name: value for name, value in filters.items() if value is not None}
        if not given:
            return scope or Scope()
        if scope is not None:
            raise FilterError(f"Give either scope=... or {', '.join(f'{name}=...' for name in given)}, not both.")
        if unknown := sorted(set(given) - Filters.__annotations__.keys()):
            raise FilterError(
                f"There is no filter called {unknown[0]!r}. There are authority, region, since, until and framework."
            )
        names = given.pop("authority", ())
        authorities = (names,) if isinstance(names, str) else tuple(names)  # type: ignore[arg-type]
        return read_scope(self.resources.catalogue, authorities=authorities, **given)  # type: ignore[arg-type]

    def judgements(self, *, scope: Scope | None = None, **filters: Unpack[Filters]) -> Table:
        """Every judgement, a row each: whose, when, area, grade, page, quote; narrowed as `ask` is."""
        return self.table("judgements", scope=scope, **filters)

    def table(self, name: Listed, *, scope: Scope | None = None, **filters: Unpack[Filters]) -> Table:
        """What the library lists, as rows of typed columns.

        `name` is "reports", "judgements", "facts", "statistics", "recommendations" or "figures", those of prose.
        Iterating gives each row as a dict. Raises FilterError for a name that is none of these.
        """
        within = self.within(scope, filters)
        reports = [one for one in self.resources.catalogue.reports if within.admits(one)]
        return listing(self.resources.store, reports, name)

    def to_pandas(self, name: Listed, *, scope: Scope | None = None, **filters: Unpack[Filters]) -> DataFrame:
        """`table` as a data frame of pandas: real dates, grades as an ordered categorical (lowest first).

        `.attrs["notes"]` has what should be known beside it. Raises OutputError where pandas is not installed.
        """
        from qa.tables.forms import to_pandas

        return to_pandas(self.table(name, scope=scope, **filters))

    def save(
        self,
        name: Listed,
        path: Path | str,
        *,
        force: bool = False,
        scope: Scope | None = None,
        **filters: Unpack[Filters],
    ) -> Path:
        """Write `table` to a file, by its name's end: .csv, .xlsx, .parquet or .json.

        Raises OutputError for a file that is there already, unless `force` is true, and for any other ending.
        """
        from qa.tables.forms import write_table

        return write_table(self.table(name, scope=scope, **filters), Path(path), force=force)

    def chart(self, name: Charted, figure: str = "", *, by: Divided | None = None, **filters: Unpack[Filters]) -> Drawn:
        """A chart of "grades" (`by` year or region: how they divide), of a "figure", or a "ranking" by one.

        A notebook shows it; `.svg()` and `.png()` draw it, which needs matplotlib (OutputError where it is not there).
        """
        scope = self.within(None, filters)
        reports = [one for one in self.resources.catalogue.reports if scope.admits(one)]
        return chart(self.resources.store, reports, name, figure, by=by)
