"""Whole versions published for readers: several processes answer as one does, and go on in the version they opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from writing import AFTER, BEFORE, bring

from corpus.backup import backup, restore
from corpus.check import check

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are exchanged by a link")

READER = """
import json, sys
from pathlib import Path
import numpy as np
from corpus.store import Store
store = Store(Path(sys.argv[1]).resolve())
vector = np.random.default_rng(5).normal(size=8).astype(np.float32)
for line in sys.stdin:
    print(json.dumps([
        store.match('"children"', limit=20),
        store.nearest(vector, 5),
        [[one.id, store.text(one.number)] for one in store.reports()],
    ]), flush=True)
store.close()
"""


def published(library: Path, shared: Path, name: str) -> None:
    """As docs/scaling.md has it: one moment in one file, a folder of it that is only read, and a link exchanged."""
    backup(library, shared / "new.sqlite")
    restore(shared / name, shared / "new.sqlite")
    (shared / "new.sqlite").unlink()
    for path in [shared / name, *(shared / name).rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    (shared / "next").symlink_to(name)
    (shared / "next").replace(shared / "current")


def started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READER, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def asked(reader: subprocess.Popen[str]) -> str:
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write("again\n")
    reader.stdin.flush()
    return reader.stdout.readline()


def test_readers_answer_alike_and_stay_in_the_version_they_opened(tmp_path: Path) -> None:
    library, shared = tmp_path / "library", tmp_path / "shared"
    shared.mkdir()
    bring(library, BEFORE)
    published(library, shared, "first")
    readers = [started(shared / "current") for _ in range(3)]
    first = {asked(reader) for reader in readers}
    assert len(first) == 1
    bring(library, AFTER)
    published(library, shared, "second")
    later = started(shared / "current")
    assert {asked(reader) for reader in readers} == first
    assert asked(later) not in first
    for reader in [*readers, later]:
        reader.communicate()
        assert reader.returncode == 0
    assert check((shared / "current").resolve()) == []
