"""No space left in the middle of writing: one clear message, nothing lost, and the next run completes the library."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from snapshot import snapshot
from writing import AFTER, BEFORE, bring

from corpus.check import check

# A limit on a file's size stands in for a full disk: writing beyond it fails in the middle, as there.
WRITE = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
from corpus.errors import InspectQAError
from writing import AFTER, bring
try:
    bring(Path(sys.argv[1]), AFTER)
except InspectQAError as error:
    print(error)
    raise SystemExit(1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_said_so_and_nothing_is_lost(tmp_path: Path) -> None:
    before, undisturbed = tmp_path / "before", tmp_path / "undisturbed"
    bring(before, BEFORE)
    shutil.copytree(before, undisturbed)
    bring(undisturbed, AFTER)
    largest = max(file.stat().st_size for file in before.rglob("*") if file.is_file())
    refused = 0
    for limit in (20_000, 60_000, 100_000, largest, largest + 20_000):
        library = Path(shutil.copytree(before, tmp_path / str(limit)))
        run = subprocess.run(
            [sys.executable, "-c", WRITE, library, str(limit)],
            check=False,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent,
        )
        if run.returncode:
            refused += 1
            assert "Traceback" not in run.stderr, run.stderr
            assert any(words in run.stdout for words in ("ree some space", "free space", "check --repair")), run.stdout
        assert [one for one in check(library) if "interrupted" not in one.problem] == []
        bring(library, AFTER)
        assert check(library) == []
        assert {**snapshot(library), "vectors": None} == {**snapshot(undisturbed), "vectors": None}
    assert refused >= 3


FILL = """
import json, os, sys
from pathlib import Path
small, size, what, library, elsewhere = Path(sys.argv[1]), *sys.argv[2:4], *map(Path, sys.argv[4:6])
from corpus.backup import backup
from corpus.errors import InspectQAError
from qa.answer import Answer
from qa.evaluation.batch import BatchItem, run_batch
from writing import AFTER, BEFORE, bring

def fill():
    # As long as there is room for anything, and then somewhat more for a sentence.
    with (small / "fill").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass

class Answering:
    def ask(self, question):
        return Answer(question=question, status="answered", answer="x" * 3000)

try:
    if what == "ingest":
        bring(small / "library", BEFORE)
        fill()
        bring(small / "library", AFTER)
    elif what == "begin":
        bring(small / "library", BEFORE)
    elif what == "backup":
        backup(library, small / "copy")
    elif what == "batch":
        items = [BatchItem(id=str(n), questions=("q",), is_chat=False) for n in range(20)]
        for _ in run_batch(Answering(), items, small / "out"):
            pass
    elif what == "temporary":
        import tempfile
        fill()
        tempfile.tempdir = str(small)
        from corpus.database import translated
        import sqlite3
        with translated(library / "library.sqlite"):
            raise sqlite3.OperationalError("database or disk is full")
    print("done")
except InspectQAError as error:
    print(error)
left = (small / "out").read_bytes().split(b"\\n") if what == "batch" else [b""]
assert left[-1] == b"" and all(json.loads(line)["status"] for line in left[:-1]), left
assert sorted(one.name for one in small.iterdir()) in ([], ["fill"], ["library"], ["fill", "library"], ["out"])
"""
IN_A_NAMESPACE = ["unshare", "--map-root-user", "--mount", "sh", "-c"]


def on_a_small_disk(tmp_path: Path, size: str, what: str, library: Path) -> str:
    """What is said where `what` is done on a disk of `size`; the test is skipped where no disk can be made."""
    small = tmp_path / "small"
    small.mkdir(exist_ok=True)
    script = 'mount -t tmpfs -o size="$1" tmpfs "$0" || exit 77; exec "$2" -c "$3" "$0" "$1" "$4" "$5" "$6"'
    run = subprocess.run(
        [*IN_A_NAMESPACE, script, small, size, sys.executable, FILL, what, library, tmp_path],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
    )
    if run.returncode == 77 or "unshare:" in run.stderr:
        pytest.skip(f"no disk can be made here: {run.stderr.strip()}")
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare(1), of Linux")
def test_a_full_disk_is_called_full_and_the_right_one(tmp_path: Path, small_library: Path) -> None:
    small = tmp_path / "small"
    full = f"The disk that holds {small / 'library'} is full"
    said = [on_a_small_disk(tmp_path, size, "begin", small_library) for size in ("60k", "200k", "400k", "700k", "1m")]
    assert all(one.startswith((full, "done")) for one in said), said
    assert sum(one != "done" for one in said) >= 3, said
    assert on_a_small_disk(tmp_path, "4m", "ingest", small_library).startswith(full)
    backup = on_a_small_disk(tmp_path, "40k", "backup", small_library)
    assert backup.startswith(f"The backup cannot be written to {small / 'copy'}: its disk is full."), backup
    assert str(small_library) not in backup
    batch = on_a_small_disk(tmp_path, "40k", "batch", small_library)
    assert batch.startswith(f"The answers cannot be written to {small / 'out'}: its disk is full."), batch
    temporary = on_a_small_disk(tmp_path, "40k", "temporary", small_library)
    assert temporary.startswith(f"The disk that holds {small} is full"), temporary


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, of Linux")
def test_an_output_that_is_full_is_said_so() -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "qa.cli", "--help"], check=False, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert run.returncode == 1
    assert run.stderr.startswith("The disk is full: the output cannot be written."), run.stderr
