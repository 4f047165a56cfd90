"""Asking before something is overwritten or removed, in one manner for every command that does.

Knows terminals and the option `--force`. Does not know what is at stake: the command says it.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus.errors import LibraryError
from qa.cli.app import EXIT_FAILED

__all__ = ["Force", "ask_first"]

Force = Annotated[bool, typer.Option("--force", "--yes", help="Do not ask first.")]


def ask_first(stake: str, question: str, *, force: bool) -> None:
    """Return when the person consents; `stake` is a sentence, `question` is asked on stderr.

    Raises LibraryError, which names --force, where nobody sits at a terminal, and ends the command on a "no".
    """
    if force:
        return
    if not at_terminal():
        raise LibraryError(f"{stake} Nothing was changed. Run it again with --force if that is meant.")
    if not typer.confirm(f"{stake} {question}", err=True):
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(EXIT_FAILED)


def at_terminal() -> bool:
    """Whether somebody can be asked and can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()
