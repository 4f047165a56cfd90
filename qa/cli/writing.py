"""Answers written to files: in a form by its name, or as the evidence page.

Knows files and consent. Does not know what any form looks like (qa.written).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from corpus.files import expanded, taken, write_new
from qa.answer import NEAREST
from qa.cli.consent import ask_first
from qa.written.forms import FORMS, form_of
from qa.written.page import Asked, Evidence, evidence_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qa.answer import Answer
    from qa.resources import Resources

__all__ = ["form_for", "may_write", "write_evidence", "write_text"]


def form_for(form: str | None, out: Path | None) -> str | None:
    """The form that was asked for, by name or by the file's name; None where the answer is to be shown.

    Raises BadParameter for a form that is none, and for a file whose name does not say which.
    """
    if form is not None and form not in FORMS:
        raise typer.BadParameter(f"{form!r} is no form of an answer. Choose one of {', '.join(FORMS)}.")
    if form is not None or out is None:
        return form
    named = form_of(out.name)
    if named is None:
        raise typer.BadParameter(
            f"The name {out.name!r} does not say in which form. End it in .txt, .md, .html, .json, .bib or "
            ".csl.json, or name one with --format."
        )
    return named


def may_write(path: Path, *, force: bool) -> bool:
    """Whether a file that is there may go: before anything is asked of the library; ends the command on a "no".

    Raises LibraryError, which names --force, where nobody can be asked.
    """
    path = expanded(path)
    if path.exists() and not taken(path):
        ask_first(f"There is a file at {path} already.", "Overwrite it?", force=force)
        return True
    return force


def write_text(path: Path, answer: Answer, form: str, *, force: bool) -> None:
    """Write an answer in a form, and say so on stderr; raises OutputError."""
    from qa.cli import render

    write_new(expanded(path), answer.format(form).encode("utf-8"), force=force)
    cited = len(answer.citations)
    render.remark(f"The answer with {cited} citation{'' if cited == 1 else 's'} written to {path}.")


def write_evidence(
    path: Path, asked: Iterable[tuple[str, Answer]], resources: Resources, *, force: bool = False
) -> None:
    """Write the evidence page of questions and their answers, and say so on stderr; raises OutputError."""
    from qa.cli import render

    evidence = Evidence(
        library=str(resources.settings.library.absolute()),
        reports=len(resources.catalogue.reports),
        made=datetime.now().astimezone(),
    )
    rows = [Asked(question=said, answer=one, understood=_understood(one)) for said, one in asked]
    page = evidence_page(rows, evidence, heading=NEAREST)
    write_new(expanded(path), page.encode("utf-8"), force=force)
    render.remark(f"The evidence page is written to {path}: one file, to be sent, printed or kept.")


def _understood(answer: Answer) -> str | None:
    said = answer.understood.get("as")
    return said if isinstance(said, str) else None
