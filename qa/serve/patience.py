"""HTTP with an end to patience: a connection whose request does not arrive whole is closed.

Knows uvicorn's protocol and when a request's head has arrived. Does not know what it asks; its body's time is
bounded by qa.serve.guard. uvicorn itself waits for the rest of a head for ever.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["PatientProtocol"]

_HEAD_SECONDS = 10.0


class PatientProtocol(H11Protocol):
    """uvicorn's protocol on h11, with `_HEAD_SECONDS` for the head of a request."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in what came: the head that is complete ends the waiting, one that is begun starts it."""
        super().data_received(data)
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering:
            self._stop()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
