"""Answers as server-sent events: what is known of an answer, as soon as it is (WHATWG HTML, "Server-sent events").

Knows how work in a thread tells a response that is being sent. Does not know what is told.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from corpus.errors import InspectQAError
from qa.serve.desk import too_long

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from qa.serve.desk import Desk

__all__ = ["answered_in_events"]

_BEAT = 10.0  # seconds after which a comment says that the answer is still being made


async def answered_in_events(
    work: Callable[[Callable[[str, Any], None]], dict[str, Any]],
    *,
    desk: Desk,
    done: Callable[[dict[str, Any]], None],
) -> AsyncIterator[bytes]:
    """The events of one answer: those that `work` tells of, then "done" with the whole, or "error" with a sentence.

    Raises Busy before the first event where the line is full.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    def tell(event: str, data: Any) -> None:
        loop.call_soon_threadsafe(told.put_nowait, (event, data))

    def answer() -> None:
        try:
            tell("done", work(tell))
        except InspectQAError as error:
            tell("error", {"error": str(error)})
        except Exception as error:
            tell(
                "error", {"error": f"This is a fault of inspectqa ({type(error).__name__}). Nothing was changed by it."}
            )

    future = desk.submit(answer)
    return _events(told, loop.time() + desk.seconds, desk.seconds, done, future.cancel)


async def _events(
    told: asyncio.Queue[tuple[str, Any]],
    ends: float,
    seconds: float,
    done: Callable[[dict[str, Any]], None],
    cancel: Callable[[], bool],
) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    try:
        while True:
            left = ends - loop.time()
            if left <= 0:
                yield _event("error", {"error": str(too_long(seconds))})
                return
            try:
                event, data = await asyncio.wait_for(told.get(), min(left, _BEAT))
            except TimeoutError:
                yield b": still at it\n\n"
                continue
            if event == "done":
                done(data)
            yield _event(event, data)
            if event in ("done", "error"):
                return
    finally:
        cancel()  # where it has not begun: whoever asked has gone


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
