"""The command that shows the evidence: `open`, a cited page in the system's viewer, as a picture, or as text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import PageNotShown, QuestionError
from qa.cli.app import LibraryFolder, app
from qa.cli.consent import Force

if TYPE_CHECKING:
    from qa.answer import Citation
    from qa.library import Library

_LARGE = 2.0  # pixels to a point: a picture for an article


@app.command(name="open")
def open_(
    what: Annotated[
        str, typer.Argument(metavar="N|REPORT", help="A citation of the last answer, or a report with --page.")
    ] = "1",
    library: LibraryFolder = None,
    page: Annotated[int | None, typer.Option("--page", metavar="P", min=1, help="The report's page.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="Words of the page, to be lit.")] = None,
    png: Annotated[
        Path | None, typer.Option("--png", metavar="FILE.png", help="Draw the page into a file, the quote lit.")
    ] = None,
    crop: Annotated[bool, typer.Option("--crop", help="With --png: only the passage around the quote.")] = False,
    force: Force = False,
) -> None:
    """Open the page of a citation.

    A number alone is a citation of the last answer. Where the file has moved or changed, or has no pages,
    the text that was read of it is shown instead.
    """
    from qa.cli.remembered import last_library, recalled
    from qa.library import Library

    number = re.fullmatch(r"\[?(\d+)\]?", what.strip())
    cites = bool(number) and page is None and quote is None
    folder = library or (last_library() if cites else None)
    with Library.open(folder) as opened:
        last = recalled(int(number[1]), opened.resources) if number and cites else None
        cited = last or _named(opened, what, page, quote)
        if png is not None:
            save_picture(cited, png, crop=crop, force=force)
        else:
            show_cited(cited, opened)


def _named(opened: Library, name: str, page: int | None, quote: str | None) -> Citation:
    """A page of a report as a citation of what is to be lit on it, its first line where that is nothing."""
    from qa.cite import find_words

    report = opened.report(name)
    pages = opened.page_texts(report, page=page)
    if quote is None:
        (first, text), citer = pages[0], opened.resources.citer()
        blank = len(text) - len(text.lstrip())
        line = text.lstrip().split("\n", maxsplit=1)[0]
        if not line:
            raise QuestionError(f"Page {first.number} of {report.title} is blank. Name another.")
        start = first.start + blank
        return citer.citation(report.number, start, start + len(line))
    for one, text in pages:
        found = find_words(text, quote)
        if found:
            start, end = (one.start + at for at in found)
            return opened.resources.citer().citation(report.number, start, end)
    where = f"Page {page}" if page else "No page"
    says = "does not say that" if page else "says that"
    raise QuestionError(f"{where} of {report.title} {says}, word for word. `inspectqa search` finds what comes near.")


def save_picture(cited: Citation, path: Path, *, crop: bool = False, force: bool = False) -> None:
    """Draw the cited page into a file that is not there yet, or may go; says where it is on stderr."""
    from corpus.files import expanded, taken, write_new
    from qa.cli import render
    from qa.cli.consent import ask_first

    path = expanded(path)
    if path.exists() and not taken(path):
        ask_first(f"There is a file at {path} already.", "Overwrite it?", force=force)
        force = True
    write_new(path, cited.image(crop=crop, scale=_LARGE), force=force)
    render.remark(f"{cited.format()}: drawn into {path}, the quote lit.")


def show_cited(cited: Citation, opened: Library) -> None:
    """Open the file at the page, and say so; else print where it is, or the text that was read of it."""
    from qa.cli import render
    from qa.cli.chat.showing import show_page
    from qa.cli.viewer import has_display, open_pdf

    try:
        path = cited.file()
    except PageNotShown as error:
        render.remark(str(error))
        show_page(opened.resources.store, cited)
        return
    done = open_pdf(path, cited.page)
    if done:
        render.remark(done)
        return
    render.paragraph(render.out(), render.location(cited))
    why = "There is nothing here to open a PDF with" if has_display() else "There is no display to open it on"
    render.remark(f"{why}. It is page {cited.page}; `inspectqa open ... --png FILE.png` draws it.")
