"""Tables whose cells span rows or columns, spread out: a cell is said in each row and column that it stands for.

Knows rows of cells with their spans, whatever a cell is. Knows no markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Spread", "span"]

_Cell = TypeVar("_Cell")
_MOST_COLUMNS, _MOST_ROWS = 100, 1000  # that one cell may span; a table of more is no table to be read


class Spread(Generic[_Cell]):
    """One table, given row by row from the top."""

    def __init__(self) -> None:
        self._down: dict[int, tuple[int, _Cell]] = {}  # by column: for how many rows more, and which cell

    def row(self, cells: Sequence[tuple[_Cell, int, int]]) -> list[_Cell]:
        """The row's cells, given each with the rows and columns it spans, with those from above in their places.

        A cell that is alone in its row is said once, however many columns it spans.
        """
        placed: dict[int, _Cell] = {}
        column = 0
        for cell, rows, columns in cells:
            column = self._from_above(placed, column)
            alone = (len(cells) == 1 and not placed) or column + columns > _MOST_COLUMNS
            for _ in range(1 if alone else columns):
                placed[column] = cell
                if rows > 1 and column < _MOST_COLUMNS:
                    self._down[column] = rows - 1, cell
                column += 1
        self._from_above(placed, column)
        for over in [one for one in self._down if one not in placed]:
            rows, cell = self._down[over]
            placed[over] = cell
            self._use(over, rows, cell)
        return [placed[at] for at in sorted(placed)]

    def _from_above(self, placed: dict[int, _Cell], column: int) -> int:
        while column in self._down and column not in placed:
            rows, cell = self._down[column]
            placed[column] = cell
            self._use(column, rows, cell)
            column += 1
        return column

    def _use(self, column: int, rows: int, cell: _Cell) -> None:
        if rows > 1:
            self._down[column] = rows - 1, cell
        else:
            del self._down[column]


def span(written: str | None, *, rows: bool = False) -> int:
    """How many rows or columns a span written in markup is: 1 for what is no number, and no more than a table has."""
    text = (written or "").strip()
    if not (text.isascii() and text.isdecimal()):
        return 1
    return max(1, min(int(text[:6]), _MOST_ROWS if rows else _MOST_COLUMNS))
