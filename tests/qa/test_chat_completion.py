"""Completion at the prompt, and the history's file."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from qa.cli.chat.completion import ChatCompleter, Names
from qa.cli.chat.terminal import Terminal, history_file, pipe_reader

NAMES = Names(
    authorities=("Bath and North East Somerset", "North Somerset", "Somerset"),
    regions=("London", "South West"),
    titles=("Somerset: inspection of children's services (SIF), February 2015",),
)


def completed(text: str, names: Names = NAMES) -> list[str]:
    found = ChatCompleter(lambda: names).get_completions(Document(text), CompleteEvent(completion_requested=True))
    return [text[: len(text) + one.start_position] + one.text for one in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/so", ["/sources"]),
        ("/SCO", ["/scope"]),
        ("how was som", ["how was Somerset"]),
        ("how was north s", ["how was North Somerset"]),
        ("how was bath and n", ["how was Bath and North East Somerset"]),
        ("how was somerset: i", ["how was Somerset: inspection of children's services (SIF), February 2015"]),
        ("/scope re", ["/scope region"]),
        ("/scope region so", ["/scope region South West"]),
        ("/scope authority som", ["/scope authority Somerset"]),
        ("qu", ["quit"]),
        ("ex", ["exit"]),
        ("he", ["help"]),
        ("how was he", []),
        ("how was s", []),
        ("how was Somerset ", []),
        ("zz", []),
    ],
)
def test_what_is_offered(typed: str, expected: list[str]) -> None:
    assert completed(typed) == expected


def test_names_are_offered_as_text_that_cannot_drive_the_terminal() -> None:
    assert completed("ev", Names(authorities=("Evil\x1b[2J\nname",))) == ["Evil[2J name"]


def test_without_a_library_only_commands_are_offered() -> None:
    assert completed("how was som", Names()) == []
    assert "/help" in completed("/", Names())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no permission bits")
def test_history_is_the_owners_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("qa.cli.chat.terminal.user_state_path", lambda name: tmp_path / "state" / name)
    from qa.cli.chat.terminal import _history

    assert _history(False).__class__.__name__ == "InMemoryHistory"
    assert not history_file().exists()
    _history(True).append_string("how was Somerset rated?")
    assert stat.S_IMODE(history_file().stat().st_mode) == 0o600
    assert "how was Somerset rated?" in history_file().read_text(encoding="utf-8")


def test_a_home_that_cannot_be_written_is_no_obstacle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr("qa.cli.chat.terminal.user_state_path", lambda name: tmp_path / "file" / name)
    from qa.cli.chat.terminal import _history

    assert _history(True).__class__.__name__ == "InMemoryHistory"


def test_lines_of_a_pipe_end_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("one\r\ntwo \\\nlines\n\nlast\\"))
    assert [pipe_reader("> ") for _ in range(4)] == ["one", "two \nlines", "", "last"]
    with pytest.raises(EOFError):
        pipe_reader("> ")


def keys_typed(text: str) -> str:
    """What the prompt gives for these keys."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(text)
        terminal = Terminal(completer=ChatCompleter(Names), keep_history=False, ready=lambda: None)
        return terminal("> ")


@pytest.mark.parametrize(
    ("keys", "line"),
    [("why?\r", "why?"), ("one \\\rtwo\r", "one \ntwo"), ("one\x1b\rtwo\r", "one\ntwo")],
)
def test_enter_ends_a_line_unless_it_goes_on(keys: str, line: str) -> None:
    assert keys_typed(keys) == line


@pytest.mark.parametrize(("keys", "raised"), [("\x04", EOFError), ("half\x03", KeyboardInterrupt)])
def test_ctrl_d_and_ctrl_c(keys: str, raised: type[BaseException]) -> None:
    with pytest.raises(raised):
        keys_typed(keys)


def test_a_failure_behind_the_prompt_is_raised_at_it() -> None:
    terminal = Terminal(completer=ChatCompleter(Names), keep_history=False, ready=lambda: None)
    terminal.stop(ValueError("gone"))
    with pytest.raises(ValueError, match="gone"):
        terminal("> ")
