"""Progress on stderr: a bar with what is being done, how much is left and for how long; nothing when piped away.

Knows rich's progress bars. Does not know how the work is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa.cli.render import err, one_line

__all__ = ["IngestProgress", "bar", "counted"]

if TYPE_CHECKING:
    from ingest.progress import Event

T = TypeVar("T")


def bar() -> Progress:
    """A progress display on stderr that leaves nothing behind when it ends."""
    console = err()
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None if console.width >= 80 else 12),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def counted(work: Iterator[T], *, total: int, what: str) -> Iterator[T]:
    """Pass `work` on, drawing how far it is."""
    with bar() as progress:
        task = progress.add_task(what, total=total)
        for item in work:
            yield item
            progress.advance(task)


class IngestProgress:
    """Draws an ingest: which file, how many passages, how long to go; one line a file where stderr is no terminal."""

    def __init__(self) -> None:
        self._console = err()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None if self._console.width >= 80 else 10),
            TextColumn("{task.completed:.0f}/{task.total:.0f} passages{task.fields[left]}", markup=False),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._progress.add_task("looking", total=0, left="", visible=False)
        self._files = self._dealt = 0

    def __enter__(self) -> IngestProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, event: Event) -> None:
        """Draw one event of the pipeline."""
        from ingest.progress import Discovered, Embedded, Read

        if isinstance(event, Discovered):
            self._files = event.to_read
            self._progress.update(self._task, visible=event.to_read > 0)
        elif isinstance(event, Read):
            self._dealt += 1
            name = one_line(event.source.replace("\\", "/").rsplit("/", 1)[-1])
            room = max(8, self._console.width - 60)
            short = name if len(name) <= room else f"{name[: room - 1]}…"
            self._progress.update(self._task, description=f"{self._dealt}/{self._files} {short}")
        elif isinstance(event, Embedded):
            left = "" if event.seconds_left is None else f", {_span(event.seconds_left)} left"
            self._progress.update(self._task, completed=event.done, total=event.known, left=left)


def _span(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
