"""The commands of the chat: what each is called, what it says of itself, and what it does.

Knows what a command may do to the chat (session) and how things are shown. Does not know the loop, nor how a question
is answered.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.errors import QuestionError
from corpus.files import expanded, full_disk
from qa.cli import render
from qa.cli.chat.drawing import draw_last
from qa.cli.chat.scoping import set_scope
from qa.cli.chat.session import Leave, Session
from qa.cli.chat.showing import draw_source, last_turn, list_reports, open_source, show_sources, show_why
from qa.tables.inert import json_text
from qa.written.bibliography import bibtex, csl
from qa.written.forms import all_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.chat.conversation import Turn

__all__ = ["COMMANDS", "Command", "as_command", "run_command"]

_SLASHED = re.compile(r"/[A-Za-z?]*(?:\s|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One command: its name, what may stand behind it, what it does in a few words.

    `also` are other names for it. `bare` are the words that mean it without a slash too, where they stand alone, or,
    with `numbered`, alone with a number: whatever says more is a question.
    """

    name: str
    takes: str
    does: str
    run: Callable[[Session, str], None]
    also: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    numbered: bool = False


def as_command(line: str) -> str | None:
    """The line as a /command: as it stands, or "/open 1" for "open 1"; None for a question."""
    if _SLASHED.match(line):
        return line
    word, _, rest = line.rstrip(" .!?").casefold().partition(" ")
    for command in COMMANDS:
        number = command.numbered and re.fullmatch(r"\d+|\[\d+\]|\(\d+\)", rest.strip())
        if word in command.bare and (number or not rest):
            return f"/{command.name} {rest}".rstrip()
    return None


def run_command(session: Session, line: str) -> None:
    """Do what the /command `line` says; raises Leave, InspectQAError, and QuestionError for a command that is none."""
    typed, _, rest = line[1:].partition(" ")
    name = typed.casefold()
    begun = [one for one in COMMANDS if one.name.startswith(name)]
    command = next((one for one in COMMANDS if name == one.name or name in one.also), None)
    if command is None and len(begun) == 1:
        command = begun[0]
    if command is None:
        near = difflib.get_close_matches(name, [one.name for one in COMMANDS], n=1)
        hint = f" Did you mean /{near[0]}?" if near else ""
        raise QuestionError(f"There is no command /{name}.{hint} /help lists them.")
    command.run(session, rest.strip())


def _help(_: Session, rest: str) -> None:
    console = render.out()
    for command in COMMANDS:
        head = Text(f"/{command.name}{f' {command.takes}' if command.takes else ''}", style="bold")
        render.paragraph(console, head)
        render.indented(console, command.does)
    bare = ", ".join(word for command in COMMANDS for word in command.bare)
    render.paragraph(console, Text(f"Without the slash, and alone in their line, too: {bare}, open 1."))
    render.paragraph(
        console, Text("Anything else is a question. A line that ends in \\ goes on in the next one; so does Alt-Enter.")
    )


def _model(session: Session, rest: str) -> None:
    resources = session.conversation.resources
    if rest:
        name = None if rest.casefold() in ("off", "none") else rest
        settings = resources.settings.model_copy(update={"model": name})
        if name is not None:
            from qa.llm.models import chat_model

            chat_model(name, settings=settings).close()  # a wrong name is told here, and the old one stays
        resources.settings = settings
    current = resources.settings.model
    shown = (
        f"Model: {current}." if current else "Model: none; answers are sentences and facts of the reports themselves."
    )
    render.paragraph(render.out(), Text(render.one_line(shown)))


def _retry(session: Session, rest: str) -> None:
    last_turn(session)
    session.answer(lambda conversation, **told: conversation.retry(**told))


def _reset(session: Session, rest: str) -> None:
    session.conversation.reset()
    render.remark("Forgotten. The next question begins a new conversation.")


