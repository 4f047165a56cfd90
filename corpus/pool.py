"""A bounded number of SQLite connections to one file, each lent for a block of work and given back.

Knows who holds which connection and who waits for one. Does not know how a connection is opened, nor what is asked of
it. A connection a thread would be simpler, but threads may be many and short, and each connection costs two open files
and a cache of pages.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

__all__ = ["CONNECTIONS", "Connection", "Pool", "PoolClosed"]

# Questions that read at once; more wait for their turn. Each connection may hold 2 open files and _CACHE_KB of pages
# (corpus.database): together no more than 256 MB, whatever the number of threads.
CONNECTIONS = 16


class PoolClosed(Exception):
    """The pool was closed before a connection was asked for."""


class Clock:
    """The moment at which a connection's statement is to be given up, in `time.monotonic` seconds."""

    def __init__(self) -> None:
        self.ends = inf

    def late(self) -> bool:
        """Whether that moment has come; SQLite asks this between its steps."""
        return time.monotonic() > self.ends


class Connection(sqlite3.Connection):
    """A connection with what belongs to it alone.

    `opened` is what the file was when it was opened, `kept` what was made of the library's content, each by the
    `data_version` it was made at, which says nothing to another connection.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.clock = Clock()
        self.opened: Hashable = None
        self.kept: dict[str, tuple[int, Any]] = {}


class _Lease:
    """A connection that is lent, and how many blocks of work, one in another, hold it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.holders = 1


class Pool:
    """Lends up to `most` connections made by `connect`; one that is not `sound` any more is replaced."""

    def __init__(
        self, connect: Callable[[], Connection], sound: Callable[[Connection], bool], *, most: int = CONNECTIONS
    ) -> None:
        self._connect, self._sound = connect, sound
        self._free: list[Connection] = []  # the last given back is lent first: its cache is warm
        self._left = most
        self._returned = threading.Condition()
        self._own = threading.local()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """A connection for this block: the one this thread holds already, or one of its own as soon as one is free.

        Raises PoolClosed.
        """
        lease = self._held()
        if lease is None:
            lease = self._own.lease = _Lease(self._taken())
        try:
            yield lease.connection
        finally:
            self._give_back(lease)

    def _held(self) -> _Lease | None:
        lease: _Lease | None = getattr(self._own, "lease", None)
        with self._returned:
            if self._closed:
                raise PoolClosed
            if lease is None or not lease.holders:
                return None
            lease.holders += 1
            return lease

    def _taken(self) -> Connection:
        with self._returned:
            self._returned.wait_for(lambda: self._closed or self._left)
            if self._closed:
                raise PoolClosed
            self._left -= 1
            connection = self._free.pop() if self._free else None
        try:
            if connection is not None and not self._sound(connection):
                connection.close()
                connection = None
            return connection or self._connect()
        except BaseException:
            with self._returned:
                self._left += 1
                self._returned.notify()
            raise

    def _give_back(self, lease: _Lease) -> None:
        """A block has ended, perhaps in another thread than it began: that of a generator gone on with elsewhere."""
        with self._returned:
            lease.holders -= 1
            if lease.holders:
                return
            with suppress(sqlite3.Error):
                lease.connection.rollback()
            self._left += 1
            if not self._closed:
                self._free.append(lease.connection)
            self._returned.notify()
        if self._closed:
            lease.connection.close()

    def close(self) -> None:
        """Close what is free now and what is lent as it comes back; later blocks raise PoolClosed."""
        with self._returned:
            self._closed = True
            free, self._free = self._free, []
            self._returned.notify_all()
        for connection in free:
            connection.close()
