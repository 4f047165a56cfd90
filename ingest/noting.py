"""How far an ingest is, noted beside the library for whoever looks on from another process.

Knows the ingest's events. Does not know who looks, nor how it is drawn.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from corpus.lock import note_progress
from ingest.progress import Askable, Discovered, Embedded, Event, Read, Stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.lock import Step

__all__ = ["Noting"]

_SECONDS = 1.0  # between two notes of one step


class Noting:
    """Hands events on to `tell`, and notes in the library's folder how much is done of reading, then of embedding."""

    def __init__(self, folder: Path, tell: Callable[[Event], None]) -> None:
        self._folder, self._tell = folder, tell
        self._read = self._files = 0
        self._noted = float("-inf")

    def __call__(self, event: Event) -> None:
        """Hand one event on."""
        if isinstance(event, Discovered):
            self._files = event.to_read
            self._note("reading", 0, event.to_read, now=True)
        elif isinstance(event, Read) or (isinstance(event, Stored) and event.outcome == "rejected"):
            self._read += 1
            self._note("reading", min(self._read, self._files), self._files)
        elif isinstance(event, Askable):
            self._note("embedding", 0, event.passages, now=True)
        elif isinstance(event, Embedded):
            self._note("embedding", event.done, event.known)
        self._tell(event)

    def _note(self, step: Step, done: int, total: int, *, now: bool = False) -> None:
        if now or time.monotonic() >= self._noted + _SECONDS:
            note_progress(self._folder, step=step, done=done, total=total)
            self._noted = time.monotonic()
