"""The command `figures`: the figures of reports' prose as a table.

Knows the command line. Does not know how a figure is read out of a sentence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.app import EXIT_REFUSED, LibraryFolder, app
from qa.cli.filters import ALL, narrowed
from qa.cli.saving import Listing, Saving, saved
from qa.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

ReportName = Annotated[
    str | None,
    typer.Argument(
        metavar="[REPORT]",
        help="Only this report: its number, file name, title or the start of its id.",
        show_default=False,
    ),
]


class Kind(StrEnum):
    """The kinds of figures."""

    COUNT = "count"
    SHARE = "share"
    RATE = "rate"
    MONEY = "money"
    DURATION = "duration"
    AGE = "age"
    CHANGE = "change"


@app.command(cls=Listing)
@narrowed
@saved
def figures(
    name: ReportName = None,
    library: LibraryFolder = None,
    about: Annotated[str, typer.Option("--about", metavar="WORDS", help="Only those of sentences about this.")] = "",
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only figures of this kind.")] = None,
    saving: Saving | None = None,
    filters: Filters = ALL,
) -> None:
    """List the figures of prose.

    They are read by rules: look at the sentence before a figure is printed. Exit status 4 when there is none.
    """
    from qa.cli import render
    from qa.library import Library
    from qa.listings.figures import figures_table

    with Library.open(library) as opened:
        scope = filters.scope(opened.resources.catalogue)
        rows = opened.figures(about, report=name, kind=kind.value if kind else None, scope=scope)
    if saving and (rows or saving.form == "json"):
        saving.put(figures_table(rows))
    elif rows:
        console = render.out()
        console.print(_table(rows, width=console.width))
        render.remark(f"{len(rows):,} figure{'s' if len(rows) != 1 else ''}.")
    else:
        render.remark(
            "No figure passes these filters. Reports read before figures were recorded have none until they are read "
            "again: run `inspectqa ingest` over their files once."
        )
    if not rows:
        raise typer.Exit(EXIT_REFUSED)


def _table(rows: Sequence[dict[str, Any]], *, width: int) -> Table:
    """Each figure with its sentence; below 100 columns what it counts and when stand under the value."""
    from rich.text import Text

    from qa.cli.render import said_in_line
    from qa.cli.tables import NARROW, plain_table

    narrow = width < NARROW
    names = ("Figure", "Page") if narrow else ("Value", "What", "When", "Whose", "Page", "Sentence")
    table = plain_table(*names)
    report = None
    for row in rows:
        if row["report"] != report:
            report = row["report"]
            title = Text(said_in_line(row["title"]), style="bold")
            table.add_row(*((title,) if narrow else ("", title)))
        what = row["counted"] + (f" (of {row['of']:,.0f})" if row["of"] is not None else "")
        value = f"{row['bound']} {row['value']}" if row["bound"] == "all but" else row["value"]
        cells = [said_in_line(one) for one in (value, what, row["when"], row["whose"], row["sentence"])]
        page, whose = str(row["page"]), "" if row["whose"] == "authority" else cells[3]
        if narrow:
            about = ", ".join(one for one in (cells[1], cells[2], whose) if one)
            table.add_row(Text(cells[0], style="bold").append(f"  {about}\n“{cells[4]}”", style="not bold"), page)
        else:
            table.add_row(Text(cells[0]), Text(cells[1]), Text(cells[2]), whose, page, Text(cells[4]))
    return table
