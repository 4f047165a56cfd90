"""What runs inside a worker process: one file after another, under limits that the process sets on itself.

Knows limits and signals; reading itself is `read_file`'s, what follows from the text alone is `prepare`'s, and a page's
picture is `draw`'s. Started by `ingest.read.worker`, ends when its input ends.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from ingest.prepare import load_steps, prepare
from ingest.read.file import read_bytes, read_file
from ingest.read.limits import memory_exceeded
from ingest.read.picture import unpack_wanted
from ingest.read.wire import pack, receive, send

if TYPE_CHECKING:
    from corpus.model import Document
    from ingest.prepare import Prepared
    from ingest.read.picture import Picture, Wanted

# The parent kills at the time limit; the alarm is for the case that the parent itself has been killed.
_GRACE_S = 10


def main() -> None:
    """Says that it is ready, then answers requests on stdin until that ends.

    A request is [path, what for, timeout_s, memory_bytes]. For nothing more, the answer is the document read; for a
    source, all that is to be stored of it; for a page (`Wanted`, as a dict), its picture.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    _close_standard_streams()
    send(replies, {"ready": _peak_bytes()})
    while True:
        try:
            path, purpose, timeout_s, memory_bytes = receive(requests)
        except EOFError:
            return
        if isinstance(purpose, dict):
            load_drawing()
        elif purpose is not None:
            load_steps()
        _set_alarm(timeout_s + _GRACE_S)
        _limit_memory(memory_bytes)
        try:
            reply = pack(_made(Path(path), purpose, memory_bytes))
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


def _made(
    path: Path, purpose: str | dict[str, Any] | None, memory_bytes: int
) -> Document | Prepared | Picture | ReadError:
    try:
        if isinstance(purpose, dict):
            return _drawn(path, unpack_wanted(purpose))
        document = read_file(path)
        return document if purpose is None else prepare(document, source=purpose)
    except ReadError as error:
        return memory_exceeded(memory_bytes) if isinstance(error.__cause__, MemoryError) else error


def _drawn(path: Path, wanted: Wanted) -> Picture:
    from ingest.read.draw import draw

    data = read_bytes(path)
    try:
        return draw(data, wanted)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # as in reading: other people's libraries, given other people's files
        raise ReadError(f"its page cannot be drawn ({type(error).__name__})", "Look at its text instead.") from error


def load_drawing() -> None:
    """Import what drawing needs before limits are set."""
    for name in ("ingest.read.draw", "pypdfium2", "PIL.Image", "PIL.ImageDraw", "PIL.PngImagePlugin"):
        importlib.import_module(name)


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
