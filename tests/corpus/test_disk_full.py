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
