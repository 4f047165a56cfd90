"""Progress on stderr: a bar with what is being done, how much is left and for how long; nothing when piped away.

Knows rich's progress bars. Does not know how the work is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa.cli.render import err

__all__ = ["bar", "counted"]

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
