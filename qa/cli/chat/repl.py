"""The loop of `inspectqa chat`: read a line, answer it or do what its /command says, until there are no more.

Knows turns and commands. Does not know the terminal: lines come from a callback, and what is shown goes through
qa.cli.render. The library is opened behind the first prompt, so that the prompt need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from rich.text import Text

from corpus.errors import InspectQAError
from qa.cli import render
from qa.cli.chat.commands import as_command, run_command
from qa.cli.chat.drawing import offered
from qa.cli.chat.session import Leave
from qa.cli.remembered import remember
from qa.question import LONGEST_QUESTION
from qa.unembedded import without_note

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.chat.conversation import Conversation
    from qa.filters import Filters

__all__ = ["Repl", "opened_behind"]

Reader = Callable[[str], str]


class Repl:
    """The loop over one conversation; a Session for its commands.

    `opening` gives the conversation once the library is open. `read` is called with the prompt and gives a line; it
    raises EOFError at the end and KeyboardInterrupt where the person takes a line back. `watched` says whether
    somebody watches: then waiting is shown.
    """

    def __init__(self, opening: Future[Conversation], *, read: Reader, filters: Filters, watched: bool = False) -> None:
        self._opening = opening
        self._read = read
        self._watched = watched
        self._said: set[str] = set()
        self._greeted = False
        self.filters = filters

    @property
    def conversation(self) -> Conversation:
        """The conversation; waits until the library is open, and raises what went wrong with it."""
        with self._waiting("Opening the library"):
            return self._opening.result()

    @property
    def watched(self) -> bool:
        """Whether somebody watches."""
        return self._watched

    @property
    def prompt(self) -> str:
        """The prompt, with what narrows the questions."""
        return f"({render.one_line(str(self.filters))}) > " if str(self.filters) else "> "

    def run(self) -> None:
        """Read and answer until the end; raises LibraryError where the library cannot be used."""
        while True:
            try:
                line = self._read(self.prompt)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if not line.strip():
                continue
            try:
                self._take(line.strip())
            except Leave:
                return
            except KeyboardInterrupt:
                render.remark("Stopped. Ask again, or leave with Ctrl-D.")
            except InspectQAError as error:
                if not self._opening.done() or self._opening.exception() is not None:
                    raise
                render.remark(str(error))

    def _take(self, line: str) -> None:
        command = as_command(line) if len(line) <= LONGEST_QUESTION else None
        if command:
            run_command(self, command)
        else:
            self.answer(lambda conversation, **told: conversation.ask(line, **told))

    def answer(self, ask: Callable[..., Answer]) -> None:
        """Show what `ask` answers; it is given the conversation and whom to tell what before the answer is whole."""
        conversation = self.conversation
        self._warn(conversation)
        with self._waiting("Looking") as waiting:
            if waiting is None:
                answer = ask(conversation, understood=understood)
            else:
                # A model's claims show while the rest of them is being written.
                answer = ask(
                    conversation,
                    understood=understood,
                    claimed=lambda claim: waiting.update(Text(render.said_in_line(claim.text), style="dim")),
                )
        render.answer(without_note(answer))
        if conversation.wanted:
            remember(answer)
        if self._watched and offered(answer):
            render.remark("/chart draws it.")
        if self._watched:
            render.remark("")

    def _warn(self, conversation: Conversation) -> None:
        """Say once what has no vectors yet, that nothing is kept where that was wanted, where a model's passages go."""
        if not self._greeted:
            self._greeted = True
            if held := conversation.resources.waiting:
                render.remark(held.remark)
        if conversation.wanted and not conversation.keeps:
            self._say_once(
                "This library may only be read: the conversation is not kept in it. /save FILE.md writes it out."
            )
        model = conversation.resources.model
        if model is not None and model.remark:
            self._say_once(model.remark)

    def _say_once(self, remark: str) -> None:
        if remark not in self._said:
            self._said.add(remark)
            render.remark(remark)

    def _waiting(self, what: str) -> Any:
        return render.err().status(f"{what} …", spinner="line") if self._watched else nullcontext()


def understood(question: str) -> None:
    """Show how a turn was understood, dimmed and beside the answer's own stream."""
    render.remark(f"→ {question}")


def opened_behind(
    open_it: Callable[[], Conversation], *, failed: Callable[[BaseException], None]
) -> tuple[Thread, Future[Conversation]]:
    """A thread that opens the conversation and warms its models up, and the future that holds it; `failed` is told
    why it could not.

    The thread is not started: the caller does that once the prompt stands.
    """
    opening: Future[Conversation] = Future()

    def work() -> None:
        try:
            conversation = open_it()
        except BaseException as error:  # handed on to whoever asks for the conversation
            opening.set_exception(error)
            failed(error)
            return
        warm(conversation)
        opening.set_result(conversation)

    return Thread(target=work, name="opening", daemon=True), opening


def warm(conversation: Conversation) -> None:
    """Load what the first question needs; what cannot be loaded is told when it is asked for."""
    from qa.plan import plan_question

    with suppress(Exception):
        plan_question("How was it rated?", catalogue=conversation.resources.catalogue)
        conversation.resources.vectors  # noqa: B018 - opened at first use
        conversation.resources.encoder  # noqa: B018
        conversation.resources.translator  # noqa: B018
