"""Made-up reports with made-up vectors, and a run that brings a library from one state to another - or is killed.

Every SQL statement and every call of Chroma, before and after, is a step at which a process may kill itself (SIGKILL).
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.database import Database
from corpus.model import Document, Fact, NewReport, Page, Passage, SeenFile
from corpus.vectors import Vectors
from corpus.waiting import waiting_passages
from corpus.writer import Writer

DIMENSION = 8
_FEW = 3  # passages embedded at once


@dataclass(frozen=True, kw_only=True)
class State:
    """What a library should hold: the text of each file, and the extraction version they are read by."""

    files: dict[str, str]
    extraction_version: str


def _text(name: str) -> str:
    return " ".join(f"Line {n} of {name} has words. It has more words about {n} children." for n in range(5))


BEFORE = State(
    files={name: _text(name) for name in ("a", "b", "c", "d")} | {"twin of d": _text("d")},
    extraction_version="first",
)
AFTER = State(
    files={
        "a": _text("other"),  # replaced
        "b": BEFORE.files["b"],  # read again under another extraction version, as are c and the twins
        "c": BEFORE.files["c"],
        "twin of d": BEFORE.files["d"],  # the other twin is gone
        "e": _text("e"),  # added
        "twin of e": _text("e"),
    },
    extraction_version="second",
)


def report(name: str, text: str, extraction_version: str) -> NewReport:
    """A report of two pages; a passage is a third of a page, and the second version cuts them elsewhere."""
    half = len(text) // 2
    pages = (Page(number=1, start=0, end=half, label="i"), Page(number=2, start=half, end=len(text)))
    size = half // 3 if extraction_version == "first" else half // 2
    passages = tuple(
        Passage(
            start=at,
            end=min(at + size, page.end),
            page=page.number,
            section="Findings",
            header=f"{name[-1]} 2020 {extraction_version}",
            sentences=((at, at + 2), (at + 2, min(at + size, page.end))),
        )
        for page in pages
        for at in range(page.start, page.end - 3, size)
    )
    fact = Fact(kind="authority", value=name[-1], start=half + 1, end=half + 2)
    dated = Fact(kind="published", value="2020-02-01", start=0, end=0, origin="filename")
    return NewReport(
        id=hashlib.sha256(text.encode()).hexdigest(),
        file=seen(name),
        title=f"Report on {name[-1]}",
        document=Document(text=text, pages=pages, media_type="text/plain"),
        facts=(fact, dated),
        passages=passages,
        # One in two waits, as in a report of which some passages are those of an earlier version.
        vectors=tuple(
            vectors_of(p.header, text, p.start, p.end, p.sentences) if n % 2 else None for n, p in enumerate(passages)
        ),
        region=None,
        extraction_version=extraction_version,
    )


def vectors_of(
    header: str, text: str, start: int, end: int, sentences: Iterable[tuple[int, int]]
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A passage's made-up vectors, its own and its sentences'; offsets are into `text`."""
    return np.stack([_vector(f"{header} {text[start:end]}"), *(_vector(text[s:e]) for s, e in sentences)])


def _vector(text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    row = np.random.default_rng(list(hashlib.sha256(text.encode()).digest())).normal(size=DIMENSION).astype(np.float32)
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def seen(name: str) -> SeenFile:
    return SeenFile(path=f"/reports/{name}", source=f"reports/{name}", size=1, mtime_ns=1)


def bring(folder: Path, state: State, *, vectors: Vectors | None = None, spy: Any = None) -> None:
    """Bring the library to `state`, doing what is still to be done - as an ingest does."""
    database, vectors = Database(folder, create=True), vectors or Vectors(folder)
    try:
        if spy is not None:
            with database.connected() as connection:  # this thread's own from now on: the last given back comes first
                connection.set_trace_callback(spy)
        writer = Writer(database, vectors)
        writer.claim_model(name="made up", weights_hash="1234")
        writer.settle()
        rows = database.rows(
            "SELECT s.path, r.id, r.extraction_version FROM sources s JOIN reports r ON r.number = s.report"
        )
        held = {row["path"] for row in rows}
        made = {row["id"] for row in rows if row["extraction_version"] == state.extraction_version}
        wanted = [report(name, text, state.extraction_version) for name, text in sorted(state.files.items())]
        writer.see([(one.file, one.id) for one in wanted if one.id in made])
        new = {one.id: one for one in reversed(wanted) if one.id not in made}
        writer.add(list(new.values()))
        writer.see([(one.file, one.id) for one in wanted if one.id in new and one is not new[one.id]])
        writer.remove(sorted(held - {seen(name).path for name in state.files}))
        writer.settle()
        embed(database, writer)
    finally:
        database.close()
        vectors.close()


def embed(database: Database, writer: Writer) -> None:
    """The second step: vectors for what waits, a few at a time."""
    numbers = [number for _, number, _ in waiting_passages(database)]
    for at in range(0, len(numbers), _FEW):
        some = numbers[at : at + _FEW]
        rows = database.rows(
            'SELECT p.number, p.header, p.start, p."end", p.sentences, r.text FROM passages p'
            f" JOIN reports r ON r.number = p.report WHERE p.number IN ({','.join('?' * len(some))})",
            some,
        )
        writer.embed({row["number"]: vectors_of(row["header"], row["text"], *_spans(row)) for row in rows})


def _spans(row: Any) -> tuple[int, int, list[tuple[int, int]]]:
    return row["start"], row["end"], [(start, end) for start, end in json.loads(row["sentences"])]


class Killer:
    """Counts steps, and ends the process at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.steps = at, 0

    def __call__(self, _: object = None) -> None:
        if self.steps == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.steps += 1


class Watched(Vectors):
    """Vectors whose every change is a step before and after."""

    def __init__(self, folder: Path, killer: Killer) -> None:
        super().__init__(folder)
        self._killer = killer

    def upsert(self, *given: Any, **named: Any) -> None:
        self._killer()
        super().upsert(*given, **named)
        self._killer()

    def delete(self, uids: Any) -> None:
        self._killer()
        super().delete(uids)
        self._killer()


def killed_on_the_way(folder: str, step: str) -> int:
    """Bring the library to AFTER in this process, which ends at that step; else the number of steps there are."""
    library, killer = Path(folder), Killer(int(step))
    bring(library, AFTER, vectors=Watched(library, killer), spy=killer)
    return killer.steps
