"""An ingest killed at any moment: what was ready answers, and the next ingest completes the library."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from snapshot import snapshot

from corpus.check import check
from corpus.errors import LibraryNotFound
from ingest.pipeline import ingest

INGEST = """
import sys
from pathlib import Path
from ingest import pipeline, vectorise
vectorise._BATCH_PASSAGES = 2  # so that there is something between two of them
print("begins", flush=True)
pipeline.ingest(Path(sys.argv[1]), [Path(sys.argv[2])], prune=True)
"""


def content(folder: Path) -> dict[str, object]:
    return {**snapshot(folder), "vectors": None}


def start(library: Path, reports: Path) -> subprocess.Popen[bytes]:
    run = subprocess.Popen([sys.executable, "-c", INGEST, library, reports], stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stdout.readline() == b"begins\n"
    return run


def killed_now_and_then(times: int, report_folder: Path, tmp_path: Path) -> None:
    reports = Path(shutil.copytree(report_folder, tmp_path / "reports"))
    (reports / "gone.txt").write_text("Larkhurst\n\nThis report on Larkhurst is soon gone.\n" * 3, encoding="utf-8")
    first, after = tmp_path / "first", tmp_path / "after"
    ingest(first, [reports])
    (reports / "gone.txt").unlink()
    changed = reports / "harrowmere 2021.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Seventeen", "Nineteen"), encoding="utf-8")
    (reports / "new.txt").write_text("Larkhurst\n\nChildren in Larkhurst are heard at last.\n" * 3, encoding="utf-8")
    shutil.copytree(first, after)
    began = time.monotonic()
    with start(after, reports) as run:
        assert run.wait() == 0
    lasts, expected = time.monotonic() - began, content(after)
    chance = random.Random(times)
    for n in range(times):
        library = Path(shutil.copytree(first, tmp_path / f"killed {n}")) if n % 3 else tmp_path / f"killed {n}"
        with start(library, reports) as run:
            time.sleep(chance.uniform(0, lasts * 0.8))
            run.kill()
        try:
            assert [one for one in check(library) if "interrupted" not in one.problem] == []
        except LibraryNotFound:
            assert n % 3 == 0  # killed before the library was there
        ingest(library, [reports], prune=True)
        assert check(library) == []
        found = content(library)
        assert found["reports"] == expected["reports"]
        assert found["chroma"] == expected["chroma"]
        assert found["sources"] == expected["sources"]
        shutil.rmtree(library)


def test_killed_a_few_times(small_library: Path, report_folder: Path, tmp_path: Path) -> None:
    killed_now_and_then(3, report_folder, tmp_path)


@pytest.mark.long
def test_killed_many_times(small_library: Path, report_folder: Path, tmp_path: Path) -> None:
    killed_now_and_then(60, report_folder, tmp_path)
    print("\nkilled 60 ingests: every library was completed by the next")
