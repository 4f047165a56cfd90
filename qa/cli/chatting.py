"""The commands that converse: `chat` and `chats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from qa.cli.app import AsJson, ChromaUrl, LibraryFolder, app
from qa.cli.asking import BaseUrl, Model
from qa.cli.filters import ALL, narrowed
from qa.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from qa.chat.conversation import Conversation
    from qa.cli.chat.completion import Names
    from qa.library import Library

_PATIENCE = 3.0  # seconds that a completion waits for the library's names


@app.command()
@narrowed
def chat(
    library: LibraryFolder = None,
    go_on: Annotated[bool, typer.Option("--continue", "-c", help="Go on with the last conversation.")] = False,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="ID", help="Go on with this conversation; `inspectqa chats` lists them."),
    ] = None,
    no_save: Annotated[
        bool, typer.Option("--no-save", help="Keep neither the conversation nor the lines typed.")
    ] = False,
    filters: Filters = ALL,
    model: Model = None,
    base_url: BaseUrl = None,
    chroma: ChromaUrl = None,
) -> None:
    """Talk about the reports.

    Follow-up questions are understood, every claim is one key from its page. Lines may come from a
    pipe: each is answered, stdout holds the answers.
    """
    from qa.cli.chat.repl import Repl
    from qa.cli.chat.terminal import is_plain, is_watched, pipe_reader, plain_reader

    opened: list[Library] = []

    def conversation() -> Conversation:
        from qa.chat.conversation import Conversation
        from qa.library import Library

        opened.append(Library.open(library, model=model, base_url=base_url, chroma=chroma))
        scope = filters.scope(opened[0].resources.catalogue) if str(filters) else None
        return Conversation(opened[0].resources, save=not no_save, resume="" if go_on else resume, scope=scope)

    try:
        if is_watched() and not is_plain():
            _at_terminal(conversation, filters, keep_history=not no_save, first=go_on or resume is not None)
        else:
            read = plain_reader if is_watched() else pipe_reader
            Repl(_now(conversation), read=read, filters=filters).run()
    finally:
        for one in opened:
            one.close()


def _now(open_it: Callable[[], Conversation]) -> Future[Conversation]:
    """The conversation opened at once."""
    from concurrent.futures import Future

    future: Future[Conversation] = Future()
    future.set_result(open_it())
    return future


def _at_terminal(open_it: Callable[[], Conversation], filters: Filters, *, keep_history: bool, first: bool) -> None:
    """The loop with a prompt; a conversation that is gone on with is opened `first`, else behind the first prompt."""
    from qa.cli import render
    from qa.cli.chat.completion import ChatCompleter
    from qa.cli.chat.repl import Repl, opened_behind
    from qa.cli.chat.terminal import Terminal

    thread, opening = opened_behind(open_it, failed=lambda error: terminal.stop(error))  # noqa: PLW0108
    terminal = Terminal(
        completer=ChatCompleter(lambda: _names(opening)),
        keep_history=keep_history,
        ready=lambda: None if first else thread.start(),
    )
    repl = Repl(opening, read=terminal, filters=filters, watched=True)
    if first:
        thread.start()
        _recall(repl.conversation)
    render.remark("Ask about the reports. /help lists the commands, Ctrl-D leaves.")
    repl.run()


def _recall(conversation: Conversation) -> None:
    from qa.cli import render

    last = conversation.turns[-1]
    count = len(conversation.turns)
    many = f"{count} turn{'s' if count != 1 else ''}"
    render.remark(f"Going on with conversation {conversation.id} ({many}). Last asked: {last.asked}")


def _names(opening: Future[Conversation]) -> Names:
    """What can be completed; a library that is still being opened is waited for a moment."""
    from concurrent.futures import wait

    from qa.cli.chat.completion import Names

    wait([opening], timeout=_PATIENCE)
    if not opening.done() or opening.exception() is not None:
        return Names()
    catalogue = opening.result().resources.catalogue
    titles = tuple(dict.fromkeys(report.title for report in catalogue.reports))
    return Names(authorities=catalogue.authorities, regions=catalogue.regions, titles=titles)


@app.command()
def chats(library: LibraryFolder = None, as_json: AsJson = False) -> None:
    """List the conversations kept. The last one comes first."""
    from corpus.chats import Chats
    from corpus.database import Database
    from corpus.settings import load_settings
    from qa.cli import render

    database = Database(load_settings(library=library).library)
    try:
        kept, unreadable = Chats(database).all(), Chats(database).unreadable()
    finally:
        database.close()
    if unreadable:
        many = "One conversation makes" if unreadable == 1 else f"{unreadable} conversations make"
        render.remark(f"{many} no sense and cannot be gone on with. The others are not touched.")
    if as_json:
        names = ("id", "started", "last", "title", "turns")
        render.print_json([{name: getattr(one, name) for name in names} for one in kept])
    elif kept:
        console = render.out()
        for one in kept:
            line = Text(f"{one.id}  ", style="cyan")
            many = f"{one.turns} turn{'s' if one.turns != 1 else ''}"
            line.append(f"{render.day(one.last[:10])}, {many}: {render.one_line(one.title)}", style="default")
            render.paragraph(console, line)
    else:
        render.remark("No conversation is kept in this library yet. Start one with `inspectqa chat`.")
