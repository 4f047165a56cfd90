"""The lock on a library: one holder, named, and free again however the holder ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import LibraryError, LibraryInUse
from corpus.lock import Writing, note_progress, write_lock, writing

HOLD = """
import sys, time
from pathlib import Path
from corpus.lock import write_lock
with write_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with write_lock(tmp_path / "a" / "library"):
        assert (tmp_path / "a" / "library").stat().st_mode & 0o077 == 0


def test_it_can_be_taken_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), write_lock(tmp_path):
        raise ZeroDivisionError
    with write_lock(tmp_path):
        pass


def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(
            LibraryInUse, match=rf"by process {holder.pid} on .*, since \d{{4}}-.*questions can be asked"
        ):
            write_lock(tmp_path).__enter__()
        holder.kill()
    with write_lock(tmp_path):
        pass


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LibraryError, match="--library"), write_lock(tmp_path / "file" / "library"):
        pass


def test_who_holds_it_says_how_far_it_is_and_nobody_else_does(tmp_path: Path) -> None:
    note_progress(tmp_path, step="reading", done=1, total=2)
    assert writing(tmp_path) is None
    with write_lock(tmp_path):
        begun = writing(tmp_path)
        assert begun is not None
        assert (begun.step, begun.total) == (None, 0)
        note_progress(tmp_path, step="reading", done=1, total=2)
        assert writing(tmp_path) == Writing(since=begun.since, step="reading", done=1, total=2)
        holder = next(tmp_path.glob("ingest.holder.*"))
        other = {**json.loads(holder.read_text(encoding="utf-8")), "pid": os.getppid()}
        holder.write_text(json.dumps(other), encoding="utf-8")
        note_progress(tmp_path, step="reading", done=2, total=2)
        now = writing(tmp_path)
        assert now is None or now.done == 1
    assert writing(tmp_path) is None
