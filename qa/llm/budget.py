"""How long and how much: a question's time, and its tokens by estimate.

Knows clocks, threads and lengths. Does not know what is read or written in that time.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import TypeVar

__all__ = ["Budget", "estimate", "timed"]

T = TypeVar("T")
_CHARACTERS = 3.5  # of English a token, on the careful side: the makers of tokenizers say 4


def estimate(text: str) -> int:
    """Roughly how many tokens a text has; to count them would need each model's own tokenizer, often a download."""
    return int(len(text) / _CHARACTERS) + 1


class Budget:
    """What one question may take: `seconds` from now, and `tokens` for all that is sent and received."""

    def __init__(self, *, seconds: float, tokens: int) -> None:
        self.seconds = seconds
        self.tokens = tokens
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def spend(self, text: str) -> None:
        """Take the tokens of a text that was sent or received off what is left."""
        self.tokens -= estimate(text)


def timed(make: Callable[[], Iterator[T]], budget: Budget) -> Iterator[T]:
    """The items of the iterator that `make` opens, as they come; raises TimeoutError when the budget's time is up.

    The iterator runs in a thread of its own, so that a server that hangs, or drips, cannot hold the question longer.
    One that is left behind ends at its client's own timeout, or at its next item.
    """
    queue: SimpleQueue[tuple[str, T | BaseException | None]] = SimpleQueue()
    given_up = threading.Event()

    def work() -> None:
        try:
            for item in make():
                if given_up.is_set():
                    return
                queue.put(("item", item))
            queue.put(("end", None))
        except BaseException as error:
            queue.put(("error", error))

    threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True, name="chat-model").start()
    try:
        while True:
            kind, item = queue.get(timeout=max(0.001, budget.left))
            if kind == "end":
                return
            if kind == "error":
                assert isinstance(item, BaseException)
                raise item
            yield item  # type: ignore[misc]
    except Empty:
        raise TimeoutError(f"no answer within {budget.seconds:g} s") from None
    finally:
        given_up.set()
