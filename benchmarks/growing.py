"""A library grown to any size from the reports of another, each copied under the names of places that do not exist.

    python -m benchmarks.growing BASE FOLDER PASSAGES

Knows what may differ between a report and its copy: the authority's name (in facts, title and the passages' headers),
the file, a few words of the sentences, and a little of the passages' vectors. Spans, pages, other facts and region
stay. Reports are written by `corpus.writer` alone, so that a copy is in wholly or not at all; begun again, it goes on
from what the library holds.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.made_up import made_up_names
from benchmarks.rewording import Rewording, Span
from corpus.errors import LibraryError
from corpus.lock import write_lock
from corpus.model import Document, NewReport, Passage, SeenFile
from corpus.placing import open_vectors
from corpus.store import Store
from corpus.writer import Writer
from ingest.prepare import EXTRACTION_VERSION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus.model import Report

__all__ = ["COSINE", "grow"]

COSINE = 0.97  # between a passage's vector and its copy's: about what another name in the header makes
_BATCH = 2000  # passages written together: as many as go to Chroma at once
_MTIME_NS = 1_500_000_000_000_000_000  # of every copy's file
_SAID_EVERY_S = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Original:
    """A report of the base as it would be written anew, and by sentence the words that its copies may exchange."""

    authority: str | None
    report: NewReport
    loose: tuple[tuple[Span, ...], ...] = ()


def grow(base: Path, folder: Path, passages: int, *, tell: Callable[[str], None] = lambda _: None) -> int:
    """Add copies of the reports in `base` to folder/library until it holds `passages` or a little more; how many.

    Each copy's file is made in folder/files: empty, of the size and time that the library notes, so that an ingest of
    them all finds nothing changed. `base` is only read. Raises LibraryError where there is nothing to copy.
    """
    library = folder / "library"
    with ExitStack() as stack:
        stack.enter_context(write_lock(library))
        source = stack.enter_context(Store(_copied(base, Path(stack.enter_context(tempfile.TemporaryDirectory())))))
        store = stack.enter_context(Store(library, create=True))
        writer = Writer(store.database, stack.enter_context(open_vectors(store.database)))
        writer.claim_model(
            name=source.setting("embedding_model") or "", weights_hash=source.setting("embedding_hash") or ""
        )
        writer.settle()
        with store.database.transaction() as connection:  # copies made before the program last changed
            connection.execute(
                "UPDATE reports SET extraction_version = ? WHERE extraction_version <> ?",
                (EXTRACTION_VERSION, EXTRACTION_VERSION),
            )
        originals = list(_originals(source))
        rewording = Rewording([one.report for one in originals])
        originals = [replace(one, loose=rewording.loose(one.report)) for one in originals]
        here = {row["id"] for row in store.rows("SELECT id FROM reports")}
        copies = _copies(originals, rewording, folder / "files", here)
        had = store.counts()["passages"]
        count = _fill(copies, writer, passages, had=had, tell=tell)
        writer.tidy(count - had)
        return count


def _fill(copies: Iterator[NewReport], writer: Writer, passages: int, *, had: int, tell: Callable[[str], None]) -> int:
    count = had
    begun = said = time.monotonic()
    batch: list[NewReport] = []
    for copy in copies:
        if count + sum(len(one.passages) for one in batch) >= passages:
            break
        batch.append(copy)
        if sum(len(one.passages) for one in batch) >= _BATCH:
            count += _write(writer, batch)
            batch = []
            if time.monotonic() - said > _SAID_EVERY_S:
                said = time.monotonic()
                pace = (count - had) / (said - begun)
                left = (passages - count) / pace / 60
                tell(f"{count:,} of {passages:,} passages, {pace:,.0f}/s, {left:.0f} min left")
    return count + _write(writer, batch)


def _write(writer: Writer, batch: list[NewReport]) -> int:
    """Make the copies' files and store them; returns how many passages they have."""
    for report in batch:
        path = Path(report.file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, ns=(_MTIME_NS, _MTIME_NS))
    writer.add(batch)
    writer.settle()
    return sum(len(report.passages) for report in batch)


def _copies(originals: list[_Original], rewording: Rewording, files: Path, here: set[str]) -> Iterator[NewReport]:
    """Copies of all the originals, again and again, an authority named otherwise in each; those `here` left out."""
    if not any(original.report.passages for original in originals):
        raise LibraryError("The base library holds no passages to copy. Name another with --base.")
    names = made_up_names()
    for number in itertools.count():
        named: dict[str, str] = {}
        for original in originals:
            if original.authority is not None and original.authority not in named:
                name = next(names, None)
                if name is None:
                    raise LibraryError("There are no more made-up names. Grow a smaller library, or a larger base.")
                named[original.authority] = name
            digest = hashlib.sha256(f"{original.report.id} {number}".encode()).digest()
            if digest.hex() not in here:
                folder = files / f"copy {number:05}" / digest.hex()[:8]
                text = rewording.reworded(original.report.document.text, original.loose, Random(digest))
                yield _copy(original, digest, named.get(original.authority or ""), text, folder)


