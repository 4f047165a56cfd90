"""The tables of `eval`: figures by kind, and what got better or worse.

Knows rich's tables. Does not know how the figures come about.
"""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from qa.evaluation.score import Result, figures

__all__ = ["score_table", "wrong_lines"]

_COLUMNS = {
    "n": "n",
    "right": "right",
    "cited": "cited",
    "right_and_cited": "r+c",
    "hit@1": "hit\n@1",
    "hit@5": "hit\n@5",
    "hit@10": "hit\n@10",
    "false_quotes": "false\nquot.",
    "wrongly_declined": "wrong\ndecl.",
    "wrongly_answered": "wrong\nansw.",
    "seconds": "sec.",
}


def score_table(result: Result) -> Table:
    """A row a kind: shares in per cent, counts, median seconds."""
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("kind", no_wrap=True)
    for heading in _COLUMNS.values():
        table.add_column(heading, justify="right")
    for kind, rows in result.kinds().items():
        values: dict[str, Any] = figures(rows)
        table.add_row(kind, *(_cell(values[name]) for name in _COLUMNS))
    return table


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return "100" if value == 100 else str(value)


def wrong_lines(result: Result) -> list[Text]:
    """The questions that were not right and cited, a line each."""
    lines = []
    for row in result.rows:
        if not row.good:
            why = "declined" if row.declined and row.answerable else "not right" if not row.right else "not cited"
            lines.append(Text(f"{row.id}  {why}: {row.question}"))
    return lines
