"""README's examples are run as they stand: what it shows is what the program prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
TRANSCRIPT = re.compile(r"^```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```\n+```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
WIDTH = "78"


def run(*command: str, library: Path, typed: str | None = None) -> str:
    """What a command prints on stdout, at the README's width."""
    environment = {**os.environ, "INSPECTQA_LIBRARY": str(library), "COLUMNS": WIDTH}
    done = subprocess.run(
        command,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 4), done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bundled samples."""
    folder = tmp_path_factory.mktemp("readme") / "library"
    run(sys.executable, "-m", "qa.cli", "ingest", "--samples", library=folder)
    return folder


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
    assert words[0] == "inspectqa"
    assert run(sys.executable, "-m", "qa.cli", *words[1:], library=library) == output


def test_the_conversation_goes_as_the_readme_shows(library: Path) -> None:
    block = next(block for block in TRANSCRIPT.findall(README) if block.startswith("> "))
    turns = [line[2:] for line in block.splitlines() if line.startswith("> ")]
    answers = "\n".join(line for line in block.splitlines() if not line.startswith("> "))
    printed = run(
        sys.executable,
        "-m",
        "qa.cli",
        "chat",
        "--no-save",
        library=library,
        typed="".join(f"{turn}\n" for turn in turns),
    )
    assert re.sub(r"\n+", "\n", printed).strip() == re.sub(r"\n+", "\n", answers).strip()


def test_the_python_example_prints_what_the_readme_shows(library: Path) -> None:
    code, output = PYTHON.findall(README)[0]
    assert len(code.splitlines()) <= 5
    printed = run(sys.executable, "-c", code.replace("out/library", str(library)), library=library)
    assert " ".join(printed.split()) == " ".join(output.split())


def test_the_readme_names_every_command() -> None:
    from qa.cli import app

    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"inspectqa {name}" in README, name


def test_every_page_the_readme_links_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
