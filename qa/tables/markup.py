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
_ROOM = 4.8  # rem that a column needs on average, so that its words stand beside one another
_LONG = 20  # characters from which a word is broken where the line ends, rather than push other columns out
_STYLE = """
.OWN { container-type: inline-size; }
.OWN.OWN table { width: 100%; table-layout: auto; }
.OWN.OWN th, .OWN.OWN td { text-align: left; vertical-align: top; padding: .35rem .3rem; overflow-wrap: break-word; }
.OWN.OWN td.long { overflow-wrap: anywhere; min-width: 5rem; }
.OWN.OWN td.day { white-space: nowrap; }
@container (max-width: ROOM) {
  .OWN.OWN table, .OWN.OWN tbody, .OWN.OWN tr { display: block; text-align: left; }
  .OWN.OWN thead, .OWN.OWN td:empty { display: none; }
  .OWN.OWN tr { padding: .4rem .5rem; border-bottom: 1px solid #8888; }
  .OWN.OWN td { display: inline-block; max-width: 100%; min-width: 0; padding: 0 .9rem 0 0; line-height: 1.35; }
  .OWN.OWN td::before { content: attr(data-name) " "; opacity: .75; font-size: .9em; }
}
"""
_ACTS = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def escaped_markdown(text: str) -> str:
    """Words as Markdown shows them as they are: nothing in them is a mark, a tag or a link."""
    return _ACTS.sub(r"\\\1", unlinked(text))


def table_html(
    names: Sequence[str], rows: Sequence[Sequence[Any]], notes: Sequence[str] = (), *, kinds: Sequence[str] = ()
) -> str:
    """A table of HTML: 50 rows at most, then how many more there are, then the notes.

    Where it has no room for its columns, on a phone or with many of them, each row is a block of "name value" instead,
    so that nothing scrolls sideways. Of a "path" the file's name is shown, and leads where the row's "link" says.
    """
    kinds = list(kinds or ["text"] * len(names))
    leads = kinds.index("link") if "link" in kinds and "path" in kinds else None
    shown = [at for at in range(len(names)) if at != leads]
    head = "".join(f"<th>{html.escape(names[at]).replace('_', '_<wbr>')}</th>" for at in shown)
    lines = [
        "".join(_cell(names[at], kinds[at], row[at], row[leads] if leads is not None else None) for at in shown)
        for row in rows[:_SHOWN]
    ]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    below = "".join(f"<p><i>{html.escape(unlinked(note))}</i></p>" for note in _below(rows, notes))
    own = f"inspectqa-{len(shown)}"  # a style sheet holds for the whole notebook
    style = _STYLE.replace("OWN", own).replace("ROOM", f"{_ROOM * len(shown):.0f}rem")
    return (
        f'<div class="{own}"><style>{style}</style>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}</div>"
    )


def _cell(name: str, kind: str, cell: Any, link: Any) -> str:
    """A cell with its column's name, which stands before it where the row is a block."""
    words = _shown(cell)
    if kind == "path":
        words = re.split(r"[/\\]", words)[-1]
    look = ' class="day"' if isinstance(cell, date) else ' class="long"' if _longest(words) > _LONG else ""
    text = html.escape(words if kind in ("path", "link") else unlinked(words))
    if kind == "text" and " " not in words:
        text = text.replace("_", "_<wbr>")
    if kind == "path" and link and str(link).startswith("file:///"):
        text = f'<a href="{html.escape(str(link), quote=True)}">{text}</a>'
    return f'<td data-name="{html.escape(name, quote=True)}"{look}>{text}</td>'


def _longest(words: str) -> int:
    return max(map(len, re.split(r"[\s_-]", words)))


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
