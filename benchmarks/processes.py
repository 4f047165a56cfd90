"""Processes of their own: how long one takes, and how much memory it needs at its peak.

Knows how a process is started and what the system says of it when it has ended. Does not know what is measured. Whoever
measures imports nothing large: on Linux a process's peak begins with the size of the one that started it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Run", "copied_with", "inspectqa", "median", "reports_folder", "run"]

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One process: wall-clock seconds and its own peak memory in megabytes (MiB)."""

    seconds: float
    megabytes: float
    output: str


def run(
    *command: str, environment: dict[str, str] | None = None, given: str = "", said: int | None = subprocess.DEVNULL
) -> Run:
    """Run a command to its end; `given` is its stdin, `said` where its stderr goes (None: to ours).

    Raises CalledProcessError when it fails otherwise than by refusing (statuses 3 and 4).
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        lines.write(given)
        lines.seek(0)
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=lines, stdout=out, stderr=said, cwd=ROOT, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        out.seek(0)
        text = out.read()
    if process.returncode not in (0, 3, 4):
        raise subprocess.CalledProcessError(process.returncode, command, text)
    return Run(seconds=seconds, megabytes=usage.ru_maxrss / 1024, output=text)


def inspectqa(*arguments: str, library: Path, said: int | None = subprocess.DEVNULL) -> Run:
    """The command line in a process of its own."""
    return run(sys.executable, "-m", "qa.cli", *arguments, environment={"INSPECTQA_LIBRARY": str(library)}, said=said)


def median(runs: Sequence[Run]) -> float:
    """The median wall-clock seconds."""
    return statistics.median(one.seconds for one in runs)


def reports_folder() -> Path:
    """Where the PDFs are: the folder INSPECTQA_REPORTS names, else ../shared/reports, else the bundled samples."""
    named = Path(os.environ.get("INSPECTQA_REPORTS", ROOT.parent / "shared" / "reports"))
    return named if named.is_dir() else ROOT / "corpus" / "samples"


def copied_with(path: Path, target: Path, mark: str) -> None:
    """Copy a PDF with a remark after its end: other bytes, and so another report, of the same content."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    target.chmod(0o600)
    with target.open("ab") as stream:
        stream.write(f"\n% {mark}\n".encode())
