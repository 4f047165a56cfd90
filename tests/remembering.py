"""Models opened once a process, and what they gave for the same input remembered: tests ask the same again and again.

Knows ONNX Runtime's sessions: what one gives hangs on its file and its input alone. Does not know what is asked. A
process that a test starts has none of this.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["forgetting", "remember_models"]

_MOST_BYTES = 150 * 1024**2  # of what is remembered
_LARGEST_INPUT = 4 * 1024**2  # bytes: looking up what is larger takes as long as the model


class _Remembered:
    """What sessions gave, by session and input; the oldest goes first. Threads may share it."""

    def __init__(self) -> None:
        self.found: OrderedDict[Any, list[NDArray[Any]]] = OrderedDict()
        self.size = 0
        self.asleep = 0
        self._guard = threading.Lock()

    def look(self, key: Any) -> list[NDArray[Any]] | None:
        with self._guard:
            found = self.found.get(key)
            if found is not None:
                self.found.move_to_end(key)
            return found

    def keep(self, key: Any, given: list[NDArray[Any]]) -> None:
        with self._guard:
            if key not in self.found:
                self.found[key] = given
                self.size += _size(given)
            while self.size > _MOST_BYTES:
                self.size -= _size(self.found.popitem(last=False)[1])


def _size(arrays: Iterable[NDArray[Any]]) -> int:
    return sum(one.nbytes for one in arrays)


def _digest(array: NDArray[Any]) -> bytes:
    return blake2b(array.tobytes()).digest()


_REMEMBERED = _Remembered()


class _Session:
    """A session that looks up what it has given before."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, wanted: Sequence[str] | None, feed: Mapping[str, Any], *options: Any) -> list[Any]:
        arrays = {name: np.ascontiguousarray(one) for name, one in feed.items()}
        if _REMEMBERED.asleep or _size(arrays.values()) > _LARGEST_INPUT:
            return list(self._session.run(wanted, feed, *options))
        given = tuple((name, one.shape, one.dtype.str, _digest(one)) for name, one in sorted(arrays.items()))
        key = (id(self._session), tuple(wanted or ()), given)
        found = _REMEMBERED.look(key)
        if found is None:
            found = [np.asarray(one) for one in self._session.run(wanted, feed, *options)]
            _REMEMBERED.keep(key, found)
        return [one.copy() for one in found]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def remember_models() -> None:
    """From now on, in this process, each model's file is opened once, and what it gave is remembered."""
    from ingest.embedding import onnx

    real = onnx.session

    @cache  # a session's id is part of what is remembered: none may go
    def opened(file: Path, threads: int | None, *_: object) -> _Session:
        return _Session(real(file, threads=threads))

    def session(file: Path, *, threads: int | None = None) -> Any:
        stat = file.stat()
        return opened(file, threads, os.environ.get("OMP_NUM_THREADS"), stat.st_mtime_ns, stat.st_size, stat.st_ino)

    for module in list(sys.modules.values()):
        if vars(module).get("session") is real:
            module.session = session  # type: ignore[attr-defined]


@contextmanager
def forgetting() -> Iterator[None]:
    """Within the block every model runs each time."""
    _REMEMBERED.asleep += 1
    try:
        yield
    finally:
        _REMEMBERED.asleep -= 1
