"""The commands that draw: `chart grades`, `chart figure` and `chart ranking`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import OutputError
from corpus.files import write_new
from qa.cli.app import LibraryFolder, app
from qa.cli.consent import ask_first
from qa.cli.filters import EVERY, Selected, drawn
from qa.cli.saving import Listing, Saving, read_saving, table_options
from qa.cli.together import together

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.model import Report
    from corpus.store import Store
    from qa.charts.model import Chart

__all__ = ["chart", "draw"]

chart = typer.Typer(
    help="Draw a chart. In the terminal, or as SVG or PNG; it says of how many reports it is; --csv writes its table.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(chart, name="chart")

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE.svg", help="Draw it to this file, .svg or .png.", show_default=False),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Going:
    """Where a chart goes: drawn to `out`, its table to `saving`; shown where both are None."""

    out: Path | None = None
    saving: Saving | None = None
    force: bool = False


def _going(*, out: Path | None, force: bool, **tables: str | None) -> Going:
    """Asks before a file is overwritten; raises OutputError where `out` is no picture's name."""
    saving = read_saving(**tables, force=force)
    if out is not None:
        checked(out)
        if out.exists():
            ask_first(f"There is a file at {out} already.", "Overwrite it?", force=force)
            force = True
    return Going(out=out, saving=saving, force=force)


SHOWN = Going()
going_to = together("going", {"out": (Out, None), **table_options}, _going)
"""For a command that draws: its parameter `going` says where the chart and its table go."""

Area = Annotated[str, typer.Option("--area", metavar="AREA", help="The area that is judged: leadership, in_care ...")]
FigureName = Annotated[
    str,
    typer.Argument(metavar="FIGURE", help='A standard figure in words: "children looked after".', show_default=False),
]


@chart.command(cls=Listing)
@drawn
@going_to
def grades(
    authorities: Annotated[
        list[str] | None,
        typer.Argument(metavar="AUTHORITY", help="Authorities, as --authority names them.", show_default=False),
    ] = None,
    library: LibraryFolder = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="year|region", help="How the grades divide, by year or by region.")
    ] = None,
    area: Area = "overall",
    chosen: Selected = EVERY,
    going: Going = SHOWN,
) -> None:
    """Draw grades over time, a line for each authority. With --by, how they divide."""
    from qa.charts.make import grades_chart, shares_chart

    if by not in (None, "year", "region"):
        raise typer.BadParameter(f"--by {by!r} is neither year nor region.")

    def make(store: Store, reports: list[Report]) -> Chart:
        if by is None:
            return grades_chart(store, reports, area=area)
        return shares_chart(store, reports, by="year" if by == "year" else "region", area=area)

    named = (*(authorities or ()), *chosen.authorities)
    _run(make, library, replace(chosen, authorities=named), going)


@chart.command(cls=Listing)
@drawn
@going_to
def figure(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FIGURE", help='A figure in words: "children looked after", "agency staff".', show_default=False
        ),
    ],
    library: LibraryFolder = None,
    prose: Annotated[bool, typer.Option("--prose", help="A figure of prose, though there is a standard one.")] = False,
    chosen: Selected = EVERY,
    going: Going = SHOWN,
) -> None:
    """Draw a figure over the reports, a line for each authority: a standard one, else one of their prose."""
    from qa.charts.make import figure_chart

    _run(lambda store, reports: figure_chart(store, reports, name, prose=prose), library, chosen, going)


@chart.command(cls=Listing)
@drawn
@going_to
def ranking(
    name: FigureName,
    library: LibraryFolder = None,
    lowest: Annotated[bool, typer.Option("--lowest", help="The lowest first.")] = False,
    chosen: Selected = EVERY,
    going: Going = SHOWN,
) -> None:
    """Rank the authorities by a standard figure in their latest report."""
    from qa.charts.make import ranking_chart

    def make(store: Store, reports: list[Report]) -> Chart:
        return ranking_chart(store, reports, name, lowest=lowest)

    _run(make, library, chosen, going)


def _run(make: Callable[[Store, list[Report]], Chart], library: Path | None, chosen: Selected, going: Going) -> None:
    from qa.library import Library

    with Library.open(library) as opened:
        made = make(opened.resources.store, chosen.among(opened.resources.catalogue))
    if going.out is not None or going.saving is None:
        draw(made, going.out, force=going.force)
    if going.saving:
        going.saving.put(made.table)


def checked(out: Path) -> None:
    """Raise OutputError where a file of this name is no picture that can be drawn."""
    if out.suffix.casefold() not in (".svg", ".png"):
        raise OutputError(f"{out} is no name of a picture that is drawn. Let it end in .svg or .png.")


def draw(made: Chart, out: Path | None, *, force: bool = False) -> None:
    """Show a chart in the terminal, or draw it to a file; raises OutputError."""
    from rich.text import Text

    from qa.charts.draw import as_png, as_svg
    from qa.charts.text import as_text
    from qa.cli import render

    if out is None:
        console = render.out()
        console.print(Text(render.said(as_text(made, width=min(console.width, 100)))), soft_wrap=True)
        return
    checked(out)
    data = as_png(made) if out.suffix.casefold() == ".png" else as_svg(made).encode("utf-8")
    write_new(out, data, force=force)
    render.remark(f"{made.title}. {made.covers} Drawn to {out}.")
