"""Wall-clock seconds by step, for the answer's `seconds`.

Knows the clock. Does not know the steps.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Stopwatch"]


class Stopwatch:
    """Adds up the seconds of named steps from its making on."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; a name used twice adds up."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._steps[name] = self._steps.get(name, 0.0) + time.perf_counter() - begun

    def seconds(self) -> dict[str, float]:
        """The steps so far, and "total" since the watch was made."""
        return {**self._steps, "total": time.perf_counter() - self._begun}
