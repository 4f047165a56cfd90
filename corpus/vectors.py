"""The passages' vectors in Chroma: one collection, cosine distance, the same ids as the passages.

Knows Chroma and its limits, in the library's folder or on a server. Does not know the library's SQLite file, what a
vector means, nor any model. What lies here can be made again from library.sqlite at any time.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from corpus.errors import LibraryDamaged, LibraryError
from corpus.files import full_disk, refuse_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from corpus.chroma_server import ChromaServer

__all__ = ["COLLECTION", "Vectors"]

COLLECTION = "passages"
FOLDER_NAME = "chroma"
_BATCH = 2000  # Chroma 1.5 refuses more than 5,461 rows at once
_PAGE = 20_000
_REMAKING_S = 2.0  # how long a reader waits for a collection that is being made anew

_Result = TypeVar("_Result")


class Vectors:
    """A library's Chroma collection, in `folder` (the library's own, not chroma/ in it) or on a server.

    Chroma is imported and opened at the first use; threads may share it. Raises LibraryDamaged when its files cannot
    be read, and LibraryError when they cannot be written or the server does not answer.
    """

    def __init__(self, folder: Path, *, server: ChromaServer | None = None, collection: str = COLLECTION) -> None:
        self.folder = folder
        self.path = folder / FOLDER_NAME
        self.server = server
        self.name = collection
        self._client: Any = None
        self._opened: Any = None
        self._opening = threading.Lock()

    def __str__(self) -> str:
        return str(self.server or self.path)

    @property
    def missing(self) -> bool:
        """Whether there is no collection; looking makes none."""
        if self.server is None and not self.path.is_dir():
            return True
        return self._done(lambda: self.name not in [one.name for one in self.client.list_collections()])

    def upsert(
        self,
        uids: Sequence[str],
        vectors: NDArray[np.floating[Any]],
        *,
        texts: Sequence[str],
        metadatas: Sequence[dict[str, Any]],
    ) -> None:
        """Add or overwrite vectors, float[n, dimension]; its text and metadata (without None) stand beside it."""
        for at in range(0, len(uids), _BATCH):
            some = slice(at, at + _BATCH)
            rows = {
                "ids": list(uids[some]),
                "embeddings": np.ascontiguousarray(vectors[some], dtype=np.float32),
                "documents": list(texts[some]),
                "metadatas": list(metadatas[some]),
            }

            def put(rows: dict[str, Any] = rows) -> None:
                self._made.upsert(**rows)
                self._see_to_it(rows["ids"], there=True)

            self._done(put)

    def delete(self, uids: Sequence[str]) -> None:
        """Remove vectors; ids that are not there are passed over."""
        for at in range(0, len(uids), _BATCH):

            def take(some: list[str] = list(uids[at : at + _BATCH])) -> None:  # noqa: B006 - bound on purpose
                self._made.delete(ids=some)
                self._see_to_it(some, there=False)

            self._done(take)

    def _see_to_it(self, uids: list[str], *, there: bool) -> None:
        """Ask a server whether it has done what it says it has; what stands between may answer in its stead."""
        if self.server is not None:
            held = set(self._made.get(ids=uids, include=[])["ids"])
            if held != (set(uids) if there else set()):
                raise ValueError("it has not kept what it was given")

    def query(self, vector: NDArray[np.floating[Any]], k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages: (uid, cosine similarity), best first; raises LibraryDamaged without any."""
        wanted = np.asarray(vector, dtype=np.float32).reshape(1, -1)

        def near() -> list[tuple[str, float]]:
            found = self._existing.query(query_embeddings=wanted, n_results=k, include=["distances"])
            return [
                (str(uid), 1.0 - float(distance))
                for uid, distance in zip(found["ids"][0], found["distances"][0], strict=True)
            ]

        return self._found(near)

    def get(self, uids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors with these ids, as they lie; ids that are not there are left out."""
        found: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(uids), _BATCH):
            some = list(uids[at : at + _BATCH])

            def held(some: list[str] = some) -> dict[str, NDArray[np.float32]]:
                rows = self._existing.get(ids=some, include=["embeddings"])
                return {key: np.asarray(v, np.float32) for key, v in zip(rows["ids"], rows["embeddings"], strict=True)}

            found |= self._found(held)
        return found

    def ids(self) -> set[str]:
        """The ids of all vectors; none without a collection."""
        found: set[str] = set()
        if self.missing:
            return found
        while True:
            at = len(found)
            some = self._found(lambda at=at: self._existing.get(limit=_PAGE, offset=at, include=[])["ids"])  # type: ignore[misc]
            found.update(some)
            if len(some) < _PAGE:
                return found

    def count(self) -> int:
        """How many vectors there are; none without a collection."""
        return 0 if self.missing else self._found(lambda: int(self._existing.count()))

    def clear(self) -> None:
        """Drop every vector and begin an empty collection."""
        if not self.missing:
            self.drop()
        self._opened = None
        _ = self._done(lambda: self._made)

    def drop(self) -> None:
        """Drop the collection."""
        with contextlib.suppress(self._gone):  # on a second try it is gone already
            self._done(lambda: self.client.delete_collection(self.name))
        self._opened = None

    def close(self) -> None:
        """Close Chroma's files."""
        client, self._client, self._opened = self._client, None, None
        if client is not None:
            with contextlib.suppress(Exception):  # closing a damaged store must not hide what was wrong with it
                client.close()

    def __enter__(self) -> Vectors:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _made(self) -> Any:
        """The collection, made if need be: for those who write."""
        opened = self._opened  # held on to: another thread may find it gone meanwhile
        if opened is None:
            opened = self._opened = self.client.get_or_create_collection(
                self.name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        return opened

    @property
    def _existing(self) -> Any:
        """The collection where there is one: for those who read."""
        opened = self._opened
        if opened is None:
            if self.server is None and not self.path.is_dir():
                raise self._gone("no folder")
            opened = self._opened = self.client.get_collection(self.name, embedding_function=None)
        return opened

    def _found(self, work: Callable[[], _Result]) -> _Result:
        """What a reader looks for, in the collection as it is now: a repair in another process may make it anew."""
        ends = time.monotonic() + _REMAKING_S
        while True:
            try:
                return self._done(work)
            except self._gone as error:
                again = self._opened is not None
                self._opened = None
                if not again and time.monotonic() > ends:
                    raise LibraryDamaged(
                        f"The vectors in {self} are missing. `inspectqa check --repair` makes them again from "
                        "library.sqlite, without embedding anything."
                    ) from error
                if not again:
                    time.sleep(0.1)

    def _done(self, work: Callable[[], _Result]) -> _Result:
        if self.server is not None:
            return self.server.tried(work)
        with self._translated():
            return work()

    @property
    def _gone(self) -> type[Exception]:
        from chromadb.errors import NotFoundError

        return NotFoundError

    @property
    def client(self) -> Any:
        """The Chroma client, connected at first use; for those who open the collection with LangChain's Chroma."""
        with self._opening:
            if self._client is None:
                logging.getLogger("chromadb").setLevel(logging.ERROR)
                self._client = self.server.connect() if self.server else self._open_folder()
            return self._client

    def _open_folder(self) -> Any:
        import chromadb

        from corpus.chroma_server import private_settings

        refuse_link(self.path.parent, self.path)
        self.path.mkdir(mode=0o700, exist_ok=True)  # what Chroma puts into it is for its owner alone
        return chromadb.PersistentClient(path=str(self.path), settings=private_settings(allow_reset=False))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn whatever Chroma raises into the library's own errors; its exceptions have no common base."""
        try:
            yield
        except (LibraryError, MemoryError, self._gone):
            raise
        except Exception as error:
            said = " ".join(str(error).split())[:200] or type(error).__name__
            if not self.path.parent.exists():
                raise LibraryError(
                    f"The library at {self.path.parent} is no longer there ({said}). Connect its drive again, or name "
                    "another library with --library; nothing that was ready is lost."
                ) from error
            # Chroma says "failed to apply logs" of a full disk, SQLite within it does not say whose disk it was.
            if self.path.parent.exists() and (full := full_disk(self.path.parent, Path(tempfile.gettempdir()))):
                raise LibraryError(
                    f"The disk that holds {full} is full ({said}). Nothing that was ready is lost: free some space and "
                    "run the command again."
                ) from error
            if any(
                word in said.casefold() for word in ("disk is full", "no space", "readonly", "read-only", "permission")
            ):
                raise LibraryError(
                    f"The vectors in {self.path} cannot be written ({said}). Free some space or change the folder's "
                    "permissions, and run the command again; nothing that was ready is lost."
                ) from error
            raise LibraryDamaged(
                f"The vectors in {self.path} cannot be used ({said}). `inspectqa check --repair` makes them again from "
                "library.sqlite, without embedding anything."
            ) from error
