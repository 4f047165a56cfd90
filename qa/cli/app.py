"""The command line's frame: the Typer app, the options every command shares, errors as sentences, exit statuses.

Knows how a command starts and ends. Does not know what any command does: each module beside this one adds its own.

Exit statuses: 0 done or answered, 1 could not be done, 2 wrong usage, 3 some files or lines were rejected, 4 the
reports do not answer the question, 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import InspectQAError

__all__ = ["EXIT_FAILED", "EXIT_REFUSED", "EXIT_REJECTED", "AsJson", "ChromaUrl", "LibraryFolder", "app", "main"]

EXIT_FAILED = 1
EXIT_REJECTED = 3
EXIT_REFUSED = 4
_EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="inspectqa",
    help="Ask inspection reports a question and be shown the very sentence that answers it.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LibraryFolder = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        help="The library's folder (else INSPECTQA_LIBRARY, else the user's data folder).",
        show_default=False,
    ),
]
ChromaUrl = Annotated[
    str | None,
    typer.Option(
        "--chroma",
        metavar="URL",
        help="The Chroma server that holds the vectors, as http://host:port (its key: INSPECTQA_CHROMA_TOKEN).",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"inspectqa {version('inspectqa')}")
        raise typer.Exit


@app.callback()
def _start(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Ask inspection reports a question and be shown the very sentence that answers it."""
    # Whatever bytes a pipe brings and whatever characters an answer has, no command ends in the middle for it: what is
    # no text is told of where it is asked, and what the output cannot show is shown as "?".
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def main() -> None:
    """Run the command line; every error a person can meet ends in one sentence on stderr, never in a traceback."""
    try:
        app()
    except InspectQAError as error:
        _say(str(error))
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        _say("Stopped.")
        sys.exit(_EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of the pipe (head, less) has gone: that is its right, and no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            what = error.filename or "the output"
            _say(f"The disk is full: {what} cannot be written. Free some space and run the command again.")
            sys.exit(EXIT_FAILED)
        where = f" ({error.filename})" if error.filename else ""
        _say(
            f"The system refused: {error.strerror or error}{where}. Check the path, its permissions and the free space."
        )
        sys.exit(EXIT_FAILED)

    except Exception as error:
        if os.environ.get("INSPECTQA_DEBUG"):
            raise
        _say(
            f"This is a fault of inspectqa ({type(error).__name__}: {error}); nothing in the library is changed by it. "
            "Please report it with what INSPECTQA_DEBUG=1 prints."
        )
        sys.exit(EXIT_FAILED)


def _say(message: str) -> None:
    from rich.text import Text

    from qa.cli.render import err, paragraph, safe

    paragraph(err(), Text(safe(message), style="red"))
