"""One ingest and many who ask, over the bundled samples: no error, no wrong answer, nobody waits for the other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run

from corpus.check import check
from corpus.samples import sample_paths
from ingest.pipeline import ingest
from qa.library import Library

# Of these the answers hang on Darlington's reports alone, which are in from the beginning.
SURE = (
    "How many assessments were delayed in Darlington?",
    "How was Darlington rated overall in 2015?",
    "Who led the inspection of Darlington in 2018?",
    "What was Darlington's latest overall grade?",
)
ANY = ("Which children wait too long for help?", "Which authorities were inadequate?", "compare Darlington and Slough")
ASK = """
import json, sys, time
from pathlib import Path
from qa.library import Library
folder, expected, stop = Path(sys.argv[1]), json.loads(sys.argv[2]), Path(sys.argv[3])
asked, slowest, wrong, first = 0, 0.0, [], True
held = Library.open(folder)
for question in expected:  # what is loaded once is no waiting for others
    held.ask(question)
print("ready", flush=True)
while not stop.exists():
    for question, answer in expected.items():
        for library in (held, Library.open(folder)):
            with library.resources.store.database.snapshot():
                began = time.monotonic()
                result = library.ask(question)
                took = time.monotonic() - began
                for citation in result.citations:
                    text = library.resources.store.text(citation.report)
                    if text[citation.start:citation.end] != citation.quote:
                        wrong.append(f"{question}: a quote that is not there")
            if library is held:
                slowest = max(slowest, took)
            else:
                library.close()
            if answer is not None and result.answer != answer:
                wrong.append(f"{question}: {result.answer!r} for {answer!r}")
            asked += 1
held.close()
print(json.dumps([asked, slowest, wrong]))
"""


def together(askers: int, rounds: int, tmp_path: Path) -> tuple[int, float]:
    """Returns how often was asked and the slowest question, in seconds."""
    library, stop, reports = tmp_path / "library", tmp_path / "stop", tmp_path / "reports"
    reports.mkdir()
    samples = [Path(shutil.copy(path, reports)) for path in sample_paths()]
    early = [path for path in samples if path.name.startswith(("darlington", "slough"))]
    ingest(library, early)
    with Library.open(library) as opened:
        expected: dict[str, str | None] = {question: opened.ask(question).answer for question in SURE}
    expected |= dict.fromkeys(ANY)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, library, json.dumps(expected), stop],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(askers)
    ]
    try:
        for one in running:
            assert one.stdout is not None
            assert one.stdout.readline() == b"ready\n", one.communicate()
        for turn in range(rounds):
            late = [path for path in samples if path not in early]
            for path in late:  # away and back again, so that each round removes and adds
                away = path.with_suffix(f"{path.suffix}.away")
                path.rename(away) if turn % 2 else away.exists() and away.rename(path)
            done = subprocess.run(
                [sys.executable, "-m", "qa.cli", "ingest", reports, "--prune", "--library", library],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert ("removed" if turn % 2 else "added") in done.stdout
    finally:
        stop.touch()
    asked, slowest = 0, 0.0
    ended = [(*one.communicate(), one.returncode) for one in running]
    for out, err, status in ended:
        assert (status, err[-2000:]) == (0, b"")
        count, slow, wrong = json.loads(out)
        assert wrong == []
        asked, slowest = asked + count, max(slowest, slow)
    assert check(library) == []
    return asked, slowest


@pytest.mark.long
def test_eight_ask_while_one_ingests(tmp_path: Path) -> None:
    asked, slowest = together(8, 4, tmp_path)
    print(f"\neight asked {asked} questions beside 4 ingests: none wrong, none failed, slowest {slowest:.2f} s")


def test_a_second_ingest_is_told_who_holds_the_library_and_questions_go_on(own_library: Path) -> None:
    hold = "import sys, time\nfrom pathlib import Path\nfrom corpus.lock import write_lock\n"
    hold += "with write_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(3600)"
    with subprocess.Popen([sys.executable, "-c", hold, own_library], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for command in (("ingest", "--samples"), ("check", "--repair")):
            done = run(*command, library=own_library)
            assert done.returncode == 1
            assert f"written by process {holder.pid} on " in done.stderr
            assert "Traceback" not in done.stderr
        assert holder.poll() is None  # told at once, not when the other has ended
        with Library.open(own_library) as library:
            assert library.ask("How many children had no allocated social worker in Harrowmere?").answered
        holder.kill()