def _copy(original: _Original, digest: bytes, name: str | None, text: str, folder: Path) -> NewReport:
    """The report as if its bytes had that hash: under another name, of other words, its vectors a little moved."""
    report = original.report

    def renamed(text: str) -> str:
        return text.replace(original.authority, name) if original.authority and name else text

    path = folder / Path(report.file.source).name
    return replace(
        report,
        id=digest.hex(),
        file=SeenFile(path=os.path.abspath(path), source=str(path), size=0, mtime_ns=_MTIME_NS),  # noqa: PTH100
        title=renamed(report.title),
        document=replace(report.document, text=text),
        facts=tuple(replace(fact, value=name) if fact.kind == "authority" and name else fact for fact in report.facts),
        passages=tuple(replace(passage, header=renamed(passage.header)) for passage in report.passages),
        vectors=_moved(report.vectors, np.random.default_rng(list(digest))),
        extraction_version=EXTRACTION_VERSION,
    )


def _moved(
    vectors: tuple[NDArray[np.floating[Any]] | None, ...], chance: np.random.Generator
) -> tuple[NDArray[np.floating[Any]] | None, ...]:
    """Each passage's own unit vector at a cosine of about COSINE to the one given, its sentences' as they are."""
    return tuple(None if own is None else np.vstack([_near(own[:1], chance), own[1:]]) for own in vectors)


def _near(vectors: NDArray[np.floating[Any]], chance: np.random.Generator) -> NDArray[np.float32]:
    n, dimension = vectors.shape
    noise = chance.standard_normal((n, dimension), dtype=np.float32) / np.float32(np.sqrt(dimension))
    moved = vectors.astype(np.float32) + np.float32(np.sqrt(COSINE**-2 - 1)) * noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


# the base


def _copied(base: Path, folder: Path) -> Path:
    """The base's SQLite file in a folder of its own: nothing is written to the base, not even beside it."""
    path = base / "library.sqlite"
    if not path.is_file():
        raise LibraryError(f"There is no library at {base}. Name another with --base.")
    log = path.with_name(f"{path.name}-wal")
    mode = "ro" if log.is_file() and log.stat().st_size else "ro&immutable=1"  # without a log, SQLite would begin one
    try:
        with (
            closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)) as held,
            closing(sqlite3.connect(folder / "library.sqlite")) as copy,
        ):
            held.backup(copy)
    except sqlite3.Error as error:
        raise LibraryError(f"The library at {base} cannot be read ({error}).") from error
    return folder


def _originals(store: Store) -> Iterator[_Original]:
    """Every report of the base, by authority and date."""
    files = {row["report"]: row for row in store.rows("SELECT report, path, size, mtime_ns FROM sources")}
    facts: dict[int, list[Any]] = {}
    for stored in store.facts():
        facts.setdefault(stored.report, []).append(stored.fact)
    dimension = int(store.setting("embedding_dimension") or 0)
    for report in store.reports():
        row = files[report.number]
        file = SeenFile(path=row["path"], source=report.source, size=row["size"], mtime_ns=row["mtime_ns"])
        yield _Original(
            authority=report.authority,
            report=_original(store, report, file, tuple(facts.get(report.number, ())), dimension),
        )


def _original(store: Store, report: Report, file: SeenFile, facts: tuple[Any, ...], dimension: int) -> NewReport:
    held = store.passages_of(report.number)
    vectors = store.vectors([one.number for one in held], dimension=dimension)
    own = [vectors.get(one.number) for one in held]
    return NewReport(
        id=report.id,
        file=file,
        title=report.title,
        document=Document(
            text=store.text(report.number), pages=tuple(store.pages(report.number)), media_type=report.media_type
        ),
        facts=facts,
        passages=tuple(
            Passage(
                start=one.start,
                end=one.end,
                page=one.page,
                section=one.section,
                header=one.header,
                sentences=one.sentences,
            )
            for one in held
        ),
        vectors=tuple(None if one is None else np.vstack([one[0], one[1]]).astype("<f2") for one in own),
        region=report.region,
        extraction_version="",
    )


def main() -> None:
    """Grow the library in FOLDER/library, saying how far it is on stderr; prints how many passages it has."""
    try:
        print(grow(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), tell=partial(print, file=sys.stderr)))
    except LibraryError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
