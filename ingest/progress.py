"""What an ingest tells while it runs and when it has ended; the data only, no drawing of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Discovered", "Embedded", "Event", "IngestSummary", "Outcome", "Read", "Stored"]


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
    """A file has been dealt with: `outcome` is "added", "unchanged", "replaced", "removed" or "rejected"."""

    source: str
    outcome: str
    reason: str = ""


Event = Discovered | Read | Embedded | Stored


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one file; a rejected one has a reason and a next step."""

    source: str
    reason: str = ""
    next_step: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestSummary:
    """What became of every file, in order of name."""

    added: tuple[Outcome, ...] = ()
    unchanged: tuple[Outcome, ...] = ()
    replaced: tuple[Outcome, ...] = ()
    removed: tuple[Outcome, ...] = ()
    rejected: tuple[Outcome, ...] = ()
