"""Lines from a real terminal, or from a pipe: editing, history with search, completion, several lines.

Knows prompt_toolkit. Does not know what a line means. What is typed is echoed to stderr where stdout goes elsewhere,
so that stdout
holds answers alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_state_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings

__all__ = ["Terminal", "history_file", "is_plain", "is_watched", "pipe_reader", "plain_reader"]


def is_watched() -> bool:
    """Whether somebody types: both ends of the conversation are a terminal."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


def pipe_reader(_: str) -> str:
    """The next line of a pipe, those that end in a backslash joined; raises EOFError at its end."""
    lines: list[str] = []
    while line := sys.stdin.readline():
        text = line.rstrip("\r\n")
        if not text.endswith("\\"):
            return "\n".join([*lines, text])
        lines.append(text[:-1])
    if not lines:
        raise EOFError
    return "\n".join(lines)


def is_plain() -> bool:
    """Whether the terminal can do no more than print lines."""
    return os.environ.get("TERM", "").casefold() in ("dumb", "unknown")


def plain_reader(prompt: str) -> str:
    """The next line of a terminal that can do no more than print lines; raises EOFError at its end."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return pipe_reader(prompt)


def history_file() -> Path:
    """Where the lines typed are kept, readable by their owner only."""
    return user_state_path("inspectqa") / "history"


class Terminal:
    """Reads lines with editing; call it with the prompt. `ready` is called once, when the first prompt stands.

    Raises EOFError at Ctrl-D, KeyboardInterrupt at Ctrl-C, and what `stop` was given while it waits for a line.
    """

    def __init__(self, *, completer: Completer, keep_history: bool, ready: Callable[[], None]) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.output import create_output

        self._ready: Callable[[], None] | None = ready
        self._error: BaseException | None = None
        self._session: PromptSession[str] = PromptSession(
            history=_history(keep_history),
            completer=completer,
            complete_while_typing=Condition(self._types_command),
            complete_in_thread=True,
            key_bindings=_keys(),
            multiline=True,
            prompt_continuation="  ",
            output=create_output(stdout=sys.stdout if sys.stdout.isatty() else sys.stderr),
            enable_open_in_editor=False,
        )

    def __call__(self, prompt: str) -> str:
        """One line, or several joined by line ends."""
        if self._error is not None:
            raise self._error
        return self._session.prompt(prompt, pre_run=self._start)

    def stop(self, error: BaseException) -> None:
        """End the waiting for a line with `error`, from another thread."""
        self._error = error
        app = self._session.app
        if app.loop is not None and app.is_running:
            app.loop.call_soon_threadsafe(self._leave, error)

    def _leave(self, error: BaseException) -> None:
        if self._session.app.is_running:
            self._session.app.exit(exception=error)

    def _start(self) -> None:
        if self._ready is not None:
            ready, self._ready = self._ready, None
            # After the first drawing: what is loaded behind the prompt must not delay it.
            loop = self._session.app.loop
            if loop is not None:
                loop.call_later(0.05, ready)
            else:
                ready()

    def _types_command(self) -> bool:
        return self._session.default_buffer.text.startswith("/")


def _history(keep: bool) -> History:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    if not keep:
        return InMemoryHistory()
    path = history_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
        path.chmod(0o600)
    except OSError:
        # A home that cannot be written is no reason not to talk.
        return InMemoryHistory()
    return FileHistory(str(path))


def _keys() -> KeyBindings:
    from prompt_toolkit.filters import is_searching
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter", filter=~is_searching)
    def _(event):  # type: ignore[no-untyped-def]
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif buffer.document.text_before_cursor.endswith("\\"):
            buffer.delete_before_cursor()
            buffer.newline(copy_margin=False)
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def _(event):  # type: ignore[no-untyped-def]
        event.current_buffer.newline(copy_margin=False)

    return keys
