"""A chart as Python programs and notebooks hold it: its points and its table, drawn when asked for.

Knows which chart each name means. Does not know how one is made of facts, nor how it is drawn.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Literal

from corpus.errors import FilterError
from qa.charts.draw import as_png, as_svg
from qa.charts.make import figure_chart, grades_chart, ranking_chart, shares_chart
from qa.charts.model import Chart
from qa.charts.text import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.charts.make import By

__all__ = ["Charted", "Drawn", "chart"]

Charted = Literal["grades", "figure", "ranking"]


class Drawn(Chart):
    """A chart that draws itself; `.table` has what it shows, with pages and quotes."""

    __slots__ = ()

    def svg(self) -> str:
        """The chart as SVG; raises OutputError where matplotlib is not installed."""
        return as_svg(self)

    def png(self, *, dpi: int = 150) -> bytes:
        """The chart as a PNG, 8 inches wide; raises OutputError where matplotlib is not installed."""
        return as_png(self, dpi=dpi)

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_svg(self)


def chart(store: Store, reports: Sequence[Report], name: Charted, figure: str = "", *, by: By | None = None) -> Drawn:
    """The chart of that name over these reports; raises FilterError for a name or a figure that there is not."""
    with store.database.snapshot():
        if name == "grades":
            made = shares_chart(store, reports, by=by) if by else grades_chart(store, reports)
        elif name == "figure":
            made = figure_chart(store, reports, figure)
        elif name == "ranking":
            made = ranking_chart(store, reports, figure)
        else:
            raise FilterError(f"There is no chart called {name!r}. There are grades, figure and ranking.")
    return Drawn(**{one.name: getattr(made, one.name) for one in fields(made)})
