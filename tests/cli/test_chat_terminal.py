"""`inspectqa chat` in a pseudo-terminal and in a pipe: typing, completion, Ctrl-C, Ctrl-D, 60 columns, no colour."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Done, run

ROOT = Path(__file__).parents[2]
PROGRAM = "import qa.cli.chatting; from qa.cli.app import main; main()"
# Nothing asked here needs a model: its weights are not loaded behind the prompt.
COLD = "import qa.cli.chat.repl; qa.cli.chat.repl.warm = lambda conversation: None\n"
PATIENCE = 120  # seconds; reached only where what is awaited never comes
# Answers that never come, but for those on 2019: Ctrl-C has to end the waiting.
SLOW = """
import time
from qa.library import Library
real = Library.stream
def stream(self, question, **options):
    if "2019" not in question:
        time.sleep(600)
    yield from real(self, question, **options)
Library.stream = stream
"""
READY = r"\x1b\[\?2004h.*?\x1b\[\?25h"  # the prompt stands: bracketed paste on, the cursor shown


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    return {
        **kept, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"), **more,
    }  # fmt: skip


def piped(library: Path, lines: str, tmp_path: Path, *options: str) -> Done:
    return run(*(options or ("chat",)), library=library, typed=lines, **environment(tmp_path))


def test_a_pipe_gets_answers_alone_and_the_conversation_is_listed_and_continued(
    own_library: Path, tmp_path: Path
) -> None:
    done = piped(own_library, "How was Midchester rated in 2019?\nwho led that one?\n/nonsense\n", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Good" in done.stdout
    assert "Ada Penhaligon" in done.stdout
    assert "\x1b" not in done.stdout
    assert "→" not in done.stdout
    assert "→ Who was the lead inspector of Midchester's inspection of March 2019?" in done.stderr
    assert "There is no command /nonsense" in done.stderr
    listed = json.loads(piped(own_library, "", tmp_path, "chats", "--json").stdout)
    assert [(one["title"], one["turns"]) for one in listed] == [("How was Midchester rated in 2019?", 2)]
    assert listed[0]["id"] in piped(own_library, "", tmp_path, "chats").stdout
    more = piped(own_library, "when was it published?\n", tmp_path, "chat", "--continue")
    assert "Midchester's inspection of March 2019" in more.stderr
    named = piped(own_library, "why?\n", tmp_path, "chat", "--resume", listed[0]["id"][:5])
    assert named.returncode == 0, named.stderr


def test_no_save_keeps_nothing_and_a_wrong_id_is_told(own_library: Path, tmp_path: Path) -> None:
    assert piped(own_library, "How was Midchester rated?\n", tmp_path, "chat", "--no-save").returncode == 0
    assert json.loads(piped(own_library, "", tmp_path, "chats", "--json").stdout) == []
    missing = piped(own_library, "", tmp_path, "chat", "--resume", "zz")
    assert missing.returncode == 1
    assert "inspectqa chats" in missing.stderr


@pytest.fixture
def spawn(own_library: Path, tmp_path: Path) -> Iterator[Any]:
    """Start the chat in a terminal of 60 columns."""
    pexpect = pytest.importorskip("pexpect", reason="pexpect drives a pseudo-terminal")
    started = []

    def start(*options: str, library: Path = own_library, before: str = "", **more: str) -> Any:
        child = pexpect.spawn(
            sys.executable, ["-c", COLD + before + PROGRAM, "chat", "--library", str(library), *options], cwd=str(ROOT),
            env=environment(tmp_path, **more), dimensions=(24, 60), encoding="utf-8", timeout=PATIENCE,
        )  # fmt: skip
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def ready(child: Any) -> str:
    child.expect(READY)
    return str(child.before)


def left(child: Any) -> int:
    """Waits for the program's end, reading what it still says; its exit status."""
    import pexpect

    child.expect(pexpect.EOF)
    child.wait()
    return int(child.exitstatus)


def plain(text: str) -> list[str]:
    """What the lines of a terminal's output show in the end: the last of what was drawn over, no control sequences."""
    lines = [re.split(r"\r|\x1b\[\d+D", line)[-1] for line in re.split(r"\r+\n", text)]
    return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;.*?\x1b\\", "", line) for line in lines]  # links (OSC 8) too


def test_typing_completing_answering_and_leaving(spawn: Any, tmp_path: Path) -> None:
    child = spawn()
    ready(child)
    child.send("How was Midchester rated in 2019?\r")
    answered = ready(child)
    assert "Good" in answered
    assert max(map(len, plain(answered))) <= 60
    # The library is open by now: its names are there to complete.
    child.send("When was midch\t")
    child.expect("Midchester")
    child.send(" inspected in 2019?\r")
    assert "4 to 8 March 2019" in " ".join(plain(ready(child)))
    child.send("who led \\\rthat one?\r")
    assert "Ada Penhaligon" in ready(child)
    child.send("/op")
    child.expect("/open")  # in the menu
    child.send("\t")
    child.expect("/open")  # in the line
    child.send(" 1\r")
    assert re.search(r"»[^«]*Ada Penhaligon[^«]*«", ready(child))
    child.send("open 1\r")
    assert re.search(r"»[^«]*Ada Penhaligon[^«]*«", ready(child))
    child.send("quit\r")
    assert left(child) == 0
    assert "How was Midchester rated in 2019?" in (tmp_path / "state/inspectqa/history").read_text(encoding="utf-8")


def test_ctrl_c_takes_a_line_back_and_searching_finds_an_old_one(spawn: Any) -> None:
    child = spawn("--no-save", NO_COLOR="1")
    ready(child)
    child.send("half a question")
    child.sendcontrol("c")
    ready(child)
    child.send("Who led the Harrowmere inspection of 2021?\r")
    answered = ready(child)
    assert "Jonas Quill" in answered
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", answered)
    child.sendcontrol("r")
    child.send("Harrow")
    child.expect("mere inspection of 2021")
    child.send("\r\r")
    assert "Jonas Quill" in ready(child)
    child.send("/quit\r")
    assert left(child) == 0


def test_ctrl_c_stops_an_answer_and_not_the_program(spawn: Any) -> None:
    child = spawn(before=SLOW)
    ready(child)
    child.send("Who led the Harrowmere inspection of 2021?\r")
    child.expect("Looking")
    child.sendcontrol("c")
    assert "Stopped" in ready(child)
    child.send("How was Midchester rated in 2019?\r")
    assert "Good" in ready(child)
    child.sendcontrol("d")
    assert left(child) == 0


def test_a_dumb_terminal_is_enough(spawn: Any) -> None:
    child = spawn(TERM="dumb")
    child.expect("> ")
    child.send("How was Midchester rated in 2019?\r")
    child.expect(r"Good\.\s+Midchester: overall good")
    child.expect("> ")
    child.sendcontrol("d")
    assert left(child) == 0


def test_a_library_that_is_not_there_is_told_at_the_prompt(spawn: Any, tmp_path: Path) -> None:
    child = spawn(library=tmp_path / "none")
    child.expect("There is no library")
    assert left(child) == 1
