"""What the tests share: a private cache, a few short reports written here, and a small library made of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
    if "INSPECTQA_CACHE" not in os.environ and config.cache is not None:
        os.environ["INSPECTQA_CACHE"] = str(config.cache.mkdir("inspectqa"))


@pytest.fixture(scope="session", autouse=True)
def _exported_model() -> None:
    """Export the model's question side once, before any test waits for an answer: in a fresh clone it takes a while."""
    from ingest.embedding.embed import Embedder

    assert Embedder().export()


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three short reports in three formats, on two made-up authorities; not to be changed."""
    folder = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small_library(report_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the reports in `report_folder`; not to be changed (see `own_library`)."""
    from ingest.pipeline import ingest

    folder = tmp_path_factory.mktemp("library") / "library"
    summary = ingest(folder, [report_folder])
    assert len(summary.added) == len(REPORTS), summary
    return folder


@pytest.fixture
def own_library(small_library: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of `small_library` that a test may change."""
    import shutil

    folder = tmp_path / "library"
    shutil.copytree(small_library, folder)
    yield folder
