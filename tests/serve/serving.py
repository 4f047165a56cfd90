"""A server in a thread of the tests, asked over loopback as anybody would ask it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from qa.library import Library
from qa.serve.running import Options, Server

__all__ = ["client", "served"]


@contextmanager
def served(folder: Path, *, model: str | None = None, base_url: str | None = None, **options: Any) -> Iterator[Server]:
    """The library in `folder`, served on a free port until the block ends."""
    with Library.open(folder, model=model, base_url=base_url, model_timeout=10.0, max_retries=0) as library:
        server = Server(library, Options(**{"open_page": False, "logged": False, "rate": 10_000.0, **options}))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            with httpx.Client(base_url=server.address, headers=_token(server), timeout=60) as waiting:
                for _ in range(200):
                    try:
                        waiting.get("/health")
                        break
                    except httpx.ConnectError:
                        threading.Event().wait(0.05)
            yield server
        finally:
            server.stop()
            thread.join(60)
            assert not thread.is_alive(), "a server that is told to stop stops"


@contextmanager
def client(server: Server, **headers: str) -> Iterator[httpx.Client]:
    """A client of that server with its token."""
    with httpx.Client(base_url=server.address, headers={**_token(server), **headers}, timeout=60) as made:
        yield made


def _token(server: Server) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token}"} if server.token else {}
