"""The commands that look around: `reports`, `show`, `judgements` and `facts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.app import AsJson, LibraryFolder, app
from qa.cli.filters import EVERY, Selected, selected
from qa.cli.saving import Listing, Saving, saved

if TYPE_CHECKING:
    from corpus.model import Report

Name = Annotated[
    str, typer.Argument(metavar="REPORT", help="A report's number, file name, title or the start of its id.")
]


def _row(report: Report) -> dict[str, Any]:
    """One report in the documented form of `reports --json`."""
    return {
        "number": report.number,
        "source": report.source,
        "title": report.title,
        "authority": report.authority,
        "region": report.region,
        "framework": report.framework,
        "inspection_start": report.inspection_start.isoformat() if report.inspection_start else None,
        "inspection_end": report.inspection_end.isoformat() if report.inspection_end else None,
        "published": report.published.isoformat() if report.published else None,
        "published_from": report.published_from,
        "lead_inspector": report.lead_inspector,
        "judgements": report.judgements,
        "pages": report.pages,
        **({"unread": [{"page": page, "reading": kind} for page, kind in report.unread]} if report.unread else {}),
        **({"corrected": [one.field for one in report.corrections]} if report.corrections else {}),
    }


@app.command(cls=Listing)
@selected
@saved
def reports(
    library: LibraryFolder = None,
    saving: Saving | None = None,
    chosen: Selected = EVERY,
) -> None:
    """List the reports. What is known of each stands beside it."""
    from qa.cli import render
    from qa.cli.tables import reports_table
    from qa.library import Library
    from qa.listings.reports import reports_table as listed

    with Library.open(library) as opened:
        found = chosen.among(opened.resources.catalogue)
        held = opened.resources.waiting.among(report.number for report in found)
    if saving and (found or saving.form == "json"):
        saving.put(listed(found), document=[_row(report) for report in found])
    elif found:
        console = render.out()
        console.print(reports_table(found, width=console.width))
        render.remark(f"{len(found)} report{'s' if len(found) != 1 else ''}.")
        if held:
            render.remark(held.remark)
    else:
        render.remark("No report passes these filters. Run `inspectqa reports` without them to see what is here.")


@app.command(cls=Listing)
@selected
@saved
def judgements(
    library: LibraryFolder = None,
    saving: Saving | None = None,
    chosen: Selected = EVERY,
) -> None:
    """Show every authority's grades. They stand inspection by inspection.

    As a file they have a row each, with page and quote.
    """
    from qa.cli import render
    from qa.cli.tables import judgements_table
    from qa.library import Library
    from qa.listings.reports import judgements_table as listed

    with Library.open(library) as opened:
        found = chosen.among(opened.resources.catalogue)
        table = listed(opened.resources.store, found) if saving else None
    if table is not None and saving and (found or saving.form == "json"):
        saving.put(table, document=[_row(report) for report in found])
    elif found:
        console = render.out()
        console.print(judgements_table(found, width=console.width))
    else:
        render.remark("No report passes these filters. Run `inspectqa judgements` without them to see what is here.")


@app.command(cls=Listing)
@saved
def facts(
    name: Name,
    library: LibraryFolder = None,
    saving: Saving | None = None,
) -> None:
    """List what was read out of one report. Each fact has its page and quote."""
    from rich.text import Text

    from corpus.unread import unread_pages
    from qa.cli import render
    from qa.cli.tables import facts_table
    from qa.library import Library
    from qa.listings.reports import facts_table as listed

    with Library.open(library) as opened:
        report = opened.report(name)
        rows = opened.facts(report)
        table = listed(opened.resources.store, [report]) if saving else None
    if saving and table is not None:
        saving.put(table, document={**_row(report), "facts": rows})
    else:
        console = render.out()
        console.print(Text(render.said(str(report)), style="bold"))
        for sentence in unread_pages(report.unread):
            render.paragraph(console, Text(sentence))
        console.print(facts_table(rows, width=console.width))


@app.command()
def show(
    name: Name,
    library: LibraryFolder = None,
    page: Annotated[int | None, typer.Option("--page", metavar="N", min=1, help="Only this page.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a report's text, page by page."""
    from rich.text import Text

    from qa.cli import render
    from qa.library import Library

    with Library.open(library) as opened:
        report = opened.report(name)
        pages = opened.page_texts(report, page=page)
    if as_json:
        render.print_json({**_row(report), "text": [{"page": p.number, "label": p.label, "text": t} for p, t in pages]})
        return
    console = render.out()
    for shown, text in pages:
        render.page_heading(console, report.title, page=shown.number, pages=report.pages)
        console.print(Text(render.said(text).rstrip()))
