"""What a table is: named columns of a kind each, and rows; and a cell of it as every format may have it.

Knows kinds of values. Does not know formats of files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from qa.tables.inert import one_line
from qa.tables.markup import table_html, table_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Column", "Kind", "Table"]

Kind = Literal["text", "path", "link", "whole", "number", "date", "grade", "flag"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: `name` is its heading, `kind` what its cells are.

    "text" are words of a report or about it, "path" is a file's name, "link" the address of a file on
    this machine, which the program itself made; "whole" and
    "number" are numbers, "date" is a day, "flag" true or false. "grade" is one of the words in `order`, which runs from
    the lowest to the highest. Every cell may be None: it is not known.
    """

    name: str
    kind: Kind = "text"
    order: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows under columns; `name` is a word or two for a sheet's tab, `notes` are sentences that belong beside it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, name: str, columns: Iterable[Column], records: Iterable[Mapping[str, Any]], *, notes: Iterable[str] = ()
    ) -> Table:
        """The table of these records; what a record lacks is None, and columns say what is taken of it.

        Cells come out inert: words on one line without characters that could drive a terminal; dates as dates.
        """
        kept = tuple(columns)
        rows = tuple(tuple(_cell(record.get(column.name), column.kind) for column in kept) for record in records)
        return cls(name=one_line(name), columns=kept, rows=rows, notes=tuple(map(one_line, notes)))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, as `records` has them."""
        return iter(self.records())

    def _repr_html_(self) -> str:
        kinds = [column.kind for column in self.columns]
        return table_html([column.name for column in self.columns], self.rows, self.notes, kinds=kinds)

    def _repr_markdown_(self) -> str:
        return table_markdown([column.name for column in self.columns], self.rows, self.notes)

    def records(self) -> list[dict[str, Any]]:
        """Each row as {name of the column: cell}."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def _cell(value: Any, kind: Kind) -> Any:
    if value is None or (value == "" and kind != "text"):
        return None
    if kind == "date":
        return _day(value)
    if kind == "whole":
        return int(value)
    if kind == "number":
        return float(value)
    if kind == "flag":
        return bool(value)
    return one_line(str(value))


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))
