"""The commands that ask: `ask` and `search`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.app import EXIT_REFUSED, AsJson, ChromaUrl, LibraryFolder, app
from qa.cli.filters import ALL, narrowed
from qa.cli.saving import CsvFile, Force, Listing, ParquetFile, Saving, XlsxFile, read_saving, saved
from qa.filters import Filters

Question = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.", show_default=False)]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="PROVIDER:NAME", help="A chat model that words the answer; none is used unless named."
    ),
]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="The address of an OpenAI-compatible or Ollama server.")
]


@app.command(cls=Listing)
@narrowed
def ask(
    question: Question,
    library: LibraryFolder = None,
    as_json: AsJson = False,
    csv: CsvFile = None,
    xlsx: XlsxFile = None,
    parquet: ParquetFile = None,
    force: Force = False,
    filters: Filters = ALL,
    model: Model = None,
    base_url: BaseUrl = None,
    chroma: ChromaUrl = None,
    whole: Annotated[bool, typer.Option("--all", help="Every row of a long set with its citation.")] = False,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORM", help="As text, md, footnotes, html, json, bibtex or csl."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it, in the form that the file's name ends in.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE.html", help="Write the evidence page: each quote lit on its page."),
    ] = None,
) -> None:
    """Answer a question from the reports.

    The sentence and the page that say it are shown with it. Exit status 4 when the reports do not say it.
    As a file an answer has a row for each statement and its citation.
    """
    from qa.cli import render
    from qa.cli.remembered import remember
    from qa.cli.writing import form_for, may_write, write_evidence, write_text
    from qa.library import Library
    from qa.listings.answers import answer_table

    chosen = form_for(form, out)
    saving = read_saving(csv=csv, xlsx=xlsx, parquet=parquet, json="-" if as_json else None, force=force)
    if saving and chosen:
        raise typer.BadParameter(f"--{saving.form} and an answer as {chosen} cannot be had at once. Choose one.")
    forces = {path: may_write(path, force=force) for path in (out, page) if path is not None}
    with Library.open(library, model=model, base_url=base_url, chroma=chroma) as opened:
        scope = filters.scope(opened.resources.catalogue)
        render.say_model(opened.resources)
        result = opened.ask(question, scope=scope)
        remember(result)  # before it is shown: a pipe may be closed early (`| head`)
        if saving and (result.answered or as_json):
            saving.put(answer_table(result), document=result.to_dict())
        elif out is not None:
            write_text(out, result, chosen or "text", force=forces[out])
        elif chosen == "json":
            render.print_json(result.to_dict())
        elif chosen:
            render.print_written(result.format(chosen), reason=result.reason if not result.citations else None)
        else:
            render.answer(result, whole=whole, more="Add --all to see every row with its citation.")
        if page is not None:
            write_evidence(page, [(question, result)], opened.resources, force=forces[page])
    if not result.answered:
        raise typer.Exit(EXIT_REFUSED)


@app.command(cls=Listing)
@narrowed
@saved
def search(
    question: Question,
    library: LibraryFolder = None,
    saving: Saving | None = None,
    count: Annotated[
        int, typer.Option("--count", "-k", metavar="N", min=1, max=100, help="How many passages to show.")
    ] = 10,
    filters: Filters = ALL,
    chroma: ChromaUrl = None,
) -> None:
    """Show the passages that are found. Each has its page and score."""
    from qa.cli import render
    from qa.library import Library
    from qa.listings.answers import passages_table

    with Library.open(library, chroma=chroma) as opened:
        scope = filters.scope(opened.resources.catalogue)
        found = opened.search(question, k=count, scope=scope)
    if saving and (found or saving.form == "json"):
        names = ("source", "title", "page", "score", "text")
        rows = [{name: getattr(one, name) for name in names} for one in found]
        for row, one in zip(rows, found, strict=True):
            row["page"] = one.page if one.paged else None
        saving.put(passages_table(found), document=rows)
    elif found:
        render.passages(found)
    else:
        render.remark(
            "No passage shares a word or a meaning with that question. `inspectqa reports` lists what is here."
        )
        raise typer.Exit(EXIT_REFUSED)
