"""Which files are to be read: the files and folders a person names, made into one list of files.

Knows the file system and the endings that reports come under; opens no file. What a file holds is for `ingest.read`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.files import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Looked for in folders; a file that is named itself is taken whatever its name.
SUFFIXES = frozenset((".pdf", ".html", ".htm", ".docx", ".md", ".markdown", ".txt"))

_Failure = tuple[Path, ReadError]
# Names on disk may be any bytes; the library names a report by its path, as text.
_NO_TEXT = ReadError("its path is not UTF-8 text", "Rename it, or the folder that it is in, and ingest it again.")


def discover(paths: Sequence[Path]) -> tuple[list[Path], list[tuple[Path, ReadError]]]:
    """Returns the files to read, sorted and each once, and what stood in the way, as (path, why).

    Folders are searched to any depth for files with one of SUFFIXES; hidden files and folders are skipped. A link is
    followed where it stays inside the folder that was named, and reported where it leaves it. Paths come back as they
    were named (joined to what was found below), so that messages speak of what the person typed.
    """
    files: dict[Path, Path] = {}
    failures: list[_Failure] = []
    for named in paths:
        try:
            is_folder = stat.S_ISDIR(named.stat().st_mode)
            found = list(_search(named, failures)) if is_folder else [named]
            for path in found:
                if is_text(resolved := path.resolve()):
                    files.setdefault(resolved, path)
                else:
                    failures.append((path, _NO_TEXT))
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links (until Python 3.12)
            failures.append((named, _failure(error)))
    return sorted(files.values(), key=_order), sorted(failures, key=lambda failure: _order(failure[0]))


def _order(path: Path) -> tuple[str, ...]:
    return path.parts


def _search(folder: Path, failures: list[_Failure]) -> Iterator[Path]:
    """Yields the files below a folder that could be reports; appends what cannot be searched to `failures`."""
    root = folder.resolve()
    seen = {root}
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            failures.append((current, _failure(error)))
            continue
        for path in (current / name for name in names if not name.startswith(".")):
            try:
                mode = path.lstat().st_mode
                if stat.S_ISLNK(mode):
                    mode = path.stat().st_mode if _stays_inside(path, root, failures) else 0
                if stat.S_ISDIR(mode):
                    if (resolved := path.resolve()) not in seen:  # links may lead round in a circle
                        seen.add(resolved)
                        pending.append(path)
                elif stat.S_ISREG(mode) and path.suffix.lower() in SUFFIXES:
                    yield path
            except (OSError, RuntimeError) as error:
                failures.append((path, _failure(error)))


def _stays_inside(link: Path, root: Path, failures: list[_Failure]) -> bool:
    target = link.resolve()
    if target.is_relative_to(root):
        return True
    if target.is_dir() or link.suffix.lower() in SUFFIXES:
        failures.append(
            (
                link,
                ReadError(
                    f"it is a link that leaves the folder (to {target})",
                    f"Name {target} itself if it is to be ingested.",
                ),
            )
        )
    return False


def _failure(error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError("it is not there", "Check the path; names with spaces need quotes in a shell.")
    if isinstance(error, PermissionError):
        return ReadError("you may not look into it", "Change its permissions, or run as someone who may.")
    why = getattr(error, "strerror", None) or str(error)
    return ReadError(f"it could not be searched: {why}", "Check the path and the disk or network drive it is on.")
