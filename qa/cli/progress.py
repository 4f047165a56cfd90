"""Progress on stderr: a bar with what is being done, how much is left and for how long; nothing when piped away.

Knows rich's progress bars. Does not know how the work is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from qa.cli.render import err, paragraph

__all__ = ["IngestProgress", "bar", "counted"]

if TYPE_CHECKING:
    from ingest.progress import Event

T = TypeVar("T")

_WORTH_SAYING = 300  # passages that take so long to embed that somebody may want to ask meanwhile


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
    """Draws an ingest's two steps in one bar: files and pages read, then passages embedded; how long each will take.

    Nothing is drawn where stderr is no terminal.
    """

    def __init__(self) -> None:
        self._console = err()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None if self._console.width >= 80 else 10),
            TextColumn("{task.fields[so_far]}", markup=False),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._progress.add_task("Reading", total=0, so_far="", visible=False)
        self._files = self._dealt = self._pages = 0

    def __enter__(self) -> IngestProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, event: Event) -> None:
        """Draw one event of the pipeline."""
        from ingest.progress import Askable, Discovered, Embedded, Read

        if isinstance(event, Discovered):
            self._files = event.to_read
            self._progress.update(self._task, total=event.to_read, visible=event.to_read > 0)
        elif isinstance(event, Read):
            self._dealt += 1
            self._pages += event.pages
            self._draw(self._dealt, f"{self._dealt:,}/{self._files:,} files, {self._pages:,} pages", event.seconds_left)
        elif isinstance(event, Askable):
            if self._dealt and event.passages > _WORTH_SAYING:
                said = (
                    f"{_reports(event.reports)} can be asked from now on, by words and facts. Vectors follow, by which "
                    "meanings are compared; Ctrl-C leaves them to the next ingest or to `inspectqa embed`."
                )
                paragraph(self._console, Text(said, style="dim"))  # above the bar, by its own console
            self._progress.reset(self._task, total=event.passages, description="Embedding", visible=True)
            self._draw(0, f"0/{event.passages:,} passages", None)
        elif isinstance(event, Embedded):
            self._draw(event.done, f"{event.done:,}/{event.known:,} passages", event.seconds_left)

    def _draw(self, completed: int, so_far: str, seconds: float | None) -> None:
        left = "" if seconds is None else f", {_span(seconds)} left"
        self._progress.update(self._task, completed=completed, so_far=so_far + left)


def _reports(count: int) -> str:
    return f"{count:,} report{'s' if count != 1 else ''}"


def _span(seconds: float) -> str:
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
