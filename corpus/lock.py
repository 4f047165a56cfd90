"""One ingest at a time: the lock on a library, and who holds it.

Knows the lock file beside the library. The lock belongs to the process: the system frees it when the process ends,
however it ends. Readers need no lock.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from corpus.errors import LibraryError, LibraryInUse
from corpus.files import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Step", "Writing", "note_progress", "write_lock", "writing"]

Step = Literal["reading", "embedding"]

_LOCK = "ingest.lock"
_HOLDER = "ingest.holder.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Writing:
    """A process that writes to the library: since when (an ISO time), and how much of its step is done."""

    since: str
    step: Step | None = None
    done: int = 0
    total: int = 0


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the library in `folder` for writing; the folder is made if need be.

    What a holder who was killed had not finished is removed. Raises LibraryInUse, naming the process that holds it, and
    LibraryError when the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if new:
            folder.chmod(0o700)
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise LibraryInUse(
            f"The library at {folder} is being written by {_holder(folder)}. Wait until it has ended and run the "
            "command again; questions can be asked meanwhile."
        ) from error
    except (OSError, NotImplementedError) as error:
        raise LibraryError(
            f"The library at {folder} cannot be written: {getattr(error, 'strerror', None) or error}. "
            "Check the folder's permissions and free space, or name another with --library."
        ) from error
    try:
        sweep(folder)
        _sign(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def writing(folder: Path) -> Writing | None:
    """What a process of this machine that writes to the library has said of it; None where none does.

    Read from what the holder of the lock has written beside it: the lock itself is not touched.
    """
    try:
        found = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        if found["host"] != socket.gethostname():
            return None
        with suppress(PermissionError):  # another user's process, and alive
            if os.name != "nt":  # there it would be no question but a signal
                os.kill(int(found["pid"]), 0)  # a holder who was killed has left its name
        since, step = datetime.fromisoformat(found["since"]).isoformat(), found.get("step")
        done, total = int(found.get("done", 0)), int(found.get("total", 0))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Writing(since=since, step=step if step in get_args(Step) else None, done=done, total=total)


def note_progress(folder: Path, *, step: Step, done: int, total: int) -> None:
    """Note beside the library, for whoever looks on, how far its holder, this process, is."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        held = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        if held["pid"] == os.getpid():
            _write(folder, {**held, "step": step, "done": done, "total": total})


def _sign(folder: Path) -> None:
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    with suppress(OSError):  # the name is a courtesy; the lock itself is held
        _write(folder, holder)


def _write(folder: Path, holder: dict[str, object]) -> None:
    """Whole or not at all, and through no link that stands in its place."""
    new = folder / f"{_HOLDER}.new"
    new.unlink(missing_ok=True)
    with new.open("x", encoding="utf-8") as file:
        json.dump(holder, file)
    new.replace(folder / _HOLDER)


def _holder(folder: Path) -> str:
    try:
        found = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f"process {found['pid']} on {found['host']}, since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
