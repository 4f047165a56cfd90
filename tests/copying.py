"""Copies of libraries that other tests may be reading.

Knows which files belong to whoever has a library open. Does not know what is in a library.
"""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["copy_of"]


def copy_of(library: Path, to: Path) -> Path:
    """A copy of a library that nobody is writing, in a new folder `to`.

    SQLite's own files beside it come and go with those who have it open, and hold nothing once its writer has closed
    it: copied along, they may be gone between being listed and being read.
    """
    return Path(shutil.copytree(library, to, ignore=shutil.ignore_patterns("*-wal", "*-shm")))
