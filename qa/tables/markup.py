"""A table as HTML and as Markdown, for notebooks and pages: everything in it escaped, its notes below it.

Knows both notations. Does not know what the cells are about.
"""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from qa.language.links import unlinked

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["escaped_markdown", "table_html", "table_markdown"]

_SHOWN = 50  # rows; a notebook is read, a file is for the rest
_ACTS = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def escaped_markdown(text: str) -> str:
    """Words as Markdown shows them as they are: nothing in them is a mark, a tag or a link."""
    return _ACTS.sub(r"\\\1", unlinked(text))


def table_html(names: Sequence[str], rows: Sequence[Sequence[Any]], notes: Sequence[str] = ()) -> str:
    """A table of HTML: 50 rows at most, then how many more there are, then the notes."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(unlinked(_shown(cell)))}</td>' for cell in row)}</tr>"
        for row in rows[:_SHOWN]
    )
    below = "".join(f"<p><i>{html.escape(unlinked(note))}</i></p>" for note in _below(rows, notes))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def table_markdown(names: Sequence[str], rows: Sequence[Sequence[Any]], notes: Sequence[str] = ()) -> str:
    """A table of Markdown: 50 rows at most, then how many more there are, then the notes."""
    lines = [_line(map(escaped_markdown, names)), _line("---" for _ in names)]
    lines += [_line(escaped_markdown(_shown(cell)) for cell in row) for row in rows[:_SHOWN]]
    return "\n".join([*lines, *(f"\n*{escaped_markdown(note)}*" for note in _below(rows, notes))]) + "\n"


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _below(rows: Sequence[Sequence[Any]], notes: Sequence[str]) -> list[str]:
    more = [f"{len(rows) - _SHOWN:,} more rows."] if len(rows) > _SHOWN else []
    return [*more, *notes]


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:g}" if isinstance(cell, float) and abs(cell) < 1e6 else str(cell)
