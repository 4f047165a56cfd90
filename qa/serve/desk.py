"""The desk at which work waits for a thread: so many at once, so many in line, and no more.

Knows threads and time. Does not know what the work is. What takes too long is given up by whoever waits for it; its
thread goes on until the work itself ends, and no other work waits for that thread alone.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import InspectQAError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Busy", "Desk", "TooLong"]

_Done = TypeVar("_Done")
_Job = tuple["Future[Any]", "Callable[[], Any]"]


class Busy(InspectQAError):
    """More is asked at once than may wait in line."""


class TooLong(InspectQAError):
    """The work was given up after the time it may take."""


class Desk:
    """`threads` that work side by side; `waiting` more jobs stand in line, and each may take `seconds` altogether.

    The threads end with the process, whatever they wait for: one that is stuck keeps nobody from stopping.
    """

    def __init__(self, name: str, *, threads: int, waiting: int, seconds: float) -> None:
        self.seconds = seconds
        self._jobs: queue.Queue[_Job | None] = queue.Queue(waiting)
        self._threads = [
            threading.Thread(target=self._work, name=f"{name} {n}", daemon=True) for n in range(1, threads + 1)
        ]
        self._busy = 0
        self._guard = threading.Lock()
        for thread in self._threads:
            thread.start()

    @property
    def threads(self) -> int:
        """How many jobs are worked on side by side."""
        return len(self._threads)

    @property
    def busy(self) -> int:
        """How many jobs are being worked on."""
        return self._busy

    @property
    def in_line(self) -> int:
        """How many jobs wait for a thread."""
        return self._jobs.qsize()

    def submit(self, work: Callable[[], _Done]) -> Future[_Done]:
        """Put the work in line; raises Busy where the line is full."""
        future: Future[_Done] = Future()
        try:
            self._jobs.put_nowait((future, work))
        except queue.Full:
            raise Busy("Too many questions are waiting here at the moment. Ask again in a few seconds.") from None
        return future

    async def run(self, work: Callable[[], _Done]) -> _Done:
        """What the work gives; raises Busy, TooLong, and what the work itself raises."""
        future = self.submit(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.seconds)
        except TimeoutError:
            raise too_long(self.seconds) from None

    def close(self) -> None:
        """Let what is being worked on end, and give up what stands in line."""
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is not None:
                job[0].cancel()
        for _ in self._threads:
            try:
                self._jobs.put_nowait(None)
            except queue.Full:  # the threads are daemons: they end with the process
                break

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, work = job
            if not future.set_running_or_notify_cancel():
                continue  # whoever asked has gone
            with self._guard:
                self._busy += 1
            try:
                done = work()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(done)
            finally:
                with self._guard:
                    self._busy -= 1
            del job, future, work


def too_long(seconds: float) -> TooLong:
    """The error for work that took longer than `seconds`."""
    return TooLong(
        f"This took longer than {seconds:.0f} seconds and was given up. Ask again, or ask of one council and one year."
    )
