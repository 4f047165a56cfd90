"""What is written loses nothing else: no link is followed, a killed process leaves nothing that stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.files import scratch, sweep, taken

HOLD = """
import sys, time
from pathlib import Path
from corpus.files import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "half").write_bytes(b"x" * 1000)
    print(folder, flush=True)
    time.sleep(60)
"""


def held(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_unfinished_files_go_with_the_block(tmp_path: Path) -> None:
    with scratch(tmp_path) as folder:
        (folder / "half").write_text("x")
        assert folder.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RuntimeError), scratch(tmp_path):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_what_one_holds_is_not(tmp_path: Path) -> None:
    killed, left = held(tmp_path)
    living, kept = held(tmp_path)
    try:
        killed.kill()
        killed.communicate()
        assert (left / "half").exists()
        sweep(tmp_path)
        assert not left.exists()
        assert (kept / "half").exists()
        with scratch(tmp_path) as own:
            assert sorted(tmp_path.iterdir()) == sorted([kept, own])
    finally:
        living.kill()
        living.communicate()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_only_looks_like_a_left_folder_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a").write_text("kept")
    (tmp_path / ".inspectqa-link").symlink_to(notes)
    (tmp_path / ".inspectqa-file").write_text("kept")
    crafted = tmp_path / ".inspectqa-crafted"
    crafted.mkdir()
    (crafted / "lock").symlink_to(notes / "a")
    sweep(tmp_path)
    assert (notes / "a").read_text() == "kept"
    assert (tmp_path / ".inspectqa-file").read_text() == "kept"


def test_where_nothing_may_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert taken(tmp_path / "file") is None
    assert taken(tmp_path / "new") is None
    assert taken(tmp_path / "no folder" / "new") is None
    assert "link" in (taken(tmp_path / "link") or "")
    assert "link" in (taken(tmp_path / "dangling") or "")
    assert "folder" in (taken(tmp_path) or "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "plain" in (taken(tmp_path / "pipe") or "")


def test_the_files_of_a_library_are_its_own(small_library: Path, tmp_path: Path) -> None:
    for name in ("library.sqlite", "library.sqlite-wal", "ingest.lock", "chroma/chroma.sqlite3", "chroma/new"):
        assert taken(small_library / name) == "belongs to a library"
    assert taken(small_library / "notes.jsonl") is None
    (tmp_path / "library.sqlite").touch()  # a backup of that name among others
    assert taken(tmp_path / "library.sqlite") is None
