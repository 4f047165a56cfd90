"""What an ingest tells while it runs and when it has ended, and how it knows; the data only, no drawing of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from corpus.waiting import Waiting

__all__ = ["Askable", "Discovered", "Embedded", "Event", "IngestSummary", "Outcome", "Pace", "Read", "Stored"]

_FIRST_S = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """The files were listed: `files` in all, of which `to_read` are new or changed."""

    files: int
    to_read: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A file was read, recognised and split; `seconds_left` until all are (None: unknown yet)."""

    source: str
    pages: int
    passages: int
    seconds_left: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Askable:
    """All files are in and can be asked, by words and facts; so many passages of `reports` have no vector as yet."""

    reports: int
    passages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """`done` of the `known` passages that waited have their vectors; `seconds_left` until all have (None: unknown)."""

    done: int
    known: int
    seconds_left: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A file has been dealt with: `outcome` is the name of a field of IngestSummary."""

    source: str
    outcome: str
    reason: str = ""


Event = Discovered | Read | Stored | Askable | Embedded


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
    look like, `waiting` what has no vectors yet, `unread` files that are in, with the pages that could not be read as
    text. `editions` are reports that are in, but are not counted: another that is the same or nearly so is.
    """

    added: tuple[Outcome, ...] = ()
    unchanged: tuple[Outcome, ...] = ()
    renamed: tuple[Outcome, ...] = ()
    replaced: tuple[Outcome, ...] = ()
    removed: tuple[Outcome, ...] = ()
    editions: tuple[Outcome, ...] = ()
    rejected: tuple[Outcome, ...] = ()
    unread: tuple[Outcome, ...] = ()
    left_out: tuple[Outcome, ...] = ()
    waiting: Waiting = field(default_factory=lambda: Waiting(by_report={}))


class Pace:
    """How long a step has to go, measured by how much of it is done; what is told never rises."""

    def __init__(self, total: float) -> None:
        self._total = total
        self._began: float | None = None
        self._at = 0.0
        self._told: float | None = None

    def left(self, done: float) -> float | None:
        """The seconds to go after so much of the total; None in the first second."""
        now = time.monotonic()
        if self._began is None:  # what came before the first part of the work, a model's loading, is no measure
            self._began, self._at = now, done
        elapsed, since = now - self._began, done - self._at
        if since > 0 and elapsed > _FIRST_S:
            left = elapsed * max(0.0, self._total - done) / since
            self._told = left if self._told is None else min(self._told, left)
        return self._told