def _save(session: Session, rest: str) -> None:
    from qa.cli.chat.transcript import transcript
    from qa.cli.writing import write_evidence
    from qa.written.forms import form_of

    turns = session.conversation.turns
    if not rest:
        raise QuestionError("Name the file: /save notes.md")
    if not turns:
        raise QuestionError("Nothing has been asked yet: there is nothing to save.")
    path = expanded(Path(rest))
    form = form_of(path.name) or "md"
    if form == "html":
        write_evidence(path, [(turn.asked, turn.answer) for turn in turns], session.conversation.resources)
        return
    text = transcript(turns, title=turns[0].asked) if form == "md" else _together(turns, form)
    try:
        _write_new(path, text)
    except FileExistsError:
        raise QuestionError(f"{path} is there already. Name another file.") from None
    except OSError as error:
        why = "its disk is full" if full_disk(path.parent) else error.strerror or error
        raise QuestionError(f"{path} cannot be written: {why}. Name another file.") from error
    except ValueError as error:  # a null character, or one that the system's names cannot have
        raise QuestionError(f"{path} is no name that a file can have ({error}). Name another file.") from error
    render.remark(f"{len(turns)} turn{'s' if len(turns) != 1 else ''} saved to {path}.")


def _together(turns: Sequence[Turn], form: str) -> str:
    """The answers of a conversation in one file: a list of JSON, one bibliography, or one text under the other."""
    if form == "json":
        return json_text([turn.answer.to_dict() for turn in turns])
    if form in ("bibtex", "csl"):
        cited = [one for turn in turns for one in turn.answer.citations]
        said = [line for turn in turns for line in (render.said_in_line(turn.asked), *all_said(turn.answer))]
        return bibtex(cited, said=said) if form == "bibtex" else json_text(csl(cited, said=said))
    said = [turn.answer.format(form) for turn in turns]
    return "\n\n".join(f"{render.said_in_line(turn.asked)}\n\n{text}" for turn, text in zip(turns, said, strict=True))


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, through no link, and leave none where it cannot be written whole."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            path.unlink()
            raise


def _quit(session: Session, rest: str) -> None:
    raise Leave


COMMANDS = (
    Command(name="help", takes="", does="List the commands.", run=_help, also=("", "?", "h"), bare=("help",)),
    Command(name="sources", takes="", does="Show the sources of the last answer again.", run=show_sources),
    Command(
        name="open",
        takes="[N]",
        does="Show the page of source N with the quote marked.",
        run=open_source,
        bare=("open",),
        numbered=True,
    ),
    Command(
        name="image",
        takes="[N] [FILE.png]",
        does="Draw the page of source N into a picture, with the quote lit.",
        run=draw_source,
    ),
    Command(
        name="why",
        takes="",
        does="Say how the last question was understood, what was searched and what was left out.",
        run=show_why,
    ),
    Command(
        name="chart",
        takes="[FILE.svg | FILE.png]",
        does="Draw the grades that the last answer tells of, here or to a file: a history, or how they divide.",
        run=draw_last,
    ),
    Command(
        name="scope",
        takes="[authority NAME | region NAME | since YEAR | until YEAR | framework KEY | off]",
        does="Show or set what every question is narrowed to.",
        run=set_scope,
    ),
    Command(
        name="model",
        takes="[PROVIDER:NAME | off]",
        does="Show or set the chat model that words the answers.",
        run=_model,
    ),
    Command(
        name="reports",
        takes="[WORDS]",
        does="List the reports in the scope, or those whose title has these words.",
        run=list_reports,
    ),
    Command(name="retry", takes="", does="Ask the last question again.", run=_retry),
    Command(
        name="reset", takes="", does="Forget what was said; the next question begins a new conversation.", run=_reset
    ),
    Command(
        name="save",
        takes="FILE",
        does="Write the conversation to a file: .md, .txt, .json, .bib, .csl.json, or .html with each quote lit.",
        run=_save,
    ),
    Command(
        name="quit",
        takes="",
        does="Leave; so does Ctrl-D.",
        run=_quit,
        also=("exit", "q"),
        bare=("quit", "exit", "bye"),
    ),
)
