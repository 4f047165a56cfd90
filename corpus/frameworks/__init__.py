"""The inspection frameworks: how a report of each kind is recognised, what it judges and on which scale.

Knows the data files beside it, one TOML file a framework (docs/frameworks.md says what stands in one), and the folder
of the user's own. Knows no report, no reader and no question: it gives patterns, compiled when they are first used, and
others look for them.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from corpus.errors import SettingsError
from corpus.frameworks.load import load_framework
from corpus.frameworks.model import BODY_KINDS, Area, BodyKind, Framework
from corpus.lazy import Lazy

__all__ = [
    "BODY_KINDS",
    "FOLDER",
    "Area",
    "BodyKind",
    "Framework",
    "Lazy",
    "framework",
    "frameworks",
    "load_framework",
]

FOLDER = "INSPECTQA_FRAMEWORKS"
"""The environment variable that names the folder of the user's own framework files."""


def frameworks() -> tuple[Framework, ...]:
    """Every framework by key: those that have a data file here, and the user's own.

    Raises SettingsError where the user's folder is not there, or a file in it cannot be read or has a key that another
    has.
    """
    return tuple(_frameworks(os.environ.get(FOLDER, "")).values())


def framework(key: str) -> Framework | None:
    """The framework of that key, or None."""
    return _frameworks(os.environ.get(FOLDER, "")).get(key)


@lru_cache(maxsize=8)
def _frameworks(folder: str) -> dict[str, Framework]:
    found = {one.key: one for one in _in_folder(Path(__file__).parent, check=False)}
    if folder:
        at = Path(folder).expanduser()
        if not at.is_dir():
            raise SettingsError(
                f"The folder of framework files {folder} is not there. Correct {FOLDER}, or leave it out."
            )
        for one in _in_folder(at, check=True):
            if one.key in found:
                raise SettingsError(
                    f"Two framework files have the key {one.key!r}, one of them in {folder}. Give that one another key."
                )
            found[one.key] = one
    return dict(sorted(found.items()))


def _in_folder(folder: Path, *, check: bool) -> list[Framework]:
    return [load_framework(path, check=check) for path in sorted(folder.glob("*.toml"))]
