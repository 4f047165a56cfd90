"""One ingest at a time: the lock on a library, and who holds it.

Knows the lock file beside the library. The lock belongs to the process: the system frees it when the process ends,
however it ends. Readers need no lock.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import LibraryError, LibraryInUse
from corpus.files import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["write_lock", "writing_since"]

_LOCK = "ingest.lock"
_HOLDER = "ingest.holder.json"


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


def writing_since(folder: Path) -> str | None:
    """Since when a process of this machine writes to the library, an ISO time; None where none does.

    Read from what the holder of the lock has written beside it: the lock itself is not touched.
    """
    try:
        found = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        if found["host"] != socket.gethostname():
            return None
        if os.name != "nt":  # there it would be no question but a signal
            os.kill(int(found["pid"]), 0)  # a holder who was killed has left its name
        return str(datetime.fromisoformat(found["since"]).isoformat())
    except PermissionError:  # another user's process, and alive
        return str(found["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sign(folder: Path) -> None:
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    with suppress(OSError):  # the name is a courtesy; the lock itself is held
        (folder / _HOLDER).unlink(missing_ok=True)  # a link among them: nothing is written through one
        with (folder / _HOLDER).open("x", encoding="utf-8") as file:
            json.dump(holder, file)


def _holder(folder: Path) -> str:
    try:
        found = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f"process {found['pid']} on {found['host']}, since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
