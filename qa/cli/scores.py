"""The tables of `eval`: figures by kind, and what got better or worse.

Knows rich's tables. Does not know how the figures come about.
"""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from qa.evaluate import Result, figures

__all__ = ["score_table", "wrong_lines"]

_COLUMNS = {
    "n": "n",
    "right": "right",
    "cited": "cited",
    "right_and_cited": "r+c",
    "hit@1": "hit@1",
    "hit@5": "hit@5",
    "hit@10": "hit@10",
    "false_quotes": "false\nquotes",
    "wrongly_declined": "wrongly\ndeclined",
    "wrongly_answered": "wrongly\nanswered",
    "seconds": "seconds",
}


def score_table(result: Result) -> Table:
    """A row a kind: shares in per cent, counts, median seconds."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("kind")
    for heading in _COLUMNS.values():
        table.add_column(heading, justify="right")
    for kind, rows in result.kinds().items():
        values: dict[str, Any] = figures(rows)
        table.add_row(kind, *("–" if values[name] is None else str(values[name]) for name in _COLUMNS))
    return table


def wrong_lines(result: Result) -> list[Text]:
    """The questions that were not right and cited, a line each."""
    lines = []
    for row in result.rows:
        if not row.good:
            why = "declined" if row.declined and row.answerable else "not right" if not row.right else "not cited"
            lines.append(Text(f"{row.id}  {why}: {row.question}"))
    return lines
