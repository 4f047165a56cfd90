"""What an ingest tells while it runs and when it has ended, and how it knows; the data only, no drawing of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

__all__ = ["Discovered", "Embedded", "Event", "IngestSummary", "Outcome", "Pace", "Read", "Stored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """The files were listed: `files` in all, of which `to_read` are new or changed."""

    files: int
    to_read: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A file was read, recognised and split."""

    source: str
    pages: int
    passages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """`done` of the `known` passages so far are embedded; `seconds_left` is the whole run's (None: unknown yet)."""

    done: int
    known: int
    seconds_left: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A file has been dealt with: `outcome` is the name of a field of IngestSummary."""

    source: str
    outcome: str
    reason: str = ""


Event = Discovered | Read | Embedded | Stored


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one file; one that was rejected or left out has a reason and a next step."""

    source: str
    reason: str = ""
    next_step: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestSummary:
    """What became of every file, in order of name.

    `renamed` are files that the library knew by another name, `left_out` those of the folders that reports do not
    look like.
    """

    added: tuple[Outcome, ...] = ()
    unchanged: tuple[Outcome, ...] = ()
    renamed: tuple[Outcome, ...] = ()
    replaced: tuple[Outcome, ...] = ()
    removed: tuple[Outcome, ...] = ()
    rejected: tuple[Outcome, ...] = ()
    left_out: tuple[Outcome, ...] = ()


class Pace:
    """How far a run is and how long it has to go, by characters embedded; of files not yet read, by their bytes."""

    def __init__(self) -> None:
        self.passages = 0
        self._began: float | None = None
        self._began_at = 0.0
        self._bytes = self._bytes_read = self._characters_read = 0
        self._passages_known = 0
        self._characters = 0.0

    def start(self, size: int) -> None:
        self._bytes = size

    def read(self, size: int, characters: int) -> None:
        self._bytes_read += size
        self._characters_read += characters

    def split(self, passages: int) -> None:
        self._passages_known += passages

    def finish(self, passages: int, characters: int) -> None:
        self.passages += passages
        self._characters += characters

    def embedded(self, passages: float, characters: float) -> Embedded:
        now, done = time.monotonic(), self._characters + characters
        if self._began is None:  # the first batch's first part is left out: the model was loaded in it
            self._began, self._began_at = now, done
        elapsed, since = now - self._began, done - self._began_at
        expected = self._characters_read * self._bytes / max(1, self._bytes_read)
        left = elapsed * max(0.0, expected - done) / since if since and elapsed > 1 else None
        return Embedded(done=self.passages + round(passages), known=self._passages_known, seconds_left=left)
