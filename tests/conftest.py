"""What the tests share: one thread for each library of numbers, a private cache, a few reports, and libraries of them.

Knows that tests run in several processes at once (pytest-xdist): the model is exported and the shared libraries are
made by whichever process comes first, the others wait for it. Does not know what is tested.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from copying import copy_of
from hypothesis import is_hypothesis_test, settings
from remembering import forgetting, remember_models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.library import Library

# Before torch, numpy or ONNX Runtime can be imported: their threads wait for each other by spinning, and several
# processes that do so on few cores take many times as long.
for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ.pop("COLUMNS", None)  # how wide the terminal is that the tests run in is no affair of theirs

# No test is timed: a busy machine is no fault. A property is tried a few times in the ordinary run, and many times in
# the long one, by `--hypothesis-profile many`, which makes it one of the tests that take long.
settings.register_profile("few", deadline=None, max_examples=40)
settings.register_profile("many", deadline=None, max_examples=1000)
settings.load_profile("few")

REPORTS = {
    "midchester 2019.md": """# Midchester

## Inspection of children's social care services

Inspection dates: 4 to 8 March 2019

Lead inspector: Ada Penhaligon

| Judgement | Grade |
|---|---|
| The impact of leaders on social work practice with children and families | Good |
| The experiences and progress of children who need help and protection | Requires improvement to be good |
| The experiences and progress of children in care and care leavers | Good |
| Overall effectiveness | Good |

Leaders in Midchester know their service well. Caseloads have fallen to 15 children for each social worker.

## The experiences and progress of children who need help and protection

1. Some 37 assessments were finished late in the year before this inspection. Managers had not noticed the delay.

2. The front door answers most calls within a day. Thresholds are understood by schools and by health visitors.

## What needs to improve

- The timeliness of assessments.
- The quality of the plans that children are given.
""",
    "harrowmere 2021.txt": """Harrowmere

Inspection of local authority children's services

Inspection dates: 10 to 21 May 2021

Lead inspector: Jonas Quill

The impact of leaders on social work practice with children and families: Inadequate
Overall effectiveness: Inadequate

Summary

Services for children in Harrowmere have declined since the last inspection. Leaders did not act on what they were told.

Children wait too long for help. At the time of the inspection 112 children had no allocated social worker.

Foster carers speak warmly of the support they receive. Seventeen children were adopted in the past year.
""",
    "harrowmere 2023.html": """<!doctype html>
<html><head><title>Harrowmere, monitoring visit</title></head><body><article>
<h1>Monitoring visit to Harrowmere children's services</h1>
<p>This letter summarises the findings of the monitoring visit to Harrowmere on 14 and 15 June 2023.</p>
<h2>Findings</h2>
<p>Every child now has an allocated social worker, and visits are recorded promptly by the workers who make them.</p>
<p>Supervision takes place each month, although what was agreed is not always followed through by team managers.</p>
<p>Care leavers told the inspector that they know whom to call, and 9 in 10 of them live in suitable homes.</p>
</article></body></html>
""",
}


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is derived from the model between runs, apart from the user's own cache."""
    # Started in the background, a process inherits that Ctrl-C and hang-ups are ignored; what is tested must not.
    for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)  # Windows knows no hang-up
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
    # What commands keep of the last answer is no affair of whoever runs the tests.
    state = tempfile.mkdtemp(prefix="inspectqa-tests-")
    config.add_cleanup(lambda: shutil.rmtree(state, ignore_errors=True))
    os.environ["XDG_STATE_HOME"] = state
    if "INSPECTQA_CACHE" not in os.environ:
        cache = getattr(config, "cache", None)  # none under -p no:cacheprovider
        if cache is None:
            folder = Path(tempfile.mkdtemp(prefix="inspectqa-tests-"))
            config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        else:
            folder = cache.mkdir("inspectqa")
        os.environ["INSPECTQA_CACHE"] = str(folder)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Properties tried many times take long."""
    if item.config.getoption("--hypothesis-profile", None) == "many" and is_hypothesis_test(getattr(item, "obj", None)):
        item.add_marker("long")


@pytest.fixture(autouse=True)
def _nothing_learnt_before(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test learns of a model and its server is not known in the next."""
    memory = sys.modules.get("qa.llm.memory")
    if memory is not None:
        # Made when it is asked for: few tests do, and a folder for each of thousands takes ever longer to make.
        monkeypatch.setattr(memory, "cache_folder", cache(lambda: tmp_path_factory.mktemp("learnt")))


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, made once for all processes of this run; not to be changed by a test."""
    from filelock import FileLock

    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / f"shared-{name}"
    with FileLock(base / f"shared-{name}.lock"):
        done = base / f"shared-{name}.done"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # left by a process that was stopped
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session", autouse=True)
def _exported_model(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Export the model's question side once, before any test waits for an answer: in a fresh clone it takes a while."""

    def export(_: Path) -> None:
        from ingest.embedding.embed import Embedder

        assert Embedder().export()

    once(tmp_path_factory, "export", export)
    remember_models()


@pytest.fixture
def models_run_each_time() -> Iterator[None]:
    """Nothing is remembered of what a model gave, within the test."""
    with forgetting():
        yield


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three short reports in three formats, on two made-up authorities; not to be changed."""

    def write(folder: Path) -> None:
        folder.mkdir()
        for name, text in REPORTS.items():
            (folder / name).write_text(text, encoding="utf-8")

    return once(tmp_path_factory, "reports", write)


@pytest.fixture(scope="session")
def small_library(report_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the reports in `report_folder`; not to be changed (see `own_library`)."""

    def make(folder: Path) -> None:
        from ingest.pipeline import ingest

        summary = ingest(folder, [report_folder])
        assert len(summary.added) == len(REPORTS), summary

    return once(tmp_path_factory, "small", make)


@pytest.fixture
def own_library(small_library: Path, tmp_path: Path) -> Path:
    """A copy of `small_library` that a test may change."""
    return copy_of(small_library, tmp_path / "library")


@pytest.fixture(scope="session")
def samples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bundled samples; not to be changed."""

    def make(folder: Path) -> None:
        from corpus.samples import sample_paths
        from ingest.pipeline import ingest

        summary = ingest(folder, sample_paths())
        assert not summary.rejected, summary.rejected

    return once(tmp_path_factory, "samples", make)


@pytest.fixture(scope="session")
def samples(samples_folder: Path) -> Iterator[Library]:
    """The library of the bundled samples, opened."""
    from qa.library import Library

    with Library.open(samples_folder) as library:
        yield library


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of a few made-up reports, without a model, for the tests of one file to read."""
    from writing import BEFORE, bring

    folder = tmp_path_factory.mktemp("made")
    bring(folder, BEFORE)
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "library"))
