"""Reading many files in worker processes, so that a crash, a hang or a memory blow-up costs one file alone.

Knows processes, limits and order; reading itself is `read_file`'s and `prepare`'s, drawing a page is `draw`'s, run
by `ingest.read.child` in each worker. Workers are plain child processes that talk through pipes: unlike
`multiprocessing`'s they need no guard in the caller's script.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from corpus.model import Document
from ingest.prepare import Prepared
from ingest.read.limits import MEMORY_BYTES, SPLIT_IT, memory_exceeded
from ingest.read.ocr import installed
from ingest.read.picture import Picture
from ingest.read.wire import receive, send, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from types import TracebackType

    from ingest.read.picture import Wanted

TIMEOUT_S = 60.0
_TIMEOUT_WITH_OCR_S = 900.0  # a page takes two seconds of a core, and a file may have hundreds
_START_TIMEOUT_S = 60.0
_MAX_WORKERS = 4
_READ_AHEAD = 8  # files for each worker: while one is stored, the next ones are read
_ROOT = str(Path(__file__).resolve().parents[2])
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from ingest.read.child import main; main()"


_Purpose = str | dict[str, Any] | None  # a source, a page wanted, nothing
_Result = Document | Prepared | Picture | ReadError


def default_workers() -> int:
    """Returns how many workers to use when nobody says: one for each core this process may use, at most four."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MAX_WORKERS)


def default_timeout() -> float:
    """Returns how many seconds a file may take when nobody says: a minute, or more where pictures of pages are read."""
    return _TIMEOUT_WITH_OCR_S if installed() else TIMEOUT_S


