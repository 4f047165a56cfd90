"""The command `models`: what chat models were found to be able to do, and finding it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.app import EXIT_FAILED, AsJson, app
from qa.cli.asking import BaseUrl

if TYPE_CHECKING:
    from qa.llm.memory import Learnt


@app.command()
def models(
    name: Annotated[
        str | None,
        typer.Option("--try", metavar="PROVIDER:NAME", help="Ask this model thirty questions whose answers are known."),
    ] = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show what chat models can do here.

    A model is tried over the bundled samples, and used for what it can do from then on. No library is needed.
    """
    from qa.cli import render
    from qa.llm.memory import tried

    if name is not None:
        _tried(name, base_url)
    known = tried()
    if as_json:
        render.print_json({key: {"rung": one.rung, "told": one.told, "day": one.day} for key, one in known.items()})
        return
    if not known:
        render.remark("No model was tried yet. Name one: inspectqa models --try PROVIDER:NAME")
    for key, one in known.items():
        _show(key, one)


def _tried(name: str, base_url: str | None) -> None:
    """Try the model; the command ends where it cannot be asked."""
    from corpus.settings import load_settings
    from qa.cli import render
    from qa.cli.progress import bar
    from qa.llm.models import chat_model
    from qa.llm.quiz import questions, quiz

    settings = load_settings(model=name, base_url=base_url)
    model = chat_model(name, settings=settings)
    try:
        if model.place is not None:
            render.remark(f"Questions and sentences of the bundled samples are sent to {model.place} ({model.name}).")
        with bar() as progress:
            task = progress.add_task("questions", total=len(questions()))
            outcome = quiz(model, settings=settings, told=lambda done: progress.update(task, completed=done))
    finally:
        model.close()
    if outcome.trouble is not None:
        render.remark(f"The model {model.name} {outcome.trouble}. Nothing was found out about it.")
        raise typer.Exit(EXIT_FAILED)


def _show(key: str, one: Learnt) -> None:
    from rich.text import Text

    from qa.cli import render

    render.paragraph(render.out(), Text(f"{render.one_line(key)}, {render.day(one.day)}", style="bold"))
    render.indented(render.out(), render.one_line(one.told))
