"""The way in, whole: discover, read, recognise, split, embed, store - for many files, of which any may be bad.

Knows the order of the steps, what can be skipped, and how reading (in processes), embedding (here) and storing (in a
thread) overlap. Does not know how any step is done. Never asks a question.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ReadError
from corpus.lock import write_lock
from corpus.model import NewReport, SeenFile
from corpus.placing import open_vectors, place_vectors
from corpus.store import Store
from corpus.writer import Writer
from ingest.discover import discover, spelt
from ingest.embedding.embed import Embedder
from ingest.memory import Memory, stored
from ingest.prepare import EXTRACTION_VERSION, Embedded, Prepared
from ingest.progress import Discovered, Event, IngestSummary, Outcome, Pace, Read, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from corpus.chroma_server import ChromaServer

__all__ = ["ingest"]

_ASKED = 500  # paths that the library is asked about at once
_BATCH_PASSAGES = 500  # embedded together: enough that sorting by length pays


def ingest(
    folder: Path,
    paths: Sequence[Path],
    *,
    prune: bool = False,
    again: bool = False,
    on_event: Callable[[Event], None] | None = None,
    workers: int | None = None,
    model: str | None = None,
    read_timeout_s: float | None = None,
    read_memory_bytes: int | None = None,
    server: ChromaServer | None = None,
) -> IngestSummary:
    """Bring files, and the files in folders, into the library in `folder`; what is already in costs nothing.

    `prune` removes reports whose file below `paths` is gone, `again` reads also what is in already. `model` is a
    sentence-transformers model (None: the packaged one). `read_timeout_s` and `read_memory_bytes` hold for each file.
    `server` holds the vectors from now on in place of the folder. Ctrl-C at any moment leaves what was ready. Raises
    LibraryInUse, EmbeddingMismatch and the other LibraryErrors, and ModelError; a bad file raises nothing, it is in
    `rejected`.
    """
    with ExitStack() as stack:
        stack.enter_context(write_lock(folder))
        store = stack.enter_context(Store(folder, create=True))
        vectors = stack.enter_context(place_vectors(store.database, server) if server else open_vectors(store.database))
        embedder = Embedder(model)
        limits = {"workers": workers, "timeout_s": read_timeout_s, "memory_bytes": read_memory_bytes}
        run = _Run(
            store=store,
            writer=Writer(store.database, vectors),
            embedder=embedder,
            limits={name: value for name, value in limits.items() if value is not None},
            tell=on_event or _silent,
        )
        run.writer.claim_model(name=embedder.name, weights_hash=embedder.weights_hash)
        run.writer.recover()
        run.writer.heal()
        files, failures, left_out = discover(paths)
        for path, error in failures:
            run.reject(spelt(path), error)
        for path, error in left_out:
            run.note("left_out", spelt(path), error.reason, error.next_step)
        wanted = run.sort_out(files, again=again)
        run.tell(Discovered(files=len(files), to_read=len(wanted)))
        run.take_in(wanted)
        if prune:
            run.prune(paths)
        return run.summary()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wanted:
    """A file that has to be read: its bytes' hash and the report that its path stood for, if any."""

    file: SeenFile
    id: str
    before: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the library holds for a path: the report, and what the file was when it was read."""

    report: int
    size: int
    mtime_ns: int
    extraction_version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ready:
    wanted: _Wanted
    prepared: Prepared


@dataclass(kw_only=True)
class _Run:
    """One ingest under way: what it works with, and what has become of the files so far."""

    store: Store
    writer: Writer
    embedder: Embedder
    limits: dict[str, Any]
    tell: Callable[[Event], None]
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    twins: dict[str, list[SeenFile]] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)

    def note(self, outcome: str, source: str, reason: str = "", next_step: str = "") -> None:
        self.outcomes.setdefault(outcome, []).append(Outcome(source=source, reason=reason, next_step=next_step))
        self.tell(Stored(source=source, outcome=outcome, reason=reason))

    def reject(self, source: str, error: ReadError, before: int | None = None) -> None:
        """Note a file that cannot be taken in; `before` is the report that its path stood for, which stays."""
        kept = "" if before is None else f"; what was read of it before stays in the library, as report {before}"
        out = "" if before is None else f" `inspectqa remove {before}` takes the old report out."
        self.note("rejected", source, f"{error.reason}{kept}", f"{error.next_step}{out}")

    def summary(self) -> IngestSummary:
        return IngestSummary(
            **{name: tuple(sorted(found, key=lambda one: one.source)) for name, found in self.outcomes.items()}
        )

    # what has to be read

    def sort_out(self, files: Sequence[Path], *, again: bool = False) -> list[_Wanted]:
        """The files to read; those that are in already, by size and time or by their bytes, are noted as unchanged."""
        wanted: dict[str, _Wanted] = {}
        moved: list[tuple[SeenFile, str]] = []
        for file, known in self._known(sorted(files)):
            held_as = None if known is None else _Known(known.report, file.size, file.mtime_ns, EXTRACTION_VERSION)
            if known is not None and known == held_as and not again:
                self.note("unchanged", file.source)
                continue
            try:
                digest = _hash(Path(file.path))
            except OSError as error:
                self.reject(file.source, _unreadable(error), known.report if known is not None else None)
                continue
            held = self.store.rows("SELECT number, extraction_version FROM reports WHERE id = ?", (digest,))
            if held and held[0]["extraction_version"] == EXTRACTION_VERSION and not again:
                moved.append((file, digest))
            elif digest in wanted:
                self.twins.setdefault(digest, []).append(file)
            else:
                before = held[0]["number"] if held else known.report if known is not None else None
                wanted[digest] = _Wanted(file=file, id=digest, before=before)
        for (file, digest), outcome in zip(moved, self.writer.see(moved), strict=True):
            self.note("renamed" if self._is_renamed(file, digest) else outcome, file.source)
        return list(wanted.values())

    def _is_renamed(self, file: SeenFile, report_id: str) -> bool:
        """Whether the file is all that is left of a report that stood at another path; it is then cited by this one."""
        rows = self.store.rows(
            "SELECT s.path FROM sources s JOIN reports r ON r.number = s.report WHERE r.id = ? AND s.path != ?",
            (report_id, file.path),
        )
        if not rows or any(Path(row["path"]).exists() for row in rows):
            return False
        self.writer.rename(file, gone=[row["path"] for row in rows])
        return True

    def _known(self, files: Sequence[Path]) -> Iterator[tuple[SeenFile, _Known | None]]:
        """The files as they lie on disk, each with what stands in the library for its path; notes the unreadable."""
        for at in range(0, len(files), _ASKED):
            seen: list[SeenFile] = []
            for path in files[at : at + _ASKED]:
                try:
                    seen.append(_seen(path))
                except OSError as error:
                    self.reject(str(path), _unreadable(error))
            rows = self.store.rows(
                "SELECT s.path, s.report, s.size, s.mtime_ns, r.extraction_version FROM sources s"
                f" JOIN reports r ON r.number = s.report WHERE s.path IN ({','.join('?' * len(seen))})",
                [file.path for file in seen],
            )
            known = {row["path"]: _Known(*tuple(row)[1:]) for row in rows}
            yield from ((file, known.get(file.path)) for file in seen)

    # in

    def take_in(self, wanted: Sequence[_Wanted]) -> None:
        """Read, embed and store; the batch before is stored while the next is read and embedded."""
        if not wanted:
            return
        size = sum(one.file.size for one in wanted)
        self.pace.start(size)
        self.embedder.load_ahead(size)
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="store") as storing:
            storage: Future[None] | None = None
            for batch in _batches(self._read(wanted)):
                reports = self._embed(batch)
                if storage is not None:
                    storage.result()
                storage = storing.submit(self._store, reports)
            if storage is not None:
                storage.result()
        if self.pace.passages:
            self.writer.tidy(self.pace.passages)
            self.embedder.export()

    def _read(self, wanted: Sequence[_Wanted]) -> Iterator[_Ready]:
        from ingest.read.worker import Readers

        by_path = {Path(one.file.path): one for one in wanted}
        sources = {path: one.file.source for path, one in by_path.items()}
        with Readers() as readers:
            for path, result in readers.prepare_many(sources, **self.limits):
                one = by_path[path]
                self.pace.read(one.file.size, len(result.document.text) if isinstance(result, Prepared) else 0)
                try:
                    if isinstance(result, ReadError):
                        raise result
                    if _seen(path, source=one.file.source) != one.file:
                        raise ReadError("it was changed while it was being read", "Run the ingest again.")
                except ReadError as error:
                    self.reject(one.file.source, error, one.before)
                except OSError as error:
                    self.reject(one.file.source, _unreadable(error), one.before)
                else:
                    pages, passages = len(result.document.pages), len(result.passages)
                    self.pace.split(passages)
                    self.tell(Read(source=one.file.source, pages=pages, passages=passages))
                    yield _Ready(wanted=one, prepared=result)

    def _embed(self, batch: Sequence[_Ready]) -> list[NewReport]:
        for one in batch:
            if one.wanted.before is not None:
                self.memory.add(stored(self.store, one.wanted.before))
        wanted = dict.fromkeys(passage for one in batch for passage in one.prepared.embedded)
        found = self.memory.find(wanted)
        new = [passage for passage in wanted if passage not in found]
        passages = sum(len(one.prepared.passages) for one in batch)
        characters = sum(len(one.prepared.document.text) for one in batch)

        lengths = np.cumsum(sorted((len(text) for text, _ in new), reverse=True))  # the longest are embedded first

        def progress(done: int) -> None:
            share = float(lengths[done - 1] / max(1, lengths[-1]))
            self.tell(self.pace.embedded(share * passages, share * characters))

        if new:
            texts, spans = zip(*new, strict=True)
            rows = self.embedder.embed_passages(texts, spans, on_progress=progress)
            made = {passage: own.astype("<f2") for passage, own in zip(new, rows, strict=True)}
            found |= made
            self.memory.add(made)
        self.pace.finish(passages, characters)
        self.tell(self.pace.embedded(0, 0))
        return [_report(one, found) for one in batch]

    def _store(self, reports: Sequence[NewReport]) -> None:
        for report, outcome in zip(reports, self.writer.add(reports), strict=True):
            self.note(outcome, report.file.source)
        twins = [(twin, report.id) for report in reports for twin in self.twins.get(report.id, ())]
        for (twin, _), outcome in zip(twins, self.writer.see(twins), strict=True):
            self.note("added" if outcome == "unchanged" else outcome, twin.source)

    # out

    def prune(self, paths: Sequence[Path]) -> None:
        """Remove the sources below `paths` whose file is gone; a folder that is itself not there says nothing."""
        for row in self.store.rows("SELECT s.path, r.source FROM sources s JOIN reports r ON r.number = s.report"):
            path = Path(row["path"])
            if not path.exists() and any(_covers(named, path) for named in paths):
                self.writer.remove([row["path"]])
                self.note("removed", row["path"])


def _silent(_: Event) -> None:
    return


def _batches(ready: Iterable[_Ready]) -> Iterator[list[_Ready]]:
    batch: list[_Ready] = []
    count = 0
    for one in ready:
        batch.append(one)
        count += len(one.prepared.passages)
        if count >= _BATCH_PASSAGES:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _report(one: _Ready, vectors: dict[Embedded, NDArray[np.float16]]) -> NewReport:
    prepared = one.prepared
    rows = [vectors[passage] for passage in prepared.embedded]
    return NewReport(
        id=one.wanted.id,
        file=one.wanted.file,
        title=prepared.title,
        document=prepared.document,
        facts=prepared.facts,
        passages=prepared.passages,
        vectors=np.stack([own[0] for own in rows]),
        sentence_vectors=tuple(own[1:] for own in rows),
        region=prepared.region,
        extraction_version=EXTRACTION_VERSION,
    )


def _seen(path: Path, *, source: str | None = None) -> SeenFile:
    stat = path.stat()
    absolute = os.path.abspath(path)  # noqa: PTH100 - unlike resolve(), keeps links, by which the person knows the file
    return SeenFile(path=absolute, source=source or str(path), size=stat.st_size, mtime_ns=stat.st_mtime_ns)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unreadable(error: OSError) -> ReadError:
    return ReadError(
        f"it cannot be read: {error.strerror or error}", "Check its permissions and that its drive is connected."
    )


def _covers(named: Path, path: Path) -> bool:
    """Whether `named` is the file itself, in a folder that is there, or a folder that is there and holds it."""
    named = Path(os.path.abspath(named))  # noqa: PTH100
    if named == path:
        return path.parent.is_dir()
    return named.is_dir() and path.is_relative_to(named)