class Readers:
    """A crew of worker processes, started when first needed and ended with the `with` block.

    with Readers() as readers:
        for path, result in readers.read_many(paths):
            ...                                        # a Document, or the ReadError that says why not
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers at once, in the middle of a file too."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
            for worker in self._idle:  # the others are buried by the threads that wait for their answers
                worker.bury()
            self._idle.clear()
            self._all.clear()

    def read_many(
        self,
        paths: Sequence[Path],
        *,
        timeout_s: float | None = None,
        memory_bytes: int = MEMORY_BYTES,
        workers: int | None = None,
    ) -> Iterator[tuple[Path, Document | ReadError]]:
        """Yields each path with its result, in the order given, reading a few files ahead.

        `timeout_s` (None: `default_timeout()`) and `memory_bytes` hold for each file (0 bytes: no limit; a memory limit
        needs a POSIX system).
        A file that its worker does not survive comes out as a ReadError; the worker is replaced.
        """
        given = [(path, None) for path in paths]
        for path, result in self._many(given, timeout_s or default_timeout(), memory_bytes, workers):
            assert not isinstance(result, Prepared | Picture)
            yield path, result

    def prepare_many(
        self,
        sources: Mapping[Path, str],
        *,
        timeout_s: float | None = None,
        memory_bytes: int = MEMORY_BYTES,
        workers: int | None = None,
    ) -> Iterator[tuple[Path, Prepared | ReadError]]:
        """Yields each path with all that is to be stored of it but the vectors; see `read_many`.

        `sources` gives for each path the name that the person gave.
        """
        given = list(sources.items())
        for path, result in self._many(given, timeout_s or default_timeout(), memory_bytes, workers):
            assert not isinstance(result, Document | Picture)
            yield path, result

    def draw(
        self, path: Path, wanted: Wanted, *, timeout_s: float = TIMEOUT_S, memory_bytes: int = MEMORY_BYTES
    ) -> Picture | ReadError:
        """Returns a page of the file as a picture; see `read_many`. Each thread that calls it has its own worker."""
        result = self._read(path, wanted.to_dict(), timeout_s, memory_bytes)
        assert isinstance(result, Picture | ReadError)
        return result

    def _many(
        self, wanted: Sequence[tuple[Path, str | None]], timeout_s: float, memory_bytes: int, workers: int | None
    ) -> Iterator[tuple[Path, _Result]]:
        count = workers or default_workers()
        pool = ThreadPoolExecutor(max_workers=count, thread_name_prefix="reader")
        ahead: deque[tuple[Path, Future[_Result]]] = deque()
        try:
            for path, source in wanted:
                ahead.append((path, pool.submit(self._read, path, source, timeout_s, memory_bytes)))
                if len(ahead) >= _READ_AHEAD * count:
                    done, future = ahead.popleft()
                    yield done, future.result()
            while ahead:
                done, future = ahead.popleft()
                yield done, future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, path: Path, purpose: _Purpose, timeout_s: float, memory_bytes: int) -> _Result:
        try:
            worker = self._take()
        except ReadError as error:
            return error
        result = worker.read(path, purpose, timeout_s=timeout_s, memory_bytes=memory_bytes)
        with self._lock:
            if not self._closed and worker.alive:
                self._idle.append(worker)
                return result
            self._all.discard(worker)
            closed = self._closed
        worker.bury()
        return _stopped() if closed and isinstance(result, ReadError) else result

    def _take(self) -> _Worker:
        """Returns an idle worker or a new one. Raises ReadError when none can be started."""
        with self._lock:
            if self._closed:
                raise _stopped()
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
                worker.bury()
            worker = _Worker()  # a few milliseconds: what takes longer is waited for outside the lock
            self._all.add(worker)
        try:
            worker.wait_until_ready()
        except ReadError:
            with self._lock:
                self._all.discard(worker)
            raise
        return worker


class _Worker:
    """One child process and the pipes to it. Used by one thread at a time; only `kill` may come from another."""

    def __init__(self) -> None:
        paths = [_ROOT, *(str(Path(entry).absolute()) for entry in sys.path if entry)]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *dict.fromkeys(paths)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",  # so that Ctrl-C in the terminal reaches the parent alone
            )
        except OSError as error:
            raise _no_worker(str(error)) from error
        self._peak_at_start = self._peak_bytes = 0
        self._ending = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether the process is still there to be asked."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process at once; a thread that waits for its answer sees the pipe close."""
        with self._ending:
            if self._process.returncode is not None:
                return
            if os.name == "posix":
                os.kill(self._process.pid, signal.SIGKILL)  # Popen.kill would wait for it, and lose its use of memory
            else:
                self._process.kill()

    def wait_until_ready(self) -> None:
        """Returns when the process has started. Raises ReadError when it does not."""
        try:
            message, expired = self._ask(None, _START_TIMEOUT_S)
        except (EOFError, OSError, ValueError) as error:
            code = self.bury()
            raise _no_worker(f"it ended with status {code}") from error
        if expired or not isinstance(message, dict) or "ready" not in message:
            self.bury()
            raise _no_worker("it did not answer")
        self._peak_at_start = int(message["ready"])

    def read(self, path: Path, purpose: _Purpose, *, timeout_s: float, memory_bytes: int) -> _Result:
        """Returns what the worker makes of the file, or why it did not survive it."""
        request = [str(path.absolute()), purpose, timeout_s, memory_bytes]
        expired = threading.Event()
        try:
            message, late = self._ask(request, timeout_s, expired)
            result = unpack(message)
        except (EOFError, OSError, ValueError, KeyError, TypeError):
            code = self.bury()
            return self._cause_of_death(code, expired.is_set(), timeout_s, memory_bytes)
        if late:  # it answered in the very moment it was killed
            self.bury()
        return result

    def _ask(self, request: Any, timeout_s: float, expired: threading.Event | None = None) -> tuple[Any, bool]:
        """Sends a request (None: just listens); returns the answer, and whether the process was killed all the same."""
        expired = expired or threading.Event()

        def expire() -> None:
            expired.set()
            self.kill()

        assert self._process.stdin is not None
        assert self._process.stdout is not None
        timer = threading.Timer(timeout_s, expire)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                send(self._process.stdin, request)
            return receive(self._process.stdout), expired.is_set()
        finally:
            timer.cancel()
            timer.join()  # else it might kill the process over the next file

    def bury(self) -> int:
        """Ends the process if need be, notes how much memory it had used, closes the pipes; returns its exit status."""
        self.kill()
        process = self._process
        with self._ending:
            if process.returncode is None and hasattr(os, "wait4"):
                with contextlib.suppress(ChildProcessError):  # somebody else's handler of SIGCHLD has waited for it
                    _, status, usage = os.wait4(process.pid, 0)
                    process.returncode = os.waitstatus_to_exitcode(status)
                    self._peak_bytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            code = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be written has nobody to read it
                    pipe.close()
        return code

    def _cause_of_death(self, code: int, expired: bool, timeout_s: float, memory_bytes: int) -> ReadError:
        if expired:
            return ReadError(f"reading it took more than {timeout_s:g} seconds", SPLIT_IT)
        # A C library ends the process where Python would raise MemoryError; how much it had used tells the two apart.
        # The limit is on addresses, of which a process has more than it has in use: hence a share of it.
        if memory_bytes and self._peak_bytes > max(0.6 * memory_bytes, self._peak_at_start):
            return memory_exceeded(memory_bytes)
        # A child inherits its parent's peak: below a large parent only the signal is left, which C++ sends itself when
        # it is refused memory.
        if memory_bytes and self._peak_at_start > 0.6 * memory_bytes and code == -signal.SIGABRT:
            return memory_exceeded(memory_bytes)
        return ReadError(
            f"the reader crashed on it (status {code})", "Open it in another program, save it anew and ingest that."
        )


def _stopped() -> ReadError:
    return ReadError("reading was stopped", "Run the ingest again: it goes on where it stopped.")


def _no_worker(why: str) -> ReadError:
    return ReadError(
        f"no process to read it could be started: {why}", "Close other programs to free memory, then ingest it again."
    )
