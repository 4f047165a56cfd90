"""The commands that look around: `reports`, `show`, `judgements` and `facts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.app import AsJson, LibraryFolder, app
from qa.cli.asking import Authority, FrameworkKey, Region
from qa.cli.saving import CsvFile, Force, JsonFile, Listing, ParquetFile, XlsxFile, read_saving

if TYPE_CHECKING:
    from corpus.model import Report

Name = Annotated[
    str, typer.Argument(metavar="REPORT", help="A report's number, file name, title or the start of its id.")
]
SinceFilter = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only reports of this year or date, or later.")
]
UntilFilter = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only reports of this year or date, or earlier.")
]
GradeFilter = Annotated[
    str | None, typer.Option("--grade", metavar="GRADE", help="Only reports with this overall grade.")
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
def reports(
    library: LibraryFolder = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    parquet: ParquetFile = None,
    json: JsonFile = None,
    force: Force = False,
    authority: Authority = None,
    region: Region = None,
    framework: FrameworkKey = None,
    since: SinceFilter = None,
    until: UntilFilter = None,
    grade: GradeFilter = None,
) -> None:
    """List the reports. What is known of each stands beside it."""
    from qa.cli import render
    from qa.cli.filters import select
    from qa.cli.tables import reports_table
    from qa.library import Library
    from qa.listings.reports import reports_table as listed

    saving = read_saving(csv=csv, xlsx=xlsx, parquet=parquet, json=json, force=force)
    with Library.open(library) as opened:
        chosen = select(
            opened.resources.catalogue,
            authorities=authority or (),
            region=region,
            framework=framework,
            since=since,
            until=until,
            grade=grade,
        )
        held = opened.resources.waiting.among(report.number for report in chosen)
    if saving and (chosen or saving.form == "json"):
        saving.put(listed(chosen), document=[_row(report) for report in chosen])
    elif chosen:
        console = render.out()
        console.print(reports_table(chosen, width=console.width))
        render.remark(f"{len(chosen)} report{'s' if len(chosen) != 1 else ''}.")
        if held:
            render.remark(held.remark)
    else:
        render.remark("No report passes these filters. Run `inspectqa reports` without them to see what is here.")


@app.command(cls=Listing)
def judgements(
    library: LibraryFolder = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    parquet: ParquetFile = None,
    json: JsonFile = None,
    force: Force = False,
    authority: Authority = None,
    region: Region = None,
    framework: FrameworkKey = None,
    since: SinceFilter = None,
    until: UntilFilter = None,
    grade: GradeFilter = None,
) -> None:
    """Show every authority's grades. They stand inspection by inspection.

    As a file they have a row each, with page and quote.
    """
    from qa.cli import render
    from qa.cli.filters import select
    from qa.cli.tables import judgements_table
    from qa.library import Library
    from qa.listings.reports import judgements_table as listed

    saving = read_saving(csv=csv, xlsx=xlsx, parquet=parquet, json=json, force=force)
    with Library.open(library) as opened:
        chosen = select(
            opened.resources.catalogue,
            authorities=authority or (),
            region=region,
            framework=framework,
            since=since,
            until=until,
            grade=grade,
        )
        table = listed(opened.resources.store, chosen) if saving else None
    if table is not None and saving and (chosen or saving.form == "json"):
        saving.put(table, document=[_row(report) for report in chosen])
    elif chosen:
        console = render.out()
        console.print(judgements_table(chosen, width=console.width))
    else:
        render.remark("No report passes these filters. Run `inspectqa judgements` without them to see what is here.")


@app.command(cls=Listing)
def facts(
    name: Name,
    library: LibraryFolder = None,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    parquet: ParquetFile = None,
    json: JsonFile = None,
    force: Force = False,
) -> None:
    """List what was read out of one report. Each fact has its page and quote."""
    from rich.text import Text

    from corpus.unread import unread_pages
    from qa.cli import render
    from qa.cli.tables import facts_table
    from qa.library import Library
    from qa.listings.reports import facts_table as listed

    saving = read_saving(csv=csv, xlsx=xlsx, parquet=parquet, json=json, force=force)
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
