"""The passages' vectors in Chroma: one collection, cosine distance, the same ids as the passages.

Knows Chroma and its limits. Does not know the library's SQLite file, what a vector means, nor any model. What lies
here can be made again from library.sqlite at any time.
"""

from __future__ import annotations

import contextlib
import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import LibraryDamaged, LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["COLLECTION", "Vectors"]

COLLECTION = "passages"
FOLDER_NAME = "chroma"
_BATCH = 2000  # Chroma 1.5 refuses more than 5,461 rows at once
_PAGE = 20_000


class Vectors:
    """A library's Chroma collection, opened in `folder` (the library's own, not chroma/ in it); safe between threads.

    Chroma is imported and opened at the first use. Raises LibraryDamaged when its files cannot be read and
    LibraryError when they cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FOLDER_NAME
        self._client: Any = None
        self._opened: Any = None

    def upsert(
        self,
        uids: Sequence[str],
        vectors: NDArray[np.floating[Any]],
        *,
        texts: Sequence[str],
        metadatas: Sequence[dict[str, Any]],
    ) -> None:
        """Add or overwrite vectors, float[n, dimension]; its text and metadata (without None) stand beside it."""
        with self._translated():
            for at in range(0, len(uids), _BATCH):
                some = slice(at, at + _BATCH)
                self._collection.upsert(
                    ids=list(uids[some]),
                    embeddings=np.ascontiguousarray(vectors[some], dtype=np.float32),
                    documents=list(texts[some]),
                    metadatas=list(metadatas[some]),
                )

    def delete(self, uids: Sequence[str]) -> None:
        """Remove vectors; ids that are not there are passed over."""
        with self._translated():
            for at in range(0, len(uids), _BATCH):
                self._collection.delete(ids=list(uids[at : at + _BATCH]))

    def query(self, vector: NDArray[np.floating[Any]], k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages: (uid, cosine similarity), best first."""
        wanted = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        with self._translated():
            try:
                found = self._collection.query(query_embeddings=wanted, n_results=k, include=["distances"])
            except self._gone:  # a repair in another process has made it anew
                self._opened = None
                found = self._collection.query(query_embeddings=wanted, n_results=k, include=["distances"])
        return [(uid, 1.0 - distance) for uid, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def get(self, uids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors with these ids, as they lie; ids that are not there are left out."""
        found: dict[str, NDArray[np.float32]] = {}
        with self._translated():
            for at in range(0, len(uids), _BATCH):
                some = self._collection.get(ids=list(uids[at : at + _BATCH]), include=["embeddings"])
                found |= {
                    key: np.asarray(v, np.float32) for key, v in zip(some["ids"], some["embeddings"], strict=True)
                }
        return found

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        found: set[str] = set()
        with self._translated():
            while True:
                some = self._collection.get(limit=_PAGE, offset=len(found), include=[])["ids"]
                found.update(some)
                if len(some) < _PAGE:
                    return found

    def count(self) -> int:
        """How many vectors there are."""
        with self._translated():
            return int(self._collection.count())

    def clear(self) -> None:
        """Drop every vector and begin an empty collection."""
        with self._translated():
            client = self.client
            if COLLECTION in [one.name for one in client.list_collections()]:
                client.delete_collection(COLLECTION)
            self._opened = None
            _ = self._collection

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
    def _collection(self) -> Any:
        if self._opened is None:
            self._opened = self.client.get_or_create_collection(
                COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        return self._opened

    @property
    def _gone(self) -> type[Exception]:
        from chromadb.errors import NotFoundError

        return NotFoundError

    @property
    def client(self) -> Any:
        """The Chroma client, connected at first use; for those who open the collection with LangChain's Chroma."""
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            logging.getLogger("chromadb").setLevel(logging.ERROR)
            self._client = chromadb.PersistentClient(
                path=str(self.path), settings=Settings(anonymized_telemetry=False, allow_reset=False)
            )
        return self._client

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn whatever Chroma raises into the library's own errors; its exceptions have no common base."""
        try:
            yield
        except (LibraryError, MemoryError):
            raise
        except Exception as error:
            said = " ".join(str(error).split())[:200] or type(error).__name__
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
