"""The table of figures of prose: one row a figure, with what is counted, of how many, when, whose, page and sentence.

Knows the rows that `Library.figures` gives. Does not know how they were chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.listings.columns import PAGE, WHOSE, of_report
from qa.tables.model import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

__all__ = ["figures_table"]

_COLUMNS = (
    Column(name="authority"),
    Column(name="value"),
    Column(name="number", kind="number"),
    Column(name="unit"),
    Column(name="kind"),
    Column(name="bound"),
    Column(name="counted"),
    Column(name="of", kind="number"),
    Column(name="said"),
    Column(name="when"),
    Column(name="as_of"),
    Column(name="whose"),
    Column(name="turn"),
    PAGE,
    Column(name="sentence"),
    *of_report("inspection_end", "published"),
    *WHOSE,
)


def figures_table(rows: Iterable[Mapping[str, Any]]) -> Table:
    """One row a figure, in the order of the reports and their text."""
    return Table.of("figures", _COLUMNS, rows)
