"""One process writes while others ask: no error, no lock felt, and never half a report."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from writing import AFTER, BEFORE, State, bring

from corpus.check import check

READER = """
import sys, time
import numpy as np
from pathlib import Path
from corpus.store import Store
from corpus.vectors import Vectors
store, vectors = Store(Path(sys.argv[1])), Vectors(Path(sys.argv[1]))
vector = np.random.default_rng(int(sys.argv[2])).normal(size=8).astype(np.float32)
asked, slowest, halves = 0, 0.0, 0
print("ready", flush=True)
ends = time.monotonic() + float(sys.argv[3])
while time.monotonic() < ends:
    began = time.monotonic()
    found = vectors.query(vector, 10)
    store.passages(list(store.numbers_of([uid for uid, _ in found]).values()))
    store.match('"children"', limit=10)
    if asked:
        slowest = max(slowest, time.monotonic() - began)
    # A report of two pages has six passages by the first version and four by the second.
    rows = store.rows(
        "SELECT r.extraction_version, COUNT(p.number) AS n, COUNT(v.passage) AS v, LENGTH(c.passages) / 8 AS c"
        " FROM reports r LEFT JOIN passages p ON p.report = r.number LEFT JOIN vectors v ON v.passage = p.number"
        " LEFT JOIN codes c ON c.report = r.number GROUP BY r.number"
    )
    whole = {"first": 6, "second": 4}  # of which some wait for their vectors, and the codes name the others
    halves += sum(row["v"] != row["c"] or row["n"] != whole[row["extraction_version"]] for row in rows)
    asked += 1
store.close()
vectors.close()
print(asked, halves, slowest)
"""


def together(readers: int, seconds: float, folder: Path) -> tuple[int, int, float]:
    """Returns how often was asked, how many half reports were seen, and the slowest question in seconds."""
    bring(folder, BEFORE)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", READER, folder, str(n), str(seconds)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for n in range(readers)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == b"ready\n"
    ends, turn = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        turn += 1
        bring(folder, (BEFORE, AFTER, State(files=BEFORE.files, extraction_version="second"))[turn % 3])
    asked, halves, slowest = 0, 0, 0.0
    for one in running:
        out, err = one.communicate()
        assert (one.returncode, err) == (0, b"")
        values = out.split()
        asked, halves, slowest = asked + int(values[0]), halves + int(values[1]), max(slowest, float(values[2]))
    assert check(folder) == []
    return asked, halves, slowest


def test_two_read_while_one_writes(tmp_path: Path) -> None:
    asked, halves, _ = together(2, 2.0, tmp_path)
    assert asked
    assert halves == 0


@pytest.mark.long
def test_eight_read_while_one_writes(tmp_path: Path) -> None:
    asked, halves, slowest = together(8, 60.0, tmp_path)
    print(f"\n{asked} questions beside an ingest, {halves} half reports, slowest {slowest:.2f} s")
    assert halves == 0
