"""The commands that look across reports, or at one in short: `find`, `recommendations` and `summary`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.app import EXIT_REFUSED, LibraryFolder, app
from qa.cli.filters import ALL, narrowed
from qa.cli.saving import Listing, Saving, saved
from qa.filters import Filters

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


@app.command(cls=Listing)
@narrowed
@saved
def find(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for, in quotes.", show_default=False)],
    library: LibraryFolder = None,
    saving: Saving | None = None,
    each: Annotated[Each, typer.Option("--each", help="A row for each report, or for each authority.")] = Each.report,
    filters: Filters = ALL,
    whole: Whole = False,
) -> None:
    """Show which reports speak of a theme. Each has its best sentence, with the page.

    "high caseloads" finds those that say so, not those that say the opposite. Exit status 4 when none does.
    """
    from qa.library import Library

    with Library.open(library) as opened:
        result = opened.find(words, each=each.value, scope=filters.scope(opened.resources.catalogue))
        _show(result, "found", saving=saving, whole=whole)


@app.command(cls=Listing)
@narrowed
@saved
def recommendations(
    library: LibraryFolder = None,
    saving: Saving | None = None,
    about: Annotated[str, typer.Option("--about", metavar="WORDS", help="Only those that speak of this.")] = "",
    by: Annotated[By | None, typer.Option("--by", help="Group them.")] = None,
    filters: Filters = ALL,
    whole: Whole = False,
) -> None:
    """List what reports want improved. Each recommendation has its report and page.

    Exit status 4 when there is none.
    """
    from qa.library import Library

    with Library.open(library) as opened:
        scope = filters.scope(opened.resources.catalogue)
        result = opened.recommendations(about, by=by.value if by else None, scope=scope)
        _show(result, "recommendations", saving=saving, whole=whole)


@app.command(cls=Listing)
@saved
def summary(
    name: Annotated[
        str,
        typer.Argument(
            metavar="REPORT|AUTHORITY",
            help="A report, or an authority, whose latest report it is.",
            show_default=False,
        ),
    ],
    library: LibraryFolder = None,
    saving: Saving | None = None,
    problems: Annotated[bool, typer.Option("--problems", help="Only the areas graded lowest, and why.")] = False,
) -> None:
    """Show a report in short. Its grades, what must improve, and sentences of praise and blame by section, all cited.

    The sentences are the report's own. Exit status 4 when there is nothing to show.
    """
    from qa.library import Library

    with Library.open(library) as opened:
        result = opened.summary(name, problems=problems)
        _show(result, "summary", saving=saving, whole=True)


def _show(result: Answer, name: str, *, saving: Saving | None, whole: bool) -> None:
    from qa.cli import render
    from qa.cli.remembered import remember
    from qa.listings.answers import answer_table

    if saving and (result.answered or saving.form == "json"):
        saving.put(answer_table(result, name=name), document=result.to_dict())
    else:
        render.answer(result, whole=whole, more="Add --all to see every row with its citation.")
    remember(result)
    if not result.answered:
        raise typer.Exit(EXIT_REFUSED)
