"""A library that may only be read: questions are answered, writing is refused, the owner's changes are followed.

Permissions say nothing to the superuser: where the tests run as one, the reader lays that power down.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from copying import copy_of

from ingest.pipeline import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" and (os.name != "posix" or os.geteuid() == 0),
    reason="needs a reader without the right to write",
)

# capset(2) with CAP_DAC_OVERRIDE (1) and CAP_DAC_READ_SEARCH (2) taken away: the owner's own permissions count again.
POWERLESS = """
import ctypes, os
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    for at in (0, 1, 2):
        data[at] &= ~0b110
    assert libc.capset(header, data) == 0
"""
QUESTION = "How many children had no allocated social worker in Harrowmere?"
PROGRAM = """
import sys
from qa.cli import main
sys.argv[0] = "inspectqa"
main()
"""
FOLLOW = """
import sys
from qa.library import Library
with Library.open(sys.argv[1]) as library:
    for _ in range(2):
        library.search("Which children wait too long?")
        print(len(library.reports()), library.resources.vectors.__class__.__name__, flush=True)
        sys.stdin.readline()
"""


@pytest.fixture
def shared(small_library: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the library that may only be read."""
    library = copy_of(small_library, tmp_path / "library")
    share(library, writable=False)
    yield library
    share(library, writable=True)


def share(library: Path, *, writable: bool) -> None:
    for path in [library, *library.rglob("*")]:
        path.chmod((0o755 if path.is_dir() else 0o644) if writable else (0o555 if path.is_dir() else 0o444))


def as_reader(program: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", POWERLESS + program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def command(*arguments: str | Path) -> tuple[int, str, str]:
    run = as_reader(PROGRAM, *arguments)
    out, err = run.communicate()
    assert "Traceback" not in err, err
    return run.returncode, out, err


def test_questions_are_answered(shared: Path) -> None:
    status, out, err = command("ask", QUESTION, "--library", shared)
    assert (status, "112" in out) == (0, True), (out, err)
    status, out, err = command("search", "Which children wait too long?", "--library", shared)
    assert status == 0, err
    status, out, err = command("check", "--library", shared)
    assert (status, "sound" in out) == (0, True), (out, err)
    assert not list(shared.glob("*-shm"))


@pytest.mark.parametrize("arguments", [("ingest", "--samples"), ("check", "--repair")])
def test_writing_is_refused_in_a_sentence(shared: Path, arguments: tuple[str, ...]) -> None:
    status, out, err = command(*arguments, "--library", shared)
    assert status == 1
    assert out == ""
    assert "permissions" in err
    assert "fault" not in err


def test_a_file_that_may_not_even_be_read(shared: Path) -> None:
    (shared / "library.sqlite").chmod(0)
    status, _, err = command("ask", QUESTION, "--library", shared)
    assert status == 1
    assert "permissions" in err


def test_a_reader_follows_an_ingest_by_the_owner(shared: Path, tmp_path: Path) -> None:
    """The reader opened the file as it lay; when its owner has changed it, it is opened again."""
    reader = as_reader(FOLLOW, shared)
    assert reader.stdin is not None
    assert reader.stdout is not None
    first = reader.stdout.readline()
    assert first.split() == ["3", "SignIndex"], reader.communicate()
    share(shared, writable=True)
    (tmp_path / "new.txt").write_text("Larkhurst\n\nChildren in Larkhurst are heard at last.\n" * 3, encoding="utf-8")
    ingest(shared, [tmp_path])
    out, err = reader.communicate("\n\n")
    assert err == ""
    assert out.split() == ["4", "SignIndex"]


def test_the_exact_search_finds_what_chroma_finds(small_library: Path) -> None:
    import numpy as np

    from corpus.codes import SignIndex
    from corpus.placing import open_vectors
    from corpus.store import Store

    with Store(small_library) as store, open_vectors(store.database) as vectors:
        exact = SignIndex(store.database)
        for seed in range(20):
            vector = np.random.default_rng(seed).normal(size=384).astype(np.float32)
            vector /= np.linalg.norm(vector)
            found, reckoned = vectors.query(vector, 5), exact.query(vector, 5)
            assert [uid for uid, _ in found] == [uid for uid, _ in reckoned]
            assert [s for _, s in found] == pytest.approx([s for _, s in reckoned], abs=1e-4)
