"""Files written so that nothing else is lost by it: through no link, whole under their names, nothing left behind.

Knows what stands at a path. Does not know what is written there.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import LibraryError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["appended", "expanded", "full_disk", "is_text", "refuse_link", "scratch", "sweep", "taken", "write_new"]

_PREFIX = ".inspectqa-"
_LEAST = 1 << 20  # bytes that a disk has free while it is not full
_TRIES = 5  # another process may sweep a folder away before its lock is held
_LIBRARY = ("library.", "ingest.")  # how the names of a library's own files begin


def taken(path: Path) -> str | None:
    """Why nothing may be written at `path`, as a clause ("is a link"), or None: a plain file may stand there."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        mode = None  # nothing there, or no way to it: writing will say which
    if mode is not None and stat.S_ISLNK(mode):
        return "is a link, and nothing is written through one"
    if mode is not None and not stat.S_ISREG(mode):
        return "is a folder" if stat.S_ISDIR(mode) else "is no plain file"
    if _of_library(path):
        return "belongs to a library"
    return None


def _of_library(path: Path) -> bool:
    """Whether the path is one of the files that make a library: its own beside library.sqlite, Chroma's below it."""
    try:
        folder = path.parent.resolve()
    except (OSError, RuntimeError):  # a circle of links
        return False
    if path.name.startswith(_LIBRARY):
        # A folder of backups has no lock: a backup may be called library.sqlite there.
        return (folder / "library.sqlite").exists() and (folder / "ingest.lock").exists()
    return any(one.name == "chroma" and (one.parent / "library.sqlite").exists() for one in (folder, *folder.parents))


def expanded(path: Path) -> Path:
    """The path with ~ and ~NAME as the homes that they are; as it stands where there is no such user."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_text(path: Path | str) -> bool:
    """Whether it is text; a path or an argument may be any bytes, which Python keeps as halves of surrogate pairs."""
    return not any("\ud800" <= character <= "\udfff" for character in str(path))


def full_disk(*folders: Path) -> Path | None:
    """The first of the folders whose disk has no space left, or None."""
    for folder in folders:
        with suppress(OSError):
            if shutil.disk_usage(folder).free < _LEAST:
                return folder
    return None


def refuse_link(library: Path, path: Path) -> None:
    """Raise LibraryError where `path`, a file of the library or a folder of such, is a link or has one in it.

    Whoever writes there would write where it leads, and a library may come from anywhere. Its folder itself may be one.
    """
    below = (Path(root, name) for root, folders, files in os.walk(path) for name in (*folders, *files))
    link = next((one for one in (path, *below) if one.is_symlink()), None)
    if link is not None:
        raise LibraryError(
            f"The library at {library} cannot be used: {link} is a link, and nothing is read or written through one. "
            "Put what it leads to in its place; the library's folder itself may be a link."
        )


def appended(path: Path) -> int:
    """A descriptor to append to `path` by, the file made if need be; raises OSError where a link stands there."""
    binary_and_no_link = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | binary_and_no_link, 0o666)


def write_new(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write results to a file, whole or not at all, its folder made if need be.

    Raises OutputError for a file that is there already, unless `force` says that it may go, for a path where none may
    stand (a link, a library's own file), and for one that cannot be written.
    """
    if why := taken(path):
        raise OutputError(f"Nothing is written to {path}: it {why}. Name another file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch(path.parent) as folder:
            new = folder / "new"
            new.write_bytes(data)
            if force:
                new.replace(path)
            else:
                _link(new, path)
    except FileExistsError as error:
        raise OutputError(
            f"There is a file at {path} already. Nothing was changed. Name another, or use --force if it may go."
        ) from error
    except OSError as error:
        why = "its disk is full" if full_disk(path.parent) else error.strerror or str(error)
        raise OutputError(f"The file {path} cannot be written: {why}. Name another, or free some space.") from error


def _link(new: Path, path: Path) -> None:
    """Give a file its name where nothing has that name; raises FileExistsError."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if path.exists():
            raise FileExistsError(path) from None
        new.replace(path)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A new folder in `folder`, for its owner alone, for what is not ready for its name; gone at the end of the block.

    It is on the disk that its files are for. What killed processes left there goes first. Raises OSError.
    """
    from filelock import FileLock, Timeout

    sweep(folder)
    for _ in range(_TRIES):
        made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        lock = FileLock(made / "lock", timeout=0)
        with suppress(Timeout, FileNotFoundError):
            lock.acquire()
            if made.is_dir():
                break
    else:
        raise OSError(f"no folder for unfinished files can be kept in {folder}")
    try:
        yield made
    finally:
        lock.release()
        shutil.rmtree(made, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what killed processes left in `folder`: a folder of theirs is locked for as long as they live."""
    from filelock import FileLock, Timeout

    for left in folder.glob(f"{_PREFIX}*"):
        if left.is_symlink() or not left.is_dir():
            continue
        with suppress(OSError, Timeout):
            with FileLock(left / "lock", timeout=0):
                shutil.rmtree(left, ignore_errors=True)
            shutil.rmtree(left, ignore_errors=True)  # Windows keeps a file that is open, the lock
