"""The commands that keep a library safe: `check`, `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.app import EXIT_FAILED, AsJson, ChromaUrl, LibraryFolder, app
from qa.cli.consent import Force, ask_first

if TYPE_CHECKING:
    from corpus.waiting import Waiting

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup: one file.")]


@app.command()
def check(
    library: LibraryFolder = None,
    as_json: AsJson = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild what can be derived: vectors and word index.")
    ] = False,
    chroma: ChromaUrl = None,
) -> None:
    """Verify the library.

    Every span has to stand in its text, every vector to be its passage's, and the model to be the right one.
    """
    from rich.text import Text

    from corpus.check import check as verify
    from corpus.check import repair as mend
    from corpus.check import unread
    from corpus.chroma_server import chroma_server
    from corpus.settings import load_settings
    from ingest.embedding.weights import find_weights
    from qa.cli import render

    settings = load_settings(library=library, chroma=chroma)
    server = chroma_server(settings.chroma, settings.chroma_token)
    weights = find_weights(settings.embedding_model)
    if repair:
        mend(settings.library, server=server)
    findings = verify(settings.library, model=weights.name, weights_hash=weights.hash, server=server)
    notes = unread(settings.library) if not findings else []
    if as_json:
        told = [{"problem": f.problem, "next_step": f.next_step} for f in findings]
        render.print_json(told + [{"note": f.problem, "next_step": f.next_step} for f in notes])
    elif findings:
        for finding in findings:
            render.paragraph(render.out(), Text(render.safe(str(finding))))
    else:
        render.paragraph(render.out(), Text(f"The library at {render.safe(str(settings.library))} is sound."))
    for note in () if as_json else notes:
        render.paragraph(render.out(), Text(render.safe(str(note))))
    if held := _waiting(settings.library):
        render.remark(held.remark)
    if findings:
        raise typer.Exit(EXIT_FAILED)


def _waiting(folder: Path) -> Waiting | None:
    """The reports that have no vectors yet; None where the library is too damaged to tell."""
    from contextlib import closing

    from corpus.database import Database
    from corpus.errors import LibraryError
    from corpus.waiting import waiting

    try:
        with closing(Database(folder)) as database:
            return waiting(database)
    except LibraryError:
        return None


@app.command()
def backup(file: BackupFile, library: LibraryFolder = None, force: Force = False) -> None:
    """Write a backup of the library. It may be in use meanwhile. Asks before it overwrites a file."""
    from corpus.backup import backup as write
    from corpus.settings import load_settings
    from qa.cli import render

    folder = load_settings(library=library).library
    if file.exists():
        ask_first(f"There is a file at {file} already.", "Overwrite it?", force=force)
    write(folder, file)
    render.remark(f"The library at {folder} is backed up in {file}.")


@app.command()
def restore(file: BackupFile, library: LibraryFolder = None, chroma: ChromaUrl = None, force: Force = False) -> None:
    """Put the library back as FILE has it. Asks before it takes the place of a library."""
    from corpus.backup import restore as read
    from corpus.chroma_server import chroma_server
    from corpus.database import FILE_NAME
    from corpus.settings import load_settings
    from qa.cli import render

    settings = load_settings(library=library, chroma=chroma)
    folder = settings.library
    if file.is_file() and (folder / FILE_NAME).exists():
        ask_first(f"There is a library at {folder} already.", f"Put {file} in its place?", force=force)
    read(folder, file, server=chroma_server(settings.chroma, settings.chroma_token))
    render.remark(f"The library at {folder} is as it was in {file}.")
