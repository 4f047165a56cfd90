"""README's examples are run as they stand: what it shows is what the program prints, and its set-up is make's."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run
from copying import copy_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
TRANSCRIPT = re.compile(r"^```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```\n+```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
WIDTH = "78"


def printed(*arguments: str, library: Path, typed: str = "") -> str:
    """What a command prints on stdout, at the README's width."""
    done = run(*arguments, library=library, typed=typed, COLUMNS=WIDTH)
    assert done.returncode in (0, 4), done.stderr
    return without_ends(done.stdout)


def without_ends(text: str) -> str:
    """The text without the blanks at its lines' ends."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


@pytest.fixture
def library(samples_folder: Path) -> Path:
    """A library of the bundled samples; nothing here writes to it."""
    return samples_folder


def shown() -> list[tuple[str, str]]:
    """Each command of the README whose output it shows, with that output."""
    examples = []
    for block in CONSOLE.findall(README):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if output.strip():
                examples.append((command, output.strip()))
    return examples


@pytest.mark.parametrize(("command", "output"), shown())
def test_each_command_prints_what_the_readme_shows(command: str, output: str, library: Path) -> None:
    words = shlex.split(command)
    if words[:2] == ["make", "ask"]:
        words = ["inspectqa", "ask", words[2].removeprefix("Q=")]
    assert words[0] == "inspectqa"
    assert printed(*words[1:], library=library) == output


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell's lines")
@pytest.mark.parametrize("block", [one for one in CONSOLE.findall(README) if ".venv/bin/activate" in one])
def test_the_lines_after_make_ask_work_as_they_are_written(block: str, library: Path, tmp_path: Path) -> None:
    """In a folder as make leaves it - the command in .venv, the samples in out/library - and with nothing else set."""
    copy_of(library, tmp_path / "out" / "library")
    bin_ = tmp_path / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "activate").write_text(f'PATH="{bin_}:$PATH"\n', encoding="utf-8")
    (bin_ / "inspectqa").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qa.cli "$@"\n', encoding="utf-8")
    (bin_ / "inspectqa").chmod(0o755)
    shutil.copytree(ROOT / "corpus" / "samples", tmp_path / "reports", ignore=shutil.ignore_patterns("*.py", "source"))
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    kept = {name: value for name, value in os.environ.items() if name != "INSPECTQA_LIBRARY"}
    places = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "COLUMNS": WIDTH, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", "\n".join(commands).replace("source ", ". ")],
        cwd=tmp_path,
        env={**kept, **places},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=12000,
        check=False,
    )
    assert done.returncode in (0, 4), done.stderr  # the last answer may be a refusal
    expected = [line.rstrip() for line in block.splitlines() if line and not line.startswith("$ ")]
    told = [line.rstrip() for line in done.stdout.splitlines()]
    assert [line for line in told if line][-len(expected) :] == expected if expected else "Darlington" in done.stdout


def test_the_set_up_is_the_one_that_make_takes() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = [line for line in makefile.splitlines() if line.startswith("\t") and "-m pip install" in line][:2]
    shown = [line for line in README.splitlines() if line.startswith("$ ") and "-m pip install" in line]
    assert [line.partition(" -m ")[2] for line in shown] == [
        "pip install --upgrade pip",  # an old pip resolves for many minutes
        "pip install --constraint constraints.txt .",
    ]
    for line, wanted in zip(recipe, ("--upgrade pip", "--constraint constraints.txt"), strict=True):
        assert wanted in line
    for line in README.splitlines():
        if "pip install" in line and "$ " in line and "--upgrade" not in line:
            assert "--constraint constraints.txt" in line, "without constraints pip takes gigabytes more"
    assert re.search(r"^LIBRARY \?= out/library$", makefile, re.MULTILINE)
    assert re.search(r"^BIN +:= .venv/bin$", makefile, re.MULTILINE)
    for target in re.findall(r"`?\bmake ([a-z-]+)", README.replace("make has", "").replace("make ask`", "make ask")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target in {"and", "alone"}, target


def test_the_conversation_goes_as_the_readme_shows(library: Path) -> None:
    block = next(block for block in TRANSCRIPT.findall(README) if block.startswith("> "))
    turns = [line[2:] for line in block.splitlines() if line.startswith("> ")]
    answers = "\n".join(line for line in block.splitlines() if not line.startswith("> "))
    said = printed("chat", "--no-save", library=library, typed="".join(f"{turn}\n" for turn in turns))
    assert re.sub(r"\n+", "\n", said).strip() == re.sub(r"\n+", "\n", answers).strip()


def test_the_python_example_prints_what_the_readme_shows(library: Path) -> None:
    code, output = PYTHON.findall(README)[0]
    assert len(code.splitlines()) <= 5
    command = [sys.executable, "-c", code.replace("out/library", str(library))]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=1200, check=True)
    assert " ".join(done.stdout.split()) == " ".join(output.split())


def test_the_readme_names_every_command() -> None:
    from qa.cli import app

    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"inspectqa {name}" in README, name


def test_every_page_the_readme_links_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
