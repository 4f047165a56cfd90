"""The commands that look across reports: `find` and `recommendations`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.app import EXIT_REFUSED, AsJson, LibraryFolder, app
from qa.cli.asking import Authority, FrameworkKey, Region, Since, Until

if TYPE_CHECKING:
    from qa.answer import Answer

Whole = Annotated[bool, typer.Option("--all", help="Every row with its citation.")]


class Each(StrEnum):
    """What `find` gives a row to."""

    report = "report"
    authority = "authority"


class By(StrEnum):
    """What `recommendations` are grouped by."""

    year = "year"
    region = "region"
    grade = "grade"


@app.command()
def find(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for, in quotes.", show_default=False)],
    library: LibraryFolder = None,
    as_json: AsJson = False,
    each: Annotated[Each, typer.Option("--each", help="A row for each report, or for each authority.")] = Each.report,
    authority: Authority = None,
    region: Region = None,
    since: Since = None,
    until: Until = None,
    framework: FrameworkKey = None,
    whole: Whole = False,
) -> None:
    """Show which reports speak of a theme. Each has its best sentence, with the page.

    "high caseloads" finds those that say so, not those that say the opposite. Exit status 4 when none does.
    """
    from qa.cli.filters import Filters
    from qa.library import Library

    filters = Filters(authorities=tuple(authority or ()), region=region, since=since, until=until, framework=framework)
    with Library.open(library) as opened:
        result = opened.find(words, each=each.value, scope=filters.scope(opened.resources))
        _show(result, as_json=as_json, whole=whole)


@app.command()
def recommendations(
    library: LibraryFolder = None,
    as_json: AsJson = False,
    about: Annotated[str, typer.Option("--about", metavar="WORDS", help="Only those that speak of this.")] = "",
    by: Annotated[By | None, typer.Option("--by", help="Group them.")] = None,
    authority: Authority = None,
    region: Region = None,
    since: Since = None,
    until: Until = None,
    framework: FrameworkKey = None,
    whole: Whole = False,
) -> None:
    """List what reports want improved. Each recommendation has its report and page.

    Exit status 4 when there is none.
    """
    from qa.cli.filters import Filters
    from qa.library import Library

    filters = Filters(authorities=tuple(authority or ()), region=region, since=since, until=until, framework=framework)
    with Library.open(library) as opened:
        scope = filters.scope(opened.resources)
        result = opened.recommendations(about, by=by.value if by else None, scope=scope)
        _show(result, as_json=as_json, whole=whole)


def _show(result: Answer, *, as_json: bool, whole: bool) -> None:
    from qa.cli import render

    if as_json:
        render.print_json(result.to_dict())
    else:
        render.answer(result, whole=whole, more="Add --all to see every row with its citation.")
    if not result.answered:
        raise typer.Exit(EXIT_REFUSED)
