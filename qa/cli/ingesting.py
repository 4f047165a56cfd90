"""The commands by which reports get into a library and out of it: `ingest`, `embed` and `remove`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.app import EXIT_FAILED, EXIT_REJECTED, AsJson, ChromaUrl, LibraryFolder, app
from qa.cli.consent import Force, ask_first

if TYPE_CHECKING:
    from ingest.progress import IngestSummary, Outcome

_OUTCOMES = ("added", "unchanged", "renamed", "replaced", "removed", "editions", "rejected", "left_out")
_WORDS = {"editions": "in more than once, counted once"}
_KINDS = 6  # of files left out that are named in the line that counts them

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders of reports.", show_default=False)
]

Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Work on the machines of a Ray cluster (needs inspectqa[ray]); `local` starts one here.",
        show_default=False,
    ),
]


@app.command()
def ingest(
    paths: Paths = None,
    library: LibraryFolder = None,
    samples: Annotated[bool, typer.Option("--samples", help="Ingest the bundled samples.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove reports whose files are gone from the folders named.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read the files anew, also those that are in already.")
    ] = False,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="Name each file of the folders that was left out, with the reason.")
    ] = False,
    later: Annotated[
        bool, typer.Option("--later", help="Leave the vectors to the next ingest, or to `inspectqa embed`.")
    ] = False,
    ray: Ray = None,
    chroma: ChromaUrl = None,
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Say nothing when there is nothing to do.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read reports into the library.

    They are PDF, HTML, DOCX, ODT, RTF, Markdown or plain text. Each can be asked by words and facts as soon as it is
    read; vectors, by which meanings are compared, follow. Exit status 3 when some files were rejected, 1 when nothing
    could be done.
    """

    from corpus.chroma_server import chroma_server
    from corpus.settings import load_settings
    from ingest.pipeline import ingest as run
    from ingest.read.limits import FileLimits
    from qa.cli import render
    from qa.cli.progress import IngestProgress

    named = list(paths or ())
    if samples:
        from corpus.samples import sample_paths

        named.extend(sample_paths())
    if not named:
        raise typer.BadParameter("Name files or folders to ingest, or use --samples for the bundled ones.")
    settings = load_settings(library=library, chroma=chroma)
    with IngestProgress() as progress:
        summary = run(
            settings.library,
            named,
            prune=prune,
            again=again,
            later=later,
            on_event=progress,
            model=settings.embedding_model,
            limits=FileLimits(timeout_s=settings.read_timeout, memory_bytes=settings.read_memory),
            server=chroma_server(settings.chroma, settings.chroma_token),
            ray=ray,
        )
    changed = summary.added or summary.renamed or summary.replaced or summary.removed or summary.rejected
    if as_json:
        render.print_json(_plain(summary))
    elif changed or not if_needed:
        _print(summary, left_out=left_out)
    if summary.waiting:
        render.remark(summary.waiting.remark)
    if summary.rejected:
        done = summary.added or summary.replaced or summary.unchanged or summary.renamed or summary.removed
        raise typer.Exit(EXIT_REJECTED if done else EXIT_FAILED)


@app.command()
def embed(library: LibraryFolder = None, ray: Ray = None, chroma: ChromaUrl = None) -> None:
    """Make the vectors that are wanting.

    An ingest that was stopped, or told to leave them with --later, goes on so.
    """
    from corpus.chroma_server import chroma_server
    from corpus.settings import load_settings
    from ingest.pipeline import embed as run
    from qa.cli import render
    from qa.cli.progress import IngestProgress

    settings = load_settings(library=library, chroma=chroma)
    with IngestProgress() as progress:
        count = run(
            settings.library,
            on_event=progress,
            model=settings.embedding_model,
            server=chroma_server(settings.chroma, settings.chroma_token),
            ray=ray,
        )
    made = f"{count:,} passage{' has its' if count == 1 else 's have their'} vectors now."
    render.remark(made if count else "Every passage has its vectors already.")


@app.command()
def remove(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="REPORT",
            help="Reports, each by number, file name, title or the start of its id.",
            show_default=False,
        ),
    ],
    library: LibraryFolder = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go, and remove nothing.")] = False,
    force: Force = False,
    chroma: ChromaUrl = None,
) -> None:
    """Remove reports from the library.

    Their files stay where they are. Asks before it does.
    """
    from rich.text import Text

    from corpus.chroma_server import chroma_server
    from corpus.removal import named_reports
    from corpus.removal import remove as take_out
    from corpus.settings import load_settings
    from qa.cli import render

    settings = load_settings(library=library, chroma=chroma)
    chosen = named_reports(settings.library, names)
    for report in chosen:
        line = f"{report.number:>6} {render.said_in_line(str(report))}, {render.one_line(report.source)}"
        render.paragraph(render.out(), Text(line))
    them = f"{len(chosen)} report{'s' if len(chosen) != 1 else ''}"
    if dry_run:
        render.remark(f"{them} would be removed from the library at {settings.library}.")
        return
    ask_first(f"{them} would be removed from the library at {settings.library}.", "Remove?", force=force)
    take_out(
        settings.library,
        [report.id for report in chosen],
        server=chroma_server(settings.chroma, settings.chroma_token),
    )
    render.remark(f"{them} removed. An ingest of a folder that holds the file takes it in again.")


def _plain(summary: IngestSummary) -> dict[str, Any]:
    return {
        **{
            name: [
                {"source": one.source, "reason": one.reason, "next_step": one.next_step}
                for one in getattr(summary, name)
            ]
            for name in (*_OUTCOMES, "unread")
        },
        "waiting": {"reports": summary.waiting.reports, "passages": summary.waiting.passages},
    }


def _print(summary: IngestSummary, *, left_out: bool) -> None:
    """The table at the end: how many of each outcome, and each rejected file with its reason and next step."""
    from rich.text import Text

    from qa.cli import render

    console = render.out()
    for outcome in _OUTCOMES:
        found: tuple[Outcome, ...] = getattr(summary, outcome)
        if outcome == "left_out" and found:
            more = "" if left_out else " (--left-out names them)"
            render.paragraph(console, Text(f"{len(found):>6} left out: {_kinds(found)}{more}"))
        elif found or outcome == "added":
            render.paragraph(console, Text(f"{len(found):>6} {_WORDS.get(outcome, outcome)}"))
    if summary.unread:
        render.paragraph(console, Text(f"{len(summary.unread):>6} read in part only"))
    for one in (*summary.editions, *summary.rejected, *summary.unread, *(summary.left_out if left_out else ())):
        render.paragraph(console, Text(f"  {render.one_line(one.source)}", style="bold"))
        render.indented(console, f"{_sentence(one.reason)} {one.next_step}")


def _kinds(found: tuple[Outcome, ...]) -> str:
    """How many files of which endings, the most frequent first: "5 .png, 2 hidden"."""
    from qa.cli.render import one_line

    counts = Counter(_kind(Path(one.source)) for one in found)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    some = [f"{count} {one_line(kind)}" for kind, count in ranked[:_KINDS]]
    others = sum(count for _, count in ranked[_KINDS:])
    return ", ".join([*some, *([f"{others} others"] if others else [])])


def _kind(path: Path) -> str:
    if path.name.startswith("."):
        return "hidden"
    if path.name.startswith("~$"):
        return "of Word's own"
    if path.name.lower().endswith(("_files", ".files")):
        return "of a saved page"
    return path.suffix.lower() or "without an ending"


def _sentence(reason: str) -> str:
    from qa.cli.render import one_line

    text = one_line(reason)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")
