"""What runs inside a worker process: one file after another, under limits that the process sets on itself.

Knows limits and signals; reading itself is `read_file`'s, and what follows from the text alone is `prepare`'s. Started
by `ingest.read.worker`, ends when its input ends.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from ingest.prepare import load_steps, prepare
from ingest.read.file import read_file
from ingest.read.limits import memory_exceeded
from ingest.read.wire import pack, receive, send

if TYPE_CHECKING:
    from corpus.model import Document
    from ingest.prepare import Prepared

# The parent kills at the time limit; the alarm is for the case that the parent itself has been killed.
_GRACE_S = 10
# Embedding goes on in as many threads as there are cores, which wait for one another at every step: a reader that took
# a core from one of them would hold up all. What they leave idle is enough for reading.
_YIELDING = 19


def main() -> None:
    """Says that it is ready, then answers requests [path, source, timeout_s, memory_bytes] on stdin until that ends.

    The answer is the document read, or, where the request has a source, all that is to be stored of it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    if hasattr(os, "nice"):
        os.nice(_YIELDING)
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    _close_standard_streams()
    send(replies, {"ready": _peak_bytes()})
    while True:
        try:
            path, source, timeout_s, memory_bytes = receive(requests)
        except EOFError:
            return
        if source is not None:
            load_steps()
        _set_alarm(timeout_s + _GRACE_S)
        _limit_memory(memory_bytes)
        try:
            reply = pack(_read(Path(path), source, memory_bytes))
            send(replies, reply)
        except MemoryError:  # nothing was sent: a message is made whole before its first byte goes out
            send(replies, pack(memory_exceeded(memory_bytes)))
        _set_alarm(0)


def _peak_bytes() -> int:
    """Returns the most memory this process has used, as its parent will be told it when it ends.

    Linux counts in what the parent had used when it started this process.
    """
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _read(path: Path, source: str | None, memory_bytes: int) -> Document | Prepared | ReadError:
    try:
        document = read_file(path)
        return document if source is None else prepare(document, source=source)
    except ReadError as error:
        return memory_exceeded(memory_bytes) if isinstance(error.__cause__, MemoryError) else error


def _close_standard_streams() -> None:
    """What a parser prints must not be taken for a reply, and is of no use to anyone."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _limit_memory(memory_bytes: int) -> None:
    """Limits what reading may map on top of what the process has mapped already (0: no limit)."""
    if sys.platform == "win32":
        return  # no RLIMIT_AS there: the time limit alone holds
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if not memory_bytes:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        return
    mapped = 0
    statm = Path("/proc/self/statm")
    if statm.exists():
        mapped = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    limit = mapped + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _set_alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
