"""The bar of an ingest: two steps in one, what is said between them, and nothing where nobody watches."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ingest.progress import Askable, Discovered, Embedded, Event, Read
from qa.cli import progress


def drawn(monkeypatch: pytest.MonkeyPatch, events: list[Event], *, terminal: bool) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=80, color_system=None)
    monkeypatch.setattr(progress, "err", lambda: console)
    with progress.IngestProgress() as shown:
        for event in events:
            shown(event)
            shown._progress.refresh()
    return file.getvalue()


EVENTS: list[Event] = [
    Discovered(files=3, to_read=2),
    Read(source="a.pdf", pages=10, passages=300),
    Read(source="b.pdf", pages=5, passages=200, seconds_left=1.2),
    Askable(reports=2, passages=500),
    Embedded(done=250, known=500, seconds_left=70.4),
    Embedded(done=500, known=500, seconds_left=0.0),
]


def test_pages_are_read_then_passages_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = drawn(monkeypatch, EVENTS, terminal=True)
    for said in ("1/2 files, 10 pages", "2/2 files, 15 pages, 1 s left", "250/500 passages, 1 min 10 s left"):
        assert said in shown
    assert shown.count("can be asked from now on") == 1
    assert shown.index("Reading") < shown.index("can be asked") < shown.index("Embedding")


def test_of_a_few_passages_nothing_is_said_between(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [*EVENTS[:3], Askable(reports=2, passages=20), Embedded(done=20, known=20, seconds_left=None)]
    assert "can be asked" not in drawn(monkeypatch, few, terminal=True)


def test_nothing_is_drawn_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "passages" not in drawn(monkeypatch, [EVENTS[0], EVENTS[1], EVENTS[4]], terminal=False)
