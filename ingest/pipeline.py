"""The way in, whole: discover, read, recognise, split, store; then embed - for many files, of which any may be bad.

Knows the order of the steps and what can be skipped. Each report can be asked, by words and facts, as soon as it is
read; vectors follow (ingest.vectorise). Does not know how any step is done. Never asks a question.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.editions import editions_of
from corpus.errors import ReadError
from corpus.frameworks import frameworks
from corpus.lock import write_lock
from corpus.model import NewReport, SeenFile
from corpus.placing import open_vectors, place_vectors
from corpus.store import Store
from corpus.unread import NEXT_STEP, unread_pages
from corpus.waiting import waiting
from corpus.writer import Writer
from ingest.discover import discover, spelt
from ingest.embedding.embed import Embedder
from ingest.memory import stored
from ingest.noting import Noting
from ingest.prepare import EXTRACTION_VERSION, Embedded, Prepared
from ingest.progress import Discovered, Event, IngestSummary, Outcome, Pace, Read, Stored
from ingest.read.limits import FileLimits
from ingest.vectorise import vectorise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray

    from corpus.chroma_server import ChromaServer
    from corpus.model import Document
    from ingest.cluster import Cluster
    from ingest.distributed import ClusterReaders
    from ingest.read.worker import Readers

__all__ = ["embed", "ingest"]

_ASKED = 500  # paths that the library is asked about at once
_SETTLED = 500  # vectors that are written to Chroma at once while reports are being read


def ingest(
    folder: Path,
    paths: Sequence[Path],
    *,
    prune: bool = False,
    again: bool = False,
    later: bool = False,
    on_event: Callable[[Event], None] | None = None,
    model: str | None = None,
    limits: FileLimits | None = None,
    server: ChromaServer | None = None,
    ray: str | None = None,
) -> IngestSummary:
    """Bring files, and the files in folders, into the library in `folder`; what is already in costs nothing.

    `prune` removes reports whose file below `paths` is gone, `again` reads also what is in already. Vectors that are
    wanting are made at the end, those of an earlier run too; `later` leaves them to the next run or to `embed`. `model`
    is a sentence-transformers model (None: the packaged one). `limits` hold for each file. `server` holds the vectors
    from now on in place of the folder. `ray` is the address of a Ray cluster that reads and embeds ("local": one
    started on this machine). Ctrl-C at any moment leaves what was ready. Raises LibraryInUse, EmbeddingMismatch and the
    other LibraryErrors, ModelError, ClusterError, and SettingsError for the user's own framework files; a bad file
    raises nothing, it is in `rejected`.
    """
    frameworks()  # what is wrong with the user's own is no fault of each of the files
    with _cluster(ray) as cluster, _writing(folder, server, create=True) as (store, writer):
        embedder = _embedder(model, cluster)
        writer.claim_model(name=embedder.name, weights_hash=embedder.weights_hash)
        run = _Run(
            store=store,
            writer=writer,
            limits=limits or FileLimits(),
            tell=Noting(folder, on_event or _silent),
            cluster=cluster,
        )
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
        run.tell_editions({one.id for one in wanted})
        if not later:
            vectorise(store, writer, embedder, run.tell)
        return run.summary()


def embed(
    folder: Path,
    *,
    on_event: Callable[[Event], None] | None = None,
    model: str | None = None,
    server: ChromaServer | None = None,
    ray: str | None = None,
) -> int:
    """Make the vectors that are wanting in the library in `folder`; returns how many passages have got theirs.

    `ray` is the address of a Ray cluster that embeds. Ctrl-C at any moment leaves what was ready. Raises
    LibraryNotFound, LibraryInUse, EmbeddingMismatch and the other LibraryErrors, ModelError and ClusterError.
    """
    with _cluster(ray) as cluster, _writing(folder, server, create=False) as (store, writer):
        embedder = _embedder(model, cluster)
        writer.claim_model(name=embedder.name, weights_hash=embedder.weights_hash)
        return vectorise(store, writer, embedder, Noting(folder, on_event or _silent))


@contextmanager
def _writing(folder: Path, server: ChromaServer | None, *, create: bool) -> Iterator[tuple[Store, Writer]]:
    """The library, held for writing, what an earlier run left being settled."""
    with ExitStack() as stack:
        if not create:
            Store(folder).close()  # no folder is made for a library that is not there
        stack.enter_context(write_lock(folder))
        store = stack.enter_context(Store(folder, create=create))
        vectors = stack.enter_context(place_vectors(store.database, server) if server else open_vectors(store.database))
        writer = Writer(store.database, vectors)
        writer.settle()
        writer.heal()
        yield store, writer


def _cluster(address: str | None) -> AbstractContextManager[Cluster | None]:
    """The machines that read and embed, or None: this one."""
    if address is None:
        return nullcontext()
    from ingest.cluster import Cluster

    return Cluster(address)


def _embedder(model: str | None, cluster: Cluster | None) -> Embedder:
    if cluster is None:
        return Embedder(model)
    from ingest.distributed import ClusterEmbedder

    return ClusterEmbedder(model, cluster)


def _readers(cluster: Cluster | None) -> Readers | ClusterReaders:
    if cluster is None:
        from ingest.read.worker import Readers

        return Readers()
    from ingest.distributed import ClusterReaders

    return ClusterReaders(cluster)


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


@dataclass(kw_only=True)
class _Run:
    """One ingest under way: what it works with, and what has become of the files so far."""

    store: Store
    writer: Writer
    limits: FileLimits
    tell: Callable[[Event], None]
    cluster: Cluster | None
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    twins: dict[str, list[SeenFile]] = field(default_factory=dict)

    def note(self, outcome: str, source: str, reason: str = "", next_step: str = "") -> None:
        self.outcomes.setdefault(outcome, []).append(Outcome(source=source, reason=reason, next_step=next_step))
        self.tell(Stored(source=source, outcome=outcome, reason=reason))

    def reject(self, source: str, error: ReadError, before: int | None = None) -> None:
        """Note a file that cannot be taken in; `before` is the report that its path stood for, which stays."""
        kept = "" if before is None else f"; what was read of it before stays in the library, as report {before}"
        out = "" if before is None else f" `inspectqa remove {before}` takes the old report out."
        self.note("rejected", source, f"{error.reason}{kept}", f"{error.next_step}{out}")

    def note_unread(self, source: str, document: Document) -> None:
        """Name the pages that could not be read, or only by OCR."""
        kinds = [(page.number, page.reading) for page in document.pages if page.reading != "text"]
        if kinds:
            step = NEXT_STEP if any(kind != "recognised" for _, kind in kinds) else ""
            told = Outcome(source=source, reason=" ".join(unread_pages(kinds)), next_step=step)
            self.outcomes.setdefault("unread", []).append(told)

    def summary(self) -> IngestSummary:
        return IngestSummary(
            waiting=waiting(self.store.database),
            **{name: tuple(sorted(found, key=lambda one: one.source)) for name, found in self.outcomes.items()},
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
        """Read and store each file: it can be asked, by words and facts, as soon as it is in."""
        passages = 0
        for one, prepared in self._read(wanted):
            self._store(one, prepared)
            passages += len(prepared.passages)
        self.writer.settle()
        if passages:
            self.writer.tidy(passages)

    def _read(self, wanted: Sequence[_Wanted]) -> Iterator[tuple[_Wanted, Prepared]]:
        by_path = {Path(one.file.path): one for one in wanted}
        sources = {path: one.file.source for path, one in by_path.items()}
        pace, done = Pace(sum(one.file.size for one in wanted)), 0
        with _readers(self.cluster) as readers:
            for path, result in readers.prepare_many(
                sources, timeout_s=self.limits.timeout_s, memory_bytes=self.limits.memory_bytes
            ):
                one = by_path[path]
                done += one.file.size
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
                    left = pace.left(done)
                    self.tell(Read(source=one.file.source, pages=pages, passages=passages, seconds_left=left))
                    self.note_unread(one.file.source, result.document)
                    yield one, result

    def _store(self, one: _Wanted, prepared: Prepared) -> None:
        """Store a report; passages that are the same as in its earlier version keep their vectors."""
        kept = {} if one.before is None else stored(self.store, one.before)
        (outcome,) = self.writer.add([_report(one, prepared, kept)])
        self.note(outcome, one.file.source)
        twins = [(twin, one.id) for twin in self.twins.get(one.id, ())]
        for (twin, _), outcome in zip(twins, self.writer.see(twins), strict=True):
            self.note("added" if outcome == "unchanged" else outcome, twin.source)
        self.writer.settle(least=_SETTLED)

    def tell_editions(self, ids: set[str]) -> None:
        """Note the reports that are in and not counted, as far as those read in this run have to do with it."""
        for row in editions_of(self.store.database):
            if not ids & {row["id"], row["counted_id"]}:
                continue
            what = (
                "it has the same text as" if row["same"] else "it is another edition, nearly the same in its words, of"
            )
            self.note(
                "editions",
                row["source"],
                f"{what} {row['counted_source']}, which is counted for both",
                f"`inspectqa edition {row['number']} --prefer` counts this one instead.",
            )

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


def _report(one: _Wanted, prepared: Prepared, kept: dict[Embedded, NDArray[np.float16]]) -> NewReport:
    return NewReport(
        id=one.id,
        file=one.file,
        title=prepared.title,
        document=prepared.document,
        facts=prepared.facts,
        figures=prepared.figures,
        passages=prepared.passages,
        vectors=tuple(kept.get(passage) for passage in prepared.embedded),
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
