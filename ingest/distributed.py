"""The two steps of an ingest that may be done elsewhere, on a cluster: what stands in for `Readers` and `Embedder`.

Knows what of a step goes to a worker, and what is made of what comes back. Does not know how work gets there and what
is done when a worker dies (`ingest.cluster`), nor what is done there (`ingest.remote`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ClusterError, ReadError
from ingest.cluster import AllLost
from ingest.embedding.embed import Embedder
from ingest.prepare import Prepared
from ingest.read.file import read_bytes
from ingest.read.limits import MEMORY_BYTES
from ingest.read.wire import unpack
from ingest.read.worker import default_timeout
from ingest.remote import UNSEEN, Unlike, Wanted, embed_there, likeness, read_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from ingest.cluster import Cluster
    from ingest.embedding.pooled import Span

__all__ = ["ClusterEmbedder", "ClusterReaders"]

_TOGETHER = 16  # passages in a piece of work: a second of one processor
_PASSAGE_BYTES = 4_000  # of a passage's vectors and its sentences', about


class ClusterReaders:
    """Reads files by a cluster's workers: at the path where they see it, else from bytes that are brought there."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def __enter__(self) -> ClusterReaders:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to end: the cluster is left by whoever came to it."""

    def prepare_many(
        self, sources: Mapping[Path, str], *, timeout_s: float | None = None, memory_bytes: int = MEMORY_BYTES
    ) -> Iterator[tuple[Path, Prepared | ReadError]]:
        """Yields each path with what is to be stored of it, as `Readers.prepare_many` does; the order may be another.

        A file over which one worker after the other ends comes out as a ReadError. Raises ClusterError.
        """
        if not sources:
            return
        run = _Reading(sources, timeout_s or default_timeout(), memory_bytes)
        alike = likeness()
        for bring in (False, True):  # a second time for those that were not seen
            given = ((one.path, (one, alike), one.size) for one in run.wanted(list(run.left), bring=bring))
            for path, result in self._cluster.map(read_there, given):
                if isinstance(result, Unlike):
                    self._cluster.refuse(result)
                if (made := run.made(path, result)) is not None:
                    yield made
            yield from run.failed
            run.failed.clear()


class _Reading:
    """Files under way to the workers and back."""

    def __init__(self, sources: Mapping[Path, str], timeout_s: float, memory_bytes: int) -> None:
        self.left = {str(path): path for path in sources}
        self.failed: list[tuple[Path, ReadError]] = []  # here already
        self._sources = {str(path): source for path, source in sources.items()}
        self._timeout_s, self._memory_bytes = timeout_s, memory_bytes
        self._bring = False  # whether the bytes go with the rest: since a worker did not see a file

    def wanted(self, paths: Iterable[str], *, bring: bool) -> Iterator[Wanted]:
        for name in paths:
            path = self.left[name]
            try:
                data = read_bytes(path) if bring or self._bring else None
                stat = path.stat()
            except ReadError as error:
                self.failed.append((self.left.pop(name), error))
                continue
            except OSError:
                stat = None
            yield Wanted(
                path=name,
                source=self._sources[name],
                size=stat.st_size if stat else 0,
                mtime_ns=stat.st_mtime_ns if stat else 0,
                timeout_s=self._timeout_s,
                memory_bytes=self._memory_bytes,
                data=data,
            )

    def made(self, name: str, result: Any) -> tuple[Path, Prepared | ReadError] | None:
        """The file with what was made of it, or None: it was not seen there."""
        if result == UNSEEN:
            self._bring = True
            return None
        path = self.left.pop(name)
        if isinstance(result, AllLost):
            return path, ReadError(
                "every worker that was to read it ended over it",
                "Open it in another program, save it anew and ingest that.",
            )
        try:
            found = unpack(result)
        except (ValueError, KeyError, TypeError):
            found = None
        if not isinstance(found, Prepared | ReadError):
            raise ClusterError(
                "A worker of the Ray cluster sent what makes no sense. See that the same inspectqa is installed on "
                "every machine of it, then run the command again: it goes on where it stopped."
            )
        return path, found


class ClusterEmbedder(Embedder):
    """Embeds passages by a cluster's workers, each on one processor of theirs, in float32; questions here."""

    def __init__(self, model: str | None, cluster: Cluster) -> None:
        super().__init__(model, way="onnx")
        self._named = model
        self._cluster = cluster

    @property
    def side_by_side(self) -> int:
        """How many texts are embedded at once."""
        return max(1, self._cluster.processors)

    def embed_passages(
        self,
        texts: Sequence[str],
        spans: Sequence[Sequence[Span]],
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[NDArray[np.float32]]:
        """For each text float32[1 + m, dimension], as `Embedder` gives it, to the precision of float16.

        Raises ClusterError.
        """
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        parts = [order[at : at + _TOGETHER] for at in range(0, len(order), _TOGETHER)]
        jobs = (
            (
                part,
                ([texts[at] for at in part], [spans[at] for at in part], self._named, self.weights_hash),
                _PASSAGE_BYTES * len(part),
            )
            for part in parts
        )
        rows: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(texts)
        done = 0
        for part, result in self._cluster.map(embed_there, jobs):
            if isinstance(result, Unlike):
                self._cluster.refuse(result)
            if isinstance(result, AllLost):
                raise ClusterError(
                    "Every worker of the Ray cluster that was to embed some passages ended over them. See in its logs "
                    "what ended them (memory, most often), then run the command again: it goes on where it stopped."
                )
            for at, own in zip(part, result, strict=True):
                rows[at] = own.astype(np.float32)
            done += len(part)
            if on_progress is not None:
                on_progress(done)
        return rows
