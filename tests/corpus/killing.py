"""What may be done to a library, and how a process that does one of it kills itself (SIGKILL) on the way.

A step is every SQL statement of any connection, every few pages that SQLite copies, every call of Chroma that changes
something, before and after, and every file or folder made, renamed or removed in the library's folder.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from writing import AFTER, BEFORE, Killer, State, bring, report

from corpus import pool
from corpus.backup import backup, restore
from corpus.corrections import correct
from corpus.removal import remove
from corpus.store import Store
from corpus.vectors import Vectors

MORE = State(files={**BEFORE.files, "f": "A text that is new here. " * 9}, extraction_version="first")
FEWER = State(files={name: BEFORE.files[name] for name in ("a", "d")}, extraction_version="first")
GOING = ("b", "d")


def corrected(folder: Path) -> None:
    """Correct two things of one report, if it is here: no other, since what is here depends on what was killed."""
    with Store(folder) as store:
        for one in store.reports():
            if store.text(one.number) == BEFORE.files["d"]:
                correct(store.database, one, "published", "2020-03-04", because="As printed.")
                correct(store.database, one, "lead_inspector", "Ada Penhaligon", because="As printed.")


DONE: dict[str, Callable[[Path], object]] = {
    "ingest": lambda folder: bring(folder, MORE),
    "replace": lambda folder: bring(folder, AFTER),
    "prune": lambda folder: bring(folder, FEWER),
    "correct": corrected,
    "remove": lambda folder: remove(folder, [report(name, BEFORE.files[name], "first").id for name in GOING]),
    "backup": lambda folder: backup(folder, folder.parent / "copy"),
    "restore": lambda folder: restore(folder, folder.parent / "other"),  # a backup of another time
}
_FILES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def watch(killer: Killer, folder: Path) -> None:
    """Let `killer` count every step from here on."""
    real = sqlite3.Connection.backup

    def copied(self: sqlite3.Connection, target: sqlite3.Connection, **_: Any) -> None:
        real(self, target, pages=5, progress=lambda *_: killer())

    class Watched(sqlite3.Connection):
        backup = copied

    def connect(*given: Any, factory: type[sqlite3.Connection] = Watched, **named: Any) -> sqlite3.Connection:
        connection = opened(*given, factory=factory, **named)
        connection.set_trace_callback(killer)
        return connection

    opened, sqlite3.connect = sqlite3.connect, connect  # type: ignore[assignment]
    pool.Connection.backup = copied  # type: ignore[method-assign]
    for name in ("upsert", "delete", "clear"):
        setattr(Vectors, name, _watched(getattr(Vectors, name), killer))
    sys.addaudithook(lambda event, given: _file(event, given, killer, str(folder)))


def _watched(method: Callable[..., Any], killer: Killer) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> None:
        killer()
        method(*given, **named)
        killer()

    return watched


def _file(event: str, given: tuple[Any, ...], killer: Killer, folder: str) -> None:
    if event in _FILES and str(given[0]).startswith(folder):
        killer()


def do(folder: str, what: str, step: str) -> int:
    """Do it in this process, which ends at that step; the number of steps where it comes to the end."""
    library, killer = Path(folder), Killer(int(step))
    watch(killer, library)
    DONE[what](library)
    return killer.steps
