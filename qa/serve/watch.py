"""What happened to each request: counted, and written down.

Knows ASGI. Does not know what was asked: of a path the route's pattern is kept, of the question nothing, unless the
server was told to write questions down.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from qa.serve.logs import log

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.serve.metrics import Metrics

__all__ = ["Watch"]


class Watch:
    """ASGI middleware that counts each request and writes a line about it.

    `scope["state"]["said"]` holds what a route adds: the status of an answer, and the question where it may be kept.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, logged: bool) -> None:
        self._app, self._metrics, self._logged = app, metrics, logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 500
        said = scope.setdefault("state", {}).setdefault("said", {})

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            seconds = time.monotonic() - began
            path = getattr(scope.get("route"), "path", "other")
            self._metrics.request(path, status, seconds)
            if self._logged:
                log(
                    "request", method=scope["method"], path=path, status=status, seconds=round(seconds, 4),
                    client=scope["client"][0] if scope.get("client") else None, **said,
                )  # fmt: skip
