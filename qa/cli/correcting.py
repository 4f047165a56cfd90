"""The commands by which a person has the last word on a report: `correct` and `edition`.

Knows how they are written. Does not know how corrections are kept, nor what a report's editions are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.app import AsJson, LibraryFolder, app
from qa.cli.looking import Name

if TYPE_CHECKING:
    from corpus.model import Report
    from corpus.store import Store

Fields = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FIELD=VALUE",
        help="What is right: published=2015-09-01, lead_inspector='Ada Penhaligon', overall=good.",
        show_default=False,
    ),
]


@app.command()
def correct(
    name: Name,
    fields: Fields = None,
    library: LibraryFolder = None,
    because: Annotated[
        str, typer.Option("--because", metavar="WHY", help="Why: it is shown with every citation of it.")
    ] = "",
    undo: Annotated[
        list[str] | None, typer.Option("--undo", metavar="FIELD", help="Take the correction of FIELD back.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what was read of a report.

    What was read stays as it is beside it. Corrections hold for the file's bytes: they survive a new ingest.
    """
    from corpus import corrections
    from corpus.errors import CorrectionError, ReportNotFound
    from corpus.settings import load_settings
    from corpus.store import Store
    from qa.cli import render

    wanted = [one.partition("=") for one in fields or ()]
    for field, equals, _ in wanted:
        if not equals:
            raise CorrectionError(f"{field!r} is no correction. Write it as FIELD=VALUE, such as published=2015-09-01.")
    with Store(load_settings(library=library).library) as store:
        report = store.find_report(name)
        for field in undo or ():
            if not corrections.undo(store.database, report, field):
                raise CorrectionError(f"{report.title} has no correction of {field!r}. Without --undo they are listed.")
        for field, _, value in wanted:
            corrections.correct(store.database, report, field.strip(), value, because=because)
        found = store.reports([report.number], editions=True)
        if not found:
            raise ReportNotFound(f"{report.title} was removed meanwhile. `inspectqa reports` lists what is here.")
    _print(found[0], as_json=as_json)
    if not as_json and (wanted or undo):
        render.remark("Answers show it from now on; --undo FIELD takes a correction back.")


def _print(report: Report, *, as_json: bool) -> None:
    from rich.text import Text

    from qa.cli import render

    if as_json:
        named = ("field", "value", "read", "because", "at")
        render.print_json(
            {
                "number": report.number,
                "source": report.source,
                "corrections": [{name: getattr(one, name) for name in named} for one in report.corrections],
            }
        )
        return
    console = render.out()
    render.paragraph(console, Text(render.said(str(report)), style="bold"))
    for one in report.corrections:
        render.indented(console, render.said_in_line(str(one)))
    if not report.corrections:
        render.indented(console, "Nothing is corrected.")


@app.command()
def edition(
    name: Name,
    library: LibraryFolder = None,
    prefer: Annotated[bool, typer.Option("--prefer", help="Count this one in place of the others.")] = False,
    separate: Annotated[bool, typer.Option("--separate", help="It is no edition of another: count it too.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take such a choice back.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show or choose a report's editions.

    A report that is in more than once - a copy, a corrected edition - is counted once.
    """
    from corpus.corrections import choose
    from corpus.settings import load_settings
    from corpus.store import Store

    if prefer + separate + undo > 1:
        raise typer.BadParameter("Choose one of --prefer, --separate and --undo.")
    with Store(load_settings(library=library).library) as store:
        report = store.find_report(name)
        if prefer or separate or undo:
            choose(store.database, report, "preferred" if prefer else "separate" if separate else None)
        _print_editions(store, report, as_json=as_json)


def _print_editions(store: Store, report: Report, *, as_json: bool) -> None:
    from rich.text import Text

    from corpus.editions import editions_of
    from qa.cli import render

    rows = list(editions_of(store.database))
    first = next((row["counted"] for row in rows if row["number"] == report.number), report.number)
    others = [row["number"] for row in rows if row["counted"] == first]
    found = {one.number: one for one in store.reports([first, *others], editions=True)}
    shown = [found[number] for number in (first, *others) if number in found]
    if as_json:
        render.print_json(
            [{"number": one.number, "source": one.source, "counted": one.number == first} for one in shown]
        )
        return
    for one in shown:
        state = "counted" if one.number == first else "not counted"
        line = f"{one.number:>6} {state}: {render.said_in_line(str(one))}, {render.one_line(one.source)}"
        render.paragraph(render.out(), Text(line))
    if len(shown) == 1:
        render.remark("No other edition of it is here.")
