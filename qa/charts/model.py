"""What a chart is, before it is drawn: its words, its groups of values, and the table that it shows.

Knows nothing of drawing (qa.charts.draw, qa.charts.text). Words of reports come out inert, on one line. Every value of
a chart is a row of its table, which has the page and the quote that it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from qa.tables.inert import said_in_line

if TYPE_CHECKING:
    from qa.tables.model import Table

__all__ = ["Chart", "Point", "Series"]

Kind = Literal["grades", "shares", "figure", "ranking"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One value: `label` says where it stands along the chart (a date in words, a grade, a name).

    `value` is the number drawn; of a grade it is its place in the scale, and `shown` its word. `scale` is the framework
    whose scale it is on: lines join points of one scale alone.
    """

    label: str
    value: float
    shown: str
    day: date | None = None
    scale: str = ""

    def __post_init__(self) -> None:
        for name in ("label", "shown"):
            object.__setattr__(self, name, said_in_line(getattr(self, name)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """The points of one authority, one year or one region, in their order."""

    name: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", said_in_line(self.name))


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart: `covers` says of how many reports it is, `axis` names its values, `steps` are the grades upwards.

    `notes` are sentences that belong below it; `table` is all that it shows, with pages and quotes.
    """

    kind: Kind
    title: str
    covers: str
    axis: str
    series: tuple[Series, ...]
    table: Table
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The chart in words, for who cannot see it: title, coverage, each group's values."""
        said = [f"{one.name}: {', '.join(f'{p.label} {p.shown}' for p in one.points)}." for one in self.series]
        return "\n".join([f"{self.title}. {self.covers}", *said, *self.notes])
