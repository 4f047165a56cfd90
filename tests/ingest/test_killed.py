"""An ingest killed at any moment of its two steps: what was ready answers, and the next completes the library."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import CHROMA, Forked, forked
from snapshot import snapshot

from corpus.check import check
from corpus.errors import LibraryNotFound
from ingest.pipeline import ingest

STEPS = ("read", "embed")


@pytest.fixture(scope="module")
def processes() -> Iterator[Forked]:
    with forked("ingesting", *CHROMA, "onnxruntime", "tokenizers") as made:
        yield made


@pytest.fixture(scope="module")
def reports(report_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Beside the reports: in `first` a library of other ones, of which one was changed since, one is new, one gone."""
    reports = tmp_path_factory.mktemp("killed") / "reports"
    shutil.copytree(report_folder, reports)
    (reports / "gone.txt").write_text("Larkhurst\n\nThis report on Larkhurst is soon gone.\n" * 3, encoding="utf-8")
    ingest(reports.parent / "first", [reports])
    (reports / "gone.txt").unlink()
    changed = reports / "harrowmere 2021.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Seventeen", "Nineteen"), encoding="utf-8")
    (reports / "new.txt").write_text("Larkhurst\n\nChildren in Larkhurst are heard at last.\n" * 3, encoding="utf-8")
    return reports


def content(folder: Path) -> dict[str, object]:
    """What is compared: all but the vectors' last digits, and what history leaves in the settings."""
    return {key: found for key, found in snapshot(folder).items() if key in ("reports", "chroma", "sources")}


def killed_now_and_then(step: str, times: int, processes: Forked, reports: Path, tmp_path: Path) -> None:
    """Kill so many of a step, each at another moment, some of the first in an empty folder."""
    before, after = reports.parent / "first", tmp_path / "after"
    shutil.copytree(before, after)
    if step == "embed":
        before = Path(shutil.copytree(before, tmp_path / "read"))
        assert processes.run("read", before, reports).given is None
        after = Path(shutil.copytree(before, tmp_path / "embedded"))
    began = time.monotonic()
    assert processes.run(step, after, reports).given is None
    lasts = time.monotonic() - began
    ingest(after, [reports], prune=True)
    expected, chance, killed = content(after), random.Random(times), 0
    for n in range(4 * times):
        library = tmp_path / f"killed {n}"
        if n % 3 or step == "embed":
            shutil.copytree(before, library)
        process = processes.start(step, library, reports)
        time.sleep(chance.uniform(0, lasts * 0.9))
        killed += processes.kill(process).status == -signal.SIGKILL
        try:
            assert [one for one in check(library) if "interrupted" not in one.problem] == []
        except LibraryNotFound:
            assert n % 3 == 0  # killed before the library was there
        ingest(library, [reports], prune=True)
        assert check(library) == []
        assert content(library) == expected
        shutil.rmtree(library)
        if killed == times:
            return
    raise AssertionError(f"only {killed} were killed before they had ended")


@pytest.mark.parametrize("step", STEPS)
def test_killed_a_few_times(step: str, processes: Forked, reports: Path, tmp_path: Path) -> None:
    killed_now_and_then(step, 2, processes, reports, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("step", STEPS)
def test_killed_many_times(step: str, processes: Forked, reports: Path, tmp_path: Path) -> None:
    killed_now_and_then(step, 100, processes, reports, tmp_path)
    print(f"\nkilled 100 ingests in the step {step!r}: every library was completed by the next")
